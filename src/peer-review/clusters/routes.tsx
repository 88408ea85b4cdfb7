import { schoolOptions } from '../../calendars/queries.ts'
import { memberOptions } from '../../members/queries.ts'
import { type AcademicYear, academicYearOf, yearName } from '../../platform/day.ts'
import { joinSeveral, type RowOptions } from '../../platform/form.ts'
import { FormPage } from '../../platform/form-page.tsx'
import { History, type Says } from '../../platform/history.tsx'
import { notFound, permit } from '../../platform/refusal.ts'
import { revisions } from '../../platform/revision.ts'
import { type Asked, fillIn, idOf, list, press, rooms, show } from '../../platform/web.tsx'
import { isHeadOf } from '../../platform/who.ts'
import { ownReviews } from '../reviews/queries.ts'
import { keepsClusters, maySeeClusters, maySeePeerReview } from '../rules.ts'
import { beginCluster, correctCluster, draftCluster, nameChampion } from './actions.ts'
import {
  ClusterPage,
  ClustersPage,
  championForm,
  clusterFilter,
  clusterForm,
  clusters,
  TotalsPage,
} from './pages.tsx'
import { cluster, clustersListed, type InCluster, schoolsOf, staffOptions, yearsCounted } from './queries.ts'

export const reviewClusters = rooms()

reviewClusters.get('/', async (c) => {
  const { by } = c.var
  permit(maySeePeerReview(by.who))
  const [counted, mine] = await Promise.all([yearsCounted(by.db), ownReviews(by.db, by.who)])
  if (!maySeeClusters(by.who)) return show(c, <TotalsPage counted={counted} mine={mine} />)
  return list(c, {
    of: clusters,
    filter: clusterFilter,
    sort: '-year',
    name: 'peer-review-clusters',
    rows: (asked) => clustersListed(by.db, asked),
    page: (shown) => <ClustersPage {...shown} totals={{ counted, mine }} keeps={keepsClusters(by.who)} />,
  })
})

/** Members of today, and schools that are in the cluster though they have left. */
async function options({ var: { by } }: Asked, chosen: InCluster[] = []): Promise<RowOptions> {
  const members = await schoolOptions(by.db, by.today)
  const left = chosen.filter(({ membershipId }) => !members.some(([id]) => id === membershipId))
  return [...members, ...left.map(({ membershipId, name }) => [membershipId, `${name} (left)`] as const)]
}

reviewClusters.on(['get', 'post'], '/clusters/new', async (c) => {
  const { by } = c.var
  permit(keepsClusters(by.who))
  const form = clusterForm(await options(c))
  return fillIn(c, form, {
    current: async () => form.blank({ year: yearName(academicYearOf(by.today)) }),
    page: (answers) => <FormPage form={form} answers={answers} title="Draft a cluster" up="/peer-review" />,
    save: async (filled, by) => `/peer-review/clusters/${await draftCluster(by, filled)}?did=added`,
  })
})

reviewClusters.get('/clusters/:id', async (c) => {
  const { by } = c.var
  permit(maySeeClusters(by.who))
  const found = await cluster(by.db, idOf(c))
  const schools = await schoolsOf(by.db, found.id, by.today)
  const keeps = keepsClusters(by.who)
  const heads = schools.flatMap(({ membershipId }) => (isHeadOf(by.who, membershipId) ? [membershipId] : []))
  const history = keeps && (
    <History
      of={await revisions(by.db, 'reviewClusters', found.id)}
      says={saysOf(await memberOptions(by.db))}
      leave={['begun_at']}
    />
  )
  return show(c, <ClusterPage cluster={found} schools={schools} {...{ keeps, heads, history }} />)
})

/** A cluster’s schools by name, and its year as people say it. */
const saysOf = (members: RowOptions): Says => ({
  year: { is: 'Academic year', says: (year) => yearName(Number(year) as AcademicYear) },
  schools: {
    is: 'Schools',
    says: (ids) =>
      String(ids ?? '')
        .split(', ')
        .flatMap((id) => members.find(([one]) => String(one) === id)?.[1] ?? [])
        .join(', '),
  },
})

reviewClusters.on(['get', 'post'], '/clusters/:id/correct', async (c) => {
  const { by } = c.var
  permit(keepsClusters(by.who))
  const id = idOf(c)
  await cluster(by.db, id)
  const form = clusterForm(await options(c, await schoolsOf(by.db, id, by.today)))
  return fillIn(c, form, {
    current: async () => {
      const [found, schools] = await Promise.all([cluster(by.db, id), schoolsOf(by.db, id, by.today)])
      const chosen = joinSeveral(schools.map(({ membershipId }) => membershipId))
      return form.blank({ ...found, year: yearName(found.year), schools: chosen })
    },
    page: (answers) => (
      <FormPage
        form={form}
        answers={answers}
        title="Correct this cluster"
        lead="Schools are put on and taken off until the first visit. Once the cluster has begun, a school that is put on gets a review, and the review of one that is taken off is cancelled."
        up={`/peer-review/clusters/${id}`}
      />
    ),
    save: async (filled, by, version) => {
      await correctCluster(by, { id, version }, filled)
      return `/peer-review/clusters/${id}?did=saved`
    },
  })
})

reviewClusters.post('/clusters/:id/begin', (c) => {
  permit(keepsClusters(c.var.by.who))
  return press(c, async (by) => {
    const id = idOf(c)
    await beginCluster(by, id)
    return `/peer-review/clusters/${id}?did=saved`
  })
})

reviewClusters.on(['get', 'post'], '/clusters/:id/champion/:school', async (c) => {
  const { by } = c.var
  const [id, membershipId] = [idOf(c), idOf(c, 'school')]
  permit(isHeadOf(by.who, membershipId))
  const school = (await schoolsOf(by.db, id, by.today)).find((one) => one.membershipId === membershipId)
  if (!school) throw notFound()
  const form = championForm(await staffOptions(by.db, membershipId, by.today))
  return fillIn(c, form, {
    current: async () => form.blank({ championId: school.championId ?? '' }),
    page: (answers) => (
      <FormPage
        form={form}
        answers={answers}
        title={`Improvement champion of ${school.name}`}
        up={`/peer-review/clusters/${id}`}
      />
    ),
    save: async ({ championId }, by) => {
      await nameChampion(by, { id, membershipId }, championId)
      return `/peer-review/clusters/${id}?did=saved`
    },
  })
})
