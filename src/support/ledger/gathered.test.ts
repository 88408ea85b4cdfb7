import assert from 'node:assert/strict'
import { test } from 'node:test'
import { adding } from '../../../test/adding.ts'
import { deploymentAt, visitTo } from '../../../test/support.ts'
import { today, type World, world } from '../../../test/world.ts'
import { standardTerms } from '../../agreement/terms/rules.ts'
import type { ReviewState } from '../../peer-review/tables.ts'
import { academicYearOf, day } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'
import type { RoundState } from '../../rounds/tables.ts'
import { exchanged, partsTaken, supportGiven } from './gathered.ts'

const year = academicYearOf(today)
const asked = { year, on: today, terms: standardTerms }

/** A cluster in which Brindle Moor sends two reviewers to Ashmere, and Ashmere sent one who was replaced. */
const cluster = (w: World) =>
  w.database.transaction(everything, async (tx) => {
    const add = adding(tx)
    const { ashmere, brindle } = w.members
    const clusterId = await add('reviewClusters', { name: 'North', year, begunAt: null })
    for (const membershipId of [ashmere, brindle])
      await add('reviewClusterMembers', { clusterId, year, membershipId } as never)
    const visited = { clusterId, state: 'visited', visitedAt: new Date('2018-02-01T12:00:00Z') }
    const there = await add('peerReviews', { ...visited, hostMembershipId: ashmere } as never)
    const back = await add('peerReviews', { ...visited, hostMembershipId: brindle } as never)
    const sent = { reviewId: there, membershipId: brindle }
    await add('peerReviewers', { ...sent, personId: w.people.otherHead } as never)
    await add('peerReviewers', { ...sent, personId: w.people.ssig } as never)
    const replaced = { replacedAt: new Date('2018-01-20T12:00:00Z') }
    await add('peerReviewers', {
      ...{ reviewId: back, membershipId: ashmere, personId: w.people.head, ...replaced },
    } as never)
    return there
  })

const becomes = (w: World, id: number, state: ReviewState, visitedAt: string | null = null) =>
  w.database.transaction(everything, (tx) =>
    tx
      .updateTable('peerReviews')
      .set({
        state,
        visitedAt: visitedAt === null ? null : new Date(visitedAt),
        ...(state === 'cancelled' ? { cancelledWhy: 'Inspected that week' } : {}),
      } as never)
      .where('id', '=', id)
      .execute(),
  )

const round = (w: World, state: RoundState, on: string) =>
  w.database.transaction(everything, (tx) =>
    adding(tx)('rounds', {
      ...{ hostMembershipId: w.members.ashmere, title: 'Talk', problem: 'Few speak', marks: '{}', state },
      ...{ visitOn: day(on), starts: null, ends: null, leadId: null, theoryIf: null, theoryThen: null },
      ...{ returnOn: null, returnedWords: null, returnedAt: null, caseStudyId: null },
    }),
  )

test('peer reviews and rounds are told from their visit on, and a review once however many were sent', async () => {
  const w = await world()
  const told = async () => {
    const rows = await exchanged(w.db, asked)
    const of = (id: number) => rows.find(({ membershipId }) => membershipId === id)
    const [host, guest] = [of(w.members.ashmere), of(w.members.brindle)]
    return [host?.reviewed, host?.rounds, guest?.reviewing, guest?.reviewed]
  }
  const id = await cluster(w)
  for (const [on, state] of [
    ['2018-02-01', 'planned'],
    ['2018-02-01', 'cancelled'],
    ['2018-03-06', 'visited'],
  ] as const)
    await round(w, state, on)
  assert.deepEqual(await told(), [1, 0, 1, 1])
  await becomes(w, id, 'self-reviewed')
  assert.deepEqual(await told(), [0, 0, 0, 1])
  await becomes(w, id, 'visited', '2017-08-31T12:00:00Z')
  assert.deepEqual(await told(), [0, 0, 0, 1])
  await becomes(w, id, 'followed up', '2017-09-01T12:00:00Z')
  await round(w, 'returned', '2018-03-05')
  assert.deepEqual(await told(), [1, 1, 1, 1])
  const rows = await exchanged(w.db, asked)
  assert.equal(rows.find(({ membershipId }) => membershipId === w.members.ashmere)?.reviewing, 0)
  await becomes(w, id, 'cancelled', '2018-02-01T12:00:00Z')
  assert.deepEqual(await told(), [0, 1, 0, 1])
})

test('a school’s part in the work of SSIG is what it gave, and what it received and has to evaluate', async () => {
  const w = await world()
  await visitTo(w, { visitedOn: day('2018-02-01'), half: 'am' })
  await deploymentAt(w, 'closed')
  const parts = await partsTaken(w.db, asked)
  const received = parts.filter(({ received }) => received)
  assert.deepEqual(
    received.map(({ membershipId, received }) => [membershipId, received?.due, received?.evaluatedOn]),
    [[w.members.ashmere, '2018-03-14', null]],
  )
  const given = parts.filter(({ given, membershipId }) => given && membershipId === w.members.brindle)
  assert.deepEqual(
    given.map((one) => one.given?.halfDays),
    [1],
  )
})

test('a visit that is only planned says nothing of whether support is recorded', async () => {
  const w = await world()
  await visitTo(w, { visitedOn: day('2018-03-01'), status: 'planned' })
  assert.ok((await supportGiven(w.db, asked)).every(({ anyRecorded }) => !anyRecorded))
})
