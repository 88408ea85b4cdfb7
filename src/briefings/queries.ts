import { sql } from 'kysely'
import type { Asked } from '../agreement/commitment.ts'
import type { Member } from '../members/tables.ts'
import { type AcademicYear, type Day, firstDay, lastDay } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { notFound } from '../platform/refusal.ts'
import { governingOf } from '../signatures/governing/rules.ts'
import type { BodyKind, Way } from './tables.ts'

export async function memberOf(db: Reader, id: number): Promise<Member> {
  const found = await db.selectFrom('members').selectAll().where('id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}

export type BriefingRow = {
  id: number
  version: number
  meetingId: number
  title: string
  heldOn: Day
  membershipId: number
  school: string
  words: string
  drafted: string
  madeAt: Date
  madeBy: string | null
  /** Something of the meeting was marked confidential since the records were last asked: it is read by nobody till then. */
  withheld: boolean
  /** Since it was first written, so that its earlier words are not shown again. */
  marked: boolean
  givenOn: Day | null
}

type Only = { id?: number; meetingId?: number; memberships?: number[]; year?: AcademicYear | null }

/** Briefings, the latest meeting first; a marking is known of though it hides its item. */
export async function briefings(db: Reader, only: Only): Promise<BriefingRow[]> {
  const { id = null, meetingId = null, memberships = null, year = null } = only
  const from = year === null ? null : firstDay(year)
  const to = year === null ? null : lastDay(year)
  const { rows } = await sql<BriefingRow>`
    select b.id, b.version, b.meeting_id, m.title, m.held_on, b.membership_id, members.short_name as school, b.words,
      b.drafted, b.made_at, people.name as made_by,
      marked_since(m.id, b.drafted_at) as withheld, marked_since(m.id, b.made_at) as marked,
      (select max(given_on) from briefing_givings g where g.briefing_id = b.id) as given_on
    from briefings b join meetings m on m.id = b.meeting_id join members on members.id = b.membership_id
    left join people on people.id = b.made_by
    where coalesce(b.id = ${id}, true) and coalesce(b.meeting_id = ${meetingId}, true)
      and coalesce(b.membership_id = any (${memberships}::bigint[]), true)
      and coalesce(m.held_on between ${from}::date and ${to}::date, true)
    order by m.held_on desc, b.id`.execute(db)
  return rows
}

export async function briefing(db: Reader, id: number): Promise<BriefingRow> {
  const [found] = await briefings(db, { id })
  if (!found) throw notFound()
  return found
}

export type GivingRow = {
  id: number
  version: number
  membershipId: number
  school: string
  briefingId: number | null
  title: string | null
  body: string
  bodyKind: BodyKind
  givenOn: Day
  how: Way
  minuteReference: string | null
  recordedBy: string | null
}

type GivingsOnly = { id?: number; briefingId?: number; memberships?: number[]; year?: AcademicYear | null }

/** To whom what was given when, the latest first. */
export async function givings(db: Reader, only: GivingsOnly): Promise<GivingRow[]> {
  const { id = null, briefingId = null, memberships = null, year = null } = only
  const from = year === null ? null : firstDay(year)
  const to = year === null ? null : lastDay(year)
  const { rows } = await sql<GivingRow>`
    select g.id, g.version, g.membership_id, members.short_name as school, g.briefing_id, m.title, g.body, g.body_kind,
      g.given_on, g.how, g.minute_reference, people.name as recorded_by
    from briefing_givings g join members on members.id = g.membership_id
    left join briefings b on b.id = g.briefing_id left join meetings m on m.id = b.meeting_id
    left join people on people.id = g.recorded_by
    where coalesce(g.id = ${id}, true) and coalesce(g.briefing_id = ${briefingId}, true)
      and coalesce(g.membership_id = any (${memberships}::bigint[]), true)
      and coalesce(g.given_on between ${from}::date and ${to}::date, true)
    order by g.given_on desc, g.id desc`.execute(db)
  return rows
}

export async function giving(db: Reader, id: number): Promise<GivingRow> {
  const [found] = await givings(db, { id })
  if (!found) throw notFound()
  return found
}

/** The body that governs a school in law: as the office says, or as its kind of school has it. */
export async function legalBodyOf(db: Reader, membershipId: number): Promise<string> {
  const found = await db
    .selectFrom('members')
    .leftJoin('trusts', 'trusts.id', 'members.trustId')
    .leftJoin('governingBodies', 'governingBodies.membershipId', 'members.id')
    .select(['members.type', 'trusts.name as trust', 'legalBody'])
    .where('members.id', '=', membershipId)
    .executeTakeFirst()
  if (!found) throw notFound()
  return found.legalBody ?? governingOf(found.type, found.trust).legalBody
}

export type Governor = { personId: number; name: string; post: string; email: string }

/** Who governs a school today and can be written to; a school that left and came back is one school. */
export async function governorsOf(db: Reader, membershipId: number, today: Day): Promise<Governor[]> {
  const { rows } = await sql<Governor>`
    select distinct on (people.name, people.id) people.id as person_id, people.name, post, email from posts
    join people on people.id = posts.person_id
    where post in ('chair of governors', 'chair of trustees', 'governor') and email is not null
      and coalesce(from_on <= ${today}, true) and coalesce(to_on >= ${today}, true)
      and membership_id in (
        select same.membership_id from membership_schools here join membership_schools same on same.urn = here.urn
        where here.membership_id = ${membershipId})
    order by people.name, people.id, post`.execute(db)
  return rows
}

export type Told = { fromOn: Day; toOn: Day }

/** A member with the terms of its own calendar, and when those who govern it were briefed in the year. */
export type Briefed = {
  membershipId: number
  legalBody: string | null
  trust: string | null
  terms: Told[]
  given: { givenOn: Day; bodyKind: BodyKind }[]
  /** Since when any school records this: a term before that tells nothing. */
  recordedSince: Day | null
}

/** Every member of the year with its terms and what it gave up to this day. */
export async function briefed(db: Reader, { year, on }: Pick<Asked, 'year' | 'on'>): Promise<Briefed[]> {
  const { rows } = await sql<Briefed>`
    select m.id as membership_id, governing_bodies.legal_body, trusts.name as trust,
      (select coalesce(json_agg(json_build_object('fromOn', from_on, 'toOn', to_on) order by from_on), '[]')
        from calendar_dates where kind = 'term' and calendar_id = coalesce(
          (select calendar_id from calendar_memberships c where c.membership_id = m.id limit 1),
          (select id from calendars where is_default limit 1))) as terms,
      (select coalesce(json_agg(json_build_object('givenOn', given_on, 'bodyKind', body_kind) order by given_on), '[]')
        from briefing_givings g where g.membership_id = m.id and given_on between ${firstDay(year)} and ${on}) as given,
      (select min(given_on) from briefing_givings) as recorded_since
    from members m left join trusts on trusts.id = m.trust_id
    left join governing_bodies on governing_bodies.membership_id = m.id
    where m.joined_on <= ${on} and coalesce(m.left_on >= ${firstDay(year)}, true)`.execute(db)
  return rows
}

export type Counted = {
  membershipId: number
  school: string
  written: number
  given: number
  lastOn: Day | null
}

/** For the office: how many briefings each member of the year wrote and gave, and nothing of what they say. */
export async function counts(totals: Reader, year: AcademicYear): Promise<Counted[]> {
  const within = sql`between ${firstDay(year)} and ${lastDay(year)}`
  const { rows } = await sql<Counted>`
    select m.id as membership_id, m.short_name as school,
      (select count(*) from briefings b join meetings on meetings.id = b.meeting_id
        where b.membership_id = m.id and held_on ${within}) as written,
      count(g.id) as given, max(g.given_on) as last_on
    from members m left join briefing_givings g on g.membership_id = m.id and g.given_on ${within} and body_kind <> 'staff'
    where m.joined_on <= ${lastDay(year)} and coalesce(m.left_on >= ${firstDay(year)}, true)
    group by m.id, m.short_name order by m.short_name`.execute(totals)
  return rows
}

export type BoardHeld = { meetingId: number; title: string; heldOn: Day }

/** The meetings of the board that were held last, to choose one of. */
export async function boardsHeld(db: Reader, today: Day): Promise<BoardHeld[]> {
  const { rows } = await sql<BoardHeld>`
    select m.id as meeting_id, m.title, m.held_on from meetings m
    where m.status = 'held' and m.held_on <= ${today} and exists (
      select from meeting_groups join groups on groups.id = group_id where meeting_id = m.id and kind = 'board')
    order by m.held_on desc, m.id desc limit 6`.execute(db)
  return rows
}

/** The last meeting of the board held from this day on while the school was a member, of which it has no briefing. */
export async function unbriefed(
  db: Reader,
  membershipId: number,
  { from, today }: { from: Day; today: Day },
): Promise<BoardHeld | undefined> {
  const { rows } = await sql<BoardHeld>`
    select m.id as meeting_id, m.title, m.held_on from meetings m
    where m.status = 'held' and m.held_on between ${from} and ${today}
      and exists (select from meeting_groups join groups on groups.id = group_id
        where meeting_id = m.id and kind = 'board')
      and exists (select from memberships s where s.id = ${membershipId} and joined_on <= m.held_on)
      and not exists (select from briefings b where b.meeting_id = m.id and b.membership_id = ${membershipId})
    order by m.held_on desc limit 1`.execute(db)
  return rows[0]
}
