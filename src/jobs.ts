import { sql } from 'kysely'
import { forgetReadings } from './agreement/readings/actions.ts'
import { ballotWork } from './ballots/work.ts'
import { forgetPreparations } from './declarations/actions.ts'
import { digestWork } from './digest/work.ts'
import { comingOf } from './home/coming.ts'
import { needsOf } from './home/needs.ts'
import { forgetUploads } from './imports/actions.ts'
import { importWork } from './imports/work.ts'
import { inboxWork } from './invitations/receive.ts'
import { invitationWork } from './invitations/work.ts'
import { actor } from './platform/action.ts'
import type { Clock } from './platform/clock.ts'
import type { Day } from './platform/day.ts'
import { type Database, everything } from './platform/db.ts'
import type { Work } from './platform/job.ts'
import type { Log } from './platform/log.ts'
import { mailWork } from './platform/mailer.ts'
import { forgetSpent } from './platform/protect.ts'
import type { Settings } from './platform/settings.ts'
import { system } from './platform/who.ts'
import { forgetProofs } from './proofs/actions.ts'
import { forgetNotes } from './rounds/actions.ts'
import { forgetVisits } from './sign-in/providers/actions.ts'
import { keepDocuments } from './signatures/documents/actions.ts'
import { documentWork } from './signatures/documents/work.ts'
import { reminderWork } from './signatures/reminders/actions.ts'
import { forgetBankUploads } from './subscriptions/bank/actions.ts'
import { paymentReminderWork } from './subscriptions/chasing/actions.ts'
import { invoiceWork } from './subscriptions/invoices/work.ts'
import { agreementFiles, keepAgreements } from './support/agreements/make.ts'
import { evaluationWork } from './support/evaluations/chasing/actions.ts'
import { visitWork } from './support/holds/work.ts'
import { forgetMatchings } from './support/matching/together/actions.ts'
import { matchingWork } from './support/matching/together/work.ts'
import { forgetSpentTimes } from './support/practitioners/days/actions.ts'

type Given = {
  database: Database
  settings: Pick<Settings, 'mail' | 'url' | 'secret' | 'timeStamps'> & Partial<Pick<Settings, 'inbox'>>
  clock: Clock
  log: Log
}

/** Every kind of job there is, and who does it. */
export function works({ database, settings, clock, log }: Given): Work[] {
  return [
    mailWork(database, settings.mail, log),
    importWork(database, clock),
    documentWork({ database, settings, clock, log, others: [agreementFiles] }),
    invitationWork({ database, settings, clock }),
    inboxWork({ database, settings, clock, log }),
    digestWork({ database, clock, log, settings, needs: needsOf, coming: comingOf }),
    reminderWork(database, clock, settings.url),
    evaluationWork(database, clock, settings.url),
    paymentReminderWork(database, clock, settings.url),
    ballotWork({ database, clock, settings }),
    matchingWork(database, clock),
    visitWork({ database, clock, settings }),
    invoiceWork({ database, clock, url: settings.url, log }),
    { queue: 'housekeeping', at: '17 3 * * *', run: () => keepHouse(database, clock) },
  ]
}

/** Lets go of what was kept for a while and is over. */
export async function keepHouse(database: Database, clock: Clock) {
  await forgetSpent(database)
  await forgetUploads(actor(database, system, clock.today()))
  await keepDocuments(actor(database, system, clock.today()))
  await forgetMatchings(actor(database, system, clock.today()))
  await keepAgreements(actor(database, system, clock.today()))
  await database.transaction(everything, async (tx) => {
    await tx.deleteFrom('sessions').where('expiresAt', '<', sql<Date>`now()`).execute()
    await forgetProofs(tx)
    await forgetVisits(tx)
    await forgetReadings(tx)
    await forgetNotes(tx)
    await forgetPreparations(tx)
    await forgetSpentTimes(tx)
    await forgetBankUploads(tx)
    await tx.deleteFrom('verifications').where('expiresAt', '<', sql<Date>`now()`).execute()
    await tx.deleteFrom('digests').where('sentOn', '<', sql<Day>`current_date - 90`).execute()
    await tx.deleteFrom('mails').where('queuedAt', '<', sql<Date>`now() - interval '90 days'`).execute()
    await tx
      .deleteFrom('receivedMails')
      .where('receivedAt', '<', sql<Date>`now() - interval '90 days'`)
      .execute()
    await tx
      .deleteFrom('feedAddresses')
      .where('revokedAt', '<', sql<Date>`now() - interval '90 days'`)
      .execute()
  })
}
