import { type Day, inWords } from '../../platform/day.ts'
import { isOffice, ledMemberships, type Who } from '../../platform/who.ts'
import { isLed, type Led } from '../rules.ts'

/** What a school did for the alliance's groups, as far as whose turn it is depends on it. */
export type Service = {
  membershipId: number
  school: string
  joinedOn: Day
  /** Groups on which somebody of it serves now. */
  seats: string[]
  /** The last day on which somebody of it served; null where nobody ever did, and while somebody does. */
  lastServedOn: Day | null
  /** Whom it put forward for this group, or for any. */
  offered: string[]
  /** Whether somebody of it serves on the very group that is asked about. */
  serves: boolean
}

export type Turn = Service & { because: string }

const monthOf = (on: Day) => inWords(on).replace(/^\d+ /, '')

/** “It has had nobody since July 2025”, with whom it offered. */
export function reasonOf({ seats, lastServedOn, joinedOn, offered }: Omit<Service, 'serves'>): string {
  const now =
    seats.length > 0
      ? `It has ${seats.length === 1 ? 'one seat' : `${seats.length} seats`} now: ${seats.join(', ')}`
      : lastServedOn !== null
        ? `It has had nobody since ${monthOf(lastServedOn)}`
        : `It has had nobody since it joined in ${monthOf(joinedOn)}`
  return offered.length > 0 ? `${now}. It offers ${offered.join(', ')}` : now
}

/** Since when a school has served nowhere: from when it joined, if it never did. */
const idleSince = ({ lastServedOn, joinedOn }: Service) => lastServedOn ?? joinedOn

/**
 * The schools in the order whose turn it is to find somebody (clause 29): those with the fewest seats first, and of
 * those whoever served longest ago. A school that serves on this group already comes after all that do not.
 */
export const turns = (schools: Service[]): Turn[] =>
  [...schools]
    .sort(
      (a, b) =>
        Number(a.serves) - Number(b.serves) ||
        a.seats.length - b.seats.length ||
        idleSince(a).localeCompare(idleSince(b)) ||
        a.school.localeCompare(b.school),
    )
    .map((one) => ({ ...one, because: reasonOf(one) }))

/** Whose turn it is, is for whoever looks for somebody: the office, and for their own group those who lead it. */
export const maySeeOrder = (who: Who, group: Led | null) =>
  isOffice(who) || (group !== null && isLed(who, group))

/** A head or deputy is told of their own school, and of no other. */
export const mayOpenRota = (who: Who, group: Led | null) =>
  maySeeOrder(who, group) || ledMemberships(who).length > 0
