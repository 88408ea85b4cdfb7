import { sql } from 'kysely'
import { proposal, proposalsListed } from '../../agreement/proposals/queries.ts'
import { titleOf } from '../../agreement/proposals/rules.ts'
import { isSeen } from '../../groups/queries.ts'
import { type GroupsSeen, groupsSeen } from '../../groups/rules.ts'
import { itemOf } from '../../meetings/agenda/queries.ts'
import { isAgendaOut } from '../../meetings/agenda/rules.ts'
import { meeting } from '../../meetings/queries.ts'
import { mayKeepMeeting } from '../../meetings/rules.ts'
import { sitting } from '../../meetings/seats/queries.ts'
import type { Actor } from '../../platform/action.ts'
import {
  type AcademicYear,
  addDays,
  type Day,
  dayInLondon,
  firstDay,
  inShort,
  lastDay,
  timeInLondon,
} from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { RowOptions } from '../../platform/form.ts'
import { notFound, notPossible } from '../../platform/refusal.ts'
import type { ListAsked, Listed } from '../../platform/web.tsx'
import { type Result, resultsOf } from '../counting/result.ts'
import {
  amendmentsOf,
  type Ballot,
  ballotsAmong,
  ballotsOfItem,
  type Turnout,
  turnoutOf,
} from '../queries.ts'
import { type BallotState, takesVotes } from '../rules.ts'
import type { Asking } from '../tables.ts'
import { type Window, whyNotCorrected } from './rules.ts'

export type BallotFilter = {
  words: string | null
  year: AcademicYear | null
  state: BallotState | null
  asks: Asking | null
}

/** A vote in a list: with what came of it once it is closed, and how many have taken part while it is open. */
export type BallotListed = Ballot & { result: Result | null; turnout: Turnout | null }

/** How far it has come, as `stateOf` says it; what is open comes first. */
const state = sql<BallotState>`(case when cancelled_at is not null then 'cancelled' when closed_at is not null then 'closed'
  when opened_at is not null then 'open' when absent_from is not null then 'beforehand'
  when accepted_at is not null then 'drafted' else 'proposed' end)`
const rank = sql`array_position(array['open', 'beforehand', 'drafted', 'proposed', 'closed', 'cancelled'], ${state})`

/** When it was done with, or will be, or is to be taken. */
const moment = sql<Date>`coalesce(cancelled_at, closed_at, closes_at, opened_at,
  (held_on + coalesce(starts, '12:00')) at time zone 'Europe/London', drafted_at)`
/** What is to come, soonest first; what is over, latest first. */
const nearest = sql`extract(epoch from ${moment}) * case when coalesce(cancelled_at, closed_at) is null then 1 else -1 end`

/** Between meetings all who see the list, at a meeting those who see the meeting, and drafts with its agenda. */
const sees = (
  seen: GroupsSeen,
) => sql<boolean>`(item_id is null or by_correspondence or viewer_sees('everything')
  or coalesce(viewer_person() in (chair_id, clerk_id), false)
  or ((meetings.agenda_issued_at is not null or ballots.opened_at is not null or ballots.absent_from is not null
      or ballots.proposed_by = viewer_person())
    and exists (select from meeting_groups join groups on groups.id = group_id
      where meeting_groups.meeting_id = meetings.id and ${isSeen(seen)})))`

const matching = ({ words, year, state: wanted, asks }: Partial<BallotFilter>) => {
  const pattern = `%${(words ?? '').replace(/[\\%_]/g, '\\$&')}%`
  return sql.join(
    [
      sql`true`,
      ...(words
        ? [sql`(question ilike ${pattern} or explanation ilike ${pattern} or i.title ilike ${pattern})`]
        : []),
      ...(year == null
        ? []
        : [
            sql`(${moment} at time zone 'Europe/London')::date between ${firstDay(year)} and ${lastDay(year)}`,
          ]),
      ...(wanted == null ? [] : [sql`${state} = ${wanted}`]),
      ...(asks == null ? [] : [sql`asks = ${asks}`]),
    ],
    sql` and `,
  )
}

/** Votes that match, of those that these eyes may see: one page of them. */
export async function ballotsListed(
  db: Reader,
  { filter, order, limit, offset }: ListAsked<BallotFilter>,
  seen: GroupsSeen,
): Promise<Listed<BallotListed>> {
  const direction = order.descending ? sql`desc` : sql`asc`
  const sorted =
    order.sort === 'on'
      ? sql`${moment} ${direction}`
      : sql`${rank} ${direction}, ${nearest} ${direction}, ballots.position`
  const { rows } = await sql<{ id: number; total: number }>`
    select ballots.id, count(*) over () as total from ballots
      left join agenda_items i on i.id = item_id left join meetings on meetings.id = i.meeting_id
    where ${sees(seen)} and ${matching(filter)}
    order by ${sorted}, ballots.id limit ${sql.lit(limit)} offset ${sql.lit(offset)}`.execute(db)
  const ids = rows.map(({ id }) => id)
  const found = new Map((await ballotsAmong(db, ids)).map((ballot) => [ballot.id, ballot]))
  const listed = ids.flatMap((id) => found.get(id) ?? [])
  return { rows: await withResults(db, listed), total: rows[0]?.total ?? 0 }
}

/** What came of each that is closed, and how many have taken part in each that is open, of which there are few. */
async function withResults(db: Reader, ballots: Ballot[]): Promise<BallotListed[]> {
  const results = await resultsOf(db, ballots)
  return Promise.all(
    ballots.map(async (ballot) => ({
      ...ballot,
      result: results.get(ballot.id) ?? null,
      turnout: takesVotes(ballot.state) ? await turnoutOf(db, ballot.id) : null,
    })),
  )
}

