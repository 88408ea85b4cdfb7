import { type Day, daysBetween, firstDay, inWords, lastDay } from '../platform/day.ts'
import type { Judged } from './commitment.ts'

type Within = Pick<Judged, 'year'> & { member: Pick<Judged['member'], 'joinedOn' | 'leftOn'> }

/** The part of the year in which the school is a member: its whole, or from joining, or until leaving. */
export function spellIn({ year, member: { joinedOn, leftOn } }: Within): { from: Day; to: Day } {
  const [from, to] = [firstDay(year), lastDay(year)]
  return {
    from: joinedOn > from ? joinedOn : from,
    to: leftOn !== null && leftOn < to ? leftOn : to,
  }
}

const days = ({ from, to }: { from: Day; to: Day }) => Math.max(0, daysBetween(from, to) + 1)

/**
 * What is owed of a year's number by a school that is a member for part of it: by days, to the nearest whole.
 * The protocols are silent here; a whole year owes the whole of it.
 */
export function owed(whole: number, within: Within): number {
  const { year } = within
  return Math.round((whole * days(spellIn(within))) / days({ from: firstDay(year), to: lastDay(year) }))
}

/** How far the time that is gone may be ahead of what is done before it is at risk. */
const AHEAD = 0.25
export const paceSays =
  'At risk once the part of the year that is gone is more than a quarter ahead of the part that is done, and in the last days.'

/** Whether, at this pace, a number owed by the end of the year is at risk: by its share, or by its last days. */
export function isBehind(
  done: number,
  wanted: number,
  judged: Within & Pick<Judged, 'on' | 'terms'>,
): boolean {
  if (done >= wanted) return false
  const spell = spellIn(judged)
  const gone = days({ from: spell.from, to: judged.on }) / days(spell)
  return gone - done / wanted > AHEAD || daysBetween(judged.on, spell.to) <= judged.terms.warningDays
}

/** “ since joining on 4 January 2018”, or nothing where the whole year counts. */
export const sinceJoining = (within: Within): string => {
  const { from } = spellIn(within)
  return from === firstDay(within.year) ? '' : ` since joining on ${inWords(from)}`
}
