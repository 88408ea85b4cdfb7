import { type Day, daysBetween } from '../../platform/day.ts'

/** What one invoice of a school asks for on a day, or what its account holds apart from any. */
export type Owing = { membershipId: number; school: string; dueOn: Day | null; pence: number }

export const ages = {
  notDue: 'Not due',
  to30: '1 to 30 days',
  to60: '31 to 60 days',
  to90: '61 to 90 days',
  over90: 'Over 90 days',
} as const
export type Age = keyof typeof ages

/** The day it is due is still in time: from the next on it is a day overdue. */
export function ageOf(dueOn: Day, on: Day): Age {
  const days = daysBetween(dueOn, on)
  if (days <= 0) return 'notDue'
  if (days <= 30) return 'to30'
  if (days <= 60) return 'to60'
  return days <= 90 ? 'to90' : 'over90'
}

export type Aged = Record<Age, number> & {
  membershipId: number
  school: string
  /** Money of the school that settles no invoice, as a positive sum. */
  onAccountPence: number
  /** What the account comes to: what is owed less what is held. */
  totalPence: number
}

const none = { notDue: 0, to30: 0, to60: 0, to90: 0, over90: 0, onAccountPence: 0, totalPence: 0 }

/** Each school’s account by how long what it owes is overdue; the whole adds up to the account of the books. */
export function aged(rows: readonly Owing[], on: Day): Aged[] {
  const schools = new Map<number, Aged>()
  for (const { membershipId, school, dueOn, pence } of rows) {
    const so = schools.get(membershipId) ?? { membershipId, school, ...none }
    schools.set(membershipId, so)
    so.totalPence += pence
    // A payment may be dated before the invoice that it settles: until then it is money on account.
    if (dueOn !== null && pence > 0) so[ageOf(dueOn, on)] += pence
    else so.onAccountPence -= pence
  }
  return [...schools.values()]
}

export const sumOf = (rows: readonly Aged[]): Omit<Aged, 'membershipId' | 'school'> =>
  rows.reduce(
    (sum, row) => ({
      notDue: sum.notDue + row.notDue,
      to30: sum.to30 + row.to30,
      to60: sum.to60 + row.to60,
      to90: sum.to90 + row.to90,
      over90: sum.over90 + row.over90,
      onAccountPence: sum.onAccountPence + row.onAccountPence,
      totalPence: sum.totalPence + row.totalPence,
    }),
    none,
  )

export const overduePence = ({ to30, to60, to90, over90 }: Record<Age, number>) => to30 + to60 + to90 + over90
