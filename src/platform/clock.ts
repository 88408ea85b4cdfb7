import { type Day, dayInLondon } from './day.ts'

/** The only place that asks the machine what time it is. */
export type Clock = { now: () => Date; today: () => Day }

export const clock: Clock = {
  now: () => new Date(),
  today: () => dayInLondon(new Date()),
}
