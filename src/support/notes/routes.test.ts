import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { deploymentAt, termDates, visitTo } from '../../../test/support.ts'
import { type CastName, today, type World, world } from '../../../test/world.ts'
import { addDays, type Day, day } from '../../platform/day.ts'

const answers = { done: 'Planned three lessons together', met: 'The head of maths', next: 'Try one in 11B' }

/** A visit of support that is under way, planned for this day. */
async function visited(visitedOn: Day = today, given: Parameters<typeof deploymentAt>[2] = {}) {
  const w = await world()
  await termDates(w)
  const deploymentId = await deploymentAt(w, 'active', given)
  const id = await visitTo(w, { deploymentId, visitedOn, half: 'am', status: 'planned' })
  const at = `/support/visits/${id}/note`
  return {
    w,
    id,
    at,
    deploymentId,
    post: async (name: CastName, sent: object = answers) => (await w.as(name)).post(at, { ...sent }),
  }
}

const noteOf = (w: World, visitId: number) =>
  w.db.selectFrom('visitNotes').selectAll().where('visitId', '=', visitId).executeTakeFirst()
const statusOf = async (w: World, id: number) =>
  (await w.db.selectFrom('supportVisits').select('status').where('id', '=', id).executeTakeFirstOrThrow())
    .status

describe('the note of a visit', () => {
  test('is three questions that keep what is typed, and makes the visit done', async () => {
    const { w, id, at, post } = await visited()
    const form = await (await w.as('practitioner')).get(at)
    assert.match(form.text, /data-kept/)
    assert.equal((form.text.match(/<(textarea|input type="text")/g) ?? []).length, 3)
    assert.equal((await post('practitioner')).status, 303)
    assert.equal(await statusOf(w, id), 'done')
    const note = await noteOf(w, id)
    assert.deepEqual(
      [note?.done, note?.writtenBy, note?.notedOn, note?.dueOn],
      [answers.done, w.people.practitioner, today, '2018-03-12'],
    )
  })

  test('is written by the practitioner or SSIG, read by both schools and the contact, and by nobody else', async () => {
    const { w, at, post } = await visited()
    for (const [name, status] of [
      ['head', 403],
      ['teacher', 403],
      ['otherHead', 403],
      ['deputy', 403],
      ['hubLead', 404],
      ['chair', 404],
      ['governor', 404],
      ['partner', 404],
      ['officer', 404],
    ] as const)
      assert.equal((await post(name)).status, status, name)
    assert.equal((await post('ssig')).status, 303)
    for (const name of ['practitioner', 'head', 'teacher', 'otherHead', 'deputy', 'coordinator'] as const)
      assert.match((await (await w.as(name)).get(at)).text, /Planned three lessons together/, name)
    for (const name of ['hubLead', 'chair', 'partner'] as const)
      assert.equal((await (await w.as(name)).get(at)).status, 404, name)
    assert.equal((await (await w.as('visitor')).get(at)).status, 303)
  })

  test('is not written before the day of the visit', async () => {
    const { w, at, post } = await visited(addDays(today, 1))
    const early = await post('practitioner')
    assert.equal(early.status, 422)
    assert.match(early.text, /The visit is on 6 March 2018: note it on the day or after/)
    assert.match(early.text, /Planned three lessons together/, 'what was typed is kept')
    assert.doesNotMatch((await (await w.as('practitioner')).get(at)).text, /name="done"/)
  })

  test('is late after the fifth school day, by the alliance’s calendar (scenario 8)', async () => {
    // 26 February is a training day, so the fifth school day after Tuesday the 27th is 6 March; the eighth is past it.
    for (const [on, due, late] of [
      ['2018-02-27', '2018-03-06', false],
      ['2018-02-23', '2018-03-05', false],
      ['2018-02-22', '2018-03-02', true],
      ['2018-02-21', '2018-03-01', true],
    ] as const) {
      const { w, id, at, post } = await visited(day(on))
      assert.equal((await post('practitioner')).status, 303)
      assert.equal((await noteOf(w, id))?.dueOn, due, on)
      assert.equal((await (await w.as('head')).get(at)).text.includes('Noted late'), late, on)
    }
  })

  test('has no due day where the term dates are not here', async () => {
    const w = await world()
    const id = await visitTo(w, {
      deploymentId: await deploymentAt(w, 'active'),
      visitedOn: today,
      half: 'am',
      status: 'planned',
    })
    assert.equal((await (await w.as('practitioner')).post(`/support/visits/${id}/note`, answers)).status, 303)
    assert.equal((await noteOf(w, id))?.dueOn, null)
  })

  test('of what was called off, or recorded by itself, is none', async () => {
    const { w, post, id } = await visited()
    const alone = await visitTo(w, { visitedOn: addDays(today, -1), half: 'am' })
    assert.equal(
      (await (await w.as('practitioner')).post(`/support/visits/${alone}/note`, answers)).status,
      404,
    )
    await (await w.as('head')).post(`/support/visits/${id}/call-off`, { of: 'host', why: 'Snow' })
    assert.match(
      (await post('practitioner')).text,
      /Cancelled on the day by the host”: there is nothing to note/,
    )
  })

  test('holds no pupil’s number, and shows what is hostile as text', async () => {
    const { w, at, post } = await visited()
    const refused = await post('practitioner', { ...answers, next: 'Ask about h801200001001 again' })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /nothing about single pupils/)
    const hostile = '<img src=x onerror=alert(1)>'
    assert.equal((await post('practitioner', { ...answers, done: hostile })).status, 303)
    assert.ok(!(await (await w.as('head')).get(at)).text.includes(hostile))
  })
})

