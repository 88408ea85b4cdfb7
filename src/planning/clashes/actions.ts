import { correctMeeting } from '../../meetings/actions.ts'
import type { Actor } from '../../platform/action.ts'
import { type Day, inWords } from '../../platform/day.ts'
import { notPossible } from '../../platform/refusal.ts'
import type { MeetingFound } from './queries.ts'

type Move = {
  on: Day
  starts: string | null
  ends: string | null
  place: string | null
  agendaLateReason?: string | null
}

/**
 * Moves a planned meeting as it stood at this version. It is a correction like any other, so that whoever was invited is
 * told.
 */
export async function moveMeeting(
  by: Actor,
  { id, title, groups }: MeetingFound,
  version: number,
  { on, ...at }: Move,
): Promise<void> {
  if (on < by.today) throw notPossible(`${inWords(on)} is past`, 'other')
  const filled = { title, groups: groups.map((group) => group.id), heldOn: on, ...at }
  await correctMeeting(by, { id, version }, { ...filled, status: 'planned' })
}
