import { commitment, type Judged } from '../../agreement/commitment.ts'
import {
  atRisk,
  breached,
  doesNotApply,
  type Evidence,
  type Finding,
  met,
  type Next,
  notYetDue,
} from '../../agreement/finding.ts'
import { isBehind, owed, paceSays, sinceJoining, spellIn } from '../../agreement/pace.ts'
import { academicYearOf, type Day, inDays, inWords, yearName } from '../../platform/day.ts'
import { subscriptionPaid } from '../../subscriptions/commitments.ts'
import type { ToEvaluate } from '../evaluations/commitments.ts'
import { visitStatuses } from '../visits/tables.ts'
import {
  type Exchanged,
  exchanged,
  type Given,
  type PartTaken,
  partsTaken,
  supportGiven,
} from './gathered.ts'

type Visit = Extract<Given, { id: number }>
const isVisit = (row: Given): row is Given & Visit => row.id !== null

/** Who knows where staff time is needed: the directory lists SSIG with the addresses to write to. */
const askSsig = (says: string): Next => ({ says, href: '/people?post=practitioner' })

/** What a school gave through SSIG, and what it owes for its part of the year (clause 21). */
function ledger(rows: Given[], judged: Judged) {
  const visits = rows.filter(isVisit).filter(({ halfDays }) => halfDays > 0)
  const given = visits.reduce((sum, { halfDays }) => sum + halfDays, 0)
  return { visits, given, wanted: owed(judged.terms.staffTime, judged) }
}

const figure = (halfDaysGiven: number) => inDays(halfDaysGiven).replace(/ days?$/, '')

const evidenceOf = ({ id, visitedOn, halfDays, status }: Visit): Evidence => ({
  says: `${inDays(halfDays)} given${status === 'done' ? '' : ` (${visitStatuses[status].toLowerCase()})`}`,
  on: visitedOn,
  href: `/support/visits/${id}`,
})

/** Clause 21: at least so many half-days of staff time in the year through SSIG; a floor, judged when it is over. */
export function staffTimeGiven(rows: Given[], judged: Judged): Finding {
  const { visits, given, wanted } = ledger(rows, judged)
  const evidence = visits.map(evidenceOf)
  if (wanted === 0)
    return met(`No staff time is asked of ${judged.member.shortName} in this year.`, { evidence })
  const says = `${figure(given)} of ${inDays(wanted)} given through SSIG${sinceJoining(judged)}`
  if (given >= wanted) return met(`${says}.`, { evidence })
  if (judged.ended) return shortOf(rows, `${says} in ${yearName(judged.year)}.`, { evidence })
  const left = inDays(wanted - given)
  const next = askSsig(`Agree with SSIG when ${left} more will be given`)
  const because = `${says}; ${left} remain before ${inWords(spellIn(judged).to)}.`
  return isBehind(given, wanted, judged)
    ? atRisk(because, { evidence, next })
    : notYetDue(because, { evidence, next })
}

const shortOf = (rows: Given[], because: string, { evidence }: { evidence: Evidence[] }): Finding =>
  rows.some(({ anyRecorded }) => anyRecorded)
    ? breached(because, {
        evidence,
        next: askSsig('Tell SSIG if a visit is missing, so that it can be recorded'),
      })
    : doesNotApply('No support between schools is recorded for that year, by any school.')

/**
 * Clause 6 follows from 21, 25 and 26: the days, the subscription, and the evaluations of support received; the worst of
 * them says how it stands. A subscription that nobody invoiced is not held against anybody.
 */
export function workOfSsig(parts: PartTaken[], judged: Judged): Finding {
  const rows = parts.flatMap(({ given }) => given ?? [])
  const asked = parts
    .flatMap(({ received }) => (received && isDueIn(received, judged) ? received : []))
    .sort((a, b) => (a.due < b.due ? -1 : 1))
  const days = staffTimeGiven(rows, judged)
  const late = asked.filter((one) => isOverdue(one, judged))
  const subscription = subscriptionIn(parts, judged)
  if (days.standing === 'does not apply' && asked.length === 0 && subscription === null)
    return doesNotApply('No part in the work of SSIG is recorded for that year, by any school.')
  const { given, wanted } = ledger(rows, judged)
  const paid = subscription?.because ?? 'The subscription is not recorded yet.'
  const because = `As far as is recorded: ${figure(given)} of the ${inDays(wanted)} it asks for were given; ${evaluationsSaid(asked, late)}. ${paid}`
  const evidence = [...days.evidence, ...(subscription?.evidence ?? []), ...late.map(evaluationOwed)]
  const [first] = late
  const evaluation = first
    ? breached('', {
        next: { says: `Evaluate the support in ${first.area}`, href: `/support/deployments/${first.id}` },
      })
    : null
  return { ...worstOf([evaluation, days, subscription]), because, evidence }
}

