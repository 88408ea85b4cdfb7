import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { filledBooks, paid } from '../../../../test/books.ts'
import { world } from '../../../../test/world.ts'
import { balancesOn } from '../queries.ts'

const address = '/subscriptions/books/opening'
const given = { datedOn: '1/9/2017', pence: '12,345.67' }

test('a balance is brought forward once, undone with why, and brought forward anew', async () => {
  const w = await world()
  const office = await w.as('coordinator')
  const bank = async (on = '2018-03-05') =>
    (await balancesOn(w.db, on as never)).find(({ account }) => account === 'bank')?.pence ?? 0
  assert.equal((await office.get(`${address}/undo`)).status, 303)
  assert.match(
    (await office.post(`${address}/undo`, { why: 'No reason' })).text,
    /no balance brought forward to undo/,
  )
  assert.equal((await office.post(address, given)).status, 303)
  assert.equal(await bank(), 1_234_567)
  assert.equal(await bank('2017-08-31'), 0)
  const twice = await office.post(address, given)
  assert.equal(twice.status, 422)
  assert.match(twice.text, /brought forward already/)
  assert.match((await office.get(address)).text, /£12,345\.67 was held in the account/)
  assert.equal((await office.post(`${address}/undo`, { why: '' })).status, 422)
  assert.equal((await office.post(`${address}/undo`, { why: '<b>Wrong</b>' })).status, 303)
  assert.equal(await bank(), 0)
  assert.equal(await bank('2017-12-31'), 0, 'what was wrong was wrong from its day')
  assert.equal((await office.post(address, { ...given, pence: '1' })).status, 303)
  assert.equal(await bank(), 100)
  assert.match((await office.get('/subscriptions/books/bank')).text, /&lt;b&gt;Wrong/)
})

test('what cannot be brought forward', async () => {
  const w = await world()
  const office = await w.as('coordinator')
  await paid(await w.by('coordinator'), '2017-10-02', 100, [])
  const cases: [object, RegExp][] = [
    [{ pence: '0' }, /more than £0\.00/],
    [{ pence: '-5' }, /must be an amount of money/],
    [{ pence: '1.005' }, /must be an amount of money/],
    [{ datedOn: '6/3/2018' }, /must not be in the future/],
    [{ datedOn: '3/10/2017' }, /payment of 2 October 2017 is recorded here already/],
    [{ datedOn: '31/9/2017' }, /must be a real date/],
  ]
  for (const [wrong, says] of cases) {
    const { status, text } = await office.post(address, { ...given, ...wrong })
    assert.equal(status, 422, String(says))
    assert.match(text, says)
  }
  assert.equal((await office.post(address, { ...given, datedOn: '2/10/2017' })).status, 303)
})

test('of two at once one is brought forward, and one undone', async () => {
  const w = await world()
  const office = await w.as('coordinator')
  const both = (to: string, answers: Record<string, string>) =>
    Promise.all([1, 2].map(() => office.post(to, { ...answers, 'form-key': randomUUID() })))
  assert.deepEqual((await both(address, given)).map(({ status }) => status).sort(), [303, 422])
  assert.deepEqual(
    (await both(`${address}/undo`, { why: 'Twice' })).map(({ status }) => status).sort(),
    [303, 422],
  )
  const same = randomUUID()
  const sent = await Promise.all([1, 2].map(() => office.post(address, { ...given, 'form-key': same })))
  assert.deepEqual(
    sent.map(({ status }) => status),
    [303, 303],
  )
})

test('nobody but the office brings a balance forward or undoes it', async () => {
  const w = await world()
  await filledBooks(w)
  for (const who of ['head', 'businessManager', 'chair', 'deputy', 'teacher', 'officer'] as const) {
    const browser = await w.as(who)
    assert.equal((await browser.post(address, given)).status, 403, who)
    assert.equal((await browser.post(`${address}/undo`, { why: 'x' })).status, 403, who)
  }
})
