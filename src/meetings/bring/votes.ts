import { sql } from 'kysely'
import { finish } from '../../ballots/actions.ts'
import { rankingIn } from '../../ballots/choices.ts'
import { type Ballot, ballotOf, headsOn, optionsOf } from '../../ballots/queries.ts'
import { bringPapers } from '../../ballots/secret/bring.ts'
import { membersOn } from '../../members/queries.ts'
import type { Actor } from '../../platform/action.ts'
import type { Day } from '../../platform/day.ts'
import type { Tables, Writer } from '../../platform/db.ts'
import { quorumOf, sitting } from '../seats/queries.ts'
import { neededFor } from '../seats/rules.ts'
import type { Cells } from './read.ts'
import { dayIn, type Items, insert, past, personIn, place, type Then } from './rows.ts'

type Given = Then & { items: Items; by: Actor }

/**
 * Votes that were taken up to this day: at a meeting by whoever its register has in the seats, between meetings by the
 * heads. What is still open stays open.
 */
export async function bringVotes(
  tx: Writer,
  rows: { ballots: Cells[]; votes: Cells[] },
  given: Given,
): Promise<void> {
  const taken = past(rows.ballots, 'opened_on', given.today)
  const ids = new Map<string, number>()
  // An amendment is voted on before what it amends, which must stand before it.
  for (const cells of taken.toSorted((a, b) => Number(!!a.amends) - Number(!!b.amends)))
    ids.set(cells.ballot ?? '', await draft(tx, cells, ids, given))
  for (const cells of taken) {
    const id = ids.get(cells.ballot ?? '') as number
    const votes = rows.votes.filter(({ ballot }) => ballot === cells.ballot)
    await take(tx, await ballotOf(tx, id), cells, votes, given)
    await tx
      .updateTable('decisions')
      .set({ ballotId: id })
      .where('number', '=', cells.decision ?? '')
      .execute()
  }
}

/** A moment of the office’s files, which are written in London time, and whether it is ahead by the database’s clock. */
async function momentOf(tx: Writer, on: Day, time: string | undefined) {
  const { rows } = await sql<{ moment: Date; isAhead: boolean }>`
    select moment, moment > clock_timestamp() as is_ahead
    from (select (${on}::date + ${time || '09:00'}::time) at time zone 'Europe/London' as moment) said`.execute(
    tx,
  )
  return rows[0] as { moment: Date; isAhead: boolean }
}

/** When a vote of these files was opened, and when its window closed or will; one in a room has none. */
async function spellOf(tx: Writer, cells: Cells) {
  const opened = await momentOf(tx, dayIn(cells.opened_on) as Day, cells.opened_at)
  const closesOn = dayIn(cells.closes_on)
  const closes = closesOn === null ? null : await momentOf(tx, closesOn, cells.closes_at)
  return {
    openedAt: opened.moment,
    closesAt: closes?.moment ?? opened.moment,
    isOpen: closes?.isAhead ?? false,
  }
}

