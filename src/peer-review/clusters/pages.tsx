import type { Child } from 'hono/jsx'
import { type AcademicYear, inShort, momentInWords, yearName } from '../../platform/day.ts'
import { academicYear, form, optional, pick, type RowOptions, several, text } from '../../platform/form.ts'
import { ListPage } from '../../platform/list-page.tsx'
import { Page } from '../../platform/page.tsx'
import { ButtonLink, Deeds, Facts, Lead, Link, Section, Tag, Text } from '../../platform/parts.tsx'
import { PressButton } from '../../platform/questions.tsx'
import { type Listing, Table } from '../../platform/table.tsx'
import type { ListShown } from '../../platform/web.tsx'
import { StateTag } from '../parts.tsx'
import type { Own } from '../reviews/queries.ts'
import { reviewStates } from '../tables.ts'
import type { ClusterFilled } from './actions.ts'
import type { Cluster, ClusterFilter, ClusterRow, InCluster, YearCounted } from './queries.ts'
import { cannotBegin, FEWEST, MOST } from './rules.ts'

export const clusterFilter = form<ClusterFilter>({
  year: optional(academicYear('Academic year', { ask: '', hint: 'Like 2017-18' })),
})

export const clusterForm = (schools: RowOptions) =>
  form<ClusterFilled>({
    name: text('Name', { ask: 'Enter a name for the cluster' }),
    year: academicYear('Academic year', { ask: 'Enter the academic year', hint: 'Like 2017-18' }),
    schools: optional(
      several('Schools', schools, {
        ask: 'Choose schools from the list',
        hint: `A cluster begins with ${FEWEST} to ${MOST}; a draft may have fewer`,
      }),
    ),
  })

export const championForm = (staff: RowOptions) =>
  form<{ championId: number }>({
    championId: pick('Improvement champion', staff, {
      ask: 'Choose who runs the improvement workshops',
      hint: 'Runs the school’s improvement workshops. They read what is written only if you name them as a reader.',
    }),
  })

const doneOf = ({ begunAt, done, reviews }: ClusterRow) => (begunAt ? `${done} of ${reviews}` : 'Not begun')

export const clusters: Listing<ClusterRow> = {
  caption: 'Clusters',
  empty: 'No clusters yet. They appear here when the office or SSIG drafts them.',
  columns: [
    {
      title: 'Cluster',
      sort: 'name',
      show: ({ id, name }) => <Link to={`/peer-review/clusters/${id}`}>{name}</Link>,
      csv: ({ name }) => name,
    },
    { title: 'Year', sort: 'year', show: ({ year }) => yearName(year) },
    { title: 'Schools', show: ({ schools }) => schools.join(', ') || 'None yet' },
    { title: 'Reviews done', show: doneOf },
  ],
}

const years: Listing<YearCounted> = {
  caption: 'Reviews done, by academic year',
  empty: 'No peer review has been done yet.',
  whole: true,
  columns: [
    { title: 'Year', show: ({ year }) => yearName(year) },
    { title: 'Reviews done', numeric: true, show: ({ done }) => done },
    { title: 'Schools', numeric: true, show: ({ hosts }) => hosts },
  ],
}

const own: Listing<Own> = {
  caption: 'Reviews you take part in',
  empty: '',
  columns: [
    { title: 'School', show: ({ id, host }) => <Link to={`/peer-review/${id}`}>{host}</Link> },
    { title: 'Cluster', show: ({ cluster }) => cluster },
    { title: 'Visit', day: true, show: ({ visitFrom }) => (visitFrom ? inShort(visitFrom) : 'Not set') },
    { title: 'You are', show: (one) => partsOf(one) },
    { title: 'State', show: ({ state }) => <StateTag state={state} /> },
  ],
}

const partsOf = (one: Own) =>
  [
    one.hostHead && 'head of the school',
    one.reviewer && (one.leads ? 'lead reviewer' : 'reviewer'),
    one.alongside && 'alongside the reviewers',
    one.champion && 'improvement champion',
    one.reader && 'named by the head',
  ]
    .filter(Boolean)
    .join(', ')

