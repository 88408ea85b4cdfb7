import type { Child } from 'hono/jsx'
import { type Day, inShort, inWords, momentInWords } from '../../platform/day.ts'
import { Page } from '../../platform/page.tsx'
import { ButtonLink, Deeds, Facts, Inset, Link, Section, Small, Text } from '../../platform/parts.tsx'
import { PressButton } from '../../platform/questions.tsx'
import { type Column, type Listing, Table } from '../../platform/table.tsx'
import type { SchoolSigning } from '../queries.ts'
import { type Capacity, capacities } from '../tables.ts'
import type { declinedOfSchool, SignatureShown, substitutesOfSchool } from './queries.ts'
import { whyNotCounting } from './rules.ts'

type Rows<Query extends (...given: never[]) => Promise<unknown[]>> = Awaited<ReturnType<Query>>

/** What only the school's head and chair, and the office, are shown. */
export type Confidential = {
  substitutes: Rows<typeof substitutesOfSchool>
  declined: Rows<typeof declinedOfSchool>
}

type SchoolProps = {
  school: SchoolSigning
  today: Day
  signatures: SignatureShown[]
  samePersonSigns: boolean
  /** Why the newest version is not signed; null where it is, or where the reader may not know. */
  because: string | null
  confidential: Confidential | null
  /** Its signed documents, for whoever may have them. */
  documents: Child
  keeps: boolean
  /** In which capacities the reader is to sign for it. */
  toSign: Capacity[]
  /** What was removed and can be put back. */
  removed: { id: number; says: string }[]
}

/** One school's signatures: to which version, when, and for those entitled by whom and how. */
export function SchoolPage(props: SchoolProps) {
  const { school, today, confidential, documents, because, keeps, toSign } = props
  const left = school.leftOn !== null && school.leftOn < today
  return (
    <Page title={school.name} up={{ href: '/agreement/register', says: 'Register of signatures' }}>
      <Facts
        facts={[
          { is: 'URN', says: school.urn },
          { is: 'Member', says: `since ${inWords(school.joinedOn)}` },
          school.leftOn !== null && { is: left ? 'Left' : 'Leaves', says: inWords(school.leftOn) },
          { is: 'Those who govern it', says: school.legalBody },
          { is: 'Sign as', says: school.signatoryTitle },
        ]}
      />
      {left && <Inset>The school left the alliance, so its signatures bind it no longer.</Inset>}
      {because !== null && !left && <Inset>{because}.</Inset>}
      {toSign.length > 0 && (
        <Deeds>
          {toSign.map((capacity) => (
            <ButtonLink to={`/agreement/sign/${school.id}/${capacity}`}>
              Sign {capacities[capacity].toLowerCase()}
            </ButtonLink>
          ))}
        </Deeds>
      )}
      {keeps && <OfficeDeeds id={school.id} left={left} awaits={because !== null} />}
      <Signatures {...props} />
      {documents && <Section title="Signed documents">{documents}</Section>}
      {confidential && <Reasons {...confidential} id={school.id} keeps={keeps} />}
    </Page>
  )
}

const OfficeDeeds = ({ id, left, awaits }: { id: number; left: boolean; awaits: boolean }) => (
  <Deeds>
    <ButtonLink to={`/agreement/register/${id}/paper/new`} kind="secondary">
      Record a signature on paper
    </ButtonLink>
    {!left && (
      <ButtonLink to={`/agreement/register/${id}/substitutes/new`} kind="secondary">
        Name a substitute
      </ButtonLink>
    )}
    <ButtonLink to={`/agreement/register/${id}/governing`} kind="secondary">
      Say who governs it
    </ButtonLink>
    {awaits && !left && <PressButton action={`/agreement/register/${id}/remind`} says="Remind now" quiet />}
  </Deeds>
)

function Signatures({ signatures, school, samePersonSigns, confidential, keeps, removed }: SchoolProps) {
  const numbers = [...new Set(signatures.map(({ number }) => number))]
  return (
    <>
      {numbers.length === 0 && <Text>No signature of this school is recorded yet.</Text>}
      {numbers.map((number) => {
        const rows = signatures.filter((one) => one.number === number)
        const why = confidential && whyNotCounting(rows, samePersonSigns)
        return (
          <Section title={`Version ${number}`}>
            <Table of={listing(number, school, confidential !== null, keeps)} rows={rows} hideCaption />
            {why && <Text>{why}</Text>}
            <Small>
              <Link to={`/agreement/versions/${number}`}>Read version {number}</Link>
            </Small>
          </Section>
        )
      })}
      {keeps &&
        removed.map(({ id, says }) => (
          <PressButton
            action={`/agreement/register/${school.id}/paper/${id}/restore`}
            says="Put back"
            about={says}
            quiet
          />
        ))}
    </>
  )
}

