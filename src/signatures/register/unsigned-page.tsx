import { inWords } from '../../platform/day.ts'
import { Page } from '../../platform/page.tsx'
import { Lead, Link, Small, Text } from '../../platform/parts.tsx'
import { PressButton } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import { capacities } from '../tables.ts'
import type { Unsigned } from './queries.ts'
import {
  countSigned,
  type PlaceAwaited,
  reasonsInWords,
  type SchoolAwaited,
  type Signatory,
  shareInWords,
} from './rules.ts'

const mailto = (email: string, number: number) =>
  `mailto:${encodeURIComponent(email).replace('%40', '@')}?subject=${encodeURIComponent(`Signing version ${number} of our agreement`)}`

/** Whom a school waits for, each to be written to; one element, as a cell of a list on a phone wants it. */
const Waiting = ({ places, number }: { places: PlaceAwaited[]; number: number }) => (
  <span>
    {places.map((place, i) => (
      <>
        {i > 0 && <br />}
        {capacities[place.capacity]}
        {place.substitute && ', as substitute'}:{' '}
        {place.people.length === 0
          ? 'nobody'
          : place.people.map((one, n) => <Person {...one} {...{ n, number }} />)}
      </>
    ))}
  </span>
)

const Person = ({ name, email, n, number }: Signatory & { n: number; number: number }) => (
  <>
    {n > 0 && ', '}
    {email ? <Link to={mailto(email, number)}>{name}</Link> : `${name} (no address)`}
  </>
)

/** One row a school that has not signed, in the order of their names: none is set against another. */
export const unsignedListing: Listing<SchoolAwaited> = {
  caption: 'Schools that have not signed in both capacities',
  empty: 'Every school has signed.',
  columns: [
    {
      title: 'School',
      show: ({ membershipId, school }) => <Link to={`/agreement/register/${membershipId}`}>{school}</Link>,
      csv: ({ school }) => school,
    },
    { title: 'Why', show: (school) => `${reasonsInWords(school)}.`, csv: reasonsInWords },
    {
      title: 'Waits for',
      show: ({ places, number }) => <Waiting places={places} number={number} />,
      csv: ({ places }) => places.flatMap(({ people }) => people.map(({ name }) => name)).join('; '),
    },
  ],
}

const remind: Listing<SchoolAwaited>['columns'][number] = {
  title: 'Remind',
  show: ({ membershipId, school, places }) =>
    places.some(({ people }) => people.some(({ email }) => email !== null)) ? (
      <PressButton
        action={`/agreement/register/${membershipId}/remind`}
        says="Remind now"
        about={school}
        quiet
      />
    ) : (
      'Nobody to write to'
    ),
}

const withReminders = { ...unsignedListing, columns: [...unsignedListing.columns, remind] }

export function UnsignedPage({ version, schools, awaited }: Unsigned) {
  const up = { href: '/agreement/register', says: 'Register of signatures' }
  if (!version)
    return (
      <Page title="Who has not signed" up={up}>
        <Text>No version has been published for schools to sign.</Text>
      </Page>
    )
  return (
    <Page title="Who has not signed" up={up} wide>
      <Lead>
        {shareInWords(countSigned(schools), schools.length)} signed version {version.number} in both
        capacities.{version.signBy ? ` The last day is ${inWords(version.signBy)}.` : ''}
      </Lead>
      <Table of={withReminders} rows={awaited} hideCaption />
      <Small>
        <Link to="?format=csv">Download as CSV</Link>
      </Small>
      <Small>
        Reminders go by themselves: a week after the invitation, then weekly, and daily in the last three
        days. They stop when somebody signs, declines or leaves. Nobody is written to twice in a day.
      </Small>
    </Page>
  )
}
