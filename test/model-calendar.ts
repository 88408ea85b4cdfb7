import type { CalendarDate } from '../src/calendars/rules.ts'
import { day } from '../src/platform/day.ts'
import { everything } from '../src/platform/db.ts'
import { adding } from './adding.ts'
import type { World } from './world.ts'

const dates = [
  ['term', '2026-09-01', '2026-12-18'],
  ['term', '2027-01-04', '2027-03-25'],
  ['term', '2027-04-12', '2027-07-21'],
  ['half-term', '2026-10-26', '2026-10-30'],
  ['half-term', '2027-02-15', '2027-02-19'],
  ['half-term', '2027-05-31', '2027-06-04'],
  ['inset', '2026-09-01', '2026-09-02'],
  ['inset', '2026-10-23', '2026-10-23'],
  ['inset', '2027-01-04', '2027-01-04'],
  ['inset', '2027-06-07', '2027-06-07'],
] as const

/** The fictional school year 2026/27 in which the scenarios of the domain are counted. */
export const modelCalendar: CalendarDate[] = dates.map(([kind, fromOn, toOn]) => ({
  ...{ kind, fromOn: day(fromOn), toOn: day(toOn) },
}))

/** The same as the alliance’s own term dates. */
export const keepModelCalendar = (w: World): Promise<number> =>
  w.database.transaction(everything, async (tx) => {
    const calendarId = await adding(tx)('calendars', { name: 'The model', isDefault: true })
    for (const one of modelCalendar)
      await adding(tx)('calendarDates', { ...one, calendarId, note: null, importId: null })
    return calendarId
  })
