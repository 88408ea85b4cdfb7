import type { Counting } from '../tables.ts'

/** Papers that say the same: candidates in order of preference, none where they abstain, and how many there are. */
export type Papers = { ranking: number[]; papers: number }

export type Polled = { id: number; votes: number }

/** One round of a count. */
export type Round = {
  /** Every candidate still in it, most votes first; those level in the order of the ballot. */
  polled: Polled[]
  /** Papers that count for one of them. */
  counting: number
  /** Papers that prefer nobody who is still in it, in this round and before. */
  exhausted: number
  /** Who goes out after it. */
  out: number[]
  why: 'no vote' | 'fewest' | 'by lot' | null
}

/** Why a candidate is elected. */
export type Ground = 'most votes' | 'more than half' | 'by lot'

export type Count = {
  rounds: Round[]
  /** Papers that abstain: no part of any round. */
  abstained: number
  end:
    | { outcome: 'elected'; elected: number; ground: Ground }
    | { outcome: 'needs a lot'; between: number[]; decides: 'who is elected' | 'who goes out' }
    | { outcome: 'nobody elected' }
}

type Stood = {
  /** Candidates in the order of the ballot. */
  candidates: number[]
  papers: Papers[]
  /** The candidates in the order of the lot, the best first, once it is drawn. */
  lot: number[] | null
}

export const count = (counting: Counting, stood: Stood): Count =>
  counting === 'first past the post' ? firstPastThePost(stood) : alternativeVote(stood)

/** Whoever has most votes; of several who have as many, whoever stands first in the lot. */
export function firstPastThePost({ candidates, papers, lot }: Stood): Count {
  const round = polling(candidates, papers)
  const abstained = abstaining(papers)
  const most = round.polled[0]?.votes ?? 0
  if (most === 0) return { rounds: [round], abstained, end: { outcome: 'nobody elected' } }
  const level = round.polled.flatMap(({ id, votes }) => (votes === most ? [id] : []))
  return { rounds: [round], abstained, end: ending(level, lot) }
}

function ending(level: number[], lot: number[] | null): Count['end'] {
  const [only] = level
  if (level.length === 1 && only !== undefined)
    return { outcome: 'elected', elected: only, ground: 'most votes' }
  const first = lot?.find((id) => level.includes(id))
  return first === undefined
    ? { outcome: 'needs a lot', between: level, decides: 'who is elected' }
    : { outcome: 'elected', elected: first, ground: 'by lot' }
}

/**
 * Each round counts a paper for the candidate it prefers among those still in. More than half of the papers that still
 * count elects; otherwise everybody without any vote goes out, or else whoever has fewest, and of several who have as
 * few whoever stands last in the lot. Where that leaves one, that one is elected.
 */
export function alternativeVote({ candidates, papers, lot }: Stood): Count {
  const abstained = abstaining(papers)
  const rounds: Round[] = []
  let remaining = candidates
  for (;;) {
    const round = polling(remaining, papers)
    rounds.push(round)
    const end = decided(round)
    if (end) return { rounds, abstained, end }
    const going = goingOut(round, lot)
    if ('between' in going)
      return {
        rounds,
        abstained,
        end: { outcome: 'needs a lot', between: going.between, decides: deciding(round, going.between) },
      }
    Object.assign(round, going)
    remaining = remaining.filter((id) => !going.out.includes(id))
    const [last] = remaining
    if (remaining.length === 1 && last !== undefined && going.why === 'by lot')
      return { rounds, abstained, end: { outcome: 'elected', elected: last, ground: 'by lot' } }
  }
}

/** Between the last two, who goes out is who is not elected. */
const deciding = ({ polled }: Round, between: number[]) =>
  polled.length === 2 && between.length === 2 ? 'who is elected' : 'who goes out'

function decided({ polled, counting }: Round): Count['end'] | null {
  const [first] = polled
  if (first === undefined || counting === 0) return { outcome: 'nobody elected' }
  return first.votes * 2 > counting
    ? { outcome: 'elected', elected: first.id, ground: 'more than half' }
    : null
}

type Going = Pick<Round, 'out' | 'why'> | { between: number[] }

function goingOut({ polled }: Round, lot: number[] | null): Going {
  const without = polled.flatMap(({ id, votes }) => (votes === 0 ? [id] : []))
  if (without.length > 0) return { out: without, why: 'no vote' }
  const fewest = polled.at(-1)?.votes
  const level = polled.flatMap(({ id, votes }) => (votes === fewest ? [id] : []))
  if (level.length === 1) return { out: level, why: 'fewest' }
  const last = lot?.filter((id) => level.includes(id)).at(-1)
  return last === undefined ? { between: level } : { out: [last], why: 'by lot' }
}

function polling(remaining: number[], papers: Papers[]): Round {
  const votes = new Map(remaining.map((id) => [id, 0]))
  let exhausted = 0
  for (const { ranking, papers: many } of papers) {
    if (ranking.length === 0) continue
    const preferred = ranking.find((id) => votes.has(id))
    if (preferred === undefined) exhausted += many
    else votes.set(preferred, (votes.get(preferred) ?? 0) + many)
  }
  const polled = [...votes].map(([id, votes]) => ({ id, votes })).sort((a, b) => b.votes - a.votes)
  const counting = polled.reduce((sum, { votes }) => sum + votes, 0)
  return { polled, counting, exhausted, out: [], why: null }
}

const abstaining = (papers: Papers[]) =>
  papers.reduce((sum, { ranking, papers }) => sum + (ranking.length === 0 ? papers : 0), 0)
