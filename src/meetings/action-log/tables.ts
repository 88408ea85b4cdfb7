import type { Generated, GeneratedAlways } from 'kysely'
import { type Post, posts } from '../../people/tables.ts'
import type { Day } from '../../platform/day.ts'

/** What its owner was when they undertook it: a post, or the lead of a group. */
export type OwnerPost = Post | 'lead'
export const ownerPosts: Record<OwnerPost, string> = { ...posts, lead: 'Lead' }

declare module '../../platform/db.ts' {
  interface Tables {
    meetingActions: {
      id: GeneratedAlways<number>
      meetingId: number
      itemId: number
      words: string
      ownerId: number
      ownerPost: OwnerPost
      ownerMembershipId: number | null
      ownerGroupId: number | null
      dueMeetingId: number | null
      dueOn: Day | null
      closedOn: Day | null
      closedBy: number | null
      outcome: string | null
      recordedBy: number | null
      recordedAt: Generated<Date>
      version: Generated<number>
    }
    actionNotes: {
      id: GeneratedAlways<number>
      actionId: number
      words: string
      saidBy: number | null
      saidOn: Day
    }
  }
}
