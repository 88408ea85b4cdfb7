import { furnitureOf, isDeclared, isForSigning } from './furniture.ts'
import { headingsOf, headsPart } from './headings.ts'
import { endsSentence, type Look } from './look.ts'
import { outlineOf, type Place } from './outline.ts'
import type { Line, Role } from './tables.ts'
import { nextOf, previousOf, type Text, textOf } from './text.ts'

type Seen = Text & {
  out: boolean[]
  /** Lines that head a part, with a number or without. */
  heads: boolean[]
  places: (Place | undefined)[]
  /** What the clauses of this text begin with. */
  shape: 'numbers' | 'bullets' | 'paragraphs'
}

/** What each line of a text is most likely to be. A person looks at it and puts it right before it is kept. */
export function rolesOf(lines: readonly Line[]): Role[] {
  const seen = seenIn(lines)
  const title = titleOf(seen)
  const first = firstClause(seen, title)
  const end = signingFrom(seen, first)
  const lead = leadOf(seen, first)
  const state: Reached = { inClause: false, byBullets: false, begun: new Map() }
  return lines.map((_, i): Role => {
    if (seen.out[i] || i >= end) return 'out'
    if (i === title) return 'title'
    if (i < first) return i === lead ? 'part' : i < title ? 'out' : 'opening'
    return inBody(seen, i, state)
  })
}

function seenIn(lines: readonly Line[]): Seen {
  const text = textOf(lines)
  const out = furnitureOf(text)
  const alone = headingsOf(text, out)
  const places = outlineOf(
    text.looks.map(({ label }, i) => ({
      label: out[i] ? undefined : label,
      starts: text.starts[i] ?? false,
      heading: alone[i] ?? false,
    })),
  )
  const heads = text.looks.map((_, i) => alone[i] || (!out[i] && headsPart(text, out, places, i)))
  const numbers = places.some((place, i) => place && !heads[i])
  const bullets = text.looks.filter(({ bullet }, i) => bullet && !out[i]).length > 1
  return { ...text, out, heads, places, shape: numbers ? 'numbers' : bullets ? 'bullets' : 'paragraphs' }
}

const isClause = ({ looks, places, heads, shape, out }: Seen, i: number): boolean =>
  !out[i] &&
  !heads[i] &&
  (shape === 'numbers' ? places[i] !== undefined : shape === 'bullets' ? (looks[i] as Look).bullet : true)

/** The first line names the text, unless it is a clause or the heading of one among other headings. */
function titleOf(seen: Seen): number {
  const { looks, out, heads, places } = seen
  const at = nextOf(out, -1)
  const look = looks[at]
  if (!look || places[at] || look.bullet || looks.some(({ heading }) => heading === 1))
    return looks.findIndex(({ heading }, i) => heading === 1 && !out[i])
  const next = nextOf(out, at)
  const others = heads.filter((head, i) => head && i > at).length
  if (next === -1 || look.heading !== undefined || endsSentence(look.text)) return -1
  return heads[at] && isClause(seen, next) && others > 0 ? -1 : look.text.length > 120 ? -1 : at
}

function firstClause(seen: Seen, title: number): number {
  const { looks, heads, out, shape } = seen
  const at = (is: (i: number) => boolean) => looks.findIndex((_, i) => i > title && !out[i] && is(i))
  if (shape !== 'paragraphs') {
    const found = at((i) => isClause(seen, i))
    return found === -1 ? looks.length : found
  }
  const headed = at((i) => heads[i] ?? false)
  const found = at((i) => !heads[i] && i > headed && !looks[i]?.text.endsWith(':'))
  return found === -1 ? looks.length : found
}

/** The heading of the first part: the last heading before the first clause, with nothing between but gaps. */
function leadOf({ heads, out }: Seen, first: number): number {
  const before = previousOf(out, first)
  return heads[before] ? before : -1
}

/** From where on the text is signed rather than said; past its end where it is not. */
function signingFrom(seen: Seen, first: number): number {
  const { looks, out, heads, shape } = seen
  const last = shape === 'paragraphs' ? first : looks.findLastIndex((_, i) => isClause(seen, i))
  const closing = (i: number) =>
    !out[i] &&
    i > last &&
    (isForSigning(looks[i] as Look) || (heads[i] && shape === 'numbers' && noBullets(seen, i)))
  let end = looks.findIndex((_, i) => closing(i))
  if (end === -1) return looks.length
  for (let i = end - 1; i > last && (out[i] || heads[i] || isDeclared(looks[i] as Look)); i--) end = i
  return end
}

const noBullets = ({ looks, out }: Seen, from: number) =>
  !looks.some(({ bullet }, i) => i > from && bullet && !out[i])

type Reached = {
  inClause: boolean
  /** The clauses here have bullets where others have numbers. */
  byBullets: boolean
  /** Of each numbered line above others, whether those begin clauses of their own. */
  begun: Map<number, boolean>
}

function inBody(seen: Seen, i: number, state: Reached): Role {
  const look = seen.looks[i] as Look
  if (seen.heads[i]) {
    state.inClause = false
    state.byBullets = false
    return 'part'
  }
  const role = seen.places[i]
    ? numbered(seen, i, state)
    : look.bullet
      ? bulleted(seen, i, state)
      : plainLine(seen, i, state)
  if (role === 'begins' || role === 'next') {
    state.inClause = true
    state.byBullets = role === 'next' && look.bullet
  }
  return role
}

function numbered(seen: Seen, i: number, { begun, inClause }: Reached): Role {
  const above = seen.places[i]?.above.at(-1)
  if (above === undefined || seen.heads[above]) {
    begun.set(i, true)
    return 'begins'
  }
  const known = begun.get(-above - 1)
  const own = known ?? (begun.get(above) !== false && standsByItself(seen, above, i))
  begun.set(-above - 1, own)
  begun.set(i, own)
  return own || !inClause ? 'begins' : 'continues'
}

/**
 * A numbered step is a clause of its own where it says its whole number (`2.1`), or where the one above it is finished
 * and this begins anew.
 */
function standsByItself({ looks, out }: Seen, above: number, i: number): boolean {
  if ((looks[i]?.label?.steps.length ?? 0) > 1) return true
  const before = previousOf(out, i)
  const lead = (looks[before] as Look).text
  const begins = /^["“‘'(]?[\p{Lu}\d]/u.test(looks[i]?.words ?? '')
  return begins && before >= above && /[.!?]["'”’)]*$/.test(lead)
}

function bulleted({ shape, looks }: Seen, i: number, { inClause, byBullets }: Reached): Role {
  if (shape !== 'bullets' && !byBullets) return inClause ? 'continues' : 'next'
  const least = looks.filter(({ bullet }) => bullet).reduce((min, { indent }) => Math.min(min, indent), 99)
  return (looks[i]?.indent ?? 0) <= least + 1 || !inClause ? 'next' : 'continues'
}

function plainLine({ shape, looks, starts, out }: Seen, i: number, { inClause }: Reached): Role {
  const afterGap = looks[i - 1]?.blank ?? true
  if (shape === 'paragraphs')
    return (afterGap || starts[i]) && !continuesSentence(looks, out, i)
      ? 'next'
      : inClause
        ? 'continues'
        : 'next'
  if (inClause) return 'continues'
  return 'out'
}

/** A page ended in the middle of a sentence. */
function continuesSentence(looks: Look[], out: boolean[], i: number): boolean {
  const before = looks[previousOf(out, i)]
  return before !== undefined && !endsSentence(before.text) && /^\p{Ll}/u.test(looks[i]?.text ?? '')
}
