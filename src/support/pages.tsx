import { type AcademicYear, inDays, yearName } from '../platform/day.ts'
import type { Need } from '../platform/need.ts'
import { Page } from '../platform/page.tsx'
import {
  ButtonLink,
  Choices,
  Deeds,
  Figure,
  Figures,
  Lead,
  NextSteps,
  Section,
  Text,
} from '../platform/parts.tsx'
import { type Listing, Table } from '../platform/table.tsx'
import type { Balance, Totals } from './queries.ts'
import { unlessFew } from './rules.ts'

const balanceTable: Listing<Balance> = {
  caption: 'Days given and received through SSIG',
  empty: 'Nothing was given or received.',
  whole: true,
  columns: [
    { title: 'School and year', show: ({ school, year }) => `${school}, ${yearName(year)}` },
    { title: 'Given', numeric: true, show: ({ given }) => inDays(given) },
    { title: 'Received', numeric: true, show: ({ received }) => inDays(received) },
  ],
}

type SupportProps = {
  year: AcademicYear
  asks: boolean
  needs: Need[] | null
  balances: Balance[]
  totals: Totals
  places: { href: string; title: string; says: string }[]
}

/** Where support between schools begins: to ask for it, what waits, one’s own balance, and what all do together. */
export function SupportPage({ year, asks, needs, balances, totals, places }: SupportProps) {
  return (
    <Page title="Support">
      <Lead>
        Schools help one another. Whoever needs something asks SSIG, the Supporting School Improvement Group,
        first; it finds a colleague of another school who is good at it.
      </Lead>
      {asks && (
        <Deeds>
          <ButtonLink to="/support/deployments/new">Ask for support</ButtonLink>
        </Deeds>
      )}
      {needs && (
        <Section title="What waits for you">
          <NextSteps steps={needs} none="Nothing waits for you here." />
        </Section>
      )}
      {places.length > 0 && (
        <Section title="Where to go">
          <Choices inSection items={places} />
        </Section>
      )}
      {balances.length > 0 && (
        <Section title="Your own balance" id="balance">
          <Text>No other school sees this, and nobody is ranked by it.</Text>
          <Table of={balanceTable} rows={balances} hideCaption />
        </Section>
      )}
      <Section title={`The alliance in ${yearName(year)}`} id="totals">
        <Figures>
          <Figure
            value={unlessFew(inDays(totals.halfDays), Math.min(totals.supporting, totals.supported))}
            of="given through SSIG"
          />
          <Figure
            value={unlessFew(String(totals.supported), totals.supported).replace(' schools', '')}
            of="schools supported"
          />
          <Figure value={unlessFew(String(totals.requests), totals.asking)} of="requests open now" />
        </Figures>
        <Text>A number that fewer than three schools stand behind is not shown.</Text>
      </Section>
    </Page>
  )
}
