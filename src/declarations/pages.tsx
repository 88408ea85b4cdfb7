import type { ClauseRow } from '../agreement/queries.ts'
import type { Day } from '../platform/day.ts'
import { type AcademicYear, inShort, inWords, momentInWords, yearName } from '../platform/day.ts'
import { type Answers, choice, type Form, form, optional, search } from '../platform/form.ts'
import { History } from '../platform/history.tsx'
import { ListPage } from '../platform/list-page.tsx'
import { Page } from '../platform/page.tsx'
import { ButtonLink, Deeds, Inset, Lead, Link, Siblings, Tag, Text } from '../platform/parts.tsx'
import { GroupsFor } from '../platform/questions.tsx'
import type { Revision } from '../platform/revision.ts'
import { type Listing, Table } from '../platform/table.tsx'
import type { ListShown } from '../platform/web.tsx'
import { asksAbout, type Filled } from './form.ts'
import type { DeclarationRow, PreparationRow, SchoolDeclared, SchoolFilter } from './queries.ts'
import { addressOf } from './rules.ts'

const states = { all: 'All declared', some: 'Some declared', none: 'Nothing declared' } as const
const tones = { all: 'good', some: 'due', none: 'quiet' } as const

export const schoolFilter = form<SchoolFilter>({
  words: optional(search('Search', { hint: 'A school' })),
  state: optional(choice('State', states, { ask: '' })),
})

const stateOf = (answered: number, of: number) => (answered >= of ? 'all' : answered > 0 ? 'some' : 'none')

/** Schools in the order of their names, with how much of the year is declared; never what. */
export const schoolsList = (year: AcademicYear, of: number): Listing<SchoolDeclared> => ({
  caption: `Declarations for ${yearName(year)}`,
  empty: 'No school matches.',
  columns: [
    {
      title: 'School',
      show: ({ id, name }) => <Link to={addressOf(id, year)}>{name}</Link>,
      csv: ({ name }) => name,
    },
    {
      title: 'State',
      show: ({ answered }) => (
        <Tag says={states[stateOf(answered, of)]} tone={tones[stateOf(answered, of)]} />
      ),
      csv: ({ answered }) => states[stateOf(answered, of)],
    },
    {
      title: 'Clauses declared',
      numeric: true,
      show: ({ answered }) => `${answered} of ${of}`,
      csv: ({ answered }) => answered,
    },
    {
      title: 'Last declared',
      show: ({ lastOn }) => lastOn && inShort(lastOn),
      csv: ({ lastOn }) => lastOn,
    },
  ],
})

export function SchoolsPage({
  year,
  of,
  ...shown
}: ListShown<SchoolDeclared> & { year: AcademicYear; of: number }) {
  return (
    <ListPage
      title="Declarations"
      lead={`What heads declare for ${yearName(year)} of the ${of} clauses that nobody measures.`}
      of={schoolsList(year, of)}
      filter={schoolFilter}
      shown={shown}
      noun={['school', 'schools']}
    />
  )
}

type ClauseDeclared = { clause: ClauseRow; declared: DeclarationRow | undefined; revisions: Revision[] }

const said = ({ declared }: ClauseDeclared) =>
  declared === undefined ? (
    <Tag says="Nothing yet" />
  ) : declared.kept ? (
    <Tag says="Kept" tone="good" />
  ) : (
    <Tag says="Not yet" tone="due" />
  )

const pointed = ({ declared }: ClauseDeclared) =>
  declared && (declared.pointsTo || declared.link) ? (
    <span>
      {declared.pointsTo} {declared.link && <Link to={declared.link}>{declared.link}</Link>}
    </span>
  ) : null

const says = {
  kept: { is: 'Kept', says: (kept: unknown) => (kept === true ? 'yes' : 'not yet') },
  points_to: { is: 'What it points to', says: (words: unknown) => words as string | null },
  link: { is: 'Page', says: (link: unknown) => link as string | null },
  declared_on: { is: 'Declared', says: (on: unknown) => inWords(on as Day) },
  declared_at: { is: 'Written down', says: (at: unknown) => momentInWords(new Date(String(at))) },
  declared_by: { is: 'By', says: () => null },
  year: { is: 'For', says: (year: unknown) => yearName(Number(year) as AcademicYear) },
}

