import { type Day, inWords } from '../../../platform/day.ts'
import type { Who } from '../../../platform/who.ts'
import { mayMove, type Parties } from '../../deployments/rules.ts'
import type { State } from '../../deployments/tables.ts'

export const mayClose = (who: Who, deployment: Parties & { state: State }) =>
  mayMove(who, 'close', deployment)

type Closing = {
  today: Day
  askedOn: Day
  /** The last day on which there was a visit; none where there was none. */
  lastDone: Day | null
}

/** Why a deployment cannot have closed on this day, in a sentence; null when it can. */
export function closeRefusal(closedOn: Day, { today, askedOn, lastDone }: Closing): string | null {
  if (closedOn > today) return `It cannot close in the future: today is ${inWords(today)}`
  if (lastDone !== null && closedOn < lastDone)
    return `There was a visit on ${inWords(lastDone)}: it closes on that day or later`
  if (closedOn < askedOn) return `It was asked for on ${inWords(askedOn)}: it closes on that day or later`
  return null
}
