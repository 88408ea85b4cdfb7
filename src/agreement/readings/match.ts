import type { ClauseSaid } from '../changes.ts'
import type { Clause } from '../rules.ts'

/** A little more for the same number: two short clauses may share few words and still be the same. */
const SAME_NUMBER = 0.25
/** Less alike than this they are different promises; under the same number a little less will do. */
const ALIKE_ENOUGH = 0.5
const MOST_SHORT = 4

/** The words of a clause, without those that nearly all have. */
const wordsIn = (text: string) =>
  new Set(
    (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter(
      (word) => word.length >= MOST_SHORT || /\d/.test(word),
    ),
  )

/** How alike two texts are, by the words they share: 1 where they have the same ones, 0 where none. */
function likeness(a: Set<string>, b: Set<string>): number {
  let shared = 0
  for (const word of a) if (b.has(word)) shared++
  return a.size + b.size === 0 ? 0 : (2 * shared) / (a.size + b.size)
}

/**
 * The former clause that each of these restates, by its place in the list; each former one is given out once, to the
 * clause most like it by number and words. Those like none are new. A suggestion, which a person puts right.
 */
export function matched(clauses: Clause[], former: ClauseSaid[]): (number | undefined)[] {
  const before = former.map(({ promiseId, number, words }) => ({ promiseId, number, words: wordsIn(words) }))
  const pairs = clauses.flatMap(({ number, words }, i) => {
    const own = wordsIn(words)
    return before.map((one) => ({
      i,
      promiseId: one.promiseId,
      alike: likeness(own, one.words) + (one.number === number ? SAME_NUMBER : 0),
    }))
  })
  const found: (number | undefined)[] = clauses.map(() => undefined)
  const given = new Set<number>()
  for (const { i, promiseId, alike } of pairs.sort((a, b) => b.alike - a.alike)) {
    if (alike < ALIKE_ENOUGH) break
    if (found[i] !== undefined || given.has(promiseId)) continue
    found[i] = promiseId
    given.add(promiseId)
  }
  return found
}
