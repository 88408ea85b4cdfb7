import { holds, isOffice, ledMemberships, type Who } from '../platform/who.ts'
import type { Half, VisitStatus } from './tables.ts'

/** Staff time is counted in half-days: a whole day is two. */
export const halfDays = (half: Half) => (half === 'day' ? 2 : 1)

/** Clause 21: a visit counts when it was done, or when the host cancelled it on the day. */
export const counts = (visit: { status: VisitStatus; throughSsig: boolean }) =>
  visit.throughSsig && visit.status !== 'cancelled'

/** The office and SSIG keep the record of support. */
export const mayKeepVisits = (who: Who) => isOffice(who) || holds(who, 'ssig')

/** Beside them, heads and deputies see their own school's visits; row security says which. */
export const maySeeVisits = (who: Who) => mayKeepVisits(who) || ledMemberships(who).length > 0
