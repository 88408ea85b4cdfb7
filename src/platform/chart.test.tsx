import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type Calendar,
  type Chart,
  ChartFigure,
  type Comparison,
  printedChart,
  type Stack,
  type Strip,
  svgText,
} from './chart.tsx'
import { type AcademicYear, addDays, day } from './day.ts'
import { pdf } from './pdf.ts'

const comparison = (over: Partial<Comparison>): Comparison => ({
  kind: 'bars',
  id: 'a',
  title: 'Schools',
  unit: ['school', 'schools'],
  labels: 'Year',
  series: ['Schools'],
  rows: [],
  ...over,
})
const strip = (values: number[], at = 12): Strip => ({
  kind: 'strip',
  id: 's',
  title: 'Reading',
  unit: ['month', 'months'],
  measure: 'Reading age gained',
  dots: ['pupil', 'pupils'],
  values,
  mark: { at, label: '12 months' },
})
const calendar = (events: Calendar['events']): Calendar => ({
  kind: 'calendar',
  id: 'c',
  title: 'Calendar',
  year: 2017 as AcademicYear,
  events,
})

const page = (chart: Chart) => String(<ChartFigure chart={chart} />)
const cells = (html: string) => [...html.matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map(([, text = '']) => text)
const elements = (svg: string, name: string) =>
  [...svg.matchAll(new RegExp(`<${name} ([^>]*)>`, 'g'))].map(([, attributes = '']) =>
    Object.fromEntries([...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value])),
  )
const numbersOf = (svg: string, name: string, attribute: string) =>
  elements(svg, name).map((element) => Number(element[attribute]))

const COMPARISONS = ['columns', 'bars', 'line', 'steps'] as const
const HOSTILE = '</svg><script>alert("x")</script>&\0\u0008\uFFFE'

test('the table beside a picture holds every value', () =>
  fc.assert(
    fc.property(
      fc.constantFrom(...COMPARISONS),
      fc.array(fc.tuple(fc.integer({ min: -999, max: 999 }), fc.option(fc.integer({ min: 0, max: 99 }))), {
        minLength: 1,
        maxLength: 30,
      }),
      (kind, values) => {
        const rows = values.map((pair, at) => ({ label: `Row ${at}`, values: pair }))
        const html = page(comparison({ kind, series: ['Joined', 'Left'], rows }))
        assert.deepEqual(
          cells(html),
          values.flat().map((value) => (value === null ? 'not recorded' : String(value))),
        )
      },
    ),
  ))

const positive = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 30 })
const barRows = (values: readonly number[]) =>
  values.map((value, at) => ({ label: `Row ${at}`, values: [value] }))

function assertProportional(lengths: number[], values: number[]) {
  const scale = (lengths[0] ?? 0) / (values[0] ?? 1)
  values.forEach((value, at) => {
    assert.ok(Math.abs((lengths[at] ?? 0) - value * scale) < 0.01)
  })
}

test('bars are as long as their values', () =>
  fc.assert(
    fc.property(positive, (values) => {
      const svg = svgText(comparison({ rows: barRows(values) }))
      assertProportional(numbersOf(svg, 'rect', 'width'), values)
    }),
  ))

test('columns are as high as their values', () =>
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 5 }), (values) => {
      const svg = svgText(comparison({ kind: 'columns', rows: barRows(values) }))
      assertProportional(numbersOf(svg, 'rect', 'height'), values)
    }),
  ))

test('bars on both sides of nought stay within the picture', () =>
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 20 }), (values) => {
      for (const { x, width } of elements(svgText(comparison({ rows: barRows(values) })), 'rect'))
        assert.ok(Number(x) >= 0 && Number(width) >= 0 && Number(x) + Number(width) <= 360)
    }),
  ))

test('columns whose labels do not fit are drawn as bars, whose labels do', () => {
  const rows = [1, 2, 3, 4, 5].map((value) => ({
    label: `St Bartholomew’s Primary ${value}`,
    values: [value],
  }))
  const svg = svgText(comparison({ kind: 'columns', rows }))
  assert.match(svg, />St Bartholomew’s Primary 5</)
})

