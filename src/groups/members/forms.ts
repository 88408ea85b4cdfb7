import {
  dayField,
  type Field,
  type Form,
  form,
  optional,
  pick,
  type RowOptions,
  select,
  text,
} from '../../platform/form.ts'
import { groupParts } from '../tables.ts'
import type { Chosen, MemberFilled } from './actions.ts'
import type { Candidate } from './queries.ts'

export const memberForm = (people: RowOptions, schools: RowOptions) =>
  form<MemberFilled>({
    personId: pick('Person', people, { ask: 'Select who serves on the group' }),
    part: select('Part', groupParts, {
      ask: 'Select in what part they serve',
      hint: 'A representative speaks for the alliance there',
    }),
    membershipId: optional(
      pick('School they come from', schools, {
        ask: 'Choose a school from the list',
        hint: 'Leave blank for the school at which they hold a post',
      }),
    ),
    fromOn: dayField('First day', { ask: 'Enter the first day', hint: 'Like 1/9/2017', from: 2000 }),
    toOn: optional(dayField('Last day', { ask: '', hint: 'Blank for as long as they go on', from: 2000 })),
    note: optional(
      text('Note', { ask: '', hint: 'What they were asked to do, or which decision named them' }),
    ),
  })

/** A school and those of its staff who may be chosen. */
export type SchoolLine = { membershipId: number; title: string; staff: Candidate[] }

const lineOf = (membershipId: number) => `school-${membershipId}`

type ManyFilled = Record<string, string | number | null>

/** From which day, and one question a school. */
export const manyForm = (lines: SchoolLine[]): Form<ManyFilled> =>
  form<ManyFilled>({
    fromOn: dayField('First day', {
      ask: 'Enter the first day',
      hint: 'Of all who are chosen',
      from: 2000,
    }),
    ...Object.fromEntries(
      lines.map(({ membershipId, staff }): [string, Field<number | null>] => [
        lineOf(membershipId),
        {
          ...optional(
            pick(
              'Person',
              staff.map(({ personId, name }) => [personId, name]),
              {
                ask: 'Choose somebody from the list',
                empty: 'Nobody',
              },
            ),
          ),
          label: 'Person',
        },
      ]),
    ),
  })

/** The question about a school, by name. */
export const asksOf = ({ membershipId }: SchoolLine) => [lineOf(membershipId)]

/** Those whom a filled form chose. */
export const chosenIn = (filled: ManyFilled, lines: SchoolLine[]): Chosen[] =>
  lines.flatMap(({ membershipId, staff }) => {
    const line = lineOf(membershipId)
    const one = staff.find(({ personId }) => personId === filled[line])
    return one ? [{ membershipId, personId: one.personId, line, name: one.name }] : []
  })
