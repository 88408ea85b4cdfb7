import {
  dayField,
  form,
  optional,
  pick,
  type RowOptions,
  search,
  select,
  text,
  wholeNumber,
} from '../platform/form.ts'
import type { SchoolDetails, SchoolPlace, Spell } from './actions.ts'
import type { Conversion } from './conversion.ts'
import type { MemberFilter } from './queries.ts'

const standings = {
  member: 'Members',
  past: 'Past members',
  coming: 'Joining later',
  all: 'Everyone',
} as const

export const memberFilter = (types: Record<string, string>, trusts: RowOptions) =>
  form<MemberFilter>({
    words: optional(search('Search', { hint: 'A school, town, trust or URN' })),
    on: optional(dayField('On a date', { ask: '', hint: 'Like 31/8/2016; today if blank' })),
    standing: optional(select('Who', standings, { ask: '', empty: 'Members' })),
    type: optional(select('Type', types, { ask: '', empty: 'Any type' })),
    trustId: optional(pick('Trust', trusts, { ask: '', empty: 'Any trust' })),
  })

const urn = (label: string) =>
  wholeNumber(label, {
    ask: 'Enter the URN',
    hint: 'The six figures of the national register, like 123456',
    min: 100_000,
    max: 999_999,
  })

const details = (types: Record<string, string>, trusts: RowOptions) => ({
  name: text('Name of the school', { ask: 'Enter the name of the school' }),
  shortName: text('Short name', {
    ask: 'Enter a short name',
    hint: 'As people call it, for lists and charts',
    max: 40,
  }),
  type: optional(select('Type', types, { ask: '', empty: 'Not known' })),
  religiousCharacter: optional(text('Religious character', { ask: '', width: 20 })),
  lowAge: optional(wholeNumber('Lowest age', { ask: '', max: 99 })),
  highAge: optional(wholeNumber('Highest age', { ask: '', max: 99 })),
  trustId: optional(
    pick('Trust', trusts, { ask: '', empty: 'None', hint: 'Missing? Add it under Trusts first' }),
  ),
})

const spell = {
  joinedOn: dayField('First day as a member', {
    ask: 'Enter the first day of its membership',
    hint: 'Like 1/9/2018',
  }),
  leftOn: optional(dayField('Last day as a member', { ask: '', hint: 'Blank while it is a member' })),
}

export const addForm = (types: Record<string, string>, trusts: RowOptions) =>
  form<SchoolDetails & Spell & { urn: number }>({ urn: urn('URN'), ...details(types, trusts), ...spell })

export const schoolForm = (types: Record<string, string>, trusts: RowOptions) =>
  form<SchoolDetails & SchoolPlace>({
    ...details(types, trusts),
    headName: optional(text('Head as the register names them', { ask: '' })),
    street: optional(text('Street', { ask: '' })),
    town: optional(text('Town', { ask: '', width: 20 })),
    postcode: optional(text('Postcode', { ask: '', width: 10, max: 10 })),
    telephone: optional(text('Telephone', { ask: '', width: 20, max: 40 })),
    website: optional(text('Website', { ask: '', hint: 'Like https://www.example.org' })),
  })

export const spellForm = form<Spell>(spell)

export const conversionForm = (types: Record<string, string>, trusts: RowOptions) => {
  const { name, shortName, type, trustId } = details(types, trusts)
  return form<Conversion>({
    urn: urn('New URN'),
    fromOn: dayField('First day under the new URN', {
      ask: 'Enter the first day under the new URN',
      hint: 'Like 1/4/2027; the old URN closes the day before',
    }),
    name,
    shortName,
    type,
    trustId,
  })
}
