import type { Commitment } from '../agreement/commitment.ts'
import { type ClauseKind, clauseKinds } from '../agreement/tables.ts'
import { type Terms, termInWords, termKinds } from '../agreement/terms/rules.ts'
import { inWords, yearName } from '../platform/day.ts'
import { Bullets, Facts } from '../platform/parts.tsx'
import type { Stand, Standings } from './queries.ts'

export type JudgedAt = Pick<Standings, 'asked' | 'version'>

export const schoolHref = (id: number) => `/standing/schools/${id}`
export const clauseHref = (id: number, number: string) =>
  `${schoolHref(id)}/clauses/${encodeURIComponent(number)}`
export const totalHref = (number: string) => `/standing/alliance/clauses/${encodeURIComponent(number)}`

/** When, and by which words, schools are judged on a page. */
export const judgedInWords = ({ asked, version }: JudgedAt) =>
  `${asked.ended ? `The year ${yearName(asked.year)}, looked back on` : `As at ${inWords(asked.on)}`}, by version ${version?.number} of the agreement.`

const heldAs: Record<ClauseKind, string> = {
  kept: 'Endeavour itself sees to it: what the clause rules out is refused, or stands in the record as what it was.',
  measured: 'It is counted from the records each time this page is opened.',
  declared: 'Nothing measures it: the head declares it for the year.',
  people: 'It is kept between people. Conduct is never scored and concerns are never counted.',
}

type Judging = { clause: Stand['clause']; commitment: Commitment | null; terms: Terms }

/** How a clause is held and judged, and the numbers that the heads agreed for it. */
export function HowJudged({ clause, commitment, terms }: Judging) {
  const numbers = commitment?.terms ?? []
  return (
    <Facts
      facts={[
        { is: 'How it is held', says: `${clauseKinds[clause.kind]}. ${heldAs[clause.kind]}` },
        commitment !== null && clause.kind !== 'people' && { is: 'What is looked at', says: commitment.asks },
        numbers.length > 0 && {
          is: 'What the heads agreed',
          says: (
            <Bullets
              items={numbers.map((name) => `${termKinds[name].says}: ${termInWords(name, terms[name])}`)}
            />
          ),
        },
      ]}
    />
  )
}
