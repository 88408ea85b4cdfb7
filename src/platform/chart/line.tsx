import { extent, max } from 'd3-array'
import { scaleLinear, scalePoint } from 'd3-scale'
import {
  curveLinear,
  curveStep,
  line,
  symbol,
  symbolCircle,
  symbolDiamond,
  symbolSquare,
  symbolTriangle,
} from 'd3-shape'
import type { Comparison } from './chart.ts'
import {
  type Drawing,
  Key,
  keyHeight,
  Label,
  LINE,
  paint,
  Rule,
  textWidth,
  valueWidth,
  WIDTH,
  wrapped,
} from './marks.tsx'
import { inFigures } from './numbers.ts'

const PLOT = 180
const SHAPES = [symbolCircle, symbolSquare, symbolDiamond, symbolTriangle]

const Shape = ({ series, x, y }: { series: number; x: number; y: number }) => (
  <path
    d={symbol(SHAPES[series % SHAPES.length], 50)() ?? ''}
    transform={`translate(${x} ${y})`}
    stroke-width="1.5"
    {...paint(series)}
  />
)

interface Frame {
  readonly x: (row: number) => number
  readonly y: (value: number) => number
  readonly ticks: readonly number[]
  readonly left: number
  readonly bottom: number
  /** Room for one row along the bottom. */
  readonly step: number
}

function frameOf({ rows, series, unit }: Comparison): Frame {
  const top = keyHeight(series) + LINE + 4
  const bottom = top + PLOT
  const [low = 0, high = 0] = extent([0, ...rows.flatMap((row) => row.values.map((value) => value ?? 0))])
  const y = scaleLinear([low, low === high ? 1 : high], [bottom, top]).nice(4)
  // Schools and pupils come whole: an axis of halves between one and two would only puzzle.
  const ticks = y
    .ticks(4)
    .filter((tick) => typeof unit === 'function' || high - low < 2 || Number.isInteger(tick))
  const left = (max(ticks, (tick) => textWidth(inFigures(tick, unit))) ?? 0) + 8
  const points = scalePoint<number>(
    rows.map((_, at) => at),
    [left, WIDTH],
  ).padding(0.5)
  return { x: (row) => points(row) ?? left, y, ticks, left, bottom, step: points.step() || WIDTH - left }
}

const Axes = ({ chart, frame }: { chart: Comparison; frame: Frame }) => {
  const { x, y, ticks, left, bottom, step } = frame
  const label = (text: string) => wrapped(text, Math.max(step, 80), 1)
  const needed = (max(chart.rows, (row) => textWidth(label(row.label)[0] ?? '')) ?? 0) + 6
  const every = Math.max(1, Math.ceil(needed / step))
  return (
    <>
      {ticks.map((tick) => (
        <>
          <Rule x1={left} y1={y(tick)} x2={WIDTH} y2={y(tick)} strong={tick === 0} />
          <Label x={left - 6} y={y(tick) + 4} lines={[inFigures(tick, chart.unit)]} anchor="end" />
        </>
      ))}
      {chart.rows.map((row, at) =>
        at % every === 0 ? (
          <Label x={x(at)} y={bottom + LINE + 3} lines={label(row.label)} anchor="middle" />
        ) : null,
      )}
    </>
  )
}

function Series({ chart, frame, at }: { chart: Comparison; frame: Frame; at: number }) {
  const { x, y, step } = frame
  const values = chart.rows.map((row) => row.values[at] ?? null)
  const path = line<number | null>()
    .defined((value) => value !== null)
    .x((_, row) => x(row))
    .y((value) => y(value ?? 0))
    .curve(chart.kind === 'steps' ? curveStep : curveLinear)
  const told = values.map((value) => (value === null ? '' : inFigures(value, chart.unit)))
  // Values of several series would lie over one another; the axis and the table give them.
  const labelled = chart.series.length === 1 && (max(told, valueWidth) ?? 0) < step
  return (
    <g>
      <path
        class="chart__line"
        d={path(values) ?? ''}
        fill="none"
        stroke={paint(at).stroke}
        stroke-width="2"
        {...(at % 2 ? { 'stroke-dasharray': '5 3' } : {})}
      />
      {values.map((value, row) =>
        value === null ? null : (
          <>
            <Shape series={at} x={x(row)} y={y(value)} />
            {labelled ? (
              <Label x={x(row)} y={y(value) - 9} lines={[told[row] ?? '']} anchor="middle" strong />
            ) : null}
          </>
        ),
      )}
    </g>
  )
}

export function drawLine(chart: Comparison): Drawing {
  const frame = frameOf(chart)
  return {
    height: frame.bottom + LINE + 10,
    marks: (
      <>
        <Key series={chart.series} swatch={(at) => <Shape series={at} x={7} y={7} />} />
        <Axes chart={chart} frame={frame} />
        {chart.series.map((_, at) => (
          <Series chart={chart} frame={frame} at={at} />
        ))}
      </>
    ),
  }
}
