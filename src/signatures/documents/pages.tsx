import { momentInWords } from '../../platform/day.ts'
import { type Answers, form, optional, search } from '../../platform/form.ts'
import { ListPage } from '../../platform/list-page.tsx'
import { Page } from '../../platform/page.tsx'
import {
  Bullets,
  Details,
  Facts,
  Inset,
  Lead,
  Link,
  Section,
  Subheading,
  Tag,
  Text,
  type Tone,
} from '../../platform/parts.tsx'
import { FileQuestion, FormFor } from '../../platform/questions.tsx'
import { type State, states } from '../../platform/signature/check.ts'
import type { Listing } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import type { DocumentFilter, DocumentRow } from './queries.ts'
import { levels } from './rules.ts'
import type { Verdict } from './verdict.ts'

export const documentFilter = form<DocumentFilter>({
  words: optional(search('School', { hint: 'Part of its name' })),
})

const BEING_MADE = 'Being made; it is here within a minute or so'

export const documents: Listing<DocumentRow> = {
  caption: 'Signed documents',
  empty: 'No documents match. A document appears here when somebody signs for a school electronically.',
  columns: [
    { title: 'School', sort: 'school', show: ({ school }) => school },
    { title: 'Version', sort: 'version', numeric: true, show: ({ number }) => number },
    {
      title: 'Document',
      show: (row) => <DocumentLink {...row} />,
      csv: ({ id }) => (id === null ? 'being made' : `/agreement/documents/${id}`),
    },
    { title: 'Level', show: ({ level }) => level && levels[level], csv: ({ level }) => level },
    {
      title: 'Made',
      sort: 'made',
      show: ({ madeAt }) => madeAt && momentInWords(madeAt),
      csv: ({ madeAt }) => madeAt?.toISOString() ?? null,
    },
  ],
}

const bearing = ({ signatureCount }: DocumentRow) =>
  signatureCount === 2 ? 'Both signatures' : 'One signature of two'

function DocumentLink(row: DocumentRow) {
  if (row.id === null) return <>{BEING_MADE}</>
  return (
    <Link to={`/agreement/documents/${row.id}`}>
      {bearing(row)} (PDF{row.current ? '' : ', earlier'})
    </Link>
  )
}

export const DocumentsPage = (shown: ListShown<DocumentRow>) => (
  <ListPage
    title="Signed documents"
    lead="The agreement as each school signed it, with the signatories’ own electronic signatures in the file."
    of={documents}
    filter={documentFilter}
    shown={shown}
    noun={['document', 'documents']}
  />
)

/** A form without questions of its own: the file is asked for beside it. */
export const checkForm = form<Record<never, never>>({})

type CheckProps = {
  answers: Answers
  verdict?: Verdict | undefined
  /** Of the alliance's signing authority; none before anybody has signed. */
  fingerprint: string | undefined
  largest: number
}

export function CheckPage({ answers, verdict, fingerprint, largest }: CheckProps) {
  const error = answers.errors[0]?.message
  return (
    <Page
      title="Check a signed document"
      wrong={error !== undefined}
      up={{ href: '/agreement', says: 'The agreement' }}
    >
      {verdict ? (
        <>
          <VerdictShown of={verdict} />
          <Section title="Check another document">
            <AskForFile {...{ answers, largest, error }} />
          </Section>
        </>
      ) : (
        <>
          <Lead>
            Anybody can find out here whether a document that a school signed is whole, who signed it, and
            when. The file is looked at and not kept.
          </Lead>
          <AskForFile {...{ answers, largest, error }} />
        </>
      )}
      <Elsewhere fingerprint={fingerprint} />
    </Page>
  )
}

type AskProps = Pick<CheckProps, 'answers' | 'largest'> & { error: string | undefined }

const AskForFile = ({ answers, largest, error }: AskProps) => (
  <FormFor form={checkForm} answers={answers} submit="Check" files>
    <FileQuestion
      name="file"
      label="Signed document"
      hint={`A PDF of up to ${largest} MB. Choose it, or drop it on the box.`}
      accept=".pdf,application/pdf"
      {...(error ? { error } : {})}
    />
  </FormFor>
)

const tones: Record<Verdict['is'], Tone> = {
  whole: 'good',
  altered: 'bad',
  'not ours': 'due',
  unreadable: 'quiet',
}
const words: Record<Verdict['is'], string> = {
  whole: 'Whole',
  altered: 'Altered',
  'not ours': 'Not ours',
  unreadable: 'Not checked',
}
const stateTones: Partial<Record<State, Tone>> = { whole: 'good', 'not ours': 'due' }

function VerdictShown({ of: { is, title, says, signatures } }: { of: Verdict }) {
  return (
    <Section title={title}>
      <Inset>
        <Tag says={words[is]} tone={tones[is]} /> {says.length === 1 && says[0]}
        {says.length > 1 && <Bullets items={says} />}
      </Inset>
      {signatures.map(({ name, state, facts }) => (
        <>
          <Subheading>{name}</Subheading>
          <Facts
            facts={[
              { is: 'Signature', says: <Tag says={states[state]} tone={stateTones[state] ?? 'bad'} /> },
              ...facts,
            ]}
          />
        </>
      ))}
    </Section>
  )
}

function Elsewhere({ fingerprint }: { fingerprint: string | undefined }) {
  return (
    <Section title="Check it without us">
      {fingerprint === undefined ? (
        <Text>
          The alliance has no signing authority yet: it is made when somebody signs for the first time.
        </Text>
      ) : (
        <>
          <Text>
            Any program that checks signatures in PDFs can do it, given the{' '}
            <Link to="/agreement/authority.pem">certificate of the alliance’s signing authority</Link>. Before
            you trust it, ask the alliance office whether this is its fingerprint (SHA-256):
          </Text>
          <Inset>{spaced(fingerprint)}</Inset>
        </>
      )}
      <Details summary="What is looked at">
        <Bullets
          items={[
            'Whether each signature was made over exactly the bytes that stand in the file.',
            'Whether its certificate was issued by the alliance’s signing authority.',
            'Whether anything was added after the last signature, or cut off.',
            'Whether it is the very file that the alliance keeps.',
          ]}
        />
      </Details>
    </Section>
  )
}

/** In groups that a line can break between, and that can be read aloud. */
const spaced = (fingerprint: string) => fingerprint.replaceAll(':', ' ')
