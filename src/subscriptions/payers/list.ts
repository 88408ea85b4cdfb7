import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { ListAsked, Listed } from '../../platform/web.tsx'
import type { PayerFilter } from './form.ts'
import { type Payer, payers } from './queries.ts'
import { recipientsOf } from './recipients.ts'

export type PayerRow = Payer & { leftOn: Day | null; sentTo: string[] }

/** How every school that is or was a member is invoiced, and who is written to today; those that left come last. */
export async function payersListed(
  db: Reader,
  { filter: { words, payBy }, order, limit, offset }: ListAsked<PayerFilter>,
  today: Day,
): Promise<Listed<PayerRow>> {
  const [known, members] = await Promise.all([
    payers(db),
    db.selectFrom('members').select(['id', 'leftOn']).execute(),
  ])
  const leftOn = new Map(members.map(({ id, leftOn }) => [id, leftOn]))
  const wanted = words?.toLowerCase() ?? ''
  const rows = known
    .map((payer) => ({ ...payer, leftOn: leftOn.get(payer.membershipId) ?? null }))
    .filter((one) => !payBy || one.payBy === payBy)
    .filter(({ school, name }) => `${school} ${name}`.toLowerCase().includes(wanted))
    .sort((a, b) => said(a, order.sort).localeCompare(said(b, order.sort)) * (order.descending ? -1 : 1))
    .sort((a, b) => Number(gone(a, today)) - Number(gone(b, today)))
  const shown = rows.slice(offset, offset + limit)
  const sentTo = await recipientsOf(
    db,
    shown.map(({ membershipId }) => membershipId),
    today,
  )
  return {
    rows: shown.map((row) => ({
      ...row,
      sentTo: (sentTo.get(row.membershipId) ?? []).map(({ email }) => email),
    })),
    total: rows.length,
  }
}

const said = ({ school, payBy }: Payer, sort: string) => (sort === 'way' ? `${payBy} ${school}` : school)
const gone = ({ leftOn }: { leftOn: Day | null }, today: Day) => leftOn !== null && leftOn < today
