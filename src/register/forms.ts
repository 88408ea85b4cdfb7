import { dayField, form, optional, search, select, text } from '../platform/form.ts'
import type { ChangeFilter } from './queries.ts'
import { changeKinds, decisions } from './tables.ts'

export const readingFilter = form<{ words: string | null }>({ words: optional(search('Search')) })

type UploadFilled = { authority: string | null }
export const uploadForm = form<UploadFilled>({
  authority: optional(
    text('Code of your local authority', {
      ask: '',
      hint: 'If given, its other open secondary schools are proposed too. Three figures, like 350',
      width: 4,
      max: 3,
    }),
  ),
})

export const changeFilter = form<ChangeFilter>({
  words: optional(search('Search', { hint: 'A school, its URN or a value' })),
  kind: optional(select('Kind', changeKinds, { ask: '', empty: 'Any kind' })),
  decision: optional(select('Decision', decisions, { ask: '', empty: 'Any decision' })),
})

export const succeedForm = form({
  fromOn: dayField('First day under the new URN', {
    ask: 'Enter the first day under the new URN',
    hint: 'Like 1/4/2027; the old URN closes the day before',
  }),
})
