import type { Child } from 'hono/jsx'
import { inDays, inShort, inWords } from '../../platform/day.ts'
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
  time,
  yesNo,
} from '../../platform/form.ts'
import { ListPage } from '../../platform/list-page.tsx'
import { Page } from '../../platform/page.tsx'
import { ButtonLink, Deeds, Facts, Link, Tag, Text } from '../../platform/parts.tsx'
import type { Listing } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import type { VisitFilled, VisitTold } from './actions.ts'
import type { Visit, VisitFilter, VisitRow } from './queries.ts'
import { halves, type VisitStatus, visitStatuses } from './tables.ts'

export const visitFilter = form<VisitFilter>({
  words: optional(search('Search', { hint: 'A person, school or subject' })),
  year: optional(academicYear('Academic year', { ask: '', hint: 'Like 2017-18' })),
  ssig: optional(yesNo('Through SSIG', { ask: '' })),
  counted: optional(yesNo('Counted only', { ask: '' })),
})

const told = {
  visitedOn: dayField('Date of the visit', {
    ask: 'Enter the date of the visit',
    hint: 'Like 27/3/2018',
    from: 2000,
  }),
  half: choice('Part of the day', halves, { ask: 'Select which part of the day' }),
  starts: optional(time('Begins', { ask: '', hint: 'Like 9:15' })),
  ends: optional(time('Ends', { ask: '' })),
}
const about = {
  subject: optional(text('Subject or area', { ask: '' })),
  purpose: optional(text('What it is for', { ask: '', hint: 'Like “Plan the Year 11 revision lessons”' })),
}
const became = {
  status: choice('What became of it', visitStatuses, { ask: 'Select what became of the visit' }),
  why: optional(text('Why it was cancelled or missed', { ask: '', hint: 'Without names' })),
}

export const visitForm = (schools: RowOptions, people: RowOptions) =>
  form<VisitFilled>({
    ...told,
    practitionerId: pick('Practitioner', people, { ask: 'Select who visited' }),
    fromMembershipId: pick('Supporting school', schools, { ask: 'Select the school that gave the support' }),
    toMembershipId: pick('Supported school', schools, { ask: 'Select the school that was supported' }),
    ...about,
    commission: optional(
      text('Commission', { ask: '', hint: 'Visits of one commission share its name or number' }),
    ),
    ...became,
    throughSsig: yesNo('Was it arranged through SSIG?', { ask: 'Select yes if SSIG arranged it' }),
  })

/** What may be corrected of a visit of a deployment: all else follows from the deployment. */
export const visitOfDeploymentForm = form<VisitTold>({ ...told, ...about, ...became })

const tones = {
  planned: 'calm',
  done: 'good',
  'cancelled on the day by host': 'due',
  cancelled: 'quiet',
  missed: 'quiet',
} as const
export const VisitTag = ({ status }: { status: VisitStatus }) => (
  <Tag says={visitStatuses[status]} tone={tones[status]} />
)

export const partsInShort = { am: 'Morning', pm: 'Afternoon', day: 'Whole day', twilight: 'Twilight' }

export const visits: Listing<VisitRow> = {
  caption: 'Support visits',
  empty: 'No visits match. Visits appear here when the office or SSIG records or imports them.',
  columns: [
    {
      title: 'Date',
      day: true,
      sort: 'on',
      show: ({ id, visitedOn }) => <Link to={`/support/visits/${id}`}>{inShort(visitedOn)}</Link>,
      csv: ({ visitedOn }) => visitedOn,
    },
    { title: 'Practitioner', sort: 'practitioner', show: ({ practitioner }) => practitioner },
    { title: 'From', sort: 'from', show: ({ fromSchool }) => fromSchool },
    { title: 'To', sort: 'to', show: ({ toSchool }) => toSchool },
    { title: 'Subject', show: ({ subject }) => subject },
    { title: 'Part of day', show: ({ half }) => partsInShort[half] },
    {
      title: 'Counts',
      numeric: true,
      // What is planned counts neither way yet.
      show: ({ halfDays, status }) => (halfDays > 0 ? inDays(halfDays) : status === 'planned' ? null : 'No'),
      csv: ({ halfDays }) => halfDays / 2,
    },
    { title: 'State', show: ({ status }) => <VisitTag status={status} />, csv: ({ status }) => status },
  ],
}

type VisitsProps = ListShown<VisitRow> & { keeps: boolean; opensDays: boolean }

export function VisitsPage({ keeps, opensDays, ...shown }: VisitsProps) {
  return (
    <ListPage
      title="Support visits"
      lead="Time that schools’ staff give to other schools, planned and done."
      up={{ href: '/support', says: 'Support' }}
      of={visits}
      filter={visitFilter}
      shown={shown}
      noun={['visit', 'visits']}
      add={keeps && { href: '/support/visits/new', says: 'Record a visit' }}
    >
      {opensDays && (
        <Text>
          <Link to="/support/days">See what was asked, given and bound in days</Link>
        </Text>
      )}
    </ListPage>
  )
}

type VisitProps = {
  visit: Visit
  /** The deployment it belongs to, where this reader may open that. */
  support: { id: number; area: string } | undefined
  keeps: boolean
  /** Whether this reader may open the list too; who only works with the practitioner may not. */
  seesList: boolean
  history: Child
}

const timesOf = ({ starts, ends }: Visit) =>
  starts && ends ? `, ${starts} to ${ends}` : starts ? `, from ${starts}` : ends ? `, until ${ends}` : ''

export function VisitPage({ visit, support, keeps, seesList, history }: VisitProps) {
  const { counted, deploymentId, why } = visit
  return (
    <Page
      title={`${visit.practitioner} at ${visit.toSchool}`}
      up={
        seesList ? { href: '/support/visits', says: 'Support visits' } : { href: '/support', says: 'Support' }
      }
    >
      <Facts
        facts={[
          {
            is: 'Date',
            says: `${inWords(visit.visitedOn)}, ${halves[visit.half].toLowerCase()}${timesOf(visit)}`,
          },
          { is: 'Supporting school', says: visit.fromSchool },
          { is: 'Supported school', says: visit.toSchool },
          { is: 'Subject or area', says: visit.subject },
          visit.purpose !== null && { is: 'What it is for', says: visit.purpose },
          support !== undefined && {
            is: 'Part of',
            says: (
              <Link to={`/support/deployments/${support.id}`}>
                {`${support.area}: support for ${visit.toSchool}`}
              </Link>
            ),
          },
          deploymentId === null && { is: 'Commission', says: visit.commission },
          { is: 'State', says: <VisitTag status={visit.status} /> },
          why !== null && { is: 'Why', says: why },
          { is: 'Through SSIG', says: visit.throughSsig ? 'Yes' : 'No' },
          {
            is: 'Counts towards staff time',
            says: counted.halfDays > 0 ? inDays(counted.halfDays) : `No. ${counted.why}.`,
          },
        ]}
      />
      {(keeps || support) && (
        <Deeds>
          {support && (
            <ButtonLink to={`/support/visits/${visit.id}/note`} kind="secondary">
              The note of this visit
            </ButtonLink>
          )}
          {keeps && (
            <ButtonLink to={`/support/visits/${visit.id}/correct`} kind="secondary">
              Correct this
            </ButtonLink>
          )}
        </Deeds>
      )}
      {history}
    </Page>
  )
}
