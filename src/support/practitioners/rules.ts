import type { Terms } from '../../agreement/terms/rules.ts'
import { type AcademicYear, addDays, type Day, daysBetween } from '../../platform/day.ts'
import { headOf, isHeadOf, isOffice, ledMemberships, type Who } from '../../platform/who.ts'
import { type Phase, phases } from '../areas/tables.ts'
import { mayBroker } from '../deployments/rules.ts'
import { type Weekday, weekdays } from './tables.ts'

export const states = {
  nominated: 'Waits for SSIG',
  accepted: 'Accepted',
  declined: 'Declined',
  ended: 'Ended',
} as const
export type PractitionerState = keyof typeof states

type Told = { acceptedAt: Date | null; declinedAt: Date | null; endedOn: Day | null }

export const stateOf = ({ acceptedAt, declinedAt, endedOn }: Told): PractitionerState =>
  declinedAt ? 'declined' : endedOn ? 'ended' : acceptedAt ? 'accepted' : 'nominated'

/** Whether anything may still be changed about them. */
export const isOpen = (told: Told) => stateOf(told) === 'nominated' || stateOf(told) === 'accepted'

/** Whose practitioner it is. */
export type Of = { personId: number; membershipId: number }
export type Nominated = Of & { nominatedBy: number | null; vouchedBy: number | null }

export const isSelf = ({ personId }: Who, of: Of) => personId !== null && personId === of.personId

/** A head nominates for the schools they head, the office on any head’s behalf. */
export const mayNominate = (who: Who) => isOffice(who) || headOf(who).length > 0

/** Evidence, interests and times away: for the leaders of their own school, SSIG, the office and themselves. */
export const seesWithin = (who: Who, of: Of) =>
  mayBroker(who) || isSelf(who, of) || ledMemberships(who).includes(of.membershipId)

/** Whether somebody belongs to the alliance at all; partners and authority officers do not look through practitioners. */
export const isOfTheAlliance = (who: Who) =>
  mayBroker(who) || who.held.some(({ membershipId }) => membershipId !== null)

/** Who looks through all accepted practitioners is a number of the heads’ (`practitionersSeen`). */
export function maySeePractitioners(who: Who, { practitionersSeen }: Pick<Terms, 'practitionersSeen'>) {
  if (mayBroker(who)) return true
  if (practitionersSeen === 0) return false
  return ledMemberships(who).length > 0 || (practitionersSeen === 2 && isOfTheAlliance(who))
}

/** Whether their page opens: what is accepted by what the heads agreed, and anything of one’s own school or oneself. */
export const mayOpen = (
  who: Who,
  of: Of & Told & { schoolLeft: boolean },
  terms: Pick<Terms, 'practitionersSeen'>,
) => seesWithin(who, of) || (stateOf(of) === 'accepted' && !of.schoolLeft && maySeePractitioners(who, terms))

/**
 * SSIG or the office accepts or declines, and nobody a nomination of their own making: neither who put it forward nor
 * the head whose word it is, nor the practitioner.
 */
export const mayAnswer = (who: Who, of: Nominated) =>
  mayBroker(who) &&
  !isSelf(who, of) &&
  (who.personId === null || (who.personId !== of.nominatedBy && who.personId !== of.vouchedBy))

export const mayKeep = (who: Who, of: Of) =>
  isOffice(who) || isHeadOf(who, of.membershipId) || isSelf(who, of)
/** The head releases them for so many days; the office writes it down for a head. */
export const mayOffer = (who: Who, of: Of) => isOffice(who) || isHeadOf(who, of.membershipId)
/** A head’s word is nobody else’s to give. */
export const mayVouch = (who: Who, of: Of) => isHeadOf(who, of.membershipId)
export const mayCorrectVouching = (who: Who, of: Of) => mayOffer(who, of)
export const mayEnd = (who: Who, of: Of) => mayKeep(who, of)
export const mayDeclare = (who: Who, of: Of) => mayBroker(who) || isSelf(who, of)
/** What SSIG said of somebody is not theirs to end, even where they sit on SSIG. */
export const mayEndInterest = (who: Who, of: Of, saidBy: number) =>
  isSelf(who, of) ? who.personId === saidBy : mayBroker(who)

export type Word = 'none' | 'held' | 'soon' | 'late'

/** Until when a head’s word holds (clause 22), its last day included, and how near that is. */
export function wordOf(
  vouchedOn: Day | null,
  { vouchingDays, warningDays }: Pick<Terms, 'vouchingDays' | 'warningDays'>,
  on: Day,
): { word: Word; until: Day | null } {
  if (vouchedOn === null) return { word: 'none', until: null }
  const until = addDays(vouchedOn, vouchingDays)
  if (until < on) return { word: 'late', until }
  return { word: daysBetween(on, until) <= warningDays ? 'soon' : 'held', until }
}

/** Half-days of a year: what was offered, what is bound by deployments or was given, and what is left; none below 0. */
export const capacityOf = (offered: number, bound: number) => ({
  offered,
  bound,
  left: Math.max(0, offered - bound),
})

export type Expert = { areaId: number; area: string; phase: Phase }

const phaseNames = Object.keys(phases) as Phase[]
export const phaseAt = (number: number): Phase => phaseNames[number - 1] ?? 'whole school'
export const numberOf = (phase: Phase) => phaseNames.indexOf(phase) + 1
export const phaseRows = phaseNames.map((phase) => [numberOf(phase), phases[phase]] as const)

/** “Maths (key stage 3, key stage 4)”, an area each, by name, its phases in their order. */
export function expertiseInWords(rows: Expert[]): string[] {
  const areas = [...new Set(rows.map(({ area }) => area))].sort((a, b) => a.localeCompare(b))
  return areas.map((area) => {
    const of = phaseNames.filter((phase) => rows.some((one) => one.area === area && one.phase === phase))
    return `${area} (${of.join(', ')})`
  })
}

export type FreeTime = { weekday: Weekday; half: 'am' | 'pm' }

const halfDays: FreeTime[] = ([1, 2, 3, 4, 5] as const).flatMap((weekday) => [
  { weekday, half: 'am' as const },
  { weekday, half: 'pm' as const },
])
const inWords = ({ weekday, half }: FreeTime) =>
  `${weekdays[weekday]} ${half === 'am' ? 'morning' : 'afternoon'}`
export const timeRows = halfDays.map((time, i) => [i + 1, inWords(time)] as const)
export const timeAt = (number: number) => halfDays[number - 1]
export const numberOfTime = ({ weekday, half }: FreeTime) => weekday * 2 - (half === 'am' ? 1 : 0)

/** “Monday morning, Friday all day”; none means any. */
export function timesInWords(times: FreeTime[]): string {
  if (times.length === 0 || times.length === halfDays.length) return 'Any half-day of the week'
  const days = ([1, 2, 3, 4, 5] as const).flatMap((weekday) => {
    const of = times.filter((time) => time.weekday === weekday)
    if (of.length === 2) return [`${weekdays[weekday]} all day`]
    return of.map(inWords)
  })
  return days.join(', ')
}

/** The years for which days are offered: this one and the next; what is over stays as it was. */
export const yearsOffered = (now: AcademicYear): AcademicYear[] => [now, (now + 1) as AcademicYear]
