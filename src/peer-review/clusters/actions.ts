import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import { type Refusals, refusing } from '../../platform/constraint.ts'
import type { AcademicYear } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { notFound, notPossible, permit } from '../../platform/refusal.ts'
import { correct } from '../../platform/revision.ts'
import { isHeadOf } from '../../platform/who.ts'
import { isDone, keepsClusters } from '../rules.ts'
import { type Cluster, cluster, type InCluster, schoolsOf, staffOptions } from './queries.ts'
import { cannotBegin, tooMany } from './rules.ts'

export type ClusterFilled = { name: string; year: AcademicYear; schools: number[] | null }

const refusals: Refusals = {
  review_clusters_name: { says: 'Another cluster of that year has this name', field: 'name' },
  review_cluster_members_one_a_year: {
    says: 'One of these schools is in another cluster of that year: a school is in one cluster a year',
    field: 'schools',
  },
}

/** Drafts a cluster, with fewer schools than it needs to begin if need be. */
export async function draftCluster(by: Actor, { name, year, schools }: ClusterFilled): Promise<number> {
  permit(keepsClusters(by.who))
  const chosen = schools ?? []
  return by.act(
    { did: 'drafted a cluster for peer review', subject: (id: number) => `peer-review/clusters/${id}` },
    (tx, by) =>
      refusing(refusals, async () => {
        const { id } = await tx
          .insertInto('reviewClusters')
          .values({ name, year, begunAt: null })
          .returning('id')
          .executeTakeFirstOrThrow()
        await add(tx, { id, year }, chosen)
        const refused = tooMany(chosen.length) ?? notHere(await schoolsOf(tx, id, by.today))
        if (refused) throw notPossible(refused, 'schools')
        return id
      }),
  )
}

/**
 * Corrects a cluster as it stood at this version. Its schools are put on and taken off until the first visit; once it
 * has begun it keeps its year and three to seven schools.
 */
export async function correctCluster(
  by: Actor,
  row: { id: number; version: number },
  { name, year, schools }: ClusterFilled,
): Promise<void> {
  permit(keepsClusters(by.who))
  await by.act(
    { did: 'corrected a cluster for peer review', subject: `peer-review/clusters/${row.id}` },
    async (tx, by) => {
      const found = await locked(tx, row.id)
      const before = await schoolsOf(tx, row.id, by.today)
      const was = before.map(({ membershipId }) => membershipId)
      const becomes = schools ?? []
      if (found.begunAt && year !== found.year)
        throw notPossible('The cluster has begun, and stays in its year', 'year')
      await refusing(refusals, async () => {
        const linked = { schools: { was: inOrder(was), becomes: inOrder(becomes) } }
        await correct(tx, by, 'reviewClusters', row, { name, year }, linked)
        if (inOrder(was) === inOrder(becomes)) return
        await change(tx, found, before, becomes, year)
        const after = await schoolsOf(tx, row.id, by.today)
        const added = after.filter(({ membershipId }) => !was.includes(membershipId))
        const refused = found.begunAt ? cannotBegin(after) : (tooMany(after.length) ?? notHere(added))
        if (refused) throw notPossible(refused, 'schools')
      })
    },
  )
}

const inOrder = (ids: number[]) => [...ids].sort((a, b) => a - b).join(', ')
const notHere = (schools: InCluster[]) => {
  const left = schools.find(({ isMember }) => !isMember)
  return left ? `${left.name} is not in the alliance today` : null
}

async function change(
  tx: Writer,
  { id, begunAt }: Cluster,
  before: InCluster[],
  becomes: number[],
  year: AcademicYear,
) {
  if (before.some(({ state }) => state !== null && isDone(state)))
    throw notPossible('A review of this cluster has been visited, so its schools stay as they are', 'schools')
  const off = before.map((one) => one.membershipId).filter((one) => !becomes.includes(one))
  const on = becomes.filter((one) => !before.some(({ membershipId }) => membershipId === one))
  if (off.length > 0) {
    await tx
      .deleteFrom('reviewClusterMembers')
      .where('clusterId', '=', id)
      .where('membershipId', 'in', off)
      .execute()
    await tx
      .updateTable('peerReviews')
      .set({ state: 'cancelled', cancelledWhy: TAKEN_OFF, version: sql`version + 1` })
      .where('clusterId', '=', id)
      .where('hostMembershipId', 'in', off)
      .where('state', '<>', 'cancelled')
      .execute()
  }
  await add(tx, { id, year }, on)
  if (begunAt) await plan(tx, id, on)
}

const TAKEN_OFF = 'The school was taken off the cluster'

async function add(tx: Writer, { id, year }: { id: number; year: AcademicYear }, schools: number[]) {
  if (schools.length === 0) return
  const rows = schools.map((membershipId) => ({ clusterId: id, year, membershipId, championId: null }))
  await tx.insertInto('reviewClusterMembers').values(rows).execute()
}

/** One review of each school; that of a school that comes back is taken up again. */
async function plan(tx: Writer, clusterId: number, hosts: number[]) {
  if (hosts.length === 0) return
  await sql`
    insert into peer_reviews (cluster_id, host_membership_id)
    select ${clusterId}, unnest(${hosts}::bigint[])
    on conflict on constraint peer_reviews_once
    do update set state = 'planned', cancelled_why = null, version = peer_reviews.version + 1`.execute(tx)
}

async function locked(tx: Writer, id: number): Promise<Cluster> {
  await tx.selectFrom('reviewClusters').select('id').where('id', '=', id).forUpdate().execute()
  return cluster(tx, id)
}

/** Begins a cluster of three to seven current members: from here on there is one review of each. */
export async function beginCluster(by: Actor, id: number): Promise<void> {
  permit(keepsClusters(by.who))
  await by.act(
    { did: 'began a cluster for peer review', subject: `peer-review/clusters/${id}` },
    async (tx, by) => {
      const found = await locked(tx, id)
      if (found.begunAt) throw notPossible('This cluster has begun already')
      const schools = await schoolsOf(tx, id, by.today)
      const refused = cannotBegin(schools)
      if (refused) throw notPossible(refused)
      await tx
        .updateTable('reviewClusters')
        .set({ begunAt: sql`now()`, version: sql`version + 1` })
        .where('id', '=', id)
        .execute()
      await plan(
        tx,
        id,
        schools.map(({ membershipId }) => membershipId),
      )
    },
  )
}

/** A head names who runs the improvement workshops of their school. */
export async function nameChampion(
  by: Actor,
  { id, membershipId }: { id: number; membershipId: number },
  personId: number,
): Promise<void> {
  permit(isHeadOf(by.who, membershipId))
  await by.act(
    { did: 'named an improvement champion', subject: `peer-review/clusters/${id}`, details: { personId } },
    async (tx, by) => {
      const staff = await staffOptions(tx, membershipId, by.today)
      if (!staff.some(([one]) => one === personId))
        throw notPossible('Choose somebody who works at the school today', 'championId')
      const { numUpdatedRows } = await tx
        .updateTable('reviewClusterMembers')
        .set({ championId: personId })
        .where('clusterId', '=', id)
        .where('membershipId', '=', membershipId)
        .executeTakeFirstOrThrow()
      if (numUpdatedRows === 0n) throw notFound()
    },
  )
}
