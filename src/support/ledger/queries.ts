import { type RawBuilder, sql } from 'kysely'
import { owed } from '../../agreement/pace.ts'
import type { Member } from '../../members/tables.ts'
import { type AcademicYear, academicYearOf, type Day, firstDay, lastDay } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { isRunning } from '../deployments/rules.ts'
import { type State, states } from '../deployments/tables.ts'
import { type Reckoning, reckoning, type VisitCounted, visitsCounted } from './counted.ts'
import { type Forecast, forecast, type Remaining, remaining } from './forecast.ts'
import { type Mend, mendsOf, type Planned } from './mends.ts'
import { ifDone, type Ledger, ledgerOf } from './rules.ts'

type Pledge = { id: number; halfDays: number; version: number }

/** A school's year of staff time: what it comes to, and where it leads. */
export type Account = {
  member: Pick<Member, 'id' | 'name' | 'shortName' | 'joinedOn' | 'leftOn'>
  year: AcademicYear
  /** What it gave or planned to give, each visit with what it counts, or will count once it is done. */
  visits: VisitCounted[]
  pledge: Pledge | null
  ledger: Ledger
  /** None of a year that is over or has not begun. */
  ahead: Ahead | null
}

export type Ahead = { forecast: Forecast; remaining: Remaining; to: Day; mends: Mend[] }

type Of = { year: AcademicYear; today: Day; memberships?: readonly number[] }

/**
 * The accounts of a year, of every school that was a member in it or of these, by name. However many schools: five
 * statements side by side. What a visit is worth that is only planned is what it will count once it is done.
 */
export async function accounts(db: Reader, of: Of): Promise<Account[]> {
  const { year, memberships } = of
  const days = { from: firstDay(year), to: lastDay(year) }
  const known = reckoning(db, days)
  const one = memberships?.length === 1 ? { membershipId: memberships[0] as number } : {}
  const [schools, bound, visits, reckoned] = await Promise.all([
    schoolsOf(db, of),
    boundIn(db, of),
    visitsCounted(db, { ...days, ...one }, known),
    known,
  ])
  const bySchool = bySupporting(visits)
  const boundBy = bySupporting(bound)
  return schools.map((school) =>
    accountOf(school, {
      of,
      reckoned,
      bound: boundBy.get(school.id) ?? [],
      visits: bySchool.get(school.id) ?? [],
    }),
  )
}

function bySupporting<Row extends { fromMembershipId: number | null }>(
  rows: Row[],
): Map<number | null, Row[]> {
  const found = new Map<number | null, Row[]>()
  for (const row of rows) {
    const others = found.get(row.fromMembershipId)
    if (others) others.push(row)
    else found.set(row.fromMembershipId, [row])
  }
  return found
}

type Given = { of: Of; reckoned: Reckoning; bound: Bound[]; visits: VisitCounted[] }

function accountOf(school: School, { of: { year, today }, reckoned, bound, visits }: Given): Account {
  const { pledgeId, pledged, pledgeVersion, offered, offers, ...member } = school
  const terms = reckoned.terms(year)
  const asked = owed(terms.staffTime, { year, member })
  const done = halfDaysOf(visits)
  const planned = visits
    .filter(({ status }) => status === 'planned')
    .map((visit) => plannedAs(visit, reckoned))
  const rest = bound
    .map((one) => boundBeyond(one, terms.supportSameTrust === 1))
    .filter((halfDays) => halfDays > 0)
  const plannedDays = halfDaysOf(planned)
  const committed = plannedDays + rest.reduce((sum, one) => sum + one, 0)
  const pledge =
    pledgeId === null ? null : { id: pledgeId, halfDays: pledged ?? 0, version: pledgeVersion ?? 1 }
  const ledger = ledgerOf({ asked, pledge: pledge?.halfDays ?? null, committed, done })
  const to = member.leftOn !== null && member.leftOn < lastDay(year) ? member.leftOn : lastDay(year)
  const account = { member, year, visits, pledge, ledger }
  if (year !== academicYearOf(today) || to < today) return { ...account, ahead: null }
  const from = member.joinedOn > today ? member.joinedOn : today
  const left = remaining(reckoned.dates(school.id), { from, to }, year)
  const found = forecast({ asked, done, planned: plannedDays, bound: rest, offers, remaining: left })
  const mends = mendsOf({
    ...{ forecast: found, remaining: left, today, planned, offered, practitioners: offers.length },
  })
  return { ...account, ahead: { forecast: found, remaining: left, to, mends } }
}

