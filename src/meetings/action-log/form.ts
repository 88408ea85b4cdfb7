import type { Day } from '../../platform/day.ts'
import {
  dayField,
  type Field,
  form,
  longText,
  optional,
  pick,
  type RowOptions,
  select,
} from '../../platform/form.ts'
import type { ActionFilled } from './actions.ts'
import type { OwnerOption } from './owners.ts'
import { postInWords } from './rules.ts'

/** What a form is filled in with: the owner by their place among those who may be chosen. */
export type ActionTyped = {
  words: string
  owner: string
  dueMeetingId: number | null
  dueOn: Day | null
  reason?: string | null
}

export const keyOf = ({ personId, post, membershipId, groupId }: Omit<OwnerOption, 'name' | 'place'>) =>
  [personId, post.replaceAll(' ', '_'), membershipId ?? '', groupId ?? ''].join('-')

export const filledOf = ({ owner, ...typed }: ActionTyped, owners: OwnerOption[]): ActionFilled => ({
  ...typed,
  owner: owners.find((one) => keyOf(one) === owner) as OwnerOption,
})

/** Each person in every post they hold, so that what they undertake passes on with the right one. */
const ownersByKey = (owners: OwnerOption[]): Record<string, string> =>
  Object.fromEntries(owners.map((one) => [keyOf(one), `${one.name}: ${postInWords(one)}`]))

/** Who is to do it, and by when: at a meeting or by a date. */
export const undertaken = (owners: OwnerOption[], meetings: RowOptions) => ({
  owner: select('Owner', ownersByKey(owners), {
    ask: 'Select who does it',
    hint: 'In the post in which they undertook it: whoever follows them in it takes the action over',
  }) as Field<string>,
  dueMeetingId: optional(
    pick('Due at a meeting', meetings, { ask: 'Choose a meeting from the list', empty: 'No meeting' }),
  ),
  dueOn: optional(dayField('Or due by a date', { ask: '', hint: 'Like 27/3/2018', from: 2000 })),
})

export function actionForm(owners: OwnerOption[], meetings: RowOptions, reason: Field<string> | null) {
  const fields = {
    words: longText('The action', { ask: 'Enter what is to be done', max: 1000, rows: 3 }),
    ...undertaken(owners, meetings),
  }
  return reason
    ? form<ActionTyped & { reason: string }>({ ...fields, reason })
    : form<Omit<ActionTyped, 'reason'>>(fields)
}
