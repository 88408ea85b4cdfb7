import { ChartFigure } from '../../platform/chart.tsx'
import { inWords } from '../../platform/day.ts'
import { inPounds } from '../../platform/money.ts'
import { Page } from '../../platform/page.tsx'
import { ButtonLink, Deeds, Lead, Link, Section, Siblings, Small } from '../../platform/parts.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import { addressed } from '../books/rules.ts'
import { spendingChart } from './chart.ts'
import { type FundReport, nameOfYear } from './report.ts'
import type { FundLine } from './rules.ts'
import { MEANING, summary } from './words.ts'

const hrefOf = (year: number, academic: boolean) =>
  `/subscriptions/fund?year=${nameOfYear(year)}${academic ? '&by=academic' : ''}`

type Opens = (line: FundLine) => string | null

const fundList = (caption: string, { name, nameBefore }: FundReport, opens: Opens): Listing<FundLine> => ({
  caption,
  empty: 'Nothing is in the books of these two years.',
  whole: true,
  columns: [
    {
      title: 'What',
      show: (line) => {
        const href = opens(line)
        const says = line.sum ? <strong>{line.says}</strong> : line.says
        return href ? <Link to={href}>{says}</Link> : says
      },
      csv: ({ says }) => says,
    },
    {
      title: name,
      numeric: true,
      show: ({ now }) => inPounds(now),
      csv: ({ now }) => (now / 100).toFixed(2),
    },
    {
      title: nameBefore,
      numeric: true,
      show: ({ before }) => inPounds(before),
      csv: ({ before }) => (before / 100).toFixed(2),
    },
  ],
})

export const fundCsv = (report: FundReport) => fundList('Fund report', report, () => null)

/** `opensBooks`: the reader may open the accounts that a line is added up from. */
export function FundPage({ report, opensBooks }: { report: FundReport; opensBooks: boolean }) {
  const { lines, span, says, year, years, academic, today } = report
  const files = `?year=${report.name}${academic ? '&by=academic' : ''}`
  const inYear: Opens = ({ account }) =>
    opensBooks && account
      ? `/subscriptions/books/${addressed(account)}?from=${span.from}&to=${span.to}`
      : null
  const atEnd: Opens = ({ account }) =>
    opensBooks && account ? `/subscriptions/books/${addressed(account)}?to=${span.to}` : null
  const end = span.to >= today ? today : span.to
  return (
    <Page title={`Fund report: ${says}`} up={{ href: '/subscriptions', says: 'Subscription' }} wide>
      <Lead>{summary(report)}</Lead>
      <Siblings
        label="Which year"
        pages={[
          { href: hrefOf(year, false), says: 'Financial year' },
          { href: hrefOf(year, true), says: 'Academic year' },
        ]}
        current={hrefOf(year, academic)}
      />
      {years.length > 1 && (
        <Siblings
          label="Years"
          pages={years.map((one) => ({ href: hrefOf(one, academic), says: nameOfYear(one) }))}
          current={hrefOf(year, academic)}
        />
      )}
      <Section title="Income, spending and reserve">
        <Table
          of={fundList('Income, spending and reserve', report, inYear)}
          rows={lines.accounts}
          hideCaption
        />
      </Section>
      <Section title={`Where the reserve stands on ${inWords(end)}`}>
        <Table of={fundList('Where the reserve stands', report, atEnd)} rows={lines.position} hideCaption />
      </Section>
      <Section title="What it was spent on">
        <ChartFigure chart={spendingChart(report)} />
        <Small>{MEANING}</Small>
      </Section>
      <Deeds>
        <ButtonLink to={`/subscriptions/fund/pdf${files}`} kind="secondary">
          PDF for the board
        </ButtonLink>
        <ButtonLink to={`/subscriptions/fund${files}&format=csv`} kind="secondary">
          Download as CSV
        </ButtonLink>
      </Deeds>
    </Page>
  )
}
