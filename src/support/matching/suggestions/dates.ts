import { isSchoolDay, type SchoolCalendar } from '../../../calendars/rules.ts'
import { addDays, type Day, weekday } from '../../../platform/day.ts'
import { hostDay } from '../../ledger/rules.ts'
import type { Weekday } from '../../practitioners/tables.ts'
import type { Half } from '../../visits/tables.ts'

export type Diary = {
  /** The half-days of the week on which they can come; none says any. */
  times: readonly { weekday: Weekday; half: 'am' | 'pm' }[]
  away: readonly { fromOn: Day; toOn: Day }[]
  booked: readonly { on: Day; half: Half }[]
}

export type SchoolDay = { on: Day; weekday: number }

/** Monday’s morning is the first bit, Friday’s afternoon the tenth. */
const bit = (on: number, half: 'am' | 'pm') => 1 << ((on - 1) * 2 + (half === 'am' ? 0 : 1))

/** The school days of a calendar between two days; null where it is not known what those days are. */
export function schoolDaysIn(calendar: SchoolCalendar, from: Day, to: Day): SchoolDay[] | null {
  const near = calendar.filter(({ fromOn, toOn }) => fromOn <= to && toOn >= from)
  const found: SchoolDay[] = []
  for (let on = from; on <= to; on = addDays(on, 1))
    if (isSchoolDay(near, on)) found.push({ on, weekday: weekday(on) })
  return found.length > 0 || hostDay(calendar, from) !== 'not known' ? found : null
}

/** How many half-days of these school days somebody is free on, and could be on a visit. Twilight takes no half-day. */
export function freeOn({ times, away, booked }: Diary): (days: readonly SchoolDay[]) => number {
  const week =
    times.length === 0 ? 0b1111111111 : times.reduce((all, one) => all | bit(one.weekday, one.half), 0)
  const taken = new Map<Day, number>()
  for (const { on, half } of booked) {
    const halves = half === 'day' ? 3 : half === 'am' ? 1 : half === 'pm' ? 2 : 0
    taken.set(on, (taken.get(on) ?? 0) | halves)
  }
  const isAway = (on: Day) => away.some(({ fromOn, toOn }) => fromOn <= on && on <= toOn)
  return (days) => {
    let free = 0
    for (const { on, weekday } of days) {
      const open = (week >> ((weekday - 1) * 2)) & 3 & ~(taken.get(on) ?? 0)
      if (open !== 0 && !isAway(on)) free += open === 3 ? 2 : 1
    }
    return free
  }
}
