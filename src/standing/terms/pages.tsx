import type { Child } from 'hono/jsx'
import { termField } from '../../agreement/terms/fields.ts'
import type { AgreedTerm } from '../../agreement/terms/queries.ts'
import {
  type TermName,
  termExplained,
  termInWords,
  termKinds,
  yearsToAgree,
} from '../../agreement/terms/rules.ts'
import { type AcademicYear, momentInWords, yearName } from '../../platform/day.ts'
import { type Answers, type Field, type Form, form, longText, pick } from '../../platform/form.ts'
import { Page } from '../../platform/page.tsx'
import { Facts, Lead, Link, Section, Small, Text } from '../../platform/parts.tsx'
import { AskFor, FormFor } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import { Preview } from '../what-if/parts.tsx'
import type { YearCompared } from '../what-if/queries.ts'

export type TermRow = {
  name: TermName
  value: number
  year: AcademicYear
  /** What the heads agreed that holds this year; none while the standard does. */
  agreed: AgreedTerm | undefined
  clauses: string[]
}

const leaning = (clauses: string[]) => (clauses.length === 0 ? 'None yet' : clauses.join(', '))

export const termsList: Listing<TermRow> = {
  caption: 'Agreed numbers',
  empty: 'There are no numbers.',
  columns: [
    {
      title: 'What it is',
      show: ({ name }) => <Link to={`/standing/terms/${name}`}>{termKinds[name].says}</Link>,
      csv: ({ name }) => termKinds[name].says,
    },
    { title: 'This year', show: ({ name, value }) => termInWords(name, value) },
    { title: 'Since', show: ({ agreed }) => (agreed ? yearName(agreed.year) : 'The start') },
    { title: 'Decided', show: ({ agreed }) => agreed?.decision ?? 'As Endeavour ships it' },
    { title: 'Clauses that lean on it', show: ({ clauses }) => leaning(clauses) },
  ],
}

export const TermsPage = ({ rows, whatIf }: { rows: TermRow[]; whatIf: boolean }) => (
  <Page title="Agreed numbers" wide>
    <Lead>
      The words of a clause stand in the agreement; the numbers it leans on are agreed by the heads, year by
      year.
    </Lead>
    <Table of={termsList} rows={rows} hideCaption />
    <Small>
      <Link to="?format=csv">Download as CSV</Link>
    </Small>
    {whatIf && (
      <Text>
        <Link to="/standing/what-if">Try other numbers on the last years</Link>
      </Text>
    )}
  </Page>
)

export type Trial = { value: number; year: AcademicYear }
export type Agreement = Trial & { decision: string }

/** Which number, and from which year: asked first, so that what it would change is seen before it is saved. */
export const trialForm = (name: TermName, now: AcademicYear): Form<Trial> =>
  form<Trial>({
    value: valueField(name),
    year: yearField(now),
  })

const valueField = (name: TermName) =>
  termField(name, { label: 'The number agreed', ask: 'Enter the number' })

/** One of few years, chosen by name and kept as its first calendar year. */
const yearField = (now: AcademicYear) =>
  pick('From the academic year', yearsToAgree(now).map(yearOption), {
    ask: 'Select the first year in which it holds',
  }) as Field<AcademicYear>

const yearOption = (year: AcademicYear) => [year, yearName(year)] as const

/** The same with the decision; number and year travel along unseen once their consequences have been shown. */
export function agreementForm(name: TermName, now: AcademicYear): Form<Agreement> {
  const hidden = { kind: 'hidden' } as const
  return form<Agreement>({
    value: { ...valueField(name), widget: hidden },
    year: { ...yearField(now), widget: hidden },
    decision: longText('By which decision', {
      ask: 'Enter where it was decided',
      hint: 'Such as the meeting and its minute: Board, 12 November 2026, minute 4',
      rows: 2,
      max: 500,
    }),
  })
}

type HistoryRow = AgreedTerm & { mayTakeBack: boolean }

const history = (name: TermName, keeps: boolean): Listing<HistoryRow> => ({
  caption: 'What was agreed',
  empty: 'Nothing was agreed yet: the number that Endeavour ships holds.',
  columns: [
    { title: 'From', show: ({ year }) => yearName(year) },
    { title: 'Number', show: ({ value }) => termInWords(name, value) },
    { title: 'Decided', show: ({ decision }) => decision },
    {
      title: 'Written down',
      show: ({ setByName, setAt }) => `${setByName ?? 'Endeavour'}, ${momentInWords(setAt)}`,
    },
    ...(keeps ? [takeBack(name)] : []),
  ],
})

const takeBack = (name: TermName): Listing<HistoryRow>['columns'][number] => ({
  title: 'Set by mistake?',
  show: ({ id, value, year, mayTakeBack }) =>
    mayTakeBack ? (
      <Link to={`/standing/terms/${name}/${id}/remove`}>
        Take back {termInWords(name, value)} from {yearName(year)}
      </Link>
    ) : (
      'It stays: years have been judged by it'
    ),
})

type Asked = { form: Form<Trial>; answers: Answers }
export type Confirmed = {
  form: Form<Agreement>
  answers: Answers
  /** The number and its year, once both can be read. */
  trial: Trial | undefined
  years: YearCompared[]
}

type TermProps = {
  row: TermRow
  agreed: HistoryRow[]
  revisions: Child
  takenBack: Child
  asked: Asked | null
  confirmed: Confirmed | null
}

export function TermPage({ row, agreed, revisions, takenBack, asked, confirmed }: TermProps) {
  const { name, value, year, clauses } = row
  const wrong = [asked, confirmed].some((one) => (one?.answers.errors.length ?? 0) > 0)
  return (
    <Page title={termKinds[name].says} wrong={wrong} up={{ href: '/standing/terms', says: 'Agreed numbers' }}>
      <Facts
        facts={[
          { is: `In ${yearName(year)}`, says: termExplained(name, value, year) },
          { is: 'Since', says: row.agreed ? yearName(row.agreed.year) : 'The start' },
          { is: 'Decided', says: row.agreed?.decision ?? 'As Endeavour ships it' },
          { is: 'Clauses that lean on it', says: leaning(clauses) },
        ]}
      />
      {confirmed && <Confirm name={name} {...confirmed} />}
      {asked && (
        <Section title="Another number" id="another">
          <AskFor form={asked.form} answers={asked.answers} submit="See what would change" />
        </Section>
      )}
      <Section title="What was agreed">
        <Table of={history(name, asked !== null)} rows={agreed} hideCaption />
        {revisions}
      </Section>
      {takenBack}
    </Page>
  )
}

function Confirm({ name, form, answers, trial, years }: Confirmed & { name: TermName }) {
  return (
    <Section title="What would change">
      {trial && (
        <>
          <Text>
            {termExplained(name, trial.value, trial.year)}, from {yearName(trial.year)} on, until a number
            agreed for a later year takes its place.
          </Text>
          {years.some(({ year }) => year < trial.year) && (
            <Text>
              Years before {yearName(trial.year)} keep the number they had. They are shown to tell what it
              would have meant.
            </Text>
          )}
          <Preview years={years} none="No clause of the agreement in force leans on it yet." />
        </>
      )}
      <FormFor form={form} answers={answers} submit="Save this number" />
    </Section>
  )
}
