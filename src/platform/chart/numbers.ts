import { extent, maxIndex, median, minIndex, rollups, sum } from 'd3-array'
import { academicYearOf } from '../day.ts'
import { plainText } from '../pdf/plain-text.ts'
import type { Table } from '../pdf.ts'
import type { Calendar, Chart, Comparison, Stack, Strip, Unit } from './chart.ts'

const written = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 })

/** The value alone, as marks carry it: `66`, `1,250`, `£3,000.00`. */
export const inFigures = (value: number, unit: Unit) =>
  typeof unit === 'function' ? unit(value) : written.format(value)

/** The value with what it counts: `66 days`. */
export const inUnits = (value: number, unit: Unit) =>
  typeof unit === 'function' ? unit(value) : `${written.format(value)} ${unit[value === 1 ? 0 : 1]}`

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** The months of an academic year in order, with the names that fit above a narrow column. */
export const MONTHS = [
  'September',
  'October',
  'November',
  'December',
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
] as const

const monthOf = (on: string) => (Number(on.slice(5, 7)) + 3) % 12

export interface KindByMonth {
  readonly kind: string
  readonly months: readonly number[]
}

/** Twelve counts, September first, for each kind in the order in which kinds first appear. */
export function kindsByMonth({ year, events }: Calendar): KindByMonth[] {
  const within = events.filter(({ on }) => academicYearOf(on) === year)
  return rollups(
    within,
    (ofKind) => MONTHS.map((_, month) => ofKind.filter(({ on }) => monthOf(on) === month).length),
    ({ kind }) => plainText(kind),
  ).map(([kind, months]) => ({ kind, months }))
}

export function isEmpty(chart: Chart): boolean {
  if (chart.kind === 'strip') return chart.values.length === 0
  if (chart.kind === 'calendar') return kindsByMonth(chart).length === 0
  return chart.rows.every((row) => row.values.every((value) => value === null))
}

export const missingWord = ({ missing = 'not recorded' }: Pick<Comparison, 'missing'>) => missing

function comparisonTable(chart: Comparison | Stack) {
  const cell = (value: number | null) => (value === null ? missingWord(chart) : inFigures(value, chart.unit))
  return {
    columns: [
      { header: chart.labels, wide: true },
      ...chart.series.map((header) => ({ header, align: 'end' as const })),
    ],
    rows: chart.rows.map(({ label, values }) => [label, ...values.map(cell)]),
  }
}

function stripTable({ measure, unit, dots, values }: Strip) {
  const counts = rollups(
    values,
    (same) => same.length,
    (value) => value,
  ).sort(([a], [b]) => a - b)
  return {
    columns: [
      { header: measure, wide: true },
      { header: capitalised(dots[1]), align: 'end' as const },
    ],
    rows: counts.map(([value, count]) => [inUnits(value, unit), written.format(count)]),
  }
}

function calendarTable(chart: Calendar) {
  const kinds = kindsByMonth(chart)
  const row = (label: string, counts: readonly number[]) => [label, ...[...counts, sum(counts)].map(String)]
  return {
    columns: [
      { header: 'Month', wide: true },
      ...[...kinds.map(({ kind }) => kind), 'All'].map((header) => ({ header, align: 'end' as const })),
    ],
    rows: [
      ...MONTHS.map((month, at) =>
        row(
          month,
          kinds.map(({ months }) => months[at] ?? 0),
        ),
      ),
      row(
        'Whole year',
        kinds.map(({ months }) => sum(months)),
      ),
    ],
  }
}

interface Numbers extends Table {
  readonly rows: readonly (readonly string[])[]
}

/** The numbers of the picture, for the table that stands beside it. */
export function numbers(chart: Chart): Numbers {
  const caption = `${plainText(chart.title)}: the numbers`
  if (chart.kind === 'strip') return { caption, ...stripTable(chart) }
  if (chart.kind === 'calendar') return { caption, ...calendarTable(chart) }
  return { caption, ...comparisonTable(chart) }
}

function seriesOverTime({ rows, series, unit }: Comparison, at: number) {
  const known = rows.flatMap(({ label, values }) => {
    const value = values[at] ?? null
    return value === null ? [] : [`${inUnits(value, unit)} (${label})`]
  })
  const ends = known.length > 1 ? `from ${known[0]} to ${known.at(-1)}` : known.join('')
  return series.length > 1 ? `${series[at]}: ${ends || 'none recorded'}` : capitalised(ends)
}

function mostAndLeast({ rows, series, unit }: Comparison | Stack) {
  const known = rows.flatMap(({ label, values }) =>
    values.flatMap((value, at) => (value === null ? [] : [{ label, value, series: series[at] ?? '' }])),
  )
  const told = (at: number) => {
    const { label = '', series: name = '', value = 0 } = known[at] ?? {}
    return `${label}${series.length > 1 ? ` (${name})` : ''}, ${inUnits(value, unit)}`
  }
  const most = maxIndex(known, ({ value }) => value)
  const least = minIndex(known, ({ value }) => value)
  if (known.length === 1) return told(0)
  if (known[most]?.value === known[least]?.value)
    return `All the same: ${inUnits(known[0]?.value ?? 0, unit)}`
  return `Most: ${told(most)}. Least: ${told(least)}`
}

function stripSentence({ values, unit, dots, mark }: Strip) {
  const [low = 0, high = 0] = extent(values)
  const count = `${written.format(values.length)} ${dots[values.length === 1 ? 0 : 1]}`
  const spread =
    low === high
      ? inUnits(low, unit)
      : `from ${inFigures(low, unit)} to ${inUnits(high, unit)}, at least half of them ${inUnits(median(values) ?? 0, unit)} or more`
  const beyond = mark && values.filter((value) => value > mark.at).length
  return `${count}: ${spread}${mark ? `; ${beyond} of ${values.length} more than ${inUnits(mark.at, unit)}` : ''}`
}

function calendarSentence(chart: Calendar) {
  const kinds = kindsByMonth(chart)
  const perMonth = MONTHS.map((_, at) => sum(kinds, ({ months }) => months[at] ?? 0))
  const total = sum(perMonth)
  const busiest = maxIndex(perMonth)
  return `${total} ${total === 1 ? 'event' : 'events'} in the year, most in ${MONTHS[busiest]} (${perMonth[busiest]})`
}

function worked(chart: Chart) {
  if (chart.kind === 'strip') return stripSentence(chart)
  if (chart.kind === 'calendar') return calendarSentence(chart)
  if (chart.kind === 'columns' || chart.kind === 'bars' || chart.kind === 'stack') return mostAndLeast(chart)
  return chart.series.map((_, at) => seriesOverTime(chart, at)).join('. ')
}

/** The sentence that stands for the picture; for one without anything to draw, the sentence instead of it. */
export function sentence(chart: Chart): string {
  if (isEmpty(chart)) return chart.empty ?? 'Nothing is recorded to draw yet.'
  return plainText(chart.summary ?? `${worked(chart)}.`)
}
