import { terms } from '../agreement/terms/queries.ts'
import { groupsSeen } from '../groups/rules.ts'
import { academicYearOf, addDays, inShort, yearName } from '../platform/day.ts'
import type { Need, Needs } from '../platform/need.ts'
import { isOffice } from '../platform/who.ts'
import { diary, meetingsDated } from './clashes/queries.ts'
import { clashesOf, isHard } from './clashes/rules.ts'
import { programmes } from './proposals/queries.ts'
import { isProgrammeDue } from './rules.ts'

/** How far ahead the office is told of serious clashes, in days: six weeks. */
const AHEAD_DAYS = 42

/** Hubs that have not planned their year by October, for their lead. */
const short: Needs = async ({ who, db, today }) => {
  if (who.leads.length === 0 || !isProgrammeDue(today)) return []
  const year = academicYearOf(today)
  const [hubs, { hubProgramme }] = await Promise.all([programmes(db, groupsSeen(who), year), terms(db, year)])
  return hubs
    .filter(({ groupId, meetings }) => who.leads.includes(groupId) && meetings < hubProgramme)
    .map(
      ({ groupId, name, meetings }): Need => ({
        href: `/planning/new/pattern?group=${groupId}`,
        says: `Plan the meetings of ${name}`,
        why: `${meetings} of the ${hubProgramme} that were agreed for ${yearName(year)} ${meetings === 1 ? 'is' : 'are'} planned or held.`,
        state: { says: 'To plan', tone: 'due' },
        on: null,
      }),
    )
}

/** Meetings in the weeks ahead that cannot well be held as they are planned, for the office. */
const serious: Needs = async ({ who, db, today }) => {
  if (!isOffice(who)) return []
  const days = { from: today, to: addDays(today, AHEAD_DAYS) }
  const planned = (await meetingsDated(db, 'all', days)).filter(({ status }) => status === 'planned')
  if (planned.length === 0) return []
  const dated = await diary(db, 'all', days)
  const hard = planned.filter((meeting) => isHard(clashesOf(meeting, dated)))
  const [first] = hard
  if (!first) return []
  return [
    {
      href: '/planning/clashes',
      says:
        hard.length === 1
          ? `Move ${first.title}, or let it stand`
          : `Look at ${hard.length} meetings that clash`,
      why: `The next, ${first.title}, is on ${inShort(first.on)}.`,
      state: { says: 'Clash', tone: 'due' },
      on: first.on,
    },
  ]
}

/** What of the year's plan waits for whoever is at work. */
export const needs: Needs = async (by) => (await Promise.all([short(by), serious(by)])).flat()
