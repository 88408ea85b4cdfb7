import { actor } from '../platform/action.ts'
import { mailboxIn } from '../platform/calendar.ts'
import type { Clock } from '../platform/clock.ts'
import { type Database, everything } from '../platform/db.ts'
import type { Work } from '../platform/job.ts'
import { Refusal } from '../platform/refusal.ts'
import type { Settings } from '../platform/settings.ts'
import { system } from '../platform/who.ts'
import { type Site, tell } from './actions.ts'

export type InvitationsGiven = {
  database: Database
  clock: Clock
  settings: Pick<Settings, 'url' | 'mail'>
}

/** Tells those invited to a meeting, once whatever changed it has been committed. */
export const invitationWork = (given: InvitationsGiven): Work => ({
  queue: 'invitations',
  run: async (data) => {
    await tellOf(given, (data as { meeting: number }).meeting)
  },
})

/** @returns how many were written to; a meeting that is there no longer has nobody to tell. */
export async function tellOf(given: InvitationsGiven, meetingId: number): Promise<number> {
  const by = actor(given.database, system, given.clock.today())
  try {
    return await tell(by, meetingId, await siteOf(given), given.clock.now())
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'not found') return 0
    throw error
  }
}

/** Without a mail server nothing leaves, and what stays on the page Mail names an organiser of this installation. */
export async function siteOf({ database, settings: { url, mail } }: InvitationsGiven): Promise<Site> {
  const { hostname: host } = new URL(url)
  const found = await database
    .reader(everything)
    .selectFrom('alliance')
    .select(['name', 'shortName'])
    .executeTakeFirst()
  const alliance = found?.name ?? 'the alliance'
  const mailbox = mail ? mailboxIn(mail.from) : { name: '', address: `endeavour@${host}` }
  return { url, host, organiser: { ...mailbox, name: mailbox.name || alliance }, alliance }
}
