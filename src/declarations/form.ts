import type { ClauseJudged } from '../agreement/commitment.ts'
import {
  type Answers,
  choice,
  type Field,
  type Form,
  form,
  keyOf,
  longText,
  optional,
  typed,
  webAddress,
} from '../platform/form.ts'
import { type Answer, faultsIn } from './rules.ts'

/** What was typed, question by question; each clause has three of them. */
export type Filled = Record<string, string | null>

const keptAnswers = { yes: 'Yes, it is kept', no: 'Not yet' }

const questions = ({ promiseId }: ClauseJudged): [string, Field<string | null>][] => [
  [`kept${promiseId}`, optional(choice('Is it kept?', keptAnswers, { ask: 'Select whether it is kept' }))],
  [
    `pointsTo${promiseId}`,
    optional(longText('What it points to, or what is still to do', { ask: '', rows: 2, max: 1000 })),
  ],
  [`link${promiseId}`, optional(webAddress('A page that shows it', { ask: '' }))],
]

/** Every question about one clause, by name. */
export const asksAbout = (clause: ClauseJudged) => questions(clause).map(([name]) => name)

/** All the clauses of a year on one form; each may be left for later, and what says too little is sent back. */
export function answersForm(clauses: ClauseJudged[], declared: Set<number>): Form<Filled> {
  const asked = form<Filled>(
    Object.fromEntries(
      clauses.flatMap(questions).map(([name, field]) => [name, { ...field, label: plain(field.label) }]),
    ),
  )
  const names = Object.keys(asked.fields)
  return {
    ...asked,
    read(data) {
      const read = asked.read(data)
      if ('answers' in read) return read
      const faults = faultsIn(answersIn(clauses, read.filled), clauses, declared)
      if (faults.length === 0) return read
      const errors = faults.map(({ promiseId, about, says }) => ({
        field: `${about}${promiseId}`,
        message: says,
      }))
      return { answers: { values: typed(data, names), errors, key: keyOf(data) } }
    },
  }
}

/** Everything may be left for later, which the page says once. */
const plain = (label: string) => label.replace(/ \(optional\)$/, '')

export const answersIn = (clauses: ClauseJudged[], filled: Filled): Answer[] =>
  clauses.map(({ promiseId }) => {
    const kept = filled[`kept${promiseId}`] ?? null
    return {
      promiseId,
      kept: kept === null ? null : kept === 'yes',
      pointsTo: filled[`pointsTo${promiseId}`] ?? null,
      link: filled[`link${promiseId}`] ?? null,
    }
  })

/** The form holding what was answered so far. */
export const holding = (form: Form<Filled>, answers: Answer[], version: number): Answers =>
  form.blank({
    ...Object.fromEntries(
      answers.flatMap(({ promiseId, kept, pointsTo, link }) => [
        [`kept${promiseId}`, kept === null ? '' : kept ? 'yes' : 'no'],
        [`pointsTo${promiseId}`, pointsTo],
        [`link${promiseId}`, link],
      ]),
    ),
    version,
  } as never)
