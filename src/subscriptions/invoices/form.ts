import type { AcademicYear } from '../../platform/day.ts'
import { academicYear, form, optional, pounds, search, select, text } from '../../platform/form.ts'
import { type InvoiceState, invoiceStates } from './rules.ts'
import { type InvoiceKind, invoiceKinds } from './tables.ts'

export type InvoiceFilter = {
  words: string | null
  year: AcademicYear | null
  state: InvoiceState | null
  kind: InvoiceKind | null
}

export const invoiceFilter = form<InvoiceFilter>({
  words: optional(search('Search', { hint: 'A school, a number or a reference' })),
  year: optional(academicYear('Academic year', { ask: '', hint: 'Like 2026-27' })),
  state: optional(select('State', invoiceStates, { ask: '' })),
  kind: optional(select('Kind', invoiceKinds, { ask: '' })),
})

export type CreditFilled = { amount: number; reason: string }

/** What is taken back, without VAT where there is any. */
export const creditForm = (withVat: boolean) =>
  form<CreditFilled>({
    amount: pounds('Amount', {
      ask: 'Enter the amount that is taken back',
      hint: withVat
        ? 'Before VAT, which is added to it'
        : 'The whole of it, unless only a part is taken back',
    }),
    reason: text('Why', {
      ask: 'Say why it is taken back',
      hint: 'The credit note says it, and the school reads it',
    }),
  })
