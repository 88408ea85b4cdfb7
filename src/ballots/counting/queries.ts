import { sql } from 'kysely'
import type { Reader } from '../../platform/db.ts'
import type { Drawn } from './lots.ts'

/** A lot once it is drawn, and by whom and when; its seed is told to nobody before. */
export type DrawnLot = Drawn & { person: string | null; at: Date }

export async function drawnLot(db: Reader, ballotId: number): Promise<DrawnLot | null> {
  const found = await db
    .selectFrom('ballots')
    .leftJoin('people', 'people.id', 'ballots.lotBy')
    .select([sql<string>`encode(lot_seed, 'hex')`.as('seed'), 'lotWords as words', 'lotAt as at'])
    .select('people.name as person')
    .where('ballots.id', '=', ballotId)
    .where('closedAt', 'is not', null)
    .where('lotWords', 'is not', null)
    .executeTakeFirst()
  if (!found || found.words === null || found.at === null) return null
  return { seed: found.seed, words: found.words, person: found.person, at: found.at }
}

/** Elections that were closed within a year without a lot: one of them may wait for it. */
export const electionsWithoutLot = (db: Reader): Promise<{ id: number }[]> =>
  db
    .selectFrom('ballots')
    .select('id')
    .where('asks', '=', 'election')
    .where('closedAt', '>', sql<Date>`now() - interval '1 year'`)
    .where('lotWords', 'is', null)
    .orderBy('id')
    .execute()
