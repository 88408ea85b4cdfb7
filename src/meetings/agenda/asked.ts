import { groupsSeen, maySeeGroups } from '../../groups/rules.ts'
import { notFound, permit } from '../../platform/refusal.ts'
import { type Asked, idOf } from '../../platform/web.tsx'
import { openingsWritten } from '../confidential/openings.ts'
import { type Meeting, meeting } from '../queries.ts'
import { mayKeepMeeting } from '../rules.ts'
import { itemIn } from './actions.ts'
import type { Item } from './queries.ts'
import { isAgendaOut, isProposer } from './rules.ts'

/** The meeting an address names, as far as whoever asks may see it, and whether they keep it. */
export async function meetingAsked(c: Asked): Promise<{ found: Meeting; keeps: boolean }> {
  const { by } = c.var
  permit(maySeeGroups(by.who))
  const found = await meeting(by.db, idOf(c), groupsSeen(by.who))
  return { found, keeps: mayKeepMeeting(by.who, found.groups, found) }
}

/** The meeting an address names, for whoever keeps it. */
export async function meetingKept(c: Asked): Promise<Meeting> {
  const { found, keeps } = await meetingAsked(c)
  permit(keeps)
  return found
}

/** The item an address names: on an agenda that was sent, or one’s own proposal; whoever keeps the meeting sees all. */
export async function itemAsked(c: Asked): Promise<{ found: Meeting; keeps: boolean; item: Item }> {
  const asked = await meetingAsked(c)
  const item = await itemIn(c.var.by.db, asked.found.id, idOf(c, 'item'))
  if (!asked.keeps && !isShown(c, asked.found, item)) throw notFound()
  await openingsWritten(c.var.by, [item], 'item', `meetings/${item.meetingId}`)
  return { ...asked, item }
}

const isShown = (c: Asked, found: Meeting, item: Item) =>
  isProposer(c.var.by.who, item) ||
  item.ownerId === c.var.by.who.personId ||
  (isAgendaOut(found) && item.state === 'accepted')
