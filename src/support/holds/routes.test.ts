import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import ICAL from 'ical.js'
import { deploymentAt, termDates, visitTo } from '../../../test/support.ts'
import { type CastName, emailOf, origin, today, type World, world } from '../../../test/world.ts'
import { addDays, day } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'
import { tellOf, visitWork } from './work.ts'

const given = ({ database }: World) => ({
  database,
  clock: { now: () => new Date('2018-03-05T12:00:00Z'), today: () => today },
  settings: { url: origin, mail: { url: 'smtp://mail.test', from: 'Vale <office@alliance.test>' } },
})

async function sent({ db }: World) {
  const rows = await db
    .selectFrom('mails')
    .selectAll()
    .where('calendar', 'is not', null)
    .orderBy('id')
    .execute()
  return rows.map(({ recipient, subject, body, calendar, calendarMethod }) => {
    const event = new ICAL.Component(ICAL.parse(calendar ?? '')).getFirstSubcomponent(
      'vevent',
    ) as ICAL.Component
    const of = (name: string) => String(event.getFirstPropertyValue(name) ?? '')
    return {
      ...{
        to: recipient,
        method: calendarMethod,
        subject,
        body,
        title: of('summary'),
        start: of('dtstart'),
        end: of('dtend'),
      },
      ...{ sequence: Number(of('sequence')), uid: of('uid'), status: of('status'), text: calendar ?? '' },
    }
  })
}

const addresses = (...names: CastName[]) => names.map(emailOf).sort()

async function planned(visitedOn = addDays(today, 2), more: object = {}) {
  const w = await world()
  await termDates(w)
  const deploymentId = await deploymentAt(w, 'active')
  const id = await visitTo(w, { deploymentId, visitedOn, half: 'am', status: 'planned', ...more })
  return { w, id, deploymentId }
}

