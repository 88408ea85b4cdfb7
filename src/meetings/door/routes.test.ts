import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { asPerson, boardMeeting, letters, registerSays, somebody } from '../../../test/board.ts'
import { type Browser, type World, world } from '../../../test/world.ts'

/** A board meeting of today, at whose door a code is shown; it is noon, and it starts half an hour later. */
async function openDoor(of: Promise<World> = world()) {
  const w = await of
  const meeting = await boardMeeting(w)
  const office = await w.as('coordinator')
  const show = async () => {
    assert.equal((await office.post(`/meetings/${meeting}/door`, {})).status, 303)
    return (
      await w.db.selectFrom('meetings').select('doorCode').where('id', '=', meeting).executeTakeFirstOrThrow()
    ).doorCode as string
  }
  return { w, meeting, office, at: `/meetings/${meeting}/here`, show, code: await show() }
}

/** What the page’s form holds, as a browser would send it back. */
function formOn(text: string): Record<string, string | string[]> {
  const inputs = [...text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  const ticked = [
    ...text.matchAll(/<input[^>]*type="checkbox"[^>]*name="schools" value="(\d+)"[^>]*checked/g),
  ]
  const hidden = Object.fromEntries(inputs.map(([, name = '', value = '']) => [name, value]))
  return ticked.length > 0 ? { ...hidden, schools: ticked.map(([, value = '']) => value) } : hidden
}

const comeIn = async (browser: Browser, at: string, code: string) =>
  browser.post(`${at}?code=${code}`, { ...formOn((await browser.get(`${at}?code=${code}`)).text), code })

describe('checking in on one’s own phone', () => {
  test('one press puts a head on the register, twice acts once, and leaving is noted', async () => {
    const { w, meeting, at, code } = await openDoor()
    const head = await w.as('head')
    const page = await head.get(`${at}?code=${code}`)
    assert.match(page.text, /headteacher, Ashmere/)
    const sent = { ...formOn(page.text), code }
    const [one, other] = await Promise.all([head.post(at, sent), head.post(at, sent)])
    assert.deepEqual([one?.status, other?.status], [303, 303])
    await comeIn(head, at, code)
    const said = { name: 'Hannah Head', capacity: 'head', why: null, arrived: '12:00', how: 'phone' }
    assert.deepEqual(await registerSays(w, meeting), [{ ...said, departed: null }])
    assert.match((await head.get(at)).text, /You are here[\s\S]*1 of 2 needed; 1 is represented/)
    await head.post(`${at}/leave`, {})
    assert.deepEqual(await registerSays(w, meeting), [{ ...said, departed: '12:00' }])
    assert.match((await head.get(at)).text, /0 are represented/)
  })

  test('an executive head is there for both schools, and may untick one', async () => {
    const w = await world()
    await w.database.pool.query(
      `insert into posts (person_id, membership_id, post, from_on) values ($1, $2, 'executive head', '2016-09-01')`,
      [w.people.head, w.members.brindle],
    )
    const { meeting, at, code, show } = await openDoor(Promise.resolve(w))
    const head = await w.as('head')
    assert.equal((await head.post(at, { code, schools: [] })).status, 422)
    await comeIn(head, at, code)
    assert.equal((await registerSays(w, meeting)).length, 2)
    assert.match((await head.get(at)).text, /2 are represented/)
    assert.match(
      (await (await w.as('coordinator')).get(`/meetings/${meeting}/door`)).text,
      /One person has checked in/,
    )
    assert.ok(await show())
  })

  test('two deputies of one school at once: one holds the seat, the other is told why', async () => {
    const { w, meeting, at, code } = await openDoor()
    const ellis = await asPerson(w, await somebody(w, 'E. Ellis', 'deputy', w.members.ashmere))
    const dev = await w.as('deputy')
    await Promise.all([comeIn(ellis, at, code), comeIn(dev, at, code)])
    const lines = await registerSays(w, meeting)
    assert.deepEqual(lines.map(({ capacity }) => capacity).sort(), ['deputy', 'observer'])
    const loser = lines.find(({ capacity }) => capacity === 'observer')
    const page = await (loser?.name === 'E. Ellis' ? ellis : dev).get(at)
    assert.match(page.text, /holds Ashmere’s seat at this meeting in the head’s place/)
    assert.equal((await letters(w)).length, 2, 'the head and the deputy')
  })

  test('whom the head named comes before another deputy; a senior leader whom nobody named observes', async () => {
    const { w, meeting, at, code } = await openDoor()
    const ellis = await somebody(w, 'E. Ellis', 'senior leader', w.members.ashmere)
    await comeIn(await asPerson(w, ellis), at, code)
    assert.equal((await registerSays(w, meeting))[0]?.capacity, 'observer')
    await w.database.pool.query('delete from attendances')
    await (await w.as('head')).post(`/meetings/${meeting}/deputy`, { personId: String(ellis) })
    await comeIn(await w.as('deputy'), at, code)
    await comeIn(await asPerson(w, ellis), at, code)
    const found = await registerSays(w, meeting)
    assert.deepEqual(
      found.map(({ name, capacity }) => [name, capacity]),
      [
        ['Dev Deputy', 'observer'],
        ['E. Ellis', 'deputy'],
      ],
    )
    assert.match(found[0]?.why ?? '', /Ashmere’s head named E\. Ellis/)
  })

  test('apologies become presence, and the clerk’s word stands', async () => {
    const { w, meeting, at, code, office } = await openDoor()
    const line = {
      membershipId: String(w.members.ashmere),
      personId: String(w.people.head),
      capacity: 'apologies',
    }
    await office.post(`/meetings/${meeting}/register/add`, line)
    await office.post(`/meetings/${meeting}/register/add`, {
      ...{ ...line, personId: String(w.people.governor), capacity: 'guest' },
    })
    await comeIn(await w.as('head'), at, code)
    await comeIn(await w.as('governor'), at, code)
    const found = (await registerSays(w, meeting)).map(({ capacity, arrived }) => [capacity, arrived])
    assert.deepEqual(found, [
      ['head', '12:00'],
      ['guest', '12:00'],
    ])
  })

  test('somebody of the authority comes for no school', async () => {
    const { w, meeting, at, code } = await openDoor()
    await comeIn(await w.as('officer'), at, code)
    assert.equal((await registerSays(w, meeting))[0]?.capacity, 'authority officer')
  })

  test('a wrong or an old code is refused in a sentence, and what was typed is kept', async () => {
    const { w, meeting, at, code, show } = await openDoor()
    const head = await w.as('head')
    const now = await show()
    for (const wrong of [code, 'ABC 123', ''])
      if (wrong !== now) assert.equal((await comeIn(head, at, wrong)).status, 422)
    assert.match(
      (await comeIn(head, at, code)).text,
      /not the code on the screen now[\s\S]*value="[A-Z0-9]{6}"/,
    )
    assert.deepEqual(await registerSays(w, meeting), [])
    assert.equal((await comeIn(head, at, `${now.slice(0, 3).toLowerCase()} ${now.slice(3)}`)).status, 303)
  })

  test('not more than an hour before, and not after the end', async () => {
    const w = await world()
    const early = await openDoor(Promise.resolve(w))
    await w.database.pool.query(`update meetings set starts = '13:30' where id = $1`, [early.meeting])
    const head = await w.as('head')
    assert.match((await comeIn(head, early.at, early.code)).text, /You can check in from 12:30/)
    await w.database.pool.query(`update meetings set starts = '12:00' where id = $1`, [early.meeting])
    await early.office.post(`/meetings/${early.meeting}/begin`, {})
    await early.office.post(`/meetings/${early.meeting}/end`, {})
    assert.match((await comeIn(head, early.at, early.code)).text, /This meeting is over/)
    assert.deepEqual(await registerSays(w, early.meeting), [])
  })

  test('who is not signed in is led there first, and back', async () => {
    const { w, at, code } = await openDoor()
    const visitor = await w.as('visitor')
    const sent = await visitor.get(`${at}?code=${code}`)
    assert.equal(sent.headers.get('location'), `/sign-in?next=${encodeURIComponent(`${at}?code=${code}`)}`)
  })
})

describe('a meeting begins and ends', () => {
  test('from the register: it is held, arrivals are now, and its end closes the door', async () => {
    const { w, meeting, office } = await openDoor()
    const register = `/meetings/${meeting}/register`
    assert.match((await office.get(register)).text, /Begin the meeting/)
    await office.post(`/meetings/${meeting}/begin`, {})
    const page = (await office.get(register)).text
    assert.match(page, /End the meeting/)
    const line = `m${w.members.ashmere}`
    await office.post(register, {
      ...formOn(page),
      ...{ [`capacity-${line}`]: 'head', [`person-${line}`]: String(w.people.head), [`arrived-${line}`]: '' },
      ...{
        'capacity-guest': 'guest',
        'guest-name': 'Jo Visitor',
        'arrived-guest': '11:55',
        'departed-guest': 'n',
      },
    })
    const said = (await registerSays(w, meeting)).map(({ capacity, arrived, departed }) => [
      capacity,
      arrived,
      departed,
    ])
    assert.deepEqual(said, [
      ['head', '12:00', null],
      ['guest', '11:55', '12:00'],
    ])
    assert.match((await office.get(register)).text, /Guest: Jo Visitor/)
    await office.post(`/meetings/${meeting}/end`, {})
    const row = await w.db
      .selectFrom('meetings')
      .selectAll()
      .where('id', '=', meeting)
      .executeTakeFirstOrThrow()
    assert.deepEqual([row.status, row.doorCode, row.endedAt !== null], ['held', null, true])
    assert.equal((await (await w.as('head')).post(`/meetings/${meeting}/begin`, {})).status, 403)
    assert.equal((await (await w.as('head')).get(`/meetings/${meeting}/door`)).status, 403)
  })

  test('what a phone wrote meanwhile stays, where the register typed nothing else', async () => {
    const { w, meeting, office, at, code } = await openDoor()
    const register = `/meetings/${meeting}/register`
    const opened = formOn((await office.get(register)).text)
    await comeIn(await w.as('head'), at, code)
    const [ashmere, brindle] = [`m${w.members.ashmere}`, `m${w.members.brindle}`]
    const typed = { [`capacity-${ashmere}`]: 'head', [`person-${ashmere}`]: String(w.people.head) }
    const sent = await office.post(register, { ...opened, ...typed, [`capacity-${brindle}`]: 'apologies' })
    assert.equal(sent.status, 303, sent.text)
    const said = (await registerSays(w, meeting)).map(({ capacity, arrived, how }) => [
      capacity,
      arrived,
      how,
    ])
    assert.deepEqual(said, [
      ['head', '12:00', 'phone'],
      ['apologies', null, 'clerk'],
    ])
  })
})
