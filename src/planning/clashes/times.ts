import type { Slot } from './diary.ts'

export type Overlap = 'at once' | 'perhaps' | 'apart'
/** A meeting whose end nobody has said is taken to last an hour and a half. */
const USUAL_MINUTES = 90

function endOf({ starts, ends }: Pick<Slot, 'starts' | 'ends'>): string | null {
  if (ends !== null || starts === null) return ends
  const [hours = 0, minutes = 0] = starts.split(':').map(Number)
  const end = Math.min(hours * 60 + minutes + USUAL_MINUTES, 23 * 60 + 59)
  return `${String(Math.floor(end / 60)).padStart(2, '0')}:${String(end % 60).padStart(2, '0')}`
}

type Timed = Pick<Slot, 'starts' | 'ends' | 'place'>

export function overlap(a: Timed, b: Timed): Overlap {
  if (a.starts === null || b.starts === null) return 'perhaps'
  return a.starts < String(endOf(b)) && b.starts < String(endOf(a)) ? 'at once' : 'apart'
}

export const when = ({ starts, ends }: Timed) =>
  starts ? ` (${ends ? `${starts} to ${ends}` : starts})` : ''
/** The morning, the early afternoon, or after school. */
export const partOfDay = (starts: string | null) =>
  starts === null ? null : starts < '12:00' ? 0 : starts < '15:00' ? 1 : 2

const SUNSET = '16:00'
/** Whether it goes on into the evening, as far as anybody knows. */
export const isLate = (slot: Slot) => (endOf(slot) ?? '24:00') > SUNSET
