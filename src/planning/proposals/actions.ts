import { recordMeeting } from '../../meetings/actions.ts'
import type { Actor } from '../../platform/action.ts'
import type { Day } from '../../platform/day.ts'
import { permit } from '../../platform/refusal.ts'
import { mayPlan } from '../rules.ts'

export type Planned = {
  title: string
  groups: number[]
  heldOn: Day
  starts: string | null
  ends: string | null
  place: string | null
}

/** Makes every meeting of a plan, or none where one of them is refused. */
export async function planMeetings(by: Actor, planned: Planned[]): Promise<number[]> {
  permit(mayPlan(by.who))
  const deed = {
    did: 'planned meetings',
    subject: 'planning',
    details: (ids: number[]) => ({ meetings: ids }),
  }
  return by.act(deed, async (_, by) => {
    const ids: number[] = []
    for (const one of planned) ids.push(await recordMeeting(by, { ...one, status: 'planned' }))
    return ids
  })
}
