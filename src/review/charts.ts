import type { Calendar, Comparison, Strip } from '../platform/chart.tsx'
import { type AcademicYear, day, yearName } from '../platform/day.ts'
import type { Content } from './edition.ts'

const kinds = { meetings: 'Meetings', sessions: 'Sessions of courses', visits: 'Support visits' } as const

export const growthChart = ({ growth }: Content): Comparison => ({
  kind: 'columns',
  id: 'growth',
  title: 'Member schools on 31 August',
  unit: ['school', 'schools'],
  labels: 'Year',
  series: ['Schools'],
  rows: growth.map(({ year, members }) => ({ label: yearName(year), values: [members] })),
})

export const monthsChart = ({ year, months }: Content): Calendar => ({
  kind: 'calendar',
  id: 'months',
  title: 'What was held in each month',
  year,
  events: months.flatMap(({ month, kind, count }) =>
    Array.from({ length: count }, () => ({ on: day(`${month}-01`), kind: kinds[kind] })),
  ),
})

/** How many took part, by whom the programmes were for; numbers too small to publish are left out. */
export function audiencesChart({ programmes, figures }: Content): Comparison {
  const people = new Map(figures.map(({ key, value }) => [key, value]))
  const sums = new Map<string, number>()
  for (const { key, audience, everyMember } of programmes) {
    const label = everyMember ? 'All schools' : (audience ?? 'Anybody')
    sums.set(label, (sums.get(label) ?? 0) + (people.get(`${key}:people`) ?? 0))
  }
  const rows = [...sums].filter(([, sum]) => sum > 0).sort(([, a], [, b]) => b - a)
  return {
    kind: 'bars',
    id: 'audiences',
    title: 'People on programmes, by whom they were for',
    unit: ['place taken', 'places taken'],
    labels: 'For',
    series: ['Places taken'],
    rows: rows.map(([label, sum]) => ({ label, values: [sum] })),
  }
}

/** One dot a pupil, without names; the line stands at a year. */
export const gainsChart = ({ cohort, months }: Content['gains'][number], year: AcademicYear): Strip => ({
  kind: 'strip',
  id: `gains-${cohort.replace(/[^\w-]+/g, '-')}`,
  title: `Reading age gained, pupil by pupil, ${yearName(year)}`,
  unit: ['month', 'months'],
  measure: 'Reading age gained',
  dots: ['pupil', 'pupils'],
  values: months,
  mark: { at: 12, label: 'A year' },
})
