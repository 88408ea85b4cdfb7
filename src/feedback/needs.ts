import { inShort } from '../platform/day.ts'
import type { Need, Needs } from '../platform/need.ts'
import { isOffice, ledMemberships } from '../platform/who.ts'
import { type Feedback, feedback } from './queries.ts'
import { answersFor, isOwing, maySeeFeedback, owedInWords } from './rules.ts'

/**
 * Each representative: what they have still to report back. Where somebody has left, the head and deputies of the
 * school in whose mandate they were there. The office: how many reports are late.
 */
export const needs: Needs = async (by) => {
  const { who } = by
  if (!maySeeFeedback(who)) return []
  const own = { personId: who.personId ?? 0, memberships: ledMemberships(who) }
  const all = await feedback(by, { owing: true, ...(isOffice(who) ? {} : { of: own }) })
  const owing = all.filter(({ state, due }) => isOwing(state) && due !== null)
  const mine = owing.filter((one) => one.personId === who.personId)
  const left = owing.filter((one) => one.personId !== who.personId && !one.isThere && answersFor(who, one))
  return [...mine, ...left]
    .map((one) => needOf(one, who.personId))
    .concat(isOffice(who) ? lateOnes(owing) : [])
}

const needOf = (one: Feedback, personId: number | null): Need => ({
  href: `/feedback/${one.sourceId}/${one.personId}/give`,
  says: `Report back from ${one.group} of ${inShort(one.heldOn)}`,
  why: `${one.personId === personId ? '' : `${one.person}, who was there for ${one.school ?? 'the alliance'}, has left. `}${owedInWords(one)}`,
  state: one.state === 'late' ? { says: 'Late', tone: 'bad' } : { says: 'Due', tone: 'due' },
  on: one.at?.heldOn ?? null,
})

function lateOnes(owing: Feedback[]): Need[] {
  const count = owing.filter(({ state }) => state === 'late').length
  if (count === 0) return []
  return [
    {
      href: '/feedback?state=late',
      says: count === 1 ? 'One report from a group is late' : `${count} reports from groups are late`,
      why: 'They stand on the next agenda by themselves; see who owes them.',
      state: { says: 'Late', tone: 'bad' },
      on: null,
    },
  ]
}
