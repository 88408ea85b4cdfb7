import { dueAfter, isSchoolDay, type SchoolCalendar } from '../../calendars/rules.ts'
import { addDays, type Day, inWords } from '../../platform/day.ts'
import { ledMemberships, type Who } from '../../platform/who.ts'
import { mayBroker, mayMove, type Parties, sidesOf } from '../deployments/rules.ts'
import type { State } from '../deployments/tables.ts'
import { holdsPupilNumber } from '../plan/rules.ts'
import { unwantedIn } from '../practitioners/words.ts'
import { FEWEST_SCHOOLS } from '../rules.ts'
import { type Outcome, outcomes } from './tables.ts'

type Stands = Parties & { state: State }

export const mayEvaluate = (who: Who, deployment: Stands) => mayMove(who, 'evaluate', deployment)

const headsSupported = (who: Who, deployment: Parties) => sidesOf(who, deployment).includes('supported head')

/** The head’s own words may be put right until they are signed off. */
export const mayCorrect = (who: Who, deployment: Stands) =>
  deployment.state === 'evaluated' && headsSupported(who, deployment)

/** Where it was too early to say, the head of the supported school says later what came of it. */
export const mayCheck = (who: Who, deployment: Stands) =>
  isEvaluated(deployment.state) && headsSupported(who, deployment)

export const isEvaluated = (state: State) => state === 'evaluated' || state === 'signed off'

/** SSIG and the office sign off, and write to those who are late; what they lead or gave themselves, somebody else does. */
export const hasPart = (who: Who, deployment: Parties) =>
  sidesOf(who, deployment).some((side) => side !== 'ssig') ||
  ledMemberships(who).some((id) => id === deployment.toMembershipId || id === deployment.fromMembershipId)

export const maySignOff = (who: Who, deployment: Stands) =>
  mayMove(who, 'sign off', deployment) && !hasPart(who, deployment)

export const HAS_PART =
  'You have a part in this support yourself: somebody else of SSIG or the office signs it off'

export const mayRemind = (who: Who) => mayBroker(who)

/** Days before one of a calendar’s days, counted in school days; undefined where the dates do not go back so far. */
export function schoolDaysBefore(calendar: SchoolCalendar, on: Day, count: number): Day | undefined {
  let day = on
  let left = count
  for (let tries = 0; tries < MOST_DAYS_BACK; tries++) {
    if (left === 0) return day
    day = addDays(day, -1)
    if (isSchoolDay(calendar, day)) left--
  }
  return undefined
}
const MOST_DAYS_BACK = 200

/** The first school day of the term after the one that this day is in or follows; null where its dates are not here. */
export function nextTermDay(calendar: SchoolCalendar, today: Day): Day | null {
  const begun = calendar.filter(({ kind, fromOn }) => kind === 'term' && fromOn <= today)
  const last = begun
    .map(({ toOn }) => toOn)
    .sort()
    .at(-1)
  if (last === undefined) return null
  const next = dueAfter(calendar, last, 1)
  return next !== null && next > today ? next : null
}

/** The first answer in which a pupil seems to be named, as far as a word or a number gives it away. */
export const pupilNamedIn = (answers: Record<string, string | null>): string | undefined =>
  Object.keys(answers).find((field) => {
    const text = answers[field] ?? ''
    return holdsPupilNumber(text) || unwantedIn(text).some((says) => says.includes('pupil'))
  })

export const PUPIL_NAMED =
  'A pupil seems to be named here. Say what changed for pupils without any name or number: “three in Year 11”, “most of the class”'

export type Checked = { outcome: Outcome | null; checkedAt: Date | null }

/** What is known of the outcome by now: what was said last. */
export const outcomeNow = (evaluation: { outcome: Outcome }, checks: Checked[]): Outcome =>
  checks.findLast(({ outcome }) => outcome !== null)?.outcome ?? evaluation.outcome

/** How an evaluation stands towards its day, in a sentence. */
export function dueInWords(due: Day | null, evaluatedOn: Day | null, today: Day): string {
  if (evaluatedOn !== null) {
    const late = due !== null && evaluatedOn > due
    return `Evaluated on ${inWords(evaluatedOn)}${late ? `, late: it was due by ${inWords(due)}` : ''}.`
  }
  if (due === null)
    return 'The day by which it is due cannot be counted: the alliance’s term dates for that time are not here yet.'
  return due < today ? `It was due by ${inWords(due)} and is late.` : `Due by ${inWords(due)}.`
}

export const evaluationStates = {
  due: 'To evaluate',
  late: 'Late',
  'to sign off': 'To sign off',
  'to check': 'Outcome to check',
  'signed off': 'Signed off',
} as const
export type EvaluationState = keyof typeof evaluationStates

export type OutcomeCount = { outcome: Outcome; evaluated: number; schools: number }

export type ImpactTotals = {
  evaluated: number
  met: number
  partly: number
  notMet: number
  tooEarly: number
  /** How many schools stand behind them. */
  schools: number
}

const figureOf = { met: 'met', 'partly met': 'partly', 'not met': 'notMet', 'too early': 'tooEarly' } as const

/** All outcomes of a year added up; `schools` is how many different schools they are of. */
export function totalled(counts: OutcomeCount[], schools: number): ImpactTotals {
  const totals = { evaluated: 0, met: 0, partly: 0, notMet: 0, tooEarly: 0, schools }
  for (const { outcome, evaluated } of counts) {
    totals[figureOf[outcome]] += evaluated
    totals.evaluated += evaluated
  }
  return totals
}

/**
 * What the alliance may be told: nothing where fewer than three schools stand behind it, and how the outcomes divide
 * only where three stand behind each that there was, so that no school’s answer can be known from the sum.
 */
export function toldOf(
  counts: OutcomeCount[],
  schools: number,
): { evaluated: number; divided: boolean } | null {
  if (schools < FEWEST_SCHOOLS) return null
  const { evaluated } = totalled(counts, schools)
  return { evaluated, divided: counts.every((one) => one.evaluated === 0 || one.schools >= FEWEST_SCHOOLS) }
}

export const outcomeInWords = (outcome: Outcome) => outcomes[outcome]
