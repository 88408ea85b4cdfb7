import type { Child } from 'hono/jsx'
import { type AcademicYear, type Day, inShort, inWords, yearName } from '../platform/day.ts'
import type { Answers } from '../platform/form.ts'
import { FormPage } from '../platform/form-page.tsx'
import { Page } from '../platform/page.tsx'
import {
  Bullets,
  ButtonLink,
  Deeds,
  Details,
  Inset,
  Lead,
  Link,
  Section,
  Siblings,
  Tag,
  Text,
} from '../platform/parts.tsx'
import { FilterFor, type FormFor, PressButton } from '../platform/questions.tsx'
import { type Listing, Pager, Table } from '../platform/table.tsx'
import type { ListShown } from '../platform/web.tsx'
import { calendarFilter } from './forms.ts'
import type { CalendarRow, DateRow } from './queries.ts'
import type { Ending } from './rules.ts'
import { dateKinds } from './tables.ts'

export const calendarListing: Listing<CalendarRow> = {
  caption: 'Calendars',
  empty: 'No calendars match. The office adds them by hand, or brings in a file of term dates.',
  columns: [
    {
      title: 'Calendar',
      sort: 'name',
      show: ({ id, name }) => <Link to={`/calendars/${id}`}>{name}</Link>,
      csv: ({ name }) => name,
    },
    {
      title: 'Whose',
      show: ({ isDefault, schools }) =>
        isDefault
          ? 'Every school without its own'
          : `${schools ?? 0} ${schools === 1 ? 'school' : 'schools'}`,
    },
    { title: 'First day', show: ({ firstOn }) => firstOn && inShort(firstOn), csv: ({ firstOn }) => firstOn },
    { title: 'Last day', show: ({ lastOn }) => lastOn && inShort(lastOn), csv: ({ lastOn }) => lastOn },
  ],
}

export function Endings({ endings, name }: { endings: Ending[]; name: string }) {
  if (endings.length === 0) return null
  const says = ({ what, on }: Ending) =>
    what === 'bank holidays'
      ? `Bank holidays are known up to ${on ? inWords(on) : 'no date'}. Deadlines after that may be a day out until Endeavour is updated.`
      : on
        ? `The term dates of ${name} end on ${inWords(on)}. Deadlines cannot be counted past that until the next year’s dates are here.`
        : `${name} has no term dates yet, so no deadline can be counted.`
  return (
    <Inset>
      <Bullets items={endings.map(says)} />
    </Inset>
  )
}

type CalendarsProps = ListShown<CalendarRow> & { keeps: boolean; warning: Child }

export function CalendarsPage({ keeps, warning, ...shown }: CalendarsProps) {
  return (
    <Page title="Term dates">
      <Lead>When each school is open to pupils. Deadlines in school days are counted from these.</Lead>
      {warning}
      <Deeds>
        <ButtonLink to="/calendars/count" kind="secondary">
          Count school days
        </ButtonLink>
        {keeps && <ButtonLink to="/calendars/upload">Bring in term dates</ButtonLink>}
        {keeps && (
          <ButtonLink to="/calendars/new" kind="secondary">
            Add a calendar
          </ButtonLink>
        )}
      </Deeds>
      <FilterFor form={calendarFilter} answers={shown.answers} />
      <Table of={calendarListing} rows={shown.rows} order={shown.order} query={shown.query} hideCaption />
      <Pager {...shown} noun="calendars" />
    </Page>
  )
}

const datesListing = (keeps: boolean): Listing<DateRow> => ({
  caption: 'Dates of this year',
  empty: 'No dates are here for this year.',
  columns: [
    { title: 'From', show: ({ fromOn }) => inShort(fromOn) },
    { title: 'To', show: ({ fromOn, toOn }) => (toOn === fromOn ? '' : inShort(toOn)) },
    {
      title: 'What',
      show: ({ kind }) => <Tag says={dateKinds[kind]} tone={kind === 'term' ? 'calm' : 'quiet'} />,
    },
    { title: 'Note', show: ({ note }) => note },
    ...(keeps
      ? [
          {
            title: 'Change',
            show: ({ id, fromOn }: DateRow) => (
              <Link to={`/calendars/dates/${id}`}>{`Correct ${inShort(fromOn)}`}</Link>
            ),
          },
        ]
      : []),
  ],
})

type School = { id: number; name: string; leftOn: Day | null }
type CalendarShown = {
  calendar: { id: number; name: string; isDefault: boolean }
  years: AcademicYear[]
  year: AcademicYear
  dates: DateRow[]
  holidays: Day[]
  terms: { fromOn: Day; note: string | null; days: number }[]
  schools: School[]
  keeps: boolean
  warning: Child
  history: Child
}

export function CalendarPage(shown: CalendarShown) {
  const { calendar, years, year, dates, holidays, keeps } = shown
  const address = (one: AcademicYear) => `/calendars/${calendar.id}?year=${yearName(one)}`
  return (
    <Page title={calendar.name} up={{ href: '/calendars', says: 'Term dates' }}>
      {calendar.isDefault && (
        <Lead>The alliance’s own calendar: it holds for every school without its own.</Lead>
      )}
      {shown.warning}
      {keeps && (
        <Deeds>
          <ButtonLink to={`/calendars/${calendar.id}/dates/new`}>Add a date</ButtonLink>
          <ButtonLink to={`/calendars/${calendar.id}/correct`} kind="secondary">
            Name and schools
          </ButtonLink>
        </Deeds>
      )}
      {years.length > 0 && (
        <Siblings
          label="School years"
          pages={years.map((one) => ({ href: address(one), says: yearName(one) }))}
          current={address(year)}
        />
      )}
      <Section title={yearName(year)}>
        <SchoolDays terms={shown.terms} />
        <Table of={datesListing(keeps)} rows={dates} hideCaption />
        {holidays.length > 0 && (
          <Details summary={`${holidays.length} bank holidays`}>
            <Bullets items={holidays.map(inShort)} />
          </Details>
        )}
      </Section>
      <SchoolsOf schools={shown.schools} isDefault={calendar.isDefault} />
      {shown.history}
    </Page>
  )
}

function SchoolDays({ terms }: Pick<CalendarShown, 'terms'>) {
  if (terms.length === 0) return null
  const total = terms.reduce((sum, { days }) => sum + days, 0)
  const each = terms.map(({ fromOn, note, days }) => `${note ?? `the term from ${inWords(fromOn)}`} ${days}`)
  return (
    <Text>
      <strong>{total} school days</strong>: {each.join(', ')}. Weekends, bank holidays, half-terms, INSET days
      and closures are not counted.
    </Text>
  )
}

function SchoolsOf({ schools, isDefault }: { schools: School[]; isDefault: boolean }) {
  if (isDefault && schools.length === 0) return null
  return (
    <Section title="Schools that use it">
      {schools.length === 0 ? (
        <Text>No school uses it yet.</Text>
      ) : (
        <Bullets
          items={schools.map(({ id, name, leftOn }) => (
            <Link to={`/members/${id}`}>{leftOn ? `${name} (left ${leftOn.slice(0, 4)})` : name}</Link>
          ))}
        />
      )}
    </Section>
  )
}

type FormPageProps = {
  form: Parameters<typeof FormFor>[0]['form']
  answers: Answers
  title: string
  up: string
  remove?: string
}

export const CalendarFormPage = ({ remove, ...asked }: FormPageProps) => (
  <FormPage {...asked}>
    {remove && (
      <PressButton
        action={remove}
        name="form-version"
        value={String(asked.answers.version ?? 0)}
        says="Remove this date"
        quiet
      />
    )}
  </FormPage>
)
