import { sql } from 'kysely'
import type { Reader } from '../../platform/db.ts'
import type { RowOptions } from '../../platform/form.ts'
import { notFound } from '../../platform/refusal.ts'

/** Areas to choose from: those in use today, and of the retired ones those that a record already has. */
export async function areaOptions(db: Reader, { also = [] }: { also?: number[] } = {}): Promise<RowOptions> {
  const { rows } = await sql<{ id: number; name: string; retired: boolean }>`
    select id, name, retired_at is not null as retired from support_areas
    where retired_at is null or id = any (${also}::bigint[]) order by lower(name)`.execute(db)
  return rows.map(({ id, name, retired }) => [id, retired ? `${name} (retired)` : name])
}

export type AreaRow = Awaited<ReturnType<typeof areas>>[number]

/** Every area, those in use first, with how many present practitioners have it and how many deployments were asked for in it. */
export async function areas(db: Reader) {
  const { rows } = await sql<{
    id: number
    name: string
    retiredAt: Date | null
    version: number
    practitioners: number
    deployments: number
  }>`
    select a.id, a.name, a.retired_at, a.version,
      (select count(distinct p.id) from practitioner_expertise e join practitioners p on p.id = e.practitioner_id
        where e.area_id = a.id and p.declined_at is null and p.ended_on is null) as practitioners,
      (select count(*) from deployments d where d.area_id = a.id) as deployments
    from support_areas a order by a.retired_at is not null, lower(a.name)`.execute(db)
  return rows
}

export async function area(db: Reader, id: number) {
  const found = await db.selectFrom('supportAreas').selectAll().where('id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}