test('later points stand further right, higher values higher, and what is missing leaves a gap', () => {
  const rows = [1, 5, null, 3].map((value, at) => ({ label: `${2015 + at}`, values: [value] }))
  const svg = svgText(comparison({ kind: 'line', rows }))
  const points = [...svg.matchAll(/transform="translate\(([\d.]+) ([\d.]+)\)"/g)].map(([, x, y]) =>
    [x, y].map(Number),
  )
  const [first = [], second = [], fourth = []] = points
  assert.equal(points.length, 3)
  assert.ok(Number(first[0]) < Number(second[0]) && Number(second[0]) < Number(fourth[0]))
  assert.ok(Number(second[1]) < Number(fourth[1]) && Number(fourth[1]) < Number(first[1]))
  const [drawn] = elements(svg, 'path')
  assert.equal(drawn?.d?.match(/M/g)?.length, 2)
})

test('each pupil is a dot at the months gained, filled beyond twelve', () =>
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -12, max: 60 }), { minLength: 1, maxLength: 200 }), (values) => {
      const svg = svgText(strip(values))
      const dots = elements(svg, 'circle')
      const sorted = [...values].sort((a, b) => a - b)
      const across = dots.map(({ cx }) => Number(cx))
      assert.equal(dots.length, values.length)
      sorted.forEach((value, at) => {
        if (value > (sorted[at - 1] ?? value)) assert.ok((across[at] ?? 0) > (across[at - 1] ?? 0))
      })
      assert.equal(
        dots.filter(({ fill }) => fill === '#0b6e6e').length,
        values.filter((value) => value > 12).length,
      )
      const counted = cells(page(strip(values))).reduce((sum, cell) => sum + Number(cell), 0)
      assert.equal(counted, values.length)
    }),
  ))

test('the reading sentence counts who gained more than the mark, not as much', () => {
  const html = page(strip([6, 12, 13, 20]))
  assert.match(
    html,
    /4 pupils: from 6 to 20 months, at least half of them 12.5 months or more; 2 of 4 more than 12 months\./,
  )
})

test('the calendar counts each event of the year once, in its month', () => {
  const first = day('2017-09-01')
  const on = fc.integer({ min: -40, max: 400 }).map((days) => addDays(first, days))
  const event = fc.record({ on, kind: fc.constantFrom('Meeting', 'Training', 'Conference') })
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      const within = events.filter((one) => one.on >= '2017-09-01' && one.on <= '2018-08-31')
      const total = Number(cells(page(calendar(events))).at(-1) ?? 0)
      assert.equal(total, within.length)
    }),
  )
  const table = page(calendar([{ on: day('2018-03-05'), kind: 'Meeting' }]))
  assert.match(table, /<th[^>]*>March<\/th><td[^>]*>1<\/td>/)
})

const CASES: [string, Chart, string][] = [
  [
    'growth',
    comparison({
      kind: 'steps',
      rows: [
        { label: '2015-16', values: [20] },
        { label: '2018-19', values: [25] },
      ],
    }),
    'From 20 schools (2015-16) to 25 schools (2018-19).',
  ],
  ['one row', comparison({ rows: [{ label: 'Ashby', values: [1] }] }), 'Ashby, 1 school.'],
  ['all noughts', comparison({ rows: barRows([0, 0]) }), 'All the same: 0 schools.'],
  [
    'most and least',
    comparison({ rows: barRows([3, 9, 0]) }),
    'Most: Row 1, 9 schools. Least: Row 2, 0 schools.',
  ],
  ['its own', comparison({ rows: barRows([1]), summary: 'Said otherwise.' }), 'Said otherwise.'],
  [
    'one event',
    calendar([{ on: day('2017-09-01'), kind: 'Meeting' }]),
    '1 event in the year, most in September (1).',
  ],
]
for (const [name, chart, said] of CASES)
  test(`says in a sentence: ${name}`, () => {
    assert.ok(page(chart).includes(`<p class="govuk-body">${said}</p>`))
    assert.ok(svgText(chart).includes(`<desc id="${chart.id}-desc">${said}</desc>`))
  })

