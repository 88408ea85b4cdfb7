import { type Cells, type Known, knownTo, rowsOf } from '../../meetings/bring/read.ts'
import { dayIn, insert } from '../../meetings/bring/rows.ts'
import { type Actor, onDay } from '../../platform/action.ts'
import { type AcademicYear, type Day, firstDay, yearTyped } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { permit } from '../../platform/refusal.ts'
import type { Book } from '../../platform/sheet.ts'
import type { Report } from '../../platform/sheet-report.ts'
import { isOffice } from '../../platform/who.ts'
import { open } from '../books/opening/actions.ts'
import type { Priced } from '../bought/tables.ts'
import { runSubscriptions } from '../charging/actions.ts'
import { chargesOf, toIssue } from '../charging/queries.ts'
import { credit } from '../invoices/credit.ts'
import type { WayToPay } from '../payers/tables.ts'
import { makeRecharge, takeIn } from '../recharges/actions.ts'
import { billingSettings } from '../settings/queries.ts'
import { bringPayments, invoiceOf } from './payments.ts'
import { files, penceIn, type Sheets } from './sheets.ts'

/**
 * Brings in the alliance’s money as it was kept elsewhere before: who invoices, what was issued in which year, and what
 * was paid and spent; all of it or, where a row cannot be understood, none. Nobody is written to.
 */
export async function bringMoney(by: Actor, book: Book, report: Report): Promise<void> {
  permit(isOffice(by.who))
  const known = await knownTo(by.db)
  const rows = await rowsOf(book, files, known, report)
  if (report.faultCount > 0) return
  await by.act({ did: 'brought in subscriptions and payments', subject: 'subscriptions' }, async (tx, by) => {
    await bringHost(tx, rows)
    await bringPayers(tx, rows, known)
    await bringOpening(by, rows)
    await bringRuns(tx, by, rows)
    await bringCredits(tx, by, rows)
    await bringPayments(tx, by, rows, known)
    await bringPrices(tx, rows)
  })
}

async function bringHost(tx: Writer, { host }: Sheets) {
  for (const cells of host)
    await insert(tx, 'billingSettings', [
      {
        ...{ hostName: said(cells.host), address: said(cells.address), town: said(cells.town) },
        ...{
          postcode: said(cells.postcode),
          email: said(cells.email),
          accountName: said(cells.account_name),
        },
        ...{ sortCode: said(cells.sort_code), accountNumber: said(cells.account_number) },
        ...{ legalId: cells.legal_id || null, telephone: cells.telephone || null, vatNumber: null },
        ...{ vat: 'outside', vatReason: said(cells.vat_reason), rechargeCode: cells.recharge_code || null },
        ...{ paymentDays: Number(cells.payment_days), invoicePrefix: 'INV', creditPrefix: 'CN' },
        ...{ financialYearMonth: 4, firstReminder: 7, secondReminder: 21, thirdReminder: 35 },
      },
    ])
}

const said = (cell: string | undefined) => cell ?? ''
const yearIn = (cells: Cells, column = 'year') => yearTyped(said(cells[column])) as AcademicYear

async function bringPayers(tx: Writer, { payers, orders }: Sheets, { membership }: Known) {
  const rows = payers.map((cells) => ({
    membershipId: latest(membership, said(cells.urn)),
    ...{ name: said(cells.name), address: said(cells.address), town: said(cells.town) },
    ...{ postcode: said(cells.postcode), email: cells.email || null, costCentre: cells.cost_centre || null },
    payBy: cells.pay_by as WayToPay,
  }))
  await insert(tx, 'payers', rows)
  const numbers = orders.map((cells) => {
    const year = yearIn(cells)
    return {
      membershipId: membership(said(cells.urn), firstDay(year)) as number,
      year,
      number: said(cells.number),
    }
  })
  await insert(tx, 'purchaseOrders', numbers)
}

const FAR = '9999-01-01' as Day
/** Of a school that was a member twice, the membership that it has now. */
const latest = (membership: Known['membership'], urn: string) => membership(urn, FAR) as number

async function bringRuns(tx: Writer, by: Actor, { runs }: Sheets) {
  for (const cells of runs) {
    const [year, on] = [yearIn(cells), dayIn(cells.on) as Day]
    const charges = toIssue(await chargesOf(tx, year, await billingSettings(tx)))
    const pence = charges.reduce((sum, { due }) => sum + due.pence, 0)
    const runId = await runSubscriptions(onDay(by, on), year, {
      invoices: charges.length,
      pence,
      send: false,
    })
    await tellSent(tx, { runId, on })
    await bringRecharge(by, cells)
  }
}

async function bringRecharge(by: Actor, cells: Cells) {
  const [madeOn, takenOn] = [dayIn(cells.recharged_on), dayIn(cells.taken_on)]
  if (madeOn === null) return
  const id = await makeRecharge(onDay(by, madeOn))
  if (takenOn !== null) await takeIn(onDay(by, takenOn), id, { takenOn, takenAs: said(cells.taken_as) })
}

/** They went to the finance offices on the day of their issue. */
async function tellSent(tx: Writer, { runId, on }: { runId: number; on: Day }) {
  const rows = await tx
    .selectFrom('invoices')
    .innerJoin('payers', 'payers.membershipId', 'invoices.membershipId')
    .select(['invoices.id as invoiceId', 'payers.email'])
    .where('runId', '=', runId)
    .execute()
  const sentAt = new Date(`${on}T09:00:00Z`)
  const sent = rows.flatMap(({ invoiceId, email }) =>
    email ? [{ invoiceId, recipient: email, nth: 1, sentAt }] : [],
  )
  await insert(tx, 'invoiceSendings', sent)
}

async function bringOpening(by: Actor, { opening }: Sheets) {
  for (const cells of opening)
    await open(by, { datedOn: dayIn(cells.on) as Day, pence: penceIn(cells.pounds) as number })
}

async function bringCredits(tx: Writer, by: Actor, { credits }: Sheets) {
  for (const cells of credits) {
    const { id } = await invoiceOf(tx, said(cells.urn), said(cells.year))
    const credited = { netPence: penceIn(cells.pounds) as number, reason: said(cells.reason), send: false }
    await credit(onDay(by, dayIn(cells.on) as Day), id, credited)
  }
}

async function bringPrices(tx: Writer, { prices }: Sheets) {
  const rows = prices.map((cells) => ({
    ...{ what: cells.what as Priced, courseId: null, packageId: null, source: said(cells.source) },
    ...{ pence: penceIn(cells.pounds) as number, fromYear: yearIn(cells, 'from_year') },
  }))
  await insert(tx, 'knownPrices', rows)
}
