import { sql } from 'kysely'
import { type Database, everything, type Reader, type Viewer } from '../../platform/db.ts'
import type { Paper } from './signing.ts'

/** Whoever counts: reads the box and the keys, which the office does not. Nothing that it reads may be shown as it is. */
const theCount: Viewer = { ...everything, sees: 'everything,the count' }

/** The public half of a ballot’s key; nothing before it was opened. */
export async function publicKeyOf(database: Database, ballotId: number): Promise<Buffer | undefined> {
  const found = await database
    .reader(theCount)
    .selectFrom('ballotKeys')
    .select('publicKey')
    .where('ballotId', '=', ballotId)
    .executeTakeFirst()
  return found?.publicKey
}

/** What a paper in the box says, for whoever holds that paper. */
export async function inBox(
  database: Database,
  ballotId: number,
  token: Buffer,
): Promise<string | undefined> {
  const found = await database
    .reader(theCount)
    .selectFrom('ballotBox')
    .select('choice')
    .where('ballotId', '=', ballotId)
    .where('token', '=', token)
    .executeTakeFirst()
  return found?.choice
}

/** The first 100 bits of the token’s digest in hexadecimal, which are the receipt in other characters. */
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const hexOf = (receipt: string) =>
  [...receipt]
    .reduce((held, character) => held * 32n + BigInt(CROCKFORD.indexOf(character)), 0n)
    .toString(16)
    .padStart(25, '0')

/** Whether a paper of this receipt lies in the box of an open ballot. */
export async function liesInBox(database: Database, ballotId: number, receipt: string): Promise<boolean> {
  const { rows } = await sql<{ lies: boolean }>`
    select exists (select from ballot_box where ballot_id = ${ballotId}
      and left(encode(sha256(token), 'hex'), 25) = ${hexOf(receipt)}) as lies`.execute(
    database.reader(theCount),
  )
  return rows[0]?.lies ?? false
}

type CountedPaper = Paper & { receipt: string }

/** What lay in the box, by receipt, once the ballot is closed. */
export const countedPapers = (db: Reader, ballotId: number): Promise<CountedPaper[]> =>
  db
    .selectFrom('countedPapers')
    .select(['receipt', 'token', 'signature', 'choice', 'proof'])
    .where('ballotId', '=', ballotId)
    .orderBy(sql`receipt collate "C"`)
    .execute()

export type TookPart = { membershipId: number; school: string; choice: string | null }

/** Who took part, under the names of the day of the close: with a choice by name, without one by a paper. */
export const tookPart = (db: Reader, ballotId: number): Promise<TookPart[]> =>
  db
    .selectFrom('publishedNames')
    .leftJoin('votes', (join) =>
      join
        .onRef('votes.ballotId', '=', 'publishedNames.ballotId')
        .onRef('votes.membershipId', '=', 'publishedNames.membershipId'),
    )
    .select(['publishedNames.membershipId', 'school', 'votes.choice'])
    .where('publishedNames.ballotId', '=', ballotId)
    .orderBy(sql`school collate "C"`)
    .execute()

type OwnPaper = { membershipId: number; school: string; blinded: Buffer | null }

/** The papers that this person took, and for which schools: nobody else is told of them. */
export const ownPapers = (db: Reader, ballotId: number, personId: number): Promise<OwnPaper[]> =>
  db
    .selectFrom('ballotPapers')
    .innerJoin('members', 'members.id', 'ballotPapers.membershipId')
    .select(['membershipId', 'members.shortName as school', 'blinded'])
    .where('ballotId', '=', ballotId)
    .where('ballotPapers.personId', '=', personId)
    .orderBy('members.name')
    .execute()

/** The seed of a lot that was drawn, and the words said for it. */
export async function drawnLot(db: Reader, ballotId: number) {
  const found = await db
    .selectFrom('ballots')
    .select(['lotSeed', 'lotWords'])
    .where('id', '=', ballotId)
    .where('lotWords', 'is not', null)
    .executeTakeFirst()
  return found?.lotSeed ? { seed: found.lotSeed.toString('hex'), words: found.lotWords } : null
}
