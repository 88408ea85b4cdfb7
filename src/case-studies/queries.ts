import { sql } from 'kysely'
import { type AcademicYear, firstDay, lastDay } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { insertsIn } from '../platform/markdown/tokens.ts'
import { notFound } from '../platform/refusal.ts'
import type { ListAsked, Listed } from '../platform/web.tsx'
import { cohortsNamed } from '../reading/queries.ts'
import { cohortNamedBy, type FiguresTold, withoutSmall } from '../reading/told.ts'

const caseStudies = (db: Reader) =>
  db
    .selectFrom('caseStudies')
    .leftJoin('groups', 'groups.id', 'caseStudies.groupId')
    .leftJoin('members', 'members.id', 'caseStudies.membershipId')
    .selectAll('caseStudies')
    .select(['groups.name as group', 'members.shortName as school'])

export type CaseStudyRow = Awaited<ReturnType<typeof caseStudy>>

export async function caseStudy(db: Reader, id: number) {
  const found = await caseStudies(db).where('caseStudies.id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}

export type CaseStudyFilter = { words: string | null; year: AcademicYear | null }

/** Case studies that match, one page of them, and how many there are in all. */
export async function caseStudiesListed(
  db: Reader,
  asked: ListAsked<CaseStudyFilter>,
): Promise<Listed<CaseStudyRow>> {
  const { words, year } = asked.filter
  const pattern = `%${(words ?? '').replace(/[\\%_]/g, '\\$&')}%`
  const rows = await caseStudies(db)
    .select((eb) => eb.fn.countAll<number>().over().as('total'))
    .$if(year != null, (query) =>
      query
        .where('publishedOn', '>=', firstDay(year as AcademicYear))
        .where('publishedOn', '<=', lastDay(year as AcademicYear)),
    )
    .$if(!!words, (query) =>
      query.where((eb) =>
        eb.or([
          eb('caseStudies.title', 'ilike', pattern),
          eb('caseStudies.body', 'ilike', pattern),
          eb('groups.name', 'ilike', pattern),
          eb('members.name', 'ilike', pattern),
        ]),
      ),
    )
    .orderBy(sortedBy[asked.order.sort] ?? 'publishedOn', asked.order.descending ? 'desc' : 'asc')
    .orderBy('caseStudies.id')
    .limit(sql.lit(asked.limit))
    .offset(sql.lit(asked.offset))
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

const sortedBy: Record<string, 'publishedOn' | 'caseStudies.title' | 'members.shortName' | 'groups.name'> = {
  on: 'publishedOn',
  title: 'caseStudies.title',
  school: 'members.shortName',
  group: 'groups.name',
}

/**
 * The figures of the reading cohorts that a text names, as the public may read them: a case study is told to
 * everybody. Asked of a reader of totals.
 */
export async function cohortsTold(db: Reader, body: string): Promise<Map<string, FiguresTold>> {
  const names = [...new Set(insertsIn(body).flatMap((insert) => cohortNamedBy(insert) ?? []))]
  const found = await cohortsNamed(db, names)
  return new Map(found.map((cohort) => [cohort.cohort, withoutSmall(cohort)]))
}
