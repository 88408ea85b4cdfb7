import { sql } from 'kysely'
import type { ClauseRow } from '../../agreement/queries.ts'
import type { ClauseKind } from '../../agreement/tables.ts'
import type { TermName, Terms } from '../../agreement/terms/rules.ts'
import { type AcademicYear, academicYearOf, type Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { type AsAt, standings } from '../queries.ts'
import { type Compared, compare, leansOn } from './rules.ts'

/** The years of which something is recorded, up to this day and since the first agreement, the latest first. */
export async function recordedYears(db: Reader, today: Day): Promise<AcademicYear[]> {
  const { rows } = await sql<{ year: AcademicYear }>`
    select distinct (extract(year from happened) - case when extract(month from happened) < 9 then 1 else 0 end)::int as year
    from (
      select distinct visited_on as happened from support_visits
      union select distinct held_on from meetings where status = 'held'
      union select distinct held_on from course_sessions where status = 'held'
    ) happenings
    where happened <= ${today}
      and happened >= (select min(published_on) from agreement_versions where published_at is not null)
    order by year desc`.execute(db)
  return rows.map(({ year }) => year)
}

export type YearCompared = { year: AcademicYear; compared: Compared[] }

/** A year that is over is judged from after its last day; the one in progress as it stands today. */
const judgedAt = (year: AcademicYear, today: Day): AsAt =>
  year === academicYearOf(today) ? today : { atEndOf: year }

type YearAsked = { year: AcademicYear; today: Day }

/** What a change is shown on before it is saved: this year, and the year recorded last before it. */
export async function yearsToShow(db: Reader, today: Day): Promise<AcademicYear[]> {
  const now = academicYearOf(today)
  const before = (await recordedYears(db, today)).find((year) => year < now)
  return before === undefined ? [now] : [now, before]
}

/** How schools stood in a year, and how they would have under other terms, on the clauses that lean on them. */
export async function underTerms(
  db: Reader,
  { year, today }: YearAsked,
  other: Partial<Terms>,
): Promise<YearCompared> {
  const asAt = judgedAt(year, today)
  const names = Object.keys(other) as TermName[]
  const leaning = (clauses: ClauseRow[]) => clauses.filter((clause) => leansOn(clause, names))
  const [before, after] = await Promise.all([
    standings(db, asAt, {}, leaning),
    standings(db, asAt, other, leaning),
  ])
  return { year, compared: compare(before, after) }
}

/** What judges a promise, were it bound otherwise. */
export type Rebound = Map<number, { commitment: string | null; kind: ClauseKind }>

/** The same were clauses bound to other commitments. */
export async function underBindings(
  db: Reader,
  { year, today }: YearAsked,
  other: Rebound,
): Promise<YearCompared> {
  const asAt = judgedAt(year, today)
  const touched = (clauses: ClauseRow[]) => clauses.filter(({ promiseId }) => other.has(promiseId))
  const rebound = (clauses: ClauseRow[]) =>
    touched(clauses).map((clause) => ({ ...clause, ...other.get(clause.promiseId) }))
  const [before, after] = await Promise.all([
    standings(db, asAt, {}, touched),
    standings(db, asAt, {}, rebound),
  ])
  return { year, compared: compare(before, after) }
}
