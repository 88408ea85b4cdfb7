import type { Day } from '../platform/day.ts'
import type { Need, Needs } from '../platform/need.ts'
import { isHeadOf, type Who } from '../platform/who.ts'
import { type Own, ownReviews, withInterests } from './reviews/queries.ts'
import { isBeforeVisit, keepsClusters, maySeePeerReview } from './rules.ts'

/** A reviewer: to declare. The lead: the report. The host head: the self-review, the leader alongside, what follows. */
export const needs: Needs = async ({ who, db, today }) => {
  if (!maySeePeerReview(who)) return []
  const [own, interests] = await Promise.all([ownReviews(db, who), withInterests(db)])
  return [
    ...own.flatMap((one) => [...ofReviewer(one, today), ...(one.hostHead ? ofHead(one, today) : [])]),
    ...interests.filter((one) => replaces(who, one)).map(toReplace),
  ]
}

const replaces = (who: Who, { hostMembershipId }: { hostMembershipId: number }) =>
  keepsClusters(who) || isHeadOf(who, hostMembershipId)

const toReplace = ({ id, host, visitFrom }: { id: number; host: string; visitFrom: Day | null }): Need => ({
  href: `/peer-review/${id}`,
  says: `Replace a reviewer of ${host}`,
  why: 'They have declared an interest. The visit cannot take place with them.',
  on: visitFrom,
})

function ofReviewer({ id, host, state, visitFrom, visitTo, ...own }: Own, today: Day): Need[] {
  if (!own.reviewer || own.interested) return []
  if (isBeforeVisit(state) && !own.declared)
    return [
      {
        href: `/peer-review/${id}/declare`,
        says: `Declare before you review ${host}`,
        why: 'Say whether anything stands in the way, such as a post there that you have applied for.',
        on: visitFrom,
      },
    ]
  if (!own.leads) return []
  if (state === 'visited')
    return [
      {
        href: `/peer-review/${id}/texts/report`,
        says: `Hand over the report on ${host}`,
        why: 'The visit has taken place. You lead the reviewers, and hand their report to the head.',
        on: null,
      },
    ]
  return state === 'self-reviewed' && visitTo !== null && visitTo < today ? [hasTakenPlace(id, host)] : []
}

const hasTakenPlace = (id: number, host: string): Need => ({
  href: `/peer-review/${id}`,
  says: `Say that the review visit to ${host} has taken place`,
  why: 'Its last day is over. The report is written from then on.',
  on: null,
})

function ofHead(own: Own, today: Day): Need[] {
  const { id, host, state, leaderId, visitFrom, visitTo } = own
  const need = (says: string, why: string, to = '', on: Day | null = null): Need => ({
    href: `/peer-review/${id}${to}`,
    ...{ says, why, on },
  })
  if (isBeforeVisit(state))
    return [
      ...(state === 'planned'
        ? [
            need(
              `Write the self-review of ${host}`,
              'The reviewers read it before they come.',
              '/texts/self-review',
              visitFrom,
            ),
          ]
        : []),
      ...(leaderId === null
        ? [
            need(
              `Name who will be alongside the reviewers at ${host}`,
              'A leader of the school is with them throughout.',
              '/plan',
              visitFrom,
            ),
          ]
        : []),
      ...(state === 'self-reviewed' && visitTo !== null && visitTo < today ? [hasTakenPlace(id, host)] : []),
    ]
  if (state === 'reported') return following(need, own.workshopOn, 'improvement workshop', today)
  return state === 'workshop held' ? following(need, own.followUpOn, 'follow-up', today) : []
}

function following(
  need: (says: string, why: string, to?: string, on?: Day | null) => Need,
  on: Day | null,
  of: string,
  today: Day,
): Need[] {
  if (on === null) return [need(`Set the day of the ${of}`, 'The peer review goes on with it.', '/dates')]
  return on < today ? [need(`Say that the ${of} has taken place`, 'Its day is over.')] : []
}
