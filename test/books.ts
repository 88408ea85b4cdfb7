import type { Actor } from '../src/platform/action.ts'
import { day } from '../src/platform/day.ts'
import { open } from '../src/subscriptions/books/opening/actions.ts'
import { writeOff } from '../src/subscriptions/chasing/deeds.ts'
import { issue } from '../src/subscriptions/invoices/actions.ts'
import { credit } from '../src/subscriptions/invoices/credit.ts'
import { match, take, undoMatch } from '../src/subscriptions/payments/actions.ts'
import type { Given } from '../src/subscriptions/payments/rules.ts'
import { addSchool, runYear, settleHost } from './subscriptions.ts'
import type { World } from './world.ts'

/** Money in or out by hand, given away in parts; what is over waits. */
export async function paid(by: Actor, on: string, pence: number, parts: { given: Given; pence: number }[]) {
  const id = await by.act(
    { did: 'recorded a payment', subject: (id: number) => `subscriptions/payments/${id}` },
    (tx, by) =>
      take(tx, by, { datedOn: day(on), pence, payer: 'A payer', says: 'By hand' }, { kind: 'hand' }),
  )
  for (const part of parts) await match(by, id, part)
  return id
}

const standingInvoice = (w: World, membershipId: number) =>
  w.db
    .selectFrom('invoices')
    .select('id')
    .where('membershipId', '=', membershipId)
    .where('kind', '=', 'invoice')
    .orderBy('id')
    .executeTakeFirstOrThrow()

/**
 * Books in which every account has a balance, by the deeds that make them: £10,000.00 brought forward on 1 September
 * 2017, three schools at £3,000.00 and 20% VAT issued on 5 March 2018, and every kind of movement of money.
 */
export async function filledBooks(w: World) {
  const by = await w.by('coordinator')
  await settleHost(w, { vat: 'standard', vatReason: null, vatNumber: 'GB123456789' })
  const north = await addSchool(w, { urn: 990201, name: 'North, High & “Park”' })
  const south = await addSchool(w, { urn: 990202, name: 'South High' })
  const west = await addSchool(w, { urn: 990203, name: '=West High' })
  await open(by, { datedOn: day('2017-09-01'), pence: 1_000_000 })
  await runYear(by, 2017)
  const invoices = {
    north: (await standingInvoice(w, north)).id,
    south: (await standingInvoice(w, south)).id,
    west: (await standingInvoice(w, west)).id,
    course: await issue(by, {
      membershipId: north,
      year: 2017 as never,
      runId: null,
      lines: [{ what: 'charge', says: 'A course', netPence: 10_000, fromOn: null, toOn: null }],
    }),
  }
  const purpose = await w.db.selectFrom('purposes').selectAll().orderBy('id').executeTakeFirstOrThrow()
  await paid(by, '2018-03-01', 360_000, [
    { given: { invoiceId: invoices.north, membershipId: north }, pence: 360_000 },
  ])
  await paid(by, '2018-03-02', 370_000, [
    { given: { invoiceId: invoices.south, membershipId: south }, pence: 350_000 },
    { given: { membershipId: south }, pence: 5000 },
  ])
  await paid(by, '2018-04-03', -80_000, [{ given: { purposeId: purpose.id }, pence: -80_000 }])
  await paid(by, '2018-02-04', 4000, [{ given: { otherIncome: true }, pence: 4000 }])
  const statementId = await fromBank(by)
  await writeOff(by, invoices.south, {
    amount: 10_000,
    decisionId: null,
    decision: 'Board, 1 March 2018',
    why: 'Too small to chase',
  })
  await credit(by, invoices.west, { netPence: 100_000, reason: 'Joined late' })
  const wrong = await paid(by, '2018-03-05', 100, [{ given: { otherIncome: true }, pence: 100 }])
  const undone = await w.db
    .selectFrom('allocations')
    .select('id')
    .where('paymentId', '=', wrong)
    .executeTakeFirstOrThrow()
  await undoMatch(by, undone.id, { why: 'Not income' })
  return { north, south, west, invoices, purpose, statementId }
}

const fromBank = (by: Actor) =>
  by.act(
    { did: 'imported a bank statement', subject: (id: number) => `subscriptions/statements/${id}` },
    async (tx, by) => {
      const { id } = await tx
        .insertInto('bankStatements')
        .values({
          ...{ name: 'march.csv', format: 'csv' as const, digest: 'x', account: null, lines: 1, newLines: 1 },
          ...{ fromOn: day('2018-03-01'), toOn: day('2018-03-05'), openingPence: null, closingPence: null },
          ...{ importedBy: by.who.personId, undoneAt: null, undoneBy: null },
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      const received = { datedOn: day('2018-03-04'), pence: 777, payer: null, says: 'INTEREST' }
      await take(tx, by, received, { kind: 'bank', statementId: id, fingerprint: 'one' })
      return id
    },
  )
