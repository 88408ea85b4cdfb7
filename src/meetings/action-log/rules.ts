import { isHeldOn, type Spell } from '../../people/rules.ts'
import { chairs, heads, type Post } from '../../people/tables.ts'
import type { Day } from '../../platform/day.ts'
import { type OwnerPost, ownerPosts } from './tables.ts'

/** What somebody is: a post at a school or elsewhere, or the lead of a group. */
export type OwnerAs = { post: OwnerPost; membershipId: number | null; groupId: number | null }

export type Owned = {
  ownerId: number
  ownerPost: OwnerPost
  ownerMembershipId: number | null
  ownerGroupId: number | null
}

export type Holding = Spell & OwnerAs & { personId: number }

/** Whoever leads a school takes on what its head undertook, under whichever of these names. */
const kin = (post: OwnerPost): readonly OwnerPost[] =>
  [heads, chairs].find((posts) => posts.includes(post as Post)) ?? [post]

/** Posts that come with their duties. Of others a school has many, and which of them takes over is for the office. */
const passesOn: readonly OwnerPost[] = [
  ...heads,
  ...chairs,
  'deputy',
  'business manager',
  'coordinator',
  'lead',
]

/**
 * Who owns an action on this day: whoever undertook it for as long as they hold the post they held then; after that
 * whoever holds it now. Nobody means that it is for the office to give to somebody.
 */
export function ownersNow(action: Owned, posts: Holding[], today: Day): number[] {
  const same = posts.filter(
    (held) =>
      kin(action.ownerPost).includes(held.post) &&
      held.membershipId === action.ownerMembershipId &&
      held.groupId === action.ownerGroupId &&
      isHeldOn(held, today),
  )
  const people = [...new Set(same.map(({ personId }) => personId))]
  if (people.includes(action.ownerId)) return [action.ownerId]
  return passesOn.includes(action.ownerPost) || people.length === 1 ? people : []
}

/** “Headteacher, Ashmere”, “Lead, Maths hub”. */
export const postInWords = ({ post, place }: { post: OwnerPost; place: string | null }) =>
  [ownerPosts[post], place].filter(Boolean).join(', ')

export type Due = { closedOn: Day | null; dueBy: Day | null }

/** What is due at a meeting is due when it meets: it is overdue the day after. */
export const isOverdue = ({ closedOn, dueBy }: Due, today: Day) =>
  closedOn === null && dueBy !== null && dueBy < today

export const actionStates = { open: 'Open', overdue: 'Overdue', closed: 'Closed' } as const
export type ActionState = keyof typeof actionStates

export const stateOf = (due: Due, today: Day): ActionState =>
  due.closedOn !== null ? 'closed' : isOverdue(due, today) ? 'overdue' : 'open'

/** “for the first time”, “carried once”, “carried 3 times”: how many meetings of its group it has outlived. */
export const carriedInWords = (carried: number) =>
  carried === 0 ? '' : carried === 1 ? 'Carried once' : `Carried ${carried} times`

export const whoseActions = {
  mine: 'Mine',
  'of my groups': 'Of my groups',
  nobody: 'Nobody’s any more',
} as const
export type Whose = keyof typeof whoseActions
