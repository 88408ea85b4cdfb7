import { type Actor, onDay } from '../src/platform/action.ts'
import { type AcademicYear, academicYearOf, addDays, type Day } from '../src/platform/day.ts'
import { everything, type Reader } from '../src/platform/db.ts'
import { bringStatement, fileOf } from '../src/subscriptions/bank/actions.ts'
import { keepMapping } from '../src/subscriptions/bank/mappings/actions.ts'
import { addPrice } from '../src/subscriptions/bought/prices/actions.ts'
import { hold, writeOff } from '../src/subscriptions/chasing/deeds.ts'
import { issue } from '../src/subscriptions/invoices/actions.ts'
import { match } from '../src/subscriptions/payments/actions.ts'
import { recordByHand } from '../src/subscriptions/payments/hand/actions.ts'
import { useOnAccount } from '../src/subscriptions/payments/on-account/actions.ts'
import type { Given } from '../src/subscriptions/payments/rules.ts'
import { makeRecharge, takeIn } from '../src/subscriptions/recharges/actions.ts'
import { adding } from './adding.ts'
import { camt } from './bank.ts'
import { runYear, settleHost } from './subscriptions.ts'
import type { World } from './world.ts'

/** Whose money it is: Ashmere is invoiced, Brindle Moor pays by recharge, and two others are a trust’s. */
export type Payers = { ashmere: number; brindle: number; carr: number; third: number }

/** Who sends invoices, how these schools are invoiced, and the subscriptions of the year; and all that is used of money. */
export async function moneyPrepared(w: Pick<World, 'database' | 'db'>, by: Actor, who: Payers) {
  await settleHost(w)
  await payersOf(w, who)
  await runYear(by, academicYearOf(by.today))
  const used = await moneyUsed(w.db, by, { byInvoice: who.ashmere, byRecharge: who.brindle })
  return { ...used, payingTrust: await trustOf(w, [who.carr, who.third]) }
}

type Used = { byInvoice: number; byRecharge: number }

/**
 * An invoice, payment, statement, recharge and price in every state in which something can be done with one; of what one
 * form settles each form has a record of its own.
 */
export async function moneyUsed(db: Reader, by: Actor, { byInvoice, byRecharge }: Used) {
  const invoices = await invoicesOf(by, byInvoice)
  return {
    ...invoices,
    ...(await paymentsOf(by, { membershipId: byInvoice, invoiceId: invoices.invoice })),
    ...(await rechargesOf(by, byRecharge)),
    ...(await statementsOf(by, by.today)),
    billingRun: await first(db, 'billingRuns'),
    writeOffRow: await first(db, 'writeOffs'),
    purpose: await first(db, 'purposes'),
    journalEntry: await first(db, 'journalEntries'),
    price: await addPrice(by, priceOf('package', by.today)),
    priceToRemove: await addPrice(by, priceOf('hub meeting', by.today)),
    onAccount: byInvoice,
  }
}

/** What stands in an address by a name rather than a number. */
export const namedMoney = { booksAccount: 'bank', suggestion: 'named', statementFile: 'statement.csv' }

const priceOf = (what: 'package' | 'hub meeting', today: Day) => ({
  ...{ what, courseId: null, packageId: null, pence: 35_000, source: 'A price list' },
  fromYear: academicYearOf(today),
})

async function payersOf(w: Pick<World, 'database'>, { ashmere, brindle }: Payers) {
  const address = { address: '1 School Lane', town: 'Rivington', postcode: 'ZZ2 2ZZ' }
  const ofAshmere = {
    membershipId: ashmere,
    payBy: 'invoice',
    name: 'Ashmere High School',
    costCentre: null,
  } as const
  const ofBrindle = {
    membershipId: brindle,
    payBy: 'recharge',
    name: 'Brindle Moor',
    costCentre: 'S-2',
  } as const
  await w.database.transaction(everything, (tx) =>
    tx
      .insertInto('payers')
      .values([
        { ...ofAshmere, ...address, email: 'finance@ashmere.example' },
        { ...ofBrindle, ...address, email: null },
      ])
      .execute(),
  )
}

const trustOf = (w: Pick<World, 'database'>, memberships: number[]) =>
  w.database.transaction(everything, async (tx) => {
    const trustId = await adding(tx)('trusts', { name: 'Dale Trust', uid: null, importId: null })
    const borne = tx.selectFrom('membershipSchools').select('urn').where('membershipId', 'in', memberships)
    await tx.updateTable('schools').set({ trustId }).where('urn', 'in', borne).execute()
    return trustId
  })

