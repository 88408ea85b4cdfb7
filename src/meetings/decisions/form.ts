import { dayField, type Form, form, longText, optional, pounds } from '../../platform/form.ts'
import { reasonAsked } from '../minutes/form.ts'
import type { DecisionFilled } from './actions.ts'

/** More than any school has, and no more than a record holds. */
const MOST_PENCE = 1_000_000_000

/** What is asked of every decision, wherever it is recorded. */
export const decisionFields = {
  words: longText('The decision', {
    ask: 'Enter what was decided',
    hint: 'As it is to be read in years to come, without its story',
    max: 2000,
    rows: 4,
  }),
  means: optional(
    longText('What it means for a school', {
      ask: '',
      hint: 'What each school does now',
      max: 2000,
      rows: 3,
    }),
  ),
  pence: optional(
    pounds('What it costs each school', { ask: '', hint: 'In pounds, like 150', max: MOST_PENCE }),
  ),
  takesEffectOn: optional(dayField('From or by when', { ask: '', hint: 'Like 27/3/2018', from: 2000 })),
}

export const decisionForm = (approved: boolean): Form<DecisionFilled> =>
  approved
    ? form<DecisionFilled & { reason: string }>({ ...decisionFields, reason: reasonAsked })
    : form<Omit<DecisionFilled, 'reason'>>(decisionFields)
