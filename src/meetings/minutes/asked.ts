import { groupsSeen } from '../../groups/rules.ts'
import type { Actor } from '../../platform/action.ts'
import { notFound, permit } from '../../platform/refusal.ts'
import { type Asked, idOf } from '../../platform/web.tsx'
import { isSignedIn } from '../../platform/who.ts'
import { agendaOf } from '../agenda/queries.ts'
import { openingsWritten } from '../confidential/openings.ts'
import type { Opening } from '../confidential/tables.ts'
import { type Meeting, meeting } from '../queries.ts'
import { composed } from './editions/compose.ts'
import { type Part, type Told, told } from './editions/parts.ts'
import { handIn, type MinutesRow, minutesOf } from './queries.ts'
import { type Hand, isApproved, mayRead } from './rules.ts'

export type MinutesAsked = { found: Meeting; minutes: MinutesRow; hand: Hand }

/** The minutes that an address names, as far as whoever asks sees their meeting. */
export async function minutesAsked(c: Asked): Promise<MinutesAsked> {
  const { by } = c.var
  permit(isSignedIn(by.who))
  const found = await meeting(by.db, idOf(c), groupsSeen(by.who))
  const minutes = await minutesOf(by.db, found.id)
  return { found, minutes, hand: await handIn(by.db, by.who, found, minutes) }
}

/** The same for whoever may read them as far as they are: before they are circulated they are not there for others. */
export async function minutesRead(c: Asked): Promise<MinutesAsked> {
  const asked = await minutesAsked(c)
  const begun = asked.minutes.id !== null || asked.hand.keeper
  if (!begun || !mayRead(asked.hand, asked.minutes.state)) throw notFound()
  return asked
}

/** The same for whoever writes or moves them. */
export async function minutesKept(c: Asked): Promise<MinutesAsked> {
  const asked = await minutesAsked(c)
  permit(asked.hand.keeper || asked.hand.signatory)
  return asked
}

/** An item under which something is recorded, for whoever keeps the minutes. */
export async function itemKept(c: Asked) {
  const { by } = c.var
  const { found, minutes, hand } = await minutesKept(c)
  permit(hand.keeper)
  const id = idOf(c, 'item')
  const item = (await agendaOf(by.db, found.id)).find((one) => one.id === id)
  if (!item) throw notFound()
  return { found, item, approved: isApproved(minutes.state) }
}

export const CONFIDENTIAL = 'This item is confidential, and so is what is recorded under it.'

/** All that is recorded, for these eyes; that they opened what is confidential of it is written down first. */
export async function liveParts(by: Actor, { found, minutes }: MinutesAsked): Promise<Part[]> {
  const parts = await composed(by.db, found, minutes, by.today)
  await noteOpened(by, found.id, parts, 'minutes')
  return parts
}

export const noteOpened = (
  by: Actor,
  meetingId: number,
  parts: { itemId: number | null; partB?: boolean; said?: { kind: string } }[],
  what: Opening,
) => {
  const items = parts.flatMap(({ itemId, partB, said }) =>
    itemId !== null && (partB || said?.kind === 'part b') ? [itemId] : [],
  )
  return openingsWritten(
    by,
    [...new Set(items)].map((id) => ({ id, partB: true })),
    what,
    `meetings/${meetingId}`,
  )
}

/** Draft minutes as this reader is given them: without names, where an edition would be. */
export const liveTold = (parts: Part[], withheld: readonly string[]): Told =>
  told(parts.map(({ said }) => said).filter(({ kind }) => !withheld.includes(kind)))
