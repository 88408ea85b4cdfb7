import { type AcademicYear, inShort } from '../../platform/day.ts'
import {
  academicYear,
  choice,
  dayField,
  type Field,
  type Form,
  form,
  kept,
  longText,
  optional,
  type RowOptions,
  select,
  several,
  text,
  time,
  wholeNumber,
} from '../../platform/form.ts'
import type { Better } from '../clashes/slots.ts'
import { type Line, namesOf } from './lines.ts'
import { type Rhythm, rhythms, type Way, ways } from './rules.ts'

const weekdays: RowOptions = [
  [1, 'Monday'],
  [2, 'Tuesday'],
  [3, 'Wednesday'],
  [4, 'Thursday'],
  [5, 'Friday'],
]

const yearAsked = academicYear('Academic year', { ask: 'Enter the academic year', hint: 'Like 2026-27' })
const groupsAsked = (groups: RowOptions) =>
  several('Groups', groups, { ask: 'Select the groups that are to meet' })

/** What every meeting of a plan has, until its line says otherwise. */
type Common = {
  starts: string | null
  ends: string | null
  place: string | null
  title: string | null
}
const common = {
  starts: optional(time('Start', { ask: '', hint: 'Like 15:45' })),
  ends: optional(time('End', { ask: '', hint: 'Like 17:15' })),
  place: optional(text('Place', { ask: '' })),
  title: optional(text('Title', { ask: '', hint: 'Leave blank to name each after its group' })),
}

export type PatternAsked = Common & {
  year: AcademicYear
  groups: number[]
  how: Way
  rhythm: Rhythm
  weekdays: number[]
  week: number | null
  count: number | null
}

export const patternForm = (groups: RowOptions) =>
  form<PatternAsked>({
    year: yearAsked,
    groups: groupsAsked(groups),
    how: choice('If there are several groups', ways, { ask: 'Select how several groups meet' }),
    rhythm: choice('How often', rhythms, { ask: 'Select how often they meet' }),
    weekdays: several('On which weekdays', weekdays, { ask: 'Select at least one weekday' }),
    week: optional(
      wholeNumber('In which week of the term, half-term or month', {
        ask: '',
        hint: 'Blank is the fourth',
        min: 1,
        max: 20,
      }),
    ),
    count: optional(
      wholeNumber('How many in the year', {
        ask: '',
        hint: 'Only where they are spread over the year',
        min: 1,
        max: 40,
      }),
    ),
    ...common,
  })

export const typedWays = {
  same: 'Each group meets by itself on every date',
  together: ways.together,
} as const
export type DatesAsked = Common & {
  year: AcademicYear
  groups: number[]
  how: keyof typeof typedWays
  dates: string
}
const MOST_CHARACTERS = 3_000

export const datesForm = (groups: RowOptions) =>
  form<DatesAsked>({
    year: yearAsked,
    groups: groupsAsked(groups),
    how: choice('If there are several groups', typedWays, { ask: 'Select how several groups meet' }),
    dates: longText('Dates', {
      ask: 'Enter at least one date',
      hint: 'A line each, typed or pasted: “24/9/2026”, or “Thu 12 November, 13:30 to 15:45, Vale House”',
      max: MOST_CHARACTERS,
      rows: 8,
    }),
    ...common,
  })

export type CopyAsked = { year: AcademicYear; groups: number[]; title: string | null }
export const copyForm = (groups: RowOptions) =>
  form<CopyAsked>({
    year: {
      ...yearAsked,
      label: 'Academic year to plan',
      hint: 'Its meetings follow those of the year before',
    },
    groups: groupsAsked(groups),
    title: optional(text('Title', { ask: '', hint: 'Leave blank to keep each meeting’s own' })),
  })

export type PlanFilled = Record<string, string | null>
export const LEFT_OUT = 'none'

/** Each meeting of the plan, with the days on which it would clash less. */
export function planForm(lines: Line[]): Form<PlanFilled> {
  const fields = lines.flatMap(({ key, better }): [string, Field<string | null>][] => {
    const names = namesOf(key)
    const days = Object.fromEntries(better.map((one) => [one.on, inBrief(one)]))
    const options = { ...days, [LEFT_OUT]: 'Leave this one out' }
    return [
      [names.title, text('Title', { ask: 'Enter what the meeting is about', width: 20 })],
      [names.on, dayField('Date', { ask: 'Enter the date', from: 2000 })],
      [
        names.instead,
        shortly(
          'Instead',
          select('Instead', options, { ask: 'Choose a day from the list', empty: 'Keep this date' }),
        ),
      ],
      [names.starts, shortly('Start', time('Start', { ask: '' }))],
      [names.ends, shortly('End', time('End', { ask: '' }))],
      [names.place, shortly('Place', text('Place', { ask: '', width: 20 }))],
      [names.seen, kept('What was looked at')],
    ]
  })
  return form<PlanFilled>(Object.fromEntries(fields))
}

/** In a row of many there is no room to say of each that it may be left blank. */
const shortly = (label: string, field: Field<string>): Field<string | null> => ({ ...optional(field), label })

const MOST_SHOWN = 60
function inBrief({ on, clashes }: Better): string {
  const [first, ...more] = clashes
  if (!first) return `${inShort(on)}: nothing clashes`
  const says = first.says.length > MOST_SHOWN ? `${first.says.slice(0, MOST_SHOWN)}…` : first.says
  return `${inShort(on)}: ${says}${more.length > 0 ? ` (and ${more.length} more)` : ''}`
}