/** How the subscription stands, where one was invoiced for the year. */
function subscriptionIn(parts: PartTaken[], judged: Judged): Finding | null {
  const invoiced = parts.flatMap(({ pays }) => (pays?.invoice ? pays : []))
  return invoiced.length === 0 ? null : subscriptionPaid(invoiced, judged)
}

const worst = ['breached', 'at risk', 'not yet due', 'met', 'does not apply'] as const

/** The first of those that stand worst. */
function worstOf(all: (Finding | null)[]): Finding {
  const [found] = all
    .filter((one) => one !== null)
    .sort((a, b) => worst.indexOf(a.standing as Worst) - worst.indexOf(b.standing as Worst))
  return found as Finding
}
type Worst = (typeof worst)[number]

type Due = ToEvaluate & { due: Day }
const isDueIn = (one: ToEvaluate, { year, on }: Judged): one is Due =>
  one.due !== null && one.due <= on && academicYearOf(one.due) === year

/** The day it is due is still in time; of a year that is over that day is past. */
const isOverdue = ({ due, evaluatedOn }: Due, { on, ended }: Judged) =>
  evaluatedOn === null && (ended || due < on)

const evaluationOwed = ({ id, due, area }: Due): Evidence => ({
  says: `Evaluation of the support in ${area} was due`,
  on: due,
  href: `/support/deployments/${id}`,
})

function evaluationsSaid(asked: Due[], late: Due[]): string {
  if (asked.length === 0) return 'no evaluation of support received was due'
  if (late.length === 0) return 'no evaluation of support received is overdue'
  return `${late.length} of ${asked.length} evaluations of support received ${late.length === 1 ? 'is' : 'are'} overdue`
}

const many = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`

/** Clause 3 is told, not scored: any part in improving together meets it, and none is never held against a school. */
export function improvesTogether([row]: Exchanged[], judged: Judged): Finding {
  const {
    given = 0,
    received = 0,
    people = 0,
    hosted = 0,
    reviewed = 0,
    reviewing = 0,
    rounds = 0,
  } = row ?? {}
  const says = `${many(given, 'visit', 'visits')} of support given and ${received} received, ${many(people, 'colleague', 'colleagues')} on joint courses, ${many(hosted, 'session', 'sessions')} hosted, ${many(reviewed, 'peer review', 'peer reviews')} hosted and ${reviewing} taken part in, ${many(rounds, 'instructional round', 'instructional rounds')} hosted.`
  const evidence = exchangedAs(row, judged)
  if (evidence.length > 0) return met(says, { evidence })
  const year = yearName(judged.year)
  if (judged.ended)
    return doesNotApply(
      `No support, course, peer review or round of the school is recorded for ${year}. This is told, and not held against a school.`,
    )
  const next = { says: 'See the courses on offer', href: `/learning?year=${year}` }
  return notYetDue(`No support, course, peer review or round of the school is recorded so far in ${year}.`, {
    next,
  })
}

function exchangedAs(row: Exchanged | undefined, { member, year }: Judged): Evidence[] {
  if (!row) return []
  const visits = new URLSearchParams({ words: member.shortName, year: yearName(year) })
  const courses = `/learning?year=${yearName(year)}`
  const all: [number, string, string | null][] = [
    [row.given, many(row.given, 'visit given', 'visits given'), `/support/visits?${visits}`],
    [row.received, many(row.received, 'visit received', 'visits received'), `/support/visits?${visits}`],
    [row.people, many(row.people, 'colleague took part', 'colleagues took part'), courses],
    [row.hosted, many(row.hosted, 'session hosted', 'sessions hosted'), courses],
    [row.reviewed, many(row.reviewed, 'peer review hosted', 'peer reviews hosted'), null],
    [row.reviewing, many(row.reviewing, 'peer review taken part in', 'peer reviews taken part in'), null],
    [row.rounds, many(row.rounds, 'instructional round hosted', 'instructional rounds hosted'), null],
  ]
  return all.filter(([count]) => count > 0).map(([, says, href]) => ({ says, on: null, href }))
}

/** What is asked, and what counts towards it. */
const countedBy = [
  'staffTime',
  'supportCancelled',
  'supportTwilight',
  'supportTravel',
  'supportSameTrust',
  'supportDays',
] as const

export const supportCommitments = {
  'nine days': commitment(
    {
      asks: `Half-days of staff time given through SSIG in the year. ${paceSays}`,
      kind: 'measured',
      terms: [...countedBy, 'warningDays'],
    },
    supportGiven,
    staffTimeGiven,
  ),
  'work of ssig': commitment(
    {
      asks: 'Days given to SSIG, the subscription, and evaluations of support received, as far as each is recorded.',
      kind: 'measured',
      terms: [...countedBy, 'subscription', 'subscriptionPartYear', 'warningDays'],
    },
    partsTaken,
    workOfSsig,
  ),
  'self-improvement': commitment(
    {
      asks: 'Support given and received, joint courses, peer reviews and rounds, taken part in and hosted. Told, and never held against a school.',
      kind: 'measured',
    },
    exchanged,
    improvesTogether,
  ),
}
