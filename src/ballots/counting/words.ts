import type { Count, Round } from './elections.ts'
import { inLetters, percent, votes } from './rules.ts'

type Named = Count & { candidates: { id: number; words: string }[] }

/** Names as they are said one after another: “Ann Ashmere, Bob Brindle and Cid Carr”. */
export function together(names: string[], and = 'and'): string {
  if (names.length < 2) return names.join('')
  return `${names.slice(0, -1).join(', ')} ${and} ${names.at(-1)}`
}

export const namesIn = ({ candidates }: Pick<Named, 'candidates'>, ids: number[]): string[] =>
  ids.map((id) => candidates.find((candidate) => candidate.id === id)?.words ?? '')

const papersThatCount = (round: Round) =>
  `the ${round.counting.toLocaleString('en-GB')} ${round.counting === 1 ? 'paper' : 'papers'} that counted`

/** Of an election: who is elected, with what, and in which round; or between whom a lot decides. */
export function electionInWords(election: Named): string {
  const { end, rounds } = election
  const last = rounds.at(-1)
  if (end.outcome === 'nobody elected' || !last)
    return 'Nobody is elected: no vote was cast for any candidate.'
  const had = (id: number) => last.polled.find((one) => one.id === id)?.votes ?? 0
  const inRound = rounds.length > 1 ? ` in round ${rounds.length}` : ''
  if (end.outcome === 'needs a lot') {
    const level = `${votes(had(end.between[0] ?? 0))} each${inRound}`
    const names = together(namesIn(election, end.between))
    return end.decides === 'who is elected'
      ? `A lot decides between ${names}, who have ${level}.`
      : `A lot decides who of ${names} goes out, who have ${level}.`
  }
  const [name] = namesIn(election, [end.elected])
  const share = `${votes(had(end.elected))} of ${papersThatCount(last)}, ${percent(had(end.elected), last.counting)}`
  if (end.ground !== 'by lot') return `${name} is elected${inRound}, with ${share}.`
  return `${name} is elected by lot${inRound}, level with ${together(levelWith(election, last, had(end.elected), end.elected))} on ${votes(had(end.elected))}.`
}

const levelWith = (election: Named, { polled }: Round, most: number, elected: number) =>
  namesIn(
    election,
    polled.flatMap(({ id, votes }) => (votes === most && id !== elected ? [id] : [])),
  )

/** What happened after a round, in one sentence. */
export function roundInWords(election: Named, at: number): string {
  const round = election.rounds[at]
  const next = election.rounds[at + 1]
  if (!round || round.out.length === 0) return lastRoundInWords(election)
  const gone = together(namesIn(election, round.out))
  const goes = round.out.length === 1 ? 'goes' : 'go'
  const why = {
    'no vote': 'without any vote',
    fewest: 'with fewest votes',
    'by lot': `by lot, of ${inLetters(levelIn(round))} with fewest votes`,
  }[round.why ?? 'fewest']
  if (!next) return `${gone} ${goes} out ${why}; ${electionInWords(election)}`
  const lost = next.exhausted - round.exhausted
  const exhausted =
    lost === 0
      ? ''
      : `, and ${inLetters(lost)} of the papers ${lost === 1 ? 'prefers' : 'prefer'} nobody who is left`
  return `${gone} ${goes} out ${why}${exhausted}.`
}

const levelIn = ({ polled }: Round) => {
  const fewest = polled.at(-1)?.votes
  return polled.filter(({ votes }) => votes === fewest).length
}

const lastRoundInWords = (election: Named) => electionInWords(election)
