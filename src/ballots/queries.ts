import { sql } from 'kysely'
import { keepsMeeting } from '../meetings/queries.ts'
import type { Capacity } from '../meetings/tables.ts'
import type { Actor } from '../platform/action.ts'
import type { Day } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { notFound } from '../platform/refusal.ts'
import { votingOrder } from './drafting/rules.ts'
import { type BallotState, type Moments, mayKeepCorrespondence, stateOf } from './rules.ts'

const ballots = (db: Reader) =>
  db
    .selectFrom('ballots')
    .leftJoin('agendaItems', 'agendaItems.id', 'ballots.itemId')
    .leftJoin('meetings', 'meetings.id', 'agendaItems.meetingId')
    .leftJoin('people as proposers', 'proposers.id', 'ballots.proposedBy')
    .leftJoin('members', 'members.id', 'ballots.membershipId')
    .selectAll('ballots')
    .select(['agendaItems.meetingId', 'agendaItems.title as item', 'agendaItems.partB'])
    .select(['agendaItems.position as itemPosition', 'meetings.title as meeting', 'meetings.heldOn'])
    .select('meetings.agendaIssuedAt')
    .select(['proposers.name as proposer', 'members.shortName as school'])

type Found = Awaited<ReturnType<ReturnType<typeof ballots>['executeTakeFirstOrThrow']>>
export type Ballot = Omit<Found, 'lotSeed'> & { state: BallotState }

const withState = <Row extends Moments & { lotSeed: Buffer | null }>({ lotSeed: _, ...row }: Row) => ({
  ...row,
  state: stateOf(row),
})

