import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import { type Mailbox, message } from '../../platform/calendar.ts'
import type { Writer } from '../../platform/db.ts'
import { sendJob } from '../../platform/job.ts'
import { postMail } from '../../platform/mail.ts'
import { guestsOf, visitHeld } from './queries.ts'
import { entryOf, letterOf, type Sending, saidOf, toSend, uidOf, type Visit } from './rules.ts'

/**
 * Has everybody who takes part in a visit told what has changed of it, once this transaction stands. To be called by
 * whatever plans, moves or calls off a visit of a deployment. Nobody is told what their calendar says already.
 */
export const tellVisit = (tx: Writer, visitId: number) => sendJob(tx, 'visits', { visit: visitId })

/** Where this installation is on the web, and the mailbox that stands as the organiser. */
export type Site = { url: string; host: string; organiser: Mailbox; alliance: string }

/**
 * Sends a visit to everybody whose calendar does not say what is so. What was sent is kept in the same transaction,
 * under a lock on the visit: of two at once the second finds nothing left to say. @returns how many were written to.
 */
export const tell = (by: Actor, visitId: number, site: Site, now: Date): Promise<number> =>
  by.together(async (tx, by) => {
    await sql`select from support_visits where id = ${visitId} for no key update`.execute(tx)
    const visit = await visitHeld(tx, visitId)
    if (!visit) return 0
    const guests = await guestsOf(tx, visitId, by.today)
    const { sequence, sendings } = toSend(visit, guests, by.today)
    if (sendings.length === 0) return 0
    // A visit keeps the name that calendars know it by, also when the installation moves to another address.
    const uid = guests.find(({ said }) => said !== null)?.said?.uid ?? uidOf(visitId, site.host)
    const details = { people: sendings.length, sequence }
    await by.act(
      { did: 'told those who take part in a visit', subject: `support/visits/${visitId}`, details },
      async (tx) => {
        for (const sending of sendings) await send(tx, { visit, sending, site, uid, sequence, now })
      },
    )
    return sendings.length
  })

type Told = { visit: Visit; sending: Sending; site: Site; uid: string; sequence: number; now: Date }

async function send(tx: Writer, { visit, sending, site, uid, sequence, now }: Told) {
  const { guest, method, to, before } = sending
  const { url, organiser, alliance } = site
  const asItIs = entryOf(visit, { uid, sequence, stamp: now, url })
  // Who is told that a visit is off knows it by the day and the times they were told last.
  const entry =
    method === 'CANCEL' && before
      ? { ...asItIs, on: before.on, starts: before.starts, ends: before.ends }
      : asItIs
  await postMail(tx, {
    to,
    ...letterOf(visit, sending, { alliance, url }),
    calendar: {
      method,
      text: message(method, entry, { organiser, guest: { name: guest.name, address: to } }),
    },
  })
  const said = JSON.stringify(saidOf(visit, { uid, to }))
  const sent = { sequence, method, said, sentAt: now }
  await tx
    .insertInto('visitHolds')
    .values({ ...sent, visitId: visit.id, personId: guest.personId })
    .onConflict((row) => row.columns(['visitId', 'personId']).doUpdateSet(sent))
    .execute()
}
