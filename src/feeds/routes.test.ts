import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import ICAL from 'ical.js'
import nodeIcal, { type VEvent } from 'node-ical'
import pino from 'pino'
import { type CastName, origin, secret, today, type World, world } from '../../test/world.ts'
import { app } from '../app.ts'
import { addDays, type Day } from '../platform/day.ts'
import { isKnown, webcalOf } from './rules.ts'

const planned = async (
  { database }: World,
  title: string,
  { group, on = addDays(today, 10), status = 'planned' }: { group: number; on?: Day; status?: string },
) => {
  const { rows } = await database.pool.query(
    `with meeting as (insert into meetings (title, held_on, starts, ends, place, status)
       values ($1, $2, '19:00', '20:30', 'Ashmere', $3) returning id)
     insert into meeting_groups select id, $4 from meeting returning meeting_id as id`,
    [title, on, status, group],
  )
  return Number(rows[0].id)
}

const answers = (groupId: number | '' = '', name = 'my telephone') => ({ name, groupId: String(groupId) })

/** Makes a feed as a browser does, which carries what it was given to the next page. @returns its address’s path. */
async function made(w: World, name: CastName, groupId: number | '' = '') {
  const [browser, cookie] = [await w.as(name), await w.cookie(name)]
  const sent = await browser.post('/feeds', answers(groupId))
  assert.equal(sent.status, 303, sent.text)
  const at = sent.headers.get('location') ?? ''
  const given = sent.headers.get('set-cookie') ?? ''
  assert.match(given, /; Path=\/feeds; Max-Age=60; HttpOnly; SameSite=Strict$/)
  const { text } = await browser.get(at, { cookie: `${cookie}; ${given.split(';')[0]}` })
  const path = new RegExp(`${origin}(/calendar/[\\w-]{43}\\.ics)`).exec(text)?.[1]
  assert.ok(path, text)
  assert.ok(text.includes(`href="${webcalOf(origin + path)}"`))
  return path
}

/** What two parsers that share nothing read in it; they must agree. */
function titlesIn(text: string): string[] {
  const calendar = new ICAL.Component(ICAL.parse(text))
  const titles = calendar
    .getAllSubcomponents('vevent')
    .map((one) => String(one.getFirstPropertyValue('summary')))
  const others = Object.values(nodeIcal.sync.parseICS(text)).filter(
    (one): one is VEvent => one?.type === 'VEVENT',
  )
  assert.deepEqual(others.map(({ summary }) => String(summary)).sort(), [...titles].sort())
  return titles
}

const clock = { now: () => new Date(`${today}T12:00:00Z`), today: () => today }

const nobody = async (w: World) => w.as('visitor')

