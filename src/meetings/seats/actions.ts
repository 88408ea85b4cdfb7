import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import { refusing } from '../../platform/constraint.ts'
import type { Day } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { correct, remove } from '../../platform/revision.ts'
import { keepsMeeting } from '../queries.ts'
import type { Capacity } from '../tables.ts'
import { type Claimed, claimOf, deputiesOf, namingsOf, type Sitting, sitting } from './queries.ts'
import {
  type Admission,
  admission,
  allowanceInWords,
  isClaim,
  mayNameDeputy,
  mayRecordLetters,
} from './rules.ts'
import { tellNamed, tellWhy } from './told.ts'

/** Of two who come for one school at once the second waits here, and sees that the seat is held. */
export const lockSeat = (tx: Writer, membershipId: number) =>
  sql`select id from memberships where id = ${membershipId} for no key update`.execute(tx)

/**
 * In what capacity somebody is written on a register, and why where it is without the vote (clause 32). Everything
 * that puts anybody there asks this first: it holds the school’s seat until its transaction has ended.
 */
export async function admitted(
  tx: Writer,
  meeting: Sitting,
  { as, ...claimed }: Omit<Claimed, 'as' | 'membershipId'> & { as: Capacity; membershipId: number | null },
): Promise<{ capacity: Capacity; why: string | null }> {
  const { membershipId } = claimed
  if (!meeting.ofBoard || membershipId === null || !isClaim(as)) return { capacity: as, why: null }
  await lockSeat(tx, membershipId)
  return admission(await claimOf(tx, meeting, { ...claimed, membershipId, as }))
}

type Seat = { membershipId: number | null; personId: number | null }

/** Tells everybody concerned, where somebody who came to hold the seat was written down as an observer. */
export async function tellAdmitted(
  tx: Writer,
  by: Actor,
  meeting: Sitting,
  { membershipId, personId }: Seat,
  { capacity, why }: { capacity: Capacity; why: string | null },
) {
  if (capacity === 'observer' && why && membershipId !== null)
    await tellWhy(tx, by, meeting, { membershipId, personId }, why)
}

/** Those of a school who observe at a meeting though they came to hold its seat are judged again. */
async function judgeAgain(tx: Writer, by: Actor, meeting: Sitting, membershipId: number) {
  const rows = await tx
    .selectFrom('attendances')
    .select(['id', 'version', 'personId'])
    .where('meetingId', '=', meeting.id)
    .where('membershipId', '=', membershipId)
    .where('capacity', '=', 'observer')
    .where('why', 'is not', null)
    .orderBy('id')
    .execute()
  for (const row of rows) {
    const now: Admission = admission(
      await claimOf(tx, meeting, { membershipId, personId: row.personId, as: 'deputy', except: row.id }),
    )
    if (now.capacity !== 'observer') await correct(tx, by, 'attendances', row, { ...now })
  }
}

export type Naming = {
  meetingId: number
  membershipId: number
  personId: number
  how: 'page' | 'mail' | 'clerk'
}

/** A head names who stands in for them, from a page or from a mail; or the clerk writes down what they were told. */
export async function nameDeputy(by: Actor, { meetingId, membershipId, personId, how }: Naming) {
  const deed = {
    did: 'named a deputy',
    subject: `meetings/${meetingId}`,
    details: { membershipId, personId, how },
  }
  return by.act(deed, async (tx, by) => {
    const meeting = await toBeNamed(tx, by, { meetingId, membershipId, how })
    const offered = await deputiesOf(tx, membershipId, meeting.heldOn)
    if (!offered.some(([id]) => id === personId))
      throw notPossible('Select somebody who leads the school beside its head', 'personId')
    const before = await standing(tx, meetingId, membershipId)
    if (before?.personId === personId) return
    if (before) await withdraw(tx, before.id)
    await tx
      .insertInto('deputyNamings')
      .values({
        meetingId,
        membershipId,
        personId,
        namedBy: by.who.personId as number,
        how,
        withdrawnAt: null,
      })
      .execute()
    const claim = await claimOf(tx, meeting, { membershipId, personId, as: 'deputy' })
    const { capacity, why } = admission(claim)
    const says = capacity === 'observer' ? (why ?? '') : 'You hold the school’s seat there, with its vote.'
    const seat = { membershipId, school: claim.school, how }
    if (before)
      await tellNamed(tx, by, meeting, { ...seat, personId: before.personId, says: '', isTo: 'not stand in' })
    await tellNamed(tx, by, meeting, { ...seat, personId, says, isTo: 'stand in' })
  })
}

/** Takes a naming back, until the meeting is over. */
export async function withdrawDeputy(by: Actor, { meetingId, membershipId, how }: Omit<Naming, 'personId'>) {
  const deed = { did: 'took back a deputy', subject: `meetings/${meetingId}`, details: { membershipId, how } }
  return by.act(deed, async (tx, by) => {
    const meeting = await toBeNamed(tx, by, { meetingId, membershipId, how })
    const before = await standing(tx, meetingId, membershipId)
    if (!before) return
    await withdraw(tx, before.id)
    const { personId, school } = before
    await tellNamed(tx, by, meeting, { membershipId, personId, school, says: '', isTo: 'not stand in', how })
  })
}

