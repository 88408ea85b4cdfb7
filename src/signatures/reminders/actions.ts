import { sql } from 'kysely'
import { type Actor, actor } from '../../platform/action.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Day } from '../../platform/day.ts'
import type { Database, Writer } from '../../platform/db.ts'
import type { Work } from '../../platform/job.ts'
import { postMail } from '../../platform/mail.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { system } from '../../platform/who.ts'
import type { VersionToSign } from '../queries.ts'
import { unsigned } from '../register/queries.ts'
import { mayKeepSignatures } from '../rules.ts'
import { isDue, letterTo, type Recipient, recipientsOf } from './rules.ts'

/** Writes to whoever is to sign and has not, looked at hourly by day, so that an invitation goes soon after publication. */
export const reminderWork = (database: Database, clock: Clock, url: string): Work => ({
  queue: 'signing',
  at: '7 8-18 * * *',
  run: async () => {
    await sendReminders(actor(database, system, clock.today()), url)
  },
})

/** @returns how many people were written to. */
export async function sendReminders(by: Actor, url: string): Promise<number> {
  const { version, awaited } = await unsigned(by.totals, by.today)
  if (!version) return 0
  let sent = 0
  for (const { personId } of recipientsOf(awaited)) sent += Number(await remind(by, url, personId, isDue))
  return sent
}

/**
 * Writes to those who have not signed for one school, at once, unless they were written to today.
 * @returns how many people were written to.
 */
export async function remindNow(by: Actor, url: string, membershipId: number): Promise<number> {
  permit(mayKeepSignatures(by.who))
  const { awaited } = await unsigned(by.db, by.today)
  const here = recipientsOf(awaited).filter(({ waiting }) =>
    waiting.some((one) => one.membershipId === membershipId),
  )
  if (here.length === 0)
    throw notPossible('There is nobody to remind: record the school’s head and chair first')
  let sent = 0
  for (const { personId } of here) sent += Number(await remind(by, url, personId, notToday))
  return sent
}

type When = (lastOn: Day | null, signBy: Day | null, today: Day) => boolean
const notToday: When = (lastOn, _, today) => lastOn === null || lastOn < today

/**
 * One mail to one person for all their schools, with what was sent recorded in the same transaction. What they
 * have to sign is looked up again under a lock, so that of two at once one writes, and nobody who has just signed
 * is reminded.
 */
async function remind(by: Actor, url: string, personId: number, when: When): Promise<boolean> {
  return by.together(async (tx, by) => {
    await sql`select pg_advisory_xact_lock(hashtext(${`ask ${personId} to sign`}))`.execute(tx)
    const { version, awaited } = await unsigned(tx, by.today)
    const recipient = recipientsOf(awaited).find((one) => one.personId === personId)
    if (!version || !recipient) return false
    const last = await lastReminded(tx, version.id, recipient)
    if (last.any === by.today) return false
    if (!last.unasked && !when(last.any, version.signBy, by.today)) return false
    await write(by, url, recipient, version, last.any === null)
    return true
  })
}

/** When this person was last written to about this version, and whether one of their places never was told. */
async function lastReminded(tx: Writer, versionId: number, { personId, waiting }: Recipient) {
  const rows = await tx
    .selectFrom('signingReminders')
    .select(['membershipId', 'capacity', 'sentOn'])
    .where('versionId', '=', versionId)
    .where('personId', '=', personId)
    .orderBy('sentOn', 'desc')
    .execute()
  const told = (one: Recipient['waiting'][number]) =>
    rows.some((row) => row.membershipId === one.membershipId && row.capacity === one.capacity)
  return { any: rows[0]?.sentOn ?? null, unasked: !waiting.every(told) }
}

async function write(by: Actor, url: string, recipient: Recipient, version: VersionToSign, first: boolean) {
  const { personId, waiting } = recipient
  const deed = {
    did: 'asked somebody to sign',
    subject: `people/${personId}`,
    details: { version: version.id },
  }
  await by.act(deed, async (tx) => {
    await postMail(tx, letterTo(recipient, version, { first, url }))
    await tx
      .insertInto('signingReminders')
      .values(
        waiting.map(({ membershipId, capacity }) => ({
          ...{ versionId: version.id, membershipId, capacity, personId },
          sentOn: by.today,
        })),
      )
      .execute()
  })
}
