import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { addSchool, settleHost } from '../../../test/subscriptions.ts'
import { type World, world } from '../../../test/world.ts'
import type { Actor } from '../../platform/action.ts'
import type { AcademicYear } from '../../platform/day.ts'
import { Refusal } from '../../platform/refusal.ts'
import { issue } from '../invoices/actions.ts'
import { credit } from '../invoices/credit.ts'
import { sumsOf } from '../invoices/queries.ts'
import { match, undoMatch } from './actions.ts'
import { cancelPayment, recordByHand } from './hand/actions.ts'
import { useOnAccount } from './on-account/actions.ts'
import { accountInFavour, payment } from './queries.ts'
import type { Given } from './rules.ts'

type Invoice = { id: number; school: number; total: number; owed: number; credited: number }
type Payment = { id: number; pence: number; left: number; cancelled: boolean }
type Match = { id: number; of: Payment; pence: number; invoice?: Invoice; school?: number; undone: boolean }

/** What should be so, kept as simply as can be, beside what the books say. */
class Model {
  readonly invoices: Invoice[] = []
  readonly payments: Payment[] = []
  readonly matches: Match[] = []
  readonly favour = new Map<number, number>()
  readonly w: World
  readonly by: Actor
  readonly schools: number[]

  constructor(w: World, by: Actor, schools: number[]) {
    this.w = w
    this.by = by
    this.schools = schools
    for (const school of schools) this.favour.set(school, 0)
  }

  favourOf = (school: number) => this.favour.get(school) ?? 0
  add = (school: number, pence: number) => this.favour.set(school, this.favourOf(school) + pence)
}

/** Does something that either is possible or is refused by a sentence; nothing else may come of it. */
async function tried(possible: boolean, work: () => Promise<unknown>): Promise<void> {
  const refused = await work().then(
    () => null,
    (error: unknown) => {
      if (error instanceof Refusal && error.kind === 'not possible') return error.message
      throw error
    },
  )
  assert.equal(refused === null, possible, refused ?? 'It was done, and should have been refused')
}

const at = <Item>(items: readonly Item[], n: number): Item | undefined => items[n % Math.max(items.length, 1)]

type Deed = (model: Model, a: number, b: number, pence: number) => Promise<void>

const issueOne: Deed = async ({ by, schools, invoices }, a, _, pence) => {
  const school = at(schools, a) as number
  const lines = [{ what: 'charge' as const, says: 'A course', netPence: pence, fromOn: null, toOn: null }]
  const id = await issue(by, {
    ...{ membershipId: school, year: 2017 as AcademicYear, runId: null, lines, send: false },
  })
  invoices.push({ id, school, total: pence, owed: pence, credited: 0 })
}

const pay =
  (way: 'in' | 'out'): Deed =>
  async ({ by, payments }, _a, _b, amount) => {
    const filled = { way, amount, datedOn: by.today, payer: 'X', means: 'cash' as const, says: null }
    const pence = way === 'in' ? amount : -amount
    payments.push({ id: await recordByHand(by, filled), pence, left: pence, cancelled: false })
  }

type To = { given: Given; possible: boolean; invoice?: Invoice; school?: number }

async function matchTo(model: Model, paid: Payment, pence: number, to: To) {
  const { w, by, matches } = model
  const fits = !paid.cancelled && Math.abs(pence) <= Math.abs(paid.left)
  await tried(to.possible && fits, () => match(by, paid.id, { given: to.given, pence }))
  if (!(to.possible && fits)) return
  const { id } = await w.db
    .selectFrom('allocations')
    .select('id')
    .where('paymentId', '=', paid.id)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  paid.left -= pence
  if (to.invoice) to.invoice.owed -= pence
  if (to.school !== undefined) model.add(to.school, pence)
  const { given: _, possible: __, ...what } = to
  matches.push({ id, of: paid, pence, undone: false, ...what })
}

const toInvoice: Deed = async (model, a, b, pence) => {
  const paid = at(model.payments, a)
  const invoice = at(model.invoices, b)
  if (!paid || !invoice || paid.pence < 0) return
  const given = { invoiceId: invoice.id, membershipId: invoice.school }
  await matchTo(model, paid, pence, { given, invoice, possible: pence <= invoice.owed })
}

const toAccount: Deed = async (model, a, b, amount) => {
  const paid = at(model.payments, a)
  const school = at(model.schools, b) as number
  if (!paid) return
  const pence = amount * Math.sign(paid.pence)
  const possible = pence > 0 || amount <= model.favourOf(school)
  await matchTo(model, paid, pence, { given: { membershipId: school }, school, possible })
}

