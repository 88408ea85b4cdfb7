import { sql } from 'kysely'
import { type Actor, actor } from '../../platform/action.ts'
import type { Day } from '../../platform/day.ts'
import type { Database, Writer } from '../../platform/db.ts'
import { notFound, notPossible, Refusal } from '../../platform/refusal.ts'
import { system } from '../../platform/who.ts'
import { isChoice } from '../choices.ts'
import { type Ballot, ballotOf, optionsOf } from '../queries.ts'
import { takesVotes } from '../rules.ts'
import { entitled, onceOnly } from '../votes/actions.ts'
import { withTheCount } from './count.ts'
import { termsOf } from './document.ts'
import { inOrder, type Listed, digestOf as listDigest } from './published.ts'
import { inBox, ownPapers, publicKeyOf } from './queries.ts'
import {
  holds,
  type KeyPair,
  type MadePaper,
  markOf,
  newKeys,
  type Paper,
  paperFrom,
  receiptOf,
  signBlinded,
} from './signing.ts'

/** Makes the key by which the papers of a ballot are signed. */
export async function makeKeys(tx: Writer, ballotId: number): Promise<void> {
  const keys = await newKeys()
  await withTheCount(tx, () =>
    tx
      .insertInto('ballotKeys')
      .values({ ballotId, ...keys })
      .execute(),
  )
}

export type Taking = { ballotId: number; membershipId: number }

/** Signs a school’s one voting paper, which its browser has made and blinded; the same again where it asks again. */
export async function takePaper(by: Actor, taking: Taking, blinded: Buffer, now: Date): Promise<Buffer> {
  return taken(by, taking, blinded, now, (keys) => {
    const signed = signBlinded(keys, blinded)
    if (!signed) throw notPossible('That is no voting paper. Open the page again, and send it from there')
    return signed
  })
}

/** Makes a school’s one voting paper for a browser that runs no script, from its page’s own random number. */
export async function takeMadePaper(by: Actor, taking: Taking, seed: Buffer, now: Date): Promise<MadePaper> {
  return taken(by, taking, markOf(seed), now, (keys) => paperFrom(seed, keys))
}

/**
 * Notes that a school has taken its paper, and signs it. A paper is taken once; whoever lost the answer on the way and
 * asks again in the same words gets the same one.
 */
async function taken<Signed>(
  by: Actor,
  { ballotId, membershipId }: Taking,
  blinded: Buffer,
  now: Date,
  sign: (keys: KeyPair) => Signed,
): Promise<Signed> {
  const deed = {
    did: 'took a voting paper',
    subject: `ballots/${ballotId}`,
    details: { membership: membershipId },
  }
  try {
    return await by.act(deed, async (tx, by) => {
      const { ballot, school } = await entitled(tx, by, { ballotId, membershipId }, now)
      if (ballot.manner !== 'secret') throw notFound()
      const signed = sign(await keysOf(tx, ballotId))
      const { personId } = by.who
      await onceOnly(by, { ballot, membershipId, school }, () =>
        tx.insertInto('ballotPapers').values({ ballotId, membershipId, personId, blinded }).execute(),
      )
      return signed
    })
  } catch (error) {
    if (!(error instanceof Refusal) || !(await isOwn(by, { ballotId, membershipId }, blinded))) throw error
    return by.together(async (tx) => sign(await keysOf(tx, ballotId)))
  }
}

/** Whether this very paper was signed for whoever is at work before. */
async function isOwn({ who, db }: Actor, { ballotId, membershipId }: Taking, blinded: Buffer) {
  if (who.personId === null) return false
  const own = (await ownPapers(db, ballotId, who.personId)).find((one) => one.membershipId === membershipId)
  return own?.blinded?.equals(blinded) ?? false
}

async function keysOf(tx: Writer, ballotId: number): Promise<KeyPair> {
  const keys = await withTheCount(tx, () =>
    tx.selectFrom('ballotKeys').selectAll().where('ballotId', '=', ballotId).executeTakeFirst(),
  )
  if (!keys?.privateKey) throw notPossible('This vote is closed, so no voting paper is given out any more')
  return { publicKey: keys.publicKey, privateKey: keys.privateKey }
}

/** @throws a refusal where we signed no such paper for this ballot, or its holder did not choose this. */
async function requireHolding(database: Database, ballotId: number, paper: Paper): Promise<void> {
  const publicKey = await publicKeyOf(database, ballotId)
  if (!publicKey) throw notFound()
  if (!holds(ballotId, publicKey, paper))
    throw notPossible('This is no voting paper of this vote, so it was not put into the box')
}

/**
 * Puts a paper into the box, for nobody: who holds a paper that we signed may, and the log of actions says neither who
 * nor which paper. The same paper with the same choice again is the same; another choice takes its place where the
 * ballot lets votes be changed.
 * @returns the receipt.
 */
export async function putIntoBox(
  database: Database,
  today: Day,
  ballotId: number,
  paper: Paper,
): Promise<string> {
  await requireHolding(database, ballotId, paper)
  const receipt = receiptOf(paper.token)
  if ((await inBox(database, ballotId, paper.token)) === paper.choice) return receipt
  const nobody = actor(database, system, today)
  const deed = { did: 'put a paper into the box', subject: `ballots/${ballotId}` }
  await nobody.act(deed, async (tx) => {
    const ballot = await ballotOf(tx, ballotId)
    if (!takesVotes(ballot.state)) throw notPossible(TOO_LATE)
    if (!isChoice(ballot, await optionsOf(tx, ballotId), paper.choice))
      throw notPossible('Select how your school votes', 'choice')
    await laid(tx, ballot, paper)
  })
  return receipt
}

