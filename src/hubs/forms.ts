import type { SharedFilled } from '../library/actions.ts'
import { licences, resourceKinds } from '../library/tables.ts'
import {
  choice,
  dayField,
  form,
  longText,
  optional,
  pick,
  type RowOptions,
  search,
  select,
  text,
} from '../platform/form.ts'
import type { ContributionFilled, NoteFilled } from './actions.ts'
import { contributionKinds } from './tables.ts'

export const hubFilter = form<{ words: string | null }>({
  words: optional(search('Search', { hint: 'A hub, subject or lead' })),
})

export const noteForm = (meetings: RowOptions) =>
  form<NoteFilled>({
    title: text('Title', { ask: 'Enter what the note is about' }),
    meetingId: optional(pick('Meeting', meetings, { ask: 'Select a meeting from the list', empty: 'None' })),
    words: longText('Note', {
      ask: 'Enter the note',
      hint: 'For every member of the hub. ## begins a heading, - a point of a list',
      rows: 12,
    }),
  })

export const contributionForm = (schools: RowOptions, meetings: RowOptions) =>
  form<ContributionFilled>({
    membershipId: pick('School', schools, { ask: 'Select the school that gave it' }),
    kind: select('What it gave', contributionKinds, { ask: 'Select what it gave' }),
    givenOn: dayField('Date', { ask: 'Enter the date', hint: 'Like 27/3/2018', from: 2000 }),
    meetingId: optional(
      pick('At which meeting', meetings, { ask: 'Select a meeting from the list', empty: 'None' }),
    ),
    words: optional(text('In a few words', { ask: '', hint: 'Such as what was presented' })),
  })

export const reportForm = form<{ words: string }>({
  words: longText('Report', {
    ask: 'Enter what the hub reports',
    hint: 'Drafted from the records; put it in your own words. ## begins a heading, - a point of a list',
    rows: 20,
  }),
})

export const shareForm = form<SharedFilled>({
  title: text('Title', { ask: 'Enter the title' }),
  kind: choice('Kind', resourceKinds, { ask: 'Select the kind of resource' }),
  words: longText('What it is', {
    ask: 'Enter what it is and for whom',
    hint: 'For which year, and how you used it',
    rows: 4,
    max: 4000,
  }),
  licence: select('Licence', licences, { ask: 'Select what others may do with it' }),
})
