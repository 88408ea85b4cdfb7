import type { Child } from 'hono/jsx'
import { inWords } from '../../platform/day.ts'
import {
  type Answers,
  dayField,
  form,
  optional,
  pick,
  type RowOptions,
  search,
  text,
} from '../../platform/form.ts'
import type { Says } from '../../platform/history.tsx'
import { Page } from '../../platform/page.tsx'
import { ButtonLink, Deeds, Facts, Inset, Link, Text } from '../../platform/parts.tsx'
import { FilterFor, FormFor, PressButton } from '../../platform/questions.tsx'
import { type Listing, Pager, Table } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import { addressOf } from '../pages.tsx'
import { leftOutReasons, type Progress, readingAgeInWords, verdicts } from '../rules.ts'
import type { TestFilled } from './actions.ts'
import type { PupilFilter, PupilRow, TestRow } from './queries.ts'

export const pupilFilter = form<PupilFilter>({ words: optional(search('Pupil', { hint: 'A pseudonym' })) })

export const testForm = (schools: RowOptions) =>
  form<TestFilled>({
    cohort: text('Cohort', {
      ask: 'Enter the cohort',
      hint: 'The pupils chosen together for one year’s scheme, like readers-2017',
      max: 100,
    }),
    membershipId: pick('School', schools, { ask: 'Select the school' }),
    pupil: text('Pupil', {
      ask: 'Enter the pupil’s pseudonym',
      hint: 'The school’s own pseudonym, like R01: never a name or a UPN',
      max: 40,
      width: 10,
    }),
    bornOn: optional(dayField('Date of birth', { ask: '', hint: 'Like 27/3/2006', from: 1980 })),
    test: text('Test', { ask: 'Enter the name of the test', hint: 'The same words each time' }),
    testedOn: dayField('Date of the test', { ask: 'Enter the date of the test', from: 2000 }),
    readingAge: optional(
      text('Reading age', {
        ask: '',
        hint: 'Years and months, like 8:05. Blank if there is no result',
        width: 5,
      }),
    ),
  })

const said = (progress: Progress) =>
  'leftOut' in progress ? `Left out: ${leftOutReasons[progress.leftOut]}` : verdicts[progress.verdict]

const gained = (progress: Progress) => ('leftOut' in progress ? null : progress.gain)

export const pupils: Listing<PupilRow> = {
  caption: 'Pupils and their reading tests',
  empty: 'No pupils match. They appear here when the office records or imports reading tests.',
  columns: [
    { title: 'Pupil', sort: 'pupil', show: ({ pupil }) => pupil },
    { title: 'School', sort: 'school', show: ({ school }) => school },
    { title: 'Tests', show: (row) => <TestLinks of={row} />, csv: testsInPlain },
    { title: 'Gain (months)', numeric: true, show: ({ progress }) => gained(progress) },
    {
      title: 'Time between (months)',
      numeric: true,
      show: ({ progress }) => ('leftOut' in progress ? null : progress.elapsed),
    },
    { title: 'Ratio', numeric: true, show: ({ progress }) => ratioOf(progress) },
    { title: 'Behind or ahead of age (months)', numeric: true, show: ({ progress }) => gapOf(progress) },
    { title: 'Verdict', show: ({ progress }) => said(progress) },
  ],
}

function testsInPlain({ tests }: PupilRow) {
  return tests.map(({ testedOn, readingAge }) => `${testedOn} ${ageOf(readingAge)}`).join('; ')
}

const ageOf = (months: number | null) => (months === null ? 'no result' : readingAgeInWords(months))

const TestLinks = ({ of: { tests } }: { of: PupilRow }) => (
  <div>
    {tests.map(({ id, testedOn, readingAge }) => (
      <div>
        <Link to={`/reading/tests/${id}`}>{ageOf(readingAge)}</Link> on {inWords(testedOn)}
      </div>
    ))}
  </div>
)

const ratioOf = (progress: Progress) =>
  'leftOut' in progress || progress.ratio === null ? null : progress.ratio.toFixed(2)

const months = (gap: number) => (gap < 0 ? `−${-gap}` : `${gap}`)

const gapOf = (progress: Progress) =>
  'leftOut' in progress || !progress.gap
    ? null
    : `${months(progress.gap.before)} to ${months(progress.gap.after)}`

export function PupilsPage({ cohort, ...shown }: ListShown<PupilRow> & { cohort: string }) {
  return (
    <Page title={`Pupils’ results: ${cohort}`} up={{ href: addressOf({ cohort }), says: cohort }} wide>
      <Inset>Each opening of this page is written in the audit log.</Inset>
      <FilterFor form={pupilFilter} answers={shown.answers} />
      <Table of={pupils} rows={shown.rows} order={shown.order} query={shown.query} hideCaption />
      <Pager {...shown} noun="pupils" />
    </Page>
  )
}

export function TestPage({ test, keeps, history }: { test: TestRow; keeps: boolean; history: Child }) {
  const at = `/reading/tests/${test.id}`
  return (
    <Page
      title={`${test.pupil} on ${inWords(test.testedOn)}`}
      up={{ href: `${addressOf(test)}/pupils`, says: 'Pupils’ results' }}
    >
      <Facts
        facts={[
          { is: 'Cohort', says: <Link to={addressOf(test)}>{test.cohort}</Link> },
          { is: 'School', says: test.school },
          { is: 'Date of birth', says: test.bornOn && inWords(test.bornOn) },
          { is: 'Test', says: test.test },
          { is: 'Reading age', says: test.readingAge === null ? 'No result' : ageOf(test.readingAge) },
        ]}
      />
      {keeps && (
        <Deeds>
          <ButtonLink to={`${at}/correct`} kind="secondary">
            Correct this
          </ButtonLink>
          <ButtonLink to={`${at}/remove`} kind="secondary">
            Remove this
          </ButtonLink>
        </Deeds>
      )}
      {history}
    </Page>
  )
}

/** What a correction replaced, as the page itself says it. */
export const testSays = (schools: RowOptions): Says => ({
  membershipId: { is: 'school', says: (id) => new Map(schools).get(Number(id)) ?? null },
  readingAge: { is: 'reading age', says: (months) => ageOf(months === null ? null : Number(months)) },
})

/** Asks nothing but whether: it carries the version that was looked at. */
export const removal = form<Record<never, never>>({})

type RemoveProps = { id: number; test: TestRow | undefined; answers: Answers }

export function RemovePage({ id, test, answers }: RemoveProps) {
  return (
    <Page
      title="Remove this reading test?"
      wrong={answers.errors.length > 0}
      up={{ href: `/reading/tests/${id}`, says: 'Back without removing it' }}
    >
      {test && (
        <Text>
          {test.pupil}, {test.school}: {test.test} on {inWords(test.testedOn)}, reading age{' '}
          {ageOf(test.readingAge)}. The figures of {test.cohort} change with it. It can be put back.
        </Text>
      )}
      <FormFor form={removal} answers={answers} submit="Remove this test" warning />
    </Page>
  )
}

export function RemovedPage({ cohort }: { cohort: string }) {
  return (
    <Page title="This reading test was removed" up={{ href: addressOf({ cohort }), says: cohort }}>
      <Text>It no longer counts in any figure. What it said is kept, and you can put it back.</Text>
      <PressButton says="Put it back" />
    </Page>
  )
}
