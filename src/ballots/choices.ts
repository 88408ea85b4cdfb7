import type { Asking, Counting } from './tables.ts'
import { motionChoices } from './tables.ts'

type Asked = { asks: Asking; counting: Counting | null }

/** The options of an election in the order in which a vote prefers them; none, where it abstains. */
export const rankingIn = (choice: string): number[] =>
  choice === 'abstain' ? [] : choice.split('>').map(Number)

export const choiceOf = (ranking: number[]) => (ranking.length === 0 ? 'abstain' : ranking.join('>'))

/**
 * Whether this may be chosen: for, against or abstain of a motion; of an election one candidate, or by the alternative
 * vote any number of them in order of preference, each once; abstaining always.
 */
export function isChoice({ asks, counting }: Asked, options: { id: number }[], choice: string): boolean {
  if (asks === 'motion') return Object.hasOwn(motionChoices, choice)
  if (choice === 'abstain') return true
  if (!/^[1-9]\d{0,14}(>[1-9]\d{0,14})*$/.test(choice)) return false
  const ranking = rankingIn(choice)
  const known = new Set(options.map(({ id }) => id))
  return (
    ranking.every((id) => known.has(id)) &&
    new Set(ranking).size === ranking.length &&
    (counting === 'alternative vote' || ranking.length === 1)
  )
}

/** A choice as it is said: “For”, or the names in order. */
export function choiceInWords(
  { asks }: Asked,
  options: { id: number; words: string }[],
  choice: string,
): string {
  if (asks === 'motion' || choice === 'abstain') return motionChoices[choice as keyof typeof motionChoices]
  const names = rankingIn(choice).map((id) => options.find((option) => option.id === id)?.words ?? '')
  return names.length === 1 ? (names[0] ?? '') : names.map((name, i) => `${i + 1}. ${name}`).join(', ')
}
