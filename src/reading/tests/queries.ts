import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Reader } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import type { ListAsked, Listed } from '../../platform/web.tsx'
import { type Asking, patternOf } from '../queries.ts'
import { type Progress, progress, type Test } from '../rules.ts'

export type PupilFilter = { words: string | null }
export type PupilRow = {
  membershipId: number
  school: string
  pupil: string
  tests: (Test & { id: number })[]
  progress: Progress
}

/** The pupils of a cohort whom the reader may see, each with their tests, oldest first. */
export async function pupilsListed(
  db: Reader,
  cohort: string,
  asked: ListAsked<PupilFilter>,
): Promise<Listed<PupilRow>> {
  const { words } = asked.filter
  const direction = asked.order.descending ? 'desc' : 'asc'
  const rows = await db
    .selectFrom('readingTests')
    .innerJoin('members', 'members.id', 'readingTests.membershipId')
    .select((eb) => ['membershipId', 'members.shortName as school', 'pupil', testsOfPupil(eb, cohort)])
    .select((eb) => eb.fn.countAll<number>().over().as('total'))
    .where('cohort', '=', cohort)
    .$if(!!words, (query) => query.where('pupil', 'ilike', patternOf(words as string)))
    .groupBy(['membershipId', 'members.shortName', 'pupil'])
    .$if(asked.order.sort === 'school', (query) => query.orderBy('members.shortName', direction))
    .orderBy('pupil', direction)
    .orderBy('membershipId')
    .limit(sql.lit(asked.limit))
    .offset(sql.lit(asked.offset))
    .execute()
  const total = rows[0]?.total ?? 0
  return { rows: rows.map((row) => ({ ...row, progress: progress(row.tests) })), total }
}

const testsOfPupil = (eb: Asking, cohort: string) =>
  jsonArrayFrom(
    eb
      .selectFrom('readingTests as each')
      .select(['each.id', 'each.test', 'each.testedOn', 'each.bornOn', 'each.readingAge'])
      .where('each.cohort', '=', cohort)
      .whereRef('each.membershipId', '=', 'readingTests.membershipId')
      .whereRef('each.pupil', '=', 'readingTests.pupil')
      .orderBy('each.testedOn')
      .orderBy('each.id'),
  ).as('tests')

export type TestRow = Awaited<ReturnType<typeof testOf>>

/** One test, where the reader may see it. */
export async function testOf(db: Reader, id: number) {
  const found = await db
    .selectFrom('readingTests')
    .innerJoin('members', 'members.id', 'readingTests.membershipId')
    .selectAll('readingTests')
    .select('members.shortName as school')
    .where('readingTests.id', '=', id)
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}

/** Whether there is such a test now, for one that was removed may be put back. */
export async function isKept(db: Reader, id: number): Promise<boolean> {
  const found = await db.selectFrom('readingTests').select('id').where('id', '=', id).executeTakeFirst()
  return found !== undefined
}
