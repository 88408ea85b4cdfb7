import {
  choice,
  dayField,
  days,
  form,
  longText,
  optional,
  pick,
  pounds,
  type RowOptions,
} from '../../../platform/form.ts'
import { type Phase, phases } from '../../areas/tables.ts'
import { type Kind, kinds, type Urgency, urgencies } from '../tables.ts'
import type { Wished } from './rules.ts'

export type RequestFilled = Wished & {
  /** None where whoever asks heads one school only. */
  toMembershipId: number | null
  areaId: number
  phase: Phase
  need: string
  outcomeHoped: string
  urgency: Urgency
  budgetPence: number | null
  contactId: number | null
}

export type Choices = {
  /** The schools to ask for; one or none where it is not asked. */
  schools: RowOptions
  areas: RowOptions
  /** Colleagues of those schools. */
  contacts: RowOptions
  members: RowOptions
}

const noPupil = 'Name no pupil.'

/** What a school is asked when it asks for support; nobody is asked for which school who can ask for one only. */
export function requestForm({ schools, areas, contacts, members }: Choices) {
  const school = pick('School', schools, { ask: 'Select the school that asks' })
  return form<RequestFilled>({
    toMembershipId:
      schools.length > 1
        ? (school as ReturnType<typeof optional<number>>)
        : { ...optional(school), widget: { kind: 'hidden' } },
    kind: choice<Kind>('What is asked for', kinds, { ask: 'Select what is asked for' }),
    areaId: pick('Area', areas, { ask: 'Select the area' }),
    phase: choice<Phase>('Phase', phases, { ask: 'Select the phase' }),
    need: longText('What you need', {
      ask: 'Enter what you need',
      hint: `How things are now, and for whom. ${noPupil}`,
      max: 4000,
      rows: 5,
    }),
    outcomeHoped: longText('What you hope will be different', {
      ask: 'Enter what you hope will be different',
      hint: 'The support is evaluated against this, so say what will be seen, and by when',
      max: 4000,
      rows: 4,
    }),
    urgency: choice<Urgency>('How soon', urgencies, { ask: 'Select how soon' }),
    wantedFrom: dayField('Wanted from', { ask: 'Enter the first day', hint: 'Like 27/3/2018', from: 2000 }),
    wantedTo: dayField('Wanted to', { ask: 'Enter the last day', from: 2000 }),
    halfDaysWanted: days('Days wanted', {
      ask: 'Enter how many days are wanted',
      hint: 'Whole or half days: at least 1, or ½ for coaching',
      max: 100,
    }),
    budgetPence: optional(
      pounds('Budget', { ask: '', hint: 'In pounds, where there is one', max: 100_000_000 }),
    ),
    contactId: optional(
      pick('Colleague they would work with', contacts, {
        ask: '',
        hint: 'Of your school. They can open the page of this request too',
      }),
    ),
    firstContactOn: optional(
      dayField('Day you first spoke with another school about this', {
        ask: '',
        hint: 'Clause 27 asks that SSIG be approached first. Leave it blank if you have spoken with none',
        from: 2000,
      }),
    ),
    firstContactId: optional(pick('School you first spoke with', members, { ask: '' })),
  })
}

export type Current = Omit<RequestFilled, 'toMembershipId'> & { version: number }

/** What stands, as it is typed: days whole or half, pounds with their pence. */
export const asTyped = ({ halfDaysWanted, budgetPence, ...asked }: Current) => ({
  ...asked,
  toMembershipId: null,
  halfDaysWanted: halfDaysWanted / 2,
  budgetPence: budgetPence === null ? null : (budgetPence / 100).toFixed(2),
})

export const explainForm = form<{ contactExplained: string }>({
  contactExplained: longText('What happened', {
    ask: 'Enter what happened',
    hint: `In a sentence or two. ${noPupil}`,
    max: 2000,
    rows: 4,
  }),
})
