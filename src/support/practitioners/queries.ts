import { sql } from 'kysely'
import type { AcademicYear, Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { RowOptions } from '../../platform/form.ts'
import { notFound } from '../../platform/refusal.ts'
import type { Expert, FreeTime } from './rules.ts'

/**
 * Whether somebody has left: they had a post at the school that is over, and hold none there now but that of a
 * practitioner, which their acceptance gave them.
 */
const left = (on: Day) => sql<boolean>`(
  exists (select from posts where person_id = p.person_id and membership_id = p.membership_id and to_on < ${on})
  and not exists (select from posts where person_id = p.person_id and membership_id = p.membership_id
    and post <> 'practitioner' and coalesce(from_on <= ${on}, true) and coalesce(to_on >= ${on}, true))
  and (not exists (select from posts where person_id = p.person_id and membership_id = p.membership_id
      and coalesce(from_on <= ${on}, true) and coalesce(to_on >= ${on}, true))
    or exists (select from posts where person_id = p.person_id and membership_id = p.membership_id
      and post <> 'practitioner' and to_on < ${on})))`

export type Practitioner = {
  id: number
  personId: number
  membershipId: number
  name: string
  school: string
  profile: string | null
  nominatedBy: number | null
  nominatedAt: Date
  nominator: string | null
  /** Whose word came with the nomination, as far as this reader may see it. */
  vouchedBy: number | null
  acceptedBy: number | null
  acceptedAt: Date | null
  acceptor: string | null
  /** Whether whoever accepted them headed their school on that day. */
  acceptedByOwnHead: boolean
  declinedAt: Date | null
  declinedWhy: string | null
  decliner: string | null
  endedOn: Day | null
  endedWhy: string | null
  ender: string | null
  schoolLeft: boolean
  personLeft: boolean
  version: number
}

/** One practitioner as they stand on this day, whoever may see them. @throws Refusal not found. */
export async function practitioner(db: Reader, id: number, on: Day): Promise<Practitioner> {
  const { rows } = await sql<Practitioner>`
    select p.id, p.person_id, p.membership_id, people.name, m.short_name as school, p.profile,
      p.nominated_by, p.nominated_at, nominator.name as nominator,
      (select vouched_by from practitioner_vouchings where practitioner_id = p.id order by vouched_on, id limit 1) as vouched_by,
      p.accepted_by, p.accepted_at, acceptor.name as acceptor,
      exists (select from posts where person_id = p.accepted_by and membership_id = p.membership_id
        and post in ('head', 'acting head', 'executive head')
        and coalesce(from_on <= (p.accepted_at at time zone 'Europe/London')::date, true)
        and coalesce(to_on >= (p.accepted_at at time zone 'Europe/London')::date, true)) as accepted_by_own_head,
      p.declined_at, p.declined_why, decliner.name as decliner, p.ended_on, p.ended_why, ender.name as ender,
      (m.left_on is not null and m.left_on < ${on}) as school_left, ${left(on)} as person_left, p.version
    from practitioners p join people on people.id = p.person_id join members m on m.id = p.membership_id
    left join people nominator on nominator.id = p.nominated_by
    left join people acceptor on acceptor.id = p.accepted_by
    left join people decliner on decliner.id = p.declined_by
    left join people ender on ender.id = p.ended_by
    where p.id = ${id}`.execute(db)
  const [found] = rows
  if (!found) throw notFound()
  return found
}

export const expertiseOf = (db: Reader, practitionerId: number): Promise<Expert[]> =>
  db
    .selectFrom('practitionerExpertise')
    .innerJoin('supportAreas', 'supportAreas.id', 'areaId')
    .select(['areaId', 'supportAreas.name as area', 'phase'])
    .where('practitionerId', '=', practitionerId)
    .orderBy('supportAreas.name')
    .orderBy('phase')
    .execute()

export const timesOf = (db: Reader, practitionerId: number): Promise<FreeTime[]> =>
  db
    .selectFrom('practitionerTimes')
    .select(['weekday', 'half'])
    .where('practitionerId', '=', practitionerId)
    .orderBy('weekday')
    .orderBy('half')
    .execute()

export type Away = { id: number; fromOn: Day; toOn: Day }

/** When they cannot come, from this day on. */
export const awayOf = (db: Reader, practitionerId: number, from: Day): Promise<Away[]> =>
  db
    .selectFrom('practitionerAway')
    .select(['id', 'fromOn', 'toOn'])
    .where('practitionerId', '=', practitionerId)
    .where('toOn', '>=', from)
    .orderBy('fromOn')
    .execute()

export type Offer = { year: AcademicYear; offered: number; bound: number; version: number }

/** Half-days by year: what was offered and what is bound, the latest year first. */
export async function offersOf(db: Reader, practitionerId: number): Promise<Offer[]> {
  const { rows } = await sql<Offer>`
    select year, half_days as offered, half_days_bound(practitioner_id, year) as bound, version
    from practitioner_offers where practitioner_id = ${practitionerId} order by year desc`.execute(db)
  return rows
}

/** What is bound of a year, in half-days, whether or not anything was offered for it. */
export async function boundIn(db: Reader, practitionerId: number, year: AcademicYear): Promise<number> {
  const { rows } = await sql<{ bound: number }>`
    select half_days_bound(${practitionerId}::bigint, ${year}::integer) as bound`.execute(db)
  return rows[0]?.bound ?? 0
}

/** How many deployments with them run, as far as this reader may see any. */
export async function runningOf(db: Reader, practitionerId: number): Promise<number> {
  const { rows } = await sql<{ running: number }>`
    select count(*)::int as running from deployments
    where practitioner_id = ${practitionerId} and state in ('matched', 'released', 'agreed', 'active', 'paused')`.execute(
    db,
  )
  return rows[0]?.running ?? 0
}

const governs = [
  'governor',
  'chair of governors',
  'chair of trustees',
  'partner',
  'coordinator',
  'local authority officer',
]

/** The staff of these schools on this day; of every member school where none is named. */
export async function staffOn(
  db: Reader,
  on: Day,
  schools: number[] | 'all',
): Promise<{ personId: number; membershipId: number; name: string; school: string }[]> {
  const { rows } = await sql<{ personId: number; membershipId: number; name: string; school: string }>`
    select distinct people.id as person_id, m.id as membership_id, people.name, m.short_name as school
    from posts join people on people.id = posts.person_id join members m on m.id = posts.membership_id
    where not (post = any (${governs}::text[]))
      and coalesce(from_on <= ${on}, true) and coalesce(to_on >= ${on}, true)
      and m.joined_on <= ${on} and coalesce(m.left_on >= ${on}, true)
      ${schools === 'all' ? sql`` : sql`and m.id = any (${schools}::bigint[])`}
    order by people.name, m.short_name`.execute(db)
  return rows
}

/** Schools to choose from: members on this day, or these of them. */
export async function schoolRows(db: Reader, on: Day, schools: number[] | 'all'): Promise<RowOptions> {
  const rows = await db
    .selectFrom('members')
    .select(['id', 'name'])
    .where('joinedOn', '<=', on)
    .where((eb) => eb.or([eb('leftOn', 'is', null), eb('leftOn', '>=', on)]))
    .$if(schools !== 'all', (query) => query.where('id', 'in', [0, ...(schools as number[])]))
    .orderBy('name')
    .execute()
  return rows.map(({ id, name }) => [id, name])
}

/** Whether somebody was ever put forward, so that they find themselves. */
export const isPutForward = async (db: Reader, personId: number) =>
  (await db
    .selectFrom('practitioners')
    .select('id')
    .where('personId', '=', personId)
    .limit(sql.lit(1))
    .executeTakeFirst()) !== undefined

export type Accepted = {
  id: number
  personId: number
  membershipId: number
  urn: number
  trustId: number | null
  name: string
  school: string
  expertise: { areaId: number; phase: Expert['phase'] }[]
  /** Half-days of the week on which they are free; none means any. */
  times: FreeTime[]
  away: { fromOn: Day; toOn: Day }[]
  /** Half-days offered, by academic year. */
  offers: { year: AcademicYear; halfDays: number }[]
}

const london = sql`at time zone 'Europe/London'`

/**
 * Everybody who may be asked on this day: accepted by then, not ended, of a school that is a member and in which they
 * work. When they are away is for those who may see it, so this is not for pages that everybody reads.
 */
export async function practitionersAccepted(db: Reader, { on }: { on: Day }): Promise<Accepted[]> {
  const { rows } = await sql<Accepted>`
    select p.id, p.person_id, p.membership_id, m.urn, m.trust_id, people.name, m.short_name as school,
      (select coalesce(json_agg(json_build_object('areaId', area_id, 'phase', phase) order by area_id, phase), '[]')
        from practitioner_expertise where practitioner_id = p.id) as expertise,
      (select coalesce(json_agg(json_build_object('weekday', weekday, 'half', half) order by weekday, half), '[]')
        from practitioner_times where practitioner_id = p.id) as times,
      (select coalesce(json_agg(json_build_object('fromOn', from_on, 'toOn', to_on) order by from_on), '[]')
        from practitioner_away where practitioner_id = p.id and to_on >= ${on}) as away,
      (select coalesce(json_agg(json_build_object('year', year, 'halfDays', half_days) order by year), '[]')
        from practitioner_offers where practitioner_id = p.id) as offers
    from practitioners p join people on people.id = p.person_id join members m on m.id = p.membership_id
    where (p.accepted_at ${london})::date <= ${on} and coalesce(p.ended_on > ${on}, true)
      and m.joined_on <= ${on} and coalesce(m.left_on >= ${on}, true) and not ${left(on)}
    order by people.name, p.id`.execute(db)
  return rows
}
