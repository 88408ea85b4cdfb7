import { sql } from 'kysely'
import type { Asked } from '../../agreement/commitment.ts'
import { type SchoolCalendar, schoolDaysBetween } from '../../calendars/rules.ts'
import { type Day, dayInLondon, daysBetween, firstDay } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'

/** A motion that was put to a vote of the schools, as far as one school that was called is judged by it. */
export type PutToVote = {
  membershipId: number
  ballotId: number
  /** Not told where the item is confidential. */
  question: string | null
  on: Day
  byCorrespondence: boolean
  /** How long it was open between meetings, in days, and in school days where the terms of those days are known. */
  openDays: number | null
  openSchoolDays: number | null
  /** The meeting at which it was taken, and when its agenda was first sent. */
  heldOn: Day | null
  issuedOn: Day | null
  /** When the schools were consulted on it before: the last consultation in the chain of its item. */
  consultedOn: Day | null
  /** The school that moved it; nobody where the office put it. */
  movedBy: number | null
  present: boolean
  /** Opened before the meeting to schools that could not come. */
  beforehand: boolean
  excluded: boolean
  took: boolean
}

type Row = Omit<PutToVote, 'openDays' | 'openSchoolDays'> & { opensAt: Date | null; closesAt: Date }

/**
 * Every motion of the year that was closed by this day, for every school that was called to it. Amendments settle words
 * and elections choose people: neither is a decision that schools are consulted on. The calendar is the alliance's own.
 */
export async function putToVote(db: Reader, { year, on }: Pick<Asked, 'year' | 'on'>): Promise<PutToVote[]> {
  const { rows } = await sql<Row>`
      with recursive put as (
        select id, item_id, question, by_correspondence, opened_at, closed_at, coalesce(closes_at, closed_at) as closes_at,
        absent_from, membership_id,
          (closed_at at time zone 'Europe/London')::date as closed_on
        from ballots where asks = 'motion' and amends_id is null and closed_at is not null
      ), of_year as (
        select * from put where closed_on between ${firstDay(year)} and ${on}
      ), chain as (
        select of_year.id, follows_id, 1 as depth from of_year join agenda_items i on i.id = item_id
        union
        select chain.id, i.follows_id, depth + 1 from chain join agenda_items i on i.id = chain.follows_id
      ), consulted as (
        select chain.id, max(m.held_on) as consulted_on from chain
          join agenda_items i on i.id = chain.follows_id join meetings m on m.id = i.meeting_id
        where i.kind = 'consultation' and i.state = 'accepted' and m.status <> 'cancelled' group by chain.id
      )
      select e.membership_id, b.id as ballot_id, case when not coalesce(i.part_b, false) then question end as question,
        closed_on as on, by_correspondence, b.opened_at as opens_at, closes_at, m.held_on,
        (m.agenda_issued_at at time zone 'Europe/London')::date as issued_on,
        case when consulted_on < coalesce(m.held_on, closed_on) then consulted_on end as consulted_on,
        b.membership_id as moved_by, e.present, absent_from is not null as beforehand, e.excluded,
        e.took is not null as took
      from of_year b join ballot_electors e on e.ballot_id = b.id
        left join agenda_items i on i.id = b.item_id left join meetings m on m.id = i.meeting_id
        left join consulted on consulted.id = b.id
      order by closed_at, b.id`.execute(db)
  const fromAfar = rows.some(({ byCorrespondence }) => byCorrespondence)
  const open = windows(rows, fromAfar ? await allianceCalendar(db) : [])
  return rows.map(({ opensAt: _, closesAt: __, ...row }) => ({
    ...row,
    ...(open.get(row.ballotId) ?? unknown),
  }))
}

const unknown = { openDays: null, openSchoolDays: null }

/**
 * How long each vote between meetings was to be open, counted once for all schools: it is closed sooner only where every
 * school has taken part.
 */
function windows(rows: Row[], calendar: SchoolCalendar) {
  const known = new Map<number, Pick<PutToVote, 'openDays' | 'openSchoolDays'>>()
  for (const { ballotId, byCorrespondence, opensAt, closesAt } of rows)
    if (byCorrespondence && opensAt !== null && !known.has(ballotId)) {
      const [from, to] = [dayInLondon(opensAt), dayInLondon(closesAt)]
      const termsKnown = calendar.some(
        ({ kind, fromOn, toOn }) => kind === 'term' && fromOn <= to && toOn >= from,
      )
      known.set(ballotId, {
        openDays: daysBetween(from, to),
        openSchoolDays: termsKnown ? schoolDaysBetween(calendar, from, to) : null,
      })
    }
  return known
}

const allianceCalendar = (db: Reader): Promise<SchoolCalendar> =>
  db
    .selectFrom('calendarDates')
    .innerJoin('calendars', 'calendars.id', 'calendarDates.calendarId')
    .select(['kind', 'fromOn', 'toOn'])
    .where('isDefault', '=', true)
    .execute()
