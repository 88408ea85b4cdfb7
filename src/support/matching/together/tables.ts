import type { Suggestion } from '../suggestions/rules.ts'

/** Whom a matching proposes for a request, as they stood when it was worked out. */
export type Proposed = Suggestion & { deploymentId: number }

export type Asked = { deploymentIds: number[] }
export type Progress = { says: string; done: number; of: number }
export type Result = {
  practitioners: number
  proposals: Proposed[]
  unmatched: { deploymentId: number; why: string }[]
  points: number
  /** What it would have come to, each request in its turn taking the best that is left. */
  oneAfterAnother: { matches: number; points: number }
  /** Whether it is proven that nothing is better; otherwise it is the best that was found in time. */
  best: boolean
  seconds: number
}

export const matchingStates = {
  waiting: 'Waiting for its turn',
  running: 'Being worked out',
  done: 'Worked out',
  failed: 'Failed',
  stopped: 'Stopped',
} as const
export type MatchingState = keyof typeof matchingStates
export const isUnderWay = (state: MatchingState) => state === 'waiting' || state === 'running'
