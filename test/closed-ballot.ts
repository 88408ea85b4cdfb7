import { sql } from 'kysely'
import { type Day, day } from '../src/platform/day.ts'
import { everything, type Writer } from '../src/platform/db.ts'
import type { World } from './world.ts'

type School = 'ashmere' | 'brindle'
type Choice = 'for' | 'against' | 'abstain'

/** Taken between meetings unless an item is given. */
const usual = {
  question: 'A bus for every school',
  itemId: null as number | null,
  manner: 'named' as 'hands' | 'named' | 'secret',
  majority: 'simple' as 'simple' | 'two thirds of all',
  votes: { ashmere: 'for', brindle: 'for' } as Partial<Record<School, Choice>>,
  reasons: {} as Partial<Record<School, string>>,
  castBy: {} as Partial<Record<School, number>>,
  capacity: 'head' as 'head' | 'deputy',
  closedOn: day('2018-03-01') as Day,
  /** How long it was open before that, in days. */
  openDays: 14,
  proposalId: null as number | null,
  movedBy: null as number | null,
  amends: null as number | null,
  /** Left open, with its votes in it. */
  stillOpen: false,
}
type Given = typeof usual

/** An item of a meeting, on its agenda. */
export const agendaItem = (
  w: World,
  meetingId: number,
  more: { kind?: string; title?: string; partB?: boolean; follows?: number | null } = {},
): Promise<number> =>
  w.database.transaction(everything, async (tx) => {
    const { kind = 'decision', title = 'Buses', partB = false, follows = null } = more
    const { rows } = await sql<{ id: number }>`
      insert into agenda_items (meeting_id, position, kind, title, part_b, follows_id)
      values (${meetingId}, 1, ${kind}, ${title}, ${partB}, ${follows}) returning id`.execute(tx)
    return rows[0]?.id as number
  })

/** A motion that was voted on and closed, with the votes of these schools. */
export const closedBallot = (w: World, more: Partial<Given> = {}): Promise<number> => {
  const given = { ...usual, ...more }
  return w.database.transaction(everything, async (tx) => {
    const id = await opened(tx, given)
    for (const school of ['ashmere', 'brindle'] as const) await voted(tx, w, id, { ...given, school })
    if (!given.stillOpen)
      await sql`update ballots set closed_at = ${given.closedOn}::date + time '12:00',
        digest = case when manner = 'secret' then 'd1ge57' end where id = ${id}`.execute(tx)
    return id
  })
}

async function opened(tx: Writer, given: Given): Promise<number> {
  const { itemId, manner, question, majority, proposalId, movedBy, amends } = given
  const at = sql`(${given.closedOn}::date - ${sql.lit(given.openDays)}::integer) + time '08:00'`
  const { rows } = await sql<{ id: number }>`
    insert into ballots (item_id, by_correspondence, asks, manner, question, majority, accepted_at, opens_at, opened_at,
      needed, represented, abstentions_cast, proposal_id, membership_id, amends_id, amended_words)
    values (${itemId}, ${itemId === null}, 'motion', ${manner}, ${question}, ${majority}, ${at},
      ${itemId === null ? at : null}, ${at}, 1, 2, false, ${proposalId}, ${movedBy}, ${amends},
      ${amends === null ? null : 'Other words'})
    returning id`.execute(tx)
  return rows[0]?.id as number
}

async function voted(tx: Writer, w: World, ballotId: number, given: Given & { school: School }) {
  const { school, manner, capacity } = given
  const membershipId = w.members[school]
  const choice = given.votes[school]
  const present = given.itemId !== null && choice !== undefined
  await tx
    .insertInto('ballotElectors')
    .values({
      ballotId,
      membershipId,
      present,
      personId: null,
      capacity: present ? capacity : null,
      took: null,
    })
    .execute()
  if (choice === undefined) return
  if (manner === 'secret') return secretly(tx, ballotId, membershipId, choice)
  const by = { castBy: given.castBy[school] ?? null, recordedBy: null }
  const byHands = { castBy: null, recordedBy: w.people.coordinator }
  await tx
    .insertInto('votes')
    .values({
      ...{ ballotId, membershipId, choice, reason: given.reasons[school] ?? null, source: null },
      ...(manner === 'hands' ? { how: 'hands', ...byHands } : { how: 'page', ...by }),
    })
    .execute()
}

/** A paper that was counted: nothing in it leads to the school. */
async function secretly(tx: Writer, ballotId: number, membershipId: number, choice: Choice) {
  await sql`update ballot_electors set took = 'paper'
    where ballot_id = ${ballotId} and membership_id = ${membershipId}`.execute(tx)
  await sql`insert into counted_papers (ballot_id, receipt, token, signature, choice, proof)
    values (${ballotId}, ${`R${membershipId}`}, ${Buffer.from(`t${membershipId}`)}, '', ${choice}, '')`.execute(
    tx,
  )
}