async function draft(
  tx: Writer,
  cells: Cells,
  ids: Map<string, number>,
  { known, items }: Given,
): Promise<number> {
  const byCorrespondence = !cells.meeting
  const { openedAt, closesAt, isOpen } = await spellOf(tx, cells)
  const { id } = await tx
    .insertInto('ballots')
    .values({
      itemId: items.get(place(cells)) ?? null,
      byCorrespondence,
      amendsId: ids.get(cells.amends ?? '') ?? null,
      amendedWords: cells.amended_words || null,
      asks: cells.asks as Tables['ballots']['asks'],
      manner: cells.manner as Tables['ballots']['manner'],
      question: cells.question ?? '',
      explanation: cells.explanation || null,
      majority: (cells.majority as Tables['ballots']['majority']) || null,
      counting: (cells.counting as Tables['ballots']['counting']) || null,
      acceptedAt: openedAt,
      // No vote is taken in a window that is over: what was taken in it tells when it was closed.
      ...(isOpen ? { opensAt: openedAt, closesAt } : {}),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const candidates = (cells.candidates ?? '').split(';').filter(Boolean)
  for (const [i, ref] of candidates.entries())
    await sql`insert into ballot_options (ballot_id, position, person_id, words)
      select ${id}, ${i + 1}, id, name from people where id = ${personIn(ref, known)}`.execute(tx)
  return id
}

/** Opens a vote with the roll of that moment, writes down what was voted, and closes it where its time is over. */
async function take(tx: Writer, ballot: Ballot, cells: Cells, votes: Cells[], given: Given) {
  const on = dayIn(cells.opened_on) as Day
  const { openedAt, closesAt, isOpen } = await spellOf(tx, cells)
  const { called, needed, clerkId } = await rollOf(tx, ballot, on, cells.opened_at ?? '')
  await insert(
    tx,
    'ballotElectors',
    called.map((one) => ({ ...one, ballotId: ballot.id })),
  )
  await tx
    .updateTable('ballots')
    .set({
      ...{ openedAt, needed, represented: called.filter(({ present }) => present).length },
      abstentionsCast: false,
    })
    .where('id', '=', ballot.id)
    .execute()
  const said = new Map(votes.map((vote) => [given.known.membership(vote.urn ?? '', on), vote]))
  if (ballot.manner === 'secret') await bringSecret(tx, ballot, cells, [...said.keys()])
  else await bringNamed(tx, ballot, { called, said, others: cells.others ?? '', castAt: openedAt, clerkId })
  if (!isOpen) await finish(tx, given.by, await ballotOf(tx, ballot.id), closesAt)
}

type Called = {
  membershipId: number
  present: boolean
  personId: number | null
  capacity: 'head' | 'acting head' | 'deputy' | null
}

async function rollOf(tx: Writer, { meetingId }: Ballot, on: Day, time: string) {
  const members = await membersOn(tx, on)
  if (meetingId === null) {
    const heads = await headsOn(
      tx,
      members.map(({ id }) => id),
      on,
    )
    const called = members.map(
      ({ id }): Called => ({
        ...{ membershipId: id, present: false, capacity: null },
        personId: heads.find(({ membershipId }) => membershipId === id)?.personId ?? null,
      }),
    )
    return { called, needed: neededFor(members.length, 50), clerkId: null }
  }
  const meeting = await sitting(tx, meetingId)
  const { seats, needed } = await quorumOf(tx, meeting, time)
  const called = members.map(({ id }): Called => {
    const seat = seats.get(id)
    return {
      ...{ membershipId: id, present: seat !== undefined, personId: seat?.personId ?? null },
      capacity: (seat?.capacity as Called['capacity']) ?? null,
    }
  })
  return { called, needed, clerkId: meeting.clerkId }
}

type Named = {
  called: Called[]
  said: Map<number | null, Cells>
  others: string
  castAt: Date
  clerkId: number | null
}

/** What each school said; the others in the room all voted the same. */
async function bringNamed(tx: Writer, ballot: Ballot, { called, said, others, castAt, clerkId }: Named) {
  const isHands = ballot.manner === 'hands'
  const votes = called.flatMap(({ membershipId, present, personId }) => {
    const own = said.get(membershipId)
    const choice = own?.choice || (present ? others : '')
    // Who was not in the room has no vote there.
    if (!choice || !(present || ballot.byCorrespondence)) return []
    return [
      {
        ...{ ballotId: ballot.id, membershipId, choice, reason: own?.reason || null },
        castAt,
        how: isHands ? ('hands' as const) : ('page' as const),
        castBy: isHands ? null : personId,
        recordedBy: isHands ? clerkId : null,
      },
    ]
  })
  await insert(tx, 'votes', votes)
}

/** The papers of a secret vote, `1>3>2 7;abstain 1`, by the places of the candidates; and who took one, unconnected. */
async function bringSecret(tx: Writer, ballot: Ballot, cells: Cells, took: (number | null)[]) {
  const options = await optionsOf(tx, ballot.id)
  const idAt = (position: number) => options.find((option) => option.position === position)?.id
  const choices = (cells.papers ?? '').split(';').flatMap((paper) => {
    const [choice = '', count = '1'] = paper.split(' ')
    const chosen = /^\d/.test(choice) ? rankingIn(choice).map(idAt).join('>') : choice
    return Array.from({ length: Number(count) }, () => chosen)
  })
  await bringPapers(tx, ballot, { choices, took: took.flatMap((id) => id ?? []) })
}