describe('a personal feed', () => {
  const seen: [CastName, string[]][] = [
    ['hubLead', ['Maths']],
    ['teacher', ['Panel', 'Invited']],
    ['head', ['Board']],
    ['coordinator', ['Board', 'Invited', 'Maths', 'Panel']],
    ['partner', []],
  ]
  test('shows one’s own meetings and nobody else’s, without signing in', async () => {
    const w = await world()
    const { rows } = await w.database.pool.query(
      `insert into groups (name, kind) values ('Panel', 'panel') returning id`,
    )
    const panel = Number(rows[0].id)
    await w.database.pool.query(
      `insert into group_members (group_id, person_id, part, from_on) values ($1, $2, 'member', '2017-09-01')`,
      [panel, w.people.teacher],
    )
    await planned(w, 'Maths', { group: w.groups.maths })
    await planned(w, 'Board', { group: w.groups.board })
    await planned(w, 'Panel', { group: panel })
    const invited = await planned(w, 'Invited', { group: w.groups.board, on: addDays(today, 20) })
    await w.database.pool.query(
      `insert into invitations (meeting_id, person_id, uid, sequence, method, address, said, sent_at)
       values ($1, $2, 'u', 0, 'REQUEST', 'a@b.example', '[]', now())`,
      [invited, w.people.teacher],
    )
    for (const [name, titles] of seen) {
      const path = await made(w, name)
      const read = await (await nobody(w)).get(path)
      assert.equal(read.status, 200)
      assert.match(read.headers.get('content-type') ?? '', /^text\/calendar; charset=utf-8/)
      assert.match(read.headers.get('cache-control') ?? '', /^private/)
      const expected = name === 'head' ? [...titles, 'Invited'] : titles
      assert.deepEqual(titlesIn(read.text).sort(), [...expected].sort(), name)
      assert.doesNotMatch(read.text, /ATTENDEE|ORGANIZER/)
    }
  })

  test('shows the sessions of one’s courses', async () => {
    const w = await world()
    await w.database.pool.query(
      `with course as (insert into courses (title, kind) values ('Reading aloud', 'training') returning id),
         session as (insert into course_sessions (course_id, held_on, starts, status)
           select id, '2018-03-20', '09:00', 'planned' from course returning course_id)
       insert into participants (course_id, person_id, outcome) select course_id, $1, 'booked' from session`,
      [w.people.teacher],
    )
    const read = await (await nobody(w)).get(await made(w, 'teacher'))
    assert.deepEqual(titlesIn(read.text), ['Reading aloud'])
    assert.match(read.text, /DTSTART;TZID=Europe\/London:20180320T090000/)
  })

  test('shows last year and what is ahead, and what was cancelled as cancelled', async () => {
    const w = await world()
    const group = w.groups.maths
    await planned(w, 'Long ago', { group, on: addDays(today, -400), status: 'held' })
    await planned(w, 'Last year', { group, on: addDays(today, -300), status: 'held' })
    await planned(w, 'Off', { group, status: 'cancelled' })
    const { text } = await (await nobody(w)).get(await made(w, 'hubLead'))
    assert.deepEqual(titlesIn(text), ['Last year', 'Off'])
    assert.equal(text.match(/STATUS:CANCELLED/g)?.length, 1)
  })
})

