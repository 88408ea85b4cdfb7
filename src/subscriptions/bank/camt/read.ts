import { type Day, dayInLondon, inWords, isDay } from '../../../platform/day.ts'
import { inPounds } from '../../../platform/money.ts'
import { inOneLine, MOST_PENCE, type ReadStatement, type StatementLine } from '../rules.ts'
import { refused, shown } from '../text.ts'
import type { Node } from './xml.ts'

export type Host = { sortCode: string; accountNumber: string }

const all = (node: Node | undefined, name: string) => node?.inside.filter((one) => one.name === name) ?? []
/** The first element on this path. */
const at = (node: Node | undefined, ...path: string[]): Node | undefined =>
  path.reduce<Node | undefined>((one, name) => one?.inside.find((inner) => inner.name === name), node)
const textAt = (node: Node | undefined, ...path: string[]) => at(node, ...path)?.text ?? ''

/**
 * What a camt.053 document says of the host’s account, checked: one account, in pounds, of days that were, and each
 * statement’s opening balance and its entries make its closing balance.
 * @throws Refusal, one sentence.
 */
export function camtStatement(document: Node, host: Host, today: Day): ReadStatement {
  const statements = all(at(document, 'BkToCstmrStmt'), 'Stmt')
  const read = statements.map((one) => oneStatement(one, host, today))
  const days = read.filter(({ lines }) => lines.length > 0).sort((a, b) => (firstOf(a) < firstOf(b) ? -1 : 1))
  const ends = days.length > 0 ? days : read
  return {
    format: 'camt.053',
    openingPence: ends[0]?.openingPence ?? null,
    closingPence: ends.at(-1)?.closingPence ?? null,
    lines: days.flatMap(({ lines }) => lines),
    leftOut: read.reduce((sum, { leftOut }) => sum + leftOut, 0),
  }
}

type Read = Omit<ReadStatement, 'format'>
const firstOf = ({ lines }: Read) =>
  lines.reduce((first, { on }) => (on < first ? on : first), lines[0]?.on ?? '')

function oneStatement(statement: Node, host: Host, today: Day): Read {
  refuseAccount(at(statement, 'Acct'), host)
  const openingPence = balanceOf(statement, 'OPBD') ?? balanceOf(statement, 'PRCD')
  const closingPence = balanceOf(statement, 'CLBD')
  if (openingPence === undefined || closingPence === undefined)
    throw refused(
      'This statement does not say with which balance it opens and closes. Ask the bank for whole statements',
    )
  const entries = all(statement, 'Ntry')
  const booked = entries.flatMap((entry, i) => (isBooked(entry) ? [{ entry, place: `Entry ${i + 1}` }] : []))
  const lines = booked.flatMap(({ entry, place }) => linesOf(entry, place, today))
  const sum = lines.reduce((all, { pence }) => all + pence, 0)
  if (openingPence + sum !== closingPence)
    throw refused(
      `This statement does not add up: it opens with ${inPounds(openingPence)}, its entries come to ${inPounds(sum)}, and it closes with ${inPounds(closingPence)}`,
    )
  const moved = lines.filter(({ pence }) => pence !== 0)
  return {
    openingPence,
    closingPence,
    lines: moved,
    leftOut: entries.length - booked.length + lines.length - moved.length,
  }
}

const isBooked = (entry: Node) => (textAt(entry, 'Sts') || textAt(entry, 'Sts', 'Cd')) === 'BOOK'

function refuseAccount(account: Node | undefined, { sortCode, accountNumber }: Host) {
  const currency = textAt(account, 'Ccy')
  if (currency !== '' && currency !== 'GBP')
    throw refused(`This account is kept in ${shown(currency)}. Only statements in pounds (GBP) are read`)
  const iban = textAt(account, 'Id', 'IBAN').replaceAll(/\s/g, '')
  const other = textAt(account, 'Id', 'Othr', 'Id')
  const ours = new Set([accountNumber, `${sortCode}${accountNumber}`])
  const theirs = iban === '' ? other.replaceAll(/[\s-]/g, '') : ukAccount(iban)
  if (!ours.has(theirs))
    throw refused(
      `This statement is of another account than ${accountNumber} with sort code ${sortCode.replace(/(..)(?=.)/g, '$1-')}: ${shown(iban || other) || 'it does not say of which'}`,
    )
}

/** Sort code and account number, the last 14 digits of a British IBAN. */
const ukAccount = (iban: string) => /^GB\d\d[A-Z]{4}(\d{14})$/i.exec(iban)?.[1] ?? iban

function balanceOf(statement: Node, kind: string): number | undefined {
  const found = all(statement, 'Bal').find((one) => textAt(one, 'Tp', 'CdOrPrtry', 'Cd') === kind)
  return (
    found &&
    signed(found, penceOf(at(found, 'Amt'), kind === 'CLBD' ? 'The closing balance' : 'The opening balance'))
  )
}

