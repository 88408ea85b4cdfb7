import { inPounds } from '../../platform/money.ts'
import { numberOf } from '../invoices/rules.ts'
import type { ExportedLine } from './queries.ts'
import { inColumns } from './rules.ts'
import { accountCodes, accounts, entryKinds } from './tables.ts'

/** Pounds as a ledger reads them: `3000.00`, without a sign for what stands in the other column. */
const amount = (pence: number) => (pence === 0 ? '' : inPounds(pence).replace(/[£,]/g, ''))

type Cell = (line: ExportedLine) => string | number | null

const columns: [heading: string, cell: Cell][] = [
  ['date', ({ datedOn }) => datedOn],
  ['entry', ({ entryId }) => entryId],
  ['kind', ({ kind }) => entryKinds[kind]],
  ['words', ({ says }) => says],
  ['account code', ({ account }) => accountCodes[account]],
  ['account', ({ account }) => accounts[account]],
  ['purpose', ({ purpose }) => purpose],
  ['school', ({ school }) => school],
  ['urn', ({ urn }) => urn],
  [
    'invoice',
    ({ prefix, number }) => (prefix === null || number === null ? null : numberOf({ prefix, number })),
  ],
  ['debit', ({ pence }) => amount(inColumns(pence).debit)],
  ['credit', ({ pence }) => amount(inColumns(pence).credit)],
  ['source', ({ subject }) => subject],
  ['posted by', ({ postedBy }) => postedBy],
  ['posted at', ({ postedAt }) => postedAt.toISOString()],
]

/** The books for the host’s ledger: a row a line, of which debits and credits come to the same. */
export const exported = (lines: readonly ExportedLine[]) => ({
  headings: columns.map(([heading]) => heading),
  rows: lines.map((line) => columns.map(([, cell]) => cell(line))),
})
