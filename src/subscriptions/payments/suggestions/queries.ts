import { sql } from 'kysely'
import type { Reader } from '../../../platform/db.ts'
import { referencesIn } from '../../invoices/reference.ts'
import { openInvoices, type Payment } from '../queries.ts'
import {
  type Candidate,
  type Known,
  type Named,
  type School,
  type Suggestion,
  suggestionsFor,
} from './rules.ts'

/** What is left of a payment may be for; nothing where nothing is left. */
export async function suggested(db: Reader, payment: Payment): Promise<Suggestion[]> {
  const { id, leftPence, payer, says, cancelledAt } = payment
  if (leftPence === 0 || cancelledAt) return []
  const [known, before] = await Promise.all([knownTo(db, payment), schoolsBefore(db, id)])
  return suggestionsFor({ leftPence, payer, says, before }, known)
}

async function knownTo(db: Reader, { says, payer }: Payment): Promise<Known> {
  const [invoices, schools, named] = await Promise.all([
    openInvoices(db),
    schoolsKnown(db),
    namedIn(db, `${says} ${payer ?? ''}`),
  ])
  const buyers = await buyersOf(
    db,
    invoices.map(({ id }) => id),
  )
  const open = invoices.map((one): Candidate => {
    const school = schools.find(({ membershipId }) => membershipId === one.membershipId)
    return {
      ...one,
      names: [...(school?.names ?? [one.school]), ...(buyers.get(one.id) ?? [])],
      trust: school?.trust ?? null,
    }
  })
  return { open, schools, named }
}

async function schoolsKnown(db: Reader): Promise<(School & { trust: string | null })[]> {
  const { rows } = await sql<Omit<School, 'names'> & { name: string; trust: string | null }>`
    select m.id as membership_id, m.short_name as school, m.name, t.name as trust, coalesce(l.pence, 0)::bigint as favour_pence
    from members m left join trusts t on t.id = m.trust_id
    left join (select membership_id, -sum(pence) as pence from journal_lines
      where account = 'members' and invoice_id is null group by 1) l on l.membership_id = m.id
    order by m.name, m.id`.execute(db)
  return rows.map(({ name, ...row }) => ({ ...row, names: [name, row.school] }))
}

async function buyersOf(db: Reader, ids: readonly number[]): Promise<Map<number, string[]>> {
  const rows = await db
    .selectFrom('invoices')
    .select(['id', 'buyerName'])
    .where('id', 'in', ids.length > 0 ? [...ids] : [0])
    .execute()
  return new Map(rows.map(({ id, buyerName }) => [id, [buyerName]]))
}

async function namedIn(db: Reader, words: string): Promise<Named[]> {
  const references = referencesIn(words)
  if (references.length === 0) return []
  const { rows } = await sql<Named>`
    select id, membership_id, prefix, number, reference from invoices where reference = any (${references}::text[])`.execute(
    db,
  )
  return rows
}

/** Schools to which a part of this payment is or was matched. */
async function schoolsBefore(db: Reader, paymentId: number): Promise<number[]> {
  const { rows } = await sql<{ membershipId: number }>`
    select distinct membership_id from allocations
    where payment_id = ${paymentId} and membership_id is not null
      and (undone_at is null or invoice_id is null)`.execute(db)
  return rows.map(({ membershipId }) => membershipId)
}
