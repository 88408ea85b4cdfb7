import type { Reader } from '../../../platform/db.ts'
import { notFound } from '../../../platform/refusal.ts'

export type Mapping = Awaited<ReturnType<typeof mapping>>

export const mappings = (db: Reader) =>
  db.selectFrom('bankMappings').selectAll().orderBy('name').orderBy('id').execute()

export async function mapping(db: Reader, id: number) {
  const found = await db.selectFrom('bankMappings').selectAll().where('id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}
