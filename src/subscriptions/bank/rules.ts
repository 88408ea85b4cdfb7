import { createHash } from 'node:crypto'
import type { Day } from '../../platform/day.ts'
import { isOffice, type Who } from '../../platform/who.ts'
import { byReference, type Open } from '../payments/rules.ts'
import type { StatementFormat } from './tables.ts'

/** Statements are the office’s, as payments are: they hold what every school paid. */
export const mayKeepStatements = (who: Who) => isOffice(who)

/** One movement of a statement; positive pence came in, negative went out. */
export type StatementLine = { on: Day; pence: number; payer: string | null; says: string; reversal: boolean }

/** What a file says, checked within itself. */
export type ReadStatement = {
  format: StatementFormat
  openingPence: number | null
  closingPence: number | null
  lines: StatementLine[]
  /** Lines that are no movement of money yet, or of nothing. */
  leftOut: number
}

/** The most that one line or balance may be: £99,999,999.99. More is a file gone wrong. */
export const MOST_PENCE = 9_999_999_999

const MOST_WORDS = 500
/** Words of a bank on one line, without what orders a terminal about. */
export const inOneLine = (text: string) =>
  [...text.replace(/[\s\p{C}]+/gu, ' ').trim()].slice(0, MOST_WORDS).join('')

const normal = (text: string | null) =>
  (text ?? '').normalize('NFKC').toUpperCase().replace(/\s+/g, ' ').trim()

/**
 * What tells each line from every other of an account: its day, sum, words and payer, and which of several alike in the
 * file it is, so that two payments alike are two and the same file again is none.
 */
export function fingerprintsOf(account: string, lines: readonly StatementLine[]): string[] {
  const alike = new Map<string, number>()
  return lines.map(({ on, pence, payer, says }) => {
    const line = JSON.stringify([account, on, pence, normal(says), normal(payer)])
    const nth = (alike.get(line) ?? 0) + 1
    alike.set(line, nth)
    return createHash('sha256').update(`${line}/${nth}`).digest('hex')
  })
}

type Said = Pick<StatementLine, 'on' | 'pence' | 'payer' | 'says'>

const SHORTEST_WORD = 4
const wordsOf = ({ payer, says }: Said) =>
  new Set(
    normal(`${payer ?? ''} ${says}`)
      .split(/[^\p{L}\p{N}]+/u)
      .filter(({ length }) => length >= SHORTEST_WORD),
  )
const shared = (one: Set<string>, other: Set<string>) => [...one].filter((word) => other.has(word)).length

/** Beyond this many pairs of one day and sum each is known by its place alone. */
const MOST_PAIRS = 250_000

/**
 * The lines that stand already out of a file of the other format, where the bank words them otherwise: of the same day
 * and sum, sharing a word, those most alike first. Each standing payment is one line.
 * @returns the places of these lines.
 */
export function knownOtherwise(lines: readonly Said[], standing: readonly Said[]): Set<number> {
  const found = new Set<number>()
  const others = worded(standing)
  for (const [group, mine] of worded(lines))
    for (const at of paired(mine, others.get(group) ?? [])) found.add(at)
  return found
}

type Worded = { at: number; words: Set<string> }

/** By day and sum, each with its place among all and its words. */
function worded(said: readonly Said[]): Map<string, Worded[]> {
  const groups = new Map<string, Worded[]>()
  for (const [at, one] of said.entries()) {
    const key = `${one.on}/${one.pence}`
    const group = groups.get(key) ?? []
    group.push({ at, words: wordsOf(one) })
    groups.set(key, group)
  }
  return groups
}

function paired(mine: Worded[], theirs: Worded[]): number[] {
  if (mine.length * theirs.length > MOST_PAIRS) return mine.slice(0, theirs.length).map(({ at }) => at)
  const pairs = mine
    .flatMap(({ at, words }) => theirs.map((one) => ({ at, one: one.at, alike: shared(words, one.words) })))
    .filter(({ alike }) => alike > 0)
    .sort((a, b) => b.alike - a.alike)
  const taken = new Set<number>()
  const known = new Set<number>()
  for (const { at, one } of pairs) {
    if (known.has(at) || taken.has(one)) continue
    known.add(at)
    taken.add(one)
  }
  return [...known]
}

/**
 * The lines that name an invoice which still asks for something when their turn comes. What was paid back is left for
 * somebody to say, whatever it names.
 */
export function namingInvoices(lines: readonly StatementLine[], open: readonly Open[]): number[] {
  const owed = new Map(open.map(({ id, owedPence }) => [id, owedPence]))
  return lines.flatMap(({ pence, payer, says, reversal }, at) => {
    if (pence <= 0 || reversal) return []
    const asking = open.map((one) => ({ ...one, owedPence: owed.get(one.id) ?? 0 }))
    const parts = byReference({ pence, words: `${says} ${payer ?? ''}` }, asking)
    for (const part of parts) owed.set(part.invoiceId, (owed.get(part.invoiceId) ?? 0) - part.pence)
    return parts.length > 0 ? [at] : []
  })
}

/** How a line stands, from what of it is not given to anything. */
export const lineStates = {
  matched: 'Matched',
  part: 'Part matched',
  open: 'To match',
  cancelled: 'Cancelled',
} as const
export type LineState = keyof typeof lineStates
