import type { Child } from 'hono/jsx'
import { type MarkName, State, shapeOf } from './marks.tsx'
import type { Tone } from './parts.tsx'

export type Tile = {
  id: string
  number: string
  /** What the number is one of, for those who hear it: “Clause”. */
  called: string
  words: string
  state: { mark: MarkName; tone: Tone; says: string }
  /** What opens beneath it. */
  inside: Child
}

/** Numbered things, each a tile with its state as shape, colour and word, that opens to what is behind it. */
export const Tiles = ({ items }: { items: Tile[] }) => (
  <ul class="en-tiles">
    {items.map(({ id, number, called, words, state, inside }) => (
      <li>
        <details id={id} class={`en-tile en-tile--${state.tone}`}>
          <summary>
            <span class="en-tile__number">
              <span class="govuk-visually-hidden">{called} </span>
              {number}
            </span>{' '}
            <State {...state} /> <span class="en-tile__words">{words}</span>
          </summary>
          <div class="en-tile__inside">{inside}</div>
        </details>
      </li>
    ))}
  </ul>
)

export type Share = { width: number; mark: MarkName; tone: Tone }

const SHARE_WIDTH = 240
const SHARE_HEIGHT = 22
const WIDEST_WITHOUT_MARK = 22

/** How a whole is shared out, each part with its shape. Words that say the same must stand beside it: they are read out. */
export function Shares({ parts }: { parts: Share[] }) {
  const whole = parts.reduce((sum, { width }) => sum + width, 0) || 1
  let from = 0
  const placed = parts.map((part) => {
    const width = (part.width / whole) * SHARE_WIDTH
    from += width
    return { ...part, width, x: from - width }
  })
  return (
    <svg
      class="en-shares"
      viewBox={`0 0 ${SHARE_WIDTH} ${SHARE_HEIGHT}`}
      aria-hidden="true"
      focusable="false"
    >
      {placed.map(({ width, x, mark, tone }) => (
        <g class={`en-share en-share--${tone}`}>
          <rect x={x + 0.75} y={0.75} width={Math.max(0, width - 1.5)} height={SHARE_HEIGHT - 1.5} rx={2} />
          {width >= WIDEST_WITHOUT_MARK && (
            <g transform={`translate(${x + width / 2 - 7} ${SHARE_HEIGHT / 2 - 7}) scale(0.7)`}>
              {shapeOf(mark)}
            </g>
          )}
        </g>
      ))}
    </svg>
  )
}

/** Things in their order, each told in words with how it is shared out beside it. */
export type Shared = { id: string; number: string; href: string; words: string; says: string; parts: Share[] }

export const SharedOut = ({ items, called }: { items: Shared[]; called: string }) => (
  <ul class="en-shared">
    {items.map(({ id, number, href, words, says, parts }) => (
      <li id={id}>
        <a href={href}>
          <span class="en-shared__number">
            <span class="govuk-visually-hidden">{called} </span>
            {number}
          </span>{' '}
          <span>{words}</span>
        </a>
        {parts.length > 0 && <Shares parts={parts} />}
        <p>{says}</p>
      </li>
    ))}
  </ul>
)
