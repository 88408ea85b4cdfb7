import type { Actor } from '../../platform/action.ts'
import { type Refusals, refusing } from '../../platform/constraint.ts'
import { inDays } from '../../platform/day.ts'
import { postMail } from '../../platform/mail.ts'
import { notPossible } from '../../platform/refusal.ts'
import { correct, Stale } from '../../platform/revision.ts'
import { locked, move, noted } from '../deployments/actions.ts'
import { headsOf } from '../deployments/steps/queries.ts'
import type { DaysFilled, PlanFilled, ReviewFilled } from './form.ts'
import { moreDaysLetter } from './letters.ts'
import { permitDeed } from './permit.ts'
import { planOf, reviewOf } from './queries.ts'
import { noPupils, withPupilNumber } from './rules.ts'

/**
 * Agrees the plan, with which a deployment begins, or mends it as it stood at this version (0: none stood yet).
 * @throws Stale when the other party wrote it meanwhile.
 */
export const agreePlan = (by: Actor, deploymentId: number, filled: PlanFilled, version: number) =>
  by.act(
    { did: 'agreed a plan of support', subject: `support/deployments/${deploymentId}` },
    async (tx, by) => {
      const found = await locked(tx, deploymentId)
      permitDeed(by, 'plan', found)
      refusePupils(filled)
      const plan = await planOf(tx, deploymentId)
      if (plan) await correct(tx, by, 'deploymentPlans', { id: plan.id, version }, filled)
      else if (version > 0) throw new Stale()
      else
        await tx
          .insertInto('deploymentPlans')
          .values({ ...filled, deploymentId, agreedBy: by.who.personId })
          .execute()
      if (found.state === 'agreed') await move(tx, by, deploymentId, 'begin')
    },
  )

/** Looks back at the middle, or mends what was said then. @throws Stale when the other party wrote it meanwhile. */
export const reviewMidPoint = (by: Actor, deploymentId: number, filled: ReviewFilled, version: number) =>
  by.act(
    { did: 'reviewed support at its mid-point', subject: `support/deployments/${deploymentId}` },
    async (tx, by) => {
      const found = await locked(tx, deploymentId)
      permitDeed(by, 'review', found)
      if ((filled.working !== 'yes' || filled.appropriate === 'no') && !filled.changes)
        throw notPossible('Enter what changes from now on, since it is not as it should be', 'changes')
      refusePupils({ changes: filled.changes, exitPlan: filled.exitPlan })
      const review = await reviewOf(tx, deploymentId)
      if (review) await correct(tx, by, 'deploymentReviews', { id: review.id, version }, filled)
      else if (version > 0) throw new Stale()
      else
        await tx
          .insertInto('deploymentReviews')
          .values({ ...filled, deploymentId, reviewedBy: by.who.personId })
          .execute()
    },
  )

const ofDays: Refusals = {
  practitioner_days: {
    says: 'The practitioner has not so many days left this year: ask their head to offer more first',
    field: 'halfDaysAgreed',
  },
}

/** More half-days than the parties signed for; the head who gives them is told by mail, with the reason. */
export const extendDays = (by: Actor, id: number, filled: DaysFilled, url: string) =>
  by.act(
    {
      did: 'agreed more days of support',
      subject: `support/deployments/${id}`,
      details: { halfDays: filled.halfDaysAgreed },
    },
    async (tx, by) => {
      const found = await locked(tx, id)
      permitDeed(by, 'extend', found)
      const { halfDaysAgreed: before, state, fromMembershipId } = found
      const { halfDaysAgreed } = filled
      if (before === null || fromMembershipId === null) throw notPossible('No days are agreed yet')
      if (halfDaysAgreed <= before)
        throw notPossible(`Enter more than the ${inDays(before)} that are agreed already`, 'halfDaysAgreed')
      if (halfDaysAgreed > MOST_HALF_DAYS)
        throw notPossible(`No more than ${inDays(MOST_HALF_DAYS)} can be agreed`, 'halfDaysAgreed')
      await refusing(ofDays, () =>
        correct(tx, by, 'deployments', { id, version: found.version }, { halfDaysAgreed }),
      )
      const reason = `${inDays(before)} became ${inDays(halfDaysAgreed)}. ${filled.reason}`
      await noted(tx, by, { id, from: state, to: state, reason })
      for (const head of await headsOf(tx, fromMembershipId, by.today))
        await postMail(tx, {
          to: head.email,
          ...moreDaysLetter({ ...found, before, now: halfDaysAgreed }, filled.reason, url),
        })
    },
  )

const MOST_HALF_DAYS = 200

function refusePupils(answers: Record<string, string | null>) {
  const field = withPupilNumber(answers)
  if (field) throw notPossible(noPupils, field)
}
