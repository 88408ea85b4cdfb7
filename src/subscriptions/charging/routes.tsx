import { academicYearOf, yearTyped } from '../../platform/day.ts'
import { notFound, permit } from '../../platform/refusal.ts'
import { type Asked, fillIn, idOf, list, rooms, show } from '../../platform/web.tsx'
import { recipientsOf } from '../payers/recipients.ts'
import { billingSettings } from '../settings/queries.ts'
import { runSubscriptions } from './actions.ts'
import { runFilter, runForm, seenIn } from './form.ts'
import { RunPage, RunsPage, runList } from './pages.tsx'
import { PreviewPage } from './preview.tsx'
import { chargesOf } from './queries.ts'
import { mayCharge } from './rules.ts'
import { chargeableYears, invoicesOfRun, run, runsListed } from './runs.ts'

export const runRoutes = rooms()

runRoutes.get('/', (c) => {
  const { by } = c.var
  permit(mayCharge(by.who))
  return list(c, {
    of: runList,
    filter: runFilter,
    sort: '-id',
    name: 'runs-of-invoices',
    rows: (asked) => runsListed(by.db, asked),
    page: (shown) => <RunsPage {...shown} />,
  })
})

/** One of the years that may be invoiced; the present one where none is asked for. */
async function yearAsked(c: Asked) {
  const { by } = c.var
  const years = await chargeableYears(by.db, by.today)
  const typed = c.req.query('year')
  const year = typed === undefined ? academicYearOf(by.today) : yearTyped(typed)
  if (year === undefined || !years.includes(year)) throw notFound()
  return { year, years }
}

runRoutes.on(['get', 'post'], '/new', async (c) => {
  const { by } = c.var
  permit(mayCharge(by.who))
  const { year, years } = await yearAsked(c)
  const settings = await billingSettings(by.db)
  const charges = await chargesOf(by.db, year, settings)
  const schools = charges.map(({ membershipId }) => membershipId)
  const recipients = await recipientsOf(by.db, schools, by.today)
  return fillIn(c, runForm, {
    page: (answers) => <PreviewPage {...{ year, years, charges, settings, recipients, answers }} />,
    save: async (seen, by) =>
      `/subscriptions/runs/${await runSubscriptions(by, year, seenIn(seen))}?did=issued`,
  })
})

runRoutes.get('/:id', async (c) => {
  const { by } = c.var
  permit(mayCharge(by.who))
  const found = await run(by.db, idOf(c))
  return show(c, <RunPage run={found} invoices={await invoicesOfRun(by.db, found.id)} />)
})
