import { momentInWords } from '../platform/day.ts'
import { Faults } from '../platform/faults.tsx'
import { type Answers, choice, form, optional, search } from '../platform/form.ts'
import { Page } from '../platform/page.tsx'
import {
  Bullets,
  ButtonLink,
  Deeds,
  Facts,
  Inset,
  Lead,
  Link,
  Progress,
  Section,
  Tag,
  Text,
  type Tone,
} from '../platform/parts.tsx'
import { FileQuestion, FilterFor, FormFor, PressButton } from '../platform/questions.tsx'
import { inFigures, type Remark } from '../platform/sheet-report.ts'
import { type Listing, Pager, Table } from '../platform/table.tsx'
import { type ImportState, importStates } from '../platform/tables.ts'
import type { ListShown } from '../platform/web.tsx'
import type { Told } from './apply.ts'
import type { ImportKind, Summary } from './bring.ts'
import { Formats } from './help.tsx'
import type { Import, ImportFilter, ImportLine } from './queries.ts'
import { isUnderWay, mayBringIn, mayGiveUp, mayUndo } from './rules.ts'

const importKinds: Record<ImportKind, string> = {
  year: 'A year of records',
  people: 'People and their posts',
}

const tones: Partial<Record<ImportState, Tone>> = {
  faulty: 'bad',
  failed: 'bad',
  checked: 'due',
  applied: 'good',
  waiting: 'calm',
  checking: 'calm',
  applying: 'calm',
}
const State = ({ of }: { of: ImportState }) => <Tag says={importStates[of]} tone={tones[of] ?? 'quiet'} />

export const importFilter = form<ImportFilter>({ words: optional(search('Search')) })

export const importListing: Listing<ImportLine> = {
  caption: 'Imports',
  empty: 'Nothing has been imported yet.',
  columns: [
    {
      title: 'Files',
      sort: 'source',
      show: ({ id, source }) => <Link to={`/imports/${id}`}>{source}</Link>,
      csv: ({ source }) => source,
    },
    { title: 'What', show: ({ kind }) => importKinds[kind] },
    { title: 'Given', sort: 'given', show: ({ startedAt }) => momentInWords(startedAt) },
    { title: 'By', show: ({ startedBy }) => startedBy ?? 'Endeavour' },
    { title: 'State', show: ({ state }) => <State of={state} />, csv: ({ state }) => importStates[state] },
  ],
}

export function ImportsPage(shown: ListShown<ImportLine>) {
  return (
    <Page title="Import">
      <Lead>
        Bring in a year of records at once, as the office keeps it in files. Everything is checked first, and
        either all of it is kept or nothing.
      </Lead>
      <Deeds>
        <ButtonLink to="/imports/new">Import files</ButtonLink>
      </Deeds>
      <FilterFor form={importFilter} answers={shown.answers} />
      <Table of={importListing} rows={shown.rows} order={shown.order} query={shown.query} hideCaption />
      <Pager {...shown} noun={shown.total === 1 ? 'import' : 'imports'} />
    </Page>
  )
}

export type GivenKind = { kind: ImportKind }
export const uploadForm = form<GivenKind>({
  kind: choice('What is in the files?', importKinds, { ask: 'Select what is in the files' }),
})

export function UploadPage({ answers }: { answers: Answers }) {
  const error = answers.errors.find(({ field }) => field === 'file')?.message
  return (
    <Page title="Import files" wrong={answers.errors.length > 0} up={{ href: '/imports', says: 'Import' }}>
      <Text>
        The files are checked first. You then see what is wrong, or what would be added and changed, before
        anything is kept.
      </Text>
      <FormFor form={uploadForm} answers={answers} submit="Check the files" files>
        <FileQuestion
          name="file"
          label="Files"
          hint="All the CSV files of a year with the case studies’ text, or one Excel workbook (.xlsx). Up to 80 MB together"
          accept=".csv,.xlsx,.md,.txt"
          several
          {...(error ? { error } : {})}
        />
      </FormFor>
      <Formats />
    </Page>
  )
}

