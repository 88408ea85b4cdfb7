import type { Need, Needs } from '../../platform/need.ts'
import { headOf } from '../../platform/who.ts'
import { type Running, runningOf } from './queries.ts'
import { isFor, isHalfway } from './rules.ts'

/** The practitioner and the head of the supported school: the plan that begins it, and the look back half way. */
export const needs: Needs = async ({ who, db, today }) => {
  const { personId } = who
  if (personId === null) return []
  const running = await runningOf(db, { personId, memberships: headOf(who) })
  return running.flatMap((one): Need[] => {
    const of = { ...one, fromMembershipId: null }
    if (one.state === 'agreed') return isFor(who, 'plan', of) ? [toPlan(one)] : []
    const asked = !one.reviewed && isFor(who, 'review', of) && isHalfway(one, one.done, today)
    return asked ? [toReview(one)] : []
  })
}

const toPlan = ({ id, practitioner, toSchool }: Running): Need => ({
  href: `/support/deployments/${id}/plan`,
  says: `Agree the plan of the support for ${toSchool}`,
  why: `All three parties have signed. ${practitioner} and the head of ${toSchool} agree what it is for, and it begins.`,
  state: { says: 'To agree', tone: 'due' },
  on: null,
})

const toReview = ({ id, practitioner, toSchool }: Running): Need => ({
  href: `/support/deployments/${id}/mid-point`,
  says: `Look back on the support for ${toSchool}, half way`,
  why: `Is it working, and is it still the right support? ${practitioner} and the head look together; either writes it down.`,
  state: { says: 'Half way', tone: 'due' },
  on: null,
})
