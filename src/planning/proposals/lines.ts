import { dayTyped, isDay } from '../../platform/day.ts'
import { timeTyped } from '../../platform/form.ts'
import { type Diary, type GroupHere, type MeetingDated, type Slot, withMeetings } from '../clashes/diary.ts'
import { type Clash, clashesOf, weightOf } from '../clashes/rules.ts'
import { type Better, leastBad, type Window } from '../clashes/slots.ts'

/** A meeting that is thought of, under a key that stays its own while the plan is looked at. */
export type Proposed = Slot & { title: string; groups: GroupHere[] }
/** One that stands on the page: at what time, if one can be made out, with what speaks against it. */
export type Line = { key: string; proposed: Proposed; slot: Slot | null; clashes: Clash[]; better: Better[] }

/** What a line’s questions are called on the form. */
export const namesOf = (key: string) => ({
  title: `title-${key}`,
  on: `on-${key}`,
  instead: `instead-${key}`,
  starts: `starts-${key}`,
  ends: `ends-${key}`,
  place: `place-${key}`,
  seen: `seen-${key}`,
})

type Values = Record<string, string>

/** Which time of a line was looked at with its clashes. */
const looked = ({ on, starts }: Slot) => `${on} ${starts ?? ''}`.trim()

/** The form as it opens on what is proposed. */
export const valuesOf = (proposed: Proposed[]): Values =>
  Object.fromEntries(
    proposed.flatMap((one) => {
      const names = namesOf(one.key)
      return [
        [names.title, one.title],
        [names.on, one.on],
        [names.instead, ''],
        [names.starts, one.starts ?? ''],
        [names.ends, one.ends ?? ''],
        [names.place, one.place ?? ''],
        [names.seen, looked(one)],
      ]
    }),
  )

/** The time that a line says, with or without the day chosen instead; none where it is left out or cannot be read. */
function slotIn(proposed: Proposed, values: Values, chosen: boolean): MeetingDated | null {
  const names = namesOf(proposed.key)
  const instead = values[names.instead] ?? ''
  const on = chosen && isDay(instead) ? instead : dayTyped(values[names.on] ?? '')
  if (!on || (chosen && instead !== '' && !isDay(instead))) return null
  const at = (name: string) => timeTyped(values[name] ?? '') ?? null
  return {
    ...{ key: proposed.key, groups: proposed.groups, title: values[names.title] || proposed.title, on },
    ...{ starts: at(names.starts), ends: at(names.ends), place: values[names.place] || null },
  }
}

const slotsIn = (proposed: Proposed[], values: Values, chosen: boolean) =>
  proposed.flatMap((one) => slotIn(one, values, chosen) ?? [])

/**
 * The lines as they are to be looked at, each judged beside all the others, and the values to show: a day that was
 * chosen instead is now the line’s own.
 */
export function settled(
  proposed: Proposed[],
  values: Values,
  diary: Diary,
  window: Window,
): { lines: Line[]; values: Values } {
  const all = withMeetings(diary, slotsIn(proposed, values, true))
  const shown = { ...values }
  const lines = proposed.map((one): Line => {
    const slot = slotIn(one, values, true)
    if (!slot) return { key: one.key, proposed: one, slot: null, clashes: [], better: [] }
    const names = namesOf(one.key)
    Object.assign(shown, { [names.on]: slot.on, [names.instead]: '', [names.seen]: looked(slot) })
    return {
      ...{ key: one.key, proposed: one, slot },
      clashes: clashesOf(slot, all),
      better: leastBad(slot, all, window),
    }
  })
  return { lines, values: shown }
}

/**
 * The lines that now clash in a way nobody has looked at: at a time typed since, or on a day chosen instead that
 * another line has made worse.
 */
export function unseen(proposed: Proposed[], values: Values, diary: Diary): Proposed[] {
  const then = withMeetings(diary, slotsIn(proposed, values, true))
  const before = withMeetings(diary, slotsIn(proposed, values, false))
  return proposed.filter((one) => {
    const slot = slotIn(one, values, true)
    if (!slot || values[namesOf(one.key).seen] === looked(slot)) return false
    const weight = weightOf(clashesOf(slot, then))
    const wasShown = values[namesOf(one.key).instead] !== ''
    return weight > (wasShown ? weightOf(clashesOf(slot, before)) : 0)
  })
}
