import { deputyLines, seatsOfHeads } from '../meetings/seats/mail.ts'
import { type Actor, actor } from '../platform/action.ts'
import {
  type Answer,
  LARGEST_MAIL,
  type MailRead,
  readHeaders,
  readMail,
} from '../platform/calendar-reply.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Writer } from '../platform/db.ts'
import { lookThrough } from '../platform/inbox.ts'
import type { Work } from '../platform/job.ts'
import type { Log } from '../platform/log.ts'
import { postMail } from '../platform/mail.ts'
import type { Settings } from '../platform/settings.ts'
import { system } from '../platform/who.ts'
import { deputyLetter } from './letters.ts'
import { deputyNeeded, invitationOf, meetingTold } from './queries.ts'
import { believed, isLater, mayStillInvite } from './rules.ts'
import { type Reply, replies } from './tables.ts'

export type ReceiveGiven = {
  database: Database
  clock: Clock
  log: Log
  settings: Pick<Settings, 'url' | 'secret'> & Partial<Pick<Settings, 'inbox'>>
}

/** Every five minutes, where a mailbox is set. A mailbox that cannot be read is looked into again the next time. */
export const inboxWork = (given: ReceiveGiven): Work => ({
  queue: 'inbox',
  at: '*/5 * * * *',
  run: async () => {
    const { log, clock } = given
    const { inbox } = given.settings
    if (!inbox) return
    try {
      await lookThrough(inbox, (raw, large) => receive(given, raw, large), { log, now: clock.now() })
    } catch (error) {
      log.warn({ error: (error as Error).message }, 'the mailbox could not be read')
    }
  },
})

/**
 * Takes one mail: an answer to an invitation is written down, anything else is left alone. The same mail again changes
 * nothing.
 * @returns in a sentence what became of it.
 */
export async function receive(
  { database, clock, settings }: Omit<ReceiveGiven, 'log'>,
  raw: Uint8Array,
  large = raw.length > LARGEST_MAIL,
): Promise<string> {
  const mail = large ? await readHeaders(raw) : await readMail(raw)
  if (!large && mail.method === null) return 'Left alone: there is no calendar in it'
  const by = actor(database, system, clock.today())
  return by.together(async (tx, by) => {
    const { id, sender } = mail
    const fresh = await tx
      .insertInto('receivedMails')
      .values({ messageId: id, sender, receivedAt: clock.now(), outcome: '' })
      .onConflict((row) => row.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!fresh) return 'It was taken before'
    const outcome = large ? outcomes.large : await take(tx, by, { mail, now: clock.now(), settings })
    await tx.updateTable('receivedMails').set({ outcome }).where('id', '=', fresh.id).execute()
    return outcome
  })
}

const outcomes = {
  large: 'Not used: it is too large',
  unread: 'Not used: its calendar could not be read',
  noAnswer: 'Not used: its calendar is no answer to an invitation',
  status: 'Not used: it says neither yes, perhaps nor no',
  sender: 'Not used: it came from another address than the one that was invited',
  nobody: 'Not used: nobody with this address is invited to such a meeting',
  earlier: 'Not used: a later answer is known',
}

type Links = ReceiveGiven['settings']
type Taking = { mail: MailRead; now: Date; settings: Links }

async function take(tx: Writer, by: Actor, { mail, now, settings }: Taking): Promise<string> {
  const { method, answer, sender } = mail
  if (method !== 'REPLY') return method === 'UNKNOWN' ? outcomes.unread : outcomes.noAnswer
  if (!answer) return outcomes.unread
  if (!Object.hasOwn(replies, answer.status)) return outcomes.status
  if (answer.attendee !== sender) return outcomes.sender
  const invitation = await invitationOf(tx, answer)
  if (!invitation) return outcomes.nobody
  const { sequence, stamp } = believed(answer, invitation.sequence, now)
  if (!isLater({ sequence, stamp }, invitation.known)) return outcomes.earlier
  const reply = answer.status as Reply
  await keep(tx, by, { ...invitation, reply, sequence, stamp, now })
  if (reply === 'DECLINED' && invitation.reply !== 'DECLINED')
    await offerDeputy(tx, by, { ...invitation, settings })
  return `Taken: ${replies[reply].toLowerCase()}`
}

type Kept = { id: number; meetingId: number; personId: number; reply: Reply; now: Date } & Pick<
  Answer,
  'sequence' | 'stamp'
>

const keep = (tx: Writer, by: Actor, { id, meetingId, personId, reply, sequence, stamp, now }: Kept) =>
  by.act(
    {
      did: 'took an answer to an invitation',
      subject: `meetings/${meetingId}`,
      details: { person: personId, reply },
    },
    () =>
      tx
        .updateTable('invitations')
        .set({ reply, replySequence: sequence, replyStamp: stamp, repliedAt: now })
        .where('id', '=', id)
        .execute(),
  )

type Declined = { meetingId: number; personId: number; address: string; settings: Links }

/** A head who cannot come to the board is shown at once where a deputy is named (clause 32). */
async function offerDeputy(tx: Writer, by: Actor, { meetingId, personId, address, settings }: Declined) {
  const meeting = await meetingTold(tx, meetingId)
  if (!mayStillInvite(meeting, by.today)) return
  const seats = await seatsOfHeads(tx, meetingId, [personId], by.today)
  const memberships = seats.map(({ membershipId }) => membershipId)
  if (seats.length > 0 && (await deputyNeeded(tx, meetingId, memberships)))
    await postMail(tx, { to: address, ...deputyLetter(meeting, deputyLines(settings, meetingId, seats)) })
}
