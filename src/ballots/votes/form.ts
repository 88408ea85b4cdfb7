import {
  choice,
  type Field,
  type Form,
  form,
  longText,
  optional,
  select,
  several,
} from '../../platform/form.ts'
import { notPossible } from '../../platform/refusal.ts'
import { choiceOf, rankingIn } from '../choices.ts'
import type { Ballot, OptionRow } from '../queries.ts'
import { motionChoices } from '../tables.ts'
import { ordinal, rankingFrom } from './rules.ts'

type Asked = Pick<Ballot, 'asks' | 'counting'>
type Fields = Record<string, Field<unknown>>
export type Filled = Record<string, unknown>

/** Candidates keep the order in which they stand; keys that are numbers would be put in order of their numbers. */
const keyOf = (id: number | string) => `option-${id}`
const rankName = (id: number) => `rank-${id}`

const ABSTAIN = 1

/** What a ballot asks of one school: for, against or abstain; one candidate; or the candidates in order of preference. */
export function choiceFields(ballot: Asked, options: OptionRow[], label: string, ask: string): Fields {
  if (ballot.asks === 'motion') return { choice: choice(label, motionChoices, { ask }) }
  if (ballot.counting === 'first past the post') {
    const candidates = Object.fromEntries(options.map(({ id, words }) => [keyOf(id), words]))
    return { choice: choice(label, { ...candidates, abstain: motionChoices.abstain }, { ask }) }
  }
  const ranks = Object.fromEntries(options.map((_, i) => [i + 1, `${ordinal(i + 1)} preference`]))
  const preference = (words: string): Field<unknown> => ({
    ...optional(select(words, ranks, { ask: 'Choose a preference from the list', empty: 'No preference' })),
    label: words,
  })
  return {
    ...Object.fromEntries(options.map(({ id, words }) => [rankName(id), preference(words)])),
    abstains: {
      ...optional(
        several('Or', [[ABSTAIN, 'Abstain: prefer none of them']], { ask: 'Tick to abstain, or leave it' }),
      ),
      label: 'Or',
    },
  }
}

/** One school’s vote, with the reason that is read beside it once the vote is closed. */
export const voteForm = (ballot: Asked, options: OptionRow[], school: string): Form<Filled> =>
  form<Filled>({
    ...choiceFields(ballot, options, `How ${school} votes`, `Select how ${school} votes`),
    reason: optional(
      longText('Reason', {
        ask: '',
        hint: 'Read with the decision once the vote is closed',
        max: 2_000,
        rows: 3,
      }),
    ),
  })

/**
 * What was chosen, as it is kept, and whether gaps between preferences were closed up.
 * @throws a refusal beside the candidate to whom a preference was given a second time.
 */
export function choiceIn(
  { asks, counting }: Asked,
  options: OptionRow[],
  filled: Filled,
): { choice: string; closedUp: boolean } {
  if (asks === 'motion' || counting === 'first past the post')
    return { choice: String(filled.choice).replace(keyOf(''), ''), closedUp: false }
  const given = options.map(({ id }) => ({
    id,
    rank: filled[rankName(id)] ? Number(filled[rankName(id)]) : null,
  }))
  const ranked = rankingFrom(given)
  if ('repeated' in ranked)
    throw notPossible(
      `The ${ordinal(ranked.rank)} preference is given twice: give each candidate another`,
      rankName(ranked.repeated),
    )
  const abstains = filled.abstains !== null
  if (abstains && ranked.ranking.length > 0)
    throw notPossible('Give preferences or abstain, not both', 'abstains')
  if (!abstains && ranked.ranking.length === 0)
    throw notPossible(
      'Give at least one candidate a preference, or abstain',
      rankName(options[0]?.id as number),
    )
  return { choice: choiceOf(ranked.ranking), closedUp: ranked.closedUp }
}

/** A choice as its form shows it. */
export function shownIn({ asks, counting }: Asked, chosen: string): Record<string, unknown> {
  if (asks === 'motion' || chosen === 'abstain')
    return counting === 'alternative vote' ? { abstains: ABSTAIN } : { choice: chosen }
  if (counting === 'first past the post') return { choice: keyOf(chosen) }
  return Object.fromEntries(rankingIn(chosen).map((id, i) => [rankName(id), i + 1]))
}
