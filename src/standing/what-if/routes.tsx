import { terms } from '../../agreement/terms/queries.ts'
import type { Terms } from '../../agreement/terms/rules.ts'
import type { Actor } from '../../platform/action.ts'
import { academicYearOf, lastDay } from '../../platform/day.ts'
import { type Answers, typed } from '../../platform/form.ts'
import { permit } from '../../platform/refusal.ts'
import { type Asked, csvFile, rooms, show } from '../../platform/web.tsx'
import { isOffice } from '../../platform/who.ts'
import { answeredFor } from '../rules.ts'
import { type Tried, tryForm, WhatIfPage } from './pages.tsx'
import { comparedFile, type OwnRow, rowsOf } from './parts.tsx'
import { recordedYears, underTerms, type YearCompared } from './queries.ts'
import { mayAskWhatIf } from './rules.ts'
import { tellTo } from './told.ts'

export const whatIf = rooms()

/** How many recorded years a number is tried on, the latest first. */
const MOST_YEARS = 5

whatIf.get('/', async (c) => {
  const { by } = c.var
  permit(mayAskWhatIf(by.who))
  const form = tryForm(await terms(by.db, academicYearOf(by.today)))
  const { tried, answers } = triedIn(c, form)
  const over = (await recordedYears(by.totals, by.today)).filter((year) => lastDay(year) < by.today)
  const recorded = over.slice(0, MOST_YEARS)
  const years = await yearsTried(by, recorded, tried)
  const rows = rowsOf(years, tellTo(by.who))
  if (c.req.query('format') === 'csv') return csvFile(c, comparedFile, rows, 'what-if')
  const shown = { form, answers, recorded, tried, rows, own: await ownRows(by, years), csv: csvAddress(c) }
  return show(c, <WhatIfPage {...shown} small={isOffice(by.who) ? 'told' : 'left out'} />)
})

function triedIn(c: Asked, form: ReturnType<typeof tryForm>): { tried: Partial<Terms>; answers: Answers } {
  const query = new URL(c.req.url).searchParams
  const read = form.read(query)
  const values = typed(query, Object.keys(form.fields))
  if ('answers' in read) return { tried: {}, answers: { ...read.answers, values } }
  return { tried: given(read.filled), answers: { values, errors: [], key: '' } }
}

const given = (tried: Tried) =>
  Object.fromEntries(Object.entries(tried).filter(([, value]) => value !== null)) as Partial<Terms>

async function yearsTried(
  { totals, today }: Actor,
  recorded: YearCompared['year'][],
  tried: Partial<Terms>,
): Promise<YearCompared[]> {
  if (Object.keys(tried).length === 0) return []
  const years: YearCompared[] = []
  for (const year of recorded) years.push(await underTerms(totals, { year, today }, tried))
  return years
}

function csvAddress(c: Asked) {
  const query = new URL(c.req.url).searchParams
  query.set('format', 'csv')
  return `?${query}`
}

async function ownRows({ db, who }: Actor, years: YearCompared[]): Promise<OwnRow[]> {
  const mine = answeredFor(who)
  if (mine.length === 0 || years.length === 0) return []
  const members = await db.selectFrom('members').select(['id', 'shortName']).where('id', 'in', mine).execute()
  return years.flatMap(({ year, compared }) =>
    compared.flatMap(({ clause, schools }) =>
      members.flatMap(({ id, shortName }) =>
        schools
          .filter(({ membershipId }) => membershipId === id)
          .map(({ was, becomes }) => ({ year, school: shortName, clause: clause.number, was, becomes })),
      ),
    ),
  )
}
