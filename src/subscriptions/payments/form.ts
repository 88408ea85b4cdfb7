import type { AcademicYear, Day } from '../../platform/day.ts'
import {
  academicYear,
  choice,
  dayField,
  type Field,
  form,
  kept,
  longText,
  optional,
  pounds,
  search,
  select,
  text,
} from '../../platform/form.ts'
import type { HandFilled } from './hand/actions.ts'
import { MOST_PENCE, means } from './hand/rules.ts'

const listed = { open: 'To match', matched: 'Matched', cancelled: 'Cancelled' } as const
const ways = { in: 'Money in', out: 'Money out' } as const

export type PaymentFilter = {
  words: string | null
  state: keyof typeof listed | null
  way: keyof typeof ways | null
  year: AcademicYear | null
  from: Day | null
  to: Day | null
}

export const paymentFilter = form<PaymentFilter>({
  words: optional(search('Search', { hint: 'A payer, a school, words or a sum' })),
  state: optional(select('State', listed, { ask: '', empty: 'All' })),
  way: optional(select('In or out', ways, { ask: '', empty: 'Both' })),
  year: optional(academicYear('Academic year', { ask: '', hint: 'Like 2017-18' })),
  from: optional(dayField('From', { ask: '', from: 2000 })),
  to: optional(dayField('To', { ask: '', from: 2000 })),
})

export const handForm = form<HandFilled>({
  way: choice('Which way did it go?', ways, { ask: 'Select whether money came in or went out' }),
  means: choice('How was it paid?', means, {
    ask: 'Select how it was paid',
    hint: 'A transfer only where no bank statement will bring it: else it would be counted twice',
  }),
  amount: pounds('Amount', { ask: 'Enter the amount', hint: 'For example, 3,000.00', max: MOST_PENCE }),
  datedOn: dayField('Date', {
    ask: 'Enter the date of the payment',
    hint: 'For example, 27/3/2018',
    from: 2000,
  }),
  payer: text('Who paid, or was paid', { ask: 'Enter who paid, or who was paid' }),
  says: optional(
    text('Reference or words', {
      ask: '',
      hint: 'Such as the number of a cheque. If it gives the reference of an invoice, it is matched to it',
      max: 300,
    }),
  ),
})

const why = (ask: string) => longText('Why', { ask, rows: 3, max: 1000 })

export const cancelForm = form<{ why: string }>({ why: why('Enter why the payment is cancelled') })
export const undoForm = form<{ why: string }>({ why: why('Enter why the match is undone') })

export type MatchFilled = {
  to: string
  amount: number | null
  /** What was left of the payment when the form was opened, in pence of its sign. */
  left: string | null
}

/** What a payment may be given to, under the key that the form carries. */
export const matchForm = (options: Record<string, string>, left: string) =>
  form<MatchFilled>({
    to: target(options),
    amount: optional(
      pounds('Amount', {
        ask: '',
        hint: `Leave it empty for ${left}, which is left, or for what the invoice asks for if that is less`,
        max: MOST_PENCE,
      }),
    ),
    left: seen(),
  })

/** What was on offer when the form was opened may be settled when it is sent again: the action says so, not the list. */
function target(options: Record<string, string>): Field<string> {
  const ask = 'Choose what it is for'
  return {
    ...select('What is it for?', options, { ask }),
    schema: text('What it is for', { ask, max: 40 }).schema,
  }
}

function seen(): Field<string | null> {
  return kept('What was left') as Field<string | null>
}
