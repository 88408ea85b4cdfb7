import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { type AcademicYear, type Day, firstDay, lastDay } from '../platform/day.ts'
import type { Reader, Tables } from '../platform/db.ts'
import { notFound } from '../platform/refusal.ts'
import type { ListAsked, Listed } from '../platform/web.tsx'
import { type CohortCounted, cohortFigures, type Test } from './rules.ts'

type TestOfPupil = Test & { membershipId: number; pupil: string }

/**
 * The cohorts of a year with their figures. A cohort belongs whole to the academic year of its first test, so a
 * retest in the next September still belongs to the year in which the scheme ran.
 * Asked of a reader of totals, whoever will see the figures.
 */
export async function cohortsCounted(db: Reader, year: AcademicYear): Promise<CohortCounted[]> {
  const tests = await db
    .selectFrom('readingTests')
    .select(['cohort', 'membershipId', 'pupil', 'test', 'testedOn', 'bornOn', 'readingAge'])
    .where('cohort', 'in', (eb) =>
      eb
        .selectFrom('readingTests')
        .select('cohort')
        .groupBy('cohort')
        .having((having) => beganIn(having, year)),
    )
    .execute()
  const names = [...groupedBy(tests, ({ cohort }) => cohort)].sort(([a], [b]) => (a < b ? -1 : 1))
  return names.map(([cohort, tests]) => counted(cohort, tests))
}

const counted = (cohort: string, tests: TestOfPupil[]): CohortCounted => ({
  ...cohortFigures(pupilsOf(tests)),
  cohort,
  tests: tests.length,
})

const pupilsOf = (tests: TestOfPupil[]) =>
  [...groupedBy(tests, ({ membershipId, pupil }) => `${membershipId} ${pupil}`).values()].map((tests) => ({
    tests,
  }))

function groupedBy<Row>(rows: Row[], name: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(name(row))
    if (group) group.push(row)
    else groups.set(name(row), [row])
  }
  return groups
}

export type Asking = ExpressionBuilder<Tables, 'readingTests'>

const beganIn = (eb: Asking, year: AcademicYear): Expression<SqlBool> =>
  eb.between(eb.fn.min('testedOn'), firstDay(year), lastDay(year))

export type CohortFilter = { words: string | null; year: AcademicYear | null }
export type CohortRow = CohortCounted & {
  began: Day
  ended: Day
  schools: { id: number; name: string }[]
}

/** Cohorts that match, newest first unless asked otherwise. Asked of a reader of totals. */
export async function cohortsListed(db: Reader, asked: ListAsked<CohortFilter>): Promise<Listed<CohortRow>> {
  const { words, year } = asked.filter
  const direction = asked.order.descending ? 'desc' : 'asc'
  const rows = await withTests(db)
    .select((eb) => eb.fn.countAll<number>().over().as('total'))
    .$if(!!words, (query) => query.where('cohort', 'in', (eb) => cohortsMentioning(eb, words as string)))
    .$if(year != null, (query) => query.having((eb) => beganIn(eb, year as AcademicYear)))
    .$if(asked.order.sort !== 'cohort', (query) => query.orderBy((eb) => eb.fn.min('testedOn'), direction))
    .orderBy('cohort', direction)
    .limit(sql.lit(asked.limit))
    .offset(sql.lit(asked.offset))
    .execute()
  return { rows: rows.map(told), total: rows[0]?.total ?? 0 }
}

export const patternOf = (words: string) => `%${words.replace(/[\\%_]/g, '\\$&')}%`

const cohortsMentioning = (eb: Asking, words: string) =>
  eb
    .selectFrom('readingTests')
    .innerJoin('members', 'members.id', 'readingTests.membershipId')
    .select('cohort')
    .where((each) =>
      each.or([each('cohort', 'ilike', patternOf(words)), each('members.name', 'ilike', patternOf(words))]),
    )

/** The cohort of this name with its figures. Asked of a reader of totals. */
export async function cohort(db: Reader, name: string): Promise<CohortRow> {
  const found = await withTests(db).where('cohort', '=', name).executeTakeFirst()
  if (!found) throw notFound()
  return told(found)
}

/** The cohorts of these names that there are, with their figures. Asked of a reader of totals. */
export async function cohortsNamed(db: Reader, names: string[]): Promise<CohortRow[]> {
  if (names.length === 0) return []
  return (await withTests(db).where('cohort', 'in', names).execute()).map(told)
}

const told = ({ cohort, began, ended, schools, rows }: Awaited<ReturnType<typeof everyTest>>[number]) => ({
  ...counted(cohort, rows),
  began,
  ended,
  schools,
})

const everyTest = (db: Reader) => withTests(db).execute()

const withTests = (db: Reader) =>
  db
    .selectFrom('readingTests')
    .select((eb) => [
      'cohort',
      eb.fn.min('testedOn').as('began'),
      eb.fn.max('testedOn').as('ended'),
      jsonArrayFrom(
        eb
          .selectFrom('members')
          .select(['members.id', 'members.shortName as name'])
          .where('members.id', '=', (inner) =>
            inner.fn.any(inner.fn.agg<number[]>('array_agg', ['readingTests.membershipId'])),
          )
          .orderBy('members.shortName'),
      ).as('schools'),
      jsonArrayFrom(
        eb
          .selectFrom('readingTests as each')
          .select([
            'each.membershipId',
            'each.pupil',
            'each.test',
            'each.testedOn',
            'each.bornOn',
            'each.readingAge',
          ])
          .whereRef('each.cohort', '=', 'readingTests.cohort'),
      ).as('rows'),
    ])
    .groupBy('cohort')
