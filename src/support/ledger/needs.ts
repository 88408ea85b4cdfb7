import { isBehind } from '../../agreement/pace.ts'
import { terms } from '../../agreement/terms/queries.ts'
import { academicYearOf, type Day, day, yearName } from '../../platform/day.ts'
import type { Need, Needs } from '../../platform/need.ts'
import { headOf } from '../../platform/who.ts'
import { forecastInWords } from './forecast.ts'
import { type Account, accounts } from './queries.ts'

/** From this day on there is a forecast to act on; before it most of what a year brings is not agreed yet. */
const isLateEnough = (today: Day) => today >= day(`${academicYearOf(today) + 1}-02-01`)

/**
 * A head: that their school is forecast to fall short of its staff time. Once it is behind by its pace, its standing on
 * clause 21 tells them so already, and they are not told twice.
 */
export const needs: Needs = async ({ who, db, today }) => {
  const memberships = headOf(who)
  if (memberships.length === 0 || !isLateEnough(today)) return []
  const year = academicYearOf(today)
  const [found, agreed] = await Promise.all([accounts(db, { year, today, memberships }), terms(db, year)])
  return found
    .filter(
      ({ member, ledger }) =>
        !isBehind(ledger.done, ledger.asked, { year, on: today, terms: agreed, member }),
    )
    .flatMap((account) => needOf(account, found.length > 1))
}

function needOf({ member, year, ahead, ledger }: Account, oneOfSeveral: boolean): Need[] {
  if (ahead?.forecast.outlook !== 'falls short') return []
  return [
    {
      href: `/support/days/${member.id}?year=${yearName(year)}`,
      says: `${oneOfSeveral ? `${member.shortName}: see` : 'See'} what would bring your staff time to what is asked`,
      why: forecastInWords(ahead.forecast, { asked: ledger.asked, to: ahead.to, remaining: ahead.remaining }),
      state: { says: 'Falls short', tone: 'due' },
      on: null,
    },
  ]
}
