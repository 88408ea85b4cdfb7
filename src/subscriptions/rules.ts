import { type Day, inWords } from '../platform/day.ts'
import { holds, isOffice, type Who } from '../platform/who.ts'
import { mayOpenMoney, type Sums, stateOf } from './invoices/rules.ts'
import type { WayToPay } from './payers/tables.ts'

/** The memberships whose governors or trustees this person chairs: they are told how the subscription stands, in a word. */
export const chairedBy = (who: Who): number[] => [
  ...new Set(
    who.held.flatMap(({ role, membershipId }) =>
      role === 'chair' && membershipId !== null ? [membershipId] : [],
    ),
  ),
]

export const maySeeSubscription = (who: Who) => isOffice(who) || mayOpenMoney(who) || holds(who, 'chair')

/** How a school’s year stands, of all that it was invoiced for it. */
export const yearStates = {
  overdue: { says: 'Overdue', tone: 'bad' },
  'part paid': { says: 'Part paid', tone: 'due' },
  due: { says: 'To be paid', tone: 'calm' },
  'written off': { says: 'Written off', tone: 'quiet' },
  paid: { says: 'Paid', tone: 'good' },
  credited: { says: 'Credited', tone: 'quiet' },
  'not invoiced': { says: 'Not invoiced', tone: 'quiet' },
} as const
export type YearState = keyof typeof yearStates

const worstFirst: Exclude<YearState, 'not invoiced'>[] = [
  'overdue',
  'part paid',
  'due',
  'written off',
  'paid',
  'credited',
]

/** What presses most of a year’s invoices; one that was credited whole counts only where there is no other. */
export function yearStateOf(invoices: readonly Sums[], today: Day): YearState {
  const states = invoices.map((invoice) => stateOf(invoice, today))
  return worstFirst.find((state) => states.includes(state)) ?? 'not invoiced'
}

/** The year in a sentence that tells no sum: for those who govern the school. */
export function yearInWords(invoices: readonly (Sums & { payBy: WayToPay })[], today: Day): string {
  const state = yearStateOf(invoices, today)
  const open = invoices.filter(({ owedPence }) => owedPence > 0).sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1))
  const [first] = open
  const due = first ? inWords(first.dueOn) : ''
  if (first?.payBy === 'recharge')
    return `It ${first.dueOn < today ? 'was' : 'is'} due by ${due}, and waits for the host’s internal recharge: the school makes no payment.`
  const sentences: Record<YearState, string> = {
    overdue: `It was due by ${due} and has not been paid in full.`,
    'part paid': `A part of it has been paid; the rest is due by ${due}.`,
    due: `It has been invoiced and is due by ${due}.`,
    'written off': 'What was left of it has been written off by a decision.',
    paid: 'It has been paid in full.',
    credited: 'The invoice was taken back by a credit note, and nothing is owed.',
    'not invoiced': 'No invoice has been sent for it.',
  }
  return sentences[state]
}

export type YearRow = {
  membershipId: number
  school: string
  invoicedPence: number
  paidPence: number
  creditedPence: number
  writtenOffPence: number
  owedPence: number
  state: YearState
  /** Why nothing is invoiced, where that is known. */
  because: string | null
}

export const sumOfYear = (rows: readonly YearRow[]) =>
  rows.reduce(
    (sum, row) => ({
      invoiced: sum.invoiced + row.invoicedPence,
      paid: sum.paid + row.paidPence,
      owed: sum.owed + row.owedPence,
      overdue: sum.overdue + (row.state === 'overdue' ? 1 : 0),
    }),
    { invoiced: 0, paid: 0, owed: 0, overdue: 0 },
  )
