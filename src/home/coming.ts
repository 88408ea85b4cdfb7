import { terms as agreedTerms } from '../agreement/terms/queries.ts'
import { ballotsClosing } from '../ballots/queries.ts'
import { maySeeBallots, titleOf } from '../ballots/rules.ts'
import { maySeeCalendars } from '../calendars/rules.ts'
import { dateKinds } from '../calendars/tables.ts'
import { dueOn, schoolsRead } from '../declarations/rules.ts'
import { type GroupsSeen, groupsSeen, ownGroups } from '../groups/rules.ts'
import type { GroupKind } from '../groups/tables.ts'
import { bookingsAhead } from '../learning/queries.ts'
import { maySeeCourses } from '../learning/rules.ts'
import type { Actor } from '../platform/action.ts'
import {
  academicYearOf,
  addDays,
  type Day,
  dayInLondon,
  daysBetween,
  inShort,
  timeInLondon,
  yearName,
} from '../platform/day.ts'
import type { Need } from '../platform/need.ts'
import { holds, isOffice, leadsOrAdvises, type Who } from '../platform/who.ts'
import {
  type AgreementAsked,
  agreementAsked,
  meetingsAhead,
  type TermAhead,
  termsAhead,
  undeclared,
} from './queries.ts'

/** Something on its day, at an address of ours that the reader may open. */
export type Dated = {
  on: Day
  says: string
  more?: string
  href: string
  /** The last day for something, which whoever is told of it as a need is not told twice. */
  isLastDay?: true
}

/** As many of one kind, so that a busy term's hubs do not hide a last day. */
const MOST_OF_A_KIND = 3

/**
 * What is coming for whoever is at work, the soonest first. `asked` is the agreement as the reader's page or
 * mail has it already.
 */
export async function comingFor(
  { who, db, today }: Actor,
  asked: AgreementAsked | undefined,
): Promise<Dated[]> {
  const [meetings, bookings, terms, declarations, votes] = await Promise.all([
    meetingsAhead(db, today, groupsFollowed(who), MOST_OF_A_KIND),
    who.personId !== null && maySeeCourses(who) ? bookingsAhead(db, who.personId, today, MOST_OF_A_KIND) : [],
    maySeeCalendars(who) ? termsAhead(db, schoolsOf(who), today) : [],
    declarationDays({ who, db, today }),
    maySeeBallots(who)
      ? ballotsClosing(db, { from: today, to: addDays(today, A_YEAR_DAYS) }, MOST_OF_A_KIND)
      : [],
  ])
  return [
    ...agreementDays(who, asked, today),
    ...declarations,
    ...meetings.map(({ id, title, heldOn, ...at }) => ({
      ...{ on: heldOn, says: title, href: `/meetings/${id}` },
      ...more([at.starts, at.place]),
    })),
    ...bookings.map(({ courseId, title, heldOn, starts, venue }) => ({
      ...{ on: heldOn, says: title, href: `/learning/${courseId}` },
      ...more(['You are booked', starts, venue]),
    })),
    ...votes.map(({ closesAt, ...vote }) => ({
      ...{ on: dayInLondon(closesAt), says: `Vote closes: ${titleOf(vote)}`, href: `/ballots/${vote.id}` },
      more: `At ${timeInLondon(closesAt)}`,
      isLastDay: true as const,
    })),
    ...termDays(terms, today),
  ].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
}

/** The same for whoever has not asked about the agreement yet. */
export const comingOf = async (by: Actor) => comingFor(by, await agreementAsked(by.db, by.today))

/** What is coming besides what the reader is told already as a thing that needs them. */
export const besides = (needs: Need[], coming: Dated[]) =>
  coming.filter(({ isLastDay, on }) => !isLastDay || !needs.some((need) => need.on === on))

const A_YEAR_DAYS = 300

/** “Thu 26 Nov”, with its year only where it might be another’s. */
export const dayAhead = (on: Day, today: Day) =>
  daysBetween(today, on) < A_YEAR_DAYS ? inShort(on).slice(0, -' 2026'.length) : inShort(on)

const more = (parts: (string | null)[]) => {
  const told = parts.filter(Boolean).join(', ')
  return told ? { more: told } : {}
}

const governs: GroupKind[] = ['board', 'working group', 'panel']

/** Whose meetings somebody looks out for: those who govern are not shown each subject's hub, which they may see. */
export function groupsFollowed(who: Who): GroupsSeen {
  const seen = groupsSeen(who)
  const only = !holds(who, 'coordinator', 'head', 'deputy', 'ssig', 'practitioner', 'hub lead', 'teacher')
  return seen === 'all' && only ? { kinds: governs, own: ownGroups(who) } : seen
}

export const schoolsOf = (who: Who) => [
  ...new Set(who.held.flatMap(({ membershipId }) => membershipId ?? [])),
]

/** The next day on which a term or its half-term holiday begins or ends. */
export function termDays(terms: TermAhead[], today: Day): Dated[] {
  const days = terms.flatMap(({ kind, fromOn, toOn }) =>
    kind === 'term'
      ? [
          { on: fromOn, says: 'Term begins' },
          { on: toOn, says: 'Term ends' },
        ]
      : [{ on: fromOn, says: `${dateKinds[kind]} begins` }],
  )
  const [next] = days.filter(({ on }) => on >= today).sort((a, b) => (a.on < b.on ? -1 : 1))
  return next ? [{ ...next, href: '/calendars' }] : []
}

/** The last day to sign, for whoever still has to or chases them; and the day on which the text is reviewed. */
export function agreementDays(who: Who, asked: AgreementAsked | undefined, today: Day): Dated[] {
  if (!asked || !leadsOrAdvises(who)) return []
  const { signBy, reviewOn, number, signed, members } = asked
  const mine = isOffice(who) ? members : schoolsOf(who).filter((id) => members.includes(id))
  const unsigned = mine.filter((id) => !signed.includes(id))
  const days: Dated[] = []
  if (signBy && signBy >= today && unsigned.length > 0)
    days.push({
      on: signBy,
      says: `Last day to sign version ${number} of the agreement`,
      href: '/agreement',
      isLastDay: true,
    })
  if (reviewOn && reviewOn >= today)
    days.push({ on: reviewOn, says: 'Yearly review of the agreement', href: '/agreement' })
  return days
}

/** The day by which a school's head declares for the year, for those who read its declarations, until one is made. */
async function declarationDays({ who, db, today }: Pick<Actor, 'who' | 'db' | 'today'>): Promise<Dated[]> {
  const schools = schoolsRead(who)
  if (schools.length === 0) return []
  const year = academicYearOf(today)
  const [waiting, terms] = await Promise.all([undeclared(db, schools, year), agreedTerms(db, year)])
  return onDays(waiting.map((member) => dueOn({ year, terms, member }))).flatMap((on): Dated[] =>
    on < today
      ? []
      : [{ on, says: `Declarations for ${yearName(year)} are due`, href: '/declarations', isLastDay: true }],
  )
}

const onDays = (days: Day[]) => [...new Set(days)]