/** Proposals to change the agreement that a vote may decide: the open ones, and the one it decides already. */
export async function proposalOptions(db: Reader, chosen: number | null = null): Promise<RowOptions> {
  const { rows } = await proposalsListed(db, {
    filter: { state: 'open' },
    order: { sort: 'on', descending: true },
    limit: 100,
    offset: 0,
  })
  const still = chosen === null || rows.some(({ id }) => id === chosen)
  const all = still ? rows : [await proposal(db, chosen), ...rows]
  return all.map((one) => [one.id, `${titleOf(one)} (${one.proposer})`])
}

/** For how long after its meeting an item may still have a vote between meetings hung on it. */
const RECENT_DAYS = 200

/** Items of the board’s meetings that a vote between meetings may hang on: the latest meeting first. */
export async function itemOptions(db: Reader, today: Day, chosen: number | null = null): Promise<RowOptions> {
  const { rows } = await sql<{ id: number; title: string; heldOn: Day }>`
    select i.id, i.title, held_on from agenda_items i join meetings on meetings.id = i.meeting_id
    where i.id = ${chosen} or (i.state = 'accepted' and kind in ('report', 'consultation', 'decision', 'other business')
      and status <> 'cancelled' and held_on >= ${addDays(today, -RECENT_DAYS)}
      and exists (select from meeting_groups join groups on groups.id = group_id
        where meeting_groups.meeting_id = meetings.id and groups.kind = 'board'))
    order by held_on desc, i.position`.execute(db)
  return rows.map(({ id, title, heldOn }) => [id, `${inShort(heldOn)}: ${title}`])
}

/** An item of a meeting on which a vote may be drafted. */
export type ItemAsked = {
  id: number
  title: string
  partB: boolean
  meetingId: number
  meeting: string
  heldOn: Day
  keeps: boolean
}

/**
 * The item that a vote at a meeting is drafted for, by whoever sees it on its agenda.
 * @throws not found for others; a refusal where nothing is voted on there any more, or never is.
 */
export async function itemAsked(by: Pick<Actor, 'who' | 'db' | 'today'>, id: number): Promise<ItemAsked> {
  const item = await itemOf(by.db, id)
  const found = await meeting(by.db, item.meetingId, groupsSeen(by.who))
  const keeps = mayKeepMeeting(by.who, found.groups, found)
  if (item.state !== 'accepted' || !(keeps || isAgendaOut(found))) throw notFound()
  const { ofBoard, endedAt } = await sitting(by.db, found.id)
  if (!ofBoard)
    throw notPossible('Votes belong to the schools, and only the board has a seat for each of them')
  if (found.status === 'cancelled')
    throw notPossible('This meeting was cancelled, so that nothing is voted on')
  if (endedAt || found.heldOn < by.today)
    throw notPossible('This meeting is over. What it still has to decide is voted on between meetings')
  const { title, partB } = item
  return {
    ...{ id, title, partB, keeps },
    ...{ meetingId: found.id, meeting: found.title, heldOn: found.heldOn },
  }
}

/** A day and a time in London as the database writes that moment, whichever of its clocks holds then. */
export async function momentsOf(db: Reader, { opensOn, opensTime, closesOn, closesTime }: Window) {
  const moment = (on: Day, time: string) =>
    sql`to_jsonb((${on}::date + ${time}::time) at time zone 'Europe/London') #>> '{}'`
  const { rows } = await sql<{ opensAt: string; closesAt: string }>`
    select ${moment(opensOn, opensTime)} as opens_at, ${moment(closesOn, closesTime)} as closes_at`.execute(
    db,
  )
  return rows[0] as { opensAt: string; closesAt: string }
}

/** The window of a vote between meetings as its form shows it. */
export const windowOf = ({ opensAt, closesAt }: Pick<Ballot, 'opensAt' | 'closesAt'>): Window | null =>
  opensAt && closesAt
    ? {
        ...{ opensOn: dayInLondon(opensAt), opensTime: timeInLondon(opensAt) },
        ...{ closesOn: dayInLondon(closesAt), closesTime: timeInLondon(closesAt) },
      }
    : null

/** People whom a list of names names, by that name in small letters; of two of one name neither. */
export async function peopleNamed(db: Reader, names: string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ name: string; id: number }>`
    select lower(name) as name, min(id) as id from people
    where lower(name) = any (${names.map((name) => name.toLowerCase())}::text[])
    group by lower(name) having count(*) = 1`.execute(db)
  return new Map(rows.map(({ name, id }) => [name, id]))
}

/** The question as it stood when an amendment of it was written; what it says now where nothing changed since. */
export async function writtenAgainst(
  db: Reader,
  { amendsId, amendsVersion }: Pick<Ballot, 'amendsId' | 'amendsVersion'>,
  motion: Pick<Ballot, 'question'>,
): Promise<string> {
  if (amendsVersion === null) return motion.question
  const { rows } = await sql<{ question: string }>`
    select before ->> 'question' as question from revisions
    where table_name = 'ballots' and row_id = ${amendsId} and version >= ${amendsVersion}
    order by version limit 1`.execute(db)
  return rows[0]?.question ?? motion.question
}

/** The votes among which one has its place and that are still to come: of its item, or of the motion it would amend. */
export async function beside(
  db: Reader,
  { itemId, amendsId }: Pick<Ballot, 'itemId' | 'amendsId'>,
): Promise<Ballot[]> {
  const all =
    amendsId !== null
      ? await amendmentsOf(db, amendsId)
      : itemId === null
        ? []
        : (await ballotsOfItem(db, itemId)).filter((one) => one.amendsId === null)
  return all.filter((one) => whyNotCorrected(one) === null)
}
