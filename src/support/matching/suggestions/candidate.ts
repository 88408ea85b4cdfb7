import type { AcademicYear, Day } from '../../../platform/day.ts'
import type { Phase } from '../../areas/tables.ts'
import type { Urgency } from '../../deployments/tables.ts'
import type { InterestKind } from '../../practitioners/tables.ts'
import type { Diary } from './dates.ts'

/** What a school asks for, as it is weighed. */
export type Request = {
  id: number
  membershipId: number
  school: string
  trustId: number | null
  postcode: string | null
  areaId: number
  area: string
  phase: Phase
  urgency: Urgency
  halfDaysWanted: number
  from: Day
  to: Day
  year: AcademicYear
}

/** Somebody accepted to support other schools, as they are weighed. */
export type Candidate = {
  id: number
  personId: number
  name: string
  membershipId: number
  urn: number
  school: string
  trustId: number | null
  postcode: string | null
  expertise: readonly { areaId: number; phase: Phase }[]
  diary: Diary
  /** Half-days they were released for in a year, and those of them that are bound or given. */
  years: readonly { year: AcademicYear; offered: number; bound: number }[]
  vouchedOn: Day | null
  /** What stands between them and a school, so far as it has not ended. */
  interests: readonly { membershipId: number; kind: InterestKind }[]
  /** The schools they hold a post in. */
  worksAt: readonly number[]
}

/** Loads of a year, and what they are on average; worked out once for all who are weighed. */
export type Loads = (candidate: Candidate, year: AcademicYear) => { person: Load; school: Load }
export type Load = { halfDays: number; average: number }

export const yearOf = ({ years }: Candidate, year: AcademicYear) =>
  years.find((one) => one.year === year) ?? { year, offered: 0, bound: 0 }

/** Half-days that are left of a year’s. */
export const leftOf = (candidate: Candidate, year: AcademicYear) => {
  const { offered, bound } = yearOf(candidate, year)
  return Math.max(0, offered - bound)
}

export function loadsOf(candidates: readonly Candidate[]): Loads {
  const known = new Map<AcademicYear, { schools: Map<number, number>; person: number; school: number }>()
  const worked = (year: AcademicYear) => {
    const schools = new Map<number, number>()
    let all = 0
    for (const one of candidates) {
      const { bound } = yearOf(one, year)
      schools.set(one.membershipId, (schools.get(one.membershipId) ?? 0) + bound)
      all += bound
    }
    const found = { schools, person: all / candidates.length, school: all / schools.size }
    known.set(year, found)
    return found
  }
  return (candidate, year) => {
    const { schools, person, school } = known.get(year) ?? worked(year)
    return {
      person: { halfDays: yearOf(candidate, year).bound, average: person },
      school: { halfDays: schools.get(candidate.membershipId) ?? 0, average: school },
    }
  }
}
