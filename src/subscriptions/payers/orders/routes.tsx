import { type AcademicYear, academicYearOf, inWords, yearName, yearTyped } from '../../../platform/day.ts'
import { form, optional, text } from '../../../platform/form.ts'
import { FormPage } from '../../../platform/form-page.tsx'
import { History } from '../../../platform/history.tsx'
import { Link, Text } from '../../../platform/parts.tsx'
import { notFound } from '../../../platform/refusal.ts'
import { revisions } from '../../../platform/revision.ts'
import { type Asked, fillIn, rooms } from '../../../platform/web.tsx'
import { numberOf } from '../../invoices/rules.ts'
import { payerAsked } from '../routes.tsx'
import { keepOrder } from './actions.ts'
import { invoiceOfYear, orderOf } from './queries.ts'

export const orderRoutes = rooms()

const orderForm = form<{ number: string | null }>({
  number: optional(
    text('Purchase order number', {
      ask: '',
      hint: 'As your finance system gave it. Leave it blank if none is wanted',
      max: 50,
      width: 20,
    }),
  ),
})

/** The year of `?year=2026-27`, or the present one; what is no year is not found. */
function yearAsked(c: Asked) {
  const typed = c.req.query('year')
  if (typed === undefined) return academicYearOf(c.var.by.today)
  const year = yearTyped(typed)
  if (year === undefined) throw notFound()
  return year
}

const next = (year: AcademicYear) => (year + 1) as AcademicYear

type Issued = Awaited<ReturnType<typeof invoiceOfYear>>
const leadOf = (issued: Issued) =>
  issued
    ? `${numberOf(issued)} was issued on ${inWords(issued.issuedOn)} ${issued.purchaseOrder ? `with the number ${issued.purchaseOrder}` : 'without a number'}. An invoice issued already is not changed by what you save here: if it must say another number, ask the office to take it back by a credit note and to issue it anew.`
    : 'The invoice of the year will say it.'

orderRoutes.on(['get', 'post'], '/:membership', async (c) => {
  const { by } = c.var
  const { membershipId, school } = await payerAsked(c)
  const year = yearAsked(c)
  const of = { membershipId, year }
  const [order, issued] = await Promise.all([orderOf(by.db, of), invoiceOfYear(by.db, of)])
  const history = order && (
    <History of={await revisions(by.db, 'purchaseOrders', order.id)} leave={['year']} />
  )
  return fillIn(c, orderForm, {
    current: async () => orderForm.blank({ version: 0, ...(await orderOf(by.db, of)) }),
    page: (answers) => (
      <FormPage
        form={orderForm}
        answers={answers}
        title={`Purchase order of ${school} for ${yearName(year)}`}
        lead={leadOf(issued)}
        up={{ href: '/subscriptions/invoices', says: 'Invoices' }}
      >
        {issued && (
          <Text>
            <Link to={`/subscriptions/invoices/${issued.id}`}>The invoice for {yearName(year)}</Link>
          </Text>
        )}
        {year === academicYearOf(by.today) && (
          <Text>
            <Link to={`/subscriptions/orders/${membershipId}?year=${yearName(next(year))}`}>
              Give the number for {yearName(next(year))}
            </Link>
          </Text>
        )}
        {history}
      </FormPage>
    ),
    save: async ({ number }, by, version) => {
      await keepOrder(by, of, { number, version })
      return `/subscriptions/orders/${membershipId}?year=${yearName(year)}&did=saved`
    },
  })
})
