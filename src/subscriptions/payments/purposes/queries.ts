import { sql } from 'kysely'
import type { Reader } from '../../../platform/db.ts'
import { notFound } from '../../../platform/refusal.ts'

export type Purpose = { id: number; name: string; version: number; spentPence: number }

/** What money is spent on, by name, each with all that was ever spent on it. */
export async function purposes(db: Reader): Promise<Purpose[]> {
  const { rows } = await sql<Purpose>`
    select p.id, p.name, p.version, coalesce((select sum(l.pence) from journal_lines l where l.purpose_id = p.id), 0)::bigint as spent_pence
    from purposes p order by lower(p.name)`.execute(db)
  return rows
}

export async function purpose(db: Reader, id: number) {
  const found = await db.selectFrom('purposes').selectAll().where('id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}
