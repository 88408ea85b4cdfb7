import { choice, days, form, longText, optional } from '../../platform/form.ts'

export type PlanFilled = { priorities: string; measures: string; exitPlan: string | null }

const LONG = 4_000

export const planForm = form<PlanFilled>({
  priorities: longText('Priorities', {
    ask: 'Enter what the support is for, most important first',
    hint: 'Two or three. Say what will be different for pupils or staff; name no pupil.',
    rows: 5,
    max: LONG,
  }),
  measures: longText('How you will know', {
    ask: 'Enter how you will see whether it has worked',
    hint: 'What will be looked at, and when: work in books, a walk through lessons, a test that is given anyway.',
    rows: 5,
    max: LONG,
  }),
  exitPlan: optional(
    longText('How the school goes on by itself', {
      ask: '',
      hint: 'Who carries it on once the visits are over. It can wait until the mid-point review.',
      rows: 3,
      max: LONG,
    }),
  ),
})

export const working = { yes: 'Yes', partly: 'In part', no: 'No' } as const
export const appropriate = { yes: 'Yes', no: 'No' } as const

export type ReviewFilled = {
  working: keyof typeof working
  appropriate: keyof typeof appropriate
  changes: string | null
  exitPlan: string | null
}

export const reviewForm = form<ReviewFilled>({
  working: choice('Is it working?', working, { ask: 'Select whether it is working' }),
  appropriate: choice('Is it still the right support?', appropriate, {
    ask: 'Select whether it is still the right support',
    hint: 'The need may have changed since it was asked for.',
  }),
  changes: optional(
    longText('What changes from now on', {
      ask: '',
      hint: 'Needed where one of the two is not a plain yes.',
      rows: 4,
      max: LONG,
    }),
  ),
  exitPlan: optional(
    longText('How the school goes on by itself', {
      ask: '',
      hint: 'Who carries it on, and how.',
      rows: 3,
      max: LONG,
    }),
  ),
})

export type DaysFilled = { halfDaysAgreed: number; reason: string }

export const daysForm = form<DaysFilled>({
  halfDaysAgreed: days('Days agreed from now on', {
    ask: 'Enter how many days are agreed from now on',
    hint: 'All together, whole or half, like 4 or 4.5',
    max: 100,
  }),
  reason: longText('Why more are needed', {
    ask: 'Enter why more days are needed',
    hint: 'The head of the supporting school is sent this.',
    rows: 3,
    max: 1_000,
  }),
})
