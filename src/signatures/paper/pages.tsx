import { choice, dayField, form, optional, pick, type RowOptions, text } from '../../platform/form.ts'
import { capacities } from '../tables.ts'

/** What the office carries over from a paper. */
export const paperForm = (versions: RowOptions, people: RowOptions) =>
  form({
    versionId: pick('Version', versions, { ask: 'Select the version that was signed' }),
    capacity: choice('In what capacity?', capacities, { ask: 'Select in what capacity it was signed' }),
    personId: pick('Who signed', people, { ask: 'Select who signed' }),
    signedOn: dayField('Date of signing', {
      ask: 'Enter the date of signing',
      hint: 'For example, 27/3/2018',
    }),
    minute: optional(
      text('Minute reference', {
        ask: '',
        hint: 'Of those who govern the school. Leave blank for the head.',
      }),
    ),
    minuteOn: optional(dayField('Date of the meeting', { ask: '' })),
  })
