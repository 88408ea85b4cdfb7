import { extent, groups, max, tickStep } from 'd3-array'
import { scaleLinear } from 'd3-scale'
import type { Strip } from './chart.ts'
import { type Drawing, INK, Label, LINE, paint, Rule, WIDTH, wrapped } from './marks.tsx'
import { inFigures, inUnits } from './numbers.ts'

const RADIUS = 4.5
const STACK = 130
const SIDE = 14

/** About as many stacks as dots fit side by side; each dot still stands at its own value. */
const STACKS = 36

function stacked(values: readonly number[], low: number, high: number) {
  const size = tickStep(low, high, STACKS) || 1
  const stacks = groups(
    [...values].sort((a, b) => a - b),
    (value) => Math.floor(value / size),
  )
  return stacks.map(([, stack]) => stack)
}

/** A line at the value that matters, with what it is. */
export const Mark = ({
  x,
  label,
  top,
  bottom,
}: {
  x: number
  label: string
  top: number
  bottom: number
}) => {
  // Beside the line, on the side with more room.
  const right = x < WIDTH / 2
  return (
    <>
      <line
        class="chart__rule chart__rule--strong"
        x1={x}
        y1={top - 4}
        x2={x}
        y2={bottom}
        stroke={INK}
        stroke-width="1.5"
        stroke-dasharray="4 3"
      />
      <Label
        x={x}
        y={top - 9}
        lines={wrapped(label, (right ? WIDTH - x : x) - 4, 1)}
        anchor={right ? 'start' : 'end'}
        strong
      />
    </>
  )
}

export function drawStrip({ values, unit, measure, mark }: Strip): Drawing {
  const [low = 0, high = 0] = extent(mark ? [...values, mark.at] : values)
  const x = scaleLinear(low === high ? [low - 1, high + 1] : [low, high], [SIDE, WIDTH - SIDE]).nice(6)
  const stacks = stacked(values, low, high)
  const tallest = max(stacks, (stack) => stack.length) ?? 1
  const lift = Math.min(RADIUS * 2 + 1, STACK / tallest)
  const top = 26
  const bottom = top + tallest * lift + RADIUS + 2
  const beyond = (value: number) => mark !== undefined && value > mark.at
  return {
    height: bottom + LINE * 2 + 12,
    marks: (
      <>
        <Rule x1={0} y1={bottom} x2={WIDTH} y2={bottom} strong />
        {x.ticks(6).map((tick) => (
          <>
            <Rule x1={x(tick)} y1={bottom} x2={x(tick)} y2={bottom + 5} strong />
            <Label x={x(tick)} y={bottom + LINE + 3} lines={[inFigures(tick, unit)]} anchor="middle" />
          </>
        ))}
        <Label
          x={WIDTH / 2}
          y={bottom + LINE * 2 + 5}
          lines={wrapped(typeof unit === 'function' ? measure : `${measure} (${unit[1]})`, WIDTH, 1)}
          anchor="middle"
        />
        {stacks.map((stack) =>
          stack.map((value, at) => (
            <circle
              cx={x(value)}
              cy={bottom - RADIUS - 2 - at * lift}
              r={RADIUS}
              stroke-width="1.5"
              {...paint(beyond(value) ? 0 : 1)}
            >
              <title>{inUnits(value, unit)}</title>
            </circle>
          )),
        )}
        {mark ? <Mark x={x(mark.at)} label={mark.label} top={top} bottom={bottom} /> : null}
      </>
    ),
  }
}
