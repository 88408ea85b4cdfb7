import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import { reviewAt, SECRET, written } from '../../test/peer-review.ts'
import { type CastName, castNames, type World, world } from '../../test/world.ts'
import { everything, type Viewer, viewerOf, type Writer } from '../platform/db.ts'
import { visitor as nobody, type Who } from '../platform/who.ts'
import type { May, Part } from './tables.ts'

/** The database itself is asked here, as the role that serves pages: no rule of ours stands before it. */
const names: (CastName | 'visitor')[] = ['visitor', ...castNames]
const allParts: Part[] = ['follow-up', 'report', 'self-review', 'workshop']

const viewerNamed = async (w: World, name: CastName | 'visitor') =>
  viewerOf(name === 'visitor' ? nobody : await w.who(name))

async function partsSeen(w: World, viewer: Viewer, reviewId: number): Promise<Part[]> {
  const read = (tx: Writer) =>
    tx.selectFrom('peerReviewTexts').select('part').where('reviewId', '=', reviewId).orderBy('part').execute()
  return (await w.database.transaction(viewer, read)).map(({ part }) => part)
}

/** Whoever reads anything, with what they read; everybody else of the cast, a visitor and the totals read nothing. */
async function readers(w: World, reviewId: number): Promise<Record<string, Part[]>> {
  const seen: Record<string, Part[]> = {}
  for (const name of names) {
    const found = await partsSeen(w, await viewerNamed(w, name), reviewId)
    if (found.length > 0) seen[name] = found
  }
  const totals = await partsSeen(w, everything, reviewId)
  if (totals.length > 0) seen.totals = totals
  return seen
}

const handOver = (w: World, id: number) =>
  w.database.pool.query(`update peer_reviews set state = 'reported', reported_at = now() where id = $1`, [id])

async function named(w: World, reviewId: number, who: CastName, may: May = 'read') {
  await w.database.transaction(await viewerNamed(w, 'head'), (tx) =>
    tx
      .insertInto('peerReviewReaders')
      .values({ reviewId, personId: w.people[who], may, namedBy: w.people.head, endedAt: null })
      .execute(),
  )
}

const held = (...posts: [string, number][]): Who => ({
  ...nobody,
  personId: 999_999,
  held: posts.map(([role, membershipId]) => ({ role, membershipId }) as Who['held'][number]),
})

