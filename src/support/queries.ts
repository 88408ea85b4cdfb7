import { sql } from 'kysely'
import { type AcademicYear, academicYearOf, firstDay, lastDay } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { over } from './deployments/rules.ts'
import { type Reckoning, visitsCounted } from './ledger/counted.ts'

export type Balance = {
  membershipId: number
  school: string
  year: AcademicYear
  given: number
  received: number
}

/** Half-days that schools gave and received through SSIG in these years, as the agreed numbers count them. */
export async function balances(
  db: Reader,
  memberships: number[],
  { years, known }: { years: AcademicYear[]; known: Promise<Reckoning> },
): Promise<Balance[]> {
  if (memberships.length === 0) return []
  const days = {
    from: firstDay(Math.min(...years) as AcademicYear),
    to: lastDay(Math.max(...years) as AcademicYear),
  }
  const one = memberships.length === 1 ? { membershipId: memberships[0] as number } : {}
  const [schools, visits] = await Promise.all([
    db
      .selectFrom('members')
      .select(['id', 'shortName'])
      .where('id', 'in', memberships)
      .orderBy('shortName')
      .execute(),
    visitsCounted(db, { ...days, ...one }, known),
  ])
  return schools.flatMap(({ id, shortName }) =>
    years.map((year) => {
      const ofYear = visits.filter(({ visitedOn }) => academicYearOf(visitedOn) === year)
      const sum = (of: typeof visits) => of.reduce((all, { halfDays }) => all + halfDays, 0)
      return {
        ...{ membershipId: id, school: shortName, year },
        given: sum(ofYear.filter(({ fromMembershipId }) => fromMembershipId === id)),
        received: sum(ofYear.filter(({ toMembershipId }) => toMembershipId === id)),
      }
    }),
  )
}

export type Totals = {
  halfDays: number
  /** Different schools that gave those days, that were supported, and that have a request open. */
  supporting: number
  supported: number
  requests: number
  asking: number
}

/** What the alliance did together in a year, and what is open now. It needs to read every row. */
export async function totalsOf(
  totals: Reader,
  year: AcademicYear,
  known: Promise<Reckoning>,
): Promise<Totals> {
  const [visits, open] = await Promise.all([
    visitsCounted(totals, { from: firstDay(year), to: lastDay(year) }, known),
    sql<{ requests: number; asking: number }>`
      select count(*)::int as requests, count(distinct to_membership_id)::int as asking from deployments
      where state <> all (${[...over]})`.execute(totals),
  ])
  const counted = visits.filter(({ halfDays }) => halfDays > 0)
  const different = (ids: (number | null)[]) => new Set(ids.filter((id) => id !== null)).size
  return {
    halfDays: counted.reduce((sum, { halfDays }) => sum + halfDays, 0),
    supporting: different(counted.map(({ fromMembershipId }) => fromMembershipId)),
    supported: different(counted.map(({ toMembershipId }) => toMembershipId)),
    requests: open.rows[0]?.requests ?? 0,
    asking: open.rows[0]?.asking ?? 0,
  }
}
