import { max, sum } from 'd3-array'
import { scaleSqrt } from 'd3-scale'
import type { Calendar } from './chart.ts'
import { type Drawing, Label, LINE, paint, Rule, WIDTH, wrapped } from './marks.tsx'
import { type KindByMonth, kindsByMonth, MONTHS } from './numbers.ts'

const CELL = WIDTH / 12
const ROW = LINE + 38
const middle = (month: number) => (month + 0.5) * CELL

const Months = ({ kind, months, radius }: KindByMonth & { radius: (count: number) => number }) => (
  <>
    <Label x={0} y={11} lines={wrapped(`${kind}: ${sum(months)}`, WIDTH, 1)} strong />
    {months.map((count, month) =>
      count === 0 ? (
        <Rule x1={middle(month) - 3} y1={LINE + 17} x2={middle(month) + 3} y2={LINE + 17} />
      ) : (
        <>
          <circle cx={middle(month)} cy={LINE + 17} r={radius(count)} {...paint(3)} />
          <Label x={middle(month)} y={LINE + 21} lines={[String(count)]} anchor="middle" />
        </>
      ),
    )}
  </>
)

export function drawCalendar(chart: Calendar): Drawing {
  const kinds = kindsByMonth(chart)
  const most = max(kinds, ({ months }) => max(months)) ?? 1
  // Area, not width, says how many; even one event is a disc that holds its number.
  const radius = scaleSqrt([0, most], [5, CELL / 2 - 1])
  return {
    height: LINE + 8 + kinds.length * ROW,
    marks: (
      <>
        {MONTHS.map((month, at) => (
          <Label x={middle(at)} y={11} lines={[month.slice(0, 3)]} anchor="middle" />
        ))}
        <Rule x1={0} y1={LINE + 1} x2={WIDTH} y2={LINE + 1} strong />
        {kinds.map((kind, at) => (
          <g transform={`translate(0 ${LINE + 8 + at * ROW})`}>
            <Months {...kind} radius={radius} />
          </g>
        ))}
      </>
    ),
  }
}