describe('who reads the texts of a peer review', () => {
  test('the host head all of it; the reviewers the self-review and their report, until it is handed over', async () => {
    const w = await world()
    const { id } = await reviewAt(w, 'visited')
    await written(w, id)
    const reviewing: Part[] = ['report', 'self-review']
    assert.deepEqual(await readers(w, id), { head: allParts, practitioner: reviewing, hubLead: reviewing })
    await handOver(w, id)
    assert.deepEqual(await readers(w, id), { head: allParts })
  })

  test('a reviewer who has not declared, has an interest or was replaced reads nothing', async () => {
    const w = await world()
    const { id, reviewers } = await reviewAt(w, 'visited')
    await written(w, id)
    const [first, second] = reviewers
    await w.database.pool.query('update peer_reviewers set interested = true where id = $1', [first])
    await w.database.pool.query('update peer_reviewers set declared_at = null where id = $1', [second])
    assert.deepEqual(Object.keys(await readers(w, id)), ['head'])
    await w.database.pool.query(
      'update peer_reviewers set declared_at = now(), replaced_at = now() where id = $1',
      [second],
    )
    assert.deepEqual(Object.keys(await readers(w, id)), ['head'])
  })

  test('named readers read, a report only once it is handed over, until they are taken off', async () => {
    const w = await world()
    const { id } = await reviewAt(w, 'visited', { reviewers: ['practitioner'] })
    await written(w, id)
    for (const [who, may] of [
      ['governor', 'read'],
      ['ssig', 'read'],
      ['deputy', 'write'],
      ['chair', 'read and write'],
    ] as const)
      await named(w, id, who, may)
    const own: Part[] = ['follow-up', 'self-review', 'workshop']
    const before = { head: allParts, practitioner: ['report', 'self-review'] }
    assert.deepEqual(await readers(w, id), { ...before, deputy: own, chair: own, governor: own, ssig: own })
    await handOver(w, id)
    const after = { head: allParts, deputy: own, chair: allParts, governor: allParts, ssig: allParts }
    assert.deepEqual(await readers(w, id), after)
    const takeOff = (tx: Writer) =>
      sql`update peer_review_readers set ended_at = now() where person_id = ${w.people.governor}`.execute(tx)
    await w.database.transaction(await viewerNamed(w, 'head'), takeOff)
    assert.deepEqual(Object.keys(await readers(w, id)).sort(), ['chair', 'deputy', 'head', 'ssig'])
  })

  test('the new head, and no more the head who left; an executive head both schools’, a deputy none', async () => {
    const w = await world()
    const { id, brindlesReview } = await reviewAt(w, 'visited', { reviewers: ['practitioner'] })
    await written(w, id)
    await handOver(w, id)
    const { ashmere, brindle } = w.members
    await w.database.pool.query(`update posts set to_on = '2018-03-04' where person_id = $1`, [w.people.head])
    await assert.rejects(w.who('head'), 'the head who left is nobody here')
    await w.database.pool.query(`update posts set post = 'head' where person_id = $1`, [w.people.deputy])
    assert.deepEqual(await partsSeen(w, await viewerNamed(w, 'deputy'), id), allParts)
    const seen = async (who: Who, review = id) => (await partsSeen(w, viewerOf(who), review)).length
    assert.equal(await seen(held(['head', ashmere], ['head', brindle])), 4)
    assert.equal(await seen(held(['deputy', ashmere], ['head', brindle])), 0)
    await w.database.transaction(viewerOf(held(['head', ashmere], ['head', brindle])), (tx) =>
      tx
        .insertInto('peerReviewTexts')
        .values({ reviewId: brindlesReview, part: 'self-review', section: 'other', words: 'x' } as never)
        .execute(),
    )
    assert.equal(await seen(held(['head', ashmere], ['head', brindle]), brindlesReview), 1)
    assert.equal(await seen(held(['head', ashmere]), brindlesReview), 0)
  })

  test('what a text said before is read by whoever reads it, and not by the office', async () => {
    const w = await world()
    const { id } = await reviewAt(w, 'visited')
    await written(w, id)
    await handOver(w, id)
    await w.database.transaction(await viewerNamed(w, 'head'), (tx) =>
      sql`insert into revisions (table_name, row_id, version, before)
        select 'peer_review_texts', id, 1, to_jsonb(t) from peer_review_texts t`.execute(tx),
    )
    const before = (tx: Writer) =>
      sql`select from revisions where before::text like ${`%${SECRET}%`}`.execute(tx)
    const seen: string[] = []
    for (const name of names)
      if ((await w.database.transaction(await viewerNamed(w, name), before)).rows.length > 0) seen.push(name)
    assert.deepEqual(seen, ['head'])
    assert.equal((await w.database.transaction(everything, before)).rows.length, 0)
  })
})

