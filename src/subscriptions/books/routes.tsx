import { notFound, permit } from '../../platform/refusal.ts'
import { csvText } from '../../platform/sheet.ts'
import { type Asked, csvFile, file, idOf, list, nameIn, rooms, show } from '../../platform/web.tsx'
import { financialYearOf, spanOf } from '../fund/rules.ts'
import { billingSettings } from '../settings/queries.ts'
import { CheckPage } from './check/pages.tsx'
import { checkBooks } from './check/queries.ts'
import { EntryPage } from './entry/pages.tsx'
import { auditOf, entry, entryLines, sourcesOf, subjectsOf } from './entry/queries.ts'
import { exported } from './export.ts'
import { openingRoutes } from './opening/routes.tsx'
import {
  AccountPage,
  accountForm,
  accountList,
  BooksPage,
  ExportPage,
  exportForm,
  onForm,
  trialCsv,
  trialRows,
} from './pages.tsx'
import {
  type AccountFilter,
  accountBounds,
  accountListed,
  balancesOn,
  linesBetween,
  whomOf,
} from './queries.ts'
import { accountAddressed, mayKeepBooks, trialBalance } from './rules.ts'

/** What is asked of a page in its address. */
const queryOf = (c: Asked) => new URL(c.req.url).searchParams

/** The books as an auditor reads them, from any balance down to the audit log. */
export const books = rooms()

books.get('/', async (c) => {
  const { by } = c.var
  permit(mayKeepBooks(by.who))
  const read = onForm.read(queryOf(c))
  const asked = 'filled' in read ? read.filled.on : null
  const on = asked ?? by.today
  const balances = trialBalance(await balancesOn(by.db, on))
  if (c.req.query('format') === 'csv') return csvFile(c, trialCsv, trialRows(balances), `trial-balance-${on}`)
  const answers = 'filled' in read ? onForm.blank({ on: asked }) : read.answers
  return show(c, <BooksPage {...{ balances, on, answers }} asked={asked !== null} />)
})

books.route('/opening', openingRoutes)

books.get('/check', async (c) => {
  const { by } = c.var
  permit(mayKeepBooks(by.who))
  return show(c, <CheckPage checked={await checkBooks(by.db)} />)
})

books.get('/export', async (c) => {
  const { by } = c.var
  permit(mayKeepBooks(by.who))
  const query = queryOf(c)
  if (!query.has('from') && !query.has('to')) {
    const month = (await billingSettings(by.db))?.financialYearMonth
    return show(c, <ExportPage answers={exportForm.blank(spanOf(financialYearOf(by.today, month), month))} />)
  }
  const read = exportForm.read(query)
  if ('answers' in read) return show(c, <ExportPage answers={read.answers} />, 422)
  const { from, to } = read.filled
  if (to < from) {
    const message = 'The last day must not be before the first'
    const answers = { ...exportForm.blank(read.filled), errors: [{ field: 'to', message }] }
    return show(c, <ExportPage answers={answers} />, 422)
  }
  const { headings, rows } = exported(await linesBetween(by.db, { from, to }))
  return file(c, csvText(headings, rows), `books-${from}-to-${to}.csv`, 'text/csv; charset=utf-8')
})

books.get('/entries/:id', async (c) => {
  const { by } = c.var
  permit(mayKeepBooks(by.who))
  const found = await entry(by.db, idOf(c))
  const [lines, sources] = await Promise.all([entryLines(by.db, found.id), sourcesOf(by.db, found)])
  const audit = await auditOf(by.db, found, subjectsOf(found, sources))
  return show(c, <EntryPage entry={found} {...{ lines, sources, audit }} />)
})

/** Lines on a page, so that one of long words is still small. */
const LINES = 30

books.get('/:account', async (c) => {
  const { by } = c.var
  permit(mayKeepBooks(by.who))
  const account = accountAddressed(nameIn(c, 'account'))
  if (!account) throw notFound()
  const filter = accountForm(await whomOf(by.db, account))
  let asked: Partial<AccountFilter> = {}
  let bounds = { beforePence: 0, endPence: 0 }
  return list(c, {
    of: accountList,
    filter,
    sort: '-day',
    name: `books-${nameIn(c, 'account')}`,
    size: LINES,
    rows: async (wanted) => {
      asked = wanted.filter
      bounds = await accountBounds(by.db, account, asked)
      return accountListed(by.db, account, wanted)
    },
    page: (shown) => <AccountPage {...{ account, filter, shown, asked, bounds }} />,
  })
})
