import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { world } from '../../test/world.ts'

const answers = {
  partner: 'Lamplight Tutoring',
  title: 'Small-group tutoring',
  subsidised: 'yes',
  fromOn: '2/10/2017',
  toOn: '20/7/2018',
}

const addressOf = ({ headers }: { headers: Headers }) => (headers.get('location') ?? '').split('?')[0] ?? ''

describe('keeping packages', () => {
  test('the office records one, and it stands in every year in which it could be had', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const at = addressOf(await office.post('/packages/new', answers))
    assert.match((await office.get(at)).text, /Lamplight Tutoring[\s\S]*2 October 2017 to 20 July 2018/)
    await office.post('/packages/new', {
      ...answers,
      title: 'Lasting',
      subsidised: 'no',
      fromOn: '31/8/2017',
      toOn: '',
    })
    const during = async (query: string) => {
      const { text } = await office.get(`/packages?format=csv&sort=title&${query}`)
      return text.trim().split(/\r?\n/).slice(1)
    }
    assert.deepEqual(await during('year=2016-17'), ['Lasting,Lamplight Tutoring,No,2017-08-31,'])
    assert.equal((await during('year=2017-18')).length, 2)
    assert.deepEqual(await during('year=2018-19'), ['Lasting,Lamplight Tutoring,No,2017-08-31,'])
    assert.equal((await during('subsidised=yes&words=lamp')).length, 1)
  })

  const wrong: [string, Record<string, string>, RegExp][] = [
    [
      'ends before it starts',
      { toOn: '1/10/2017' },
      /<a href="#toOn">The last day must be the same as or after/,
    ],
    ['no partner', { partner: ' ' }, /<a href="#partner">Enter the partner</],
    [
      'neither yes nor no',
      { subsidised: 'perhaps' },
      /<a href="#subsidised">Select yes if it is subsidised</,
    ],
  ]
  for (const [name, typed, says] of wrong)
    test(`${name}: said beside its question, new or corrected`, async () => {
      const w = await world()
      const office = await w.as('coordinator')
      const sent = await office.post('/packages/new', { ...answers, ...typed })
      assert.equal(sent.status, 422)
      assert.match(sent.text, says)
      const at = addressOf(await office.post('/packages/new', answers))
      const corrected = await office.post(`${at}/correct`, { ...answers, ...typed, 'form-version': '1' })
      assert.match(corrected.text, says)
      assert.match(corrected.text, /value="Small-group tutoring"/)
    })

  test('a correction keeps what stood before', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const at = addressOf(await office.post('/packages/new', answers))
    await office.post(`${at}/correct`, { ...answers, toOn: '', 'form-version': '1' })
    const page = (await office.get(at)).text
    assert.match(page, /Since 2 October 2017/)
    assert.match(page, /to on: 20 July 2018/)
  })
})

test('everybody who signs in sees packages, partners too; the office keeps them', async () => {
  const w = await world()
  const at = addressOf(await (await w.as('coordinator')).post('/packages/new', answers))
  for (const name of ['head', 'teacher', 'partner', 'officer'] as const) {
    const person = await w.as(name)
    assert.equal((await person.get('/packages')).status, 200, name)
    assert.doesNotMatch((await person.get(at)).text, /Correct this/)
    assert.equal((await person.post('/packages/new', answers)).status, 403, name)
    assert.equal((await person.post(`${at}/correct`, { ...answers, 'form-version': '1' })).status, 403, name)
  }
  assert.equal(
    (await (await w.as('visitor')).get('/packages')).headers.get('location'),
    '/sign-in?next=%2Fpackages',
  )
})
