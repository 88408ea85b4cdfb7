import { type Day, inDays } from '../../platform/day.ts'
import { type Forecast, paceInWords, type Remaining } from './forecast.ts'
import { isOrAre } from './rules.ts'

/** One thing that would bring a school nearer to what is asked of it, and where it is done. */
export type Mend = { says: string; why: string; href: string }

/** A visit that is planned, and what it would count. */
export type Planned = { id: number; visitedOn: Day; half: string; halfDays: number; why: string | null }

export type ToMend = {
  forecast: Forecast
  remaining: Remaining
  today: Day
  planned: readonly Planned[]
  /** What the school's practitioners have offered for the year, in half-days, and how many they are. */
  offered: number
  practitioners: number
}

const many = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`

/** What would mend a forecast, what costs least first; nothing where all is given or bound. */
export function mendsOf(so: ToMend): Mend[] {
  const { forecast } = so
  if (forecast.outlook === 'given') return []
  return [notNoted(so), wasted(so), unbound(so), released(so), dates(so)].filter((one) => one !== undefined)
}

function notNoted({ planned, today }: ToMend): Mend | undefined {
  const past = planned.filter(({ visitedOn, halfDays }) => visitedOn < today && halfDays > 0)
  const [first] = past
  if (!first) return undefined
  return {
    says: `Have ${many(past.length, 'past visit', 'past visits')} noted by the practitioner`,
    why: `${past.length === 1 ? 'It is still' : 'They are still'} planned, and ${inDays(sum(past))} will count once that is done.`,
    href: `/support/visits/${first.id}`,
  }
}

function wasted({ planned }: ToMend): Mend | undefined {
  const none = planned.filter(({ halfDays }) => halfDays === 0)
  const [first] = none
  if (!first) return undefined
  const lost = none.reduce((all, { half }) => all + (half === 'day' ? 2 : 1), 0)
  const reasons = [...new Set(none.map(({ why }) => why))].join('. ')
  return {
    says: `Find another day for ${many(none.length, 'planned visit that', 'planned visits that')} will not count`,
    why: `${isOrAre(lost)} planned for nothing. ${reasons}.`,
    href: `/support/visits/${first.id}`,
  }
}

function unbound({ forecast: { fromOffers }, remaining }: ToMend): Mend | undefined {
  if (fromOffers === 0) return undefined
  const pace = 'months' in remaining ? `: ${paceInWords(fromOffers, remaining.months)}` : ''
  return {
    says: `Agree with SSIG when ${inDays(fromOffers)} more will be given${pace}`,
    why: 'The school’s practitioners have offered them, and no deployment binds them yet.',
    href: '/people?post=practitioner',
  }
}

function released({ forecast: { short, fromOffers }, ...so }: ToMend): Mend | undefined {
  const { remaining, offered, practitioners } = so
  if (short === 0) return undefined
  const isAll = fromOffers === 0 && 'months' in remaining && remaining.months > 0
  const pace = isAll ? ` That is ${paceInWords(short, remaining.months)}.` : ''
  const href = '/support/practitioners'
  if (practitioners === 0)
    return {
      says: 'Nominate somebody to support other schools',
      why: `Nobody of the school is a practitioner, and ${inDays(short)} will be missing.${pace}`,
      href,
    }
  return {
    says: `Nominate somebody, or release practitioners for ${inDays(short)} more`,
    why: `The school’s practitioners have offered ${inDays(offered)}.${pace}`,
    href,
  }
}

function dates({ remaining, forecast: { toFind } }: ToMend): Mend | undefined {
  if ('days' in remaining || toFind === 0) return undefined
  return {
    says: 'Have the term dates of the school recorded by the office',
    why: 'Without them nobody can say how many school days are left.',
    href: '/calendars',
  }
}

const sum = (all: readonly Planned[]) => all.reduce((so, { halfDays }) => so + halfDays, 0)
