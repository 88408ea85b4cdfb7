import { takingPartRead } from '../learning/rules.ts'
import type { Who } from '../platform/who.ts'
import { maySeeVisits } from '../support/visits/rules.ts'

/** Everything of one’s own; of somebody else’s, what the reader may read by name of any course. */
export function coursesSeen(who: Who, personId: number): 'all' | number[] {
  const read = takingPartRead(who)
  return read === 'all' || who.personId === personId ? 'all' : read.memberships
}

/** One’s own visits are one’s own to see; row security narrows what a head sees of another’s. */
export const maySeeVisitsOf = (who: Who, personId: number) => who.personId === personId || maySeeVisits(who)
