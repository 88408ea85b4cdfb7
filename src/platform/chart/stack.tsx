import { scaleLinear } from 'd3-scale'
import type { Stack } from './chart.ts'
import { type Drawing, Key, keyHeight, Label, LINE, paint, Rule, WIDTH, wrapped } from './marks.tsx'
import { inFigures, inUnits } from './numbers.ts'
import { Mark } from './strip.tsx'

const ALONE = 34
const AMONG = 20
const BETWEEN_ROWS = 10
const SIDE = 1

/** Parts that touch are told apart: solid, dark, pale, and empty for what is left. */
const IN_A_ROW = [0, 2, 3, 1] as const
const painted = (part: number) => paint(IN_A_ROW[part % IN_A_ROW.length] ?? 0)

const Swatch = (part: number) => <rect x={1} y={1} width={12} height={12} {...painted(part)} />

type Scale = (value: number) => number

/** One bar: its parts from the left, in the order of the series. */
const Bar = (props: { x: Scale; y: number; height: number; values: readonly (number | null)[] }) => {
  const { x, y, height, values } = props
  let from = 0
  return (
    <>
      {values.map((value, part) => {
        const start = from
        from += value ?? 0
        return value ? (
          <rect x={x(start)} y={y} width={x(from) - x(start)} height={height} {...painted(part)} />
        ) : null
      })}
    </>
  )
}

/** Keeps the line at what would be enough in sight where it crosses a dark part. */
const Halo = ({ x, top, bottom }: { x: number; top: number; bottom: number }) => (
  <line x1={x} y1={top} x2={x} y2={bottom} stroke="#ffffff" stroke-width="5" />
)

/** One bar alone tells its numbers with the names of its parts; of several each tells its own sum. */
export function drawStack(chart: Stack): Drawing {
  const { rows, series, unit, whole, mark } = chart
  const alone = rows.length === 1
  const [only] = rows
  const names = alone
    ? series.map((name, part) => `${name}: ${inFigures(only?.values[part] ?? 0, unit)}`)
    : [...series]
  const x = scaleLinear([0, Math.max(whole, mark?.at ?? 0, 1)], [SIDE, WIDTH - SIDE])
  const top = keyHeight(names) + (mark ? LINE + 8 : 4)
  const bar = alone ? ALONE : AMONG
  let height = top
  const bars = rows.map(({ label, values }) => {
    const lines = alone ? [] : wrapped(`${label}: ${inFigures(sumOf(values), unit)}`, WIDTH, 2)
    const y = height + lines.length * LINE
    height = y + bar + BETWEEN_ROWS
    return (
      <g>
        <Label x={0} y={y - lines.length * LINE + 10} lines={lines} />
        <Bar x={x} y={y} height={bar} values={values} />
      </g>
    )
  })
  const bottom = height - BETWEEN_ROWS + 6
  return {
    height: bottom + LINE + 8,
    marks: (
      <>
        <Key series={names} swatch={Swatch} />
        {bars}
        <Rule x1={SIDE} y1={bottom} x2={WIDTH - SIDE} y2={bottom} strong />
        <Label x={0} y={bottom + LINE} lines={['0']} />
        <Label x={WIDTH} y={bottom + LINE} lines={[inUnits(x.domain()[1] ?? whole, unit)]} anchor="end" />
        {mark ? <Halo x={x(mark.at)} top={top} bottom={bottom - 6} /> : null}
        {mark ? <Mark x={x(mark.at)} label={mark.label} top={top} bottom={bottom} /> : null}
      </>
    ),
  }
}

const sumOf = (values: readonly (number | null)[]) =>
  values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
