import { type AcademicYear, academicYearOf, yearName, yearTyped } from '../../platform/day.ts'
import { permit } from '../../platform/refusal.ts'
import { type Asked, csvFile, rooms, show } from '../../platform/web.tsx'
import { isOffice } from '../../platform/who.ts'
import { areas, BalancePage, DemandPage, schools } from './pages.tsx'
import { balances, demand } from './queries.ts'
import { maySeeBalance, maySeeDemand } from './rules.ts'

export const supportDemand = rooms()

const YEARS_BACK = 3

/** The year asked for, or this one; and those one may go to: the next, this one and three before it. */
function yearsAsked(c: Asked): { year: AcademicYear; years: AcademicYear[] } {
  const now = academicYearOf(c.var.by.today)
  const year = yearTyped(c.req.query('year') ?? '') ?? now
  const near = Array.from({ length: YEARS_BACK + 2 }, (_, i) => (now + 1 - i) as AcademicYear)
  return { year, years: [...new Set([...near, year])].sort((a, b) => a - b) }
}

const wantsCsv = (c: Asked) => c.req.query('format') === 'csv'

supportDemand.get('/', async (c) => {
  const { by } = c.var
  permit(maySeeDemand(by.who))
  const { year, years } = yearsAsked(c)
  const found = await demand(by.db, year, by.today)
  if (wantsCsv(c)) return csvFile(c, areas, found.areas, `support-demand-${yearName(year)}`)
  return show(c, <DemandPage {...found} {...{ year, years }} office={isOffice(by.who)} />)
})

supportDemand.get('/balance', async (c) => {
  const { by } = c.var
  permit(maySeeBalance(by.who))
  const { year, years } = yearsAsked(c)
  const rows = await balances(by.db, year)
  if (wantsCsv(c)) return csvFile(c, schools, rows, `giving-and-receiving-${yearName(year)}`)
  return show(c, <BalancePage {...{ rows, year, years }} />)
})