describe('nobody writes what is not theirs', () => {
  const refusesRow = (work: Promise<unknown>) => assert.rejects(work, { code: '42501' })
  const write = (reviewId: number, part: Part) => (tx: Writer) =>
    tx
      .insertInto('peerReviewTexts')
      .values({ reviewId, part, section: 'other', words: 'x' } as never)
      .execute()

  test('a report is its reviewers’ until it is handed over, and nobody’s then; the rest is the school’s', async () => {
    const w = await world()
    const { id } = await reviewAt(w, 'visited', { reviewers: ['practitioner'] })
    for (const name of names.filter((one) => one !== 'practitioner'))
      await refusesRow(w.database.transaction(await viewerNamed(w, name), write(id, 'report')))
    for (const name of names.filter((one) => one !== 'head'))
      await refusesRow(w.database.transaction(await viewerNamed(w, name), write(id, 'workshop')))
    await w.database.transaction(await viewerNamed(w, 'practitioner'), write(id, 'report'))
    await handOver(w, id)
    const change = (tx: Writer) =>
      sql`update peer_review_texts set words = 'changed' where review_id = ${id}`.execute(tx)
    for (const name of names) {
      const { numAffectedRows } = await w.database.transaction(await viewerNamed(w, name), change)
      assert.equal(numAffectedRows, 0n, name)
    }
  })

  test('nobody but the head names a reader, not even themselves', async () => {
    const w = await world()
    const { id } = await reviewAt(w, 'reported')
    for (const name of castNames.filter((one) => one !== 'head'))
      await refusesRow(
        w.database.transaction(await viewerNamed(w, name), (tx) =>
          tx
            .insertInto('peerReviewReaders')
            .values({ reviewId: id, personId: w.people[name], namedBy: null, endedAt: null })
            .execute(),
        ),
      )
    await named(w, id, 'governor')
    await named(w, id, 'ssig')
    const listed = async (name: CastName) =>
      (
        await w.database.transaction(await viewerNamed(w, name), (tx) =>
          tx.selectFrom('peerReviewReaders').select('personId').where('reviewId', '=', id).execute(),
        )
      ).length
    assert.deepEqual(
      await Promise.all((['head', 'coordinator', 'deputy', 'ssig', 'practitioner'] as const).map(listed)),
      [2, 0, 0, 1, 0],
    )
  })

  test('nobody declares for a reviewer, makes themselves one of no other school, or takes an interest back', async () => {
    const w = await world()
    const { id, reviewers } = await reviewAt(w, 'self-reviewed')
    const refused = (name: CastName, work: (tx: Writer) => Promise<unknown>, constraint: string) =>
      viewerNamed(w, name).then((viewer) =>
        assert.rejects(w.database.transaction(viewer, work), { constraint }),
      )
    const add = (person: CastName, membershipId: number) => (tx: Writer) =>
      tx
        .insertInto('peerReviewers')
        .values({
          reviewId: id,
          personId: w.people[person],
          membershipId,
          declaredAt: null,
          replacedAt: null,
        })
        .execute()
    await refused('coordinator', add('deputy', w.members.ashmere), 'peer_reviewers_school')
    await refused('coordinator', add('officer', w.members.carr), 'peer_reviewers_school')
    const undo = sql`update peer_reviewers set declared_at = now() where id = ${reviewers[0]}`
    await refused('coordinator', (tx) => undo.execute(tx), 'peer_reviewers_declare')
    const own = await viewerNamed(w, 'practitioner')
    await w.database.transaction(own, (tx) =>
      sql`update peer_reviewers set interested = true where id = ${reviewers[0]}`.execute(tx),
    )
    await refused(
      'practitioner',
      (tx) => sql`update peer_reviewers set interested = false where id = ${reviewers[0]}`.execute(tx),
      'peer_reviewers_declare',
    )
  })

  test('what stands in a reviewer’s way is read by themselves, the host head, SSIG and the office', async () => {
    const w = await world()
    const { id, reviewers } = await reviewAt(w, 'self-reviewed')
    const own = await viewerNamed(w, 'practitioner')
    await w.database.transaction(own, (tx) =>
      tx
        .insertInto('peerReviewInterests')
        .values({ reviewerId: reviewers[0] as number, interest: SECRET, replacedWhy: null })
        .execute(),
    )
    const seen: string[] = []
    for (const name of names) {
      const rows = await w.database.transaction(await viewerNamed(w, name), (tx) =>
        tx.selectFrom('peerReviewInterests').select('interest').execute(),
      )
      if (rows.length > 0) seen.push(name)
    }
    assert.deepEqual(seen.sort(), ['coordinator', 'head', 'practitioner', 'ssig'])
    assert.ok(id)
  })
})
