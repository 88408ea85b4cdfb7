import { type AcademicYear, academicYearOf, type Day, firstDay, inDays, lastDay } from '../../platform/day.ts'
import { isOffice, type Role, type Who } from '../../platform/who.ts'
import type { VisitCounted } from '../../support/ledger/counted.ts'

/** What a subscription bought is for those who run and govern the school that paid it (clause 25). */
const readers: Role[] = ['head', 'business manager', 'chair', 'governor']

/** The memberships of which somebody reads what their subscription bought, each once. */
export const ownBought = (who: Who): number[] => [
  ...new Set(
    who.held.flatMap(({ role, membershipId }) =>
      membershipId !== null && readers.includes(role) ? [membershipId] : [],
    ),
  ),
]
export const mayReadBoughtOfAll = (who: Who) => isOffice(who)
export const mayReadAnyBought = (who: Who) => isOffice(who) || ownBought(who).length > 0
export const mayReadBought = (who: Who, membershipId: number) =>
  isOffice(who) || ownBought(who).includes(membershipId)

type Spell = { joinedOn: Day; leftOn: Day | null }

/** The academic years up to this day in which a school was a member, the latest first. */
export function yearsOfMember({ joinedOn, leftOn }: Spell, today: Day): AcademicYear[] {
  const last = academicYearOf(leftOn !== null && leftOn < today ? leftOn : today)
  const count = joinedOn > today ? 0 : last - academicYearOf(joinedOn) + 1
  return Array.from({ length: Math.max(0, count) }, (_, i) => (last - i) as AcademicYear)
}

/** What of a year a school was a member in, no further than today; `whole` where no day of the year is outside it. */
export type Span = { from: Day; to: Day; whole: boolean; over: boolean }

export function spanOf({ joinedOn, leftOn }: Spell, year: AcademicYear, today: Day): Span {
  const [first, last] = [firstDay(year), lastDay(year)]
  const end = leftOn !== null && leftOn < last ? leftOn : last
  return {
    from: joinedOn > first ? joinedOn : first,
    to: end < today ? end : today,
    whole: joinedOn <= first && end === last,
    over: end < today,
  }
}

/** Support that a school received or gave, in half-days as the ledger counts them. */
export type Support = { halfDays: number; deployments: number; areas: { area: string; halfDays: number }[] }

/** Of what area a visit was, by its id; in none where the records do not say one of those that are kept. */
export type Areas = ReadonlyMap<number, string>

const OTHER = 'other areas'

/** Adds up what the ledger says of each visit; nothing of it is counted here. */
export function supportOf(visits: readonly VisitCounted[], areas: Areas): Support {
  const counted = visits.filter(({ halfDays }) => halfDays > 0)
  const byArea = new Map<string, number>()
  for (const { id, halfDays } of counted) {
    const area = areas.get(id) ?? OTHER
    byArea.set(area, (byArea.get(area) ?? 0) + halfDays)
  }
  return {
    halfDays: counted.reduce((sum, { halfDays }) => sum + halfDays, 0),
    deployments: new Set(counted.flatMap(({ deploymentId }) => deploymentId ?? [])).size,
    areas: [...byArea]
      .map(([area, halfDays]) => ({ area, halfDays }))
      .sort((a, b) => b.halfDays - a.halfDays || a.area.localeCompare(b.area)),
  }
}

/** “Maths 3 days, English 1½ days; in 2 deployments.” */
export function forWhat({ areas, deployments }: Support): string {
  const each = areas.map(({ area, halfDays }) => `${area} ${inDays(halfDays)}`).join(', ')
  const asked =
    deployments === 0 ? '' : `; in ${deployments} ${deployments === 1 ? 'deployment' : 'deployments'}`
  return each && `${each.charAt(0).toUpperCase()}${each.slice(1)}${asked}.`
}

export type Bought = {
  received: Support
  given: Support
  courses: { id: number; title: string; people: number; hosted: number; run: boolean }[]
  hubs: { id: number; name: string; held: number; attended: number }[]
  /** A meeting of two hubs is one; `places` are people at meetings. */
  hubMeetings: { held: number; attended: number; places: number }
  resources: { usable: number; used: number; shared: number }
  packages: { id: number; partner: string; title: string }[]
  schemes: { id: number; name: string }[]
  reviews: { hosted: number; reviewed: number }
  rounds: { hosted: number; visited: number }
  caseStudies: number
}

/** Whether nothing at all is recorded. */
export const isEmpty = ({ received, given, courses, hubMeetings, resources, ...rest }: Bought) =>
  received.halfDays + given.halfDays + courses.length + hubMeetings.held === 0 &&
  resources.usable + resources.used + resources.shared === 0 &&
  rest.packages.length + rest.schemes.length + rest.caseStudies === 0 &&
  rest.reviews.hosted + rest.reviews.reviewed + rest.rounds.hosted + rest.rounds.visited === 0
