import type { Reader } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'

export type ReadingRow = Awaited<ReturnType<typeof readings>>[number]

/** Texts that were read and are not kept as a draft, the latest first. */
export const readings = (db: Reader) =>
  db
    .selectFrom('agreementReadings')
    .leftJoin('people', 'people.id', 'agreementReadings.readBy')
    .select(['agreementReadings.id', 'sourceName', 'readAt', 'people.name as readBy'])
    .where('draftId', 'is', null)
    .orderBy('agreementReadings.id', 'desc')
    .execute()

export type Reading = Awaited<ReturnType<typeof reading>>

export async function reading(db: Reader, id: number) {
  const found = await db.selectFrom('agreementReadings').selectAll().where('id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}
