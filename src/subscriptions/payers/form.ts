import { choice, email, form, optional, search, select, text } from '../../platform/form.ts'
import { postcode } from '../settings/form.ts'
import type { PayerFilled, WayFilled } from './actions.ts'
import { type WayToPay, waysToPay } from './tables.ts'

const own = {
  name: text('Name on the invoice', {
    ask: 'Enter the name that invoices are made out to',
    hint: 'The school, or the trust that pays for it',
  }),
  address: text('Address', { ask: 'Enter the address', hint: 'Building and street' }),
  town: text('Town', { ask: 'Enter the town', max: 100 }),
  postcode: postcode(),
  email: optional(
    email('Email of the finance office', {
      ask: '',
      hint: 'Invoices go there, and to the school’s business manager and head',
    }),
  ),
}

export const payerForm = form<PayerFilled>(own)

/** As the office fills it in. */
export const payerAndWayForm = form<PayerFilled & WayFilled>({
  ...own,
  payBy: choice('How it pays', waysToPay, {
    ask: 'Select how it pays',
    hint: 'Maintained schools that bank with the host’s council pay by recharge; all others by invoice',
  }),
  costCentre: optional(
    text('Cost centre', {
      ask: '',
      hint: 'The school’s code in the host’s ledger, which a recharge debits',
      max: 50,
      width: 20,
    }),
  ),
})

export type PayerFilter = { words: string | null; payBy: WayToPay | null }

export const payerFilter = form<PayerFilter>({
  words: optional(search('Search', { hint: 'A school, or who pays for it' })),
  payBy: optional(select('How it pays', waysToPay, { ask: '' })),
})
