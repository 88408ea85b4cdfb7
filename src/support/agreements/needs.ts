import type { Need, Needs } from '../../platform/need.ts'
import { isSignedIn } from '../../platform/who.ts'
import { openAgreements } from './queries.ts'
import { asParty, openTo, slugOf } from './rules.ts'

/** Each party who has still to sign: one step for each agreement. */
export const needs: Needs = async (by) => {
  if (!isSignedIn(by.who)) return []
  const open = await openAgreements(by.db)
  return open.flatMap(({ acts, ...deployment }): Need[] => {
    const { id, toSchool, fromSchool, practitioner } = deployment
    return openTo(by.who, deployment, acts).map((capacity) => ({
      href: `/support/deployments/${id}/agreement/${slugOf(capacity)}`,
      says: `Sign the agreement on support for ${toSchool} by ${practitioner}`,
      why: `You sign ${asParty(capacity, { toSchool, fromSchool: fromSchool ?? '' })}. ${signedSoFar(acts.length)}`,
      state: { says: 'To sign', tone: 'due' },
      on: null,
    }))
  })
}

const signedSoFar = (count: number) =>
  count === 0 ? 'Nobody has signed yet.' : count === 1 ? 'One of three has signed.' : 'It waits only for you.'
