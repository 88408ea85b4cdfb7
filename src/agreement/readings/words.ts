import type { Clause, Words } from '../rules.ts'
import { endsSentence, type Look } from './look.ts'
import { outlineOf, type Place } from './outline.ts'
import type { Line, Role } from './tables.ts'
import { textOf } from './text.ts'

/** The text as it is put together from its lines, each taken for what it was said to be. */
export function wordsOf(lines: readonly Line[], roles: readonly Role[]): Words {
  const { looks, starts, explicit } = textOf(lines)
  const places = outlineOf(
    looks.map(({ label }, i) => ({
      label: roles[i] === 'out' || roles[i] === 'next' || roles[i] === 'opening' ? undefined : label,
      starts: starts[i] ?? false,
      heading: roles[i] === 'part',
      sure: roles[i] === 'begins' || roles[i] === 'part',
    })),
  )
  const made = new Making(looks, roles, places, explicit)
  for (const i of roles.keys()) made.add(i)
  return made.words()
}

type Drafted = Clause & { line: number; heading: number | undefined; given: boolean }

/** A text in the making, line by line. */
class Making {
  readonly #looks: Look[]
  readonly #roles: readonly Role[]
  readonly #places: (Place | undefined)[]
  /** In Markdown a gap is always meant; elsewhere a page may have ended in mid-sentence. */
  readonly #gapsMeant: boolean
  readonly #clauses: Drafted[] = []
  readonly #numbers = new Map<number, string>()
  #title = ''
  #opening = ''
  #part = ''
  #heading: number | undefined
  #last: { line: number; role: Role } | undefined

  constructor(looks: Look[], roles: readonly Role[], places: (Place | undefined)[], gapsMeant: boolean) {
    this.#looks = looks
    this.#roles = roles
    this.#places = places
    this.#gapsMeant = gapsMeant
  }

  add(i: number) {
    const role = this.#roles[i] ?? 'out'
    if (role === 'out') return
    const look = this.#looks[i] as Look
    if (role === 'continues') this.#continue(i)
    else if (role === 'title') this.#title = `${this.#title} ${look.text}`.trim()
    else if (role === 'opening') this.#opening = this.#joined(this.#opening, i)
    else if (role === 'part') this.#beginPart(i, look)
    else this.#beginClause(i, look, role)
    this.#last = { line: i, role: role === 'continues' ? (this.#last?.role ?? 'opening') : role }
  }

  #beginPart(i: number, look: Look) {
    this.#part = look.style === undefined && look.heading !== undefined ? look.text : look.words || look.text
    this.#heading = i
  }

  #beginClause(i: number, look: Look, role: Role) {
    const label = role === 'begins' ? look.label : undefined
    const number = label ? this.#numberOf(i) : ''
    if (label) this.#numbers.set(i, number)
    const words = label ? look.words : look.text
    this.#clauses.push({
      number,
      part: this.#part,
      words,
      line: i,
      heading: this.#heading,
      given: label !== undefined,
    })
  }

  /** As it is written, beneath the number of the clause that it stands under: `(a)` under 2 is `2(a)`. */
  #numberOf(i: number): string {
    const label = this.#looks[i]?.label
    const says = label?.says ?? ''
    if (!label || label.steps.length > 1) return says
    const above = this.#places[i]?.above.findLast((line) => this.#numbers.has(line))
    return above === undefined ? says : `${this.#numbers.get(above)}(${says})`
  }

  #continue(i: number) {
    const clause = this.#clauses.at(-1)
    const role = this.#last?.role
    if (role === 'title') this.#title = `${this.#title} ${this.#looks[i]?.text}`.trim()
    else if (role === 'part') this.#part = `${this.#part} ${this.#looks[i]?.text}`.trim()
    else if (role === 'opening' || !clause) this.#opening = this.#joined(this.#opening, i)
    else clause.words = this.#joined(clause.words, i)
  }

  /** A line goes on in the same sentence, or begins a new line of its own as it does in the file. */
  #joined(before: string, i: number): string {
    const look = this.#looks[i] as Look
    const text = look.bullet ? `• ${look.text}` : look.text
    if (before === '') return text
    return this.#beginsLine(before, i) ? `${before}\n${text}` : hyphened(before, text)
  }

  #beginsLine(before: string, i: number): boolean {
    const look = this.#looks[i] as Look
    if (look.bullet || this.#places[i]) return true
    const gap = this.#looks.slice((this.#last?.line ?? i) + 1, i).some(({ blank }) => blank)
    const midSentence = !endsSentence(before) && /^[\p{Ll}\d]/u.test(look.text) && look.indent === 0
    return gap && (this.#gapsMeant || !midSentence)
  }

  words(): Words {
    const clauses = given(qualified(this.#clauses, this.#looks))
    return {
      title: this.#title,
      opening: this.#opening,
      clauses: clauses.map(({ number, part, words }) => ({ number, part, words })),
    }
  }
}

/** These stand before a hyphen that is part of the word; after any other, a hyphen at the end of a line only divides it. */
const KEEPS_HYPHEN =
  /\b(self|co|non|in|well|pre|post|ex|sub|multi|cross|half|year|full|part|long|short|high|low|all|inter|anti|mid|out|off|peer|school|re|head)-$/i

function hyphened(before: string, text: string): string {
  if (before.endsWith('\u00ad')) return before.slice(0, -1) + text
  if (!/\p{L}-$/u.test(before) || !/^\p{Ll}/u.test(text)) return `${before} ${text}`
  return KEEPS_HYPHEN.test(before) ? before + text : before.slice(0, -1) + text
}

/**
 * Where each part counts from 1 again, the number of the part stands before that of the clause. Two clauses of one
 * part with one number are left as they are: somebody has to say which is meant.
 */
function qualified(clauses: Drafted[], looks: Look[]): Drafted[] {
  const headings = new Map<string, Set<number | undefined>>()
  for (const { number, heading, given } of clauses)
    if (given) headings.set(number, (headings.get(number) ?? new Set()).add(heading))
  if (![...headings.values()].some((under) => under.size > 1)) return clauses
  const order = [...new Set(clauses.map(({ heading }) => heading))]
  const labelled = order.every((heading) => heading !== undefined && looks[heading]?.label)
  return clauses.map((clause) => {
    if (!clause.given) return clause
    const label = clause.heading === undefined ? undefined : looks[clause.heading]?.label
    const part = labelled ? (label?.says ?? '') : String(order.indexOf(clause.heading) + 1)
    return { ...clause, number: below(part, clause.number) }
  })
}

const below = (part: string, number: string) =>
  /^\d/.test(number) ? (/\d$/.test(part) ? `${part}.${number}` : `${part}${number}`) : `${part}(${number})`

/** Numbers for the clauses that have none: 1, 2, 3 where none has, else 12a, 12b after 12. */
function given(clauses: Drafted[]): Drafted[] {
  if (!clauses.some(({ given }) => given))
    return clauses.map((clause, i) => ({ ...clause, number: String(i + 1) }))
  const taken = new Set(clauses.map(({ number }) => number))
  let last = '0'
  return clauses.map((clause) => {
    if (clause.given) {
      last = clause.number
      return clause
    }
    const number = lettersAfter(last).find((one) => !taken.has(one)) ?? ''
    taken.add(number)
    return { ...clause, number }
  })
}

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz']
const lettersAfter = (number: string) => [
  ...LETTERS.map((letter) => number + letter),
  ...LETTERS.flatMap((a) => LETTERS.map((b) => number + a + b)),
]
