import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely'
import type { Day } from '../platform/day.ts'

/** The six marks of a problem of practice. */
export const marks = {
  core: 'It is about the instructional core: teacher, pupil and content',
  observable: 'It can be seen in lessons',
  actionable: 'The school can act on it, and soon',
  strategy: 'It belongs to what the school is working on anyway',
  leverage: 'Acting on it would make a real difference to learning',
  evidence: 'It rests on evidence that has been shared',
} as const
export type Mark = keyof typeof marks

export const roundStates = {
  planned: 'Planned',
  visited: 'Lessons visited',
  debriefed: 'Debriefed',
  returned: 'Returned to',
  cancelled: 'Cancelled',
} as const
export type RoundState = keyof typeof roundStates

/** What the host's head lets a case study say; nothing offered is null. */
export const offers = {
  unnamed: 'Yes, without the name of our school',
  named: 'Yes, and it may name our school',
} as const
export type Offered = keyof typeof offers

/** In their strict order. */
export const stages = {
  description: 'Description',
  analysis: 'Analysis',
  prediction: 'Prediction',
  'next level': 'Next level of work',
} as const
export type Stage = keyof typeof stages

declare module '../platform/db.ts' {
  interface Tables {
    rounds: {
      id: GeneratedAlways<number>
      hostMembershipId: number
      title: string
      problem: string
      /** For each mark that the problem bears, why. */
      marks: JSONColumnType<Partial<Record<Mark, string>>>
      visitOn: Day
      starts: string | null
      ends: string | null
      leadId: number | null
      state: Generated<RoundState>
      theoryIf: string | null
      theoryThen: string | null
      returnOn: Day | null
      returnedWords: string | null
      returnedAt: Date | null
      /** When the host's head told its theory of action to the alliance before the return. */
      sharedAt: Date | null
      offered: Offered | null
      caseStudyId: number | null
      version: Generated<number>
    }
    roundVisitors: {
      id: GeneratedAlways<number>
      roundId: number
      personId: number
      membershipId: number | null
    }
    roundRooms: {
      id: GeneratedAlways<number>
      roundId: number
      code: string
      yearGroup: string
      subject: string
      version: Generated<number>
    }
    roundNotes: {
      id: GeneratedAlways<number>
      roundId: number
      roomId: number
      personId: number
      words: string
      keptAsSaid: Generated<boolean>
      writtenAt: Generated<Date>
      version: Generated<number>
    }
    roundStages: {
      id: GeneratedAlways<number>
      roundId: number
      stage: Stage
      words: Generated<string>
      agreedBy: number | null
      agreedAt: Date | null
      version: Generated<number>
    }
    roundPatterns: {
      id: GeneratedAlways<number>
      roundId: number
      words: string
      writtenBy: number | null
      version: Generated<number>
    }
    roundPatternRooms: { patternId: number; roomId: number }
  }
}
