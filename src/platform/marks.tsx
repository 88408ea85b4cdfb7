import type { Tone } from './parts.tsx'

/** Shapes that tell states apart without their colours; each is drawn in a square of 20 by 20. */
const shapes = {
  tick: <path d="M3.5 10.8 8 15.4 16.8 5" fill="none" stroke="currentColor" stroke-width="3" />,
  signed: (
    <g fill="none" stroke="currentColor" stroke-width="2">
      <circle cx="10" cy="10" r="8" />
      <path d="m6 10.3 3 3 5.4-6.4" />
    </g>
  ),
  half: (
    <g>
      <circle cx="10" cy="10" r="8" fill="none" stroke="currentColor" stroke-width="2" />
      <path d="M10 2a8 8 0 0 1 0 16Z" fill="currentColor" />
    </g>
  ),
  cross: <path d="m4 4 12 12M16 4 4 16" fill="none" stroke="currentColor" stroke-width="3.2" />,
  clock: (
    <g fill="none" stroke="currentColor" stroke-width="2">
      <circle cx="10" cy="10" r="8" />
      <path d="M10 5.5V10l3.2 2.2" />
    </g>
  ),
  dash: <path d="M3.5 10h13" stroke="currentColor" stroke-width="3" />,
  people: (
    <g fill="currentColor">
      <circle cx="6.5" cy="6.5" r="3" />
      <circle cx="14" cy="7.5" r="2.4" />
      <path d="M1 17c0-4 2.4-6 5.5-6s5.5 2 5.5 6Zm12.3 0c0-2.3-.6-4-1.6-5.3.7-.5 1.5-.7 2.3-.7 2.7 0 5 1.7 5 6Z" />
    </g>
  ),
} as const
export type MarkName = keyof typeof shapes

/** The shape alone, inside a picture that gives it its colour. */
export const shapeOf = (mark: MarkName) => shapes[mark]

/** The shape beside its word, which is what is read out. */
export const Mark = ({ mark }: { mark: MarkName }) => (
  <svg class="en-mark" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
    {shapes[mark]}
  </svg>
)

/** A state as shape, colour and word. */
export const State = ({ mark, tone, says }: { mark: MarkName; tone: Tone; says: string }) => (
  <strong class={`en-state en-state--${tone}`}>
    <Mark mark={mark} />
    {says}
  </strong>
)

/** The colour of each tone where a picture is a file of its own. */
export const inks: Record<Tone, { ink: string; tint: string }> = {
  good: { ink: '#276339', tint: '#e2f0e2' },
  due: { ink: '#7d4e00', tint: '#fdeecb' },
  bad: { ink: '#a5331b', tint: '#fbe6e0' },
  calm: { ink: '#24508a', tint: '#e4ecf7' },
  quiet: { ink: '#4d576b', tint: '#eae6dd' },
}
