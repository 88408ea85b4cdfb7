import type { Child } from 'hono/jsx'
import { inShort, inWords } from '../platform/day.ts'
import { Page } from '../platform/page.tsx'
import {
  ButtonLink,
  Choices,
  Deeds,
  Facts,
  Inset,
  Lead,
  Link,
  Section,
  Siblings,
  Small,
  Tag,
  Text,
} from '../platform/parts.tsx'
import { type Listing, Table } from '../platform/table.tsx'
import { type Changes, countInWords } from './changes.ts'
import { AgreementText, ChangesShown, Opening } from './parts.tsx'
import type { ClauseRow, Published } from './queries.ts'
import { forceFrom, forceRule, partsOf, type VersionState, versionStates } from './rules.ts'

type Place = { href: string; title: string; says: string }

/** A version with how far it has come on the day somebody looks. */
export type VersionShown = Published & { state: VersionState }

type AgreementProps = {
  shown: VersionShown | undefined
  clauses: ClauseRow[]
  /** The version that is being signed, where another one is in force. */
  next: VersionShown | undefined
  members: number
  places: Place[]
}

/** The agreement as it binds today. */
export function AgreementPage({ shown, clauses, next, members, places }: AgreementProps) {
  if (!shown)
    return (
      <Page title="The agreement">
        <Lead>No version of the agreement has been published yet.</Lead>
        <Choices items={places} />
      </Page>
    )
  return (
    <Page title={shown.title}>
      <Lead>{standsInWords(shown, members)}</Lead>
      {next && <NextVersion next={next} since={shown.number} members={members} />}
      <Opening of={shown.opening} />
      <Contents clauses={clauses} />
      <AgreementText clauses={clauses} />
      <Choices items={places} />
    </Page>
  )
}

const schools = (count: number) => `${count} ${count === 1 ? 'school' : 'schools'}`
const signedInWords = ({ signedOn }: Published, members: number) =>
  `${signedOn.length === 0 ? 'No school has' : signedOn.length === 1 ? '1 school has' : `${signedOn.length} schools have`} signed it, of ${members}`

function standsInWords(shown: VersionShown, members: number): string {
  const from = forceFrom(shown)
  const signed = signedInWords(shown, members)
  return shown.state === 'in force' && from
    ? `Version ${shown.number}, in force since ${inWords(from)}. ${signed}.`
    : `Version ${shown.number} ${forceRule(shown)}. ${signed}.`
}

const NextVersion = ({ next, since, members }: { next: VersionShown; since: number; members: number }) => (
  <Inset>
    <Text>
      Version {next.number} {next.state === 'to be signed' ? 'is being signed. It' : 'was published. It'}{' '}
      {forceRule(next)}. {signedInWords(next, members)}.
    </Text>
    <Text>
      <Link to={`/agreement/versions/${next.number}`}>Read version {next.number}</Link>
      {' · '}
      <Link to={`/agreement/versions/${next.number}/changes?since=${since}`}>
        What changed since version {since}
      </Link>
    </Text>
  </Inset>
)

/** The parts to jump to; a text without headings needs none. */
function Contents({ clauses }: { clauses: ClauseRow[] }) {
  const pages = partsOf(clauses).map(({ part }, i) => ({ href: `#part-${i + 1}`, says: part }))
  return pages.length > 1 && pages.every(({ says }) => says !== '') ? (
    <Siblings label="Parts of the agreement" pages={pages} current="" />
  ) : null
}

const tones = { 'in force': 'good', 'to be signed': 'due', 'to come': 'calm', superseded: 'quiet' } as const
const StateTag = ({ state }: { state: VersionState }) => (
  <Tag says={versionStates[state]} tone={tones[state]} />
)

const versionListing: Listing<VersionShown> = {
  caption: 'Versions of the agreement',
  empty: 'No version has been published yet. Versions appear here when the office publishes a draft.',
  columns: [
    {
      title: 'Version',
      show: ({ number }) => <Link to={`/agreement/versions/${number}`}>Version {number}</Link>,
    },
    { title: 'State', show: ({ state }) => <StateTag state={state} /> },
    { title: 'Published', show: ({ publishedOn }) => inShort(publishedOn) },
    { title: 'In force from', show: (version) => forcedInShort(version) },
    { title: 'Signed by', show: ({ signedOn }) => schools(signedOn.length) },
    {
      title: 'Differences',
      show: ({ number }) =>
        number > 1 ? (
          <Link to={`/agreement/versions/${number}/changes?since=${number - 1}`}>
            Version {number} against {number - 1}
          </Link>
        ) : (
          'The first'
        ),
    },
  ],
}

