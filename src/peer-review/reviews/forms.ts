import type { Day } from '../../platform/day.ts'
import { dayField, form, longText, optional, pick, type RowOptions } from '../../platform/form.ts'

export const planForm = (staff: RowOptions) =>
  form<{ focus: string | null; visitFrom: Day | null; visitTo: Day | null; leaderId: number | null }>({
    focus: optional(
      longText('Focus', {
        ask: '',
        hint: 'What the reviewers are asked to look at. Everybody who knows of the review reads this, so no findings here.',
        max: 2000,
        rows: 4,
      }),
    ),
    visitFrom: optional(
      dayField('First day of the visit', {
        ask: '',
        hint: 'Like 27/3/2018, with pupils in school',
        from: 2000,
      }),
    ),
    visitTo: optional(dayField('Last day of the visit', { ask: '', hint: 'Blank for one day', from: 2000 })),
    leaderId: optional(
      pick('Leader alongside the reviewers', staff, {
        ask: 'Choose somebody who works at the school',
        hint: 'A leader of the school, who is with the reviewers in every activity',
        empty: 'Nobody yet',
      }),
    ),
  })

export const datesForm = form<{ workshopOn: Day | null; followUpOn: Day | null }>({
  workshopOn: optional(dayField('Improvement workshop', { ask: '', hint: 'Like 27/3/2018', from: 2000 })),
  followUpOn: optional(dayField('Follow-up', { ask: '', hint: 'Some weeks after the workshop', from: 2000 })),
})

export const cancelForm = form<{ reason: string }>({
  reason: longText('Reason', {
    ask: 'Enter the reason',
    hint: 'Everybody who knows of the review reads this.',
    max: 1000,
    rows: 3,
  }),
})
