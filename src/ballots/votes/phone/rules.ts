import type { Ballot } from '../../queries.ts'
import { type Elector, takesVotes, votesFromAfar } from '../../rules.ts'

/** Why nobody’s vote is written down by phone in this ballot at all; nothing where it may be. */
export function whyNoPhone({ manner, state }: Pick<Ballot, 'manner' | 'state'>): string | null {
  if (manner === 'hands') return 'This vote is by show of hands in the room'
  if (state === 'closed' || state === 'cancelled') return `This vote is ${state}`
  return takesVotes(state) ? null : 'This vote is not open yet'
}

/**
 * Why a school’s vote is not taken by phone: it is in the room, where who sits for it votes, it has no part in the
 * vote, or it has taken part. What was said by phone stands in for the head of a school that votes from afar.
 */
export function whyNotByPhone(
  ballot: Pick<Ballot, 'byCorrespondence' | 'state' | 'absentFrom' | 'openedAt'>,
  elector: Elector,
): string | null {
  const { school, excluded, present, took } = elector
  if (excluded) return `${school} has no part in this vote: an interest was declared for it in this item`
  if (took !== null) return `${school} has taken part already`
  if (!votesFromAfar(ballot, elector)) return `${school} is in the room: who holds its seat votes for it`
  if (!present && !ballot.byCorrespondence && ballot.absentFrom === null)
    return `${school} was not represented when this vote opened, and it was not opened beforehand`
  return null
}
