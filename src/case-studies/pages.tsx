import type { Child } from 'hono/jsx'
import { inShort, inWords } from '../platform/day.ts'
import {
  academicYear,
  dayField,
  form,
  longText,
  optional,
  pick,
  type RowOptions,
  search,
  text,
} from '../platform/form.ts'
import { ListPage } from '../platform/list-page.tsx'
import { type Insert, Markdown } from '../platform/markdown.tsx'
import { Page } from '../platform/page.tsx'
import { ButtonLink, Deeds, Facts, Inset, Link, Section, Small } from '../platform/parts.tsx'
import type { Listing } from '../platform/table.tsx'
import type { ListShown } from '../platform/web.tsx'
import { cohortNamedBy, type FiguresTold, readingInWords } from '../reading/told.ts'
import type { CaseStudyFilled } from './actions.ts'
import type { CaseStudyFilter, CaseStudyRow } from './queries.ts'
import { inParts, type PartName, parts } from './rules.ts'

export const caseStudyFilter = form<CaseStudyFilter>({
  words: optional(search('Search', { hint: 'A title, school, group or any words' })),
  year: optional(academicYear('Academic year', { ask: '', hint: 'Like 2017-18' })),
})

/** Together the parts stay within what is read as Markdown. */
const MOST_IN_A_PART = 12_000

const told = (label: string, hint: string) =>
  optional(longText(label, { ask: '', hint, max: MOST_IN_A_PART, rows: 10 }))

export const caseStudyForm = (schools: RowOptions, groups: RowOptions) =>
  form<CaseStudyFilled>({
    title: text('Title', { ask: 'Enter the title' }),
    membershipId: optional(
      pick('School', schools, {
        ask: 'Select the school',
        hint: 'If it tells of one school',
        empty: 'No one school',
      }),
    ),
    groupId: optional(
      pick('Group', groups, { ask: 'Select the group', hint: 'The group it came from', empty: 'None' }),
    ),
    publishedOn: dayField('Date it was published', {
      ask: 'Enter the date it was published',
      hint: 'Like 27/3/2018',
      from: 1990,
    }),
    theoryOfAction: optional(
      longText('Theory of action', { ask: '', hint: 'If we …, then …', max: 2_000, rows: 3 }),
    ),
    issue: told(
      parts.issue,
      'What was to be put right. In each part a blank line begins a paragraph, and **stars** make words bold',
    ),
    done: told(parts.done, 'What the school or group did about it. Name no pupil'),
    impact: told(
      parts.impact,
      'What came of it. {{reading:readers-2017}} sets in what that reading cohort gained, worked out from its tests',
    ),
  })

/** The case study as its form asks for it: what stands before the parts is told with the first. */
export function asFilled(study: CaseStudyRow) {
  const { before, issue, ...rest } = inParts(study.body)
  return { ...study, ...rest, issue: [before, issue].filter(Boolean).join('\n\n') }
}

export const caseStudies: Listing<CaseStudyRow> = {
  caption: 'Case studies',
  empty: 'No case studies match. Case studies appear here when the office records or imports them.',
  columns: [
    {
      title: 'Title',
      sort: 'title',
      show: ({ id, title }) => <Link to={`/case-studies/${id}`}>{title}</Link>,
      csv: ({ title }) => title,
    },
    { title: 'School', sort: 'school', show: ({ school }) => school },
    { title: 'Group', sort: 'group', show: ({ group }) => group },
    {
      title: 'Published',
      sort: 'on',
      show: ({ publishedOn }) => inShort(publishedOn),
      csv: ({ publishedOn }) => publishedOn,
    },
  ],
}

export function CaseStudiesPage({ keeps, ...shown }: ListShown<CaseStudyRow> & { keeps: boolean }) {
  return (
    <ListPage
      title="Case studies"
      lead="What schools tried and what came of it: the issue, what was done, the impact."
      of={caseStudies}
      filter={caseStudyFilter}
      shown={shown}
      noun={['case study', 'case studies']}
      add={keeps && { href: '/case-studies/new', says: 'Write a case study' }}
    />
  )
}

type CaseStudyProps = {
  study: CaseStudyRow
  cohorts: Map<string, FiguresTold>
  /** Whether the reader may open the cohorts behind the figures. */
  opensReading: boolean
  keeps: boolean
  history: Child
}

export function CaseStudyPage({ study, cohorts, opensReading, keeps, history }: CaseStudyProps) {
  const { before, ...text } = inParts(study.body)
  const insert: Insert = (name) => {
    const figures = cohorts.get(cohortNamedBy(name) ?? '')
    return figures && readingInWords(name, figures)
  }
  return (
    <Page title={study.title} up={{ href: '/case-studies', says: 'Case studies' }}>
      <Facts
        facts={[
          study.school !== null && { is: 'School', says: study.school },
          study.group !== null && { is: 'Group', says: study.group },
          { is: 'Published', says: inWords(study.publishedOn) },
        ]}
      />
      {keeps && (
        <Deeds>
          <ButtonLink to={`/case-studies/${study.id}/correct`} kind="secondary">
            Correct this
          </ButtonLink>
        </Deeds>
      )}
      {study.theoryOfAction && <Inset>{study.theoryOfAction}</Inset>}
      {before && <Markdown text={before} insert={insert} under={1} />}
      {(Object.keys(parts) as PartName[]).map(
        (name) =>
          text[name] && (
            <Section title={parts[name]} id={name}>
              <Markdown text={text[name]} insert={insert} />
              {name === 'impact' && cohorts.size > 0 && (
                <Behind cohorts={[...cohorts.keys()]} opens={opensReading} />
              )}
            </Section>
          ),
      )}
      {history}
    </Page>
  )
}

const Behind = ({ cohorts, opens }: { cohorts: string[]; opens: boolean }) => (
  <Small>
    Worked out from the reading tests of{' '}
    {cohorts.map((cohort, i) => (
      <>
        {i > 0 && ', '}
        {opens ? <Link to={`/reading/${encodeURIComponent(cohort)}`}>{cohort}</Link> : cohort}
      </>
    ))}
    . A gain of exactly twelve months is not more than a year.
  </Small>
)
