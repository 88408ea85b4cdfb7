import {
  choice,
  codeTyped,
  email,
  form,
  longText,
  optional,
  select,
  text,
  wholeNumber,
} from '../../platform/form.ts'
import {
  accountNumberTyped,
  postcodeTyped,
  prefixTyped,
  sortCodeInWords,
  sortCodeTyped,
  vatNumberTyped,
} from './rules.ts'
import { type BillingSettings, vatTreatments } from './tables.ts'

const month = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' })
export const months = Object.fromEntries(
  Array.from({ length: 12 }, (_, at) => [String(at + 1), month.format(Date.UTC(2018, at, 1))]),
)

/** As it is filled in; the month is chosen by its key. */
export type SettingsFilled = Omit<BillingSettings, 'financialYearMonth'> & { financialYearMonth: string }

const prefix = (label: string, hint: string) =>
  codeTyped(label, {
    ask: `Enter the ${label.toLowerCase()}`,
    hint,
    reads: prefixTyped,
    wrong: `${label} must be 1 to 6 letters, like INV`,
  })

export const postcode = (hint?: string) =>
  codeTyped('Postcode', {
    ask: 'Enter the postcode',
    ...(hint ? { hint } : {}),
    reads: postcodeTyped,
    wrong: 'Postcode must be a full UK postcode, like SW1A 1AA',
  })

const reminder = (label: string, hint?: string) =>
  wholeNumber(label, {
    ask: `Enter the days to the ${label.toLowerCase()}`,
    min: 1,
    max: 365,
    ...(hint ? { hint } : {}),
  })

export const settingsForm = form<SettingsFilled>({
  hostName: text('Who sends invoices', {
    ask: 'Enter the name of the organisation that sends invoices',
    hint: 'The council or trust that keeps the alliance’s account, by its legal name',
  }),
  address: text('Address', { ask: 'Enter the address', hint: 'Building and street' }),
  town: text('Town', { ask: 'Enter the town', max: 100 }),
  postcode: postcode(),
  legalId: optional(
    text('Registered number', {
      ask: '',
      hint: 'At Companies House, or wherever it is registered',
      max: 50,
      width: 20,
    }),
  ),
  email: email('Email for questions about invoices', { ask: 'Enter an email address for questions' }),
  telephone: optional(text('Telephone', { ask: '', max: 50, width: 20 })),
  accountName: text('Name of the bank account', {
    ask: 'Enter the name of the account',
    hint: 'As the bank knows it: payers’ banks compare it',
    max: 100,
  }),
  sortCode: codeTyped('Sort code', {
    ask: 'Enter the sort code',
    hint: 'Six digits, like 01-02-03',
    reads: sortCodeTyped,
    wrong: 'Sort code must be 6 digits, like 01-02-03',
  }),
  accountNumber: codeTyped('Account number', {
    ask: 'Enter the account number',
    hint: 'Eight digits; put a 0 before one of seven',
    reads: accountNumberTyped,
    wrong: 'Account number must be 8 digits, like 12345678',
  }),
  paymentDays: wholeNumber('Days to pay', {
    ask: 'Enter how many days a school has to pay',
    hint: 'Counted from the day of the invoice, or from the first day it is for where that is later',
    max: 120,
  }),
  vat: choice('VAT on what is charged', vatTreatments, {
    ask: 'Select how the host treats VAT',
    hint: 'The host’s finance team knows. It holds for every invoice from now on',
  }),
  vatNumber: optional(
    codeTyped('VAT number', {
      ask: '',
      hint: 'Needed unless it is outside the scope of VAT. Like GB123456789',
      width: 20,
      reads: vatNumberTyped,
      wrong:
        'VAT number must be 9 digits after GB, as HMRC gave them. Check each digit: the last two do not agree with the rest, or some are missing',
    }),
  ),
  vatReason: optional(
    longText('Why no VAT is charged', {
      ask: '',
      hint: 'If outside the scope or exempt. Every invoice says it in these words',
      max: 200,
      rows: 2,
    }),
  ),
  invoicePrefix: prefix('Prefix of invoices', 'Invoices are numbered INV-00001 and on'),
  creditPrefix: prefix('Prefix of credit notes', 'Credit notes are numbered CN-00001 and on'),
  rechargeCode: optional(
    text('Income code for internal recharges', {
      ask: '',
      hint: 'The code in the host’s ledger that recharges to maintained schools credit',
      max: 50,
      width: 20,
    }),
  ),
  financialYearMonth: select('The host’s financial year begins in', months, {
    ask: 'Choose the month',
    hint: 'April for a council, September for an academy trust',
  }),
  firstReminder: reminder('First reminder', 'Days after an invoice was due'),
  secondReminder: reminder('Second reminder'),
  thirdReminder: reminder('Third reminder'),
})

/** What most alliances will want, to begin with. */
const usual = {
  paymentDays: 30,
  vat: 'outside',
  invoicePrefix: 'INV',
  creditPrefix: 'CN',
  financialYearMonth: '4',
  firstReminder: 7,
  secondReminder: 21,
  thirdReminder: 35,
  version: 0,
} as const

export const asAsked = (known: (BillingSettings & { version: number }) | undefined) =>
  known
    ? settingsForm.blank({
        ...known,
        sortCode: sortCodeInWords(known.sortCode),
        financialYearMonth: String(known.financialYearMonth),
      })
    : settingsForm.blank(usual)

export const asKept = ({ financialYearMonth, ...filled }: SettingsFilled): BillingSettings => ({
  ...filled,
  financialYearMonth: Number(financialYearMonth),
})