const EMPTY: [string, Chart][] = [
  ['no rows', comparison({})],
  ['nothing recorded', comparison({ kind: 'line', rows: [{ label: '2017-18', values: [null] }] })],
  ['not a number', comparison({ rows: [{ label: '2017-18', values: [Number.NaN] }] })],
  ['no pupils', strip([])],
  ['no events in the year', calendar([{ on: day('2019-01-01'), kind: 'Meeting' }])],
]
for (const [name, chart] of EMPTY)
  test(`a sentence instead of a picture: ${name}`, () => {
    const html = page({ ...chart, empty: 'None yet.' })
    assert.ok(html.includes('None yet.') && !html.includes('<svg') && !html.includes('<table'))
    assert.equal(printedChart(chart).kind, 'paragraph')
  })

const hostileCharts = (label: string): Chart[] => [
  ...COMPARISONS.map((kind) =>
    comparison({
      kind,
      title: label,
      labels: label,
      series: [label, 'b'],
      rows: [{ label, values: [1, -2] }],
    }),
  ),
  { ...strip([1, 14]), title: label, measure: label, mark: { at: 12, label } },
  { ...calendar([{ on: day('2018-01-01'), kind: label }]), title: label },
]

test('labels stay text and need no styles of their own', () => {
  for (const chart of hostileCharts(HOSTILE)) {
    const html = page(chart)
    assert.ok(!html.includes('<script') && !/ style=| on\w+=/.test(html))
    assert.equal(html.match(/<\/svg>/g)?.length, 1)
    assert.ok(
      html.includes('role="img"') && html.includes(`aria-labelledby="${chart.id}-title ${chart.id}-desc"`),
    )
  }
})

test('the typesetter reads every picture, whatever its labels', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }), async (label) => {
      const sections = [...hostileCharts(label), ...hostileCharts(HOSTILE)].map(printedChart)
      await pdf({ title: 'Charts', author: 'Alliance', date: day('2026-11-21'), sections })
    }),
    { numRuns: 15 },
  )
})

test('values and series must match', () => {
  assert.throws(() => svgText(comparison({ rows: [{ label: '2017-18', values: [1, 2] }] })), /each series/)
  assert.throws(() => svgText(comparison({ series: ['a', 'b', 'c', 'd', 'e'] })), /four series/)
})

test('parts of a whole stand one after another, as long as they are of it, with a line at what is enough', () => {
  const stack = (values: number[][], at: number): Stack => ({
    kind: 'stack',
    id: 'v',
    title: 'How it was voted',
    summary: 'Two short.',
    unit: ['membership', 'memberships'],
    labels: 'Motion',
    series: ['For', 'Against'],
    rows: values.map((row, i) => ({ label: HOSTILE + i, values: row })),
    whole: 25,
    mark: { at, label: `${HOSTILE} needed` },
  })
  const svg = svgText(stack([[15, 5]], 17))
  const bars = elements(svg, 'rect').filter(({ height }) => Number(height) > 20)
  const [one, other] = bars.map(({ x, width }) => ({ x: Number(x), width: Number(width) }))
  assert.ok(one && other)
  assert.ok(Math.abs(one.width / other.width - 3) < 0.01)
  assert.ok(Math.abs(one.x + one.width - other.x) < 0.01)
  const lines = numbersOf(svg, 'line', 'x1')
  assert.ok(lines.some((x) => Math.abs((x - one.x) / one.width - 17 / 15) < 0.01))
  assert.match(svg, /For: 15/)
  assert.deepEqual(
    cells(
      page(
        stack(
          [
            [15, 5],
            [0, 25],
          ],
          30,
        ),
      ),
    ),
    ['15', '5', '0', '25'],
  )
  assert.doesNotMatch(
    svgText(
      stack(
        [
          [15, 5],
          [0, 25],
        ],
        30,
      ),
    ),
    /<script|NaN/,
  )
})
