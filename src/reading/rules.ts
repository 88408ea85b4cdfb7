import { completedMonths, type Day, daysBetween } from '../platform/day.ts'
import { isOffice, leadsOrAdvises, ledMemberships, type Who } from '../platform/who.ts'

/** The highest reading age the tests in use give, in months: a pupil there twice cannot show a gain. */
export const CEILING = 16 * 12 + 6
const YOUNGEST = 3 * 12
const OLDEST = 19 * 12
const A_YEAR = 12

/** Tests closer than this tell more of the day than of the reading; test makers advise eight weeks. */
export const LEAST_WEEKS = 8

/** Months as tests print them: 101 is `8:05`. */
export const readingAgeInWords = (months: number) =>
  `${Math.floor(months / 12)}:${String(months % 12).padStart(2, '0')}`

/** A reading age as typed, in months, or why it cannot be one and what would be right. */
export function readingAgeTyped(typed: string): { months: number } | { wrong: string } {
  const text = typed.trim()
  const refused = refusals.find(([looks]) => looks.test(text))
  if (refused) return { wrong: refused[1] }
  const [, years, months] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? []
  if (!years || !months) return { wrong: `Reading age must be years and months, ${LIKE}` }
  if (Number(months) > 11)
    return { wrong: `Reading age has ${months} months: a year has 12, so write 00 to 11` }
  const age = Number(years) * 12 + Number(months)
  if (age < YOUNGEST || age > OLDEST) return { wrong: `Reading age must be between 3:00 and 19:00, ${LIKE}` }
  return { months: age }
}

const LIKE = 'like 8:05 for 8 years and 5 months'
const refusals: [RegExp, string][] = [
  [
    /^[<>]|\+$/,
    'Reading age lies beyond the test: write the lowest or highest age it gives, like 6:00 or 16:06',
  ],
  [
    /^\d+\.\d+$/,
    `Reading age with a point may mean months or tenths of a year: write it with a colon, ${LIKE}`,
  ],
  [
    /^\d{1,2}:\d{2}:\d{2}$/,
    `Reading age was turned into a time of day: write years and months only, ${LIKE}`,
  ],
]

/** A unique pupil number says who the pupil is, so it may not stand as a pseudonym. */
export const looksLikeUpn = (pupil: string) => /^[A-Z]\d{11}[\dA-Z]$/i.test(pupil.replaceAll(' ', ''))

export type Test = { test: string; testedOn: Day; bornOn: Day | null; readingAge: number | null }
type Scored = Test & { readingAge: number }

export const leftOutReasons = {
  'no result': 'no result',
  'one test only': 'tested once only',
  'same day': 'tested twice on one day',
  'different tests': 'tested with different tests',
  'too close': `tested less than ${LEAST_WEEKS} weeks apart`,
} as const
export type LeftOutReason = keyof typeof leftOutReasons

export const verdicts = {
  'more than a year': 'More than a year',
  'not more than a year': 'Not more than a year',
  'at the ceiling': 'At the test’s ceiling',
} as const
export type Verdict = keyof typeof verdicts

export type Gained = {
  verdict: Verdict
  first: Scored
  last: Scored
  /** Months of reading age. */
  gain: number
  /** Completed months between the tests. */
  elapsed: number
  /** Gain by month elapsed; null when no month was completed. */
  ratio: number | null
  /** Reading age less age at the first and the last test, in months; null without a date of birth. */
  gap: { before: number; after: number } | null
}
export type Progress = Gained | { leftOut: LeftOutReason }

/**
 * One pupil's progress within a cohort, from the first day tested to the last, with the test sat on both.
 * Tests without a result count as not sat. Every age is in completed months from date to date.
 */
export function progress(tests: readonly Test[]): Progress {
  const pair = endsOf(tests.filter((test): test is Scored => test.readingAge !== null))
  if ('leftOut' in pair) return pair
  const { first, last } = pair
  const gain = last.readingAge - first.readingAge
  const elapsed = completedMonths(first.testedOn, last.testedOn)
  const ratio = elapsed === 0 ? null : gain / elapsed
  return { verdict: verdictOn(first, last), first, last, gain, elapsed, ratio, gap: gapOf(first, last) }
}

