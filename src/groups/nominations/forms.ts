import {
  dayField,
  form,
  longText,
  optional,
  pick,
  type RowOptions,
  search,
  select,
} from '../../platform/form.ts'
import type { Candidate } from '../members/queries.ts'
import { groupParts } from '../tables.ts'
import type { Appointed } from './actions.ts'
import type { NominationFilter } from './queries.ts'
import { outcomes } from './rules.ts'

export const nominationFilter = form<NominationFilter>({
  words: optional(search('Search', { hint: 'A person, group or school' })),
  state: optional(select('State', outcomes, { ask: 'Choose a state from the list' })),
})

export type NominationFilled = { nominee: string; groupId: number | null; words: string | null }

const keyOf = ({ personId, membershipId }: Candidate) => `${personId}:${membershipId}`

/** Who is put forward is a person at a school, since an executive head’s staff may work at two. */
export const nominationForm = (staff: Candidate[], groups: RowOptions) =>
  form<NominationFilled>({
    nominee: select(
      'Who',
      Object.fromEntries(staff.map((one) => [keyOf(one), `${one.name}, ${one.school}`])),
      { ask: 'Select who would serve' },
    ),
    groupId: optional(
      pick('Group', groups, { ask: 'Choose a group from the list', empty: 'Any that needs somebody' }),
    ),
    words: optional(
      longText('What they would bring', { ask: '', hint: 'Read by those who appoint', max: 2_000, rows: 4 }),
    ),
  })

export const nomineeOf = (staff: Candidate[], nominee: string) => staff.find((one) => keyOf(one) === nominee)

/** The only one there is to choose stands chosen already. */
export const onlyOne = (staff: Candidate[]) => (staff.length === 1 && staff[0] ? keyOf(staff[0]) : '')

/** `groups` are those to choose from: one, where it was for one. */
export const appointForm = (groups: RowOptions) =>
  form<Appointed>({
    groupId: pick('Group', groups, { ask: 'Select the group on which they are to serve' }),
    part: select('Part', groupParts, { ask: 'Select in what part they serve' }),
    fromOn: dayField('First day', { ask: 'Enter the first day', hint: 'Like 1/9/2017', from: 2000 }),
    toOn: optional(dayField('Last day', { ask: '', hint: 'Blank for as long as they go on', from: 2000 })),
  })

export const declineForm = form<{ reason: string }>({
  reason: longText('Reason', { ask: 'Enter a reason', hint: 'Sent to both of them', max: 2_000, rows: 4 }),
})
