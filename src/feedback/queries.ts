import { sql } from 'kysely'
import { agreedTerms } from '../agreement/terms/queries.ts'
import { termsOf } from '../agreement/terms/rules.ts'
import type { Actor } from '../platform/action.ts'
import { academicYearOf, type Day } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import type { RowOptions } from '../platform/form.ts'
import {
  type CutOff,
  feedbackOwed,
  type Hearing,
  type Opening,
  type Owed,
  openingsOf,
  reportedFrom,
  standsOn,
} from './rules.ts'

/** One representative at one meeting of a group, with what they reported back of it if they did. */
export type Represented = {
  sourceId: number
  title: string
  heldOn: Day
  groupId: number
  group: string
  /** The group it reports to; the board where it says none. */
  reportsTo: number | null
  body: string | null
  personId: number
  person: string
  /** The school in whose mandate they were there, if in any. */
  membershipId: number | null
  school: string | null
  /** Of what is owed still: whether the person still works where the mandate comes from. */
  isThere: boolean
  id: number | null
  version: number | null
  words: string | null
  givenMeetingId: number | null
  givenOn: Day | null
  givenBy: string | null
}

type Only = {
  today: Day
  sourceId?: number
  /** Only what this person answers for: as representative, or for one of these schools. */
  of?: { personId: number; memberships: number[] }
  /** What was given before this day is left out. */
  givenFrom?: Day
  /** Only what nobody has given yet. */
  owing?: boolean
}

/**
 * Every meeting held by this day at which somebody represented the alliance, each representative once; and what was
 * reported back though nobody’s mandate is recorded. A meeting held together with the body itself needs no report.
 */
export async function represented(db: Reader, only: Only): Promise<Represented[]> {
  const { today, sourceId = null, of, givenFrom = null, owing = false } = only
  const mine = of
    ? sql`(person_id = ${of.personId} or membership_id = any (${of.memberships}::bigint[]))`
    : sql`true`
  const { rows } = await sql<Represented>`
    with mandates as (
      select distinct on (m.id, r.person_id) m.id as source_id, g.id as group_id, r.person_id, r.membership_id
      from (select * from group_members where part = 'representative' and ${mine}) r
      join groups g on g.id = r.group_id and g.kind = any (${reportedFrom}::text[])
      join meeting_groups mg on mg.group_id = g.id
      join meetings m on m.id = mg.meeting_id and r.from_on <= m.held_on and coalesce(r.to_on >= m.held_on, true)
      where m.status = 'held' and m.held_on <= ${today} and coalesce(m.id = ${sourceId}, true)
        and not exists (select from meeting_groups b join groups body on body.id = b.group_id
          where b.meeting_id = m.id and (body.id = g.reports_to or (g.reports_to is null and body.kind = 'board')))
      order by m.id, r.person_id, g.id
    ), wanted as (
      select a.*, f.id, f.version, f.words, f.given_meeting_id, f.given_by, heard.held_on as given_on
      from mandates a left join feedbacks f on f.source_meeting_id = a.source_id and f.person_id = a.person_id
      left join meetings heard on heard.id = f.given_meeting_id
      where coalesce(heard.held_on >= ${givenFrom}, true) and (f.id is null or not ${owing})
      union all
      select f.source_meeting_id, (select min(group_id) from meeting_groups where meeting_id = source_meeting_id),
        f.person_id, f.membership_id, f.id, f.version, f.words, f.given_meeting_id, f.given_by, heard.held_on
      from (select * from feedbacks where ${mine} and not ${owing} and coalesce(source_meeting_id = ${sourceId}, true)) f
      join meetings heard on heard.id = f.given_meeting_id
      where coalesce(heard.held_on >= ${givenFrom}, true)
        and not exists (select from mandates a where a.source_id = source_meeting_id and a.person_id = f.person_id)
    ), there as (
      select distinct posts.person_id, m.id as membership_id from posts
      left join membership_schools here on here.membership_id = posts.membership_id
      left join membership_schools same on same.urn = here.urn left join memberships m on m.id = same.membership_id
      where posts.person_id in (select person_id from wanted where id is null)
        and coalesce(posts.from_on <= ${today}, true) and coalesce(posts.to_on >= ${today}, true)
    )
    select m.id as source_id, m.title, m.held_on, g.id as group_id, g.name as group, g.reports_to,
      coalesce(body.name, (select name from groups where kind = 'board' order by id limit 1)) as body,
      p.id as person_id, p.name as person, a.membership_id, members.short_name as school,
      exists (select from there t where t.person_id = p.id
        and (a.membership_id is null or t.membership_id = a.membership_id)) as is_there,
      a.id, a.version, a.words, a.given_meeting_id, a.given_on, giver.name as given_by
    from wanted a join meetings m on m.id = a.source_id join groups g on g.id = a.group_id
    join people p on p.id = a.person_id left join members on members.id = a.membership_id
    left join groups body on body.id = g.reports_to left join people giver on giver.id = a.given_by
    order by m.held_on, m.id, p.name`.execute(db)
  return rows
}

