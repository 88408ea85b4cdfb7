import { type Day, inWords } from '../../platform/day.ts'
import { holds, ledMemberships, type Who } from '../../platform/who.ts'
import { mayBroker, maySeeDeployments } from '../deployments/rules.ts'
import type { Half, VisitStatus } from './tables.ts'

/** The office and SSIG keep the record of support. */
export const mayKeepVisits = (who: Who) => mayBroker(who)

/** Beside them, heads and deputies see their own school’s visits and practitioners their own; row security says which. */
export const maySeeVisits = (who: Who) =>
  mayKeepVisits(who) || ledMemberships(who).length > 0 || holds(who, 'practitioner')

/** One visit may be opened by whoever made it or worked in it too, whatever their post is; row security says who did. */
export const mayOpenVisits = maySeeDeployments

/** Whether a visit takes somebody's time on its day: one that was called off before does not, nor one they missed. */
export const isTaken = (status: VisitStatus) => status !== 'cancelled' && status !== 'missed'

/** The parts of a day in which somebody on this visit cannot be on another. */
export const meets = (half: Half): Half[] =>
  half === 'day' ? ['am', 'pm', 'day'] : half === 'twilight' ? ['twilight'] : [half, 'day']

export const partOfDay: Record<Half, string> = {
  am: 'in the morning',
  pm: 'in the afternoon',
  day: 'all day',
  twilight: 'after school',
}

type Told = { visitedOn: Day; starts: string | null; ends: string | null; status: VisitStatus }

/** What cannot be so about a visit, in a sentence; nothing where it can. */
export function wrongWith({ visitedOn, starts, ends, status }: Told, today: Day) {
  if (starts && ends && ends <= starts)
    return { says: 'The visit must end after it begins: correct one of the times', field: 'ends' }
  const happened = status === 'done' || status === 'cancelled on the day by host'
  if (happened && visitedOn > today)
    return { says: `${inWords(visitedOn)} is still to come: choose “Planned”`, field: 'status' }
  return undefined
}
