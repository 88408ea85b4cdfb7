import type { Child } from 'hono/jsx'
import { type AcademicYear, inShort, yearName } from '../platform/day.ts'
import { type Answers, form, optional, pick, type RowOptions, search, select } from '../platform/form.ts'
import { Page } from '../platform/page.tsx'
import {
  Bullets,
  ButtonLink,
  Deeds,
  Details,
  Lead,
  Link,
  LinkList,
  Section,
  Siblings,
  Tag,
  Text,
} from '../platform/parts.tsx'
import { FilterFor } from '../platform/questions.tsx'
import { type Listing, Table } from '../platform/table.tsx'
import { byMonth, type Dated, type YearFilter, type YearKind, yearKinds } from './year.ts'

/** The year stands in the address too, and a filter keeps it. */
export type YearAsked = YearFilter & { year: string }

export const yearFilter = (groups: RowOptions, years: AcademicYear[]) =>
  form<YearAsked>({
    year: select('Academic year', Object.fromEntries(years.map((one) => [yearName(one), yearName(one)])), {
      ask: 'Choose a year from the list',
      empty: 'This year',
    }),
    kind: optional(select('Kind', yearKinds, { ask: 'Choose a kind from the list' })),
    group: optional(pick('Meetings of', groups, { ask: 'Choose a group from the list' })),
    words: optional(search('Search', { hint: 'A title, school, group or place' })),
  })

const tones: Partial<Record<YearKind, 'calm' | 'good' | 'due'>> = {
  meeting: 'good',
  course: 'calm',
  conference: 'calm',
  'bank holiday': 'due',
  'half-term': 'due',
  closure: 'due',
}

const MOST_NAMED = 4
const shortly = (names: string[]) =>
  names.length <= MOST_NAMED ? names.join(', ') : `${names.length} schools: ${names.slice(0, 2).join(', ')} …`

const times = ({ starts, ends }: Dated) => (starts && ends ? `${starts} to ${ends}` : (starts ?? ''))
const days = ({ from, to }: Dated) => (to === from ? inShort(from) : `${inShort(from)} to ${inShort(to)}`)

export const dated = (caption: string): Listing<Dated> => ({
  caption,
  empty: 'Nothing is dated here.',
  plain: true,
  columns: [
    {
      title: 'What',
      show: ({ says, href }) => (href ? <Link to={href}>{says}</Link> : says),
      csv: ({ says }) => says,
    },
    { title: 'When', show: (one) => <When of={one} />, csv: ({ from }) => from },
    { title: 'Kind', show: ({ kind }) => <KindTag of={kind} />, csv: ({ kind }) => yearKinds[kind] },
    { title: 'For', show: ({ whom }) => shortly(whom), csv: ({ whom }) => whom.join('; ') },
    { title: 'Place', sparse: true, show: ({ place }) => place },
  ],
})

/** In the file a thing’s last day and its times have columns of their own. */
export const datedFile: Listing<Dated> = {
  ...dated('The year'),
  columns: dated('').columns.flatMap((column) =>
    column.title === 'When'
      ? [
          { title: 'From', show: ({ from }: Dated) => from },
          { title: 'To', show: ({ to }: Dated) => to },
          { title: 'Start', show: ({ starts }: Dated) => starts },
          { title: 'End', show: ({ ends }: Dated) => ends },
        ]
      : [column],
  ),
}

const When = ({ of }: { of: Dated }) => (
  <>
    {days(of)}
    {times(of) && `, ${times(of)}`}
  </>
)
const KindTag = ({ of }: { of: YearKind }) => <Tag says={yearKinds[of]} tone={tones[of] ?? 'quiet'} />

const monthWritten = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' })
const monthInWords = (month: string) => monthWritten.format(new Date(`${month}-01`))

type YearProps = {
  year: AcademicYear
  years: AcademicYear[]
  rows: Dated[]
  filter: ReturnType<typeof yearFilter>
  answers: Answers
  /** The address of this page’s rows as a file. */
  csv: string
  plans: boolean
  unknown: Child[]
}

export function YearPage({ year, years, rows, filter, answers, csv, plans, unknown }: YearProps) {
  const months = byMonth(rows)
  return (
    <Page title={`The year ${yearName(year)}`} up={{ href: '/meetings', says: 'Meetings' }} wide>
      <Lead>
        All that is dated: meetings, courses, each school’s terms and free days, bank holidays and faith days.
      </Lead>
      {plans && (
        <Deeds>
          <ButtonLink to="/planning/new">Plan meetings</ButtonLink>
          <ButtonLink to="/planning/clashes" kind="secondary">
            What clashes
          </ButtonLink>
        </Deeds>
      )}
      <Siblings
        label="Academic years"
        pages={years.map((one) => ({ href: `/planning?year=${yearName(one)}`, says: yearName(one) }))}
        current={`/planning?year=${yearName(year)}`}
      />
      <FilterFor form={filter} answers={answers} />
      {unknown.length > 0 && (
        <Details summary="What this year does not know yet">
          <Bullets items={unknown} />
        </Details>
      )}
      {months.length === 0 && <Text>Nothing that is dated in this year matches.</Text>}
      {months.length > 2 && (
        <LinkList links={months.map(({ month }) => ({ href: `#m${month}`, says: monthInWords(month) }))} />
      )}
      {months.map(({ month, rows: those }) => (
        <Section title={monthInWords(month)} id={`m${month}`}>
          <Table of={dated(monthInWords(month))} rows={those} hideCaption />
        </Section>
      ))}
      {rows.length > 0 && (
        <Text>
          {rows.length} {rows.length === 1 ? 'thing' : 'things'} · <Link to={csv}>Download as CSV</Link>
        </Text>
      )}
      <Text>
        Muslim days go by the moon and may fall a day earlier or later; Hindu and Buddhist days differ by a
        day from place to place. Ask those who keep them.
      </Text>
    </Page>
  )
}
