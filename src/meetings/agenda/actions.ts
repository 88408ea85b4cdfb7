import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import type { Reader, Writer } from '../../platform/db.ts'
import { notFound, notPossible, permit } from '../../platform/refusal.ts'
import { correct } from '../../platform/revision.ts'
import { groupsOfMeeting, keepsMeeting } from '../queries.ts'
import { mergedOrder, orderTyped, stepped } from './order.ts'
import { agendaOf, type Item, itemOf, previousMeeting } from './queries.ts'
import { orderOf, standingOrder } from './rules.ts'
import type { ItemKind } from './tables.ts'

export type ItemFilled = {
  kind: ItemKind
  title: string
  purpose: string | null
  ownerId: number | null
  minutes: number | null
  followsId: number | null
}

/** What is done to which meeting; `may` where somebody may who does not keep it, such as an item’s own leader. */
type Change = { did: string; meetingId: number; item?: number; may?: boolean }

/**
 * Changes an agenda, one person after another: whoever comes second waits, and sees what the first did. When it was
 * sent already, everybody can see from now on that it has changed since.
 */
export async function changing<Result>(
  by: Actor,
  { did, meetingId, item, may }: Change,
  work: (tx: Writer, by: Actor) => Promise<Result>,
): Promise<Result> {
  permit(may || (await keepsMeeting(by, meetingId)))
  const about = { did, subject: `meetings/${meetingId}`, ...(item ? { details: { item } } : {}) }
  return by.act(about, async (tx, by) => {
    const { status } = await tx
      .updateTable('meetings')
      .set({ agendaChangedAt: sql<Date>`clock_timestamp()` })
      .where('id', '=', meetingId)
      .returning('status')
      .executeTakeFirstOrThrow()
    if (status === 'cancelled') throw notPossible('This meeting was cancelled, so its agenda stays as it is')
    return work(tx, by)
  })
}

/** An item of this meeting; one of another is not found here. */
export async function itemIn(db: Reader, meetingId: number, id: number): Promise<Item> {
  const found = await itemOf(db, id)
  if (found.meetingId !== meetingId) throw notFound()
  return found
}

const unasked = { state: 'accepted', stateReason: null, proposedBy: null, membershipId: null } as const

/** Puts an item on the agenda, before what closes every meeting. */
export function addItem(by: Actor, meetingId: number, filled: ItemFilled): Promise<number> {
  return changing(by, { did: 'added an agenda item', meetingId }, async (tx, by) => {
    const values = { ...unasked, ...(await itemValues(by.db, meetingId, filled)), meetingId }
    const { id } = await tx
      .insertInto('agendaItems')
      .values({ ...values, position: sql<number>`last_position(${meetingId}) + 1` })
      .returning('id')
      .executeTakeFirstOrThrow()
    await beforeTheClose(tx, meetingId, id)
    return id
  })
}

async function itemValues(db: Reader, meetingId: number, { purpose, ...filled }: ItemFilled) {
  if (filled.followsId !== null && (await itemOf(db, filled.followsId)).meetingId === meetingId)
    throw notPossible('Choose an item of an earlier meeting', 'followsId')
  return { ...filled, purpose: purpose ?? '' }
}

const closing: ItemKind[] = ['other business', 'dates']

/** Moves what was put at the end to before the closing items, unless it is one of them. */
export async function beforeTheClose(tx: Writer, meetingId: number, id: number) {
  const items = await agendaOf(tx, meetingId)
  const order = items.map((item) => item.id)
  const rest = items.filter((item) => item.id !== id)
  const close = rest.findIndex(({ kind }) => closing.includes(kind))
  const own = items.find((item) => item.id === id)
  if (close === -1 || !own || closing.includes(own.kind)) return
  const ids = rest.map((item) => item.id)
  await place(tx, items, ids.toSpliced(close, 0, id), order)
}

/** Corrects an item as it stood at this version. */
export async function correctItem(
  by: Actor,
  row: { id: number; version: number; meetingId: number },
  filled: ItemFilled,
) {
  const { meetingId, ...item } = row
  await changing(by, { did: 'corrected an agenda item', meetingId, item: row.id }, async (tx, by) => {
    await itemIn(tx, meetingId, row.id)
    await correct(tx, by, 'agendaItems', item, await itemValues(by.db, meetingId, filled))
  })
}

