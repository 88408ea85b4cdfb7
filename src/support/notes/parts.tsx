import type { Day } from '../../platform/day.ts'
import { Tag, type Tone } from '../../platform/parts.tsx'
import { type VisitStatus, visitStatuses } from '../visits/tables.ts'
import { isLate } from './rules.ts'

const tones: Record<VisitStatus, Tone> = {
  planned: 'calm',
  done: 'good',
  'cancelled on the day by host': 'due',
  cancelled: 'quiet',
  missed: 'quiet',
}

export const VisitState = ({ status }: { status: VisitStatus }) => (
  <Tag says={visitStatuses[status]} tone={tones[status]} />
)

type Noted = { dueOn: Day | null; notedOn: Day | null }

/** How it stands with the note of a visit that was to be noted. */
export function NoteState({ dueOn, notedOn, today }: Noted & { today: Day }) {
  if (notedOn)
    return isLate(dueOn, notedOn) ? <Tag says="Noted late" tone="due" /> : <Tag says="Noted" tone="good" />
  return isLate(dueOn, today) ? <Tag says="Note late" tone="bad" /> : <Tag says="To be noted" tone="due" />
}
