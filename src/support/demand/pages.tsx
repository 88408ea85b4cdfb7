import { type Chart, ChartFigure } from '../../platform/chart.tsx'
import { type AcademicYear, inDays, yearName } from '../../platform/day.ts'
import { Page } from '../../platform/page.tsx'
import { Figure, Figures, Inset, Lead, Link, Section, Siblings, Small, Text } from '../../platform/parts.tsx'
import { type Column, type Listing, Table } from '../../platform/table.tsx'
import type { Demand } from './queries.ts'
import { type AreaDemand, type SchoolBalance, type TermName, termNames } from './rules.ts'

const HERE = '/support/demand'
const BALANCE = `${HERE}/balance`

type YearsProps = { at: string; year: AcademicYear; years: AcademicYear[] }
const addressOf = (at: string, year: AcademicYear) => `${at}?year=${yearName(year)}`

const Years = ({ at, year, years }: YearsProps) => (
  <Siblings
    label="Academic years"
    pages={years.map((one) => ({ href: addressOf(at, one), says: yearName(one) }))}
    current={addressOf(at, year)}
  />
)

const Csv = ({ at, year }: Omit<YearsProps, 'years'>) => (
  <Small>
    <Link to={`${addressOf(at, year)}&format=csv`}>Download as CSV</Link>
  </Small>
)

const half = (halfDays: number) => halfDays / 2
type Of = (row: AreaDemand) => number

/** What is nought is left empty on the page, where it would hide what is not. */
const counted = (title: string, of: Of): Column<AreaDemand> => ({
  ...{ title, numeric: true, sparse: true, csv: of },
  show: (row) => of(row) || null,
})
const inHalfDays = (title: string, of: Of): Column<AreaDemand> => ({
  ...{ title, numeric: true, sparse: true, csv: (row: AreaDemand) => half(of(row)) },
  show: (row) => (of(row) > 0 ? inDays(of(row)) : null),
})
const inTerm = (term: TermName) => inHalfDays(term, ({ terms }) => terms[term])

export const areas: Listing<AreaDemand> = {
  caption: 'What is wanted and not matched, and what there is, by area',
  empty: 'Nothing is wanted in this year, and nobody is accepted as a practitioner yet.',
  plain: true,
  columns: [
    { title: 'Area', show: ({ area }) => area },
    counted('Waiting', ({ waiting }) => waiting),
    counted('Not answered in time', ({ unanswered }) => unanswered),
    counted('Declined', ({ declined }) => declined),
    ...termNames.map(inTerm),
    inHalfDays('Term not known', ({ otherwise }) => otherwise),
    inHalfDays('Wanted in all', ({ wanted }) => wanted),
    { title: 'Practitioners', numeric: true, show: ({ practitioners }) => practitioners },
    { title: 'Left to give', numeric: true, show: ({ left }) => inDays(left), csv: ({ left }) => half(left) },
  ],
}

const chartOf = (rows: AreaDemand[]): Chart => ({
  kind: 'bars',
  id: 'demand',
  title: 'Days wanted and days left to give, by area',
  unit: inDays,
  labels: 'Area',
  series: ['Wanted and not matched', 'Left to give'],
  rows: rows.map(({ area, wanted, left }) => ({ label: area, values: [wanted, left] })),
  summary: summaryOf(rows),
  empty: 'There is nothing to draw yet.',
})

function summaryOf(rows: AreaDemand[]): string {
  const short = rows.filter(({ wanted, left }) => wanted > left).map(({ area }) => area)
  if (rows.every(({ wanted }) => wanted === 0)) return 'Nothing that was asked for is without a match.'
  return short.length === 0
    ? 'In every area there are as many days left as are wanted.'
    : `More is wanted than is left in ${short.join(', ')}.`
}

type DemandProps = Demand & { year: AcademicYear; years: AcademicYear[]; office: boolean }

const requests = (count: number) => (count === 1 ? 'request' : 'requests')

/** What is wanted and what is there, by area and term. */
export function DemandPage({ areas: rows, calendarMissing, year, years, office }: DemandProps) {
  const sum = (of: (row: AreaDemand) => number) => rows.reduce((all, row) => all + of(row), 0)
  return (
    <Page title="Demand for support" wide up={{ href: '/support', says: 'Support' }}>
      <Lead>What schools asked for that nobody is chosen for, and what practitioners have left to give.</Lead>
      {office && (
        <Text>
          <Link to={addressOf(BALANCE, year)}>What each school gave and received</Link>
        </Text>
      )}
      <Years at={HERE} {...{ year, years }} />
      <Figures>
        <Figure
          value={String(sum(({ waiting }) => waiting))}
          of={`${requests(sum(({ waiting }) => waiting))} waiting for a match`}
          href="/support/deployments?state=open"
        />
        <Figure value={String(sum(({ unanswered }) => unanswered))} of="of them not answered in time" />
        <Figure
          value={String(sum(({ declined }) => declined))}
          of={`${requests(sum(({ declined }) => declined))} declined`}
        />
        <Figure value={inDays(sum(({ wanted }) => wanted))} of="wanted in all of these" />
      </Figures>
      {rows.length > 0 && <ChartFigure chart={chartOf(rows)} />}
      {calendarMissing && (
        <Inset>
          Some term dates of the alliance’s calendar are not here, so that the term of what is wanted then is
          not known.
        </Inset>
      )}
      <Section title="By area and term">
        <Table of={areas} rows={rows} hideCaption />
        {rows.length > 0 && <Csv at={HERE} year={year} />}
        <Text>
          Days stand in the term from which they are wanted. Somebody who can help in two areas counts in
          both, so that what is left does not add up to a total.
        </Text>
      </Section>
    </Page>
  )
}

export const schools: Listing<SchoolBalance> = {
  caption: 'What each school gave and received, by name',
  empty: 'No school was a member in this year.',
  plain: true,
  columns: [
    { title: 'School', show: ({ school }) => school },
    { title: 'Gave', numeric: true, show: ({ given }) => inDays(given), csv: ({ given }) => half(given) },
    {
      title: 'Received',
      numeric: true,
      show: ({ received }) => inDays(received),
      csv: ({ received }) => half(received),
    },
  ],
}

const picture = (rows: SchoolBalance[]): Chart => ({
  kind: 'bars',
  id: 'balance',
  title: 'Days given and received, by school',
  unit: inDays,
  labels: 'School',
  series: ['Gave', 'Received'],
  rows: rows.map(({ school, given, received }) => ({ label: school, values: [given, received] })),
  summary: `${inDays(rows.reduce((sum, { given }) => sum + given, 0))} given between the schools, in the order of their names.`,
})

type BalanceProps = { rows: SchoolBalance[]; year: AcademicYear; years: AcademicYear[] }

/** What each school gave and received, for the office. It stands in the order of names and in no other. */
export const BalancePage = ({ rows, year, years }: BalanceProps) => {
  const any = rows.some(({ given, received }) => given > 0 || received > 0)
  return (
    <Page title="Giving and receiving" up={{ href: HERE, says: 'Demand for support' }}>
      <Lead>
        Time that counts under clause 21, given and received. Schools stand in the order of their names; they
        are not compared (clause 18). Only the office sees this.
      </Lead>
      <Years at={BALANCE} {...{ year, years }} />
      {any ? (
        <>
          <ChartFigure chart={picture(rows)} />
          <Csv at={BALANCE} year={year} />
        </>
      ) : (
        <Text>No support that counts was given in this year yet.</Text>
      )}
    </Page>
  )
}
