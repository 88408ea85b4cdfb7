import type { CohortFigures, LeftOutReason } from './rules.ts'

export const SMALLEST_SHOWN = 5
export const SMALLEST_DENOMINATOR = 10

/** A number, one that is too small to tell, or none at all. */
export type Told = number | 'hidden' | null
export type FiguresTold = Record<
  'selected' | 'matched' | 'ceiling' | 'overAYear' | 'percent' | 'percentOfSelected',
  Told
> & { leftOut: { why: LeftOutReason; pupils: Told }[]; gains: number[] | 'hidden' }

const isSmall = (count: number) => count > 0 && count < SMALLEST_SHOWN
const count = (pupils: number): Told => (isSmall(pupils) ? 'hidden' : pupils)

/**
 * The figures as whoever does not work with these pupils may read them: no count of 1 to 4, no percentage of
 * fewer than ten or that would tell such a count, no picture of fewer than ten pupils.
 */
export function withoutSmall({ percent, percentOfSelected, ...figures }: CohortFigures): FiguresTold {
  const { selected, matched, ceiling, overAYear, leftOut, gains } = figures
  const of = (whole: number, share: number | null): Told =>
    share !== null && (whole < SMALLEST_DENOMINATOR || isSmall(overAYear)) ? 'hidden' : share
  return {
    selected: count(selected),
    matched: count(matched),
    ceiling: count(ceiling),
    overAYear: count(overAYear),
    percent: of(matched, percent),
    percentOfSelected: of(selected, percentOfSelected),
    leftOut: leftOut.map(({ why, pupils }) => ({ why, pupils: count(pupils) })),
    gains: matched > 0 && matched < SMALLEST_DENOMINATOR ? 'hidden' : gains,
  }
}

/** What a cohort gained, in one sentence, with no number in it that may not be told. */
export function impactInWords({ selected, matched, overAYear, percent }: FiguresTold): string {
  if (matched === 0) return 'Nobody in this cohort has been tested at both points yet.'
  if (percent === 'hidden' || percent === null)
    return 'Too few pupils were tested at both points to say what the cohort gained.'
  const those = overAYear === 'hidden' || matched === 'hidden' ? '' : ` (${overAYear} of ${matched})`
  const chosen = typeof selected === 'number' ? `; ${selected} were chosen` : ''
  return `${percent}% of the pupils tested at both points${those} gained more than twelve months of reading age${chosen}.`
}

export const figureInWords = (told: Told) =>
  told === 'hidden' ? 'under 5' : told === null ? '' : String(told)
export const shareInWords = (told: Told) => (told === 'hidden' ? 'not told' : told === null ? '' : `${told}%`)

const figures: Record<string, (told: FiguresTold) => string> = {
  selected: ({ selected }) => figureInWords(selected),
  matched: ({ matched }) => figureInWords(matched),
  ceiling: ({ ceiling }) => figureInWords(ceiling),
  over_a_year: ({ overAYear }) => figureInWords(overAYear),
  percent: ({ percent }) => shareInWords(percent),
}

const NAMED = /^reading:(.+?)(?::(selected|matched|ceiling|over_a_year|percent))?$/

/** The cohort that `reading:readers-2017` or `reading:readers-2017:percent` names in a text. */
export const cohortNamedBy = (insert: string) => NAMED.exec(insert)?.[1]

/** What a text says where it names a cohort: one of its figures, or the whole sentence. */
export function readingInWords(insert: string, told: FiguresTold): string {
  const figure = NAMED.exec(insert)?.[2]
  return (figure && figures[figure]?.(told)) || impactInWords(told)
}
