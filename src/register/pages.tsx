import { dayTyped, inWords, momentInWords } from '../platform/day.ts'
import { Faults } from '../platform/faults.tsx'
import type { Answers } from '../platform/form.ts'
import { Page } from '../platform/page.tsx'
import {
  Bullets,
  ButtonLink,
  Deeds,
  Details,
  Facts,
  Inset,
  Lead,
  Link,
  Section,
  Tag,
  Text,
} from '../platform/parts.tsx'
import { FileQuestion, FilterFor, FormFor, PressButton } from '../platform/questions.tsx'
import { inFigures } from '../platform/sheet-report.ts'
import { type Listing, Pager, Table } from '../platform/table.tsx'
import { importStates } from '../platform/tables.ts'
import type { ListShown } from '../platform/web.tsx'
import type { RegisterSummary } from './actions.ts'
import { type RegisterFile, registerFiles } from './files.ts'
import { changeFilter, readingFilter, succeedForm, uploadForm } from './forms.ts'
import type { ChangeRow, ReadingRow } from './queries.ts'
import { changeKinds, decisions, type EntryField, entryFields } from './tables.ts'

export const readings: Listing<ReadingRow> = {
  caption: 'Files that were read',
  empty:
    'No file of the national register has been read yet. Download one from Get Information About Schools and read it here.',
  columns: [
    {
      title: 'File',
      show: ({ id, source }) => <Link to={`/register/${id}`}>{source}</Link>,
      csv: ({ source }) => source,
    },
    { title: 'Read', sort: 'read', show: ({ startedAt }) => momentInWords(startedAt) },
    { title: 'By', show: ({ startedBy }) => startedBy ?? 'Endeavour' },
    { title: 'Waiting', numeric: true, show: ({ waiting }) => waiting ?? 0 },
    { title: 'State', show: ({ state, waiting }) => stateOf(state, waiting ?? 0) },
  ],
}

const stateOf = (state: ReadingRow['state'], waiting: number) =>
  waiting > 0 ? 'Waiting for approval' : state === 'faulty' ? importStates.faulty : 'Nothing waits'

export function ReadingsPage(shown: ListShown<ReadingRow>) {
  return (
    <Page title="National register" up={{ href: '/members', says: 'Schools' }}>
      <Lead>
        Brings members’ details up to date from Get Information About Schools. Nothing changes until you
        approve it.
      </Lead>
      <Deeds>
        <ButtonLink to="/register/new">Read a file of the register</ButtonLink>
      </Deeds>
      <FilterFor form={readingFilter} answers={shown.answers} />
      <Table of={readings} rows={shown.rows} order={shown.order} query={shown.query} hideCaption />
      <Pager {...shown} noun="files" />
    </Page>
  )
}

export function UploadPage({ answers }: { answers: Answers }) {
  const error = answers.errors.find(({ field }) => field === 'file')?.message
  return (
    <Page
      title="Read a file of the register"
      wrong={answers.errors.length > 0}
      up={{ href: '/register', says: 'National register' }}
    >
      <Text>
        Download the files from Get Information About Schools (“Download all data”) and choose one or several.
        Only schools known here, and those that come before or after them, are kept; the whole file takes
        about half a minute.
      </Text>
      <FormFor form={uploadForm} answers={answers} submit="Read it" files>
        <FileQuestion
          name="file"
          label="Files"
          hint="CSV files, up to 80 MB together"
          accept=".csv"
          several
          {...(error ? { error } : {})}
        />
      </FormFor>
      <Details summary="Which files are understood">
        <Bullets items={Object.values(registerFiles)} />
        <Text>Columns are found by their names. A column that is missing or new stops nothing.</Text>
      </Details>
    </Page>
  )
}

const fieldSaid = ({ kind, field }: Pick<ChangeRow, 'kind' | 'field'>) =>
  kind === 'field'
    ? (entryFields[field as EntryField] ?? field)
    : kind === 'trust'
      ? { uid: 'Group UID', name: 'Name' }[field]
      : field || changeKinds[kind]

const inPlain = (value: string | null) => {
  const on = value && /^\d{4}-/.test(value) ? dayTyped(value) : undefined
  return on ? inWords(on) : value
}

/** A new URN is told with its name and first day. */
const becomesSaid = ({ kind, becomes, details, effectiveOn }: ChangeRow) => {
  const { name } = details as { name?: string }
  if (kind === 'field' || kind === 'trust' || kind === 'new') return inPlain(becomes)
  return `${becomes}${name ? ` ${name}` : ''}${effectiveOn ? `, from ${inWords(effectiveOn)}` : ''}`
}

const nameOf = ({ about, urn, becomes, kind }: ChangeRow) =>
  about ?? (kind === 'new' ? becomes : null) ?? `URN ${urn}`

