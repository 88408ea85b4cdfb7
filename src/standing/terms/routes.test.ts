import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { agreed } from '../../../test/agreement.ts'
import { type World, world } from '../../../test/world.ts'
import { terms } from '../../agreement/terms/queries.ts'
import type { AcademicYear } from '../../platform/day.ts'

const at = '/standing/terms/staffTime'
const twelve = { value: '12', year: '2017', decision: 'Board, 1 March 2018, minute 4', 'form-version': '0' }

const holds = async ({ db }: World, year: number) => (await terms(db, year as AcademicYear)).staffTime

describe('agreed numbers', () => {
  test('are listed with what holds, since when, and the clauses that lean on them', async () => {
    const w = await world()
    await agreed(w)
    const { text } = await (await w.as('head')).get('/standing/terms')
    assert.match(text, /Staff time a school gives in a year.*?9 days.*?The start.*?21/s)
    assert.match(text, /£3,000/)
  })

  test('what a number would change is shown before it can be saved, and saves nothing', async () => {
    const w = await world()
    await agreed(w)
    const office = await w.as('coordinator')
    const { status, text } = await office.get(`${at}?value=12&year=2017`)
    assert.equal(status, 200)
    assert.match(text, /What would change/)
    assert.match(text, /12 days, from 2017-18 on/)
    assert.equal(await holds(w, 2017), 18)
  })

  test('the office sets one from a year on, as half-days; years before keep theirs', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const saved = await office.post(at, { ...twelve, value: '10.5' })
    assert.equal(saved.headers.get('location'), `${at}?did=saved`)
    assert.deepEqual([await holds(w, 2016), await holds(w, 2017), await holds(w, 2030)], [18, 21, 21])
    const { text } = await office.get(at)
    assert.match(text, /10½ days/)
    assert.match(text, /Board, 1 March 2018, minute 4/)
  })

  test('a number agreed for a later year stays when an earlier one is set', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    await office.post(at, { ...twelve, year: '2018' })
    await office.post(at, { ...twelve, value: '10', year: '2016', 'form-version': '1' })
    assert.deepEqual([await holds(w, 2015), await holds(w, 2017), await holds(w, 2018)], [18, 20, 24])
  })

  test('what stood before a correction is kept and told', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    await office.post(at, twelve)
    await office.post(at, { ...twelve, value: '10', 'form-version': '1' })
    const { text } = await office.get(at)
    assert.match(text, /Corrected once/)
    assert.match(text, /Number: 12 days/)
  })

  const wrong: [string, Record<string, string>, RegExp][] = [
    ['more than anybody could give', { value: '500' }, /must be whole or half days between 0 and 200/],
    ['less than nothing', { value: '-1' }, /must be whole or half days/],
    ['no number', { value: 'many' }, /must be whole or half days/],
    ['a year far off', { year: '2400' }, /Select the first year in which it holds/],
    ['a year long past', { year: '2001' }, /Select the first year in which it holds/],
    ['no decision', { decision: ' ' }, /Enter where it was decided/],
  ]
  for (const [name, change, says] of wrong)
    test(`refuses ${name} in a sentence`, async () => {
      const w = await world()
      const sent = await (await w.as('coordinator')).post(at, { ...twelve, ...change })
      assert.equal(sent.status, 422)
      assert.match(sent.text, says)
      assert.equal(await holds(w, 2017), 18)
    })

  test('money is typed in pounds and has a bound', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const sent = { ...twelve, value: '£2,500.50' }
    assert.equal((await office.post('/standing/terms/subscription', sent)).status, 303)
    assert.equal((await terms(w.db, 2017 as AcademicYear)).subscription, 250_050)
    const much = await office.post('/standing/terms/subscription', { ...sent, value: '1000000' })
    assert.match(much.text, /must be £100,000\.00 or less/)
  })

  test('of two who set it at once the second sees the first, for whatever year', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const both = await Promise.all([
      office.post(at, { ...twelve, value: '12' }),
      office.post(at, { ...twelve, value: '15', year: '2018' }),
    ])
    assert.deepEqual(both.map(({ status }) => status).sort(), [303, 409])
    const second = both.find(({ status }) => status === 409)
    assert.match(second?.text ?? '', /Somebody else changed this while you were typing/)
    assert.match(second?.text ?? '', /name="form-version" value="1"/)
  })

  test('a name that is no number, or that every object has, is not found', async () => {
    const office = await (await world()).as('coordinator')
    for (const name of ['nothing', 'constructor', '__proto__', 'toString', '%00', "'"])
      assert.equal((await office.get(`/standing/terms/${name}`)).status, 404, name)
  })
})

