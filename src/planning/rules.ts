import { maySeeGroups } from '../groups/rules.ts'
import { mayKeepMeetings } from '../meetings/rules.ts'
import { type AcademicYear, academicYearOf, type Day } from '../platform/day.ts'

/** Whoever sees what groups do sees the year they share. */
export const maySeeYear = maySeeGroups

/** Whoever keeps meetings plans them, and is told what they clash with. */
export const mayPlan = mayKeepMeetings

const PLANNING_BEGINS = '-04-01'

/** The year that is planned on this day: from April on it is the next. */
export function yearToPlan(today: Day): AcademicYear {
  const now = academicYearOf(today)
  return today >= `${now + 1}${PLANNING_BEGINS}` ? ((now + 1) as AcademicYear) : now
}

/** From 1 October until the summer term ends a hub's year should stand; before it is being planned. */
export const isProgrammeDue = (today: Day) => {
  const year = academicYearOf(today)
  return today >= `${year}-10-01` && today < `${year + 1}-07-01`
}
