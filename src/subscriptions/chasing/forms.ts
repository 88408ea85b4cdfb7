import {
  dayField,
  form,
  longText,
  optional,
  pick,
  pounds,
  type RowOptions,
  text,
} from '../../platform/form.ts'
import type { HoldFilled, WriteOffFilled } from './deeds.ts'

export const holdForm = form<HoldFilled>({
  untilOn: dayField('Hold reminders until', {
    ask: 'Enter the last day on which nobody is reminded',
    hint: 'That day included. For example, 27/3/2018',
    from: 2015,
  }),
  why: text('Why', {
    ask: 'Enter why the reminders are held',
    hint: 'For example, the school has promised to pay by then',
    max: 500,
  }),
})

export const writeOffForm = (decisions: RowOptions) =>
  form<WriteOffFilled>({
    amount: pounds('Amount to write off', { ask: 'Enter how much is written off' }),
    decisionId: optional(
      pick('Decision of the board recorded here', decisions, { ask: '', empty: 'None of these' }),
    ),
    decision: optional(
      text('Decision in words', {
        ask: '',
        hint: 'Where it is not recorded here: who decided, when, and its number. The school reads this',
        max: 300,
      }),
    ),
    why: longText('Why', {
      ask: 'Enter why it is written off',
      hint: 'The school reads this',
      rows: 3,
      max: 1000,
    }),
  })

export const undoForm = form<{ why: string }>({
  why: longText('Why it is undone', { ask: 'Enter why the write-off is undone', rows: 3, max: 1000 }),
})
