import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import type { Writer } from '../../platform/db.ts'
import { postMail } from '../../platform/mail.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { correct } from '../../platform/revision.ts'
import { itemIn } from '../agenda/actions.ts'
import { keepsMeeting } from '../queries.ts'
import { addressesOf, holdersOf, isRead, recallOf } from './queries.ts'
import type { Audience } from './tables.ts'
import { withdrawnLetter } from './told.ts'

type ItemOf = { id: number; meetingId: number }
export type Marked = { audience: Audience; reason: string }

const about = (did: string, { id, meetingId }: ItemOf) => ({
  did,
  subject: `meetings/${meetingId}`,
  details: { item: id },
})

/**
 * Marks an item as confidential, or changes whom it is for. What already went out is called back: everybody who had
 * it is told by mail to delete it, without being told what it says. The marking itself comes last, since whoever
 * marks an item may lose it by that.
 * @returns whether whoever marked it may go on reading it.
 */
export async function mark(
  by: Actor,
  { version, ...of }: ItemOf & { version: number },
  { audience, reason }: Marked,
  site: string,
): Promise<boolean> {
  permit(await keepsMeeting(by, of.meetingId))
  return by.act(about('marked an item as confidential', of), async (tx, by) => {
    const item = await heldItem(tx, of)
    const circulated = !item.partB && (await callBack(tx, of, item.number, site))
    await writeMarking(tx, by, of.id, { partB: true, reason, circulated })
    await correct(tx, by, 'agendaItems', { id: of.id, version }, { partB: true, audience })
    return isRead(tx, of.id)
  })
}

/** The item, held for whoever marks it: what hangs on it holds it too, and two at once would wait for each other. */
async function heldItem(tx: Writer, { id, meetingId }: ItemOf) {
  // Who sends the agenda at this moment was first, and is called back, or comes after and sends nothing of it.
  await tx.selectFrom('meetings').select('id').where('id', '=', meetingId).forNoKeyUpdate().execute()
  await tx.selectFrom('agendaItems').select('id').where('id', '=', id).forUpdate().execute()
  return itemIn(tx, meetingId, id)
}

const writeMarking = (
  tx: Writer,
  by: Actor,
  itemId: number,
  marking: { partB: boolean; reason: string; circulated: boolean },
) =>
  tx
    .insertInto('itemMarkings')
    .values({ itemId, ...marking, markedBy: by.who.personId, markedAt: sql<Date>`clock_timestamp()` })
    .execute()

/** @returns whether anything had gone out: to somebody, or to everybody who sees the agenda. */
async function callBack(
  tx: Writer,
  { id, meetingId }: ItemOf,
  number: number,
  site: string,
): Promise<boolean> {
  const meeting = await tx
    .selectFrom('meetings')
    .select(['title', 'heldOn', 'agendaIssuedAt'])
    .where('id', '=', meetingId)
    .executeTakeFirstOrThrow()
  const people = (await holdersOf(tx, id)).map(({ personId }) => personId)
  if (people.length === 0) return meeting.agendaIssuedAt !== null
  const asked = { askedAt: sql<Date>`now()`, confirmedAt: null, confirmedBy: null }
  await tx
    .insertInto('itemRecalls')
    .values(people.map((personId) => ({ itemId: id, meetingId, personId, ...asked })))
    .onConflict((at) => at.columns(['itemId', 'personId']).doUpdateSet(asked))
    .execute()
  for (const { name, email } of await addressesOf(tx, people))
    await postMail(tx, {
      to: email,
      ...withdrawnLetter(name, { meeting: meeting.title, heldOn: meeting.heldOn, number, site }),
    })
  return true
}

/** Takes the marking back: from now on everybody reads it who sees the meeting. */
export async function takeMarkingBack(by: Actor, of: ItemOf & { version: number }, reason: string) {
  permit(await keepsMeeting(by, of.meetingId))
  await by.act(about('took back that an item is confidential', of), async (tx, by) => {
    const { partB } = await heldItem(tx, of)
    if (!partB) throw notPossible('This item is not confidential')
    await writeMarking(tx, by, of.id, { partB: false, reason, circulated: false })
    await correct(tx, by, 'agendaItems', { id: of.id, version: of.version }, { partB: false })
  })
}

export type ReaderFilled = { personId: number; may: 'reads' | 'withheld'; reason: string | null }

/**
 * Names somebody to read a confidential item, or withholds it from them.
 * @returns whether whoever did so may go on reading it.
 */
export async function setReader(
  by: Actor,
  of: ItemOf,
  { personId, may, reason }: ReaderFilled,
): Promise<boolean> {
  permit(await keepsMeeting(by, of.meetingId))
  const did = may === 'reads' ? 'named a reader of a confidential item' : 'withheld a confidential item'
  const deed = about(did, of)
  return by.act({ ...deed, details: { ...deed.details, person: personId } }, async (tx) => {
    await confidential(tx, of)
    const given = { may: may === 'reads', reason, givenBy: by.who.personId, givenAt: sql<Date>`now()` }
    await tx
      .insertInto('itemReaders')
      .values({ itemId: of.id, personId, ...given })
      .onConflict((at) => at.columns(['itemId', 'personId']).doUpdateSet(given))
      .execute()
    return isRead(tx, of.id)
  })
}

/** Takes a name off again: they read it, or not, as the audience says. */
export async function removeReader(by: Actor, of: ItemOf, personId: number): Promise<boolean> {
  permit(await keepsMeeting(by, of.meetingId))
  const deed = about('took back who may read a confidential item', of)
  return by.act({ ...deed, details: { ...deed.details, person: personId } }, async (tx) => {
    await confidential(tx, of)
    await tx.deleteFrom('itemReaders').where('itemId', '=', of.id).where('personId', '=', personId).execute()
    return isRead(tx, of.id)
  })
}

async function confidential(tx: Writer, { id, meetingId }: ItemOf) {
  const { partB } = await itemIn(tx, meetingId, id)
  if (!partB) throw notPossible('Mark the item as confidential first')
}

/** Records that somebody’s copies are gone: they say so themselves, or somebody who keeps the meeting heard it. */
export async function confirmGone(by: Actor, { itemId, personId }: { itemId: number; personId: number }) {
  const asked = await recallOf(by.db, itemId, personId)
  permit(personId === by.who.personId || (await keepsMeeting(by, asked.meetingId)))
  await by.act(
    {
      did: 'recorded that copies are gone',
      subject: 'meetings/recalls',
      details: { item: itemId, person: personId },
    },
    async (tx) => {
      await tx
        .updateTable('itemRecalls')
        .set({ confirmedAt: sql<Date>`now()`, confirmedBy: by.who.personId })
        .where('itemId', '=', itemId)
        .where('personId', '=', personId)
        .where('confirmedAt', 'is', null)
        .execute()
    },
  )
}
