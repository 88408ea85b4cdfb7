import type { Tone } from '../../platform/parts.tsx'
import { isOffice, isSignedIn, ledMemberships, type Who } from '../../platform/who.ts'

/** What became of a nomination; open until somebody says. */
export const outcomes = {
  open: 'Open',
  appointed: 'Appointed',
  declined: 'Declined',
  withdrawn: 'Withdrawn',
} as const
export type Outcome = keyof typeof outcomes

export const outcomeTones: Record<Outcome, Tone> = {
  open: 'due',
  appointed: 'good',
  declined: 'quiet',
  withdrawn: 'quiet',
}

type Put = {
  groupId: number | null
  personId: number
  membershipId: number | null
  nominatedBy: number
  outcome: string | null
}

const schoolsOf = (who: Who) => who.held.flatMap(({ membershipId }) => membershipId ?? [])

/** The office for anybody; heads and deputies for their staff; whoever has a post at a school for themselves. */
export const mayNominate = (who: Who) => isOffice(who) || schoolsOf(who).length > 0

export const mayOpenNominations = (who: Who) => mayNominate(who) || who.leads.length + who.serves.length > 0

/** The schools whose staff may be put forward, and the one person where it is only oneself. */
export const putsForward = (who: Who): { schools: number[] | 'all'; self: boolean } =>
  isOffice(who)
    ? { schools: 'all', self: false }
    : ledMemberships(who).length > 0
      ? { schools: ledMemberships(who), self: false }
      : { schools: schoolsOf(who), self: true }

/** The office appoints or declines, and who leads the group; of an offer to any group whoever leads one. `kept` are those groups. */
export const mayDecide = (who: Who, { groupId }: Pick<Put, 'groupId'>, kept: number[]) =>
  isOffice(who) || (groupId === null ? kept.length > 0 : kept.includes(groupId))

const isOwn = (who: Who, { personId, nominatedBy }: Put) =>
  isSignedIn(who) && (who.personId === personId || who.personId === nominatedBy)

/** Whoever put somebody forward takes it back, and whoever was put forward may say no. */
export const mayWithdraw = (who: Who, put: Put) => put.outcome === null && isOwn(who, put)

/** Who is put forward is known to those whom it concerns: it is no list of who was found wanting. */
export const maySeeNomination = (who: Who, put: Put, kept: number[]) =>
  isOwn(who, put) ||
  mayDecide(who, put, kept) ||
  (put.membershipId !== null && ledMemberships(who).includes(put.membershipId))

export const outcomeOf = ({ outcome }: { outcome: string | null }): Outcome =>
  (outcome as Outcome | null) ?? 'open'