function endsOf(scored: Scored[]): { first: Scored; last: Scored } | { leftOut: LeftOutReason } {
  if (scored.length === 0) return { leftOut: 'no result' }
  if (scored.length === 1) return { leftOut: 'one test only' }
  const days = scored.map(({ testedOn }) => testedOn).sort()
  const [from = '', to = ''] = [days[0], days.at(-1)]
  if (from === to) return { leftOut: 'same day' }
  const ends = bothEnds(scored, from as Day, to as Day)
  if (!ends) return { leftOut: 'different tests' }
  return daysBetween(from as Day, to as Day) < LEAST_WEEKS * 7 ? { leftOut: 'too close' } : ends
}

/** The test sat on the first day and on the last; of several, the first by name. */
function bothEnds(scored: Scored[], from: Day, to: Day) {
  const on = (day: Day) => scored.filter(({ testedOn }) => testedOn === day)
  const named = on(from).sort((a, b) => (a.test < b.test ? -1 : 1))
  for (const first of named) {
    const last = on(to).find(({ test }) => sameTest(test, first.test))
    if (last) return { first, last }
  }
  return undefined
}

const sameTest = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase()

function verdictOn(first: Scored, last: Scored): Verdict {
  if (first.readingAge === CEILING && last.readingAge === CEILING) return 'at the ceiling'
  return last.readingAge - first.readingAge > A_YEAR ? 'more than a year' : 'not more than a year'
}

function gapOf(first: Scored, last: Scored) {
  const bornOn = first.bornOn ?? last.bornOn
  if (!bornOn || bornOn > first.testedOn) return null
  const gap = ({ readingAge, testedOn }: Scored) => readingAge - completedMonths(bornOn, testedOn)
  return { before: gap(first), after: gap(last) }
}

export type PupilTests = { tests: readonly Test[] }

export type CohortFigures = {
  selected: number
  /** Tested at both points with the same test; those at the ceiling are among them. */
  matched: number
  ceiling: number
  overAYear: number
  /** Of those matched, rounded; null when nobody was. */
  percent: number | null
  percentOfSelected: number | null
  leftOut: { why: LeftOutReason; pupils: number }[]
  /** Months gained by each pupil matched, smallest first. */
  gains: number[]
}

/** What one cohort of pupils shows, each pupil with all their tests of that cohort. */
export function cohortFigures(pupils: readonly PupilTests[]): CohortFigures {
  const all = pupils.map(({ tests }) => progress(tests))
  const matched = all.filter((one): one is Gained => 'verdict' in one)
  const are = (wanted: Verdict) => matched.filter(({ verdict }) => verdict === wanted).length
  const overAYear = are('more than a year')
  return {
    selected: all.length,
    matched: matched.length,
    ceiling: are('at the ceiling'),
    overAYear,
    percent: percentOf(overAYear, matched.length),
    percentOfSelected: percentOf(overAYear, all.length),
    leftOut: reasonsIn(all),
    gains: matched.map(({ gain }) => gain).sort((a, b) => a - b),
  }
}

const percentOf = (part: number, whole: number) => (whole === 0 ? null : Math.round((100 * part) / whole))

/** A cohort by its name, and how many tests stand behind its figures. */
export type CohortCounted = CohortFigures & { cohort: string; tests: number }

/** Counts of 1 to 4 pupils are not told to everybody, nor a percentage of fewer than ten. */
export /** A school of a cohort, by its membership. */
type Named = { id: number }

/** Those who work with a whole cohort read it whole: the office, and whoever leads every school in it. */
export const readsWhole = (who: Who, schools: readonly Named[]) =>
  isOffice(who) || (schools.length > 0 && schools.every(({ id }) => ledMemberships(who).includes(id)))

/** Pupils one by one, under their pseudonyms: the office, and the head or deputy of their school. */
export const maySeePupils = (who: Who, schools: readonly Named[]) =>
  isOffice(who) || schools.some(({ id }) => ledMemberships(who).includes(id))

export const mayKeepReading = isOffice

/** What a cohort gained is shared among those who lead, govern or advise the schools. */
export const maySeeCohorts = leadsOrAdvises

function reasonsIn(all: Progress[]) {
  const reasons = all.flatMap((one) => ('leftOut' in one ? [one.leftOut] : []))
  const order = Object.keys(leftOutReasons) as LeftOutReason[]
  return order
    .map((why) => ({ why, pupils: reasons.filter((reason) => reason === why).length }))
    .filter(({ pupils }) => pupils > 0)
}
