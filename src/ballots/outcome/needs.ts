import { mayDecide } from '../../agreement/proposals/rules.ts'
import type { Need, Needs } from '../../platform/need.ts'
import { resultsOf } from '../counting/result.ts'
import { ballotsAmong } from '../queries.ts'
import { proposalsVotedOn } from './queries.ts'

/** A proposal for the agreement that was voted on and that the office has not adopted or declined. */
export const needs: Needs = async ({ who, db }) => {
  if (!mayDecide(who)) return []
  const voted = await proposalsVotedOn(db)
  if (voted.length === 0) return []
  const results = await resultsOf(
    db,
    await ballotsAmong(
      db,
      voted.map(({ ballotId }) => ballotId),
    ),
  )
  // Where one was voted on twice, the later vote is what counts.
  const last = new Map(voted.map((one) => [one.proposalId, results.get(one.ballotId)?.outcome]))
  return [...last].flatMap(([id, outcome]): Need[] => {
    const step = outcome === 'carried' ? adopt : outcome === 'not carried' ? decline : null
    return step === null ? [] : [step(id)]
  })
}

const waiting = { state: { says: 'Voted on', tone: 'due' as const }, on: null }

const adopt = (id: number): Need => ({
  href: `/agreement/proposals/${id}/adopt`,
  says: 'Adopt the proposal that the schools agreed to into a draft of the agreement',
  why: 'Its vote is closed, and it was carried.',
  ...waiting,
})
const decline = (id: number): Need => ({
  href: `/agreement/proposals/${id}/decline`,
  says: 'Write down that the schools did not agree to a proposal for the agreement',
  why: 'Its vote is closed, and it was not carried.',
  ...waiting,
})
