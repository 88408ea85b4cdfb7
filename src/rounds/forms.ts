import {
  academicYear,
  dayField,
  type Field,
  form,
  longText,
  optional,
  pick,
  type RowOptions,
  search,
  select,
  text,
  time,
} from '../platform/form.ts'
import type { RoundFilled } from './actions.ts'
import type { RoundFilter, RoundWithin } from './queries.ts'
import { type Mark, marks, roundStates } from './tables.ts'

export const roundFilter = (schools: RowOptions) =>
  form<RoundFilter>({
    words: optional(search('Search', { hint: 'A title or school' })),
    year: optional(academicYear('Academic year', { ask: '', hint: 'Like 2017-18' })),
    host: optional(pick('Host', schools, { ask: 'Choose a school from the list' })),
    state: optional(select('State', roundStates, { ask: 'Choose a state from the list' })),
  })

const why = (mark: Mark): Field<string | null> => ({
  ...optional(longText(marks[mark], { ask: '', hint: 'Why? In a sentence', max: 500, rows: 2 })),
  // It may be left blank in a draft only.
  label: marks[mark],
})

const asked = (people: RowOptions) => ({
  title: text('Title', { ask: 'Enter a title', hint: 'A few words that everybody may read. Name nobody' }),
  problem: longText('Problem of practice', {
    ask: 'Enter the problem of practice',
    hint: 'What the school is working on and finds hard. Only those in the round read it',
    max: 2_000,
    rows: 4,
  }),
  core: why('core'),
  observable: why('observable'),
  actionable: why('actionable'),
  strategy: why('strategy'),
  leverage: why('leverage'),
  evidence: why('evidence'),
  visitOn: dayField('Day of the visit', { ask: 'Enter the day', hint: 'Like 27/3/2018', from: 2000 }),
  starts: optional(time('Start', { ask: '', hint: 'Like 9:00' })),
  ends: optional(time('End', { ask: '', hint: 'Like 15:00' })),
  leadId: optional(
    pick('Who leads the debrief', people, {
      ask: 'Select who leads it',
      hint: 'If nobody is chosen, the head of the school agrees each stage',
      empty: 'Nobody yet',
    }),
  ),
})

export const roundForm = (people: RowOptions) => form<RoundFilled>(asked(people))
export const planForm = (schools: RowOptions, people: RowOptions) =>
  form<RoundFilled & { hostMembershipId: number }>({
    hostMembershipId: pick('Host school', schools, { ask: 'Select the school that hosts it' }),
    ...asked(people),
  })

/** A round as its form asks for it: each mark by itself. */
export function asFilled(round: RoundWithin) {
  const none: Record<Mark, string | null> = {
    ...{ core: null, observable: null, actionable: null },
    ...{ strategy: null, leverage: null, evidence: null },
  }
  return { ...round, ...none, ...round.marks }
}
