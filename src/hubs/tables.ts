import type { Generated, GeneratedAlways } from 'kysely'
import type { Day } from '../platform/day.ts'

/** What a school gives a hub. Told as an invitation, and never counted against anybody (clause 35). */
export const contributionKinds = {
  hosted: 'Hosted a meeting',
  presented: 'Presented something',
  shared: 'Shared a resource',
  led: 'Led a piece of work',
  other: 'Something else',
} as const
export type ContributionKind = keyof typeof contributionKinds

declare module '../platform/db.ts' {
  interface Tables {
    resourceFiles: {
      id: GeneratedAlways<number>
      resourceId: number
      name: string
      type: string
      size: number
      digest: string
      content: Buffer
      scanned: 'clean' | 'not scanned'
      addedBy: number | null
      addedAt: Generated<Date>
    }
    resourceUses: {
      id: GeneratedAlways<number>
      resourceId: number
      membershipId: number | null
      personId: number
      usedOn: Day
      thanks: string | null
    }
    hubNotes: {
      id: GeneratedAlways<number>
      groupId: number
      meetingId: number | null
      title: string
      words: string
      writtenBy: number | null
      writtenAt: Generated<Date>
      version: Generated<number>
    }
    hubReports: {
      id: GeneratedAlways<number>
      groupId: number
      meetingId: number
      words: string
      sentAt: Date | null
      writtenBy: number | null
      writtenAt: Generated<Date>
      version: Generated<number>
    }
    hubContributions: {
      id: GeneratedAlways<number>
      groupId: number
      membershipId: number
      meetingId: number | null
      personId: number | null
      kind: ContributionKind
      givenOn: Day
      words: Generated<string>
      recordedBy: number | null
      version: Generated<number>
    }
  }
}