const toPurpose: Deed = async (model, a, b, amount) => {
  const paid = at(model.payments, a)
  if (!paid) return
  const given = paid.pence < 0 ? { purposeId: (b % 8) + 1 } : ({ otherIncome: true } as const)
  await matchTo(model, paid, amount * Math.sign(paid.pence), { given, possible: true })
}

const undo: Deed = async (model, a) => {
  const one = at(model.matches, a)
  if (!one) return
  const { school, pence, of, invoice } = one
  const possible = !one.undone && (school === undefined || model.favourOf(school) - pence >= 0)
  await tried(possible, () => undoMatch(model.by, one.id, { why: 'Wrong' }))
  if (!possible) return
  one.undone = true
  of.left += pence
  if (invoice) invoice.owed += pence
  if (school !== undefined) model.add(school, -pence)
}

const creditOne: Deed = async (model, a, _, pence) => {
  const invoice = at(model.invoices, a)
  if (!invoice) return
  const possible = pence <= invoice.total - invoice.credited
  await tried(possible, () => credit(model.by, invoice.id, { netPence: pence, reason: 'Less' }))
  if (!possible) return
  const against = Math.min(invoice.owed, pence)
  invoice.owed -= against
  invoice.credited += pence
  model.add(invoice.school, pence - against)
}

const useOne: Deed = async (model, a) => {
  const invoice = at(model.invoices, a)
  if (!invoice) return
  const pence = Math.min(invoice.owed, model.favourOf(invoice.school))
  await tried(pence > 0, () => useOnAccount(model.by, invoice.school, invoice.id))
  invoice.owed -= pence
  model.add(invoice.school, -pence)
}

const cancel: Deed = async (model, a) => {
  const paid = at(model.payments, a)
  if (!paid) return
  const possible = !paid.cancelled && paid.left === paid.pence
  await tried(possible, () => cancelPayment(model.by, paid.id, { why: 'Twice' }))
  if (possible) paid.cancelled = true
}

const deeds: Record<string, Deed> = {
  ...{ issueOne, payIn: pay('in'), payOut: pay('out'), toInvoice, toAccount, toPurpose },
  ...{ undo, creditOne, useOne, cancel },
}

const w = await world()
await settleHost(w)
const by = await w.by('coordinator')
let urn = 991_000

async function holds({ invoices, payments, schools, favourOf }: Model) {
  const { rows } = await sql<{ all: number; bank: number; standing: number; broken: number }>`
    select coalesce(sum(pence), 0)::bigint as all, coalesce(sum(pence) filter (where account = 'bank'), 0)::bigint as bank,
      (select coalesce(sum(pence), 0)::bigint from payments where cancelled_at is null) as standing,
      (select count(*) from (select sum(l.pence) as owed, i.total_pence from journal_lines l join invoices i on i.id = l.invoice_id
        group by i.id) o where owed < 0 or owed > total_pence)::integer as broken
    from journal_lines`.execute(w.db)
  const [books] = rows
  assert.equal(books?.all, 0, 'the trial balance is nil')
  assert.equal(books?.bank, books?.standing, 'the bank holds what was paid and stands')
  assert.equal(books?.broken, 0, 'what an invoice asks for is between nothing and its total')
  for (const { id, owed } of invoices) assert.equal((await sumsOf(w.db, id)).owedPence, owed)
  for (const { id, left } of payments) assert.equal((await payment(w.db, id)).leftPence, left)
  for (const school of schools)
    assert.equal((await accountInFavour(w.db, school)).favourPence, favourOf(school))
}

/** An invoice of either school, and money to match, so that every deed has something to be done to. */
const begin: [string, number, number, number][] = [
  ...([0, 1].map((school) => ['issueOne', school, 0, 6]) as [string, number, number, number][]),
  ['payIn', 0, 0, 6],
  ['toAccount', 0, 1, 2],
  ['payOut', 0, 0, 3],
]

test('whatever is done in whatever order, the books balance and say what a small model says', async () => {
  const step = fc.tuple(
    fc.constantFrom(...Object.keys(deeds)),
    fc.nat({ max: 5 }),
    fc.nat({ max: 5 }),
    fc.integer({ min: 1, max: 6 }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 25 }), async (steps) => {
      const schools = await Promise.all([1, 2].map(() => addSchool(w, { urn: urn++, name: `School ${urn}` })))
      const model = new Model(w, by, schools)
      for (const [name, a, b, pence] of [...begin, ...steps]) await deeds[name]?.(model, a, b, pence)
      await holds(model)
    }),
    { numRuns: 30 },
  )
})