const signed = (of: Node, pence: number) =>
  textAt(of, 'CdtDbtInd') === 'DBIT' && pence !== 0 ? -pence : pence

function penceOf(amount: Node | undefined, place: string): number {
  const { text = '', currency = '' } = amount ?? {}
  if (currency !== 'GBP')
    throw refused(`${place} is in ${shown(currency) || 'no currency'}. Only sums in pounds (GBP) are read`)
  const [, pounds = '', pennies = ''] = /^\+?(\d{1,15})(?:\.(\d{0,2}))?$/.exec(text) ?? []
  if (pounds === '')
    throw refused(
      `${place} says ${shown(text) || 'no sum'}, which is no sum of pounds and pence without a sign`,
    )
  const pence = Number(pounds) * 100 + Number(pennies.padEnd(2, '0'))
  if (pence > MOST_PENCE)
    throw refused(`${place} is more than ${inPounds(MOST_PENCE)}, which cannot be right`)
  return pence
}

function linesOf(entry: Node, place: string, today: Day): StatementLine[] {
  const pence = signed(entry, penceOf(at(entry, 'Amt'), place))
  const on = dayOf(entry, place, today)
  const reversal = /^(true|1)$/.test(textAt(entry, 'RvslInd'))
  const more = textAt(entry, 'AddtlNtryInf')
  const transactions = all(entry, 'NtryDtls').flatMap((details) => all(details, 'TxDtls'))
  const line = (of: Node[], amount: number): StatementLine => ({
    on,
    pence: amount,
    payer: of.length === 1 ? payerOf(of[0], amount) : null,
    says: inOneLine(`${reversal ? 'Reversal: ' : ''}${wordsOf(of, more)}`),
    reversal,
  })
  const parts = transactions.length > 1 ? partsOf(transactions, textAt(entry, 'CdtDbtInd')) : []
  if (parts.length === 0 || parts.reduce((sum, part) => sum + part, 0) !== pence)
    return [line(transactions, pence)]
  return transactions.map((one, i) => line([one], parts[i] ?? 0))
}

/** What each of a batch is; nothing where one of them does not say it in pounds. */
function partsOf(transactions: Node[], side: string): number[] {
  const parts = transactions.map((one) => {
    const amount = at(one, 'Amt') ?? at(one, 'AmtDtls', 'TxAmt', 'Amt')
    if (amount?.currency !== 'GBP') return undefined
    const pence = penceOf(amount, 'A part of a batch')
    return (textAt(one, 'CdtDbtInd') || side) === 'DBIT' ? -pence : pence
  })
  return parts.every((part) => part !== undefined && part !== 0) ? (parts as number[]) : []
}

function dayOf(entry: Node, place: string, today: Day): Day {
  const found = at(entry, 'BookgDt') ?? at(entry, 'ValDt')
  const text = textAt(found, 'Dt') || textAt(found, 'DtTm')
  if (text === '') throw refused(`${place} does not say its date`)
  const on = calendarDay(text)
  if (!on) throw refused(`${place} is dated ${shown(text)}, which is no date`)
  if (on > today) throw refused(`${place} is dated ${inWords(on)}, which is still to come`)
  return on
}

/** A moment that says how far it is from Greenwich is the day it was in London. */
function calendarDay(text: string): Day | undefined {
  const [, date = '', time, offset] = /^(\d{4}-\d\d-\d\d)(T[\d:.]+)?(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? []
  if (!isDay(date)) return undefined
  if (!time || !offset) return date
  const moment = new Date(text)
  return Number.isNaN(moment.getTime()) ? undefined : dayInLondon(moment)
}

/** Who is on the other side: whose money came, or whom money went to. */
function payerOf(transaction: Node | undefined, pence: number): string | null {
  const party = at(transaction, 'RltdPties', pence < 0 ? 'Cdtr' : 'Dbtr')
  return inOneLine(textAt(party, 'Nm') || textAt(party, 'Pty', 'Nm')) || null
}

function wordsOf(transactions: Node[], more: string): string {
  const words = transactions.flatMap((one) => {
    const remittance = at(one, 'RmtInf')
    const reference = textAt(one, 'Refs', 'EndToEndId')
    return [
      ...all(remittance, 'Ustrd').map(({ text }) => text),
      ...all(remittance, 'Strd').map((strd) => textAt(strd, 'CdtrRefInf', 'Ref')),
      /^NOT ?PROVIDED$/i.test(reference) ? '' : reference,
      textAt(one, 'AddtlTxInf'),
    ]
  })
  const said = [...new Set([...words, more].map(inOneLine))].filter((word) => word !== '')
  return said.join(' / ') || 'No words given'
}
