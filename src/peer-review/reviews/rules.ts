import { type Day, daysBetween, inWords } from '../../platform/day.ts'
import { isClear, type Standing } from '../rules.ts'
import type { ReviewState } from '../tables.ts'

/** What somebody is to a review when it moves on. */
export const sides = {
  'host head': 'The head of the host school',
  'lead reviewer': 'The reviewer who leads',
  champion: 'The school’s improvement champion, where the head lets them write',
  keeper: 'The office or SSIG',
} as const
export type Side = keyof typeof sides

export type Move = {
  from: readonly ReviewState[]
  to: ReviewState
  /** What is pressed. */
  says: string
  may: readonly Side[]
  reason?: true
}

/** Every way from one state of a review to another, and who may take it: the only place that says so. */
export const moves = {
  'self-review': {
    from: ['planned'],
    to: 'self-reviewed',
    says: 'Give the self-review to the reviewers',
    may: ['host head'],
  },
  visit: {
    from: ['self-reviewed'],
    to: 'visited',
    says: 'The visit has taken place',
    may: ['host head', 'lead reviewer'],
  },
  report: {
    from: ['visited'],
    to: 'reported',
    says: 'Hand the report over to the host head',
    may: ['lead reviewer'],
  },
  workshop: {
    from: ['reported'],
    to: 'workshop held',
    says: 'The workshop was held',
    may: ['host head', 'champion'],
  },
  'follow-up': {
    from: ['workshop held'],
    to: 'followed up',
    says: 'The follow-up has taken place',
    may: ['host head', 'champion'],
  },
  cancel: {
    from: ['planned', 'self-reviewed'],
    to: 'cancelled',
    says: 'Cancel this review',
    may: ['host head', 'keeper'],
    reason: true,
  },
  resume: {
    from: ['cancelled'],
    to: 'planned',
    says: 'Take this review up again',
    may: ['host head', 'keeper'],
  },
} as const satisfies Record<string, Move>
export type MoveName = keyof typeof moves
export const moveNames = Object.keys(moves) as MoveName[]
export const isMove = (name: string): name is MoveName => Object.hasOwn(moves, name)

export function sidesOf({ keeper, hostHead, reviewer, champion, reader }: Standing): Side[] {
  const held: Record<Side, boolean> = {
    'host head': hostHead,
    'lead reviewer': !!reviewer?.leads && isClear(reviewer),
    champion: champion && reader !== null && reader !== 'read',
    keeper,
  }
  return (Object.keys(held) as Side[]).filter((side) => held[side])
}

/** Whether this step is somebody’s to take at all, wherever the review stands. */
export const mayTake = (standing: Standing, name: MoveName) =>
  sidesOf(standing).some((side) => (moves[name] as Move).may.includes(side))

/** The steps open to somebody now; what else stands in the way of one is said when it is taken. */
export const movesFor = (standing: Standing, state: ReviewState) =>
  moveNames.filter((name) => (moves[name] as Move).from.includes(state) && mayTake(standing, name))

export const FEWEST_REVIEWERS = 2
export const MOST_REVIEWERS = 4
/** The longest review known is of three days; a week leaves room. */
const MOST_DAYS = 5

type ToVisit = {
  visitFrom: Day | null
  visitTo: Day | null
  leaderId: number | null
  reviewers: {
    name: string
    leads: boolean
    declaredAt: Date | null
    interested: boolean
    /** Of another school of the cluster and of no trust of the host, today. */
    fits: boolean
  }[]
}

/** All that keeps a visit from having taken place, each in a sentence. */
export function hindersVisit({ visitFrom, visitTo, leaderId, reviewers }: ToVisit, today: Day): string[] {
  const count = reviewers.length
  const lastDay = visitTo ?? visitFrom
  return [
    ...(lastDay === null ? ['The days of the visit are not set'] : []),
    ...(lastDay !== null && lastDay > today ? [`The visit lasts until ${inWords(lastDay)}`] : []),
    ...(leaderId === null ? ['No leader of the school is named to be alongside the reviewers'] : []),
    ...(count < FEWEST_REVIEWERS || count > MOST_REVIEWERS
      ? [`A review has ${FEWEST_REVIEWERS} to ${MOST_REVIEWERS} reviewers, and this one has ${count}`]
      : []),
    ...(count > 0 && !reviewers.some(({ leads }) => leads) ? ['Nobody leads the reviewers'] : []),
    ...reviewers.flatMap((reviewer) => hindrance(reviewer)),
  ]
}

function hindrance(reviewer: ToVisit['reviewers'][number]): string[] {
  const { name, declaredAt, interested, fits } = reviewer
  if (interested) return [`${name} has declared an interest, and has to be replaced`]
  if (declaredAt === null) return [`${name} has not declared yet whether anything stands in the way`]
  return fits ? [] : [`${name} is no longer of another school of this cluster, and has to be replaced`]
}

/** Why a visit cannot be on these days, in a sentence; nothing when it can. `noPupils` says it of a day of the host. */
export function cannotVisitOn(
  from: Day | null,
  to: Day | null,
  closed: readonly Day[],
): { says: string; field: string } | null {
  if (from === null)
    return to === null ? null : { says: 'Enter the first day of the visit', field: 'visitFrom' }
  const last = to ?? from
  if (last < from) return { says: 'The last day must be on or after the first', field: 'visitTo' }
  if (daysBetween(from, last) >= MOST_DAYS)
    return { says: `A visit lasts ${MOST_DAYS} days at most`, field: 'visitTo' }
  const [on] = closed
  if (on)
    return {
      says: `The school has no pupils in on ${inWords(on)}`,
      field: on === from ? 'visitFrom' : 'visitTo',
    }
  return null
}

type Dated = { visitTo: Day | null; workshopOn: Day | null; followUpOn: Day | null }

/** Why the workshop and the follow-up cannot be on these days; nothing when they can. */
export function outOfOrder({
  visitTo,
  workshopOn,
  followUpOn,
}: Dated): { says: string; field: string } | null {
  if (workshopOn && visitTo && workshopOn < visitTo)
    return {
      says: `The workshop comes after the visit, which was until ${inWords(visitTo)}`,
      field: 'workshopOn',
    }
  const before = workshopOn ?? visitTo
  if (followUpOn && before && followUpOn <= before)
    return { says: 'The follow-up comes after the workshop', field: 'followUpOn' }
  return null
}