const clausesList: Listing<ClauseDeclared> = {
  caption: 'What is declared, clause by clause',
  empty: 'The agreement in force asks for no declarations.',
  columns: [
    { title: 'Clause', show: ({ clause }) => clause.number },
    { title: 'What it says', show: ({ clause }) => clause.words },
    { title: 'Declared', show: said },
    { title: 'What it points to', show: pointed },
    {
      title: 'By',
      show: ({ declared, revisions }) =>
        declared && (
          <div>
            {declared.declaredByName}, {inWords(declared.declaredOn)}
            <History of={revisions} says={says} />
          </div>
        ),
    },
  ],
}

type YearProps = {
  school: { id: number; name: string }
  year: AcademicYear
  years: AcademicYear[]
  due: Day
  open: boolean
  rows: ClauseDeclared[]
  prepared: PreparationRow[]
  declares: boolean
  prepares: boolean
}

export function YearPage({ school, year, years, due, open, rows, prepared, declares, prepares }: YearProps) {
  const at = addressOf(school.id, year)
  const left = rows.filter(({ declared }) => declared === undefined).length
  return (
    <Page
      title={`${school.name}: declarations for ${yearName(year)}`}
      up={{ href: '/declarations', says: 'Declarations' }}
      wide
    >
      <Lead>{inLead(rows.length, left, due, open)}</Lead>
      {years.length > 1 && (
        <Siblings
          label="Years"
          pages={years.map((one) => ({ href: addressOf(school.id, one), says: yearName(one) }))}
          current={at}
        />
      )}
      {open && <Prepared rows={prepared} />}
      {open && rows.length > 0 && (declares || (prepares && left > 0)) && (
        <Deeds>
          {declares && (
            <ButtonLink to={`${at}/declare`}>{left > 0 ? 'Declare' : 'Correct what is declared'}</ButtonLink>
          )}
          {prepares && left > 0 && (
            <ButtonLink to={`${at}/prepare`} kind="secondary">
              Make ready for the head
            </ButtonLink>
          )}
        </Deeds>
      )}
      <Table of={clausesList} rows={rows} hideCaption />
      <Text>Read by the head, the deputies and the chair of this school, and by the alliance office.</Text>
    </Page>
  )
}

function inLead(all: number, left: number, due: Day, open: boolean): string {
  if (all === 0) return 'The agreement in force asks for no declarations.'
  if (left === all && open) return `Nothing is declared yet. It is due by ${inWords(due)}.`
  const declared = left === 0 ? 'Every clause is declared.' : `${all - left} of ${all} clauses are declared.`
  if (!open) return `${declared} The year is over, and what was declared stands.`
  return left === 0 ? declared : `${declared} The rest is due by ${inWords(due)}.`
}

/** What is ready; an answer that was taken out again is none. */
const Prepared = ({ rows }: { rows: PreparationRow[] }) => {
  const ready = rows.filter(({ kept }) => kept !== null)
  if (ready.length === 0) return null
  const names = [...new Set(ready.map(({ preparedByName }) => preparedByName))].join(' and ')
  return (
    <Inset>
      {names} made answers to {ready.length === 1 ? 'one clause' : `${ready.length} clauses`} ready. Nothing
      of it is declared until the head does.
    </Inset>
  )
}

type DeclareProps = {
  school: { id: number; name: string }
  year: AcademicYear
  clauses: ClauseRow[]
  form: Form<Filled>
  answers: Answers
  as: 'head' | 'deputy'
  prepared: PreparationRow[]
}

const spoken = {
  head: {
    title: (year: string) => `Declare for ${year}`,
    lead: 'What you declare is your word as head for the school. Leave a clause for later if you are not sure; “not yet” is an honest answer and no breach.',
    submit: 'Declare',
  },
  deputy: {
    title: (year: string) => `Make ready what is to be declared for ${year}`,
    lead: 'The head finds your answers filled in, and alone declares them. Nothing is declared by this.',
    submit: 'Make ready',
  },
}

export function DeclarePage({ school, year, clauses, form, answers, as, prepared }: DeclareProps) {
  const { title, lead, submit } = spoken[as]
  return (
    <Page
      title={title(yearName(year))}
      wrong={answers.errors.length > 0}
      up={{ href: addressOf(school.id, year), says: school.name }}
    >
      <Lead>{school.name}</Lead>
      <Text>{lead}</Text>
      {as === 'head' && <Prepared rows={prepared} />}
      <GroupsFor
        form={form}
        answers={answers}
        submit={submit}
        groups={clauses.map((clause) => ({
          title: `${clause.number}. ${clause.words}`,
          asks: asksAbout(clause),
        }))}
      />
    </Page>
  )
}
