import { yearTyped } from '../../platform/day.ts'
import { pdf } from '../../platform/pdf.ts'
import { notFound, permit } from '../../platform/refusal.ts'
import { type Asked, csvFile, file, rooms, show } from '../../platform/web.tsx'
import { mayKeepBooks } from '../books/rules.ts'
import { FundPage, fundCsv } from './pages.tsx'
import { fundDocument } from './printed.ts'
import { type FundReport, fundReport } from './report.ts'
import { mayReadFund } from './rules.ts'

/** Income, spending by purpose and the reserve, for the board. */
export const fund = rooms()

/** A year that cannot be read is none that there is. */
async function reportOf(c: Asked): Promise<FundReport> {
  const { by } = c.var
  permit(mayReadFund(by.who))
  const typed = c.req.query('year') ?? ''
  const year = typed === '' ? null : (yearTyped(typed) ?? undefined)
  if (year === undefined) throw notFound()
  return fundReport(by.totals, { year, academic: c.req.query('by') === 'academic' }, by.today)
}

const nameOf = ({ name, academic }: FundReport) => `fund-report-${name}${academic ? '-academic' : ''}`

fund.get('/', async (c) => {
  const report = await reportOf(c)
  const { accounts, position } = report.lines
  if (c.req.query('format') === 'csv')
    return csvFile(c, fundCsv(report), [...accounts, ...position], nameOf(report))
  return show(c, <FundPage report={report} opensBooks={mayKeepBooks(c.var.by.who)} />)
})

fund.get('/pdf', async (c) => {
  const report = await reportOf(c)
  const document = fundDocument(report, c.get('frame').alliance.name)
  return file(c, await pdf(document), `${nameOf(report)}.pdf`, 'application/pdf')
})
