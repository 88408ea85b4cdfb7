import { createHash } from 'node:crypto'
import type { Electors } from '../counting/result.ts'
import type { Asking, Counting, Majority } from '../tables.ts'
import { FORMAT } from './paper.ts'
import { digestOfKey, type Paper } from './signing.ts'

/** What was asked and what decides it, as settled when the vote opened; of a lot the promise alone, which is all then. */
export type Terms = {
  asks: Asking
  counting: Counting | null
  majority: Majority | null
  abstentionsCast: boolean
  electors: Electors
  quorum: number | null
  lotPromise: string | null
  options: { choice: string; says: string; position: number }[]
  question: string
}

/** What the digest of a published list is made of. */
export type Listed = {
  ballot: number
  key: Buffer
  terms: Terms
  /** The schools that took a paper, and the votes by name, under the names of the day of the close. */
  took: string[]
  named: { school: string; choice: string }[]
  papers: (Paper & { receipt: string })[]
}

/** By the bytes of UTF-8, lowest first. */
export const byBytes = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other))

/** Everything in the order in which it is published. */
export const inOrder = ({ terms, took, named, papers, ...list }: Listed): Listed => ({
  ...list,
  terms: { ...terms, options: [...terms.options].sort((one, other) => one.position - other.position) },
  took: [...took].sort(byBytes),
  named: [...named].sort(
    (one, other) => byBytes(one.school, other.school) || byBytes(one.choice, other.choice),
  ),
  papers: [...papers].sort((one, other) => byBytes(one.receipt, other.receipt)),
})

const base64 = (bytes: Buffer) => bytes.toString('base64')

export const paperPublished = ({ receipt, token, signature, choice, proof }: Listed['papers'][number]) => ({
  receipt,
  token: base64(token),
  signature: base64(signature),
  choice,
  proof: base64(proof),
})

const termsInLines = (terms: Terms) => [
  `asks ${terms.asks}`,
  `counting ${terms.counting ?? '-'}`,
  `majority ${terms.majority ?? '-'}`,
  `abstentions ${terms.abstentionsCast ? 'yes' : 'no'}`,
  `electors ${terms.electors.all} ${terms.electors.present}`,
  `quorum ${terms.quorum ?? '-'}`,
  `lot ${terms.lotPromise ?? '-'}`,
  ...terms.options.map(({ choice, position, says }) => `option ${choice} ${position} ${says}`),
  // A question may run over several lines.
  `question ${createHash('sha256').update(terms.question).digest('hex')}`,
]

/** The digest of a list that is in order: nothing of it can be changed without changing this. */
export function digestOf({ ballot, key, terms, took, named, papers }: Listed): string {
  const lines = [
    FORMAT,
    ballot,
    digestOfKey(key),
    ...termsInLines(terms),
    ...took.map((school) => `took ${school}`),
    ...named.map(({ school, choice }) => `named ${school} ${choice}`),
    ...papers.map((paper) => `paper ${Object.values(paperPublished(paper)).join(' ')}`),
  ]
  return createHash('sha256').update(lines.join('\n')).digest('hex')
}
