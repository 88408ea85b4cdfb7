import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'kysely'
import { openBallot } from '../src/ballots/actions.ts'
import { publicKeyOf } from '../src/ballots/secret/queries.ts'
import { castVote } from '../src/ballots/votes/actions.ts'
import { everything } from '../src/platform/db.ts'
import { moreSchools, motion, type School } from './ballots.ts'
import { asPerson } from './board.ts'
import { coveredPaper, proven, uncovered } from './voting-paper.ts'
import { type Browser, today, type World, world } from './world.ts'

type Found = { lines: string[]; status: number }
let examine: (content: Uint8Array, noted?: { digest: string }) => Found
before(async () => {
  const found = await import(new URL('../bin/verify-ballot.mjs', import.meta.url).href)
  examine = found.examine
})

const now = new Date(`${today}T12:00:00Z`)
const HOUR_MS = 3_600_000
const JSON_ONLY = { accept: 'application/json' }

/** A secret election between meetings that is open, and its candidates’ numbers. */
async function election(w: World, counting: string) {
  const id = await motion(w, {
    ...{ asks: 'election', counting, majority: null, manner: 'secret', byCorrespondence: true },
    ...{ opensAt: new Date(Date.now() - HOUR_MS), closesAt: new Date(Date.now() + HOUR_MS) },
  })
  const candidates = await w.database.transaction(everything, (tx) =>
    tx
      .insertInto('ballotOptions')
      .values(
        ['Ann', 'Ben', 'Cleo'].map((words, i) => ({
          ...{ ballotId: id, position: i + 1, words, personId: i === 0 ? w.people.head : null },
        })),
      )
      .returning('id')
      .execute(),
  )
  await openBallot(await w.by('coordinator'), id, now)
  return {
    id,
    key: (await publicKeyOf(w.database, id)) as Buffer,
    names: candidates.map((one) => `${one.id}`),
  }
}

/** What the school’s device and then nobody in particular sends; without a choice the paper is kept back. */
async function votes(w: World, { id, key }: { id: number; key: Buffer }, school: School, choice?: string) {
  const [device, nobody] = [await asPerson(w, school.headId), await w.as('visitor')]
  const paper = await coveredPaper(key)
  const sent = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
  const at = `/ballots/${id}/paper?school=${school.membershipId}`
  const taken = await device.post(at, { blinded: sent(paper.blinded) }, JSON_ONLY)
  assert.equal(taken.status, 200, taken.text)
  if (choice === undefined) return
  const signature = await uncovered(key, paper, Buffer.from(JSON.parse(taken.text).signed, 'base64'))
  const proof = sent(proven(paper, key, id, choice))
  const body = { token: sent(paper.token), signature: sent(signature), choice, proof }
  assert.equal((await nobody.post(`/ballots/${id}/box`, body, JSON_ONLY)).status, 200)
}

/** Every school and every person is called otherwise than before. */
const renamed = (w: World) =>
  w.database.transaction(everything, async (tx) => {
    await tx.updateTable('schools').set({ name: sql`name || ' Academy'` }).execute()
    await tx.updateTable('people').set({ name: sql`name || ' Jones'` }).execute()
  })

async function publishedOf(office: Browser, id: number) {
  const { text } = await office.get(`/ballots/${id}/papers.json`)
  return { bytes: Buffer.from(text), ...JSON.parse(text) }
}

for (const counting of ['first past the post', 'alternative vote'])
  test(`an election as it is published is counted again to the same, before the lot and after it: ${counting}`, async () => {
    const w = await world()
    const schools = await moreSchools(w, 6)
    await w.database.transaction(everything, (tx) =>
      tx.updateTable('schools').set({ name: 'St Mary’s' }).where('urn', 'in', [700_001, 700_002]).execute(),
    )
    const ballot = await election(w, counting)
    const [ann, ben, cleo] = ballot.names as [string, string, string]
    const ranked = counting === 'alternative vote' ? `${ann}>${cleo}` : ann
    const choices = [ranked, ben, cleo, 'abstain', undefined, ann]
    for (const [i, school] of schools.entries()) await votes(w, ballot, school, choices[i])
    const named = { ballotId: ballot.id, how: 'page' } as const
    const { ashmere, brindle } = w.members
    await castVote(await w.by('head'), { ...named, membershipId: ashmere, choice: ben }, now)
    await castVote(await w.by('otherHead'), { ...named, membershipId: brindle, choice: 'abstain' }, now)
    const office = await w.as('coordinator')
    assert.equal((await office.post(`/ballots/${ballot.id}/close`, {})).status, 303)
    const tied = await publishedOf(office, ballot.id)
    assert.equal(tied.result.outcome, 'needs a lot')
    assert.deepEqual([tied.lot.promise.length, tied.lot.seed, tied.lot.words], [64, null, null])
    assert.deepEqual(tied.took.slice(-2), ['St Mary’s (700001)', 'St Mary’s (700002)'])
    assert.deepEqual(examine(tied.bytes).lines.at(-1), 'All of this holds.')
    assert.equal((await office.post(`/ballots/${ballot.id}/lot`, { words: ' a grey  goose ' })).status, 303)
    const drawn = await publishedOf(office, ballot.id)
    assert.equal(drawn.lot.promise, tied.lot.promise)
    assert.ok([ann, ben].includes(drawn.result.elected), drawn.result.says)
    assert.deepEqual(examine(drawn.bytes, { digest: tied.digest }).lines.at(-1), 'All of this holds.')
    const other = drawn.result.elected === ann ? ben : ann
    const forged = (change: object) =>
      examine(Buffer.from(JSON.stringify({ ...JSON.parse(drawn.bytes.toString()), ...change })))
    assert.equal(forged({ result: { ...drawn.result, elected: other } }).status, 1)
    const [first, second, ...more] = drawn.options
    const swapped = [{ ...first, says: second.says }, { ...second, says: first.says }, ...more]
    for (const change of [{ options: swapped }, { question: 'Another' }, { quorum: null }])
      assert.match(forged(change).lines.at(-1) ?? '', /^This does NOT hold: Digest\.$/)
    await renamed(w)
    const { bytes, digest } = await publishedOf(office, ballot.id)
    assert.deepEqual(
      [bytes, digest],
      [drawn.bytes, tied.digest],
      'names that are corrected later change nothing',
    )
  })
