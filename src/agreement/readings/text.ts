import { endsSentence, type Look, lookOf } from './look.ts'
import type { Line } from './tables.ts'

/** The lines of a text as looked at, with what only shows when they are seen together. */
export type Text = { looks: Look[]; starts: boolean[]; explicit: boolean }

/** No text is wrapped wider than this: where a line is longer, each line is a paragraph of its own. */
const LONGEST_WRAPPED = 130

export function textOf(lines: readonly Line[]): Text {
  const looks = underlined(lines.map(lookOf))
  const explicit = looks.some(({ heading, style }) => heading !== undefined && style === undefined)
  const longest = looks.reduce((most, { width }) => Math.max(most, width), 0)
  const width = longest > LONGEST_WRAPPED ? Number.POSITIVE_INFINITY : longest
  const starts = looks.map((look, i) => startsAnew(looks[i - 1], look, width))
  return { looks: explicit ? looks.map(closed) : looks, starts, explicit }
}

/** A line with a line drawn beneath it stands out as one in bold does. */
const underlined = (looks: Look[]): Look[] =>
  looks.map((look, i) =>
    !look.blank && !look.label && /^([=-])\1{2,}$/.test(looks[i + 1]?.raw ?? '')
      ? { ...look, strong: true }
      : look,
  )

/** In Markdown only a number with its stop is one, and a part has its mark. */
function closed(look: Look): Look {
  const { label, heading } = look
  const open = label && ((!label.firm && label.steps.length === 1) || (label.heads && heading === undefined))
  return open ? { ...look, label: undefined, words: look.text } : look
}

/** Whether a line begins something, rather than going on with a sentence that was too long for the line before. */
function startsAnew(before: Look | undefined, look: Look, width: number): boolean {
  if (!before || before.blank || before.heading !== undefined || look.heading !== undefined) return true
  if (look.bullet || endsSentence(before.text)) return true
  const [first = ''] = look.text.split(' ')
  return before.width + 1 + first.length <= width
}

/** The next line that is not left out, or -1. */
export function nextOf(out: boolean[], i: number): number {
  for (let at = i + 1; at < out.length; at++) if (!out[at]) return at
  return -1
}

/** The line before it that is not left out, or -1. */
export function previousOf(out: boolean[], i: number): number {
  for (let at = i - 1; at >= 0; at--) if (!out[at]) return at
  return -1
}
