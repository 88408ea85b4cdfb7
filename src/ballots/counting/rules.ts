import type { Majority } from '../tables.ts'

/** The votes that were counted of a motion. */
export type Tally = { for: number; against: number; abstain: number }

/** What a motion is decided by, as it was settled when the vote opened. */
export type Basis = {
  majority: Majority
  /** Whether an abstention is a vote cast, by the terms of that day. */
  abstentionsCast: boolean
  /** Memberships that may vote: all but those that declared an interest. */
  all: number
  /** Those of them in the room, and those that voted beforehand. */
  present: number
  /** The quorum, tested between meetings by how many took part. */
  needed?: number | null
  byCorrespondence: boolean
  took: number
}

export type Part = 'votes cast' | 'those present' | 'all'

/** Of what each majority is a part, which part, and whether the part itself is enough or more than it is needed. */
const parts = {
  simple: { of: 'votes cast', twoThirds: false },
  'more than half of all': { of: 'all', twoThirds: false },
  'two thirds of votes cast': { of: 'votes cast', twoThirds: true },
  'two thirds of those present': { of: 'those present', twoThirds: true },
  'two thirds of all': { of: 'all', twoThirds: true },
} as const satisfies Record<Majority, { of: Part; twoThirds: boolean }>

/** How it was worked out whether a motion is carried: each number that stands in the sum that is shown. */
export type Sum = {
  part: Part
  /** Of what the share is taken: “all 25 memberships”. */
  of: string
  base: number
  /** “Two-thirds” needs no fewer than the share, “more than half” one more than half. */
  share: 'Two-thirds' | 'More than half'
  fraction: '2/3' | '1/2'
  /** The share exactly, to two places: “16.67”. */
  exact: string
  /** The least number of votes for that carries the motion: at least one. */
  enough: number
  votesFor: number
  /** How far the votes for are above what was enough; below it where negative. */
  over: number
  cast: number
  /** The votes for in a hundred votes cast: “75%”; nothing where none was cast. */
  ofCast: string | null
  tied: boolean
}

export type Motion = { outcome: 'carried' | 'not carried' | 'no quorum'; sum: Sum }

/**
 * Whether a motion is carried, with the sum. A tie is not carried, as nobody has a casting vote; nor is a motion that
 * nobody voted for, whatever the share of nothing is. Between meetings fewer than the quorum decide nothing.
 */
export function motion(tally: Tally, basis: Basis): Motion {
  const sum = sumOf(tally, basis)
  const { byCorrespondence, needed, took } = basis
  if (byCorrespondence && needed != null && took < needed) return { outcome: 'no quorum', sum }
  return { outcome: sum.over >= 0 ? 'carried' : 'not carried', sum }
}

function sumOf(tally: Tally, { majority, abstentionsCast, all, present }: Basis): Sum {
  const { of, twoThirds } = parts[majority]
  const cast = tally.for + tally.against + (abstentionsCast ? tally.abstain : 0)
  const base = { 'votes cast': cast, 'those present': present, all }[of]
  const enough = Math.max(1, twoThirds ? Math.ceil((2 * base) / 3) : Math.floor(base / 2) + 1)
  return {
    part: of,
    of: baseInWords(of, base, abstentionsCast && tally.abstain > 0),
    base,
    share: twoThirds ? 'Two-thirds' : 'More than half',
    fraction: twoThirds ? '2/3' : '1/2',
    exact: twoThirds ? exactly(2 * base, 3) : exactly(base, 2),
    enough,
    votesFor: tally.for,
    over: tally.for - enough,
    cast,
    ofCast: cast === 0 ? null : percent(tally.for, cast),
    tied: tally.for > 0 && tally.for === tally.against,
  }
}