const halfDaysOf = (all: { halfDays: number }[]) => all.reduce((sum, { halfDays }) => sum + halfDays, 0)

const plannedAs = ({ id, visitedOn, half, ...visit }: VisitCounted, { counts }: Reckoning): Planned => ({
  ...{ id, visitedOn, half },
  ...counts(ifDone({ ...visit, visitedOn, half })),
})

/** What a deployment binds beyond the visits it has; within one trust only where that counts. */
const boundBeyond = ({ halfDaysAgreed, booked, sameTrust }: Bound, sameTrustCounts: boolean) =>
  sameTrust && !sameTrustCounts ? 0 : Math.max(0, halfDaysAgreed - booked)

type Bound = { fromMembershipId: number; halfDaysAgreed: number; booked: number; sameTrust: boolean }

/** Written into the statement, which is then planned once for all that ask it. */
const running = sql.join((Object.keys(states) as State[]).filter(isRunning).map((state) => sql.lit(state)))
const ofThese = (column: RawBuilder<unknown>, memberships: readonly number[] | undefined) =>
  memberships ? sql`and ${column} = any (${memberships}::bigint[])` : sql``

async function boundIn(db: Reader, { year, memberships }: Of): Promise<Bound[]> {
  const { rows } = await sql<Bound>`
    select from_membership_id, half_days_agreed, coalesce(supporting.trust_id = supported.trust_id, false) as same_trust,
      (select coalesce(sum(case half when 'day' then 2 else 1 end), 0)::integer from support_visits v
        where v.deployment_id = d.id and v.status not in ('cancelled', 'missed')) as booked
    from deployments d join schools supporting on supporting.urn = from_urn join schools supported on supported.urn = to_urn
    where year = ${year} and state in (${running}) ${ofThese(sql`from_membership_id`, memberships)}`.execute(
    db,
  )
  return rows
}

type School = Account['member'] & {
  pledgeId: number | null
  pledged: number | null
  pledgeVersion: number | null
  offered: number
  offers: number[]
}

/**
 * Schools with what their heads pledged, what their practitioners offered, and what each of these could still give: what
 * no deployment binds, and no visit outside one has taken.
 */
async function schoolsOf(db: Reader, { year, memberships }: Of): Promise<School[]> {
  const [from, to] = [firstDay(year), lastDay(year)]
  const { rows } = await sql<School>`
    with bound as materialized (select * from half_days_bound_in(${year}::integer))
    select m.id, m.name, m.short_name, m.joined_on, m.left_on, s.id as pledge_id, s.half_days as pledged,
      s.version as pledge_version, coalesce(o.offered, 0)::integer as offered, coalesce(o.offers, '{}') as offers
    from members m
    left join support_pledges s on s.membership_id = m.id and s.year = ${year}
    left join lateral (
      select sum(o.half_days) as offered, array_agg(greatest(0, o.half_days - coalesce(b.half_days, 0) - (
          select coalesce(sum(case half when 'day' then 2 else 1 end), 0) from support_visits v
          where v.practitioner_id = p.person_id and v.deployment_id is null and v.from_membership_id = m.id
            and v.through_ssig and v.status not in ('cancelled', 'missed') and v.visited_on between ${from} and ${to}
        ))::integer) as offers
      from practitioners p join practitioner_offers o on o.practitioner_id = p.id and o.year = ${year}
      left join bound b on b.practitioner_id = p.id
      where p.membership_id = m.id and accepted_at is not null and declined_at is null and ended_on is null
    ) o on true
    where m.joined_on <= ${to} and coalesce(m.left_on >= ${from}, true) ${ofThese(sql`m.id`, memberships)}
    order by m.name, m.joined_on`.execute(db)
  return rows
}

/** Who went where on these visits. */
export const visitsNamed = (db: Reader, ids: number[]) =>
  db
    .selectFrom('supportVisits')
    .innerJoin('people', 'people.id', 'supportVisits.practitionerId')
    .innerJoin('schools', 'schools.urn', 'supportVisits.toUrn')
    .select(['supportVisits.id', 'people.name as practitioner', 'schools.shortName as toSchool', 'subject'])
    .where('supportVisits.id', 'in', ids)
    .execute()
