import { follows, isFirst, type Label, type Step, sharedKind } from './label.ts'

/** Where a numbered line stands: how deep, and beneath which lines. */
export type Place = { level: number; above: number[] }

/** What the outline is drawn from: a line's number if it has one, and what stands around it. */
export type Numbered = {
  label: Label | undefined
  /** Nothing before it on the line or in the sentence: a number here is hardly a word of a sentence. */
  starts: boolean
  /** A heading without a number, after which numbers may begin anew. */
  heading: boolean
  /** A person said that it is meant as a number. */
  sure?: boolean
}

type Open = { step: Step; line: number | undefined }
type Found = { stack: Open[] } | undefined

/**
 * Which numbers are meant as such and how they nest. A number is believed when it goes on from one before it,
 * begins a numbering, or stands where nothing else would begin with a number.
 */
export function outlineOf(lines: Numbered[]): (Place | undefined)[] {
  let stack: Open[] = []
  let headed = -1
  return lines.map((line, i) => {
    if (line.label?.heads || (line.heading && !line.label)) headed = i
    if (line.label?.heads) return { level: 0, above: [] }
    if (!line.label) return undefined
    const found = placed(line, line.label, stack, headed)
    if (!found) return undefined
    stack = found.stack
    const top = stack.at(-1)
    if (top) top.line = i
    return {
      level: stack.length - 1,
      above: stack.slice(0, -1).flatMap(({ line }) => (line === undefined ? [] : [line])),
    }
  })
}

function placed(line: Numbered, label: Label, stack: Open[], headed: number): Found {
  const [step, ...deeper] = label.steps
  if (!step) return undefined
  return deeper.length > 0
    ? placedWhole(line, label, stack)
    : (continued(step, stack) ?? begun(step, stack, headed) ?? skipped(step, line, label, stack))
}

const upTo = (stack: Open[], level: number, step: Step): Found => ({
  stack: [...stack.slice(0, level), { step, line: undefined }],
})

/** It goes on from the last number of its kind; the deepest such numbering is meant. */
function continued(step: Step, stack: Open[]): Found {
  const alike = (exact: boolean) =>
    stack.findLastIndex((open) => follows(step, open.step) && (!exact || sharedKind(step, open.step)))
  const level = alike(true) === -1 ? alike(false) : alike(true)
  return level === -1 ? undefined : upTo(stack, level, step)
}

/** It begins a numbering: the first, a deeper one, or the same anew under another heading. */
function begun(step: Step, stack: Open[], headed: number): Found {
  if (!isFirst(step)) return undefined
  const same = stack.findIndex((open) => sharedKind(step, open.step))
  if (same === -1) return upTo(stack, stack.length, step)
  return (stack[same]?.line ?? 0) < headed ? upTo(stack, same, step) : undefined
}

/** Numbers were left out before it, or it stands twice; only its place on the page says that it is one. */
function skipped(step: Step, { starts, sure }: Numbered, { firm }: Label, stack: Open[]): Found {
  if (!sure && !(starts && firm)) return undefined
  const same = stack.findLastIndex((open) => sharedKind(step, open.step))
  if (same !== -1) return upTo(stack, same, step)
  return sure || step.values.number !== undefined
    ? upTo(stack, stack.length === 0 ? 0 : stack.length, step)
    : undefined
}

const isSame = (a: Step | undefined, b: Step | undefined) => a !== undefined && a.text === b?.text

/** `2.1` and `2(a)` say where they stand; one that nothing closes must go on from what stands before it. */
function placedWhole({ starts, sure }: Numbered, { steps, firm }: Label, stack: Open[]): Found {
  const shared = steps.findIndex((step, i) => !isSame(step, stack[i]?.step))
  const at = shared === -1 ? steps.length - 1 : shared
  const step = steps[at] as Step
  const open = stack[at]?.step
  const inOrder = steps.slice(at + 1).every(isFirst) && (open ? follows(step, open) : isFirst(step))
  if (!sure && !inOrder && !(starts && firm)) return undefined
  return {
    stack: steps.map((one, i) => (i < at && stack[i] ? (stack[i] as Open) : { step: one, line: undefined })),
  }
}
