import type { AcademicYear, Day } from '../../../platform/day.ts'
import { interestKinds } from '../../practitioners/tables.ts'
import { type Candidate, type Loads, leftOf, loadsOf, type Request, yearOf } from './candidate.ts'
import type { SchoolDay } from './dates.ts'
import { freeDays, judges } from './judges.ts'
import { type Factor, factors } from './weights.ts'

export type Context = {
  today: Day
  /** Days for which a head’s word holds (clause 22). */
  vouchingDays: number
  /** School days of the school that asks within the dates wanted, from today on; null where they are not known. */
  daysOf: (request: Request) => readonly SchoolDay[] | null
  /** Half-days that count, given and received by a school in a year. */
  balanceOf: (membershipId: number, year: AcademicYear) => { given: number; received: number }
}

export type Reason = { factor: Factor; points: number; says: string }
export type Suggestion = {
  practitionerId: number
  personId: number
  name: string
  membershipId: number
  urn: number
  school: string
  /** Of 100. */
  score: number
  /** So many of those wanted they can give; at least one. */
  halfDays: number
  /** Null where the term dates of the school that asks are not known. */
  free: number | null
  reasons: Reason[]
}
export type Excluded = { practitionerId: number; name: string; school: string; why: string }
export type Suggestions = {
  suggested: Suggestion[]
  excluded: Excluded[]
  /** How many further practitioners have no expertise in the area. */
  elsewhere: number
}

/** Why somebody is not sent to a school whoever chooses; nothing where nothing stands between them. */
export function conflict(request: Request, candidate: Candidate): string | null {
  const { membershipId, school, trustId } = request
  if (candidate.membershipId === membershipId) return `${school} is their own school`
  if (trustId !== null && candidate.trustId === trustId)
    return `${candidate.school} and ${school} are of one trust`
  const interest = candidate.interests.find((one) => one.membershipId === membershipId)
  if (interest) return `An interest is declared: ${interestKinds[interest.kind].toLowerCase()}`
  return candidate.worksAt.includes(membershipId) ? `Works at ${school} too` : null
}

/**
 * Who could support a school, the best first, with the reasons of each; of two that weigh the same the one whose name
 * comes first. Whoever has a conflict of interest or no days left is told apart, with why.
 */
export function suggest(
  request: Request,
  candidates: readonly Candidate[],
  context: Context,
  loads = loadsOf(candidates),
): Suggestions {
  const able = candidates.filter(({ expertise }) => expertise.some(({ areaId }) => areaId === request.areaId))
  const suggested: Suggestion[] = []
  const excluded: Excluded[] = []
  for (const candidate of able) {
    const { id, name, school } = candidate
    const left = leftOf(candidate, request.year)
    const why = conflict(request, candidate) ?? (left === 0 ? noneLeft(candidate, request.year) : null)
    if (why) excluded.push({ practitionerId: id, name, school, why })
    else suggested.push(weighed(request, candidate, context, loads))
  }
  suggested.sort((a, b) => b.score - a.score || inOrder(a, b))
  excluded.sort(inOrder)
  return { suggested, excluded, elsewhere: candidates.length - able.length }
}

type Named = { name: string; practitionerId: number }
const inOrder = (a: Named, b: Named) =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : a.practitionerId - b.practitionerId

function noneLeft(candidate: Candidate, year: AcademicYear): string {
  const { offered } = yearOf(candidate, year)
  if (offered === 0) return 'No days are released for that year'
  return offered === 1
    ? 'No days are left: the half-day released for that year is bound or given'
    : `No days are left: all ${offered} half-days released for that year are bound or given`
}

function weighed(request: Request, candidate: Candidate, context: Context, loads: Loads): Suggestion {
  const { id, personId, name, membershipId, urn, school } = candidate
  const free = freeDays(request, candidate, context)
  const judged = { ...free, loads: loads(candidate, request.year) }
  const reasons = factors.map((factor) => ({
    factor,
    ...judges[factor](request, candidate, context, judged),
  }))
  const score = reasons.reduce((sum, { points }) => sum + points, 0)
  const halfDays = Math.min(request.halfDaysWanted, leftOf(candidate, request.year))
  return {
    ...{ practitionerId: id, personId, name, membershipId, urn, school },
    ...{ score, halfDays, free: free.free, reasons },
  }
}
