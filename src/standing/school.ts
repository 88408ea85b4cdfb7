import { membershipOn } from '../members/queries.ts'
import { isMemberOn, spellInWords } from '../members/rules.ts'
import type { Actor } from '../platform/action.ts'
import { type AcademicYear, academicYearOf, type Day, inWords, lastDay } from '../platform/day.ts'
import { notPossible } from '../platform/refusal.ts'
import type { Who } from '../platform/who.ts'
import { mayOpenMoneyOf } from '../subscriptions/invoices/rules.ts'
import { maySeeSubscription } from '../subscriptions/rules.ts'
import { maySeeVisits } from '../support/visits/rules.ts'
import { type AsAt, type Stand, type Standings, standings } from './queries.ts'
import type { SchoolShown } from './school-page.tsx'
import { recordedYears } from './what-if/queries.ts'

type Spell = { joinedOn: Day; leftOn: Day | null }

/** What this reader may open of the evidence; a record that they may not see is told without its address. */
export function openFor(who: Who, stand: Stand, membershipId: number): Stand {
  const isTheirs = (href: string | null) => {
    if (href === null) return true
    if (href.startsWith('/subscriptions/')) return mayOpenMoneyOf(who, membershipId)
    if (href.startsWith('/subscriptions')) return maySeeSubscription(who)
    return maySeeVisits(who) || !href.startsWith('/support')
  }
  const { next } = stand
  return {
    ...stand,
    evidence: stand.evidence.map((one) => (isTheirs(one.href) ? one : { ...one, href: null })),
    ...(next && !isTheirs(next.href) ? { next: { ...next, href: '/standing' } } : {}),
  }
}

const dayOf = (asAt: AsAt) => (typeof asAt === 'string' ? asAt : lastDay(asAt.atEndOf))
const yearOf = (asAt: AsAt) => (typeof asAt === 'string' ? academicYearOf(asAt) : asAt.atEndOf)

/** A school that is a member today is shown as at today; one that left, as at its last day. */
export async function usualDay({ totals, today }: Actor, id: number): Promise<Day> {
  const spell = await membershipOn(totals, id, today)
  return spell.leftOn !== null && spell.leftOn < today ? spell.leftOn : today
}

/** How one school stands, with the year before it; nothing where no agreement had been published by then. */
export async function schoolShown(by: Actor, id: number, asAt: AsAt): Promise<SchoolShown | undefined> {
  const spell = await membershipOn(by.totals, id, by.today)
  const on = dayOf(asAt)
  if (!isMemberOn(spell, on))
    throw notPossible(
      `${spell.shortName} was not a member on ${inWords(on)}: it is ${spellInWords(spell)}`,
      'on',
    )
  const yearBefore = (yearOf(asAt) - 1) as AcademicYear
  const [now, then] = await Promise.all([
    standings(by.totals, asAt),
    isMemberOn(spell, lastDay(yearBefore)) ? standings(by.totals, { atEndOf: yearBefore }) : undefined,
  ])
  const member = now.members.find((one) => one.id === id)
  if (!member || !now.version) return undefined
  const { asked, version } = now
  const stands = now.of(member).map((stand) => openFor(by.who, stand, id))
  return { member, stands, asked, version, before: then ? beforeOf(then, id) : null }
}

function beforeOf({ asked, members, of }: Standings, id: number): SchoolShown['before'] {
  const member = members.find((one) => one.id === id)
  if (!member) return null
  return { year: asked.year, stands: new Map(of(member).map((stand) => [stand.clause.promiseId, stand])) }
}

const MOST_YEARS = 5

/** The recorded years that are over in which the school was a member, the latest first. */
export async function yearsOver(
  { totals, today }: Actor,
  { joinedOn, leftOn }: Spell,
): Promise<AcademicYear[]> {
  const years = await recordedYears(totals, today)
  return years
    .filter((year) => lastDay(year) < today && isMemberOn({ joinedOn, leftOn }, lastDay(year)))
    .slice(0, MOST_YEARS)
}
