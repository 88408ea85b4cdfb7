import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import { timeInLondon } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { tellLive } from '../../platform/live.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { correct } from '../../platform/revision.ts'
import { isSignedIn } from '../../platform/who.ts'
import { keepsMeeting } from '../queries.ts'
import { urnsOn } from '../register/queries.ts'
import { isPresence } from '../register/rules.ts'
import { admitted, lockSeat, tellAdmitted } from '../seats/actions.ts'
import { type Sitting, sitting } from '../seats/queries.ts'
import { type OwnLine, ownComing, ownLines } from './queries.ts'
import { type Coming, codeFrom, codeTyped, isPresent, whyNotOpen } from './rules.ts'

/** A new code for the room’s screen; the one before opens nothing any more. */
export async function renewCode(by: Actor, meetingId: number): Promise<void> {
  await keeping(by, meetingId, 'opened the door to phones', async (tx) => {
    await tx
      .updateTable('meetings')
      .set({ doorCode: codeFrom(randomBytes(8)) })
      .where('id', '=', meetingId)
      .execute()
  })
}

/** The meeting begins now, and is held; a second press changes nothing, and one after its end takes it up again. */
export async function beginMeeting(by: Actor, meetingId: number, now: Date): Promise<void> {
  await keeping(by, meetingId, 'began a meeting', async (tx, by, meeting) => {
    if (meeting.heldOn !== by.today) throw notPossible('A meeting begins on its own day')
    const { version } = await tx
      .selectFrom('meetings')
      .select('version')
      .where('id', '=', meetingId)
      .executeTakeFirstOrThrow()
    await correct(tx, by, 'meetings', { id: meetingId, version }, { status: 'held' })
    await tx
      .updateTable('meetings')
      .set({ beganAt: meeting.beganAt ?? now, endedAt: null })
      .where('id', '=', meetingId)
      .execute()
  })
}

/** The meeting ends now: the door closes, and whoever is still there was there to its end. */
export async function endMeeting(by: Actor, meetingId: number, now: Date): Promise<void> {
  await keeping(by, meetingId, 'ended a meeting', async (tx, _by, meeting) => {
    if (meeting.beganAt === null) throw notPossible('This meeting has not begun')
    await tx
      .updateTable('meetings')
      .set({ endedAt: meeting.endedAt ?? now, doorCode: null })
      .where('id', '=', meetingId)
      .execute()
  })
}

type Kept = (tx: Writer, by: Actor, meeting: Sitting) => Promise<void>

async function keeping(by: Actor, meetingId: number, did: string, work: Kept) {
  permit(await keepsMeeting(by, meetingId))
  await by.act({ did, subject: `meetings/${meetingId}` }, async (tx, by) => {
    await tx.selectFrom('meetings').select('id').where('id', '=', meetingId).forUpdate().execute()
    const meeting = await sitting(tx, meetingId)
    if (meeting.status === 'cancelled') throw notPossible('This meeting was cancelled')
    await work(tx, by, meeting)
    await tellLive(tx, `meetings/${meetingId}`)
  })
}

/** For which of their schools somebody is here; `null` for all that they may come for. */
export type Here = { code: string; schools: number[] | null }

/**
 * Puts whoever is at work on the register by their own phone, for each school they come for and say; done twice it
 * acts once. The code on the room’s screen is what shows that they are there.
 */
export async function checkIn(
  by: Actor,
  meetingId: number,
  { code, schools }: Here,
  now: Date,
): Promise<void> {
  permit(isSignedIn(by.who))
  await by.act({ did: 'checked in', subject: `meetings/${meetingId}` }, async (tx, by) => {
    const meeting = await openNow(tx, by, meetingId, now)
    if (meeting.doorCode === null || codeTyped(code) !== meeting.doorCode)
      throw notPossible('That is not the code on the screen now. It may have changed: look again', 'code')
    const coming = (await ownComing(tx, by.who, meeting)).filter(
      ({ membershipId }) => membershipId === null || schools === null || schools.includes(membershipId),
    )
    if (coming.length === 0) throw notPossible('Select for which school you are here', 'schools')
    for (const one of coming.toSorted((a, b) => (a.membershipId ?? 0) - (b.membershipId ?? 0)))
      await comeIn(tx, by, meeting, one, now)
  })
}

/** Whoever keeps the register meanwhile holds the meeting: phones wait for that, and not for each other. */
async function openNow(tx: Writer, by: Actor, meetingId: number, now: Date): Promise<Sitting> {
  await sql`select id from meetings where id = ${meetingId} for key share`.execute(tx)
  const meeting = await sitting(tx, meetingId)
  const closed = whyNotOpen(meeting, by.today, timeInLondon(now))
  if (closed) throw notPossible(closed)
  return meeting
}

async function comeIn(tx: Writer, by: Actor, meeting: Sitting, coming: Coming, now: Date) {
  const { membershipId } = coming
  if (membershipId !== null) await lockSeat(tx, membershipId)
  const row = lineOf(await ownLines(tx, by.who, meeting.id), coming)
  const time = timeInLondon(now)
  if (row && isPresence(row.capacity)) return comeBack(tx, by, row, time, now)
  const personId = by.who.personId as number
  const admission = await admitted(tx, meeting, {
    ...{ membershipId, personId, as: coming.as, bySelf: true },
    ...(row ? { except: row.id } : {}),
  })
  const values = { ...admission, personId, arrived: time, departed: null, how: 'phone' as const }
  if (row) await correct(tx, by, 'attendances', row, { ...values, checkedInAt: now.toISOString() })
  else await enter(tx, meeting, { ...values, membershipId, checkedInAt: now })
  await tellAdmitted(tx, by, meeting, { membershipId, personId }, admission)
}

const lineOf = (lines: OwnLine[], { membershipId }: Coming) =>
  lines.find((line) => line.membershipId === membershipId)

/** Who is on the register stays in the capacity in which they are; who had left is there again. */
async function comeBack(tx: Writer, by: Actor, row: OwnLine, time: string, now: Date) {
  const back = { arrived: row.arrived ?? time, departed: null }
  await correct(
    tx,
    by,
    'attendances',
    row,
    row.checkedInAt ? back : { ...back, checkedInAt: now.toISOString() },
  )
}

type Entered = Awaited<ReturnType<typeof admitted>> & {
  membershipId: number | null
  personId: number
  arrived: string
  departed: null
  how: 'phone'
  checkedInAt: Date
}

async function enter(tx: Writer, { id, heldOn }: Sitting, entered: Entered) {
  const { membershipId } = entered
  const urns = membershipId === null ? undefined : await urnsOn(tx, [membershipId], heldOn)
  const urn = urns?.get(membershipId ?? 0) ?? null
  await tx
    .insertInto('attendances')
    .values({ ...entered, urn, meetingId: id, guestName: null, importId: null })
    .onConflict((row) => row.constraint('attendances_meeting_id_urn_person_id_key').doNothing())
    .execute()
}

/** Notes that whoever is at work has left, for every school they came for. */
export async function checkOut(by: Actor, meetingId: number, now: Date): Promise<void> {
  permit(isSignedIn(by.who))
  await by.act({ did: 'checked out', subject: `meetings/${meetingId}` }, async (tx, by) => {
    await openNow(tx, by, meetingId, now)
    for (const row of await ownLines(tx, by.who, meetingId))
      if (isPresent(row)) await correct(tx, by, 'attendances', row, { departed: timeInLondon(now) })
  })
}
