import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import { type AcademicYear, yearName } from '../../platform/day.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { issue, notSetUp } from '../invoices/actions.ts'
import { billingSettings } from '../settings/queries.ts'
import { chargesOf, toIssue } from './queries.ts'
import { mayCharge } from './rules.ts'

/**
 * What somebody saw before they pressed: a run that would now be another asks to be looked at again. Nobody is written
 * to of invoices that were sent before they were kept here.
 */
export type Seen = { invoices: number; pence: number; send?: boolean }

/**
 * Issues the subscription invoices of a year: one to each membership that has none, all of them or none. Of two offices
 * at once the second waits, and then finds that there is nothing left to issue.
 * @throws Refusal where what would be issued is not what was seen, or there is nothing to issue.
 */
export async function runSubscriptions(by: Actor, year: AcademicYear, seen: Seen): Promise<number> {
  permit(mayCharge(by.who))
  return by.act(
    {
      did: 'ran the subscriptions of a year',
      subject: (id: number) => `subscriptions/runs/${id}`,
      details: { year },
    },
    async (tx, by) => {
      await sql`select pg_advisory_xact_lock(hashtext('subscriptions'))`.execute(tx)
      const settings = await billingSettings(tx)
      if (!settings) throw notSetUp()
      const charges = toIssue(await chargesOf(tx, year, settings))
      const pence = charges.reduce((sum, { due }) => sum + due.pence, 0)
      if (charges.length === 0)
        throw notPossible(
          `Every school that owes a subscription for ${yearName(year)} has its invoice already: nothing was issued`,
        )
      if (charges.length !== seen.invoices || pence !== seen.pence)
        throw notPossible(
          'What would be issued has changed since you looked. Look at it again before you issue it: nothing was issued',
        )
      const { id: runId } = await tx
        .insertInto('billingRuns')
        .values({ year, issuedOn: by.today, runBy: by.who.personId })
        .returning('id')
        .executeTakeFirstOrThrow()
      for (const { membershipId, due } of charges) {
        const { pence: netPence, ...line } = due
        const lines = [{ what: 'subscription' as const, netPence, ...line }]
        const invoiceId = await issue(by, { membershipId, year, runId, lines, send: seen.send ?? true })
        await tx
          .insertInto('subscriptionCharges')
          .values({ invoiceId, membershipId, year, releasedBy: null })
          .execute()
      }
      return runId
    },
  )
}
