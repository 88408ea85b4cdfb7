import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { hadMuch } from '../../../../test/bought.ts'
import { again, castNames } from '../../../../test/world.ts'

const built = hadMuch()
const mine = async () => again((await built).w)
const at = '/subscriptions/prices'
const filled = { what: 'support day', pence: '450', source: 'Price list <2017>', fromYear: '2017-18' }

test('the office alone keeps prices', async () => {
  const w = await mine()
  for (const who of castNames) {
    const browser = await w.as(who)
    const allowed = who === 'coordinator'
    for (const path of [at, `${at}/new`])
      assert.equal((await browser.get(path)).status, allowed ? 200 : 403, `${who} ${path}`)
    if (!allowed) assert.equal((await browser.post(`${at}/new`, filled)).status, 403, who)
  }
})

test('a price is added, corrected with its history kept, and removed', async () => {
  const { leading } = await built
  const w = await mine()
  const office = await w.as('coordinator')
  assert.match((await office.get(at)).text, /No price is known/)
  assert.equal((await office.post(`${at}/new`, filled)).status, 303)
  const of = { ...filled, what: 'course', courseId: String(leading), pence: '1,234.50' }
  assert.equal(
    (await office.post(`${at}/new`, { ...of, source: 'https://prices.example/leading' })).status,
    303,
  )
  const { text } = await office.get(at)
  assert.match(
    text,
    /A day of support from another school[\s\S]*£450.00[\s\S]*2017-18[\s\S]*Price list &lt;2017&gt;/,
  )
  assert.match(
    text,
    /A place on a course: Leading[\s\S]*£1,234.50[\s\S]*href="https:\/\/prices.example\/leading"/,
  )
  const { text: days } = await office.get(`${at}?what=support+day`)
  assert.doesNotMatch(days, /Leading/)
  const [id] = /\d+(?=\/correct)/.exec(days) ?? []
  assert.match((await office.get(`${at}/${id}/correct`)).text, /value="450.00"/)
  const change = { ...filled, pence: '475', 'form-version': '1' }
  assert.equal((await office.post(`${at}/${id}/correct`, change)).status, 303)
  assert.equal((await office.post(`${at}/${id}/correct`, { ...change, pence: '480' })).status, 409)
  const corrected = (await office.get(`${at}/${id}/correct`)).text
  assert.match(corrected, /Corrected once[\s\S]*price: £450.00/)
  const remove = (version: string, key = randomUUID()) =>
    office.post(`${at}/${id}/remove`, { 'form-version': version, 'form-key': key })
  assert.equal((await remove('1')).status, 409)
  const key = randomUUID()
  const sent = await Promise.all([remove('2', key), remove('2', key)])
  assert.deepEqual(
    sent.map(({ status }) => status),
    [303, 303],
  )
  assert.equal((await remove('2')).status, 404)
  assert.doesNotMatch((await office.get(at)).text, /£4/)
})

test('what cannot be a price is said beside its question', async () => {
  const { leading } = await built
  const w = await mine()
  const office = await w.as('coordinator')
  const cases: [Record<string, string>, RegExp][] = [
    [{ pence: '0' }, /The price must be £0.01 or more/],
    [{ pence: '-5' }, /must be an amount of money/],
    [{ pence: '100000.01' }, /must be £100,000.00 or less/],
    [{ fromYear: '2017' }, /must be an academic year/],
    [{ source: ' ' }, /Enter where the price is from/],
    [{ what: 'gold' }, /Select what the price is of/],
    [{ courseId: String(leading) }, /Choose a course only where/],
    [{ what: 'course', packageId: '999999' }, /Choose a package from the list/],
  ]
  for (const [wrong, says] of cases) {
    const { status, text } = await office.post(`${at}/new`, { ...filled, ...wrong })
    assert.equal(status, 422, JSON.stringify(wrong))
    assert.match(text, says)
  }
  assert.equal((await office.get(`${at}/999999/correct`)).status, 404)
})

test('of two who add the price of one thing and year at once there is one', async () => {
  const w = await mine()
  const office = await w.as('coordinator')
  const sent = await Promise.all(
    ['450', '460'].map((pence) => office.post(`${at}/new`, { ...filled, pence, 'form-key': randomUUID() })),
  )
  assert.deepEqual(sent.map(({ status }) => status).sort(), [303, 422])
  assert.match(sent.find(({ status }) => status === 422)?.text ?? '', /known from that year already/)
  assert.equal((await office.post(`${at}/new`, { ...filled, fromYear: '2018-19' })).status, 303)
})
