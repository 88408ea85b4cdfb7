import type { Actor } from '../../../platform/action.ts'
import { states } from '../../deployments/tables.ts'
import { handOfAnother, handOfAnotherFor } from '../rules.ts'
import { type RequestRow, requestsToMatch, type Weighing, weighing } from '../suggestions/queries.ts'
import { suggest } from '../suggestions/rules.ts'
import type { AskedNow } from './queries.ts'
import type { Proposed } from './tables.ts'

/** What has become of a proposal: it may still be chosen, was chosen, or does not hold any more, with why. */
export type Holding = { is: 'open' } | { is: 'chosen' } | { is: 'not'; why: string }

/** Whether each proposal still holds, for the person who looks; in a few statements for however many there are. */
export async function holding(
  by: Actor,
  proposals: readonly Proposed[],
  now: readonly AskedNow[],
): Promise<Map<number, Holding>> {
  const waiting = now.filter(({ state }) => state === 'triaged').map(({ id }) => id)
  const requests = waiting.length > 0 ? await requestsToMatch(by.db, waiting) : []
  const only = proposals.map(({ practitionerId }) => practitionerId)
  const weighed = requests.length > 0 ? await weighing(by.db, requests, { today: by.today, only }) : null
  return new Map(
    proposals.map((proposed) => {
      const request = requests.find(({ id }) => id === proposed.deploymentId)
      const stands = now.find(({ id }) => id === proposed.deploymentId)
      return [
        proposed.deploymentId,
        request && weighed ? stillOpen(by, proposed, request, weighed) : movedOn(proposed, stands),
      ]
    }),
  )
}

function movedOn({ practitionerId }: Proposed, stands: AskedNow | undefined): Holding {
  if (!stands) return { is: 'not', why: 'The request is not there any more' }
  if (stands.practitionerId === practitionerId) return { is: 'chosen' }
  const other = stands.practitioner ? `${stands.practitioner} was chosen instead` : null
  return { is: 'not', why: other ?? `The request stands at “${states[stands.state]}” by now` }
}

function stillOpen({ who }: Actor, proposed: Proposed, request: RequestRow, weighed: Weighing): Holding {
  const them = weighed.candidates.filter(({ id }) => id === proposed.practitionerId)
  const { suggested, excluded } = suggest(request, them, weighed.context)
  const [one] = suggested
  const why =
    handOfAnother(who, request) ??
    handOfAnotherFor(who, proposed) ??
    excluded[0]?.why ??
    (one ? null : `${proposed.name} is not accepted for ${request.area} any more`)
  if (why) return { is: 'not', why }
  return one && one.halfDays < proposed.halfDays
    ? { is: 'not', why: `${proposed.name} has not so many days left by now` }
    : { is: 'open' }
}
