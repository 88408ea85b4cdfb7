import { addDays, type Day, inDays, inShort } from '../../platform/day.ts'
import type { Answers, Form } from '../../platform/form.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { ListPage } from '../../platform/list-page.tsx'
import { Inset, Link, Tag, Text, type Tone } from '../../platform/parts.tsx'
import type { Listing } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import type { practitionerFilter } from './forms.ts'
import type { PractitionerRow } from './list.ts'
import { capacityOf, type PractitionerState, stateOf, states } from './rules.ts'
import { keptOut } from './words.ts'

export const up = { href: '/support/practitioners', says: 'Practitioners' }

const tones: Record<PractitionerState, Tone> = {
  nominated: 'due',
  accepted: 'good',
  declined: 'quiet',
  ended: 'quiet',
}
type Stands = Parameters<typeof stateOf>[0] & { schoolLeft: boolean }

export const StateTag = (told: Stands) =>
  told.schoolLeft && stateOf(told) === 'accepted' ? (
    <Tag says="School has left" />
  ) : (
    <Tag says={states[stateOf(told)]} tone={tones[stateOf(told)]} />
  )

/** Days that are left, as they are said in a column. */
const leftOf = ({ offered, bound }: PractitionerRow) => capacityOf(offered, bound).left

export const practitionersList = (vouchingDays: number, today: Day): Listing<PractitionerRow> => ({
  caption: 'Practitioners',
  empty: 'No practitioners match. Practitioners appear here when their head nominates them.',
  columns: [
    {
      title: 'Name',
      sort: 'name',
      show: ({ id, name }) => <Link to={`/support/practitioners/${id}`}>{name}</Link>,
      csv: ({ name }) => name,
    },
    { title: 'School', sort: 'school', show: ({ school }) => school },
    { title: 'Expertise', show: ({ expertise }) => expertise },
    {
      title: 'Offered this year',
      numeric: true,
      show: ({ offered }) => inDays(offered),
      csv: ({ offered }) => offered / 2,
    },
    {
      title: 'Bound',
      numeric: true,
      show: ({ bound }) => inDays(bound),
      csv: ({ bound }) => bound / 2,
    },
    {
      title: 'Left',
      numeric: true,
      sort: 'left',
      show: (row) => inDays(leftOf(row)),
      csv: (row) => leftOf(row) / 2,
    },
    {
      title: 'Head’s word holds until',
      sparse: true,
      show: ({ vouchedOn }) => vouchedOn && untilInShort(addDays(vouchedOn, vouchingDays), today),
      csv: ({ vouchedOn }) => vouchedOn && addDays(vouchedOn, vouchingDays),
    },
    { title: 'State', show: (row) => <StateTag {...row} />, csv: (row) => states[stateOf(row)] },
  ],
})

const untilInShort = (until: Day, today: Day) =>
  until < today ? <Tag says={`Ran out ${inShort(until)}`} tone="bad" /> : inShort(until)

type ListProps = ListShown<PractitionerRow> & {
  of: Listing<PractitionerRow>
  filter: ReturnType<typeof practitionerFilter>
  nominates: boolean
  keepsAreas: boolean
}

export function PractitionersPage({ of, filter, nominates, keepsAreas, ...shown }: ListProps) {
  return (
    <ListPage
      title="Practitioners"
      lead="Colleagues whom their heads release to support other schools, with what they are good at and the days they have this year."
      {...{ of, filter, shown }}
      noun={['practitioner', 'practitioners']}
      add={nominates && { href: '/support/practitioners/new', says: 'Nominate somebody' }}
      up={{ href: '/support', says: 'Support' }}
    >
      {keepsAreas && (
        <Text>
          <Link to="/support/areas">Areas of support</Link>
        </Text>
      )}
    </ListPage>
  )
}

type WordsProps = {
  form: Form<never> | Form<unknown>
  answers: Answers
  title: string
  lead?: string
  of?: { id: number; name: string }
  submit?: string
}

/** Where “Back” leads from a form about somebody: to their page. */
export const backTo = ({ id, name }: { id: number; name: string }) => ({
  href: `/support/practitioners/${id}`,
  says: name,
})

/** A form on which something is written of a practitioner, with what does not belong in it (clause 22). */
export const WordsPage = ({ of, lead, ...asked }: WordsProps) => (
  <FormPage {...asked} up={of ? backTo(of) : up} lead={[lead, keptOut].filter(Boolean).join(' ')} />
)

/** Said to a member of SSIG who would accept somebody of a school that they head. */
export const OwnSchool = ({ school }: { school: string }) => (
  <Inset>
    <Text>
      You head {school} too. You may answer, since somebody else nominated them, and this page will say so. It
      is better if another member of SSIG does.
    </Text>
  </Inset>
)
