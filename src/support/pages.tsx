import type { Child } from 'hono/jsx'
import { inDays, inShort, inWords } from '../platform/day.ts'
import {
  academicYear,
  choice,
  dayField,
  form,
  optional,
  pick,
  type RowOptions,
  search,
  text,
  yesNo,
} from '../platform/form.ts'
import { ListPage } from '../platform/list-page.tsx'
import { Page } from '../platform/page.tsx'
import { ButtonLink, Deeds, Facts, Link, Tag } from '../platform/parts.tsx'
import type { Listing } from '../platform/table.tsx'
import type { ListShown } from '../platform/web.tsx'
import type { VisitFilled } from './actions.ts'
import type { Visit, VisitFilter, VisitRow } from './queries.ts'
import { counts, halfDays } from './rules.ts'
import { halves, type VisitStatus, visitStatuses } from './tables.ts'

export const visitFilter = form<VisitFilter>({
  words: optional(search('Search', { hint: 'A person, school or subject' })),
  year: optional(academicYear('Academic year', { ask: '', hint: 'Like 2017-18' })),
  ssig: optional(yesNo('Through SSIG', { ask: '' })),
  counted: optional(yesNo('Counted only', { ask: '' })),
})

export const visitForm = (schools: RowOptions, people: RowOptions) =>
  form<VisitFilled>({
    visitedOn: dayField('Date of the visit', {
      ask: 'Enter the date of the visit',
      hint: 'Like 27/3/2018',
      from: 2000,
    }),
    half: choice('Part of the day', halves, { ask: 'Select which part of the day' }),
    practitionerId: pick('Practitioner', people, { ask: 'Select who visited' }),
    fromMembershipId: pick('Supporting school', schools, { ask: 'Select the school that gave the support' }),
    toMembershipId: pick('Supported school', schools, { ask: 'Select the school that was supported' }),
    subject: optional(text('Subject or area', { ask: '' })),
    commission: optional(
      text('Commission', { ask: '', hint: 'Visits of one commission share its name or number' }),
    ),
    status: choice('What became of it', visitStatuses, { ask: 'Select what became of the visit' }),
    throughSsig: yesNo('Was it arranged through SSIG?', { ask: 'Select yes if SSIG arranged it' }),
  })

const tones = { done: 'good', 'cancelled on the day by host': 'due', cancelled: 'quiet' } as const
export const VisitTag = ({ status }: { status: VisitStatus }) => (
  <Tag says={visitStatuses[status]} tone={tones[status]} />
)

export const visits: Listing<VisitRow> = {
  caption: 'Support visits',
  empty: 'No visits match. Visits appear here when the office or SSIG records or imports them.',
  columns: [
    {
      title: 'Date',
      day: true,
      sort: 'on',
      show: ({ id, visitedOn }) => <Link to={`/support/${id}`}>{inShort(visitedOn)}</Link>,
      csv: ({ visitedOn }) => visitedOn,
    },
    { title: 'Practitioner', sort: 'practitioner', show: ({ practitioner }) => practitioner },
    { title: 'From', sort: 'from', show: ({ fromSchool }) => fromSchool },
    { title: 'To', sort: 'to', show: ({ toSchool }) => toSchool },
    { title: 'Subject', show: ({ subject }) => subject },
    {
      title: 'Time',
      numeric: true,
      show: ({ half }) => inDays(halfDays(half)),
      csv: ({ half }) => halfDays(half) / 2,
    },
    { title: 'State', show: ({ status }) => <VisitTag status={status} />, csv: ({ status }) => status },
  ],
}

export function VisitsPage({ keeps, ...shown }: ListShown<VisitRow> & { keeps: boolean }) {
  return (
    <ListPage
      title="Support visits"
      lead="Time that schools’ staff have given to other schools, one visit a row."
      of={visits}
      filter={visitFilter}
      shown={shown}
      noun={['visit', 'visits']}
      add={keeps && { href: '/support/new', says: 'Record a visit' }}
    />
  )
}

export function VisitPage({ visit, keeps, history }: { visit: Visit; keeps: boolean; history: Child }) {
  return (
    <Page
      title={`${visit.practitioner} at ${visit.toSchool}`}
      up={{ href: '/support', says: 'Support visits' }}
    >
      <Facts
        facts={[
          { is: 'Date', says: `${inWords(visit.visitedOn)}, ${halves[visit.half].toLowerCase()}` },
          { is: 'Supporting school', says: visit.fromSchool },
          { is: 'Supported school', says: visit.toSchool },
          { is: 'Subject or area', says: visit.subject },
          { is: 'Commission', says: visit.commission },
          { is: 'State', says: <VisitTag status={visit.status} /> },
          { is: 'Through SSIG', says: visit.throughSsig ? 'Yes' : 'No' },
          { is: 'Counts towards nine days', says: counts(visit) ? inDays(halfDays(visit.half)) : 'No' },
        ]}
      />
      {keeps && (
        <Deeds>
          <ButtonLink to={`/support/${visit.id}/correct`} kind="secondary">
            Correct this
          </ButtonLink>
        </Deeds>
      )}
      {history}
    </Page>
  )
}
