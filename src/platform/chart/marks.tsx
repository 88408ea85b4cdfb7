import type { Child } from 'hono/jsx'

/**
 * Pictures are 360 units wide, a telephone's column, so that their 12-unit text is 12 pixels there and grows
 * with the picture on wider pages. Colours are presentation attributes, which the content policy allows and
 * the typesetter understands. Text and axes take the colour of the page's text, so that they stay readable
 * where the reader's system forces its own colours.
 */
export const WIDTH = 360
export const LINE = 15
export const INK = 'currentColor'
const TEAL = '#0b6e6e'
const RULE = '#c3c9d2'
const PAPER = '#ffffff'

export interface Drawing {
  readonly height: number
  readonly marks: Child
}

/** The mean width of a character of 12-unit text, a little generous. */
const CHARACTER = 6.8
export const textWidth = (text: string) => [...text].length * CHARACTER

/** Values stand in bold, which is wider. */
export const valueWidth = (text: string) => textWidth(text) * 1.15

function cut(text: string, characters: number, more: boolean) {
  const all = [...text]
  return all.length > characters || more ? `${all.slice(0, Math.max(1, characters - 1)).join('')}…` : text
}

/** The label broken into lines that fit the width; what does not fit is cut, and stands whole in the table. */
export function wrapped(label: string, width: number, mostLines: number): string[] {
  const characters = Math.max(2, Math.floor(width / CHARACTER))
  const lines: string[] = []
  for (const word of label.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`
    if (lines.length > 0 && longer.length <= characters) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  const kept = lines.slice(0, mostLines)
  return kept.map((line, at) => cut(line, characters, at === mostLines - 1 && lines.length > mostLines))
}

/** Series differ by fill, outline and order as well as colour, so that they can be told apart in grey. */
const PAINTS = [
  { class: 'chart__mark chart__mark--solid', fill: TEAL, stroke: TEAL },
  { class: 'chart__mark chart__mark--hollow', fill: PAPER, stroke: TEAL },
  { class: 'chart__mark chart__mark--solid', fill: INK, stroke: INK },
  { class: 'chart__mark chart__mark--pale', fill: TEAL, 'fill-opacity': '0.2', stroke: INK },
] as const

export const paint = (series: number) => PAINTS[series % PAINTS.length] ?? PAINTS[0]

type Anchor = 'start' | 'middle' | 'end'

export function Label(props: {
  x: number
  y: number
  lines: readonly string[]
  anchor?: Anchor
  strong?: boolean
}) {
  const { x, y, lines, anchor = 'start', strong = false } = props
  return (
    <text x={x} y={y} text-anchor={anchor} {...(strong ? { 'font-weight': '700' } : {})}>
      {lines.map((line, at) => (
        <tspan x={x} dy={at === 0 ? 0 : LINE}>
          {line}
        </tspan>
      ))}
    </text>
  )
}

export const Rule = (props: { x1: number; y1: number; x2: number; y2: number; strong?: boolean }) => (
  <line
    class={props.strong ? 'chart__rule chart__rule--strong' : 'chart__rule'}
    x1={props.x1}
    y1={props.y1}
    x2={props.x2}
    y2={props.y2}
    stroke={props.strong ? INK : RULE}
    stroke-width="1"
  />
)

export const Swatch = (series: number) => <rect x={1} y={1} width={12} height={12} {...paint(series)} />

const KEY_LINE = 18
export const keyHeight = (series: readonly string[]) => (series.length > 1 ? series.length * KEY_LINE + 8 : 0)

/** Names the series in the order in which they are drawn; one series alone needs no name. */
export const Key = ({ series, swatch }: { series: readonly string[]; swatch: (at: number) => Child }) =>
  series.length > 1 ? (
    <g>
      {series.map((name, at) => (
        <g transform={`translate(0 ${at * KEY_LINE})`}>
          {swatch(at)}
          <Label x={20} y={11} lines={wrapped(name, WIDTH - 20, 1)} />
        </g>
      ))}
    </g>
  ) : null