export const changesListing: Listing<ChangeRow> = {
  caption: 'What the register says otherwise',
  empty: 'Nothing matches. Differences between the register and what is kept here are listed here.',
  columns: [
    { title: 'School or trust', show: nameOf },
    { title: 'URN', show: ({ urn }) => urn },
    { title: 'What', show: fieldSaid },
    { title: 'Here', show: ({ was }) => inPlain(was), csv: ({ was }) => was },
    { title: 'In the register', show: becomesSaid, csv: ({ becomes }) => becomes },
    {
      title: 'Decision',
      show: (change) => <Decision change={change} />,
      csv: ({ approved }) => (approved === null ? 'waiting' : approved ? 'approved' : 'left'),
    },
  ],
}

function Decision({ change }: { change: ChangeRow }) {
  const { id, approved, kind, decidedByName } = change
  if (approved !== null)
    return (
      <>
        <Tag says={approved ? decisions.approved : decisions.left} tone={approved ? 'good' : 'quiet'} />
        {decidedByName && ` by ${decidedByName}`}
      </>
    )
  if (kind === 'successor') return <Link to={`/register/changes/${id}`}>Choose the day</Link>
  return (
    <Deeds>
      <PressButton action={`/register/changes/${id}/approve`} says="Approve" quiet />
      <PressButton action={`/register/changes/${id}/leave`} says="Leave" quiet />
    </Deeds>
  )
}

type ReadingProps = ListShown<ChangeRow> & {
  reading: { id: number; source: string; waiting: number | null; result: RegisterSummary }
}

export function ReadingPage({ reading, ...shown }: ReadingProps) {
  const { id, source, result } = reading
  const waiting = reading.waiting ?? 0
  return (
    <Page title={source} up={{ href: '/register', says: 'National register' }} wide>
      <Faults of={result} />
      {result.faultCount > 0 && (
        <Deeds>
          <ButtonLink to="/register/new">Read another file</ButtonLink>
        </Deeds>
      )}
      <Found result={result} />
      {result.faultCount === 0 && (
        <Section title="What differs">
          {waiting > 0 ? <Waiting id={id} waiting={waiting} /> : <Text>Nothing waits for a decision.</Text>}
          <FilterFor form={changeFilter} answers={shown.answers} />
          <Table of={changesListing} rows={shown.rows} order={shown.order} query={shown.query} hideCaption />
          <Pager {...shown} noun="changes" />
        </Section>
      )}
    </Page>
  )
}

const Waiting = ({ id, waiting }: { id: number; waiting: number }) => (
  <>
    <Text>
      {inFigures(waiting)} {waiting === 1 ? 'change waits' : 'changes wait'} for a decision. A new URN without
      a date is left for you to choose the day.
    </Text>
    <Deeds>
      <PressButton action={`/register/${id}/approve`} says="Approve all" />
      <PressButton action={`/register/${id}/leave`} says="Leave all as they are" quiet />
    </Deeds>
  </>
)

const filesListing: Listing<RegisterSummary['files'][number]> = {
  caption: 'What was read',
  empty: 'Nothing was read.',
  columns: [
    { title: 'File', show: ({ file }) => file },
    { title: 'Holds', show: ({ kind }) => registerFiles[kind as RegisterFile] },
    { title: 'Rows', numeric: true, show: ({ rows }) => inFigures(rows) },
    { title: 'About us', numeric: true, show: ({ kept }) => inFigures(kept) },
    { title: 'Ignored', numeric: true, show: ({ rows, kept }) => inFigures(rows - kept) },
  ],
}

function Found({ result }: { result: RegisterSummary }) {
  const says = [
    ...(result.missing > 0
      ? [
          `${result.missing} of the schools known here are not in the file. If that surprises you, it may be half a file.`,
        ]
      : []),
    ...result.remarks.map((remark) => `${remark.file}: ${remark.says}`),
  ]
  return (
    <>
      {result.files.length > 0 && <Table of={filesListing} rows={result.files} hideCaption />}
      {says.length > 0 && (
        <Inset>
          <Bullets items={says} />
        </Inset>
      )}
    </>
  )
}

export function SuccessorPage({ change, answers }: { change: ChangeRow; answers: Answers }) {
  return (
    <Page
      title={`${nameOf(change)} has a new URN`}
      wrong={answers.errors.length > 0}
      up={{ href: `/register/${change.importId}`, says: 'What differs' }}
    >
      <Text>
        Its membership goes on, and with it everything recorded for it. Both URNs are kept with their dates.
      </Text>
      <Facts
        facts={[
          { is: 'Until now', says: change.urn },
          { is: 'New URN', says: becomesSaid(change) },
          { is: 'Link', says: change.field },
        ]}
      />
      <FormFor form={succeedForm} answers={answers} submit="Approve" />
      <PressButton action={`/register/changes/${change.id}/leave`} says="Leave as it is" quiet />
    </Page>
  )
}
