import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { dayInLondon } from '../../src/platform/day.ts'
import { settingsFrom } from '../../src/platform/settings.ts'
import { accounts } from '../../src/sign-in/accounts.ts'
import { type Alliance, anAlliance, officeAt } from './alliance.ts'
import { type Server, serving, sharedByAll } from './process.ts'
import { broken } from './writers.ts'

const SCHOOLS = 25
const ROUNDS = 20
const CODE = 'ACD346'
const HEARD_MS = 2_000
const STOPS_MS = 5_000

type Room = Alliance & { servers: [Server, Server]; meeting: number; deputies: Deputy[] }
type Deputy = { membershipId: number; cookie: string }

const A_MEETING = `
  with board as (insert into groups (name, kind) values ('Board', 'board') on conflict do nothing returning id), held as (
    insert into meetings (title, held_on, status, door_code) values ('Board', $1, 'planned', $2) returning id
  ), of as (
    insert into meeting_groups (meeting_id, group_id)
    select held.id, coalesce((select id from board), (select id from groups where kind = 'board' limit 1)) from held
  )
  select id from held`

const TWO_DEPUTIES = `
  with school as (
    insert into schools (urn, name, short_name) values (992000 + $1, 'Racing School ' || $1, 'Racing ' || $1) returning urn
  ), member as (
    insert into memberships (joined_on) values ('2015-09-01') returning id
  ), borne as (
    insert into membership_schools (membership_id, urn, from_on) select id, urn, '2015-09-01' from member, school
  ), people as (
    insert into people (name, email) select 'Deputy ' || $1 || n, 'racing' || $1 || n || '@vale.example'
    from unnest(array['a', 'b']) n returning id, email
  ), holding as (
    insert into posts (person_id, membership_id, post, from_on)
    select people.id, member.id, 'deputy', '2015-09-01' from people, member
  )
  select member.id as "membershipId", email from member, people`

/** One alliance served by two processes, with a board meeting today and two deputies of every school, signed in. */
async function aRoom(): Promise<Room> {
  const alliance = await anAlliance()
  const [one, other] = await Promise.all([1, 2].map(() => serving(alliance.settings, ['serve'])))
  assert.ok(one && other)
  const { pool } = alliance.records
  const { secret } = settingsFrom(alliance.settings, '/')
  const signing = accounts(alliance.records, { url: one.url, secret, secure: false })
  const deputies: Deputy[] = []
  for (let n = 1; n <= SCHOOLS; n += 1)
    for (const { membershipId, email } of (await pool.query(TWO_DEPUTIES, [n])).rows) {
      const cookie = await signing.open(await signing.tokenFor(email))
      deputies.push({ membershipId, cookie: cookie?.split(';')[0] ?? '' })
    }
  const { rows } = await pool.query(A_MEETING, [dayInLondon(new Date()), CODE])
  return { ...alliance, servers: [one, other], meeting: rows[0].id, deputies }
}

const here = ({ servers, meeting }: Room, { cookie }: Deputy, server: 0 | 1) =>
  officeAt(servers[server].url, { cookie } as Alliance).post(`/meetings/${meeting}/here`, {
    'form-key': randomUUID(),
    code: CODE,
  })

/** When the other end says something more, after how many milliseconds. */
async function hears(reader: ReadableStreamDefaultReader<Uint8Array>, words: string): Promise<number> {
  const since = performance.now()
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return Number.POSITIVE_INFINITY
    if (new TextDecoder().decode(value).includes(words)) return performance.now() - since
  }
}

test('a board meeting at two servers', async (t) => {
  sharedByAll()
  const room = await aRoom()
  const { servers, meeting, deputies, records, cookie } = room

  await t.test('of two deputies of a school who check in at once one holds the seat, 500 times', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      await records.pool.query('delete from attendances where meeting_id = $1', [meeting])
      const sent = await Promise.all(deputies.map((one, n) => here(room, one, n % 2 === 0 ? 0 : 1)))
      assert.deepEqual(new Set(sent.map(({ status }) => status)), new Set([303]))
      const { rows } = await records.pool.query(
        `select count(*) filter (where capacity = 'deputy' and why is null) as seats,
           count(*) filter (where capacity = 'observer' and why like '%holds%seat at this meeting%') as observers
         from attendances where meeting_id = $1 group by membership_id`,
        [meeting],
      )
      assert.equal(rows.length, SCHOOLS)
      for (const row of rows) assert.deepEqual(row, { seats: 1, observers: 1 })
    }
  })

  await t.test('a change at one server is heard on a page that is open at the other', async () => {
    await records.pool.query('delete from attendances where meeting_id = $1', [meeting])
    const stream = await fetch(`${servers[1].url}/live?of=meetings/${meeting}`, { headers: { cookie } })
    const reader = stream.body?.getReader()
    assert.ok(reader && deputies[0])
    await hears(reader, 'data:')
    const heard = hears(reader, `data: meetings/${meeting}`)
    assert.equal((await here(room, deputies[0], 0)).status, 303)
    assert.ok((await heard) < HEARD_MS)
    await reader.cancel()
  })

  await t.test('everything that was done is told of, and nothing is left half done', async () => {
    assert.deepEqual(await broken(records), [])
  })

  await t.test(
    'a server stops at once though pages are open, and connections on which nothing was asked',
    async () => {
      const silent = connect(Number(new URL(servers[1].url).port), 'localhost').on('error', () => {})
      await once(silent, 'connect')
      const stream = await fetch(`${servers[1].url}/live?of=meetings/${meeting}`, { headers: { cookie } })
      const reader = stream.body?.getReader()
      assert.ok(reader)
      await hears(reader, 'data:')
      const ended = hears(reader, 'never said')
      const since = performance.now()
      const { status } = await servers[1].stop()
      assert.equal(status, 0)
      assert.ok(performance.now() - since < STOPS_MS)
      assert.equal(await ended, Number.POSITIVE_INFINITY)
    },
  )
})