type TotalsProps = { counted: YearCounted[]; mine: Own[] }

const LEAD =
  'Schools of a cluster review one another. How many reviews were done is told to everybody; what a review found is the host head’s own.'

const Totals = ({ counted, mine }: TotalsProps) => (
  <>
    {mine.length > 0 && (
      <Section title="Yours">
        <Table of={own} rows={mine} hideCaption />
      </Section>
    )}
    <Section title="Reviews done">
      <Table of={years} rows={counted} hideCaption />
    </Section>
  </>
)

/** For somebody who knows of no clusters: their own reviews, and how many there were. */
export const TotalsPage = (totals: TotalsProps) => (
  <Page title="Peer review" up={{ href: '/support', says: 'Support' }}>
    <Lead>{LEAD}</Lead>
    <Totals {...totals} />
  </Page>
)

export const ClustersPage = ({
  totals,
  keeps,
  ...shown
}: ListShown<ClusterRow> & { totals: TotalsProps; keeps: boolean }) => (
  <ListPage
    title="Peer review"
    lead={LEAD}
    of={clusters}
    filter={clusterFilter}
    shown={shown}
    noun={['cluster', 'clusters']}
    up={{ href: '/support', says: 'Support' }}
    add={keeps && { href: '/peer-review/clusters/new', says: 'Draft a cluster' }}
  >
    <Totals {...totals} />
    <Section title="Clusters" />
  </ListPage>
)

type ClusterProps = {
  cluster: Cluster
  schools: InCluster[]
  keeps: boolean
  /** The schools whose head is looking: each names its champion. */
  heads: number[]
  history: Child
}

export function ClusterPage({
  cluster: { id, name, year, begunAt },
  schools,
  keeps,
  heads,
  history,
}: ClusterProps) {
  const cannot = begunAt ? null : cannotBegin(schools)
  return (
    <Page title={name} up={{ href: '/peer-review', says: 'Peer review' }}>
      <Facts
        facts={[
          { is: 'Academic year', says: yearName(year as AcademicYear) },
          { is: 'Begun', says: begunAt ? momentInWords(begunAt) : 'Not yet: a draft' },
        ]}
      />
      {cannot && <Text>{cannot}.</Text>}
      {keeps && (
        <Deeds>
          {!begunAt && !cannot && (
            <PressButton action={`/peer-review/clusters/${id}/begin`} says="Begin this cluster" />
          )}
          <ButtonLink to={`/peer-review/clusters/${id}/correct`} kind="secondary">
            Correct this
          </ButtonLink>
        </Deeds>
      )}
      <Section title="Schools">
        <Table of={schoolsListing(id, heads)} rows={schools} hideCaption />
      </Section>
      {history}
    </Page>
  )
}

const schoolsListing = (id: number, heads: number[]): Listing<InCluster> => ({
  caption: 'Schools of the cluster',
  empty: 'No school is in it yet.',
  columns: [
    {
      title: 'School',
      show: ({ name, reviewId, isMember }) => (
        <>
          {reviewId ? <Link to={`/peer-review/${reviewId}`}>{name}</Link> : name}
          {!isMember && (
            <>
              {' '}
              <Tag says="Has left the alliance" />
            </>
          )}
        </>
      ),
    },
    {
      title: 'Improvement champion',
      show: ({ membershipId, champion }) =>
        heads.includes(membershipId) ? (
          <Link to={`/peer-review/clusters/${id}/champion/${membershipId}`}>{champion ?? 'Name one'}</Link>
        ) : (
          (champion ?? 'Not named')
        ),
    },
    { title: 'Visit', day: true, show: ({ visitFrom }) => (visitFrom ? inShort(visitFrom) : '') },
    {
      title: 'Review',
      show: ({ state }) => state && <StateTag state={state} />,
      csv: ({ state }) => state && reviewStates[state],
    },
  ],
})