function baseInWords(of: Part, base: number, withAbstentions: boolean): string {
  if (of === 'all') return base === 1 ? 'the one membership' : `all ${written(base)} memberships`
  if (of === 'those present')
    return base === 1 ? 'the one membership present' : `the ${written(base)} memberships present`
  if (base === 0) return 'no votes cast'
  const votes = base === 1 ? 'the one vote cast' : `the ${written(base)} votes cast`
  return withAbstentions ? `${votes}, abstentions among them` : votes
}

export const written = (number: number) => number.toLocaleString('en-GB')

/** A fraction as it is read, to two places where it is not whole. */
function exactly(over: number, under: number): string {
  const value = over / under
  return value.toLocaleString('en-GB', { maximumFractionDigits: 2 })
}

/** So many of so many in a hundred, to one place where it is not whole; never rounded to all or none of them. */
export function percent(some: number, of: number): string {
  const hundredths = (100 * some) / of
  const rounded = Math.round(hundredths * 10) / 10
  if (rounded === 100 && some < of) return 'more than 99.9%'
  if (rounded === 0 && some > 0) return 'less than 0.1%'
  return `${rounded}%`
}

const letters = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

/** Small numbers in letters, as they are said. */
export const inLetters = (number: number) => letters[number] ?? written(number)

export const votes = (number: number) => `${written(number)} ${number === 1 ? 'vote' : 'votes'}`

/** Where the votes for stand against what was enough: “two fewer”. */
export function comparison({ over }: Sum): string {
  if (over === 0) return 'exactly enough'
  return over > 0 ? `${inLetters(over)} more than needed` : `${inLetters(-over)} fewer`
}

/** Two-thirds of nothing is nothing, and yet nothing is carried without a vote for it. */
export const isLifted = ({ base, fraction }: Sum) => base === 0 && fraction === '2/3'

/** The multiplication alone: “25 × 2/3 = 16.67”. */
export const multiplied = ({ base, fraction, exact }: Sum) => `${written(base)} × ${fraction} = ${exact}`

/** “15 of 20 votes cast, 75%, were for it”; nothing where no vote was cast. */
export const shareOfCast = ({ votesFor, cast, ofCast }: Sum): string | null =>
  ofCast === null
    ? null
    : `${written(votesFor)} of ${votes(cast)} cast, ${ofCast}, ${votesFor === 1 ? 'was' : 'were'} for it`

export const outcomesOfMotions = {
  carried: 'Carried',
  'not carried': 'Not carried',
  'no quorum': 'Not decided: no quorum',
} as const

/** The whole sum as it is said: scenario 5 of the alliance reads so. */
export function sumInWords({ outcome, sum }: Motion): string {
  const { share, of, enough, votesFor, cast } = sum
  const there = votesFor === 1 ? 'There was 1' : `There were ${written(votesFor)}`
  const beside = shareOfCast(sum)
  const although = outcome === 'not carried' && votesFor * 2 > cast ? ' — though ' : ': '
  return `${share} of ${of}: ${multiplied(sum)}, ${isLifted(sum) ? 'but at least' : 'so'} ${votes(enough)} for. ${there}: ${comparison(sum)}. ${outcomesOfMotions[outcome]}${beside ? `${although}${beside}` : ''}.`
}

/** “15 for, 5 against, 2 abstained”. */
export const tallyInWords = (tally: Tally) =>
  `${written(tally.for)} for, ${written(tally.against)} against, ${written(tally.abstain)} abstained`

/** One sentence or two of what came of a motion: “Not carried: 15 for, 5 against, 2 abstained. Two-thirds of …” */
export function motionInWords({ outcome, sum }: Motion, tally: Tally, { needed, took }: Basis): string {
  const counted = `${outcomesOfMotions[outcome]}: ${tallyInWords(tally)}.`
  if (outcome === 'no quorum')
    return `${counted} ${written(took)} took part, and the quorum is ${written(needed ?? 0)}.`
  return `${counted} ${share(sum)}`
}

const share = ({ share, of, enough, tied }: Sum) =>
  `${share} of ${of} is ${votes(enough)}.${tied ? ' A tie is not carried: nobody has a casting vote.' : ''}`
