import type { Reader } from '../../../platform/db.ts'
import { notFound } from '../../../platform/refusal.ts'

const vouchings = (db: Reader, practitionerId: number) =>
  db
    .selectFrom('practitionerVouchings')
    .leftJoin('people', 'people.id', 'vouchedBy')
    .selectAll('practitionerVouchings')
    .select('people.name as by')
    .where('practitionerId', '=', practitionerId)

export type Vouching = Awaited<ReturnType<typeof vouchingsOf>>[number]

/** What their head vouched for, the latest first; nothing for whoever may not see it. */
export const vouchingsOf = (db: Reader, practitionerId: number) =>
  vouchings(db, practitionerId).orderBy('vouchedOn', 'desc').execute()

export async function vouching(db: Reader, practitionerId: number, id: number) {
  const found = await vouchings(db, practitionerId)
    .where('practitionerVouchings.id', '=', id)
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}
