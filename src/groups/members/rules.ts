import { type Day, inWords } from '../../platform/day.ts'
import { type GroupPart, groupParts } from '../tables.ts'

export type Served = { fromOn: Day; toOn: Day | null }

/** Somebody serves from their first day to their last, both included. */
export const servesOn = ({ fromOn, toOn }: Served, on: Day) => fromOn <= on && (toOn === null || on <= toOn)

export const hasServed = ({ toOn }: Served, on: Day) => toOn !== null && toOn < on

/** “since 1 September 2016”, “from 4 January 2027”, “1 September 2016 to 31 August 2018”. */
export const spellServed = ({ fromOn, toOn }: Served, today: Day) =>
  toOn === null
    ? `${fromOn > today ? 'from' : 'since'} ${inWords(fromOn)}`
    : `${inWords(fromOn)} to ${inWords(toOn)}`

const order = Object.keys(groupParts) as GroupPart[]

/** Those of today first, by their part and then by name; then who is to come, then who has been, the last first. */
export function inOrder<Row extends Served & { part: GroupPart; person: string }>(
  rows: Row[],
  on: Day,
): Row[] {
  const turn = (row: Row) => (servesOn(row, on) ? 0 : hasServed(row, on) ? 2 : 1)
  const ended = (row: Row) => (hasServed(row, on) ? (row.toOn ?? '') : '')
  return [...rows].sort(
    (a, b) =>
      turn(a) - turn(b) ||
      ended(b).localeCompare(ended(a)) ||
      order.indexOf(a.part) - order.indexOf(b.part) ||
      a.person.localeCompare(b.person),
  )
}
