import { schoolYearOf } from '../calendars/rules.ts'
import type { MinuteState } from '../meetings/minutes/tables.ts'
import { type AcademicYear, addDays, type Day, firstDay, lastDay } from '../platform/day.ts'
import { isOffice, ledMemberships, type Who } from '../platform/who.ts'
import type { BodyKind } from './tables.ts'

/** The memberships whose briefings this person reads: those they lead, are deputy in, or govern. */
export const briefedMemberships = (who: Who): number[] => [
  ...new Set(
    who.held.flatMap(({ role, membershipId }) =>
      membershipId !== null && ['head', 'deputy', 'chair', 'governor'].includes(role) ? [membershipId] : [],
    ),
  ),
]

/** Head and deputies write and give; those who govern read. */
export const mayBrief = (who: Who, membershipId: number) => ledMemberships(who).includes(membershipId)
export const mayReadBriefing = (who: Who, membershipId: number) =>
  briefedMemberships(who).includes(membershipId)

/** The office is told how many there were, and nothing of what they say. */
export const maySeeBriefings = (who: Who) => isOffice(who) || briefedMemberships(who).length > 0

/** What minutes say is for a school to hand on once they have been circulated. */
export const mayHandOn = (state: MinuteState | null) =>
  state !== null && state !== 'writing' && state !== 'with the chair'

export const isBriefing = (kind: BodyKind) => kind !== 'staff'

/** Which kind of body governs a school of this legal body. */
export const bodyKindOf = (legalBody: string): BodyKind =>
  /trustee/i.test(legalBody) ? 'board of trustees' : 'governing body'

type TermDates = { fromOn: Day; toOn: Day }

/** A term with the holiday after it, in which what was done still counts for it. */
export type Term = { name: string; from: Day; ends: Day; until: Day }

const seasons = ['Autumn term', 'Spring term', 'Summer term'] as const

/**
 * The terms of an academic year by a school’s own calendar. The first reaches back to 1 September and the last on to
 * 31 August, so that every day of the year lies in one.
 */
export function termsIn(terms: readonly TermDates[], year: AcademicYear): Term[] {
  const own = terms
    .filter(({ fromOn }) => schoolYearOf(fromOn) === year)
    .sort((a, b) => (a.fromOn < b.fromOn ? -1 : 1))
  return own.map(({ fromOn, toOn }, i) => {
    const next = own[i + 1]
    return {
      name: own.length === seasons.length ? (seasons[i] as string) : `Term ${i + 1}`,
      from: i === 0 ? firstDay(year) : fromOn,
      ends: toOn,
      until: next ? addDays(next.fromOn, -1) : lastDay(year),
    }
  })
}

type Spell = { joinedOn: Day; leftOn: Day | null }

/** Nothing is owed for a term of which the school was a member for part only. */
export const isOwed = ({ from, ends }: Term, { joinedOn, leftOn }: Spell) =>
  joinedOn <= from && (leftOn === null || ends <= leftOn)

export const liesIn = (on: Day, { from, until }: Pick<Term, 'from' | 'until'>) => from <= on && on <= until

/** Days after a meeting of the board within which a school is asked to brief those who govern it. */
export const ASKED_FOR_DAYS = 42