describe('one visit noted twice', () => {
  test('under one key acts once, and both get the first answer', async () => {
    const { w, post, id } = await visited()
    const sent = { ...answers, 'form-key': randomUUID() }
    const both = await Promise.all([post('practitioner', sent), post('practitioner', sent)])
    assert.deepEqual(
      both.map(({ status, headers }) => [status, headers.get('location')]),
      Array(2).fill([303, `/support/visits/${id}/note?did=saved`]),
    )
    assert.ok(await noteOf(w, id))
  })

  test('forty times at once under keys of their own: one wins, the others are told by whom and keep what they typed', async () => {
    const { w, id } = await visited()
    const browsers = await Promise.all([w.as('practitioner'), w.as('ssig')])
    const all = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        browsers[i % 2]?.post(`/support/visits/${id}/note`, { ...answers, done: `Words of ${i}.` }),
      ),
    )
    const told = all.filter((one) => one?.status !== 303)
    assert.equal(told.length, 39)
    const note = await noteOf(w, id)
    const winner = note?.writtenBy === w.people.ssig ? 'Sana Support' : 'Priya Practitioner'
    for (const [i, one] of all.entries()) {
      if (one?.status === 303) assert.equal(note?.done, `Words of ${i}.`)
      else {
        assert.equal(one?.status, 422)
        assert.match(one?.text ?? '', new RegExp(`${winner} noted this visit on`))
        assert.ok(one?.text.includes(`Words of ${i}.`))
      }
    }
  })
})

describe('mending a note', () => {
  test('is for whoever wrote it, the practitioner and SSIG, with what stood before', async () => {
    const { w, at, post } = await visited()
    await post('practitioner')
    const mend = async (name: CastName, done: string, version: string) =>
      (await (await w.as(name)).post(`${at}/correct`, { ...answers, done, 'form-version': version })).status
    assert.equal(await mend('practitioner', 'Planned four lessons', '1'), 303)
    assert.equal(await mend('ssig', 'Planned five lessons', '1'), 409)
    assert.equal(await mend('head', 'Nothing', '2'), 403)
    const page = (await (await w.as('head')).get(at)).text
    assert.match(page, /Planned four lessons/)
    assert.match(page, /Corrected once[\s\S]*Planned three lessons together/)
  })
})

describe('what waits', () => {
  test('the practitioner’s front page asks for the note from the day on, and says when it is late', async () => {
    const { w, id, post, deploymentId } = await visited(day('2018-02-22'))
    const next = await visitTo(w, {
      deploymentId,
      visitedOn: addDays(today, 1),
      half: 'am',
      status: 'planned',
    })
    const front = async (name: CastName) => (await (await w.as(name)).get('/')).text
    assert.match(
      await front('practitioner'),
      new RegExp(`/support/visits/${id}/note"[\\s\\S]*It was due by Fri 2 Mar 2018`),
    )
    assert.ok(!(await front('practitioner')).includes(`/support/visits/${next}/note`))
    for (const name of ['head', 'teacher', 'ssig'] as const)
      assert.ok(!(await front(name)).includes(`/support/visits/${id}/note`))
    await post('practitioner')
    assert.ok(!(await front('practitioner')).includes(`/support/visits/${id}/note`))
  })

  test('the page of the deployment offers today’s note first, to the practitioner', async () => {
    const { w, deploymentId } = await visited()
    const page = async (name: CastName) =>
      (await (await w.as(name)).get(`/support/deployments/${deploymentId}`)).text
    assert.match(await page('practitioner'), /Note today’s visit/)
    assert.doesNotMatch(await page('head'), /Note today’s visit/)
  })

  test('a coaching visit begins with what was to be tried since the one before', async () => {
    const { w, post, deploymentId } = await visited(addDays(today, -7), { kind: 'coaching' })
    await post('practitioner')
    const next = await visitTo(w, { deploymentId, visitedOn: today, half: 'am', status: 'planned' })
    const { text } = await (await w.as('practitioner')).get(`/support/visits/${next}/note`)
    assert.match(text, /To be tried since[\s\S]*26 February 2018[\s\S]*Try one in 11B/)
    assert.match(text, /What will be tried before next time/)
  })
})
