import { type AcademicYear, yearName } from '../../platform/day.ts'
import {
  choice,
  dayField,
  days,
  type Field,
  form,
  longText,
  optional,
  pick,
  type RowOptions,
  search,
  select,
  several,
} from '../../platform/form.ts'
import { phases } from '../areas/tables.ts'
import type { DeclineFilled, EndFilled, ProfileFilled } from './actions.ts'
import type { AwayFilled, OfferFilled } from './days/actions.ts'
import type { InterestFilled } from './interests/actions.ts'
import type { PractitionerFilter } from './list.ts'
import { type Expert, numberOf, phaseRows, states, timeRows } from './rules.ts'
import { interestKinds } from './tables.ts'
import type { VouchingFilled } from './vouchings/actions.ts'

export const practitionerFilter = (areas: RowOptions, schools: RowOptions) =>
  form<PractitionerFilter>({
    words: optional(search('Search', { hint: 'A name, school or area' })),
    area: optional(pick('Area', areas, { ask: '', empty: 'Any area' })),
    phase: optional(select('Phase', phases, { ask: '', empty: 'Any phase' })),
    school: optional(pick('School', schools, { ask: '', empty: 'Any school' })),
    state: optional(select('State', states, { ask: '', empty: 'Waiting or accepted' })),
  })

const profile = () =>
  longText('Profile', {
    ask: 'Enter what other schools may read of them',
    hint: 'What they lead and what they have helped others with, in a few sentences. Other schools may read it',
    rows: 4,
    max: 2000,
  })
const evidence = () =>
  longText('What their head vouches for', {
    ask: 'Enter what shows that they are highly effective',
    hint: 'What their work has led to, and who could see it. Only the leaders of their school, SSIG, the office and they themselves read it',
    rows: 6,
    max: 4000,
  })

export type NominationAsked = {
  membershipId?: number
  personId: number
  area: number
  secondArea: number | null
  thirdArea: number | null
  phases: number[]
  profile: string
  halfDays: number
  evidence: string
}

type Choices = { schools: RowOptions; people: RowOptions; areas: RowOptions; year: AcademicYear }

/** The school is asked for where somebody nominates for more than one. */
export function nominationForm({ schools, people, areas, year }: Choices) {
  const school = pick('School', schools, { ask: 'Select the school that releases them' })
  return form<NominationAsked>({
    ...(schools.length === 1 ? {} : { membershipId: school }),
    personId: pick('Who is nominated', people, { ask: 'Select who is nominated' }),
    area: pick('Area', areas, { ask: 'Select an area' }),
    secondArea: optional(pick('Second area', areas, { ask: '', empty: 'None' })),
    thirdArea: optional(
      pick('Third area', areas, { ask: '', hint: 'More can be added afterwards', empty: 'None' }),
    ),
    phases: several('Phases', phaseRows, { ask: 'Tick at least one phase', hint: 'Tick all that apply' }),
    profile: profile(),
    halfDays: daysIn(year),
    evidence: evidence(),
  } as never)
}

const daysIn = (year: AcademicYear) =>
  days(`Days offered in ${yearName(year)}`, {
    ask: 'Enter the days for which they are released, or 0',
    hint: 'Whole or half days, like 6 or 4.5',
  })

export const profileForm = form<ProfileFilled>({ profile: profile() })
export const vouchingForm = form<VouchingFilled>({ evidence: evidence() })
export const offerForm = (year: AcademicYear) => form<OfferFilled>({ halfDays: daysIn(year) })
export const declineForm = form<DeclineFilled>({
  why: longText('Reason', {
    ask: 'Enter the reason',
    hint: 'The leaders of their school and the person nominated read it',
    rows: 4,
    max: 1000,
  }),
})
export const endForm = form<EndFilled>({
  endedOn: dayField('Last day', { ask: 'Enter the last day', hint: 'Today or in the past', from: 2000 }),
  why: longText('Reason', {
    ask: 'Enter the reason',
    hint: 'Like: moves to another school. The leaders of their school, SSIG and they themselves read it',
    rows: 3,
    max: 1000,
  }),
})

export const awayForm = form<AwayFilled>({
  fromOn: dayField('First day away', { ask: 'Enter the first day', hint: 'Like 27/3/2018', from: 2000 }),
  toOn: optional(dayField('Last day away', { ask: '', hint: 'Leave it blank for one day', from: 2000 })),
})
export const timesForm = form<{ times: number[] | null }>({
  times: optional(
    several('Half-days of the week on which they can be away from school', timeRows, {
      ask: 'Tick half-days of the week',
      hint: 'Tick none if any will do',
    }),
  ),
})
export const interestForm = (schools: RowOptions) =>
  form<InterestFilled>({
    membershipId: pick('School', schools, { ask: 'Select the school that it is about' }),
    kind: choice('What stands in the way', interestKinds, { ask: 'Select what it is' }),
    words: optional(
      longText('In a few words', { ask: '', hint: 'Needed for another reason', rows: 2, max: 500 }),
    ),
  })

/** The phases of each area by its name in the form, and an area to add with its own. */
export type ExpertiseAsked = Record<string, number[] | number | null>
const nameFor = (areaId: number) => `area-${areaId}`

/** One row of tick boxes for each area that is theirs, and one for an area to add. */
export function expertiseForm(rows: Expert[], others: RowOptions) {
  const known = [...new Map(rows.map(({ areaId, area }) => [areaId, area]))]
  const fields: Record<string, Field<number[] | number | null>> = {}
  for (const [areaId, area] of known)
    fields[nameFor(areaId)] = { ...optional(several(area, phaseRows, { ask: '' })), label: area }
  fields.added = optional(pick('Another area', others, { ask: '', empty: 'None' }))
  fields.addedPhases = optional(several('Phases of that area', phaseRows, { ask: '' }))
  return form<ExpertiseAsked>(fields)
}

/** The numbers of the phases that are theirs, by the area’s name in the form. */
export function expertiseNow(rows: Expert[]): Record<string, number[]> {
  const now: Record<string, number[]> = {}
  for (const { areaId, phase } of rows)
    now[nameFor(areaId)] = [...(now[nameFor(areaId)] ?? []), numberOf(phase)].sort()
  return now
}

/** What was ticked, an area each; one that is theirs already may be chosen as the one to add, which widens it. */
export function expertiseFilled(filled: ExpertiseAsked): { areaId: number; phases: number[] }[] {
  const areas = new Map<number, Set<number>>()
  const tick = (areaId: number, phases: number[]) =>
    areas.set(areaId, new Set([...(areas.get(areaId) ?? []), ...phases]))
  for (const [name, phases] of Object.entries(filled))
    if (name.startsWith('area-') && Array.isArray(phases)) tick(Number(name.slice(5)), phases)
  const { added, addedPhases } = filled
  if (typeof added === 'number' && Array.isArray(addedPhases)) tick(added, addedPhases)
  return [...areas].map(([areaId, phases]) => ({ areaId, phases: [...phases] }))
}

/** What was left half said of the area to add, with the question it is about. */
export function halfSaid({
  added,
  addedPhases,
}: ExpertiseAsked): { says: string; field: string } | undefined {
  if (added !== null && addedPhases === null)
    return { says: 'Tick at least one phase of that area', field: 'addedPhases' }
  if (added === null && addedPhases !== null)
    return { says: 'Select the area of these phases', field: 'added' }
  return undefined
}