/** A meeting of the board, or of a group to which another reports. */
export type HearingOf = Hearing & { groupIds: number[]; isBoard: boolean }

export async function hearings(db: Reader): Promise<HearingOf[]> {
  const { rows } = await sql<HearingOf>`
    select m.id, m.title, m.held_on, m.status, json_agg(g.id) as group_ids, bool_or(g.kind = 'board') as is_board
    from meetings m join meeting_groups on meeting_id = m.id join groups g on g.id = group_id
    where g.kind = 'board' or g.id in (select reports_to from groups)
    group by m.id order by m.held_on, m.id`.execute(db)
  return rows
}

/** The meetings of the body to which somebody reports. */
export const hearingsOf = ({ reportsTo }: Pick<Represented, 'reportsTo'>, all: HearingOf[]) =>
  all.filter(({ groupIds, isBoard }) => (reportsTo === null ? isBoard : groupIds.includes(reportsTo)))

/** How many days before a meeting its agenda closes, by what the heads agreed for the year of that meeting. */
export async function cutOffs(db: Reader): Promise<CutOff> {
  const agreed = await agreedTerms(db, 'feedbackCutOff')
  return (heldOn) => termsOf(agreed, academicYearOf(heldOn)).feedbackCutOff
}

/** What one representative owes, or gave, of one meeting. */
export type Feedback = Represented & Owed

/** What became of each: where it is due and stands, or where it was given. */
export function judgedEach(
  rows: Represented[],
  all: HearingOf[],
  asked: { cutOff: CutOff; today: Day },
): Feedback[] {
  const known = new Map<number | null, Opening[]>()
  const openings = (row: Represented) => {
    const found = known.get(row.reportsTo) ?? openingsOf(hearingsOf(row, all), asked)
    known.set(row.reportsTo, found)
    return found
  }
  return rows.map((row) => {
    const { heldOn, givenMeetingId, givenOn } = row
    const given =
      givenMeetingId !== null && givenOn !== null ? { meetingId: givenMeetingId, heldOn: givenOn } : null
    return { ...row, ...feedbackOwed({ heldOn, given }, openings(row), asked.today) }
  })
}

type By = Pick<Actor, 'db' | 'today'>

/** All feedback that is or was owed, by these alone where they are named. */
export async function feedback({ db, today }: By, only: Omit<Only, 'today'> = {}): Promise<Feedback[]> {
  const [rows, all, cutOff] = await Promise.all([
    represented(db, { ...only, today }),
    hearings(db),
    cutOffs(db),
  ])
  return judgedEach(rows, all, { cutOff, today })
}

/**
 * What stands on the agenda of one meeting by itself: feedback that waits for it, was given there, or went by there.
 * A meeting of which nobody said yet that it was held is taken to have been, so that its minutes can be written.
 */
export async function feedbackOn({ db, today }: By, meetingId: number): Promise<Feedback[]> {
  const all = await hearings(db)
  const here = all.find(({ id }) => id === meetingId)
  if (!here || here.status === 'cancelled') return []
  const [rows, cutOff] = await Promise.all([represented(db, { today, givenFrom: here.heldOn }), cutOffs(db)])
  const held = all.map((one) =>
    one.id === meetingId && one.heldOn < today ? { ...one, status: 'held' as const } : one,
  )
  return judgedEach(rows, held, { cutOff, today }).filter((one) => standsOn(one, meetingId))
}

/** Meetings to choose from, by day. */
export const hearingOptions = (meetings: Hearing[], inWords: (on: Day) => string): RowOptions =>
  meetings.map(({ id, title, heldOn }) => [id, `${title}, ${inWords(heldOn)}`])
