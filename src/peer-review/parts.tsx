import { Tag } from '../platform/parts.tsx'
import { type ReviewState, reviewStates } from './tables.ts'

const tones = {
  planned: 'calm',
  'self-reviewed': 'calm',
  visited: 'due',
  reported: 'good',
  'workshop held': 'good',
  'followed up': 'good',
  cancelled: 'quiet',
} as const

export const StateTag = ({ state }: { state: ReviewState }) => (
  <Tag says={reviewStates[state]} tone={tones[state]} />
)
