import type { Generated, GeneratedAlways } from 'kysely'
import type { AcademicYear, Day } from '../platform/day.ts'

export const reviewStates = {
  planned: 'Planned',
  'self-reviewed': 'Self-review written',
  visited: 'Visited',
  reported: 'Report handed over',
  'workshop held': 'Improvement workshop held',
  'followed up': 'Followed up',
  cancelled: 'Cancelled',
} as const
export type ReviewState = keyof typeof reviewStates

export const parts = {
  'self-review': 'Self-review',
  report: 'Report',
  workshop: 'Improvement workshop',
  'follow-up': 'Follow-up',
} as const
export type Part = keyof typeof parts

export const sections = {
  leadership: 'Leadership at all levels',
  provision: 'Quality of provision and outcomes',
  'additional needs': 'Disadvantaged pupils and additional needs',
  other: 'Anything else',
} as const
export type Section = keyof typeof sections

export const estimates = {
  leading: 'Leading',
  effective: 'Effective',
  'working towards effective': 'Working towards effective',
  ineffective: 'Ineffective',
} as const
export type Estimate = keyof typeof estimates

/** What the host head lets somebody do with what is written. */
export const mays = {
  read: 'Read all of it, the report too',
  write: 'Help the school write, and not read the report',
  'read and write': 'Both: read all of it, and help the school write',
} as const
export type May = keyof typeof mays

declare module '../platform/db.ts' {
  interface Tables {
    reviewClusters: {
      id: GeneratedAlways<number>
      name: string
      year: AcademicYear
      begunAt: Date | null
      version: Generated<number>
    }
    reviewClusterMembers: {
      id: GeneratedAlways<number>
      clusterId: number
      /** The cluster’s own. */
      year: AcademicYear
      membershipId: number
      championId: number | null
    }
    peerReviews: {
      id: GeneratedAlways<number>
      clusterId: number
      hostMembershipId: number
      state: Generated<ReviewState>
      focus: string | null
      visitFrom: Day | null
      visitTo: Day | null
      leaderId: number | null
      visitedAt: Date | null
      reportedAt: Date | null
      workshopOn: Day | null
      followUpOn: Day | null
      cancelledWhy: string | null
      version: Generated<number>
    }
    peerReviewers: {
      id: GeneratedAlways<number>
      reviewId: number
      personId: number
      membershipId: number
      leads: Generated<boolean>
      declaredAt: Date | null
      interested: Generated<boolean>
      replacedAt: Date | null
      version: Generated<number>
    }
    peerReviewInterests: {
      reviewerId: number
      interest: string | null
      replacedWhy: string | null
    }
    peerReviewTexts: {
      id: GeneratedAlways<number>
      reviewId: number
      part: Part
      section: Section
      words: Generated<string>
      estimate: Estimate | null
      writtenBy: number | null
      writtenAt: Generated<Date>
      version: Generated<number>
    }
    peerReviewReaders: {
      id: GeneratedAlways<number>
      reviewId: number
      personId: number
      may: Generated<May>
      namedBy: number | null
      namedAt: Generated<Date>
      endedAt: Date | null
    }
  }
}
