import { askedByShipped, shippedNumbers } from '../asked.ts'
import type { Binding } from '../register.ts'
import { type ShippedClause, shipped } from '../shipped.ts'

/** A shipped clause that says much the same, and how alike the two are: 1 is word for word. */
export type Likeness = { like: ShippedClause; short: string; binding: Binding; alike: number }

const idle = new Set(
  'a an and any are as at be by each every for from in is it its of on or our own shall that the their them this to we what when where which who will with'.split(
    ' ',
  ),
)

/** Words without the endings in which two wordings of one promise mostly differ. */
function stemsIn(text: string): string[] {
  const words =
    text
      .toLowerCase()
      .normalize('NFKD')
      .match(/[a-z]{2,}|\d+/g) ?? []
  return words
    .filter((word) => !idle.has(word))
    .map((word) => (word.length > 4 ? word.replace(/(ings?|ions?|ies|ers?|ed|es|s|y|e)$/, '') : word))
}

const countedIn = (text: string) => {
  const counted = new Map<string, number>()
  for (const stem of stemsIn(text)) counted.set(stem, (counted.get(stem) ?? 0) + 1)
  return counted
}

const known = shippedNumbers.map((number) => {
  const { short, like } = askedByShipped[number]
  return { number, short, stems: countedIn(`${short} ${like}`) }
})

const NOT_KNOWN = 2
/** A word that few clauses have tells more than one that most have; one that none has tells them apart. */
function weightOf(stem: string): number {
  const having = known.filter(({ stems }) => stems.has(stem)).length
  return having === 0 ? NOT_KNOWN : Math.log(1 + known.length / having)
}

type Vector = Map<string, number>
const weighed = (counted: Map<string, number>): Vector =>
  new Map([...counted].map(([stem, count]) => [stem, Math.sqrt(count) * weightOf(stem)]))
const lengthOf = (vector: Vector) => Math.hypot(...vector.values())

const vectors = known.map((one) => {
  const vector = weighed(one.stems)
  return { ...one, vector, length: lengthOf(vector) }
})

/** The cosine of the angle between two clauses, each a direction in the space of their words. */
function cosine(one: Vector, length: number, other: (typeof vectors)[number]): number {
  let product = 0
  for (const [stem, weight] of one) product += weight * (other.vector.get(stem) ?? 0)
  return length === 0 ? 0 : product / (length * other.length)
}

/** Less alike than this, two clauses share words and not what they ask. */
const ALIKE_ENOUGH = 0.3

/** The shipped clause whose words are most like these; none where none is alike enough. A suggestion, never more. */
export function likest(words: string): Likeness | undefined {
  const vector = weighed(countedIn(words))
  const length = lengthOf(vector)
  const [best] = vectors
    .map((other) => ({ ...other, alike: cosine(vector, length, other) }))
    .sort((a, b) => b.alike - a.alike)
  if (!best || best.alike < ALIKE_ENOUGH) return undefined
  const { number, short, alike } = best
  return { like: number, short, binding: shipped[number], alike }
}
