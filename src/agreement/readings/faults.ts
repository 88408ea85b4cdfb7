import { inFigures } from '../../platform/sheet-report.ts'
import type { Words } from '../rules.ts'

const LONGEST = { title: 200, opening: 20_000, part: 200, number: 20, words: 20_000 }
const MOST_CLAUSES = 500

/** What stops a text from being kept as a draft, each in a sentence that says what to do. */
export function faultsIn({ title, opening, clauses }: Words): string[] {
  if (clauses.length === 0)
    return ['No clause was recognised. Find the line on which the first clause begins, and say so beside it']
  if (clauses.length > MOST_CLAUSES)
    return [
      `More than ${inFigures(MOST_CLAUSES)} clauses were recognised. Say of some lines that they go on from the line before`,
    ]
  return [
    ...tooLong('The title', title, LONGEST.title),
    ...tooLong('The opening', opening, LONGEST.opening),
    ...twice(clauses.map(({ number }) => number)),
    ...clauses.flatMap(({ number, part, words }) => [
      ...(words.trim() === ''
        ? [
            `Clause ${number} has no words. Say of its line that it is left out, or of the next that it goes on from it`,
          ]
        : []),
      ...tooLong(`The number “${number.slice(0, LONGEST.number)}…”`, number, LONGEST.number),
      ...tooLong(`Clause ${number}`, words, LONGEST.words),
      ...tooLong(`The heading above clause ${number}`, part, LONGEST.part),
    ]),
  ]
}

const tooLong = (what: string, text: string, most: number) =>
  text.length > most
    ? [`${what} has ${inFigures(text.length)} letters; ${inFigures(most)} is the most there may be`]
    : []

function twice(numbers: string[]): string[] {
  const again = numbers.filter((number, i) => numbers.indexOf(number) < i)
  return [...new Set(again)].map(
    (number) =>
      `Two clauses have the number ${number}. Say of one that it goes on from before, or that it is unnumbered`,
  )
}
