import { choice, form, longText, pick, type RowOptions } from '../../platform/form.ts'
import { capacities } from '../tables.ts'

export const substituteForm = (people: RowOptions) =>
  form({
    capacity: choice('In whose place?', capacities, { ask: 'Select in whose place they sign' }),
    personId: pick('Who signs', people, {
      ask: 'Select who signs',
      hint: 'For example the vice-chair, or the deputy or acting head',
    }),
    reason: longText('Why', {
      ask: 'Enter why somebody else signs',
      hint: 'It stands in the signed document: “The chair is on leave until January; minute FGB 7/2026”.',
      max: 500,
      rows: 3,
    }),
  })