describe('calendar holds', () => {
  test('go to the practitioner, the head and the contact, once, and say nothing of the need', async () => {
    const { w, id } = await planned()
    assert.equal(await tellOf(given(w), id), 3)
    assert.equal(await tellOf(given(w), id), 0, 'told again, nothing is left to say')
    const mails = await sent(w)
    assert.deepEqual(mails.map(({ to }) => to).sort(), addresses('practitioner', 'head', 'teacher'))
    for (const { title, start, end, method, sequence, text, subject, body } of mails) {
      assert.deepEqual(
        [title, start, end, method, sequence],
        ['Support visit at Ashmere', '2018-03-07T09:00:00', '2018-03-07T12:00:00', 'REQUEST', 0],
      )
      for (const said of [text, subject, body])
        assert.doesNotMatch(said, /Maths|problem solving|Priya .* of|coaching/i)
    }
  })

  test('twenty jobs at once tell everybody once', async () => {
    const { w, id } = await planned()
    const told = await Promise.all(Array.from({ length: 20 }, () => tellOf(given(w), id)))
    assert.equal(
      told.reduce((sum, one) => sum + one, 0),
      3,
    )
    assert.equal((await sent(w)).length, 3)
  })

  test('a visit that moves is told under a higher sequence, one that is called off is taken out', async () => {
    const { w, id } = await planned()
    await tellOf(given(w), id)
    const head = await w.as('head')
    const to = {
      visitedOn: '2018-03-26',
      half: 'pm',
      starts: '13:30',
      ends: '15:00',
      purpose: 'Secret need',
      'form-version': '1',
    }
    assert.equal((await head.post(`/support/visits/${id}/move`, to)).status, 303)
    assert.equal(await tellOf(given(w), id), 3)
    assert.equal(
      (await head.post(`/support/visits/${id}/call-off`, { of: 'host', why: 'Mocks' })).status,
      303,
    )
    assert.equal(await tellOf(given(w), id), 3)
    assert.equal(await tellOf(given(w), id), 0)
    const mails = await sent(w)
    // After the clocks went forward the hours are still those on the wall.
    assert.deepEqual(
      [0, 3, 6].map((i) => [mails[i]?.method, mails[i]?.sequence, mails[i]?.start]),
      [
        ['REQUEST', 0, '2018-03-07T09:00:00'],
        ['REQUEST', 1, '2018-03-26T13:30:00'],
        ['CANCEL', 2, '2018-03-26T13:30:00'],
      ],
    )
    assert.equal(new Set(mails.map(({ uid }) => uid)).size, 1)
    assert.match(mails[3]?.subject ?? '', /^Changed: Support visit at Ashmere/)
    assert.match(mails[3]?.body ?? '', /It was to be on 7 March 2018/)
    assert.match(mails[6]?.subject ?? '', /^Cancelled/)
    for (const { body, text } of mails) assert.doesNotMatch(body + text, /Secret need|Mocks/)
  })

  test('a new contact is told, the former one that it goes on without them', async () => {
    const { w, id, deploymentId } = await planned()
    await tellOf(given(w), id)
    await w.database.transaction(everything, (tx) =>
      tx
        .updateTable('deployments')
        .set({ contactId: w.people.deputy })
        .where('id', '=', deploymentId)
        .execute(),
    )
    const work = visitWork(given(w))
    await work.run({}, { last: false })
    const mails = (await sent(w)).slice(3)
    assert.deepEqual(mails.map(({ to, method, sequence }) => [to, method, sequence]).sort(), [
      [emailOf('deputy'), 'REQUEST', 1],
      [emailOf('teacher'), 'CANCEL', 1],
    ])
    assert.match(mails.find(({ method }) => method === 'CANCEL')?.body ?? '', /takes place without you/)
  })

  test('a deployment that is withdrawn takes its visits out of every calendar', async () => {
    const { w, deploymentId } = await planned()
    const work = visitWork(given(w))
    await work.run({}, { last: false })
    await w.database.transaction(everything, (tx) =>
      tx.updateTable('deployments').set({ state: 'withdrawn' }).where('id', '=', deploymentId).execute(),
    )
    await work.run({}, { last: false })
    assert.deepEqual(
      (await sent(w)).slice(3).map(({ method }) => method),
      ['CANCEL', 'CANCEL', 'CANCEL'],
    )
  })

  test('a day that is over is told to nobody; today still is', async () => {
    const { w, id, deploymentId } = await planned(addDays(today, -1))
    assert.equal(await tellOf(given(w), id), 0)
    const now = await visitTo(w, { deploymentId, visitedOn: today, half: 'pm', status: 'planned' })
    assert.equal(await tellOf(given(w), now), 3)
    assert.equal(await tellOf(given(w), 999_999), 0, 'one that is not there')
    assert.equal(
      await tellOf(given(w), await visitTo(w, { visitedOn: addDays(today, 9), status: 'planned' })),
      0,
      'one without a deployment',
    )
  })

  test('stand in each person’s own feed, and in nobody else’s', async () => {
    const { w, id } = await planned(day('2018-03-08'), { purpose: 'Secret need' })
    await tellOf(given(w), id)
    const feedOf = async (name: CastName) => {
      const [browser, cookie] = [await w.as(name), await w.cookie(name)]
      const made = await browser.post('/feeds', { name: 'Phone', groupId: '' })
      const given = made.headers.get('set-cookie') ?? ''
      const page = await browser.get(made.headers.get('location') ?? '', {
        cookie: `${cookie}; ${given.split(';')[0]}`,
      })
      const [, address = ''] = /(\/calendar\/[A-Za-z0-9_-]{43}\.ics)/.exec(page.text) ?? []
      assert.ok(address, `${name}: ${made.status}`)
      return (await browser.get(address)).text
    }
    for (const name of ['practitioner', 'head', 'teacher'] as const) {
      const text = await feedOf(name)
      assert.match(text, new RegExp(`UID:visit-${id}@`), name)
      assert.doesNotMatch(text, /Secret need|Maths/)
    }
    for (const name of ['otherHead', 'hubLead', 'deputy'] as const)
      assert.doesNotMatch(await feedOf(name), /UID:visit-/, name)
  })
})
