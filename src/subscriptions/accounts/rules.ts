import type { AcademicYear } from '../../platform/day.ts'
import { addDays, type Day, inWords, yearName } from '../../platform/day.ts'
import type { EntryKind } from '../books/tables.ts'
import { numberOf } from '../invoices/rules.ts'
import type { HowMatched } from '../payments/tables.ts'

type Number = { prefix: string; number: number }

/** One line of the books that moves what a school owes; positive pence are charged, negative ones paid or credited. */
export type AccountLine = {
  id: number
  membershipId: number
  school: string
  datedOn: Day
  kind: EntryKind
  pence: number
  invoiceId: number | null
  invoice: (Number & { year: AcademicYear }) | null
  /** The note itself, of what a credit note takes back. */
  note: Number | null
  /** How a payment was matched; none of money that stood on the account before. */
  how: HowMatched | null
  /** Of a reversal: what it undoes. */
  undoes: { kind: EntryKind; datedOn: Day } | null
}

const ofInvoice = ({ invoice }: AccountLine) => (invoice ? numberOf(invoice) : null)

function paid(line: AccountLine): string {
  const invoice = ofInvoice(line)
  if (line.how === null) return invoice ? `Money on account used for ${invoice}` : 'Money on account used'
  if (invoice === null) return line.pence < 0 ? 'Payment, held on account' : 'Refund to the school'
  return line.how === 'recharge' ? `Internal recharge for ${invoice}` : `Payment for ${invoice}`
}

function undone(line: AccountLine): string {
  const invoice = ofInvoice(line)
  const on = line.undoes ? ` of ${inWords(line.undoes.datedOn)}` : ''
  if (line.undoes?.kind === 'write-off')
    return `Write-off of ${invoice}${on ? `, made on${on.slice(3)}` : ''}, undone`
  if (line.undoes?.kind !== 'match') return `Entry${on} undone`
  if (invoice === null && line.pence < 0)
    return `Refund${on} taken off again: it did not belong to this account`
  return `Payment${on} taken off ${invoice ?? 'the account'} again: it did not belong to it`
}

const told: Record<EntryKind, (line: AccountLine) => string> = {
  opening: () => 'Balance brought forward from before',
  invoice: (line) => `Invoice ${ofInvoice(line)}${line.invoice ? ` for ${yearName(line.invoice.year)}` : ''}`,
  'credit note': (line) => {
    const note = `Credit note ${line.note ? numberOf(line.note) : ''}`.trim()
    return line.invoice ? `${note} against ${ofInvoice(line)}` : `${note}, held on account`
  },
  payment: paid,
  match: paid,
  'write-off': (line) => `Written off: ${ofInvoice(line)}`,
  reversal: undone,
}

/** What happened, in words for whoever pays; why a match was undone may be about another school, and is not in it. */
export const lineInWords = (line: AccountLine) => told[line.kind](line)

export type Period = { from: Day; to: Day }
export type StatementLine = AccountLine & { says: string; balancePence: number }
export type Statement = Period & { openingPence: number; lines: StatementLine[]; closingPence: number }

/**
 * A statement of account over a period, both days included: what was owed before its first day, each movement in it
 * with what was owed after, and what was owed at its end. Lines come in the order of the books.
 */
export function statementOf(all: readonly AccountLine[], { from, to }: Period): Statement {
  const sum = (lines: readonly AccountLine[]) => lines.reduce((pence, line) => pence + line.pence, 0)
  const openingPence = sum(all.filter(({ datedOn }) => datedOn < from))
  let balancePence = openingPence
  const lines = all
    .filter(({ datedOn }) => datedOn >= from && datedOn <= to)
    .map((line) => {
      balancePence += line.pence
      return { ...line, says: lineInWords(line), balancePence }
    })
  return { from, to, openingPence, lines, closingPence: balancePence }
}

export const dayBefore = (on: Day) => addDays(on, -1)

/** What somebody typed for a period, made whole; the wrong way round it is turned. */
export function periodOf({ from, to }: { from: Day | null; to: Day | null }, usual: Period): Period {
  const first = from ?? (to !== null && to < usual.from ? to : usual.from)
  const last = to ?? (first > usual.to ? first : usual.to)
  return first <= last ? { from: first, to: last } : { from: last, to: first }
}
