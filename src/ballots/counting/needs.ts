import type { Need, Needs } from '../../platform/need.ts'
import { type Ballot, ballotOf, keepsBallot } from '../queries.ts'
import { titleOf } from '../rules.ts'
import { electionsWithoutLot } from './queries.ts'
import { resultsOf } from './result.ts'

/** An election whose count waits for a lot, for whoever keeps it. */
export const needs: Needs = async ({ who, db }) => {
  if (who.personId === null) return []
  const ballots = await Promise.all((await electionsWithoutLot(db)).map(({ id }) => ballotOf(db, id)))
  const results = await resultsOf(db, ballots)
  const level = ballots.filter(({ id }) => results.get(id)?.outcome === 'needs a lot')
  const kept = await Promise.all(level.map((ballot) => keepsBallot({ who, db }, ballot)))
  return level.filter((_, i) => kept[i]).map(needOf)
}

const needOf = ({ id, ...ballot }: Ballot): Need => ({
  href: `/ballots/${id}/lot`,
  says: `Draw the lot: ${titleOf(ballot)}`,
  why: 'The vote is closed, and candidates are level.',
  state: { says: 'Waiting', tone: 'due' },
  on: null,
})