const TOO_LATE = 'This vote is closed, so the paper was not put into the box'

async function laid(tx: Writer, { id, mayChange }: Ballot, { token, signature, choice, proof }: Paper) {
  const values = { ballotId: id, token, signature, choice, proof }
  const { numInsertedOrUpdatedRows: count } = await withTheCount(tx, () =>
    tx
      .insertInto('ballotBox')
      .values(values)
      .onConflict((row) =>
        row
          .columns(['ballotId', 'token'])
          .doUpdateSet({ choice, proof })
          .where(({ or, eb, val }) =>
            or([eb(val(mayChange), '=', true), eb('ballotBox.choice', '=', choice)]),
          ),
      )
      .executeTakeFirst(),
  ).catch((error: { constraint?: string }) => {
    throw error.constraint === 'ballots_open' ? notPossible(TOO_LATE) : error
  })
  if (!count)
    throw notPossible(
      'This paper is in the box already, and in this vote a vote that was cast stays as it is',
    )
}

/**
 * Counts what is in the box of a ballot that is being closed, and publishes it in the order of the receipts. What could
 * lead from a school to a paper goes in the same transaction. A paper that does not hold is left out, and said to be.
 * @returns the digest of the list that is published.
 */
export async function countBox(by: Actor, ballot: Ballot): Promise<string> {
  const deed = {
    did: 'published what was in the box',
    subject: `ballots/${ballot.id}`,
    details: ({ digest, leftOut }: Counted) => (leftOut === 0 ? { digest } : { digest, leftOut }),
  }
  const { digest } = await by.act(deed, async (tx) => withTheCount(tx, () => counted(tx, ballot)))
  return digest
}

type Counted = { digest: string; leftOut: number }

async function counted(tx: Writer, closing: Ballot): Promise<Counted> {
  const { id: ballot } = closing
  const { publicKey: key } = await tx
    .selectFrom('ballotKeys')
    .select('publicKey')
    .where('ballotId', '=', ballot)
    .executeTakeFirstOrThrow()
  const box = await tx.selectFrom('ballotBox').selectAll().where('ballotId', '=', ballot).execute()
  const papers = box
    .filter((paper) => holds(ballot, key, paper))
    .map((paper) => ({ ...paper, receipt: receiptOf(paper.token) }))
  const terms = await termsOf(tx, closing)
  const list = inOrder({ ballot, key, terms, papers, ...(await namesOf(tx, ballot)) })
  for (const part of inParts(list.papers))
    await tx
      .insertInto('countedPapers')
      .values(part.map((paper) => ({ ...paper, ballotId: ballot })))
      .execute()
  await forgetWhose(tx, ballot)
  return { digest: listDigest(list), leftOut: box.length - papers.length }
}

/** PostgreSQL takes 65,535 values in one statement. */
const MOST_AT_ONCE = 5_000
const inParts = <Row>(rows: Row[]): Row[][] =>
  Array.from({ length: Math.ceil(rows.length / MOST_AT_ONCE) }, (_, i) =>
    rows.slice(i * MOST_AT_ONCE, (i + 1) * MOST_AT_ONCE),
  )

/** Who took part, kept under the names of this day; the URN tells those apart that are called alike. */
async function namesOf(tx: Writer, ballotId: number): Promise<Pick<Listed, 'took' | 'named'>> {
  const { rows } = await sql<{ school: string; took: 'vote' | 'paper'; choice: string | null }>`
    with published as (
      insert into published_names (ballot_id, membership_id, school)
        select e.ballot_id, e.membership_id,
          m.name || case when count(*) over (partition by m.name) > 1 then ' (' || m.urn || ')' else '' end
        from ballot_electors e join members m on m.id = e.membership_id
        where e.ballot_id = ${ballotId} and e.took is not null and not e.excluded
      returning ballot_id, membership_id, school)
    select school, e.took, choice from published
      join ballot_electors e using (ballot_id, membership_id)
      left join votes using (ballot_id, membership_id)`.execute(tx)
  return {
    took: rows.flatMap(({ school, took }) => (took === 'paper' ? [school] : [])),
    named: rows.flatMap(({ school, choice }) => (choice === null ? [] : [{ school, choice }])),
  }
}

/**
 * Deletes what could lead from a school to a paper: the box in the order in which it was filled, the private key, what
 * was signed for whom. Who took a paper is written anew in the order of the schools, by this one transaction, so that
 * neither the place of a row nor the transaction that wrote it tells who came when.
 */
async function forgetWhose(tx: Writer, ballotId: number) {
  await tx.deleteFrom('ballotBox').where('ballotId', '=', ballotId).execute()
  await tx.updateTable('ballotKeys').set({ privateKey: null }).where('ballotId', '=', ballotId).execute()
  const taken = await tx
    .deleteFrom('ballotPapers')
    .where('ballotId', '=', ballotId)
    .returning(['ballotId', 'membershipId', 'personId'])
    .execute()
  taken.sort((one, other) => one.membershipId - other.membershipId)
  // They took part already: the triggers that see to it are told so.
  await sql`select set_config('ballot_papers.rewritten', 'yes', true)`.execute(tx)
  for (const part of inParts(taken)) await tx.insertInto('ballotPapers').values(part).execute()
  await sql`select set_config('ballot_papers.rewritten', '', true)`.execute(tx)
}

/** Empties the box of a ballot that is given up, unread. */
export const emptyBox = (tx: Writer, ballotId: number) => withTheCount(tx, () => forgetWhose(tx, ballotId))
