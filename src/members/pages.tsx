import { type Chart, ChartFigure } from '../platform/chart.tsx'
import { type AcademicYear, type Day, inShort, inWords, lastDay, yearName } from '../platform/day.ts'
import type { Form } from '../platform/form.ts'
import { Page } from '../platform/page.tsx'
import { ButtonLink, Choices, Deeds, Lead, Link, Tag, Text } from '../platform/parts.tsx'
import { FilterFor } from '../platform/questions.tsx'
import { type Listing, Pager, Table } from '../platform/table.tsx'
import type { ListShown } from '../platform/web.tsx'
import type { MemberFilter, MemberRow } from './queries.ts'
import { type Standing, standingOn } from './rules.ts'

const standings: Record<Standing, { says: string; tone: 'good' | 'calm' | 'quiet' }> = {
  member: { says: 'Member', tone: 'good' },
  past: { says: 'Left', tone: 'quiet' },
  coming: { says: 'Joining', tone: 'calm' },
}

export const StandingTag = (props: { joinedOn: Day; leftOn: Day | null; on: Day }) => (
  <Tag {...standings[standingOn(props, props.on)]} />
)

export const memberListing: Listing<MemberRow> = {
  caption: 'Member schools',
  empty:
    'No schools match. Schools appear here when the office adds them, or imports a year of records with schools.csv.',
  columns: [
    {
      title: 'School',
      sort: 'name',
      show: ({ id, name }) => <Link to={`/members/${id}`}>{name}</Link>,
      csv: ({ name }) => name,
    },
    { title: 'URN', show: ({ urn }) => urn },
    { title: 'Type', sort: 'type', show: ({ type }) => type },
    {
      title: 'Trust',
      sort: 'trust',
      show: ({ trust, trustId }) => (trust ? <Link to={`/trusts/${trustId}`}>{trust}</Link> : ''),
      csv: ({ trust }) => trust,
    },
    {
      title: 'Joined',
      sort: 'joined',
      show: ({ joinedOn }) => inShort(joinedOn),
      csv: ({ joinedOn }) => joinedOn,
    },
    {
      title: 'Left',
      sort: 'left',
      show: ({ leftOn }) => leftOn && inShort(leftOn),
      csv: ({ leftOn }) => leftOn,
    },
  ],
}

type MembersProps = ListShown<MemberRow> & {
  form: Form<MemberFilter>
  keeps: boolean
  on: Day
  today: Day
  members: number
}

const schools = (count: number) => `${count} ${count === 1 ? 'school' : 'schools'}`

/** “24 schools are members today”, or how many were or will be on another day. */
function countInWords({ on, today, members }: Pick<MembersProps, 'on' | 'today' | 'members'>): string {
  if (on === today) return `${schools(members)} ${members === 1 ? 'is a member' : 'are members'} today.`
  const was = on > today ? 'will be' : members === 1 ? 'was' : 'were'
  return `${schools(members)} ${was} ${members === 1 ? 'a member' : 'members'} on ${inWords(on)}.`
}

export function MembersPage({ keeps, form, on, today, members, ...shown }: MembersProps) {
  return (
    <Page title="Member schools" wide>
      <Lead>
        {countInWords({ on, today, members })} <Link to="/members/growth">How the alliance has grown</Link>
      </Lead>
      {keeps && (
        <Deeds>
          <ButtonLink to="/members/new">Add a school</ButtonLink>
          <ButtonLink to="/register" kind="secondary">
            National register
          </ButtonLink>
        </Deeds>
      )}
      <FilterFor form={form} answers={shown.answers} />
      <Table of={memberListing} rows={shown.rows} order={shown.order} query={shown.query} hideCaption />
      <Pager {...shown} noun="memberships" />
      <Choices
        items={[
          { href: '/trusts', title: 'Trusts', says: 'Which schools each academy trust runs.' },
          {
            href: '/organisations',
            title: 'Other organisations',
            says: 'The authority, the office and the partners.',
          },
          {
            href: '/calendars',
            title: 'Term dates',
            says: 'When schools are open, and counting school days.',
          },
        ]}
      />
    </Page>
  )
}

type YearCount = { year: AcademicYear; on: Day; members: number }

const growthChart = (counts: YearCount[]): Chart => ({
  kind: 'columns',
  id: 'growth',
  title: 'Members by academic year',
  unit: ['school', 'schools'],
  labels: 'Year',
  series: ['Schools'],
  rows: counts.map(({ year, members }) => ({ label: yearName(year), values: [members] })),
  empty: 'No memberships have been recorded yet.',
})

const growthListing: Listing<YearCount> = {
  caption: 'Members by academic year',
  empty: 'No memberships have been recorded yet.',
  columns: [
    { title: 'Year', show: ({ year }) => yearName(year) },
    {
      title: 'Counted on',
      show: ({ on, year }) => `${inWords(on)}${on < lastDay(year) ? ', in the year' : ''}`,
    },
    {
      title: 'Schools',
      numeric: true,
      show: ({ on, members }) => <Link to={`/members?on=${on}`}>{members}</Link>,
    },
  ],
}

export function GrowthPage({ counts }: { counts: YearCount[] }) {
  return (
    <Page title="How the alliance has grown" up={{ href: '/members', says: 'Schools' }}>
      <Lead>Schools that were members on the last day of each academic year, 31 August.</Lead>
      <ChartFigure chart={growthChart(counts)} />
      <Text>Each number opens the schools behind it.</Text>
      <Table of={growthListing} rows={counts} hideCaption />
    </Page>
  )
}
