export type Kind = 'number' | 'letter' | 'roman'

/** One step of a number: the `2` and the `(a)` of `2(a)`. Letters that may be Roman figures have both values. */
export type Step = {
  text: string
  bracketed: boolean
  /** Told off by a point from the step above it, as the last of `1.2` is; it goes on only from another such. */
  dotted: boolean
  values: Partial<Record<Kind, number>>
}

/**
 * The number a line begins with. `firm` ones are closed by a stop, a bracket or a tab; others (`1 We agree`) may be
 * words that happen to stand there.
 */
export type Label = {
  steps: Step[]
  /** As it is written, without what closes it: `2(a)`, `1.1`, `iv`. */
  says: string
  firm: boolean
  /** Called a part or section of the text: `Part 2: Ethos`. */
  heads: boolean
  rest: string
}

const STEP = '(?:\\d{1,3}|[ivxlc]{1,7}|[IVXLC]{1,7}|[a-z]|[A-Z])'
const CALLED =
  '(?:(clause|article|protocol|paragraph|rule|principle|commitment|part|section|chapter|theme|§)\\s*)?'
const START = new RegExp(
  `^${CALLED}([([]?)(${STEP})((?:\\.\\d{1,3}|\\.(?:[a-z]|[ivx]{1,5})(?=[.):\\s])|\\((?:\\d{1,3}|[a-z]|[ivx]{1,5})\\)|[a-z](?=[.):\\s]))*)([.):\\]]*)(\\s+[-–—]\\s+|\\s+|$)`,
  'i',
)
const MONTH = /^(january|february|march|april|may|june|july|august|september|october|november|december)\b/i
const HEADS = /^(part|section|chapter|theme)$/i

/** The number that a line begins with, if it does; whether it is meant as one depends on the lines around it. */
export function labelOf(text: string): Label | undefined {
  const [whole, called = '', open = '', first = '', more = '', close = '', gap = ''] = START.exec(text) ?? []
  if (whole === undefined) return undefined
  const steps = [stepOf(first, open !== ''), ...stepsIn(more)]
  const rest = text.slice(whole.length)
  const firm = close !== '' || more.endsWith(')') || gap.trim() !== '' || /\t| {2}/.test(gap)
  if (open !== '' && close === '') return undefined
  if (called ? !firm && rest !== '' : !firm && !mayStandOpen(first, more, rest)) return undefined
  if (!/^\d/.test(first) && /^\.?[a-z]/i.test(more)) return undefined
  return { steps, says: first + more, firm: firm || called !== '', heads: HEADS.test(called), rest }
}

/** A number that nothing closes: `1.1 we`, `1 We`, or alone on its line; but neither `9 days` nor `1 September`. */
const mayStandOpen = (first: string, more: string, rest: string) =>
  /^\d/.test(first) && (more !== '' || rest === '' || (/^\p{Lu}/u.test(rest) && !MONTH.test(rest)))

const stepsIn = (more: string): Step[] =>
  [...more.matchAll(/\((\w+)\)|\.?(\d+|[a-z]+)/gi)].map(([whole, inside, plain]) =>
    stepOf(inside ?? plain ?? '', inside !== undefined, whole.startsWith('.')),
  )

function stepOf(text: string, bracketed: boolean, dotted = false): Step {
  if (/^\d+$/.test(text)) return { text, bracketed, dotted, values: { number: Number(text) } }
  const roman = romanValue(text)
  const letter = text.length === 1 ? { letter: text.toLowerCase().charCodeAt(0) - 96 } : {}
  return { text, bracketed, dotted, values: { ...letter, ...(roman === undefined ? {} : { roman }) } }
}

const FIGURES: Record<string, number> = { i: 1, v: 5, x: 10, l: 50, c: 100 }

/** The value of a Roman numeral as it is properly written, up to 399; of anything else none. */
export function romanValue(text: string): number | undefined {
  if (!/^c{0,3}(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})$/i.test(text) || text === '') return undefined
  const figures = [...text.toLowerCase()].map((letter) => FIGURES[letter] ?? 0)
  return figures.reduce((sum, figure, i) => sum + (figure < (figures[i + 1] ?? 0) ? -figure : figure), 0)
}

const sameCase = (a: string, b: string) => (a === a.toLowerCase()) === (b === b.toLowerCase())

/** Whether one step is written the way another is, and which kind of numbering they then share. */
export function sharedKind(a: Step, b: Step): Kind | undefined {
  if (a.bracketed !== b.bracketed || a.dotted !== b.dotted || !sameCase(a.text, b.text)) return undefined
  const kinds: Kind[] = ['number', 'letter', 'roman']
  return kinds.find((kind) => a.values[kind] !== undefined && b.values[kind] !== undefined)
}

/** Whether `after` is what follows `before` in its own numbering: 3 after 2, (b) after (a), v after iv. */
export function follows(after: Step, before: Step): boolean {
  if (after.dotted !== before.dotted || !sameCase(after.text, before.text)) return false
  return (['number', 'letter', 'roman'] as const).some((kind) => {
    const [now, then] = [after.values[kind], before.values[kind]]
    return now !== undefined && then !== undefined && now === then + 1
  })
}

/** Whether a numbering may begin with this: 1, a or i. */
export const isFirst = ({ values }: Step) => values.number === 1 || values.letter === 1 || values.roman === 1
