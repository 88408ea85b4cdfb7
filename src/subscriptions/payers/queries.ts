import type { AcademicYear } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import { usualWay } from './rules.ts'
import type { WayToPay } from './tables.ts'

export type Payer = {
  /** Of the row, where somebody has said how this school is invoiced. */
  id: number | null
  version: number
  membershipId: number
  school: string
  payBy: WayToPay
  name: string
  /** Not known of every school until somebody says it or the national register does. */
  address: string | null
  town: string | null
  postcode: string | null
  email: string | null
  costCentre: string | null
}

/** How a school is invoiced: as was said, or else under its name and address in the list of schools. */
export async function payerOf(db: Reader, membershipId: number): Promise<Payer> {
  const [found] = await payers(db, [membershipId])
  if (!found) throw notFound()
  return found
}

/** How these schools are invoiced, by name; of all where none are named. */
export async function payers(db: Reader, membershipIds?: readonly number[]): Promise<Payer[]> {
  const rows = await db
    .selectFrom('members')
    .leftJoin('schools', 'schools.urn', 'members.urn')
    .leftJoin('payers', 'payers.membershipId', 'members.id')
    .select(['members.id as membershipId', 'members.name as school', 'members.type'])
    .select(['schools.street', 'schools.town as schoolTown', 'schools.postcode as schoolPostcode'])
    .select(['payers.id', 'payers.version', 'payers.payBy', 'payers.name', 'payers.address', 'payers.town'])
    .select(['payers.postcode', 'payers.email', 'payers.costCentre'])
    .$if(membershipIds !== undefined, (query) =>
      query.where('members.id', 'in', membershipIds?.length ? [...membershipIds] : [0]),
    )
    .orderBy('members.name')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    version: row.version ?? 0,
    membershipId: row.membershipId,
    school: row.school,
    payBy: row.payBy ?? usualWay(row.type),
    name: row.name ?? row.school,
    address: row.address ?? row.street,
    town: row.town ?? row.schoolTown,
    postcode: row.postcode ?? row.schoolPostcode,
    email: row.email,
    costCentre: row.costCentre,
  }))
}

/** The order number that a school wants on its invoice of a year, if it gave one. */
export async function purchaseOrderOf(
  db: Reader,
  { membershipId, year }: { membershipId: number; year: AcademicYear },
): Promise<string | null> {
  const found = await db
    .selectFrom('purchaseOrders')
    .select('number')
    .where('membershipId', '=', membershipId)
    .where('year', '=', year)
    .executeTakeFirst()
  return found?.number ?? null
}