async function toBeNamed(tx: Writer, by: Actor, { meetingId, membershipId, how }: Omit<Naming, 'personId'>) {
  const meeting = await sitting(tx, meetingId)
  permit(
    how === 'clerk'
      ? by.who.personId !== null && (await keepsMeeting(by, meetingId))
      : mayNameDeputy(by.who, membershipId),
  )
  const closed = whyClosed(meeting, by.today)
  if (closed) throw notPossible(closed)
  await lockSeat(tx, membershipId)
  return meeting
}

/** Why nobody can be named for a meeting any more, or at all. */
export function whyClosed({ ofBoard, status, heldOn, endedAt }: Sitting, today: Day): string | undefined {
  if (!ofBoard)
    return 'Deputies are named for meetings of the board; anybody from the school may come to this one'
  if (status === 'cancelled') return 'This meeting was cancelled'
  return endedAt !== null || heldOn < today ? 'This meeting is over' : undefined
}

const standing = async (tx: Writer, meetingId: number, membershipId: number) =>
  (await namingsOf(tx, meetingId)).find((naming) => naming.membershipId === membershipId)

const withdraw = (tx: Writer, id: number) =>
  tx
    .updateTable('deputyNamings')
    .set({ withdrawnAt: sql<Date>`now()`, version: sql<number>`version + 1` })
    .where('id', '=', id)
    .execute()

export type WaiverFilled = { membershipId: number; decision: string; reason: string }

/** Records that a further deputy of a school is allowed at a meeting, by which decision; who came is judged again. */
export async function recordWaiver(by: Actor, meetingId: number, filled: WaiverFilled) {
  const { membershipId } = filled
  const deed = {
    did: 'allowed a further deputy',
    subject: `meetings/${meetingId}`,
    details: { membershipId },
  }
  await by.act(deed, async (tx, by) => {
    const meeting = await kept(tx, by, meetingId)
    await lockSeat(tx, membershipId)
    const once = {
      says: 'A further deputy of this school is allowed at this meeting already',
      field: 'membershipId',
    }
    await refusing({ deputy_waivers_once: once }, () =>
      tx
        .insertInto('deputyWaivers')
        .values({ ...filled, meetingId, recordedBy: by.who.personId })
        .execute(),
    )
    await judgeAgain(tx, by, meeting, membershipId)
  })
}

/** Takes back what was recorded by mistake; who was admitted by it stays as they were admitted. */
export async function removeWaiver(by: Actor, meetingId: number, waiver: { id: number; version: number }) {
  await by.act({ did: 'took back a further deputy', subject: `meetings/${meetingId}` }, async (tx, by) => {
    await kept(tx, by, meetingId)
    await remove(tx, by, 'deputyWaivers', waiver)
  })
}

async function kept(tx: Writer, by: Actor, meetingId: number): Promise<Sitting> {
  permit(await keepsMeeting(by, meetingId))
  return sitting(tx, meetingId)
}

export type LetterFilled = {
  membershipId: number
  personId: number
  datedOn: Day
  fromOn: Day
  toOn: Day | null
}

/** Records a letter by which somebody acts as head; who observed for want of it is judged again. */
export async function recordLetter(by: Actor, filled: LetterFilled): Promise<number> {
  permit(mayRecordLetters(by.who))
  const { membershipId, personId, fromOn, toOn } = filled
  if (toOn !== null && toOn < fromOn) throw notPossible('The last day must not be before the first', 'toOn')
  return by.act({ did: 'recorded an acting head', subject: `members/${membershipId}` }, async (tx, by) => {
    const { id } = await tx
      .insertInto('actingLetters')
      .values({ ...filled, recordedBy: by.who.personId })
      .returning('id')
      .executeTakeFirstOrThrow()
    await lockSeat(tx, membershipId)
    for (const meetingId of await observedAt(tx, membershipId, personId))
      await judgeAgain(tx, by, await sitting(tx, meetingId), membershipId)
    return id
  })
}

async function observedAt(tx: Writer, membershipId: number, personId: number): Promise<number[]> {
  const rows = await tx
    .selectFrom('attendances')
    .select('meetingId')
    .distinct()
    .where('membershipId', '=', membershipId)
    .where('personId', '=', personId)
    .where('capacity', '=', 'observer')
    .where('why', 'is not', null)
    .execute()
  return rows.map(({ meetingId }) => meetingId)
}

export async function removeLetter(by: Actor, letter: { id: number; version: number; membershipId: number }) {
  permit(mayRecordLetters(by.who))
  const { id, version, membershipId } = letter
  await by.act({ did: 'took back an acting head', subject: `members/${membershipId}` }, (tx, by) =>
    remove(tx, by, 'actingLetters', { id, version }),
  )
}

/** What is left of a school’s allowance, before anybody is named for a meeting. */
export const allowanceOf = async (
  db: Parameters<typeof claimOf>[0],
  meeting: Sitting,
  membershipId: number,
) => allowanceInWords(await claimOf(db, meeting, { membershipId, personId: null, as: 'deputy' }))
