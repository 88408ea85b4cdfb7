import { sql } from 'kysely'
import { type AcademicYear, academicYearOf, type Day, firstDay, lastDay } from '../../../platform/day.ts'
import type { Reader } from '../../../platform/db.ts'
import { type Reckoning, reckoning, visitsCounted } from '../../ledger/counted.ts'
import type { Candidate, Request } from './candidate.ts'
import { type SchoolDay, schoolDaysIn } from './dates.ts'
import type { Context } from './rules.ts'

export type RequestRow = Request & { version: number; requestedAt: Date }

/** The requests that SSIG has taken up and nobody is chosen for, the oldest first; of these alone where they are named. */
export async function requestsToMatch(db: Reader, only?: number[]): Promise<RequestRow[]> {
  const { rows } = await sql<RequestRow>`
    select d.id, d.to_membership_id as membership_id, m.short_name as school, m.trust_id, s.postcode, d.area_id, a.name as area,
      d.phase, d.urgency, d.half_days_wanted, d.wanted_from as from, d.wanted_to as to, d.year, d.version, d.requested_at
    from deployments d join members m on m.id = d.to_membership_id join schools s on s.urn = m.urn join support_areas a on a.id = d.area_id
    where d.state = 'triaged' and coalesce(d.id = any (${only ?? null}::bigint[]), true)
    order by d.requested_at, d.id`.execute(db)
  return rows
}

type CandidateRow = Omit<Candidate, 'diary'> & Candidate['diary']

type Wanted = { years: AcademicYear[]; today: Day; until: Day; only?: number[] | undefined }

/** Everybody accepted whose school is a member today, with all that is weighed, in one statement. */
async function candidates(db: Reader, { years, today, until, only }: Wanted): Promise<Candidate[]> {
  const { rows } = await sql<CandidateRow>`
    with bound as materialized (
      select asked.year, b.* from unnest(${years}::integer[]) as asked (year), lateral half_days_bound_in(asked.year) b)
    select p.id, p.person_id, people.name, p.membership_id, m.urn, m.short_name as school, m.trust_id, s.postcode,
      (select coalesce(json_agg(json_build_object('areaId', area_id, 'phase', phase)), '[]') from practitioner_expertise e
        where e.practitioner_id = p.id) as expertise,
      (select coalesce(json_agg(json_build_object('weekday', weekday, 'half', half)), '[]') from practitioner_times t
        where t.practitioner_id = p.id) as times,
      (select coalesce(json_agg(json_build_object('fromOn', from_on, 'toOn', to_on)), '[]') from practitioner_away w
        where w.practitioner_id = p.id and to_on >= ${today}) as away,
      (select coalesce(json_agg(json_build_object('on', visited_on, 'half', half)), '[]') from support_visits v
        where v.practitioner_id = p.person_id and visited_on between ${today} and ${until}
          and status not in ('cancelled', 'missed')) as booked,
      (select coalesce(json_agg(json_build_object('year', o.year, 'offered', o.half_days, 'bound', coalesce(b.half_days, 0))), '[]')
        from practitioner_offers o left join bound b on b.practitioner_id = o.practitioner_id and b.year = o.year
        where o.practitioner_id = p.id and o.year = any (${years}::integer[])) as years,
      (select max(vouched_on) from practitioner_vouchings h where h.practitioner_id = p.id) as vouched_on,
      (select coalesce(json_agg(json_build_object('membershipId', membership_id, 'kind', kind)), '[]') from practitioner_interests i
        where i.practitioner_id = p.id and ended_at is null) as interests,
      array(select distinct membership_id::integer from posts where posts.person_id = p.person_id and membership_id is not null
        and coalesce(from_on <= ${today}, true) and coalesce(to_on >= ${today}, true)) as works_at
    from practitioners p join people on people.id = p.person_id join members m on m.id = p.membership_id
    join schools s on s.urn = m.urn
    where p.accepted_at is not null and p.declined_at is null and coalesce(p.ended_on > ${today}, true)
      and m.joined_on <= ${today} and coalesce(m.left_on >= ${today}, true)
      ${only ? sql`and p.id = any (${only}::bigint[])` : sql``}
    order by people.name, p.id`.execute(db)
  return rows.map(({ times, away, booked, ...row }) => ({ ...row, diary: { times, away, booked } }))
}

export type Weighing = { candidates: Candidate[]; context: Context }
type Asked = { today: Day; only?: number[] }

/**
 * All that requests are weighed by, in four statements for however many there are; of these practitioners alone where
 * they are named. Read as somebody who sees support: of the office or SSIG, or the system.
 */
export async function weighing(
  db: Reader,
  requests: readonly Request[],
  { today, only }: Asked,
): Promise<Weighing> {
  const years = [...new Set(requests.map(({ year }) => year))].sort()
  const until = requests.reduce((last, { to }) => (to > last ? to : last), today)
  const first = firstDay(years[0] ?? academicYearOf(today))
  const last = lastDay(years.at(-1) ?? academicYearOf(today))
  const reckoned = reckoning(db, { from: first < today ? first : today, to: until > last ? until : last })
  const [found, known, visits] = await Promise.all([
    candidates(db, { years, today, until, only }),
    reckoned,
    visitsCounted(db, { from: first, to: last }, reckoned),
  ])
  const { vouchingDays } = known.terms(academicYearOf(today))
  return {
    candidates: found,
    context: { today, vouchingDays, daysOf: daysOf(known, today), balanceOf: balances(visits) },
  }
}

/** The school days of each school and time are worked out once. */
function daysOf({ dates }: Reckoning, today: Day): Context['daysOf'] {
  const known = new Map<string, readonly SchoolDay[] | null>()
  return ({ membershipId, from, to }) => {
    const first = from > today ? from : today
    const key = `${membershipId} ${first} ${to}`
    const found = known.has(key) ? (known.get(key) ?? null) : schoolDaysIn(dates(membershipId), first, to)
    known.set(key, found)
    return found
  }
}

function balances(visits: Awaited<ReturnType<typeof visitsCounted>>): Context['balanceOf'] {
  const sums = new Map<string, { given: number; received: number }>()
  const of = (membershipId: number | null, year: AcademicYear) => {
    const key = `${membershipId} ${year}`
    const found = sums.get(key) ?? { given: 0, received: 0 }
    sums.set(key, found)
    return found
  }
  for (const { fromMembershipId, toMembershipId, visitedOn, halfDays } of visits) {
    of(fromMembershipId, academicYearOf(visitedOn)).given += halfDays
    of(toMembershipId, academicYearOf(visitedOn)).received += halfDays
  }
  return of
}
