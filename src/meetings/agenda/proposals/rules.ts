import type { GroupKind } from '../../../groups/tables.ts'
import { addDays, type Day } from '../../../platform/day.ts'
import { holds, isOffice, type Who } from '../../../platform/who.ts'
import type { MeetingStatus } from '../../tables.ts'

type Group = { id: number; kind: GroupKind }

/** Who brings business to a group of this kind without belonging to it by name. */
const mayFor = (who: Who, kind: GroupKind): boolean => {
  if (kind === 'board') return holds(who, 'head', 'deputy', 'chair')
  if (kind === 'hub leads') return holds(who, 'hub lead')
  if (kind === 'hub') return holds(who, 'head', 'deputy', 'teacher', 'hub lead')
  return kind === 'ssig' && holds(who, 'ssig')
}

/** Whoever belongs to one of the groups proposes what its meeting should take; the office on anybody’s behalf. */
export const mayPropose = (who: Who, groups: Group[]) =>
  isOffice(who) ||
  groups.some(({ id, kind }) => who.leads.includes(id) || who.serves.includes(id) || mayFor(who, kind))

/** The last day on which an item can be proposed. */
export const closesOn = (heldOn: Day, cutOff: number) => addDays(heldOn, -cutOff)

type Meeting = { heldOn: Day; status: MeetingStatus; agendaIssuedAt: Date | null }

/** Items are proposed until the agenda is sent or closes, whichever comes first. */
export const takesProposals = ({ heldOn, status, agendaIssuedAt }: Meeting, today: Day, cutOff: number) =>
  status === 'planned' && agendaIssuedAt === null && today <= closesOn(heldOn, cutOff)
