import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { agreed } from '../../../test/agreement.ts'
import { contents } from '../../../test/contents.ts'
import { today as march, type World, world } from '../../../test/world.ts'
import { type Day, day } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'
import { underTerms } from './queries.ts'

const later = day('2018-10-01')
const inOctober = () => world({ now: () => new Date(`${later}T12:00:00Z`), today: () => later })

/** Ashmere gave ten days in 2017-18, and Brindle Moor nine. */
async function yearOfSupport(w: World) {
  await agreed(w)
  const { ashmere, brindle } = w.members
  const blank = { ref: null, commission: null, subject: null, importId: null, practitionerId: w.people.ssig }
  const visit = (from: number, to: number, visitedOn: Day) => ({
    ...({ ...blank, half: 'day', status: 'done', throughSsig: true, visitedOn } as const),
    ...{ fromMembershipId: from, fromUrn: from === ashmere ? 990001 : 990002 },
    ...{ toMembershipId: to, toUrn: to === ashmere ? 990001 : 990002 },
  })
  const days = Array.from({ length: 19 }, (_, i) => day(`2018-01-${String(i + 1).padStart(2, '0')}`))
  const visits = days.map((on, i) => (i < 10 ? visit(ashmere, brindle, on) : visit(brindle, ashmere, on)))
  await w.database.transaction(everything, (tx) => tx.insertInto('supportVisits').values(visits).execute())
}

describe('what if', () => {
  test('says in a sentence, a table and a chart who would have met it, and changes nothing', async () => {
    const w = await inOctober()
    await yearOfSupport(w)
    const office = await w.as('coordinator')
    const before = await contents(w.database)
    const { status, text } = await office.get('/standing/what-if?staffTime=10')
    assert.equal(status, 200)
    assert.match(text, /Had “Staff time a school gives in a year” been 10 days/)
    assert.match(text, /1 of 2 schools would have met clause 21 in 2017-18 instead of 2\./)
    assert.match(text, /<svg[^>]*role="img"/)
    assert.match(text, /2 → 1/)
    assert.doesNotMatch(text.replace(/<header.*<\/header>/s, ''), /Ashmere|Brindle/)
    assert.equal(await contents(w.database), before)
  })

  test('a head sees their own school’s change beside the totals, and no other school’s', async () => {
    const w = await inOctober()
    await yearOfSupport(w)
    const { text } = await (await w.as('otherHead')).get('/standing/what-if?staffTime=10')
    assert.match(text, /Brindle Moor.*?21.*?Met.*?Not kept/s)
    assert.doesNotMatch(text, /Ashmere/)
  })

  test('the totals are there as a file', async () => {
    const w = await inOctober()
    await yearOfSupport(w)
    const csv = await (await w.as('coordinator')).get('/standing/what-if?staffTime=10&format=csv')
    assert.match(csv.headers.get('content-type') ?? '', /text\/csv/)
    assert.match(csv.text, /Year,Clause,Schools,Met,Would have met/)
    assert.match(csv.text, /2017-18,21,2,2,1/)
    assert.doesNotMatch(csv.text, /Ashmere|Brindle/)
  })

  test('those who do not see the schools are told no number of fewer than 5, on the page or in the file', async () => {
    const w = await inOctober()
    await yearOfSupport(w)
    const asked = '/standing/what-if?staffTime=10'
    for (const name of ['head', 'otherHead', 'chair'] as const) {
      const reader = await w.as(name)
      const { text } = await reader.get(asked)
      assert.match(text, /So few schools stood apart on clause 21 in 2017-18/, name)
      assert.match(text, /fewer than 5 schools are never counted out/)
      assert.doesNotMatch(text, /\d of \d|\d → \d|<svg/)
      const csv = await reader.get(`${asked}&format=csv`)
      assert.match(csv.text, /2017-18,21,fewer than 5(,not told){6}/)
    }
  })

  test('several numbers are tried at once, each on the clauses that lean on it', async () => {
    const w = await inOctober()
    await yearOfSupport(w)
    const { text } = await (await w.as('chair')).get('/standing/what-if?staffTime=10&meetingsMissed=0')
    assert.match(text, /been 10 days and “Board meetings that a head may miss in a year” been 0/)
    assert.match(text, /clause 21 in 2017-18/)
    assert.match(text, /clause 31 in 2017-18/)
  })

  test('only years that are over are tried on, and the present one says so', async () => {
    const w = await world()
    await yearOfSupport(w)
    const { text } = await (await w.as('coordinator')).get('/standing/what-if?staffTime=10')
    assert.match(text, /No year is recorded yet/)
    assert.ok(march < later)
  })

  const hostile = [
    'staffTime=9999',
    'staffTime=-1',
    'staffTime=%00',
    'staffTime=1;drop',
    'subscription=1e9',
    'samePersonSigns=2',
    `deputisings=${'9'.repeat(400)}`,
  ]
  for (const query of hostile)
    test(`${query.slice(0, 30)} is said to be wrong, and nothing is tried`, async () => {
      const w = await inOctober()
      await agreed(w)
      const { status, text } = await (await w.as('coordinator')).get(`/standing/what-if?${query}`)
      assert.equal(status, 200)
      assert.doesNotMatch(text, /Had “/)
      if (query !== 'staffTime=%00') assert.match(text, /There is a problem/)
    })

  test('more than one number for one question, and questions that nobody asked, do no harm', async () => {
    const w = await inOctober()
    await yearOfSupport(w)
    const office = await w.as('coordinator')
    for (const query of ['constructor=1', '__proto__=1', 'staffTime=9&staffTime=10', 'staffTime=9&other=1'])
      assert.equal((await office.get(`/standing/what-if?${query}`)).status, 200, query)
  })
})

test('the same numbers change nothing, and more days asked never make more schools meet it', async () => {
  const w = await inOctober()
  await yearOfSupport(w)
  const year = { year: 2017 as never, today: later }
  const kept: number[] = []
  for (const staffTime of [0, 17, 18, 19, 20, 21, 400]) {
    const { compared } = await underTerms(w.db, year, { staffTime })
    const clause = compared.find((one) => one.clause.number === '21')
    assert.ok(clause)
    if (staffTime === 18) for (const one of compared) assert.deepEqual(one.was, one.becomes)
    kept.push(clause.becomes.kept)
  }
  assert.deepEqual(kept, [2, 2, 2, 1, 1, 0, 0])
})

test('what it reads with cannot write', async () => {
  const w = await inOctober()
  const { totals } = await w.by('head')
  const writing = totals as unknown as typeof w.database & {
    insertInto: (table: string) => { values: (row: object) => { execute: () => Promise<unknown> } }
  }
  await assert.rejects(
    writing.insertInto('trusts').values({ name: 'Elm Trust' }).execute(),
    /read-only transaction/,
  )
})
