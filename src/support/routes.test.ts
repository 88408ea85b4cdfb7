import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { deploymentAt, termDates, visitTo } from '../../test/support.ts'
import { world } from '../../test/world.ts'
import { day } from '../platform/day.ts'
import { everything } from '../platform/db.ts'

describe('the front page of support', () => {
  test('everybody of the alliance sees its totals, and nobody a figure of fewer than three schools', async () => {
    const w = await world()
    await termDates(w)
    await visitTo(w, { visitedOn: day('2018-02-05') })
    for (const name of ['coordinator', 'head', 'chair', 'governor', 'teacher', 'officer'] as const) {
      const { status, text } = await (await w.as(name)).get('/support')
      assert.equal(status, 200, name)
      assert.equal(text.match(/>fewer than 3( schools)?</g)?.length, 3, name)
    }
    assert.equal((await (await w.as('partner')).get('/support')).status, 403)
    const turned = await (await w.as('visitor')).get('/support')
    assert.equal(turned.headers.get('location'), '/sign-in?next=%2Fsupport')
  })

  test('a number is told once three schools stand behind it', async () => {
    const w = await world()
    for (const toMembershipId of [w.members.ashmere, w.members.brindle, w.members.carr])
      await deploymentAt(w, 'requested', { toMembershipId })
    const { text } = await (await w.as('governor')).get('/support')
    assert.match(text, />3<\/span> <span[^>]*>requests open now/)
    assert.equal(text.match(/>fewer than 3( schools)?</g)?.length, 2)
  })

  test('a head asks there, sees what waits and their own balance, and no other school’s', async () => {
    const w = await world()
    await termDates(w)
    await visitTo(w, { visitedOn: day('2018-02-05') })
    await visitTo(w, { visitedOn: day('2017-03-06'), half: 'am' })
    await deploymentAt(w, 'matched')
    const head = (await (await w.as('head')).get('/support')).text
    assert.match(head, /href="\/support\/deployments\/new"/)
    assert.match(head, /Ashmere, 2017-18<\/th><td[^>]*>0 days<\/td><td[^>]*>1 day</)
    assert.match(head, /Ashmere, 2016-17<\/th><td[^>]*>0 days<\/td><td[^>]*>½ day</)
    assert.doesNotMatch(head, /Brindle Moor, 2017-18|\/support\/demand/)
    assert.match(head, /Nothing waits for you here/)
    const other = (await (await w.as('otherHead')).get('/support')).text
    assert.match(other, /Release Priya Practitioner for Ashmere, or say that you do not/)
    const teacher = (await (await w.as('teacher')).get('/support')).text
    assert.doesNotMatch(teacher, /Your own balance|\/support\/visits"|\/support\/deployments\/new"/)
  })

  test('what waits for SSIG says until when, and lateness', async () => {
    const w = await world()
    await deploymentAt(w, 'requested')
    await deploymentAt(w, 'triaged', { answerDue: day('2018-03-05') })
    const { text } = await (await w.as('ssig')).get('/support')
    assert.match(text, /Take up the request of Ashmere for Maths/)
    assert.match(text, /due by 26 January 2018: the school is free/)
    assert.match(text, /Choose a practitioner for Ashmere, Maths/)
    assert.match(text, /is due by 5 March 2018/)
  })

  test('a head is asked what happened where schools spoke first, until they have said it', async () => {
    const w = await world()
    const spoken = { firstContactOn: day('2018-01-18'), firstContactId: w.members.brindle }
    const id = await deploymentAt(w, 'active', spoken)
    const head = await w.as('head')
    assert.match((await head.get('/support')).text, new RegExp(`href="/support/deployments/${id}/explain"`))
    for (const name of ['deputy', 'otherHead', 'ssig'] as const)
      assert.doesNotMatch((await (await w.as(name)).get('/support')).text, /Say why schools spoke/, name)
    await head.post(`/support/deployments/${id}/explain`, {
      contactExplained: 'By chance',
      'form-version': '1',
    })
    assert.doesNotMatch((await head.get('/support')).text, /explain/)
    await w.database.transaction(everything, (tx) =>
      tx
        .updateTable('deployments')
        .set({ state: 'signed off', closedOn: day('2018-03-01') })
        .execute(),
    )
    assert.equal((await head.get(`/support/deployments/${id}/explain`)).status, 403)
  })

  test('where visits stood before leads to them', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const id = await visitTo(w, { visitedOn: day('2018-03-01') })
    const one = await office.get(`/support/${id}`)
    assert.deepEqual([one.status, one.headers.get('location')], [303, `/support/visits/${id}`])
    assert.equal((await office.get('/support/99')).status, 404)
    const list = await office.get('/support?year=2017-18&ssig=yes&counted=yes')
    assert.deepEqual(
      [list.status, list.headers.get('location')],
      [303, '/support/visits?year=2017-18&ssig=yes&counted=yes'],
    )
    assert.equal((await office.get('/support/x')).status, 404)
  })
})
