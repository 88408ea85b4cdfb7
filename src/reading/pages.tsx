import { ChartFigure } from '../platform/chart.tsx'
import { inShort, inWords } from '../platform/day.ts'
import { academicYear, form, optional, search } from '../platform/form.ts'
import { ListPage } from '../platform/list-page.tsx'
import { Page } from '../platform/page.tsx'
import { Bullets, ButtonLink, Deeds, Facts, Lead, Link, Section, Text } from '../platform/parts.tsx'
import type { Listing } from '../platform/table.tsx'
import type { ListShown } from '../platform/web.tsx'
import type { Who } from '../platform/who.ts'
import type { CohortFilter, CohortRow } from './queries.ts'
import { LEAST_WEEKS, leftOutReasons, readsWhole } from './rules.ts'
import { type FiguresTold, figureInWords, impactInWords, shareInWords, withoutSmall } from './told.ts'

export const cohortFilter = form<CohortFilter>({
  words: optional(search('Search', { hint: 'A cohort or a school' })),
  year: optional(academicYear('Academic year', { ask: '', hint: 'Like 2017-18' })),
})

/** A cohort’s figures as this person may read them. */
export const figuresFor = (who: Who, row: CohortRow): FiguresTold =>
  readsWhole(who, row.schools) ? row : withoutSmall(row)

const schoolsOf = ({ schools }: CohortRow) => schools.map(({ name }) => name).join(', ')
export const addressOf = ({ cohort }: { cohort: string }) => `/reading/${encodeURIComponent(cohort)}`

export const cohorts = (who: Who): Listing<CohortRow> => {
  const told = (row: CohortRow) => figuresFor(who, row)
  return {
    caption: 'Reading cohorts',
    empty: 'No cohorts match. They appear here when the office records or imports reading tests.',
    columns: [
      {
        title: 'Cohort',
        sort: 'cohort',
        show: (row) => <Link to={addressOf(row)}>{row.cohort}</Link>,
        csv: ({ cohort }) => cohort,
      },
      { title: 'Schools', show: schoolsOf },
      {
        title: 'First test',
        sort: 'began',
        show: ({ began }) => inShort(began),
        csv: ({ began }) => began,
      },
      { title: 'Chosen', numeric: true, show: (row) => figureInWords(told(row).selected) },
      { title: 'Tested twice', numeric: true, show: (row) => figureInWords(told(row).matched) },
      { title: 'Over a year', numeric: true, show: (row) => figureInWords(told(row).overAYear) },
      { title: 'Of those tested twice', numeric: true, show: (row) => shareInWords(told(row).percent) },
    ],
  }
}

type CohortsProps = ListShown<CohortRow> & { of: Listing<CohortRow>; keeps: boolean }

export function CohortsPage({ of, keeps, ...shown }: CohortsProps) {
  return (
    <ListPage
      title="Reading"
      lead="What pupils gained in reading age in each cohort of a reading scheme."
      of={of}
      filter={cohortFilter}
      shown={shown}
      noun={['cohort', 'cohorts']}
      add={keeps && { href: '/reading/tests/new', says: 'Record a test' }}
    />
  )
}

type CohortProps = { cohort: CohortRow; figures: FiguresTold; opens: boolean }

export function CohortPage({ cohort, figures, opens }: CohortProps) {
  return (
    <Page title={cohort.cohort} up={{ href: '/reading', says: 'Reading' }}>
      <Lead>{impactInWords(figures)}</Lead>
      <Facts
        facts={[
          { is: 'Schools', says: schoolsOf(cohort) },
          { is: 'Tests', says: `${inWords(cohort.began)} to ${inWords(cohort.ended)}` },
          { is: 'Pupils chosen', says: figureInWords(figures.selected) },
          { is: 'Tested at both points', says: figureInWords(figures.matched) },
          { is: 'At the test’s ceiling both times', says: figureInWords(figures.ceiling) },
          { is: 'Gained more than twelve months', says: figureInWords(figures.overAYear) },
          { is: 'Of those tested at both points', says: shareInWords(figures.percent) },
          { is: 'Of those chosen', says: shareInWords(figures.percentOfSelected) },
          { is: 'Left out', says: <LeftOut figures={figures} /> },
        ]}
      />
      {opens && (
        <Deeds>
          <ButtonLink to={`${addressOf(cohort)}/pupils`}>Open the pupils’ results</ButtonLink>
        </Deeds>
      )}
      <Section title="Pupil by pupil, without names">
        <Gains of={cohort.cohort} figures={figures} />
      </Section>
      <Definition />
    </Page>
  )
}

const Gains = ({ of, figures: { gains } }: { of: string; figures: FiguresTold }) =>
  gains === 'hidden' ? (
    <Text>Fewer than ten pupils were tested at both points, so there is no picture of them.</Text>
  ) : (
    <ChartFigure
      chart={{
        kind: 'strip',
        id: 'gains',
        title: `Reading age gained: ${of}`,
        unit: ['month', 'months'],
        measure: 'Reading age gained',
        dots: ['pupil', 'pupils'],
        values: gains,
        mark: { at: 12, label: 'Twelve months' },
        empty: 'Nobody has been tested at both points yet.',
      }}
    />
  )

const LeftOut = ({ figures: { leftOut } }: { figures: FiguresTold }) =>
  leftOut.length === 0 ? (
    'Nobody'
  ) : (
    <Bullets items={leftOut.map(({ why, pupils }) => `${figureInWords(pupils)} ${leftOutReasons[why]}`)} />
  )

const Definition = () => (
  <Section title="How this is counted">
    <Bullets
      items={[
        'More than a year means a gain of more than twelve months of reading age. Exactly twelve is not more.',
        'A pupil’s gain is taken from the first day of testing in the cohort to the last, with the test sat on both.',
        `Left out are pupils without two results, with a different test at each end, or with tests less than ${LEAST_WEEKS} weeks apart.`,
        'Pupils at 16:06 both times cannot show a gain: they are among those tested at both points, and told separately.',
        'Ages, and the time between tests, are in completed months from date to date.',
        'A cohort belongs to the academic year of its first test.',
        'One pupil’s reading age moves from test to test for many reasons, and nothing here shows what caused a gain.',
      ]}
    />
  </Section>
)