const everybody: Column<SignatureShown>[] = [
  { title: 'Capacity', show: ({ capacity }) => capacities[capacity] },
  { title: 'Signed', show: ({ signedOn }) => inShort(signedOn) },
  { title: 'School, as it was then', show: ({ schoolName, urn }) => `${schoolName} (URN ${urn})` },
]

const howSaid = ({ how, proof }: SignatureShown) =>
  how === 'paper' ? 'On paper' : proof === 'passkey' ? 'Here, with a passkey' : 'Here, with a code'

const listing = (
  number: number,
  { id }: SchoolSigning,
  entitled: boolean,
  keeps: boolean,
): Listing<SignatureShown> => ({
  caption: `Signatures to version ${number}`,
  empty: 'Nobody has signed.',
  columns: [
    ...everybody,
    ...(entitled
      ? [
          {
            title: 'By',
            show: ({ name, title, substituteReason }: SignatureShown) =>
              `${name}, ${title}${substituteReason ? `, in another’s place: ${substituteReason}` : ''}`,
          },
          {
            title: 'Minute',
            show: ({ minute, minuteOn, legalBody, capacity }: SignatureShown) =>
              capacity === 'leadership'
                ? '–'
                : [legalBody, minute, minuteOn && inShort(minuteOn)].filter(Boolean).join(', '),
          },
          { title: 'How', show: howSaid },
        ]
      : []),
    ...(keeps
      ? [
          {
            title: 'Correct',
            show: ({ id: row, how, capacity }: SignatureShown) =>
              how === 'paper' ? (
                <Link to={`/agreement/register/${id}/paper/${row}`}>
                  Correct {capacity === 'governance' ? 'the chair’s' : 'the head’s'}
                </Link>
              ) : (
                '–'
              ),
          },
        ]
      : []),
  ],
})

function Reasons({ substitutes, declined, id, keeps }: Confidential & { id: number; keeps: boolean }) {
  return (
    <>
      {substitutes.length > 0 && (
        <Section title="Named to sign in another’s place">
          <Table of={substituteListing(id, keeps)} rows={substitutes} hideCaption />
        </Section>
      )}
      {declined.length > 0 && (
        <Section title="Declined">
          <Table of={declinedListing} rows={declined} hideCaption />
          <Small>Only the school’s head and chair and the alliance office see this. It is not final.</Small>
        </Section>
      )}
    </>
  )
}

const substituteListing = (id: number, keeps: boolean): Listing<Confidential['substitutes'][number]> => ({
  caption: 'Substitutes',
  empty: 'Nobody is named.',
  columns: [
    { title: 'Person', show: ({ name }) => name },
    { title: 'Version', numeric: true, show: ({ number }) => number },
    { title: 'Capacity', show: ({ capacity }) => capacities[capacity] },
    { title: 'Why', show: ({ reason }) => reason },
    { title: 'Named', show: ({ namedAt }) => momentInWords(namedAt) },
    {
      title: 'Until',
      show: ({ id: row, name, endedAt }) =>
        endedAt ? (
          momentInWords(endedAt)
        ) : keeps ? (
          <PressButton
            action={`/agreement/register/${id}/substitutes/${row}/withdraw`}
            says="Take back"
            about={name}
            quiet
          />
        ) : (
          'They sign'
        ),
    },
  ],
})

const declinedListing: Listing<Confidential['declined'][number]> = {
  caption: 'Declined',
  empty: 'Nobody has declined.',
  columns: [
    { title: 'Person', show: ({ name }) => name },
    { title: 'Version', numeric: true, show: ({ number }) => number },
    { title: 'Capacity', show: ({ capacity }) => capacities[capacity] },
    { title: 'Why', show: ({ reason }) => reason },
    { title: 'When', show: ({ declinedAt }) => momentInWords(declinedAt) },
  ],
}