/** Takes an item off; its papers stay with it, for when it is put back. */
export async function takeOff(by: Actor, meetingId: number, id: number) {
  await changing(by, { did: 'took an item off an agenda', meetingId, item: id }, async (tx, by) => {
    const item = await itemIn(tx, meetingId, id)
    if (await isMinuted(tx, id))
      throw notPossible('Minutes or decisions are recorded on this item, so it stays on the agenda')
    await correct(tx, by, 'agendaItems', item, { state: 'withdrawn' })
  })
}

async function isMinuted(db: Reader, itemId: number): Promise<boolean> {
  const { rows } = await sql<{ minuted: boolean }>`
    select exists (select from item_minutes where item_id = ${itemId} and words <> '')
      or exists (select from decisions where item_id = ${itemId})
      or exists (select from meeting_actions where item_id = ${itemId}) as minuted`.execute(db)
  return rows[0]?.minuted ?? false
}

/** Puts back an item that was taken off, where it stood. */
export async function putBack(by: Actor, meetingId: number, id: number) {
  await changing(by, { did: 'put an item back on an agenda', meetingId, item: id }, async (tx, by) => {
    const item = await itemIn(tx, meetingId, id)
    if (item.position === 0 || item.state !== 'withdrawn') throw notFound()
    await correct(tx, by, 'agendaItems', item, { state: 'accepted' })
  })
}

/** Lays the standing order of the meeting’s group, without what the agenda holds already. */
export async function layStandingOrder(by: Actor, meetingId: number) {
  await changing(by, { did: 'laid the standing order of an agenda', meetingId }, async (tx, by) => {
    const has = await agendaOf(tx, meetingId)
    const laid = standingOrder(orderOf(await groupsOfMeeting(by.db, meetingId)), has)
    const { clerkId, chairId } = await officersNow(tx, meetingId)
    const previous = await previousMeeting(tx, meetingId)
    const owner = (kind: ItemKind) => (kind === 'minutes' || kind === 'actions' ? clerkId : chairId)
    const values = laid.map((item, i) => ({
      ...{ ...unasked, ...item, meetingId, followsId: null },
      purpose: item.kind === 'minutes' && previous ? `To approve the minutes of ${previous.title}` : '',
      ownerId: item.kind === 'report' || item.kind === 'feedback' ? null : owner(item.kind),
      position: sql<number>`last_position(${meetingId}) + ${i + 1}`,
    }))
    if (values.length === 0) throw notPossible('The agenda already holds all the usual items')
    await tx.insertInto('agendaItems').values(values).execute()
  })
}

const officersNow = (db: Reader, id: number) =>
  db.selectFrom('meetings').select(['chairId', 'clerkId']).where('id', '=', id).executeTakeFirstOrThrow()

/** Moves an item one place up or down among those that whoever moves it can see. */
export async function moveItem(by: Actor, meetingId: number, id: number, step: -1 | 1) {
  await changing(by, { did: 'reordered an agenda', meetingId, item: id }, async (tx) => {
    const items = await agendaOf(tx, meetingId)
    const order = items.map((item) => item.id)
    if (!order.includes(id)) throw notFound()
    await place(tx, items, stepped(order, id, step), order)
  })
}

/** Others moved the same items while an order was being typed. */
export class BothMoved extends Error {
  readonly items: Map<number, number>

  constructor(items: Map<number, number>) {
    super('The agenda was reordered meanwhile')
    this.items = items
  }
}

/**
 * Brings the places that were typed on a page opened at this order to the agenda as it stands now.
 * @throws BothMoved, with where they stand now, where others moved the same items elsewhere meanwhile.
 */
export async function reorder(by: Actor, meetingId: number, opened: number[], typed: Map<number, number>) {
  await changing(by, { did: 'reordered an agenda', meetingId }, async (tx) => {
    const items = await agendaOf(tx, meetingId)
    const now = items.map(({ id }) => id)
    const known = opened.filter((id) => now.includes(id))
    const mine = orderTyped(opened, typed).filter((id) => now.includes(id))
    const merged = mergedOrder(known, mine, now)
    if ('both' in merged) throw new BothMoved(new Map(now.map((id, i): [number, number] => [id, i + 1])))
    await place(tx, items, merged.order, now)
  })
}

/** Gives these items their places anew. What cannot be seen keeps its own, and so its place among them. */
async function place(
  tx: Writer,
  items: { id: number; position: number }[],
  order: number[],
  before: number[],
) {
  if (order.every((id, i) => id === before[i])) return
  const positions = items.map(({ position }) => position).sort((a, b) => a - b)
  await sql`
    update agenda_items set position = placed.position
    from unnest(${order}::bigint[], ${positions}::integer[]) as placed (id, position)
    where agenda_items.id = placed.id and agenda_items.position <> placed.position`.execute(tx)
}
