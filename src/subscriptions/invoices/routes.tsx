import type { Child } from 'hono/jsx'
import type { Actor } from '../../platform/action.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { inPounds } from '../../platform/money.ts'
import { notFound, permit } from '../../platform/refusal.ts'
import { fillIn, idOf, list, press, rooms, show } from '../../platform/web.tsx'
import { isOffice, moneyOf } from '../../platform/who.ts'
import { payers } from '../payers/queries.ts'
import { credit } from './credit.ts'
import { creditForm, invoiceFilter } from './form.ts'
import { invoicesListed } from './list.ts'
import { InvoicePage } from './page.tsx'
import { InvoicesPage, invoiceFile, invoiceList } from './pages.tsx'
import { type Invoice, invoice, invoiceLines, sumsOf } from './queries.ts'
import { mayIssue, mayOpenMoney, numberOf } from './rules.ts'
import { sendAgain } from './sending/actions.ts'
import { creditNotesOf, sendingsOf, settledBy } from './story.ts'

/** What another part of the capability shows on the page of an invoice. */
export type InvoiceSection = (by: Actor, invoice: Invoice) => Promise<Child>

export function invoiceRoutes(sections: InvoiceSection[] = []) {
  const routes = rooms()

  routes.get('/', async (c) => {
    const { by } = c.var
    permit(mayOpenMoney(by.who))
    const office = isOffice(by.who)
    const own = office ? [] : await payers(by.db, moneyOf(by.who))
    return list(c, {
      of: c.req.query('format') === 'csv' ? invoiceFile : invoiceList,
      filter: invoiceFilter,
      sort: '-number',
      name: 'invoices',
      size: 30,
      rows: (asked) => invoicesListed(by.db, asked, by.today),
      page: (shown) => <InvoicesPage {...shown} {...{ office, own }} />,
    })
  })

  routes.get('/:id', async (c) => {
    const { by } = c.var
    permit(mayOpenMoney(by.who))
    const found = await invoice(by.db, idOf(c))
    const [lines, sums, settled, notes, sendings, credits, shown] = await Promise.all([
      invoiceLines(by.db, found.id),
      sumsOf(by.db, found.id),
      settledBy(by.db, found.id),
      creditNotesOf(by.db, found.id),
      sendingsOf(by.db, found.id),
      found.creditsId === null ? null : invoice(by.db, found.creditsId),
      Promise.all(sections.map((section) => section(by, found))),
    ])
    const office = isOffice(by.who)
    return show(
      c,
      <InvoicePage
        {...{ invoice: found, lines, sums, settled, notes, sendings, credits, office }}
        today={by.today}
        sections={shown}
      />,
    )
  })

  routes.on(['get', 'post'], '/:id/credit', async (c) => {
    const { by } = c.var
    permit(mayIssue(by.who))
    const found = await invoice(by.db, idOf(c))
    if (found.kind !== 'invoice') throw notFound()
    const { creditedNet } = await sumsOf(by.db, found.id)
    const left = found.netPence - creditedNet
    const form = creditForm(found.vatPence > 0)
    return fillIn(c, form, {
      current: async () => form.blank({ amount: (left / 100).toFixed(2) }),
      page: (answers) => (
        <FormPage
          form={form}
          answers={answers}
          title={`Credit note for ${numberOf(found)}`}
          lead={`${inPounds(left)} of it is left to take back. Once all of it is, the year can be invoiced anew. A credit note is never changed.`}
          up={{ href: `/subscriptions/invoices/${found.id}`, says: numberOf(found) }}
          submit="Issue the credit note"
        />
      ),
      save: async ({ amount, reason }, by) =>
        `/subscriptions/invoices/${await credit(by, found.id, { netPence: amount, reason })}?did=issued`,
    })
  })

  routes.post('/:id/send', (c) => {
    permit(mayIssue(c.var.by.who))
    return press(c, async (by) => {
      const id = idOf(c)
      await sendAgain(by, id)
      return `/subscriptions/invoices/${id}?did=sent-again`
    })
  })

  return routes
}