function forcedInShort(version: Published): string {
  const from = forceFrom(version)
  return from ? inShort(from) : `When ${schools(version.inForceSigned ?? 0)} signed`
}

export const VersionsPage = ({ versions, keeps }: { versions: VersionShown[]; keeps: boolean }) => (
  <Page title="Versions of the agreement" up={{ href: '/agreement', says: 'The agreement' }}>
    <Lead>Every wording that was published, with when and how it came into force.</Lead>
    <Table of={versionListing} rows={versions} hideCaption />
    {keeps && (
      <Deeds>
        <ButtonLink to="/agreement/drafts" kind="secondary">
          Drafts
        </ButtonLink>
      </Deeds>
    )}
  </Page>
)

type VersionProps = { version: VersionShown; clauses: ClauseRow[]; members: number; takenUp: Child }

export const VersionPage = ({ version, clauses, members, takenUp }: VersionProps) => (
  <Page
    title={`${version.title}: version ${version.number}`}
    up={{ href: '/agreement/versions', says: 'Versions of the agreement' }}
  >
    <Facts
      facts={[
        { is: 'State', says: <StateTag state={version.state} /> },
        { is: 'Published', says: inWords(version.publishedOn) },
        { is: 'In force', says: forcedInWords(version) },
        { is: 'Signed by', says: `${version.signedOn.length} of ${schools(members)}` },
        version.signBy && { is: 'To be signed by', says: inWords(version.signBy) },
        version.reviewOn && { is: 'To be reviewed by', says: inWords(version.reviewOn) },
      ]}
    />
    <Text>
      <Download version={version.number} />
    </Text>
    {version.number > 1 && (
      <Text>
        <Link to={`/agreement/versions/${version.number}/changes?since=${version.number - 1}`}>
          What changed since version {version.number - 1}
        </Link>
      </Text>
    )}
    <Opening of={version.opening} />
    <AgreementText clauses={clauses} />
    {takenUp}
    <Small>
      Digest of these words, which signatories sign: <Digest of={version.digest} />
    </Small>
  </Page>
)

function forcedInWords(version: Published): string {
  const from = forceFrom(version)
  const rule = `It ${forceRule(version)}.`
  return from && version.inForceSigned !== null ? `Since ${inWords(from)}. ${rule}` : rule
}

/** In groups, so that two can be compared by eye and a narrow page can break it. */
const Digest = ({ of }: { of: string }) => <code>{of.replace(/.{8}(?!$)/g, '$& ')}</code>

const Download = ({ version }: { version: number }) => (
  <>
    Download:{' '}
    {(['pdf', 'md', 'txt'] as const).map((kind, i) => (
      <>
        {i > 0 && ' · '}
        <Link to={`/agreement/versions/${version}/agreement.${kind}`}>{kinds[kind]}</Link>
      </>
    ))}
  </>
)
const kinds = { pdf: 'PDF', md: 'Markdown', txt: 'plain text' }

type ChangesProps = { version: number; since: number; changes: Changes; versions: number[] }

export const ChangesPage = ({ version, since, changes, versions }: ChangesProps) => (
  <Page
    title={`Version ${version} against version ${since}`}
    up={{ href: `/agreement/versions/${version}`, says: `Version ${version}` }}
  >
    <Siblings
      label="Compare with"
      pages={versions
        .filter((number) => number !== version)
        .map((number) => ({
          href: `/agreement/versions/${version}/changes?since=${number}`,
          says: `Version ${number}`,
        }))}
      current={`/agreement/versions/${version}/changes?since=${since}`}
    />
    <Lead>{countInWords(changes)}.</Lead>
    <Section title="Clause by clause">
      <ChangesShown of={changes} none="The two say the same, word for word." />
    </Section>
  </Page>
)