/** A ballot as these eyes may read it; what is put in a confidential item is not found by others. */
export async function ballotOf(db: Reader, id: number): Promise<Ballot> {
  const found = await ballots(db).where('ballots.id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return withState(found)
}

/** Those of these ballots that these eyes may read. */
export const ballotsAmong = async (db: Reader, ids: number[]): Promise<Ballot[]> =>
  (
    await ballots(db)
      .where('ballots.id', '=', sql<number>`any (${ids}::bigint[])`)
      .orderBy('ballots.id')
      .execute()
  ).map(withState)

/** The ballots of an item in the order in which they are voted on: amendments before what they would amend. */
export const ballotsOfItem = async (db: Reader, itemId: number): Promise<Ballot[]> =>
  votingOrder((await ballots(db).where('ballots.itemId', '=', itemId).execute()).map(withState))

/** The ballots of a meeting in the order of its agenda. */
export const ballotsOfMeeting = async (db: Reader, meetingId: number): Promise<Ballot[]> =>
  votingOrder(
    (await ballots(db).where('agendaItems.meetingId', '=', meetingId).execute()).map(withState),
  ).sort((one, other) => (one.itemPosition ?? 0) - (other.itemPosition ?? 0))

/** Votes that a clock has something to do with: open to somebody now, or to be opened by this moment. */
export const ballotsRunning = async (db: Reader, now: Date): Promise<Ballot[]> =>
  (
    await ballots(db)
      .where('ballots.closedAt', 'is', null)
      .where('ballots.cancelledAt', 'is', null)
      .where((eb) =>
        eb.or([
          eb('ballots.opensAt', '<=', now),
          eb('ballots.openedAt', 'is not', null),
          eb('ballots.absentFrom', 'is not', null),
        ]),
      )
      .orderBy('ballots.id')
      .execute()
  ).map(withState)

export type Closing = Pick<Ballot, 'id' | 'partB' | 'asks' | 'question'> & { closesAt: Date }

/** Votes between meetings whose window ends within these days, and that were not given up, the soonest first. */
export async function ballotsClosing(
  db: Reader,
  { from, to }: { from: Day; to: Day },
  most = 1_000,
): Promise<Closing[]> {
  const { rows } = await sql<Closing>`
    select b.id, coalesce(i.part_b, false) as part_b, asks, question, closes_at
    from ballots b left join agenda_items i on i.id = b.item_id
    where closes_at is not null and accepted_at is not null and cancelled_at is null
      and (closes_at at time zone 'Europe/London')::date between ${from} and ${to}
    order by closes_at, b.id limit ${most}`.execute(db)
  return rows
}

export const amendmentsOf = async (db: Reader, ballotId: number): Promise<Ballot[]> =>
  votingOrder((await ballots(db).where('ballots.amendsId', '=', ballotId).execute()).map(withState))

/** Whether this person keeps the ballot: the office, and for a vote at a meeting whoever keeps that meeting. */
export const keepsBallot = async (by: Pick<Actor, 'who' | 'db'>, { meetingId }: Pick<Ballot, 'meetingId'>) =>
  meetingId === null ? mayKeepCorrespondence(by.who) : keepsMeeting(by, meetingId)

export type ElectorRow = {
  membershipId: number
  school: string
  present: boolean
  personId: number | null
  person: string | null
  capacity: Capacity | null
  excluded: boolean
  took: 'vote' | 'paper' | null
}

const electors = (db: Reader, ballotId: number) =>
  db
    .selectFrom('ballotElectors')
    .innerJoin('members', 'members.id', 'ballotElectors.membershipId')
    .leftJoin('people', 'people.id', 'ballotElectors.personId')
    .select(['membershipId', 'members.shortName as school', 'present', 'personId', 'people.name as person'])
    .select(['capacity', 'excluded', 'took'])
    .where('ballotId', '=', ballotId)

/** Who may vote, by the names of their schools. */
export const electorsOf = (db: Reader, ballotId: number): Promise<ElectorRow[]> =>
  electors(db, ballotId).orderBy('members.name').execute()

export const electorOf = (
  db: Reader,
  ballotId: number,
  membershipId: number,
): Promise<ElectorRow | undefined> =>
  electors(db, ballotId).where('membershipId', '=', membershipId).executeTakeFirst()

export type OptionRow = { id: number; position: number; words: string; personId: number | null }

export const optionsOf = (db: Reader, ballotId: number): Promise<OptionRow[]> =>
  db
    .selectFrom('ballotOptions')
    .select(['id', 'position', 'words', 'personId'])
    .where('ballotId', '=', ballotId)
    .orderBy('position')
    .execute()

/** How many have taken part of how many that may; told while a vote is open, when nothing else is. */
export type Turnout = { may: number; took: number; papers: number }

export async function turnoutOf(db: Reader, ballotId: number): Promise<Turnout> {
  const { rows } = await sql<Turnout>`
    select count(*) filter (where not excluded and (present or by_correspondence or absent_from is not null))::integer
        as may,
      count(took)::integer as took, count(*) filter (where took = 'paper')::integer as papers
    from ballot_electors join ballots on ballots.id = ballot_id where ballot_id = ${ballotId}`.execute(db)
  return rows[0] ?? { may: 0, took: 0, papers: 0 }
}

/** Who heads these schools on this day, by their posts, or acts as head by a letter: who votes for them from afar. */
export async function headsOn(
  db: Reader,
  memberships: number[],
  on: Day,
): Promise<{ membershipId: number; personId: number }[]> {
  const { rows } = await sql<{ membershipId: number; personId: number }>`
    select distinct here.membership_id, posts.person_id from posts
      join membership_schools there on there.membership_id = posts.membership_id
      join membership_schools here on here.urn = there.urn
    where here.membership_id = any (${memberships}::bigint[]) and post in ('head', 'acting head', 'executive head')
      and coalesce(posts.from_on <= ${on}, true) and coalesce(posts.to_on >= ${on}, true)
    union
    select membership_id, person_id from acting_letters where membership_id = any (${memberships}::bigint[])
      and dated_on < ${on} and from_on <= ${on} and coalesce(to_on >= ${on}, true)`.execute(db)
  return rows
}
