import { choice, form, longText, optional, pick, type RowOptions, yesNo } from '../../platform/form.ts'
import type { Declared, Replaced } from './actions.ts'

export const reviewerForm = (people: RowOptions) =>
  form<{ personId: number; leads: boolean }>({
    personId: pick('Reviewer', people, {
      ask: 'Choose the reviewer',
      hint: 'People of the other schools of the cluster, none of the school’s own trust',
    }),
    leads: yesNo('Do they lead the reviewers?', { ask: 'Select yes if they lead the reviewers' }),
  })

export const replaceForm = (people: RowOptions) =>
  form<Replaced>({
    replacedWhy: longText('Why they are replaced', {
      ask: 'Enter why they are replaced',
      hint: 'Kept for the head of the school, SSIG and the office, and shown to the reviewer.',
      max: 1000,
      rows: 3,
    }),
    personId: optional(pick('Who reviews instead', people, { ask: '', empty: 'Nobody yet' })),
  })

export const declareForm = form<Declared>({
  declaration: choice(
    'Does anything stand in the way of your reviewing this school?',
    { clear: 'Nothing stands in the way', interest: 'Something does' },
    {
      ask: 'Select whether anything stands in the way',
      hint: 'Such as a post there that you have applied for, a relative who works or learns there, or work you did for the school.',
    },
  ),
  interest: optional(
    longText('What stands in the way', {
      ask: '',
      hint: 'Read by the head of the school, SSIG and the office. You are then replaced, which says nothing against you.',
      max: 1000,
      rows: 3,
    }),
  ),
})
