import { partsOf } from '../agreement/rules.ts'
import { inks, shapeOf } from '../platform/marks.tsx'
import { plainText } from '../platform/pdf/plain-text.ts'
import type { Stand } from './queries.ts'
import { lookOf } from './rules.ts'

/** Six across, so that the words on each can still be read where the picture is set smaller than it is drawn. */
const COLUMNS = 6
const WIDTH = 360
const TILE = { width: WIDTH / COLUMNS, height: 25, gap: 3 }
const HEADING = 15

type Row = { part: string; stands: Stand[] }

const rowsOf = (stands: Stand[]): Row[] =>
  partsOf(stands.map((stand) => ({ ...stand.clause, stand }))).map(({ part, clauses }) => ({
    part,
    stands: clauses.map(({ stand }) => stand),
  }))

const heightOf = ({ stands }: Row) => HEADING + Math.ceil(stands.length / COLUMNS) * TILE.height + 4

const Tile = ({ stand, at }: { stand: Stand; at: number }) => {
  const { mark, tone, says } = lookOf(stand)
  const [x, y] = [(at % COLUMNS) * TILE.width, HEADING + Math.floor(at / COLUMNS) * TILE.height]
  const { ink, tint } = inks[tone]
  return (
    <g transform={`translate(${x} ${y})`} color={ink}>
      <rect
        width={TILE.width - TILE.gap}
        height={TILE.height - TILE.gap}
        rx="2"
        fill={tint}
        stroke={ink}
        stroke-width="0.8"
      />
      <text x="4" y="10.5" font-size="10" font-weight="700" fill="#14213d">
        {plainText(stand.clause.number)}
      </text>
      <g transform={`translate(${TILE.width - 16} 2.5) scale(0.45)`}>{shapeOf(mark)}</g>
      <text x="4" y="18.6" font-size="7" font-weight="700" fill={ink}>
        {says}
      </text>
    </g>
  )
}

/** The tiles as a picture of their own, for paper: shape, colour and word on each. */
export function pictureText(stands: Stand[]): string {
  const rows = rowsOf(stands)
  const height = rows.reduce((sum, row) => sum + heightOf(row), 0)
  let top = 0
  const placed = rows.map((row) => {
    top += heightOf(row)
    return { ...row, y: top - heightOf(row) }
  })
  return String(
    <svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${WIDTH} ${height}`}
      font-family="Public Sans, Arial, sans-serif"
    >
      <title>The clauses and how each stands</title>
      {placed.map(({ part, stands, y }) => (
        <g transform={`translate(0 ${y})`}>
          <text x="0" y="10" font-size="9.5" font-weight="700" fill="#14213d">
            {plainText(part || 'Clauses')}
          </text>
          {stands.map((stand, at) => (
            <Tile stand={stand} at={at} />
          ))}
        </g>
      ))}
    </svg>,
  )
}
