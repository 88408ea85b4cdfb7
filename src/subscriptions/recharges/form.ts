import { dayField, form, longText, optional, search, select, text } from '../../platform/form.ts'
import type { TakenFilled } from './actions.ts'
import type { RechargeFilter } from './queries.ts'
import { rechargeStates } from './rules.ts'

export const rechargeFilter = form<RechargeFilter>({
  words: optional(search('Search', { hint: 'Our reference, or the host’s number' })),
  state: optional(
    select(
      'State',
      {
        made: rechargeStates.made.says,
        taken: rechargeStates.taken.says,
        cancelled: rechargeStates.cancelled.says,
      },
      { ask: '' },
    ),
  ),
})

export const takenForm = form<TakenFilled>({
  takenOn: dayField('Date in the host’s ledger', {
    ask: 'Enter the date under which the host took it in',
    hint: 'For example, 27/3/2018',
    from: 2000,
  }),
  takenAs: text('The host’s journal number', {
    ask: 'Enter the number that the journal has in the host’s ledger',
    max: 60,
  }),
})

export const undoForm = form<{ why: string }>({
  why: longText('Why', { ask: 'Enter why it is undone', rows: 3, max: 1000 }),
})
