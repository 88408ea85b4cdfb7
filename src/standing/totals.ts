import type { Stand, Standings } from './queries.ts'

/** Where schools may stand on a clause that applies to them; met and declared are both kept. */
export const sides = ['kept', 'not yet', 'at risk', 'broken'] as const
export type Side = (typeof sides)[number]
export type Counts = Record<Side, number>

const sideOf: Record<Stand['standing'], Side | null> = {
  met: 'kept',
  attested: 'kept',
  'not yet due': 'not yet',
  'at risk': 'at risk',
  breached: 'broken',
  'does not apply': null,
}

const none = (): Counts => ({ kept: 0, 'not yet': 0, 'at risk': 0, broken: 0 })

/** How many schools stand where on each clause, in the order of the clauses. */
export function totalsOf({ members, clauses, of }: Standings): Counts[] {
  const counts = clauses.map(none)
  for (const member of members)
    of(member).forEach(({ standing }, at) => {
      const side = sideOf[standing]
      const count = counts[at]
      if (side && count) count[side] += 1
    })
  return counts
}

/** Counts of 1 to 4 schools are not told: one of them could be known by what everybody sees of it. */
export const SMALLEST_TOLD = 5

/** A count as it may be told: as it is, as fewer than five, or as more than so many where it would give away another. */
export type Count = { is: 'exact'; schools: number } | { is: 'few' } | { is: 'over'; schools: number }
export type Told =
  | { of: number; counts: Record<Side, Count> }
  /** Nothing can be told of so few schools, or of some that differ from the rest, without saying which. */
  | { of: number; counts: null }

const isSmall = (count: number) => count > 0 && count < SMALLEST_TOLD
const sum = (counts: Counts) => sides.reduce((total, side) => total + counts[side], 0)
const hiddenIn = (counts: Counts) => sides.filter((side) => isSmall(counts[side]))

/** What every reader can work out: small counts, each from 1 to 4, that come to this sum. */
const isPlain = (small: number[]): boolean => {
  const [total, most] = [small.reduce((a, b) => a + b, 0), small.length * (SMALLEST_TOLD - 1)]
  return small.length === 1 || total === small.length || total === most
}

/** The counts with small ones left out, and with another where the rest would give them away; null where none can be. */
function told(counts: Counts): Record<Side, Count> | null {
  const hidden = hiddenIn(counts)
  const second = sides.find((side) => counts[side] >= SMALLEST_TOLD)
  const plain = hidden.length > 0 && isPlain(hidden.map((side) => counts[side]))
  if (plain && !second) return null
  const most = hidden.length * (SMALLEST_TOLD - 1)
  const all = hidden.reduce((total, side) => total + counts[side], 0)
  const of = (side: Side): Count => {
    if (hidden.includes(side)) return { is: 'few' }
    const schools = counts[side]
    return plain && side === second
      ? { is: 'over', schools: schools + all - most - 1 }
      : { is: 'exact', schools }
  }
  return { kept: of('kept'), 'not yet': of('not yet'), 'at risk': of('at risk'), broken: of('broken') }
}

/** Every way in which small counts could be otherwise while all that is told stays as it is. */
function* others(counts: Counts): Generator<Counts> {
  const hidden = hiddenIn(counts)
  const second = sides.find((side) => counts[side] >= SMALLEST_TOLD)
  const ways = (SMALLEST_TOLD - 1) ** hidden.length
  for (let way = 0; way < ways; way += 1) {
    const other = { ...counts }
    hidden.forEach((side, at) => {
      other[side] = (Math.floor(way / (SMALLEST_TOLD - 1) ** at) % (SMALLEST_TOLD - 1)) + 1
    })
    if (second) other[second] += sum(counts) - sum(other)
    if (sum(other) === sum(counts) && (!second || other[second] >= SMALLEST_TOLD)) yield other
  }
}

/**
 * How many schools stand where, as it may be told to those who do not see the schools: no count of 1 to 4, nor
 * any that gives one away, even to somebody who knows this rule.
 */
export function toldOf(counts: Counts): Told {
  const of = sum(counts)
  const shown = told(counts)
  const hidden = hiddenIn(counts)
  if (of < SMALLEST_TOLD || shown === null) return { of, counts: null }
  const same = [...others(counts)].filter((other) => JSON.stringify(told(other)) === JSON.stringify(shown))
  const isOpen = hidden.every((side) => new Set(same.map((other) => other[side])).size > 1)
  return { of, counts: isOpen ? shown : null }
}

/** “12”, “fewer than 5”, “more than 15”. */
export const countInWords = (count: Count): string =>
  count.is === 'few'
    ? `fewer than ${SMALLEST_TOLD}`
    : count.is === 'over'
      ? `more than ${count.schools}`
      : `${count.schools}`

const says: Record<Side, [one: string, more: string]> = {
  kept: ['keeps it', 'keep it'],
  'not yet': ['still has time', 'still have time'],
  'at risk': ['is at risk', 'are at risk'],
  broken: ['has not kept it', 'have not kept it'],
}

const isNone = (count: Count) => count.is === 'exact' && count.schools === 0
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** “More than 20 of 25 schools keep it; fewer than 5 are at risk.” */
export function toldInWords({ of, counts }: Told): string {
  if (of === 0) return 'No school was judged on it.'
  if (counts === null)
    return of < SMALLEST_TOLD
      ? `It applies to fewer than ${SMALLEST_TOLD} schools, so how many stand where is not told.`
      : 'So few schools stand apart from the others that their number is not told.'
  const parts = sides.filter((side) => !isNone(counts[side]))
  const [first = 'kept', ...rest] = parts
  const all = counts[first]
  if (rest.length === 0) return `All ${of} schools ${says[first][1]}.`
  const begins = `${capital(countInWords(all))} of ${of} schools ${says[first][1]}`
  return `${[begins, ...rest.map((side) => `${countInWords(counts[side])} ${says[side][1]}`)].join('; ')}.`
}

/** How wide a part of the picture is: what is not told is drawn alike whatever it is. */
export const widthOf = (count: Count): number => (count.is === 'few' ? SMALLEST_TOLD / 2 : count.schools)
