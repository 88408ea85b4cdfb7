import { scaleLinear } from 'd3-scale'
import type { Comparison } from './chart.ts'
import { fromZero, knownValues, widest } from './lengths.ts'
import { type Drawing, Key, keyHeight, Label, LINE, paint, Rule, Swatch, WIDTH, wrapped } from './marks.tsx'
import { inFigures, missingWord } from './numbers.ts'

const BAR = 14
const BAR_STEP = 18
const GAP = 4
const BETWEEN_ROWS = 10
const LEAST_PLOT = 60

/** Leaves room for the values, which stand beyond the ends of their bars on both sides of zero. */
function scaleOf(chart: Comparison) {
  const values = knownValues(chart)
  const negative = values.filter((value) => value < 0)
  const left = negative.length > 0 ? Math.min(widest(negative, chart) + GAP, WIDTH / 2 - LEAST_PLOT) : 0
  const right = Math.max(WIDTH - widest(values, chart) - GAP, left + LEAST_PLOT)
  return scaleLinear(fromZero(values), [left, right])
}

type Scale = ReturnType<typeof scaleOf>

const Bar = (props: { x: Scale; y: number; value: number; text: string; series: number }) => {
  const { x, y, value, text, series } = props
  return (
    <>
      <rect
        x={Math.min(x(0), x(value))}
        y={y + 1}
        width={Math.abs(x(value) - x(0))}
        height={BAR}
        {...paint(series)}
      />
      <Label
        x={x(value) + (value < 0 ? -GAP : GAP)}
        y={y + 12}
        lines={[text]}
        anchor={value < 0 ? 'end' : 'start'}
        strong
      />
    </>
  )
}

export function drawBars(chart: Comparison): Drawing {
  const { rows, series, unit } = chart
  const x = scaleOf(chart)
  let height = keyHeight(series)
  const marks = rows.map((row) => {
    const label = wrapped(row.label, WIDTH, 2)
    const top = height
    const bars = top + label.length * LINE
    const bottom = bars + series.length * BAR_STEP
    height = bottom + BETWEEN_ROWS
    return (
      <g>
        <Label x={0} y={top + 11} lines={label} />
        {row.values.map((value, at) => {
          const y = bars + at * BAR_STEP
          return value === null ? (
            <Label x={x(0) + GAP} y={y + 12} lines={[missingWord(chart)]} />
          ) : (
            <Bar x={x} y={y} value={value} text={inFigures(value, unit)} series={at} />
          )
        })}
        <Rule x1={x(0)} y1={bars - 1} x2={x(0)} y2={bottom} strong />
      </g>
    )
  })
  return {
    height: height - BETWEEN_ROWS + 2,
    marks: (
      <>
        <Key series={series} swatch={Swatch} />
        {marks}
      </>
    ),
  }
}