export function ImportPage({ import: one }: { import: Import }) {
  const { id, kind, source, state, startedAt, startedBy, finishedAt, progress } = one
  return (
    <Page
      title={source}
      up={{ href: '/imports', says: 'Import' }}
      {...(isUnderWay(state) ? { refresh: 2 } : {})}
    >
      <Facts
        facts={[
          { is: 'State', says: <State of={state} /> },
          { is: 'What', says: importKinds[kind] },
          { is: 'Given', says: `${momentInWords(startedAt)} by ${startedBy ?? 'Endeavour'}` },
          state === 'applied' && finishedAt !== null && { is: 'Brought in', says: momentInWords(finishedAt) },
          state === 'undone' && finishedAt !== null && { is: 'Undone', says: momentInWords(finishedAt) },
        ]}
      />
      {isUnderWay(state) && <Progress says={progress ?? 'Waiting for its turn'} done={0} of={0} />}
      {state === 'failed' && <Inset>{progress ?? 'It was stopped. Nothing was brought in'}.</Inset>}
      {!isUnderWay(state) && <Outcome of={one.summary} id={id} state={state} />}
      <NextDeeds id={id} state={state} already={one.summary.already === true} />
    </Page>
  )
}

type OutcomeProps = { of: Partial<Summary>; id: number; state: ImportState }

function Outcome({
  of: { faults = [], faultCount = 0, remarks = [], told = [], already, id: same },
  id,
  state,
}: OutcomeProps) {
  if (already && same !== id)
    return (
      <Inset>
        The very same files were <Link to={`/imports/${same}`}>brought in before</Link>, so there is nothing
        to do.
      </Inset>
    )
  return (
    <>
      <Faults of={{ faults, faultCount }} />
      {faultCount > 0 && (
        <Text>
          <Link to={`/imports/${id}?format=csv`}>Download what is wrong as CSV</Link>. Put it right in your
          files, then <Link to="/imports/new">give them again</Link>.
        </Text>
      )}
      {faultCount === 0 && <Table of={toldListing(state)} rows={told} />}
      <Remarks of={remarks} />
    </>
  )
}

const toldListing = (state: ImportState): Listing<Told> => ({
  caption:
    state === 'applied'
      ? 'What was brought in'
      : state === 'undone'
        ? 'What was taken back'
        : 'What would be brought in',
  empty: 'There are no rows in it.',
  columns: [
    { title: 'Records', show: ({ what }) => what.charAt(0).toUpperCase() + what.slice(1) },
    { title: 'From', show: ({ file }) => file },
    { title: 'Added', numeric: true, show: ({ added }) => inFigures(added) },
    { title: 'Changed', numeric: true, show: ({ changed }) => inFigures(changed) },
    { title: 'As they were', numeric: true, show: ({ same }) => inFigures(same) },
  ],
})

const MOST_REMARKS = 50

function Remarks({ of }: { of: Remark[] }) {
  if (of.length === 0) return null
  return (
    <Section title="Worth knowing">
      <Bullets items={of.slice(0, MOST_REMARKS).map(({ file, says }) => `${file}: ${says}`)} />
      {of.length > MOST_REMARKS && <Text>And {inFigures(of.length - MOST_REMARKS)} more like these.</Text>}
    </Section>
  )
}

function NextDeeds({ id, state, already }: { id: number; state: ImportState; already: boolean }) {
  return (
    <Deeds>
      {mayBringIn(state) && !already && (
        <PressButton
          action={`/imports/${id}/bring-in`}
          says={state === 'failed' ? 'Try again' : 'Bring it in'}
        />
      )}
      {mayGiveUp(state) && <PressButton action={`/imports/${id}/give-up`} says="Give it up" quiet />}
      {mayUndo(state) && (
        <ButtonLink to={`/imports/${id}/undo`} kind="secondary">
          Undo this import
        </ButtonLink>
      )}
    </Deeds>
  )
}

export const undoForm = form<Record<never, never>>({})

export function UndoPage({ import: { id, source, summary }, answers }: { import: Import; answers: Answers }) {
  const told = summary.told ?? []
  const count = (of: 'added' | 'changed') => told.reduce((all, one) => all + one[of], 0)
  return (
    <Page
      title={`Undo the import of ${source}?`}
      wrong={answers.errors.length > 0}
      up={{ href: `/imports/${id}`, says: source }}
    >
      <Text>
        {inFigures(count('added'))} records that it added are taken away, and {inFigures(count('changed'))}{' '}
        that it changed say again what they said before. The same files can be brought in again later.
      </Text>
      <FormFor form={undoForm} answers={answers} submit="Undo this import" warning />
    </Page>
  )
}
