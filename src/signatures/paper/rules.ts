import { type Day, inWords } from '../../platform/day.ts'
import type { Capacity } from '../tables.ts'

type Paper = { capacity: Capacity; signedOn: Day; minute: string | null; minuteOn: Day | null }
type Refused = { says: string; field: string }

/** Why no paper can say this; what is merely embarrassing is recorded as it happened. */
export function paperRefusal(
  { capacity, signedOn, minute, minuteOn }: Paper,
  { number, publishedOn }: { number: number | null; publishedOn: Day | null },
  today: Day,
): Refused | null {
  if (number === null || publishedOn === null)
    return { says: 'This version has not been published, so nobody can have signed it', field: 'versionId' }
  if (signedOn > today)
    return {
      says: `The day of signing cannot be in the future: today is ${inWords(today)}`,
      field: 'signedOn',
    }
  if (signedOn < publishedOn)
    return {
      says: `Version ${number} was published on ${inWords(publishedOn)}, and cannot have been signed before`,
      field: 'signedOn',
    }
  if (capacity === 'leadership' && (minute !== null || minuteOn !== null))
    return {
      says: 'Only those who govern a school have a minute: leave it blank for the head',
      field: 'minute',
    }
  if (minuteOn !== null && minuteOn > today)
    return { says: `The meeting cannot be in the future: today is ${inWords(today)}`, field: 'minuteOn' }
  return null
}
