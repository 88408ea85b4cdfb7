import { setImmediate as breathe } from 'node:timers/promises'
import type { AcademicYear, Day } from '../../../platform/day.ts'
import { type Candidate, leftOf, loadsOf, type Request } from '../suggestions/candidate.ts'
import { freeOn } from '../suggestions/dates.ts'
import type { Weighing } from '../suggestions/queries.ts'
import { suggest } from '../suggestions/rules.ts'
import { grouped, type Limit, type Pair, type Problem, urgencyPoints } from './rules.ts'

/** Why nobody could be weighed for a request; nothing where somebody could. */
export type Weighed = { problem: Problem; nobody: Map<number, string> }

/**
 * Every request against everybody who could be sent, as whole numbers. Between two requests the process does whatever
 * else waits, since so many pairs take a second or two.
 */
export async function weighAll(
  requests: readonly Request[],
  { candidates, context }: Weighing,
  tell: (done: number) => Promise<void> = async () => {},
): Promise<Weighed> {
  const loads = loadsOf(candidates)
  const pairs: Pair[] = []
  const nobody = new Map<number, string>()
  for (const [done, request] of requests.entries()) {
    await breathe()
    await tell(done)
    const { suggested, excluded } = suggest(request, candidates, context, loads)
    const before = pairs.length
    for (const { practitionerId, membershipId, score, halfDays, free } of suggested) {
      const gives = Math.min(halfDays, free ?? halfDays)
      const points = score + urgencyPoints[request.urgency]
      const pair = { request: request.id, practitioner: practitionerId, school: membershipId }
      if (gives > 0) pairs.push({ ...pair, points, halfDays: gives })
    }
    if (pairs.length === before) nobody.set(request.id, whyNobody(request, suggested.length, excluded))
  }
  return { problem: { pairs, limits: await limitsOf(pairs, requests, { candidates, context }) }, nobody }
}

function whyNobody({ area }: Request, suggested: number, excluded: { name: string; why: string }[]): string {
  if (suggested > 0) return 'Nobody who could be sent is free in the dates wanted'
  if (excluded.length === 0) return `Nobody is accepted as a practitioner for ${area}`
  return excluded.map(({ name, why }) => `${name}: ${why}`).join('; ')
}

/** What each can give at most, of their days of a year and of the half-days on which they are free. */
async function limitsOf(pairs: Pair[], requests: readonly Request[], weighing: Weighing): Promise<Limit[]> {
  const requestOf = new Map(requests.map((request) => [request.id, request]))
  const placesOf = grouped(pairs, 'practitioner')
  const limits: Limit[] = []
  for (const candidate of weighing.candidates) {
    await breathe()
    const own = (placesOf.get(candidate.id) ?? []).flatMap((i) => {
      const [pair, request] = [pairs[i], requestOf.get(pairs[i]?.request ?? 0)]
      return pair && request ? [{ i, request, halfDays: pair.halfDays }] : []
    })
    limits.push(...ofYears(candidate, own), ...ofDates(candidate, own, weighing))
  }
  return limits
}

type Own = { i: number; request: Request; halfDays: number }
const halvesOf = (own: Own[]) => own.reduce((sum, { halfDays }) => sum + halfDays, 0)
const placed = (own: Own[]) => own.map(({ i }) => i)

function ofYears(candidate: Candidate, own: Own[]): Limit[] {
  const years = [...new Set(own.map(({ request }) => request.year))]
  return years
    .map((year) => ({
      pairs: placed(own.filter(({ request }) => request.year === year)),
      most: leftOf(candidate, year),
    }))
    .filter(({ pairs }) => pairs.length > 1)
}

/**
 * Two schools do not get the same half-day: between any day on which a wanted time begins and any on which one ends,
 * no more than the half-days free in between go to the requests that lie wholly within. Left out where the days of the
 * year are fewer anyhow.
 */
function ofDates(candidate: Candidate, own: Own[], { context }: Weighing): Limit[] {
  const left = (year: AcademicYear) => leftOf(candidate, year)
  const known = own.filter(({ request }) => context.daysOf(request) !== null)
  if (known.length < 2) return []
  const most = Math.max(0, ...new Set(known.map(({ request }) => left(request.year))))
  const freeBetween = freeUpTo(candidate, known, context.daysOf)
  const starts = [...new Set(known.map(({ request }) => request.from))]
  const ends = [...new Set(known.map(({ request }) => request.to))]
  const limits: Limit[] = []
  for (const from of starts)
    for (const to of ends) {
      const free = freeBetween(from, to)
      if (from > to || free >= most) continue
      const within = known.filter(({ request }) => from <= request.from && request.to <= to)
      if (within.length > 1 && halvesOf(within) > free) limits.push({ pairs: placed(within), most: free })
    }
  return limits
}

/** How many half-days are free between two days on a school day of any of the schools that ask. */
function freeUpTo(candidate: Candidate, own: Own[], daysOf: Weighing['context']['daysOf']) {
  const days = new Map(own.flatMap(({ request }) => daysOf(request) ?? []).map((one) => [one.on, one]))
  const free = freeOn(candidate.diary)
  const all = [...days.values()]
    .map((one) => ({ on: one.on, free: free([one]) }))
    .sort((a, b) => (a.on < b.on ? -1 : 1))
  return (from: Day, to: Day) =>
    all.reduce((sum, one) => sum + (from <= one.on && one.on <= to ? one.free : 0), 0)
}
