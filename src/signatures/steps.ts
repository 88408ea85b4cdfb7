import { type Day, inWords } from '../platform/day.ts'
import type { Step } from '../platform/parts.tsx'
import type { Place } from './rules.ts'
import { capacities } from './tables.ts'

/** A place of somebody's, with how far it has come. */
export type PlaceToSign = Place & {
  school: string
  signedOn: Day | null
  signedBy: string | null
  /** Whether this person declined. */
  declined: boolean
}

/** One step for each school and capacity, those not signed first. */
export const stepsOf = (
  places: PlaceToSign[],
  { number, signBy }: { number: number; signBy: Day | null },
  today: Day,
): Step[] =>
  places
    .toSorted(
      (a, b) => Number(a.signedOn !== null) - Number(b.signedOn !== null) || a.school.localeCompare(b.school),
    )
    .map((place) => ({
      href: `/agreement/sign/${place.membershipId}/${place.capacity}`,
      says: `${place.school}: ${capacities[place.capacity].toLowerCase()}`,
      why: place.signedOn
        ? `Version ${number} was signed by ${place.signedBy} on ${inWords(place.signedOn)}.`
        : place.declined
          ? 'You declined. You can still sign.'
          : signBy
            ? `To be signed by ${inWords(signBy)}.`
            : '',
      state: stateOf(place, signBy, today),
    }))

const stateOf = (
  { signedOn, declined }: PlaceToSign,
  signBy: Day | null,
  today: Day,
): NonNullable<Step['state']> =>
  signedOn
    ? { says: 'Signed', tone: 'good' }
    : declined
      ? { says: 'Declined', tone: 'quiet' }
      : signBy !== null && signBy < today
        ? { says: 'Overdue', tone: 'bad' }
        : { says: 'To sign', tone: 'due' }
