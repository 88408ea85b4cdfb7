import type { Actor } from '../../../platform/action.ts'
import { dayInLondon } from '../../../platform/day.ts'
import { notFound, notPossible, permit } from '../../../platform/refusal.ts'
import type { Settings } from '../../../platform/settings.ts'
import { choiceInWords, isChoice } from '../../choices.ts'
import { ballotOf, electorOf, keepsBallot, optionsOf } from '../../queries.ts'
import { onceOnly } from '../actions.ts'
import { headsReached } from './queries.ts'
import { whyNoPhone, whyNotByPhone } from './rules.ts'
import { tellHeads } from './told.ts'

export type Phoned = {
  ballotId: number
  membershipId: number
  choice: string
  /** Who rang, and how they were recognised. */
  source: string
  /** Of a secret ballot: that the school wishes to vote by name. */
  named: boolean
}

/**
 * Writes down what a school’s head said by phone, with its source. The heads are told by mail at once, with the link by
 * which they overturn it before the close, whatever the ballot allows otherwise.
 * @throws a refusal for a school in the room, one that has taken part, or one of whose heads none can be written to.
 */
export async function recordPhoned(
  by: Actor,
  { ballotId, membershipId, choice, source, named }: Phoned,
  settings: Pick<Settings, 'url' | 'secret'>,
  now: Date,
): Promise<void> {
  const deed = {
    did: 'wrote down a vote by phone',
    subject: `ballots/${ballotId}`,
    details: { membership: membershipId },
  }
  await by.act(deed, async (tx, by) => {
    const ballot = await ballotOf(tx, ballotId)
    permit(by.who.personId !== null && (await keepsBallot({ who: by.who, db: tx }, ballot)))
    const why = whyNoPhone(ballot)
    if (why !== null) throw notPossible(why)
    const elector = await electorOf(tx, ballotId, membershipId)
    if (!elector) throw notFound()
    const whyNot = whyNotByPhone(ballot, elector)
    if (whyNot !== null) throw notPossible(whyNot, 'membershipId')
    if (ballot.manner === 'secret' && !named)
      throw notPossible('Tick that the school wishes to vote by name: by phone it cannot be secret', 'named')
    const options = await optionsOf(tx, ballotId)
    if (!isChoice(ballot, options, choice)) throw notPossible('Select how the school votes', 'choice')
    const { school } = elector
    const heads = await headsReached(tx, membershipId, dayInLondon(now))
    if (heads.length === 0)
      throw notPossible(
        `Nobody who heads ${school} can be written to: add their address first, so that they are told of this vote`,
        'membershipId',
      )
    await onceOnly(by, { ballot, membershipId, school }, () =>
      tx
        .insertInto('votes')
        .values({
          ...{ ballotId, membershipId, choice, source, how: 'phone' as const },
          ...{ reason: null, castBy: null, recordedBy: by.who.personId },
        })
        .execute(),
    )
    const says = choiceInWords(ballot, options, choice)
    await tellHeads(tx, heads, { ballot, membershipId, school, says, source, clerk: by.who.name }, settings)
  })
}
