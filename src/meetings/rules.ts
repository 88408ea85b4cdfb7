import type { GroupKind } from '../groups/tables.ts'
import { isOffice, type Who } from '../platform/who.ts'

type Group = { id: number; kind: GroupKind }

/** Who chairs and who clerks a meeting. */
export type Officers = { chairId: number | null; clerkId: number | null }

const isOfficer = ({ personId }: Who, { chairId, clerkId }: Officers) =>
  personId !== null && (personId === chairId || personId === clerkId)

/**
 * The office keeps every meeting; its chair and its clerk keep theirs; whoever leads one of its groups keeps that
 * meeting, and one held together with other hubs, but not one that a body they do not lead, such as the board, has
 * part in.
 */
export const mayKeepMeeting = (who: Who, groups: Group[], meeting?: Officers) =>
  isOffice(who) ||
  (meeting !== undefined && isOfficer(who, meeting)) ||
  (groups.some(({ id }) => who.leads.includes(id)) &&
    groups.every(({ id, kind }) => kind === 'hub' || who.leads.includes(id)))

/** Who may begin to record a meeting, before its groups are known. */
export const mayKeepMeetings = (who: Who) => isOffice(who) || who.leads.length > 0

/** Two times of one day, the first before the second; either may be unknown. */
export const endsAfterStart = (starts: string | null, ends: string | null) =>
  starts === null || ends === null || starts < ends

/** One meeting may have been recorded twice when two of the same title stand so near each other. */
export const LOOKALIKE_DAYS = 7
