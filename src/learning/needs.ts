import { addDays, type Day, inShort } from '../platform/day.ts'
import type { Need, Needs } from '../platform/need.ts'
import { type Booking, bookingsAhead } from './queries.ts'
import { maySeeCourses } from './rules.ts'

const A_WEEK = 7
const MOST = 5

/** The courses that somebody is booked on within a week. */
export const needs: Needs = async ({ who, db, today }) => {
  if (who.personId === null || !maySeeCourses(who)) return []
  const ahead = await bookingsAhead(db, who.personId, today, MOST)
  return ahead.filter(({ heldOn }) => heldOn < addDays(today, A_WEEK)).map((one) => needOf(one, today))
}

const needOf = ({ courseId, title, heldOn, starts, venue }: Booking, today: Day): Need => ({
  href: `/learning/${courseId}`,
  says: `Come to ${title}, ${inShort(heldOn)}`,
  why: ['You are booked', starts && `it begins at ${starts}`, venue].filter(Boolean).join(', '),
  state: { says: heldOn === today ? 'Today' : 'This week', tone: 'due' },
  on: null,
})
