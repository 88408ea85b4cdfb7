import { max } from 'd3-array'
import { scaleBand, scaleLinear } from 'd3-scale'
import type { Comparison, Row, Unit } from './chart.ts'
import { fromZero, knownValues, widest } from './lengths.ts'
import { type Drawing, Key, keyHeight, Label, LINE, paint, Rule, Swatch, WIDTH, wrapped } from './marks.tsx'
import { inFigures } from './numbers.ts'

const PLOT = 190
const LABEL_LINES = 3

const bands = ({ rows }: Comparison) =>
  scaleBand<number>()
    .domain(rows.map((_, at) => at))
    .range([0, WIDTH])
    .padding(0.15)

/** Whether every label and every value has room under and above its column. */
export function columnsFit(chart: Comparison): boolean {
  const room = bands(chart).bandwidth()
  const isCut = (label: string) => wrapped(label, room, LABEL_LINES).some((line) => line.endsWith('…'))
  const valuesFit = room / chart.series.length >= widest(knownValues(chart), chart)
  return valuesFit && !chart.rows.some(({ label }) => isCut(label))
}

type Place = { row: Row; unit: Unit; width: number; y: (value: number) => number }

const Group = ({ row, unit, width, y }: Place) => (
  <>
    {row.values.map((value, series) => (
      <>
        {value === null ? null : (
          <rect
            x={series * width + 1}
            y={Math.min(y(0), y(value))}
            width={Math.max(1, width - 2)}
            height={Math.abs(y(value) - y(0))}
            {...paint(series)}
          />
        )}
        <Label
          x={(series + 0.5) * width}
          y={y(value ?? 0) + (value !== null && value < 0 ? 13 : -5)}
          lines={[value === null ? '–' : inFigures(value, unit)]}
          anchor="middle"
          strong
        />
      </>
    ))}
  </>
)

export function drawColumns(chart: Comparison): Drawing {
  const { rows, series, unit } = chart
  const across = bands(chart)
  const room = across.bandwidth()
  const top = keyHeight(series) + LINE
  const values = knownValues(chart)
  const below = values.some((value) => value < 0) ? LINE : 0
  const y = scaleLinear(fromZero(values), [top + PLOT - below, top])
  const labels = rows.map(({ label }) => wrapped(label, room, LABEL_LINES))
  const labelled = top + PLOT + LINE
  return {
    height: labelled + (max(labels, (lines) => lines.length) ?? 1) * LINE - 9,
    marks: (
      <>
        <Key series={series} swatch={Swatch} />
        {rows.map((row, at) => (
          <g transform={`translate(${across(at) ?? 0} 0)`}>
            <Group row={row} unit={unit} width={room / series.length} y={y} />
            <Label x={room / 2} y={labelled} lines={labels[at] ?? []} anchor="middle" />
          </g>
        ))}
        <Rule x1={0} y1={y(0)} x2={WIDTH} y2={y(0)} strong />
      </>
    ),
  }
}
