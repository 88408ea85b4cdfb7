import { inShort } from '../../../platform/day.ts'
import {
  dayField,
  type Field,
  form,
  longText,
  optional,
  pick,
  type RowOptions,
  search,
  yesNo,
} from '../../../platform/form.ts'
import { ListPage } from '../../../platform/list-page.tsx'
import { Bullets, Link, Section, Small, Text } from '../../../platform/parts.tsx'
import { PressButton } from '../../../platform/questions.tsx'
import type { Listing } from '../../../platform/table.tsx'
import type { ListShown } from '../../../platform/web.tsx'
import type { Item } from '../queries.ts'
import type { Declared, InterestFilled } from './actions.ts'
import type { Interest, InterestFilter, ItemInterest, interestsAt } from './queries.ts'

const words = longText('Interest', {
  ask: 'Enter what the interest is',
  max: 2000,
  rows: 4,
  hint: 'Such as a relative, a business, an office held elsewhere, or your own school’s advantage',
})

/** Asked only of whoever records for others; nobody else says whose interest it is. */
const person = (people: RowOptions | null): Field<number | null> =>
  people
    ? pick('Person', people, { ask: 'Select whose interest it is' })
    : { ...optional(pick('Person', [], { ask: 'Declare your own interest' })), widget: { kind: 'hidden' } }

/** The office says whose it is; everybody else declares their own. */
export const interestForm = (people: RowOptions | null) =>
  form<InterestFilled>({
    personId: person(people),
    words,
    fromOn: dayField('From', { ask: 'Enter since when', hint: 'Like 1/9/2017', from: 1960 }),
    toOn: optional(dayField('Until', { ask: '', hint: 'Leave blank while it lasts', from: 1960 })),
  })

/** Whoever keeps the meeting records what others say; everybody else declares their own. */
export const itemInterestForm = (people: RowOptions | null) =>
  form<Declared>({
    personId: person(people),
    words,
    leftRoom: yesNo('Is the room left for this item?', { ask: 'Select yes if the room is left' }),
  })

export const interestFilter = form<InterestFilter>({
  words: optional(search('Search', { hint: 'A person, school or interest' })),
  now: optional(yesNo('Held today', { ask: '' })),
})

export const interestsListing = (mayKeep: (row: Interest) => boolean): Listing<Interest> => ({
  caption: 'Interests',
  empty:
    'No interests match. They appear here when somebody who leads, governs or advises a school declares one.',
  columns: [
    { title: 'Person', sort: 'person', show: ({ person }) => person },
    { title: 'School', show: ({ school }) => school },
    { title: 'Interest', show: ({ words }) => words },
    {
      title: 'From',
      day: true,
      sort: 'from',
      show: ({ fromOn }) => inShort(fromOn),
      csv: ({ fromOn }) => fromOn,
    },
    {
      title: 'Until',
      day: true,
      show: ({ toOn }) => (toOn ? inShort(toOn) : 'Lasts'),
      csv: ({ toOn }) => toOn,
    },
    {
      title: 'Change',
      show: (row) => mayKeep(row) && <Link to={`/meetings/interests/${row.id}/correct`}>Correct</Link>,
      csv: () => null,
    },
  ],
})

type ListProps = ListShown<Interest> & { of: Listing<Interest> }

export const InterestsPage = ({ of, ...shown }: ListProps) => (
  <ListPage
    title="Register of interests"
    lead="What those who lead, govern or advise schools declared once for all meetings. Whoever has an interest in an item leaves the room and has no part in it."
    of={of}
    filter={interestFilter}
    shown={shown}
    noun={['interest', 'interests']}
    add={{ href: '/meetings/interests/new', says: 'Declare an interest' }}
  />
)

const whose = ({ person, school }: { person: string; school: string | null }) =>
  [person, school].filter(Boolean).join(', ')

/** What was declared on an item, on its page. */
export function ItemInterests({
  item,
  interests,
  keeps,
}: {
  item: Item
  interests: ItemInterest[]
  keeps: boolean
}) {
  if (interests.length === 0) return null
  return (
    <Section title="Interests declared" id="interests">
      <Bullets
        items={interests.map((one) => (
          <>
            {whose(one)}: {one.words}. {one.leftRoom ? 'Left the room' : 'Stayed in the room'}; has no part in
            the item.{' '}
            {keeps && (
              <PressButton
                action={`/meetings/${item.meetingId}/items/${item.id}/interests/${one.id}/remove`}
                says="Remove"
                about={whose(one)}
                quiet
              />
            )}
          </>
        ))}
      />
    </Section>
  )
}

type DeclarationsProps = { held: Interest[]; declared: Awaited<ReturnType<typeof interestsAt>> }

/** What appears by itself under declarations of interest: who is expected with which, and what was declared so far. */
export function Declarations({ held, declared }: DeclarationsProps) {
  return (
    <>
      {held.length === 0 ? (
        <Text>Nobody who is expected holds a standing interest.</Text>
      ) : (
        <Bullets items={held.map((one) => `${whose(one)}: ${one.words}`)} />
      )}
      {declared.length > 0 && (
        <Bullets items={declared.map((one) => `Item ${one.number}: ${whose(one)}, ${one.words}`)} />
      )}
      <Small>
        <Link to="/meetings/interests">Register of interests</Link>. An interest in one item is declared on
        the page of that item.
      </Small>
    </>
  )
}
