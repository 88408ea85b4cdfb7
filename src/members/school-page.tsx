import type { Child } from 'hono/jsx'
import { type Day, inShort, inWords } from '../platform/day.ts'
import { Page } from '../platform/page.tsx'
import { Bullets, ButtonLink, Deeds, Facts, Link, Section, Text } from '../platform/parts.tsx'
import { PressButton } from '../platform/questions.tsx'
import { type Listing, Table } from '../platform/table.tsx'
import { StandingTag } from './pages.tsx'
import type { Leader, Membership, UrnBorne } from './queries.ts'
import { agesInWords } from './rules.ts'

type Spell = { id: number; joinedOn: Day; leftOn: Day | null }
export type RecordLink = { href: string; says: string }
type SchoolShown = {
  school: Membership
  spells: Spell[]
  borne: UrnBorne[]
  leaders: Leader[]
  /** URNs that the register links with its own, in words. */
  linked: string[]
  today: Day
  keeps: boolean
  /** Records of this school that this person may open. */
  records: RecordLink[]
  history: Child
}

const spellListing = (current: number, today: Day): Listing<Spell> => ({
  caption: 'Spells of membership',
  empty: 'No spells are recorded.',
  columns: [
    {
      title: 'Joined',
      show: ({ id, joinedOn }) =>
        id === current ? inWords(joinedOn) : <Link to={`/members/${id}`}>{inWords(joinedOn)}</Link>,
    },
    { title: 'Left', show: ({ leftOn }) => (leftOn ? inWords(leftOn) : '') },
    { title: 'State', show: (spell) => <StandingTag {...spell} on={today} /> },
  ],
})

const urnListing: Listing<UrnBorne> = {
  caption: 'URNs',
  empty: 'No URN is recorded.',
  columns: [
    { title: 'URN', show: ({ urn }) => urn },
    { title: 'Name', show: ({ name }) => name },
    { title: 'Type', show: ({ type }) => type },
    { title: 'From', show: ({ fromOn }) => inShort(fromOn) },
    { title: 'To', show: ({ toOn }) => toOn && inShort(toOn) },
  ],
}

/** Posts are kept as they are written in files: `head`, `chair of governors`. */
const capital = (post: string) => post.charAt(0).toUpperCase() + post.slice(1)

const leaderListing: Listing<Leader> = {
  caption: 'Who leads it',
  empty: 'Nobody is recorded as leading this school today. The office adds people and their posts.',
  columns: [
    { title: 'Name', show: ({ id, name }) => <Link to={`/people/${id}`}>{name}</Link> },
    { title: 'Post', show: ({ post }) => capital(post) },
    { title: 'Since', show: ({ fromOn }) => fromOn && inShort(fromOn) },
    { title: 'Email', show: ({ email }) => email && <Link to={`mailto:${email}`}>{email}</Link> },
  ],
}

export function SchoolPage(shown: SchoolShown) {
  const { school, spells, borne, leaders, linked, today, keeps, records, history } = shown
  return (
    <Page title={school.name} up={{ href: '/members', says: 'Schools' }}>
      <SchoolFacts school={school} today={today} />
      {keeps && <SchoolDeeds id={school.id} left={school.leftOn !== null} converted={borne.length > 1} />}
      <Section title="Who leads it">
        <Table of={leaderListing} rows={leaders} hideCaption />
      </Section>
      <Section title="Membership">
        <Table of={spellListing(school.id, today)} rows={spells} hideCaption />
        {borne.length > 1 && <Table of={urnListing} rows={borne} />}
        {linked.length > 0 && <Text>In the national register: {linked.join('; ')}.</Text>}
      </Section>
      {records.length > 0 && (
        <Section title="Its records">
          <Bullets items={records.map(({ href, says }) => <Link to={href}>{says}</Link>)} />
        </Section>
      )}
      {history}
    </Page>
  )
}

const address = ({ street, town, postcode }: Membership) =>
  [street, town, postcode].filter(Boolean).join(', ')

function SchoolFacts({ school, today }: { school: Membership; today: Day }) {
  const { website, trust, trustId } = school
  return (
    <Facts
      facts={[
        { is: 'Membership', says: <StandingTag {...school} on={today} /> },
        { is: 'URN', says: school.urn },
        { is: 'Type', says: school.type },
        { is: 'Ages', says: agesInWords(school.lowAge, school.highAge) },
        { is: 'Religious character', says: school.religiousCharacter },
        { is: 'Trust', says: trust ? <Link to={`/trusts/${trustId}`}>{trust}</Link> : 'None' },
        school.phase !== null && { is: 'Phase', says: school.phase },
        school.status !== null && { is: 'In the register', says: school.status },
        school.openedOn !== null && { is: 'Opened', says: inWords(school.openedOn) },
        school.closedOn !== null && { is: 'Closes or closed', says: inWords(school.closedOn) },
        school.pupils !== null && { is: 'Pupils', says: school.pupils.toLocaleString('en-GB') },
        address(school) !== '' && { is: 'Address', says: address(school) },
        school.telephone !== null && { is: 'Telephone', says: school.telephone },
        website !== null && { is: 'Website', says: <Link to={website}>{website}</Link> },
      ]}
    />
  )
}

function SchoolDeeds({ id, left, converted }: { id: number; left: boolean; converted: boolean }) {
  return (
    <Deeds>
      <ButtonLink to={`/members/${id}/school`} kind="secondary">
        Correct its details
      </ButtonLink>
      <ButtonLink to={`/members/${id}/dates`} kind="secondary">
        End or correct the membership
      </ButtonLink>
      <ButtonLink to={`/members/${id}/conversion`} kind="secondary">
        This school converted
      </ButtonLink>
      {converted && (
        <ButtonLink to={`/members/${id}/conversion/take-back`} kind="secondary">
          Take the conversion back
        </ButtonLink>
      )}
      {left && (
        <ButtonLink to={`/members/${id}/again`} kind="secondary">
          Joined again
        </ButtonLink>
      )}
    </Deeds>
  )
}

export function TakeBackPage({
  school,
  last,
  before,
}: {
  school: Membership
  last: UrnBorne
  before: UrnBorne
}) {
  return (
    <Page title="Take the conversion back" up={{ href: `/members/${school.id}`, says: school.name }}>
      <Text>
        {school.name} would bear {before.urn} ({before.name}) again from {inWords(last.fromOn)}, and no longer{' '}
        {last.urn}. Everything recorded for the school stays.
      </Text>
      <PressButton says="Take it back" warning />
    </Page>
  )
}
