import type { Tone } from '../../platform/parts.tsx'

/** How long before its end a mandate is said to end soon. */
export const ENDS_SOON_DAYS = 60
/** How long after its end the office is reminded that nobody follows; the register goes on saying so. */
export const REMIND_DAYS = 365

export const mandateStates = {
  serving: 'Speaks for us',
  ending: 'Ends soon',
  unfilled: 'Nobody since',
  coming: 'Not yet begun',
  over: 'Over',
} as const
export type MandateState = keyof typeof mandateStates

export const mandateTones: Record<MandateState, Tone> = {
  serving: 'good',
  ending: 'due',
  unfilled: 'bad',
  coming: 'calm',
  over: 'quiet',
}
