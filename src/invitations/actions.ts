import { sql } from 'kysely'
import { keepsMeeting } from '../meetings/queries.ts'
import type { Actor } from '../platform/action.ts'
import { type Mailbox, message } from '../platform/calendar.ts'
import type { Writer } from '../platform/db.ts'
import { sendJob } from '../platform/job.ts'
import { postMail } from '../platform/mail.ts'
import { notPossible, permit } from '../platform/refusal.ts'
import { letterOf } from './letters.ts'
import { guestsOf, type MeetingFound, meetingTold } from './queries.ts'
import { entryOf, mayStillInvite, type Sending, saidOf, toldBefore, toSend, uidOf } from './rules.ts'

/**
 * Has everybody on the list of a meeting told what has changed of it, once this transaction stands. To be called by
 * whatever changes its title, day, times, place, link or state. Nobody is written to when nothing they know has changed.
 */
export const tellInvited = (tx: Writer, by: Actor, meetingId: number) =>
  sendJob(tx, 'invitations', { meeting: meetingId, by: by.who.personId })

/** Invites everybody who belongs at the meeting and of whom nothing is said yet. @returns how many. */
export async function sendInvitations(by: Actor, meetingId: number): Promise<number> {
  await permitInviting(by, meetingId)
  return by.act(
    { did: 'sent invitations', subject: `meetings/${meetingId}`, details: (people: number) => ({ people }) },
    async (tx, by) => {
      const all = await guestsOf(tx, meetingId, by.today)
      const asked = all.filter(({ wanted, email }) => wanted === null && email !== null)
      if (asked.length === 0) throw notPossible('Everybody who belongs there has been invited or left out')
      await tx
        .insertInto('invitations')
        .values(asked.map(({ personId }) => ({ ...nothingSent, meetingId, personId })))
        .onConflict((row) => row.doNothing())
        .execute()
      await tellInvited(tx, by, meetingId)
      return asked.length
    },
  )
}

const nothingSent = {
  ...{ uid: null, sequence: null, method: null, address: null, said: null, sentAt: null },
  ...{ reply: null, replySequence: null, replyStamp: null, repliedAt: null },
}

/** Invites one person, whether or not they belong to a group of the meeting; they are written to at once. */
export async function invite(by: Actor, meetingId: number, personId: number) {
  await permitInviting(by, meetingId)
  const details = { person: personId }
  await by.act({ did: 'invited somebody', subject: `meetings/${meetingId}`, details }, (tx, by) =>
    want(tx, by, { meetingId, personId, wanted: true }),
  )
}

/** Leaves one person out, or takes off whoever was invited: then they are told. */
export async function leaveOut(by: Actor, meetingId: number, personId: number) {
  await permitInviting(by, meetingId)
  const details = { person: personId }
  await by.act(
    { did: 'left somebody out of a meeting', subject: `meetings/${meetingId}`, details },
    (tx, by) => want(tx, by, { meetingId, personId, wanted: false }),
  )
}

async function permitInviting(by: Actor, meetingId: number) {
  permit(await keepsMeeting(by, meetingId))
  if (!mayStillInvite(await meetingTold(by.db, meetingId), by.today))
    throw notPossible('Nobody can be invited to it any more: it is over or cancelled')
}

type Wanted = { meetingId: number; personId: number; wanted: boolean }

async function want(tx: Writer, by: Actor, { meetingId, personId, wanted }: Wanted) {
  await tx
    .insertInto('invitations')
    .values({ ...nothingSent, meetingId, personId, wanted })
    .onConflict((row) => row.columns(['meetingId', 'personId']).doUpdateSet({ wanted }))
    .execute()
  await tellInvited(tx, by, meetingId)
}

/** Where this installation is on the web, and the mailbox to which answers come. */
export type Site = { url: string; host: string; organiser: Mailbox; alliance: string }

/**
 * Writes to everybody whose calendar does not say what is so. What was sent is kept in the same transaction, under a
 * lock on the meeting, so that of two at once one writes and the other finds nothing left to say.
 * @returns how many were written to.
 */
export const tell = (by: Actor, meetingId: number, site: Site, now: Date): Promise<number> =>
  by.together(async (tx, by) => {
    await sql`select from meetings where id = ${meetingId} for no key update`.execute(tx)
    const meeting = await meetingTold(tx, meetingId)
    const guests = await guestsOf(tx, meetingId, by.today)
    const list = guests.flatMap(({ wanted, ...guest }) => (wanted === null ? [] : [{ ...guest, wanted }]))
    const { sequence, sendings } = toSend(meeting, list, by.today)
    if (sendings.length === 0) return 0
    const uid = (await uidKept(tx, meetingId)) ?? uidOf(meetingId, site.host)
    const details = { people: sendings.length, sequence }
    await by.act({ did: 'told those invited', subject: `meetings/${meetingId}`, details }, async (tx) => {
      await tx.updateTable('meetings').set({ sequence }).where('id', '=', meetingId).execute()
      for (const sending of sendings) {
        const { name = '', said = null } = list.find(({ personId }) => personId === sending.personId) ?? {}
        await send(tx, { ...{ meeting: { ...meeting, sequence }, sending, site, uid, now, name }, said })
      }
    })
    return sendings.length
  })

/** A meeting keeps the name that calendars know it by, also when the installation moves to another address. */
async function uidKept(tx: Writer, meetingId: number): Promise<string | null> {
  const kept = await tx
    .selectFrom('invitations')
    .select('uid')
    .where('meetingId', '=', meetingId)
    .where('uid', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return kept?.uid ?? null
}

type Told = {
  meeting: MeetingFound
  sending: Sending
  site: Site
  uid: string
  now: Date
  name: string
  said: string | null
}

async function send(tx: Writer, { meeting, sending, site, uid, now, name, said }: Told) {
  const { sequence } = meeting
  const { personId, method, to } = sending
  const entry = entryOf(meeting, { uid, sequence, stamp: now, url: site.url })
  const guest = { name, address: to }
  const before = said === null ? null : toldBefore(said)
  await postMail(tx, {
    to,
    ...letterOf({ meeting, sending, before, alliance: site.alliance, url: site.url }),
    calendar: { method, text: message(method, entry, { organiser: site.organiser, guest }) },
  })
  const sent = { uid, sequence, method, address: to, said: saidOf(meeting), sentAt: now }
  await tx
    .updateTable('invitations')
    .set(sent)
    .where('meetingId', '=', meeting.id)
    .where('personId', '=', personId)
    .execute()
}
