import { sql } from 'kysely'
import type { Reader } from '../../../platform/db.ts'
import type { RowOptions } from '../../../platform/form.ts'
import { notFound } from '../../../platform/refusal.ts'

const prices = (db: Reader) =>
  db
    .selectFrom('knownPrices')
    .leftJoin('courses', 'courses.id', 'knownPrices.courseId')
    .leftJoin('packages', 'packages.id', 'knownPrices.packageId')
    .selectAll('knownPrices')
    .select(['courses.title as course', 'packages.title as package'])

export type PriceRow = Awaited<ReturnType<typeof price>>

export async function price(db: Reader, id: number) {
  const found = await prices(db).where('knownPrices.id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}

/** Every price that is known, by what it is of, the latest year first. */
export const knownPrices = (db: Reader): Promise<PriceRow[]> =>
  prices(db)
    .orderBy('what')
    .orderBy('courses.title', (order) => order.asc().nullsFirst())
    .orderBy('packages.title', (order) => order.asc().nullsFirst())
    .orderBy('fromYear', 'desc')
    .orderBy('knownPrices.id')
    .execute()

/** Courses to choose from, the latest first, each with the year of its first session. */
export async function courseOptions(db: Reader): Promise<RowOptions> {
  const { rows } = await sql<{ id: number; title: string; began: string | null }>`
    select c.id, c.title, to_char(min(s.held_on), 'YYYY') as began from courses c
    left join course_sessions s on s.course_id = c.id group by c.id order by min(s.held_on) desc nulls last, c.title, c.id`.execute(
    db,
  )
  return rows.map(({ id, title, began }) => [id, began ? `${title} (${began})` : title])
}

export async function packageOptions(db: Reader): Promise<RowOptions> {
  const rows = await db.selectFrom('packages').select(['id', 'title', 'partner']).orderBy('title').execute()
  return rows.map(({ id, title, partner }) => [id, `${title}, ${partner}`])
}