const charged = (by: Actor, membershipId: number, says: string) =>
  issue(by, {
    ...{ membershipId, year: academicYearOf(by.today) as AcademicYear, runId: null },
    lines: [{ what: 'charge', says, netPence: 12_000, fromOn: null, toOn: null }],
  })

async function invoicesOf(by: Actor, ashmere: number) {
  const ask = (says: string) => charged(by, ashmere, says)
  const [invoice, invoiceToCredit, invoiceToHold] = [
    await ask('Places'),
    await ask('Lunches'),
    await ask('Books'),
  ]
  const [heldInvoice, invoiceToWriteOff, writtenOff] = [
    await ask('Cover'),
    await ask('Travel'),
    await ask('Rooms'),
  ]
  const why = 'Asked about the date'
  await hold(by, heldInvoice, { untilOn: addDays(by.today, 10), why }, 0)
  await writeOff(by, writtenOff, { amount: 100, decisionId: null, decision: 'Board, spring', why })
  return {
    invoice,
    invoiceToCredit,
    invoiceToHold,
    heldInvoice,
    invoiceToWriteOff,
    invoiceToUse: await ask('Paper'),
  }
}

async function paymentsOf(
  by: Actor,
  { membershipId, invoiceId }: { membershipId: number; invoiceId: number },
) {
  const received = (says: string) =>
    recordByHand(by, {
      ...{ way: 'in', means: 'transfer', amount: 10_000, payer: 'Ashmere', says },
      datedOn: by.today,
    })
  const given = async (says: string, to: Given, pence: number) => {
    const id = await received(says)
    await match(by, id, { given: to, pence })
    return id
  }
  await given('On account', { membershipId }, 5_000)
  const matched = await given('Part of it', { invoiceId, membershipId }, 2_000)
  const [allocation] = await by.db
    .selectFrom('allocations')
    .select('id')
    .where('paymentId', '=', matched)
    .execute()
  await useOnAccount(by, membershipId, invoiceId)
  const { id: use } = await by.db
    .selectFrom('journalEntries')
    .select('id')
    .where('kind', '=', 'match')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  await given('On account again', { membershipId }, 1_000)
  return {
    payment: await received('For something'),
    paymentToCancel: await received('Twice by mistake'),
    allocation: allocation?.id ?? 0,
    use,
  }
}

async function rechargesOf(by: Actor, brindle: number) {
  await charged(by, brindle, 'A seat')
  const taken = await makeRecharge(by)
  await takeIn(by, taken, { takenOn: by.today, takenAs: 'J1' })
  await charged(by, brindle, 'A place')
  const recharge = await makeRecharge(onDay(by, addDays(by.today, -20)))
  await charged(by, brindle, 'Another place')
  return { recharge, takenRecharge: taken }
}

const text = (name: string, content: string) => fileOf({ name, content: Buffer.from(content) })

async function statementsOf(by: Actor, today: Day) {
  const entries = [{ amount: '20.00', payer: 'Somebody', words: 'For lunch', on: addDays(today, -5) }]
  const brought = await bringStatement(by, text('march.xml', camt({ entries })))
  const waiting = await bringStatement(by, text('other.csv', 'When,What,Sum\n2018-03-01,Lunch,3.00\n'))
  const columns = {
    dateColumn: 'Date',
    amountColumn: 'Amount',
    inColumn: null,
    outColumn: null,
    payerColumn: null,
  }
  const named = { ...columns, saysColumn: 'Words', balanceColumn: null }
  const mapping = (name: string, more: string[]) =>
    keepMapping(by, ['Date', 'Words', 'Amount', ...more], { name, ...named })
  return {
    statement: 'statementId' in brought ? brought.statementId : 0,
    bankUpload: 'uploadId' in waiting ? waiting.uploadId : 0,
    bankMapping: await mapping('The council’s bank', []),
    mappingToRemove: await mapping('Another bank', ['Type']),
  }
}

const first = async (
  db: Reader,
  table: 'billingRuns' | 'writeOffs' | 'purposes' | 'journalEntries',
): Promise<number> =>
  (await db.selectFrom(table).select('id').orderBy('id').limit(1).executeTakeFirstOrThrow()).id
