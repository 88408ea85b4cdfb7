import { ballotsClosing } from '../ballots/queries.ts'
import { maySeeBallots } from '../ballots/rules.ts'
import { bankHolidaysTo } from '../calendars/bank-holidays.ts'
import { groupOptions } from '../groups/queries.ts'
import { groupsSeen } from '../groups/rules.ts'
import { maySeeCourses } from '../learning/rules.ts'
import {
  type AcademicYear,
  academicYearOf,
  firstDay,
  inWords,
  lastDay,
  yearName,
  yearTyped,
} from '../platform/day.ts'
import { permit } from '../platform/refusal.ts'
import { csvFile, rooms, show } from '../platform/web.tsx'
import { meetingsDated, sessionsDated } from './clashes/queries.ts'
import { clashing } from './clashes/routes.tsx'
import { faithDaysFrom, faithDaysTo } from './faith-days.ts'
import { datedFile, YearPage, yearFilter } from './pages.tsx'
import { proposals } from './proposals/routes.tsx'
import { schoolDates } from './queries.ts'
import { mayPlan, maySeeYear } from './rules.ts'
import { narrowed, type SchoolDate, yearOf } from './year.ts'

export const planning = rooms()

planning.get('/', async (c) => {
  const { by } = c.var
  permit(maySeeYear(by.who))
  const query = new URL(c.req.url).searchParams
  const now = academicYearOf(by.today)
  const year = yearTyped(query.get('year') ?? '') ?? now
  const years = yearsAround(now, year)
  const seen = groupsSeen(by.who)
  const days = { from: firstDay(year), to: lastDay(year) }
  const [groups, meetings, sessions, dates, votes] = await Promise.all([
    groupOptions(by.db, seen),
    meetingsDated(by.db, seen, days),
    maySeeCourses(by.who) ? sessionsDated(by.db, days) : [],
    schoolDates(by.db, year),
    maySeeBallots(by.who) ? ballotsClosing(by.db, days) : [],
  ])
  const filter = yearFilter(groups, years)
  query.set('year', yearName(year))
  const read = filter.read(query)
  const rows = narrowed(
    yearOf(year, { meetings, sessions, dates, votes }),
    'filled' in read ? read.filled : {},
  )
  if (query.get('format') === 'csv') return csvFile(c, datedFile, rows, `year-${yearName(year)}`)
  const { values, errors } = 'filled' in read ? filter.blank(read.filled) : read.answers
  query.delete('did')
  query.set('format', 'csv')
  return show(
    c,
    <YearPage
      {...{ year, years, rows, filter, csv: `/planning?${query}` }}
      answers={{ values: year === now ? { ...values, year: '' } : values, errors, key: '' }}
      plans={mayPlan(by.who)}
      unknown={unknownOf(year, dates)}
    />,
  )
})

const YEARS_BACK = 2
const YEARS_ON = 2

/** A few years around this one, and the one that is asked for. */
const yearsAround = (now: AcademicYear, asked: AcademicYear): AcademicYear[] =>
  [
    ...new Set([
      asked,
      ...Array.from({ length: YEARS_BACK + 1 + YEARS_ON }, (_, i) => (now - YEARS_BACK + i) as AcademicYear),
    ]),
  ].sort((a, b) => a - b)

function unknownOf(year: AcademicYear, dates: SchoolDate[]): string[] {
  const last = lastDay(year)
  const terms = dates.some(({ kind, fromOn }) => kind === 'term' && fromOn >= firstDay(year))
  return [
    ...(terms ? [] : [`No term dates are here for ${yearName(year)}.`]),
    ...(last > bankHolidaysTo ? [`Bank holidays are known up to ${inWords(bankHolidaysTo)}.`] : []),
    ...(last > faithDaysTo || firstDay(year) < faithDaysFrom
      ? [`Faith days are known from ${inWords(faithDaysFrom)} to ${inWords(faithDaysTo)}.`]
      : []),
  ]
}

planning.route('/new', proposals)
planning.route('/', clashing)
