import { addDays, type Day, daysBetween, weekday } from '../../platform/day.ts'
import type { Diary, Slot } from './diary.ts'
import { type Clash, clashesOf, isAlone, weightOf } from './rules.ts'
import { sentence } from './words.ts'

/** How far a meeting is moved at most, in days: three weeks. */
export const WITHIN_DAYS = 21
const MOST_SUGGESTED = 3

/**
 * What a move costs beside what the new day clashes with: another weekday upsets more diaries than another week does.
 * Only between days that are better than the one asked for does it decide.
 */
const OTHER_WEEKDAY_COSTS = 12
const A_WEEK_COSTS = 1

export type Better = { on: Day; clashes: Clash[]; weight: number; says: string }
/** The days within which a meeting may be moved, both included. */
export type Window = { from: Day; to: Day }

/** The best few days near the one asked for, at the same time and place, that clash less; with what still does. */
export function leastBad(slot: Slot, diary: Diary, window: Window): Better[] {
  const now = weightOf(clashesOf(slot, diary))
  return now === 0 ? [] : bestOf(slot, diary, window, (weight) => weight < now)
}

/** The same for a meeting that is moved for a reason of its own: days that clash no more than the one it has. */
export function noWorse(slot: Slot, diary: Diary, window: Window): Better[] {
  const now = weightOf(clashesOf(slot, diary))
  return bestOf(slot, diary, window, (weight) => weight <= now)
}

function bestOf(slot: Slot, diary: Diary, window: Window, such: (weight: number) => boolean): Better[] {
  return daysAround(slot.on, window)
    .map((on) => judged({ ...slot, on }, diary))
    .filter(({ weight }) => such(weight))
    .sort(
      (a, b) =>
        cost(a, slot.on) - cost(b, slot.on) ||
        distance(a, slot.on) - distance(b, slot.on) ||
        (a.on < b.on ? -1 : 1),
    )
    .slice(0, MOST_SUGGESTED)
}

function daysAround(on: Day, { from, to }: Window): Day[] {
  const days = Array.from({ length: 2 * WITHIN_DAYS + 1 }, (_, i) => addDays(on, i - WITHIN_DAYS))
  return days.filter((one) => one !== on && one >= from && one <= to)
}

function judged(slot: Slot, diary: Diary): Better {
  const clashes = clashesOf(slot, diary)
  return { on: slot.on, clashes, weight: weightOf(clashes), says: reasons(slot, clashes, diary) }
}

const distance = ({ on }: Better, asked: Day) => Math.abs(daysBetween(asked, on))
const cost = (slot: Better, asked: Day) =>
  slot.weight +
  (weekday(slot.on) === weekday(asked) ? 0 : OTHER_WEEKDAY_COSTS) +
  A_WEEK_COSTS * Math.floor(distance(slot, asked) / 7)

/** Why a day is no worse than it is: “Nothing else is on that day. Only Gaskell House is on holiday.” */
function reasons(slot: Slot, clashes: Clash[], diary: Diary): string {
  const alone = isAlone(slot.key, slot.on, diary)
  if (clashes.length === 0) return alone ? 'Nothing else is on that day.' : 'Nothing clashes.'
  const told = clashes.map(({ what, says }) =>
    sentence(clashes.length === 1 && what === 'schools' ? `only ${says}` : says),
  )
  return [...(alone ? ['Nothing else is on that day.'] : []), ...told].join(' ')
}
