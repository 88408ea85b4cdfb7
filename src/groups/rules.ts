import { addDays, type Day } from '../platform/day.ts'
import { holds, isOffice, isSignedIn, type Who } from '../platform/who.ts'
import type { GroupKind } from './tables.ts'

/** The groups a person may see: of any kind, or of these kinds and those they lead or serve on. */
export type GroupsSeen = 'all' | { kinds: GroupKind[]; own: number[] }

/** The groups a person leads or serves on today. */
export const ownGroups = ({ leads, serves }: Pick<Who, 'leads' | 'serves'>) => [
  ...new Set([...leads, ...serves]),
]

/**
 * Members of the alliance see what all its groups do; a teacher follows the subject hubs, a hub lead also
 * the hub leads; a partner comes for what is public. Everybody sees the groups on which they serve themselves.
 */
export function groupsSeen(who: Who): GroupsSeen {
  if (holds(who, 'coordinator', 'head', 'deputy', 'chair', 'governor', 'business manager')) return 'all'
  if (holds(who, 'ssig', 'practitioner', 'authority officer')) return 'all'
  const kinds: GroupKind[] = holds(who, 'hub lead')
    ? ['hub', 'hub leads']
    : holds(who, 'teacher')
      ? ['hub']
      : []
  return { kinds, own: ownGroups(who) }
}

export const maySeeGroups = (who: Who) => {
  const seen = groupsSeen(who)
  return seen === 'all' || seen.kinds.length + seen.own.length > 0
}

/** The office sets up groups and says who leads them. */
export const mayKeepGroups = isOffice

/** A group, and who leads it in its lead's place today. */
export type Led = { id: number; deputyLeads: number[] }

/** Whether somebody leads the group, alone or as deputy lead. */
export const isLed = (who: Who, { id, deputyLeads }: Led) =>
  who.leads.includes(id) || (isSignedIn(who) && deputyLeads.includes(who.personId as number))

/** The office and whoever leads a group say who belongs to it. */
export const mayKeepMembers = (who: Who, group: Led) => isOffice(who) || isLed(who, group)

/** What a lead hands on, with how its members are reached, is for those who lead it and the office. */
export const mayOpenSuccession = (who: Who, group: Led) => mayKeepMembers(who, group)

type Leading = { leadId: number | null; leadFrom: Day | null }

/**
 * What becomes of the lead when the group is said to be led so. A new lead leads from today where no other day is
 * given, and the former one led until the day before; who never led for a day leaves no trace.
 */
export function leadChange(before: Leading, given: Leading, today: Day) {
  if (before.leadId === given.leadId)
    return { leadFrom: given.leadId === null ? null : given.leadFrom, ended: null }
  const said = given.leadFrom === before.leadFrom ? null : given.leadFrom
  const from = said ?? today
  const toOn = addDays(from, -1)
  const led = before.leadId !== null && (before.leadFrom === null || before.leadFrom <= toOn)
  const ended = led ? { personId: before.leadId as number, fromOn: before.leadFrom, toOn } : null
  return { leadFrom: given.leadId === null ? null : from, ended }
}
