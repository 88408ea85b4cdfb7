import type { Day } from '../../platform/day.ts'
import { isAgreed, type StageState } from '../debrief/rules.ts'
import { isVisited } from '../rules.ts'
import type { RoundState } from '../tables.ts'

type Asked = {
  round: { state: RoundState; visitOn: Day }
  stages: StageState[]
  rooms: number
  visits: boolean
  today: Day
}

/** Why somebody cannot write notes now, or change their own; null where they may. */
export function whyNoNotes({
  round: { state, visitOn },
  stages,
  rooms,
  visits,
  today,
}: Asked): string | null {
  if (state === 'cancelled') return 'This round was cancelled'
  if (!visits) return 'Notes are written by those in the visiting group'
  if (state === 'returned' || isAgreed(stages, 'description'))
    return 'The description is agreed: its notes stay as they are'
  if (visitOn > today) return 'Notes are written in lessons: come back on the day'
  if (rooms === 0) return 'Nobody has said yet which rooms are visited'
  return null
}

/** Before lessons are visited everybody reads only what they wrote themselves. */
export const readsAll = ({ state }: { state: RoundState }) => isVisited(state)
