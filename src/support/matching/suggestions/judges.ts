import { addDays, daysBetween, inDays, inWords } from '../../../platform/day.ts'
import { type Candidate, type Load, type Loads, leftOf, type Request, yearOf } from './candidate.ts'
import { freeOn } from './dates.ts'
import type { Context, Reason } from './rules.ts'
import { closeness } from './travel.ts'
import { expertisePoints, type Factor, soonDays, travelPoints, weights } from './weights.ts'

export function freeDays(request: Request, { diary }: Candidate, { today, daysOf }: Context) {
  const days = daysOf(request)
  if (days === null) return { free: null, soon: null }
  const count = freeOn(diary)
  const within = soonDays[request.urgency]
  const free = count(days)
  if (within === null) return { free, soon: free }
  const until = addDays(request.from > today ? request.from : today, within)
  return { free, soon: count(days.filter(({ on }) => on < until)) }
}

type Judged = { free: number | null; soon: number | null; loads: ReturnType<Loads> }
type Judge = (
  request: Request,
  candidate: Candidate,
  context: Context,
  judged: Judged,
) => Omit<Reason, 'factor'>

/** So many of the points as there are of what is wanted, rounded; never more than all. */
const share = (factor: Factor, has: number, wanted: number) =>
  Math.round((weights[factor].most * Math.min(has, wanted)) / wanted)
const half = (factor: Factor) => Math.round(weights[factor].most / 2)
const inHalves = (count: number) => (count === 1 ? '1 half-day' : `${count} half-days`)

export const judges: Record<Factor, Judge> = {
  expertise: ({ areaId, area, phase }, { expertise }) => {
    const phases = expertise.filter((one) => one.areaId === areaId).map((one) => one.phase)
    if (phases.includes(phase)) return { points: expertisePoints.exact, says: `${area}, ${phase}` }
    if (phases.includes('whole school'))
      return { points: expertisePoints['whole school'], says: `${area}, whole school; ${phase} is asked for` }
    const others = [...phases].sort().join(' and ')
    return { points: expertisePoints['other phase'], says: `${area}, but ${others}; ${phase} is asked for` }
  },
  dates: ({ halfDaysWanted, school }, _, __, { free }) =>
    free === null
      ? { points: half('dates'), says: `Free dates not known: ${school}’s term dates are missing` }
      : {
          points: share('dates', free, halfDaysWanted),
          says: `Free on ${inHalves(free)} in the dates wanted; ${halfDaysWanted} ${halfDaysWanted === 1 ? 'is' : 'are'} wanted`,
        },
  soon: ({ halfDaysWanted, urgency }, _, __, { soon }) => {
    const within = soonDays[urgency]
    if (soon === null) return { points: half('soon'), says: 'How soon they can come is not known' }
    const points = share('soon', soon, halfDaysWanted)
    return within === null
      ? { points, says: 'Any time this year will do' }
      : { points, says: `${soon} of these in the first ${within / 7} weeks` }
  },
  left: ({ halfDaysWanted, year }, candidate) => {
    const { offered, bound } = yearOf(candidate, year)
    const points = share('left', leftOf(candidate, year), halfDaysWanted)
    const of = bound === 0 ? 'None' : inDays(bound)
    return { points, says: `${of} of ${inDays(offered)} this year given or bound` }
  },
  travel: ({ postcode }, candidate) => {
    const { is, says } = closeness(candidate.postcode, postcode)
    return { points: travelPoints[is], says }
  },
  person: (_, __, ___, { loads: { person } }) => ({
    points: lighter('person', person),
    says: compared(person, 'Gives', 'practitioners do on average'),
  }),
  school: (_, { school }, __, { loads }) => ({
    points: lighter('school', loads.school),
    says: compared(loads.school, `${school} gives`, 'schools do on average'),
  }),
  balance: ({ year }, { school, membershipId }, { balanceOf }) => {
    const { given, received } = balanceOf(membershipId, year)
    const all = given + received
    const points = all === 0 ? half('balance') : Math.round((weights.balance.most * received) / all)
    if (given === received) return { points, says: `${school} received as much as it gave` }
    return {
      points,
      says: `${school} ${given > received ? 'gave more than it received' : 'received more than it gave'}`,
    }
  },
  vouched: (_, { vouchedOn }, { today, vouchingDays }) => {
    if (vouchedOn === null) return { points: 0, says: 'Their head has not vouched for them' }
    const holds = daysBetween(vouchedOn, today) <= vouchingDays
    return holds
      ? { points: weights.vouched.most, says: `Vouched for on ${inWords(vouchedOn)}` }
      : { points: 0, says: `Last vouched for on ${inWords(vouchedOn)}, which is too long ago` }
  },
}

/** All points for no load, half of them for the average. */
const lighter = (factor: Factor, { halfDays, average }: Load) =>
  average === 0 ? weights[factor].most : Math.round((weights[factor].most * average) / (average + halfDays))

function compared({ halfDays, average }: Load, gives: string, others: string): string {
  if (Math.abs(halfDays - average) < 0.5) return `${gives} about as much as ${others}`
  return `${gives} ${halfDays < average ? 'less' : 'more'} than ${others}`
}
