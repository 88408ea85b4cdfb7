import type { Result } from './result.ts'
import { inLetters, isLifted, outcomesOfMotions, type Part, written } from './rules.ts'

type Decided = Pick<NonNullable<Result['motion']>, 'outcome' | 'sum' | 'tally' | 'basis'>

/** One line of a sum: what is worked out, and the number that comes of it. */
export type SumStep = { says: string; number: string }

/** Every number of the sum, from what the share is taken of to the comparison, each with how it comes about. */
export function sumSteps({ outcome, sum, tally, basis }: Decided): SumStep[] {
  const { part, base, fraction, exact, enough, votesFor, over } = sum
  const half = fraction === '1/2'
  return [
    { says: baseOf(part, { tally, basis }), number: written(base) },
    { says: `${half ? 'Half' : 'Two-thirds'} of that: ${written(base)} × ${fraction}`, number: exact },
    {
      says: `${isLifted(sum) ? 'At least one: ' : rounding(half, exact, enough)}votes for that are enough`,
      number: written(enough),
    },
    { says: 'Votes for', number: written(votesFor) },
    { says: compared(over), number: outcomesOfMotions[outcome] },
  ]
}

function baseOf(part: Part, { tally, basis }: Pick<Decided, 'tally' | 'basis'>): string {
  if (part === 'all') return 'Memberships that may vote'
  if (part === 'those present')
    return 'Memberships present when the vote opened, with those that voted beforehand'
  const counted = `${written(tally.for)} for and ${written(tally.against)} against`
  return `Votes cast: ${counted}${basis.abstentionsCast ? `, and ${written(tally.abstain)} that abstained` : ''}`
}

function rounding(half: boolean, exact: string, enough: number): string {
  if (half) return 'The next whole number above it: '
  return exact === written(enough) ? 'Exactly that: ' : 'Rounded up: '
}

function compared(over: number): string {
  if (over === 0) return 'Exactly as many as are enough'
  const many = inLetters(Math.abs(over))
  return `${many.charAt(0).toUpperCase()}${many.slice(1)} ${over > 0 ? 'more' : 'fewer'} than that`
}
