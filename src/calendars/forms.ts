import type { Day } from '../platform/day.ts'
import {
  choice,
  dayField,
  form,
  optional,
  pick,
  type RowOptions,
  search,
  several,
  text,
  wholeNumber,
  yesNo,
} from '../platform/form.ts'
import type { CalendarFilled, DateFilled } from './actions.ts'
import type { CalendarFilter } from './queries.ts'
import { MOST_SCHOOL_DAYS } from './rules.ts'
import { dateKinds } from './tables.ts'

export const calendarFilter = form<CalendarFilter>({ words: optional(search('Search')) })

export const calendarForm = (schools: RowOptions) =>
  form<CalendarFilled>({
    name: text('Name of the calendar', {
      ask: 'Enter the name of the calendar',
      hint: 'Without a year: one calendar holds many years',
    }),
    isDefault: yesNo('Is it the alliance’s own, for every school without one?', {
      ask: 'Select yes if every school without its own uses it',
    }),
    membershipIds: optional(
      several('Schools whose own calendar it is', schools, { ask: 'Select schools from the list' }),
    ),
  })

export const dateForm = form<DateFilled>({
  kind: choice('What is it?', dateKinds, { ask: 'Select what it is' }),
  fromOn: dayField('First day', { ask: 'Enter the first day', hint: 'Like 1/9/2026', from: 1990 }),
  toOn: dayField('Last day', {
    ask: 'Enter the last day',
    hint: 'The same as the first if it is one day',
    from: 1990,
  }),
  note: optional(text('Note', { ask: '', hint: 'Like “Autumn term”, or why a school was closed' })),
})

/** The file itself is not a question with a text for an answer. */
export const uploadForm = form<Record<never, never>>({})

type CountAsked = { membershipId: number | null; from: Day; count: number }

export const countForm = (schools: RowOptions) =>
  form<CountAsked>({
    membershipId: optional(
      pick('School', schools, {
        ask: '',
        hint: 'Schools may have calendars of their own',
        empty: 'The alliance’s own calendar',
      }),
    ),
    from: dayField('Day it arrived', {
      ask: 'Enter the day it arrived',
      hint: 'Like 15/10/2026',
      from: 1990,
    }),
    count: wholeNumber('School days', {
      ask: 'Enter how many school days to count',
      min: 0,
      max: MOST_SCHOOL_DAYS,
    }),
  })
