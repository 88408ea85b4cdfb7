import { drawBars } from './chart/bars.tsx'
import { drawCalendar } from './chart/calendar.tsx'
import {
  assertEven,
  type Calendar,
  type Chart,
  type Comparison,
  type Stack,
  type Strip,
} from './chart/chart.ts'
import { columnsFit, drawColumns } from './chart/columns.tsx'
import { drawLine } from './chart/line.tsx'
import { type Drawing, INK, WIDTH } from './chart/marks.tsx'
import { isEmpty, numbers, sentence } from './chart/numbers.ts'
import { drawStack } from './chart/stack.tsx'
import { drawStrip } from './chart/strip.tsx'
import { Details } from './parts.tsx'
import { plainText } from './pdf/plain-text.ts'
import type { Block } from './pdf.ts'

export type { Calendar, Chart, Comparison, Stack, Strip }

/** Names and labels come from people; an SVG file may not hold every character that they can type. */
function withPlainLabels(chart: Chart): Chart {
  if (chart.kind === 'calendar') return chart
  if (chart.kind === 'strip') {
    const { mark, values } = chart
    const finite = values.filter(Number.isFinite)
    return { ...chart, values: finite, ...(mark ? { mark: { ...mark, label: plainText(mark.label) } } : {}) }
  }
  assertEven(chart)
  const rows = chart.rows.map(({ label, values }) => ({
    label: plainText(label),
    values: values.map((value) => (Number.isFinite(value) ? value : null)),
  }))
  const series = chart.series.map(plainText)
  if (chart.kind !== 'stack') return { ...chart, series, rows }
  const { mark } = chart
  return { ...chart, series, rows, ...(mark ? { mark: { ...mark, label: plainText(mark.label) } } : {}) }
}

function draw(chart: Chart): Drawing {
  switch (chart.kind) {
    case 'columns':
      return columnsFit(chart) ? drawColumns(chart) : drawBars(chart)
    case 'bars':
      return drawBars(chart)
    case 'line':
    case 'steps':
      return drawLine(chart)
    case 'stack':
      return drawStack(chart)
    case 'strip':
      return drawStrip(chart)
    case 'calendar':
      return drawCalendar(chart)
  }
}

/** On a page the picture takes the page's ink; a file of its own must name it. */
const Picture = ({ chart, ink }: { chart: Chart; ink?: string }) => {
  const { height, marks } = draw(chart)
  const id = chart.id.replace(/[^\w-]+/g, '-')
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      class="chart__picture"
      viewBox={`0 0 ${WIDTH} ${Math.ceil(height)}`}
      role="img"
      aria-labelledby={`${id}-title ${id}-desc`}
      font-family="Public Sans, Arial, sans-serif"
      font-size="12"
      fill={INK}
      color={ink}
    >
      <title id={`${id}-title`}>{plainText(chart.title)}</title>
      <desc id={`${id}-desc`}>{sentence(chart)}</desc>
      {marks}
    </svg>
  )
}

const aligned = (align?: 'start' | 'end') => (align === 'end' ? { class: 'en-number' } : {})

const NumbersTable = ({ chart }: { chart: Chart }) => {
  const { caption, columns, rows } = numbers(chart)
  return (
    <section class="en-table-frame" aria-label={caption} tabindex={0}>
      <table class="en-table en-table--whole">
        <caption class="govuk-visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ header, align }) => (
              <th scope="col" {...aligned(align)}>
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, ...cells]) => (
            <tr>
              <th scope="row">{label}</th>
              {cells.map((cell, at) => (
                <td {...aligned(columns[at + 1]?.align)}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** The chart as a page shows it: title, sentence, picture, and the same numbers as a table. */
export const ChartFigure = ({ chart: given }: { chart: Chart }) => {
  const chart = withPlainLabels(given)
  return (
    <figure class="chart">
      <figcaption class="chart__caption">
        <p class="govuk-heading-s">{chart.title}</p>
        <p class="govuk-body">{sentence(chart)}</p>
      </figcaption>
      {isEmpty(chart) ? null : (
        <>
          <Picture chart={chart} />
          <Details summary="The same numbers as a table">
            <NumbersTable chart={chart} />
          </Details>
        </>
      )}
    </figure>
  )
}

/** The picture alone as an SVG file; an empty text when there is nothing to draw. */
export function svgText(given: Chart): string {
  const chart = withPlainLabels(given)
  return isEmpty(chart) ? '' : String(<Picture chart={chart} ink="#14213d" />)
}

/** The chart as a document prints it: its picture, sentence and numbers, or the sentence that there are none. */
export function printedChart(given: Chart): Block {
  const chart = withPlainLabels(given)
  const { title } = chart
  if (isEmpty(chart))
    return { kind: 'paragraph', text: [{ text: `${title}: `, bold: true }, sentence(chart)] }
  return { kind: 'chart', title, svg: svgText(chart), alt: sentence(chart), table: numbers(chart) }
}
