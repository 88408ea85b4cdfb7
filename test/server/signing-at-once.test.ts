import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { publish } from '../../src/agreement/actions.ts'
import { actor } from '../../src/platform/action.ts'
import { dayInLondon } from '../../src/platform/day.ts'
import { system } from '../../src/platform/who.ts'
import { pdfsig } from '../programs.ts'
import { type Alliance, type Answered, anAlliance, until } from './alliance.ts'
import { serving, sharedByAll } from './process.ts'
import {
  type Begun,
  begin,
  confirm,
  documents,
  draft,
  published,
  type School,
  schools,
  signed,
} from './signatories.ts'
import { broken } from './writers.ts'

const ROUNDS = 12
const BOTH = 'governance, leadership'
const WAIT_MS = 120_000

type Two = Alliance & { urls: [string, string]; schools: School[] }

/** One alliance whose agreement is published, served by two processes. */
async function twoServers(): Promise<Two> {
  const alliance = await anAlliance()
  const [one, other] = await Promise.all([1, 2].map(() => serving(alliance.settings, ['serve'])))
  assert.ok(one && other)
  await published(alliance)
  return { ...alliance, urls: [one.url, other.url], schools: await schools(alliance, one.url, ROUNDS + 3) }
}

/** Begins both signings of a school, each at a server of its own. */
const bothOf = (two: Two, { signatories: [head, chair] }: School) =>
  Promise.all([begin(two, two.urls[0], head), begin(two, two.urls[1], chair)])

const statuses = (answers: Answered[]) => answers.map(({ status }) => status).sort()

/** The same signing confirmed many times at once, by turns at both servers. */
const atOnce = (two: Two, begun: Begun, many: number, key?: () => string) =>
  Promise.all(
    Array.from({ length: many }, (_, n) =>
      confirm(two, two.urls[n % 2] as string, begun, key ? { 'form-key': key() } : {}),
    ),
  )

const signaturesOf = async ({ records: { pool } }: Alliance, { membershipId, capacity }: Begun) =>
  Number(
    (
      await pool.query('select count(*) from signatures where membership_id = $1 and capacity = $2', [
        membershipId,
        capacity,
      ])
    ).rows[0].count,
  )

test('signing at two servers at once', async (t) => {
  sharedByAll()
  const two = await twoServers()
  const together = two.schools.slice(0, ROUNDS)
  const [twice, often, late] = two.schools.slice(ROUNDS)
  assert.ok(twice && often && late)

  await t.test('both signatories of a school at the same moment: each signs once', async () => {
    for (const school of together) {
      const begun = await bothOf(two, school)
      const answers = await Promise.all(begun.map((one, n) => confirm(two, two.urls[n] as string, one)))
      assert.deepEqual(statuses(answers), [303, 303], answers.map(({ text }) => text).join())
    }
    const found = await signed(two)
    for (const { membershipId } of together) assert.equal(found.get(membershipId), BOTH)
  })

  await t.test('each school has one document of both, in which both signatures are valid', async () => {
    const whole = async () => (await documents(two)).filter(({ count }) => count === 2)
    await until('every document is made', async () => (await whole()).length >= together.length, WAIT_MS)
    const made = await whole()
    assert.deepEqual(
      made.map(({ membershipId }) => membershipId).sort((a, b) => a - b),
      together.map(({ membershipId }) => membershipId),
    )
    for (const { content } of made)
      assert.deepEqual(pdfsig(content), ['Signature is Valid.', 'Signature is Valid.'])
  })

  await t.test('the same signing sent twenty times at once is signed once, and answered alike', async () => {
    const begun = await begin(two, two.urls[0], twice.signatories[0])
    const answers = await atOnce(two, begun, 20)
    assert.deepEqual(statuses(answers), Array(20).fill(303), answers.map(({ text }) => text).join())
    assert.equal(new Set(answers.map(({ location }) => location)).size, 1)
    assert.equal(await signaturesOf(two, begun), 1)
  })

  await t.test('as twenty forms of their own too: one signs, the others are told', async () => {
    const begun = await begin(two, two.urls[0], often.signatories[1])
    const answers = await atOnce(two, begun, 20, randomUUID)
    assert.equal(await signaturesOf(two, begun), 1)
    assert.deepEqual(
      statuses(answers).filter((status) => status === 303),
      [303],
    )
    for (const { text, status } of answers.filter(({ status }) => status !== 303))
      assert.match(text, /is signed once|used already/, String(status))
  })

  await t.test('of two versions published at once the second is refused', async () => {
    for (let round = 0; round < 5; round += 1) {
      const newest = await newestOf(two)
      const drafts = [await draft(two, newest), await draft(two, newest)]
      const told = await Promise.allSettled(drafts.map((id) => publishNow(two, id)))
      const refused = told.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []))
      assert.equal(refused.length, 1)
      assert.match(refused[0] ?? '', /was published after this draft was begun/)
    }
  })

  await t.test('who signs as a new version comes signs the old one before it, or is told', async () => {
    const begun = await bothOf(two, late)
    const next = await draft(two, await newestOf(two))
    const [answers] = await Promise.all([
      Promise.all(begun.map((one, n) => confirm(two, two.urls[n] as string, one))),
      publishNow(two, next),
    ])
    for (const { status, text } of answers)
      if (status !== 303) assert.match(text, /was superseded on/, String(status))
    assert.equal(await signaturesAfter(two), 0, 'nobody signed a version after another had taken its place')
  })

  await t.test('everything that was done is told of, and nothing is left half done', async () => {
    assert.deepEqual(await broken(two.records), [])
  })
})

function publishNow({ records }: Alliance, id: number) {
  const today = dayInLondon(new Date())
  const from = { publishedOn: today, inForceOn: today, inForceSigned: null, signBy: null, reviewOn: null }
  return publish(actor(records, system, today), id, from)
}

const newestOf = async ({ records: { pool } }: Alliance): Promise<number> =>
  (
    await pool.query(
      'select id from agreement_versions where number is not null order by number desc limit 1',
    )
  ).rows[0].id

const signaturesAfter = async ({ records: { pool } }: Alliance): Promise<number> =>
  Number(
    (
      await pool.query(`select count(*) from signatures s join agreement_versions v on v.id = s.version_id
        join agreement_versions later on later.number > v.number where s.signed_at > later.published_at`)
    ).rows[0].count,
  )
