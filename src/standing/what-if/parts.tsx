import { standings as standingsSaid } from '../../agreement/finding.ts'
import { ChartFigure, type Comparison } from '../../platform/chart.tsx'
import { type AcademicYear, yearName } from '../../platform/day.ts'
import { Bullets, Text } from '../../platform/parts.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import { listed } from '../rules.ts'
import type { Side, Told } from '../totals.ts'
import type { YearCompared } from './queries.ts'
import { type Compared, changes } from './rules.ts'
import { type ComparedTold, exactly, saidOf, schoolsTold, sideTold } from './told.ts'

/** A clause in a year: how many schools stand where, and where they would. */
export type Row = ComparedTold & { year: AcademicYear }

/** Clause by clause, each with its years, the latest first, as `tell` tells them. */
export function rowsOf(years: YearCompared[], tell: (compared: Compared) => ComparedTold): Row[] {
  const rows = years.flatMap(({ year, compared }) => compared.map((one) => ({ ...tell(one), year })))
  const order = [...new Set(rows.map(({ clause }) => clause.promiseId))]
  return order.flatMap((promiseId) => rows.filter(({ clause }) => clause.promiseId === promiseId))
}

const from = (was: string, becomes: string) => (was === becomes ? was : `${was} → ${becomes}`)

const sideColumn = (title: string, side: Side): Listing<Row>['columns'][number] => ({
  title,
  numeric: true,
  show: ({ was, becomes }) => from(sideTold(was, side), sideTold(becomes, side)),
})

const listing: Listing<Row> = {
  caption: 'How many schools stand where, and where they would',
  empty: 'No clause of these years leans on it.',
  columns: [
    { title: 'Clause', show: ({ clause }) => `Clause ${clause.number}` },
    { title: 'Year', show: ({ year }) => yearName(year) },
    {
      title: 'Schools',
      numeric: true,
      show: ({ was, becomes }) => from(schoolsTold(was), schoolsTold(becomes)),
    },
    sideColumn('Met', 'kept'),
    sideColumn('At risk', 'at risk'),
    sideColumn('Not kept', 'broken'),
    sideColumn('Not yet due', 'not yet'),
  ],
}

type ComparedProps = { rows: Row[]; caption?: string }

/** Totals before and after, clause by clause; no school is named. */
export const ComparedTable = ({ rows, caption }: ComparedProps) => (
  <Table of={{ ...listing, ...(caption ? { caption } : {}) }} rows={rows} />
)

/** The same as a file: each count in a column of its own. */
export const comparedFile: Listing<Row> = {
  ...listing,
  columns: [
    { title: 'Year', show: ({ year }) => yearName(year) },
    { title: 'Clause', show: ({ clause }) => clause.number },
    { title: 'Schools', show: ({ becomes }) => schoolsTold(becomes) },
    { title: 'Met', show: ({ was }) => sideTold(was, 'kept') },
    { title: 'Would have met', show: ({ becomes }) => sideTold(becomes, 'kept') },
    { title: 'At risk', show: ({ was }) => sideTold(was, 'at risk') },
    { title: 'Would have been at risk', show: ({ becomes }) => sideTold(becomes, 'at risk') },
    { title: 'Not kept', show: ({ was }) => sideTold(was, 'broken') },
    { title: 'Would not have kept', show: ({ becomes }) => sideTold(becomes, 'broken') },
  ],
}

export const ComparedSentences = ({ rows }: ComparedProps) => (
  <Bullets items={rows.map((row) => saidOf(row, row.year))} />
)

/** Only a number that is told as it is has a length. */
const lengthOf = (told: Told | null) => (told?.counts?.kept.is === 'exact' ? told.counts.kept.schools : null)

export const chartOf = (rows: Row[]): Comparison => ({
  kind: 'bars',
  id: 'what-if',
  title: 'Schools that met each clause, and that would have',
  labels: 'Clause and year',
  unit: ['school', 'schools'],
  series: ['As it was agreed', 'Had it been so'],
  missing: 'not drawn',
  empty: 'None of these numbers is told exactly, so there is nothing to draw.',
  rows: rows.map(({ year, clause, was, becomes }) => ({
    label: `Clause ${clause.number}, ${yearName(year)}`,
    values: [lengthOf(was), lengthOf(becomes)],
  })),
})

export const ComparedChart = ({ rows }: ComparedProps) => <ChartFigure chart={chartOf(rows)} />

/** What saving would change, in a sentence before the table: for the office, which alone saves. */
export function Preview({ years, none }: { years: YearCompared[]; none: string }) {
  const rows = rowsOf(years, exactly)
  if (rows.length === 0) return <Text>{none}</Text>
  const moved = years.map(({ year, compared }) => `${yearName(year)}: ${movedInWords(compared)}`)
  return (
    <>
      <Bullets items={moved} />
      <ComparedTable rows={rows} />
    </>
  )
}

/** “6 standings would change, on clauses 6 and 21.” */
function movedInWords(compared: Compared[]): string {
  const touched = compared.filter((one) => changes(one) > 0)
  const many = touched.reduce((sum, one) => sum + changes(one), 0)
  if (many === 0) return 'no school would stand elsewhere than it does.'
  const clauses = listed(touched.map(({ clause }) => clause.number))
  const standings = many === 1 ? '1 standing' : `${many} standings`
  return `${standings} would change, on ${touched.length === 1 ? 'clause' : 'clauses'} ${clauses}.`
}

export type OwnRow = { year: AcademicYear; school: string; clause: string } & Pick<
  Compared['schools'][number],
  'was' | 'becomes'
>

const own: Listing<OwnRow> = {
  caption: 'Your own school',
  empty: 'Your school was no member in these years.',
  columns: [
    { title: 'Year', show: ({ year }) => yearName(year) },
    { title: 'School', show: ({ school }) => school },
    { title: 'Clause', show: ({ clause }) => clause },
    { title: 'Stood', show: ({ was }) => standingsSaid[was] },
    { title: 'Would have stood', show: ({ becomes }) => standingsSaid[becomes] },
  ],
}

export const OwnTable = ({ rows }: { rows: OwnRow[] }) => <Table of={own} rows={rows} hideCaption />
