import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type World, world } from '../../test/world.ts'
import { everything } from '../platform/db.ts'

const key = '0b9f2c1e-5a51-4a52-9c4e-1c5d4f6a7b80'

const answers = ({ people, members }: World) => ({
  visitedOn: '1/3/2018',
  half: 'am',
  practitionerId: String(people.ssig),
  fromMembershipId: String(members.brindle),
  toMembershipId: String(members.ashmere),
  subject: 'Maths',
  commission: '',
  status: 'done',
  throughSsig: 'yes',
})

describe('recording a support visit', () => {
  test('the office records one, and it stands in the list and its CSV', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const saved = await office.post('/support/new', answers(w))
    assert.equal(saved.status, 303)
    const page = await office.get(saved.headers.get('location') ?? '')
    assert.match(page.text, /Sana Support at Ashmere/)
    assert.match((await office.get('/support')).text, /Sana Support/)
    const csv = await office.get('/support?format=csv&words=sana')
    assert.match(csv.text, /2018-03-01,Sana Support,Brindle Moor,Ashmere,Maths,0\.5,done/)
  })

  test('what is wrong is said beside its question, and what was typed is kept', async () => {
    const w = await world()
    const sent = await (await w.as('coordinator')).post('/support/new', {
      ...answers(w),
      visitedOn: '31/2/2018',
      subject: 'Algebra',
    })
    assert.equal(sent.status, 422)
    assert.match(sent.text, /<title>Error: Record a support visit/)
    assert.match(
      sent.text,
      /<a href="#visitedOn">Date of the visit must be a real date, like 27\/3\/2018<\/a>/,
    )
    assert.match(sent.text, /value="31\/2\/2018"/)
    assert.match(sent.text, /value="Algebra"/)
  })

  test('a school that had left is refused in a sentence with its dates', async () => {
    const w = await world()
    const sent = await (await w.as('ssig')).post('/support/new', {
      ...answers(w),
      fromMembershipId: String(w.members.carr),
    })
    assert.equal(sent.status, 422)
    assert.match(
      sent.text,
      /was not a member on 1 March 2018: it was a member from 1 September 2015 to 31 December 2017/,
    )
  })

  test('one person cannot be in two places in one half-day', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    await office.post('/support/new', answers(w))
    const again = await office.post('/support/new', { ...answers(w), half: 'day' })
    assert.equal(again.status, 422)
    assert.match(again.text, /already recorded on another visit/)
    assert.equal((await office.post('/support/new', { ...answers(w), half: 'pm' })).status, 303)
  })

  test('sent twice at once it acts once, and both get the first answer', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const sent = await Promise.all(
      Array.from({ length: 8 }, () => office.post('/support/new', { ...answers(w), 'form-key': key })),
    )
    assert.deepEqual([...new Set(sent.map(({ headers }) => headers.get('location')))].length, 1)
    assert.equal((await w.db.selectFrom('supportVisits').select('id').execute()).length, 1)
    const other = await office.post('/support/new', { ...answers(w), half: 'pm', 'form-key': key })
    assert.match(other.text, /already sent with other answers/)
  })
})

describe('correcting a support visit', () => {
  test('keeps what stood before, and the second of two people sees the first one’s change', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const at = ((await office.post('/support/new', answers(w))).headers.get('location') ?? '').replace(
      /\?.*/,
      '',
    )
    const first = await office.post(`${at}/correct`, {
      ...answers(w),
      subject: 'Science',
      'form-version': '1',
    })
    assert.equal(first.status, 303)
    const second = await (await w.as('ssig')).post(`${at}/correct`, {
      ...answers(w),
      subject: 'History',
      'form-version': '1',
    })
    assert.equal(second.status, 409)
    assert.match(second.text, /was changed to Science while you were typing/)
    assert.match(second.text, /value="History"/)
    assert.match(second.text, /name="form-version" value="2"/)
    assert.match((await office.get(at)).text, /subject: Maths/)
  })
})

describe('who sees support visits', () => {
  test('a head sees their own school’s and no other; others see none', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    await office.post('/support/new', {
      ...answers(w),
      fromMembershipId: String(w.members.ashmere),
      toMembershipId: String(w.members.brindle),
    })
    const at = (
      (await office.post('/support/new', { ...answers(w), half: 'pm' })).headers.get('location') ?? ''
    ).replace(/\?.*/, '')
    assert.match((await (await w.as('head')).get(at)).text, /Ashmere/)
    await w.database.transaction(everything, (tx) =>
      tx
        .updateTable('supportVisits')
        .set({ fromMembershipId: w.members.carr, toMembershipId: w.members.carr })
        .execute(),
    )
    assert.equal((await (await w.as('head')).get(at)).status, 404)
    assert.doesNotMatch((await (await w.as('head')).get('/support')).text, /Sana Support/)
    assert.equal((await (await w.as('teacher')).get('/support')).status, 403)
    const turned = await (await w.as('visitor')).get('/support')
    assert.equal(turned.headers.get('location'), '/sign-in?next=%2Fsupport')
  })
})