describe('the address of a feed', () => {
  test('is shown once, and only its digest is kept', async () => {
    const w = await world()
    const [head, cookie] = [await w.as('head'), await w.cookie('head')]
    const sent = { ...answers(), 'form-key': '0b9f2c1e-5a51-4a52-9c4e-1c5d4f6a7b80' }
    const first = await head.post('/feeds', sent)
    const secret = /^feed=([\w-]{43});/.exec(first.headers.get('set-cookie') ?? '')?.[1] ?? ''
    assert.equal(secret.length, 43)
    const again = await head.post('/feeds', sent)
    const at = first.headers.get('location') ?? ''
    assert.deepEqual(
      [again.status, again.headers.get('location'), again.headers.get('set-cookie')],
      [303, at, null],
    )
    for (const [page, asked] of [
      ['/feeds', {}],
      [at, {}],
      [at, { cookie: `${cookie}; feed=${'A'.repeat(43)}` }],
    ] as const) {
      const { text } = await head.get(page, asked)
      assert.match(text, /my telephone/)
      assert.doesNotMatch(text, /\/calendar\//)
    }
    assert.equal(
      (await (await w.as('chair')).get(at, { cookie: `${await w.cookie('chair')}; feed=${secret}` })).status,
      404,
    )
    for (const table of ['feed_addresses', 'form_keys', 'audit_log']) {
      const { rows } = await w.database.pool.query(`select t::text as row from ${table} t`)
      assert.ok(rows.length > 0)
      for (const { row } of rows) assert.ok(!row.includes(secret), table)
    }
  })

  test('opens nothing once it is revoked, its owner holds no post, or the group is not theirs to see', async () => {
    const w = await world()
    const unknown = await (await nobody(w)).get(`/calendar/${'A'.repeat(43)}.ics`)
    assert.equal(unknown.status, 404)
    const same = async (path: string) => {
      const { status, text } = await (await nobody(w)).get(path)
      assert.deepEqual([status, text], [404, unknown.text])
    }
    for (const path of ['/calendar/x', `/calendar/${'A'.repeat(44)}.ics`, '/calendar/%00.ics'])
      await same(path)
    const teacher = await w.as('teacher')
    const [mine, ofHub] = [await made(w, 'teacher'), await made(w, 'teacher', w.groups.maths)]
    const refused = await teacher.post('/feeds', { name: 'board', groupId: String(w.groups.board) })
    assert.equal(refused.status, 422)
    await planned(w, 'Maths', { group: w.groups.maths })
    assert.deepEqual(titlesIn((await (await nobody(w)).get(ofHub)).text), ['Maths'])
    await w.database.pool.query(`update groups set kind = 'panel' where id = $1`, [w.groups.maths])
    await same(ofHub)
    assert.equal((await (await nobody(w)).get(mine)).status, 200)
    const page = await teacher.get('/feeds')
    const [, id] =
      /action="\/feeds\/(\d+)\/revoke"/.exec(page.text.slice(page.text.indexOf('All of my'))) ?? []
    assert.equal((await (await w.as('head')).post(`/feeds/${id}/revoke`, {})).status, 404)
    assert.equal((await teacher.post(`/feeds/${id}/revoke`, {})).status, 303)
    await same(mine)
    const another = await made(w, 'teacher')
    await w.database.pool.query('update posts set to_on = $1 where person_id = $2', [
      addDays(today, -1),
      w.people.teacher,
    ])
    await same(another)
  })

  test('is counted against who guesses, and against nobody who knows one', async () => {
    const w = await world()
    const path = await made(w, 'head')
    const stranger = await nobody(w)
    const guesses = await Promise.all(
      Array.from({ length: 310 }, (_, n) => stranger.get(`/calendar/${String(n).padStart(43, 'x')}.ics`)),
    )
    assert.equal(guesses.filter(({ status }) => status === 404).length, 300)
    assert.equal(guesses.filter(({ status }) => status === 429).length, 10)
    assert.equal((await stranger.get(path)).status, 200)
  })
})

test('the log tells that a feed was read, and not under which address', async () => {
  const w = await world()
  const path = await made(w, 'head')
  const lines: string[] = []
  const log = pino({}, { write: (line: string) => void lines.push(line) })
  const site = app({
    ...{ database: w.database, clock, log, assets: { folder: 'public/assets', version: '' } },
    settings: { url: origin, secret, secure: false, scanner: undefined },
  })
  for (const asked of [path, path.replace('calendar', '%63alendar'), path.replace('.ics', ''), `${path}/x`])
    await site.request(origin + asked)
  assert.equal(lines.length, 4)
  assert.match(lines[0] ?? '', /"path":"\/calendar\/…","status":200/)
  assert.ok(
    lines.every((line) => !line.includes(path.slice(12, 30))),
    lines.join(''),
  )
})

test('what a program has is not sent again, until something of it changes', async () => {
  const w = await world()
  const id = await planned(w, 'Maths', { group: w.groups.maths })
  const path = await made(w, 'hubLead')
  const reader = await nobody(w)
  const first = await reader.get(path)
  const [etag, since] = [first.headers.get('etag') ?? '', first.headers.get('last-modified') ?? '']
  for (const asked of [
    { 'if-none-match': etag },
    { 'if-none-match': `W/${etag}` },
    { 'if-modified-since': since },
  ]) {
    const { status, text } = await reader.get(path, asked)
    assert.deepEqual([status, text], [304, ''])
  }
  await w.database.pool.query(`update meetings set place = 'Brindle Moor' where id = $1`, [id])
  const changed = await reader.get(path, { 'if-none-match': etag, 'if-modified-since': since })
  assert.equal(changed.status, 200)
  assert.match(changed.text, /LOCATION:Brindle Moor/)
  const page = await (await w.as('hubLead')).get('/feeds')
  assert.match(page.text, /5 March 2018 at 12:00/)
})

test('a tag counts before a date, and a date only when it is one', () => {
  const now = { etag: '"a"', since: new Date('2018-03-05T12:00:00.900Z') }
  const date = 'Mon, 05 Mar 2018 12:00:00 GMT'
  const cases: [tag: string | undefined, since: string | undefined, known: boolean][] = [
    [undefined, undefined, false],
    ['"a"', undefined, true],
    ['"b", W/"a"', undefined, true],
    ['*', undefined, true],
    ['"b"', date, false],
    [undefined, date, true],
    [undefined, 'Mon, 05 Mar 2018 11:59:59 GMT', false],
    [undefined, 'yesterday', false],
  ]
  for (const [tag, since, known] of cases) assert.equal(isKnown({ tag, since }, now), known)
})
