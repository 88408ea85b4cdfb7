import { type Day, inWords } from '../../platform/day.ts'
import { inPounds } from '../../platform/money.ts'
import type { Tone } from '../../platform/parts.tsx'
import type { WayToPay } from '../payers/tables.ts'
import type { InvoiceState } from './rules.ts'

type Stands = { totalPence: number; owedPence: number; dueOn: Day; payBy: WayToPay }

/** How an invoice stands, in a sentence for whoever is to pay it. */
export function verdictOf(
  { totalPence, owedPence, dueOn, payBy }: Stands,
  state: InvoiceState,
): { tone: Tone; says: string } {
  const owed =
    owedPence === totalPence ? inPounds(owedPence) : `${inPounds(owedPence)} of ${inPounds(totalPence)}`
  const need =
    payBy === 'recharge' ? ' The school need not pay it: the host moves the sum in its own ledger.' : ''
  switch (state) {
    case 'paid':
      return { tone: 'good', says: `${inPounds(totalPence)} is settled, to the penny.` }
    case 'credited':
      return { tone: 'quiet', says: 'All of it was taken back by credit notes: nothing is to be paid.' }
    case 'written off':
      return { tone: 'quiet', says: 'What was left of it was written off: nothing is to be paid.' }
    case 'overdue':
      return { tone: 'bad', says: `${owed} is still owed. It was due on ${inWords(dueOn)}.${need}` }
    case 'part paid':
      return { tone: 'due', says: `${owed} is still owed, by ${inWords(dueOn)}.${need}` }
    case 'due':
      return { tone: 'calm', says: `${owed} is owed by ${inWords(dueOn)}.${need}` }
  }
}
