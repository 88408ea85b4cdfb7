import type { Day } from '../../../platform/day.ts'
import {
  choice,
  dayField,
  type Form,
  form,
  optional,
  select,
  several,
  text,
  time,
  wholeNumber,
} from '../../../platform/form.ts'
import { type Weekday, weekdays } from '../../practitioners/tables.ts'
import { halves } from '../../visits/tables.ts'
import { type Wanted, type Whose, whose } from './rules.ts'

export type VisitFilled = Wanted & { anyway: number[] | null }

const when = {
  half: choice('Part of the day', halves, { ask: 'Select which part of the day' }),
  starts: optional(time('Starts', { ask: '', hint: 'Like 9:00' })),
  ends: optional(time('Ends', { ask: '' })),
  purpose: optional(
    text('What it is for', { ask: '', hint: 'It stands on these pages only, not in anybody’s calendar' }),
  ),
}

export const visitForm: Form<VisitFilled> = form<VisitFilled>({
  visitedOn: dayField('Day', { ask: 'Enter the day of the visit', hint: 'Like 27/3/2018', from: 2000 }),
  ...when,
  anyway: optional(several('Keep this day', [[1, 'Yes, on that day']], { ask: 'Choose one from the list' })),
})

/** The same without the tick, which is asked for once the day has given reason to. */
export const visitFormUnasked = {
  ...visitForm,
  fields: Object.fromEntries(Object.entries(visitForm.fields).filter(([name]) => name !== 'anyway')),
}

export type SeriesFilled = Omit<Wanted, 'visitedOn'> & {
  from: Day
  weekday: `${Weekday}`
  every: number
  times: number
}

const MOST_WEEKS = 12
const MOST_TIMES = 30

export const seriesForm = form<SeriesFilled>({
  from: dayField('From', {
    ask: 'Enter the day to begin with',
    hint: 'The first visit is on or after it. Like 27/3/2018',
    from: 2000,
  }),
  weekday: select('On', weekdays as unknown as Record<`${Weekday}`, string>, {
    ask: 'Select the weekday',
    empty: 'Choose a weekday',
  }),
  every: wholeNumber('Every how many weeks', {
    ask: 'Enter every how many weeks',
    hint: '1 is every week, 2 every other',
    min: 1,
    max: MOST_WEEKS,
  }),
  times: wholeNumber('How many visits', { ask: 'Enter how many visits', min: 2, max: MOST_TIMES }),
  ...when,
})

export type CancelFilled = { of: Whose; why: string }

export const cancelForm = form<CancelFilled>({
  of: choice('What happened', whose, { ask: 'Select what happened' }),
  why: text('Why', {
    ask: 'Enter why, in a few words',
    hint: 'Both schools read it. Nothing of anybody’s health.',
    max: 300,
  }),
})