describe('an agreed number that was set by mistake', () => {
  const yes = { 'form-version': '1' }

  /** Twelve days from 2017-18, and the address at which that is taken back. */
  async function set(w: World) {
    const office = await w.as('coordinator')
    await office.post(at, twelve)
    const { text } = await office.get(at)
    const [, remove = ''] = /href="(\/standing\/terms\/staffTime\/\d+\/remove)"/.exec(text) ?? []
    return { office, remove }
  }

  test('is taken back once what would change has been shown, and put back again', async () => {
    const w = await world()
    await agreed(w)
    const { office, remove } = await set(w)
    const page = await office.get(remove)
    assert.match(page.text, /Without it, what holds from 2017-18 on is 9 days/)
    assert.match(page.text, /What would change.*2017-18: /s)
    assert.equal(await holds(w, 2017), 24)
    assert.equal((await office.post(remove, yes)).headers.get('location'), `${at}?did=removed`)
    assert.equal(await holds(w, 2017), 18)
    const told = /12 days from 2017-18 \(Board, 1 March 2018, minute 4\), taken back by Amina Office/
    assert.match((await office.get(at)).text, told)
    const officer = (await (await w.as('officer')).get(at)).text
    assert.match(officer, told)
    assert.doesNotMatch(officer, /Put it back|Take back/)
    const restore = remove.replace('remove', 'restore')
    assert.equal((await office.post(restore, {})).headers.get('location'), `${at}?did=restored`)
    assert.equal(await holds(w, 2017), 24)
    assert.doesNotMatch((await office.get(at)).text, /taken back by/)
  })

  test('gives way to what was set since, by whoever changed it first', async () => {
    const w = await world()
    const { office, remove } = await set(w)
    assert.equal((await office.post(at, { ...twelve, value: '10', ...yes })).status, 303)
    const late = await office.post(remove, yes)
    assert.equal(late.status, 409)
    assert.equal(await holds(w, 2017), 20)
    assert.equal((await office.post(remove, { 'form-version': '3' })).status, 303)
    assert.equal((await office.post(at, { ...twelve, value: '11', 'form-version': '3' })).status, 409)
    assert.equal((await office.post(at, { ...twelve, value: '11', 'form-version': '4' })).status, 303)
    assert.equal((await office.post(remove.replace('remove', 'restore'), {})).status, 409)
    assert.equal(await holds(w, 2017), 22)
  })

  test('is none of another number’s, and stays where years were judged by it long ago', async () => {
    const w = await world()
    const { office, remove } = await set(w)
    assert.equal((await office.get(remove.replace('staffTime', 'hubMeetings'))).status, 404)
    assert.equal((await office.post(remove.replace('remove', 'restore'), {})).status, 404)
    await w.database.pool.query('update agreed_terms set year = 2005')
    assert.equal((await office.get(remove)).status, 404)
    assert.equal((await (await w.as('head')).post(remove, yes)).status, 403)
  })
})

test('the list is there as a file', async () => {
  const w = await world()
  await agreed(w)
  const { text } = await (await w.as('officer')).get('/standing/terms?format=csv')
  assert.match(text, /Staff time a school gives in a year,9 days,The start,/)
})
