import { sql } from 'kysely'
import { type AcademicYear, firstDay, lastDay } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { notFound } from '../platform/refusal.ts'
import type { ListAsked, Listed } from '../platform/web.tsx'

const packages = (db: Reader) => db.selectFrom('packages').selectAll()

export type PackageRow = Awaited<ReturnType<typeof packageOf>>

export async function packageOf(db: Reader, id: number) {
  const found = await packages(db).where('id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}

export type PackageFilter = { words: string | null; year: AcademicYear | null; subsidised: boolean | null }

/** Packages that match; one belongs to every academic year in which it could be had. */
export async function packagesListed(
  db: Reader,
  asked: ListAsked<PackageFilter>,
): Promise<Listed<PackageRow>> {
  const { words, year, subsidised } = asked.filter
  const pattern = `%${(words ?? '').replace(/[\\%_]/g, '\\$&')}%`
  const rows = await packages(db)
    .select((eb) => eb.fn.countAll<number>().over().as('total'))
    .$if(year != null, (query) =>
      query
        .where('fromOn', '<=', lastDay(year as AcademicYear))
        .where((eb) => eb.or([eb('toOn', 'is', null), eb('toOn', '>=', firstDay(year as AcademicYear))])),
    )
    .$if(subsidised != null, (query) => query.where('subsidised', '=', subsidised as boolean))
    .$if(!!words, (query) =>
      query.where((eb) => eb.or([eb('partner', 'ilike', pattern), eb('title', 'ilike', pattern)])),
    )
    .orderBy(sortedBy[asked.order.sort] ?? 'fromOn', asked.order.descending ? 'desc' : 'asc')
    .orderBy('id')
    .limit(sql.lit(asked.limit))
    .offset(sql.lit(asked.offset))
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

const sortedBy: Record<string, 'fromOn' | 'toOn' | 'partner' | 'title'> = {
  from: 'fromOn',
  to: 'toOn',
  partner: 'partner',
  title: 'title',
}
