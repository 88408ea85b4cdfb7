import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { settingsFrom } from '../../src/platform/settings.ts'
import { accounts } from '../../src/sign-in/accounts.ts'
import {
  type Alliance,
  type Answered,
  anAlliance,
  type Fields,
  type Office,
  officeAt,
  officeEmail,
} from './alliance.ts'
import { serving, sharedByAll } from './process.ts'
import { broken, formAt } from './writers.ts'

type Two = Alliance & { offices: [Office, Office]; urls: [string, string] }

/** One alliance, served by two processes. */
async function twoServers(): Promise<Two> {
  const alliance = await anAlliance()
  const [one, other] = await Promise.all([1, 2].map(() => serving(alliance.settings, ['serve'])))
  assert.ok(one && other)
  const urls: [string, string] = [one.url, other.url]
  return { ...alliance, urls, offices: [officeAt(one.url, alliance), officeAt(other.url, alliance)] }
}

/** The same thing asked many times at once, by turns at both servers. */
const atOnce = (many: number, { offices }: Two, ask: (office: Office, n: number) => Promise<Answered>) =>
  Promise.all(Array.from({ length: many }, (_, n) => ask(offices[n % 2] as Office, n)))

const statuses = (answers: Answered[]) => {
  const counted: Record<number, number> = {}
  for (const { status } of answers) counted[status] = (counted[status] ?? 0) + 1
  return counted
}

const fresh = (fields: Fields): Fields => ({ ...fields, 'form-key': randomUUID() })

async function countOf({ records: { pool } }: Alliance, from: string): Promise<number> {
  return (await pool.query(`select count(*) from ${from}`)).rows[0].count
}

async function idOf({ records: { pool } }: Alliance, from: string): Promise<number> {
  return (await pool.query(`select id from ${from} order by id limit 1`)).rows[0].id
}

const visit = async ({ offices: [office] }: Two, more: Fields): Promise<Fields> => {
  const asked = await formAt(office, '/support/visits/new')
  const { text } = await office.get('/support/visits/new')
  const first = (name: string, at: number) =>
    [...text.slice(text.indexOf(`id="${name}"`)).matchAll(/<option value="(\d+)"/g)][at]?.[1] ?? ''
  const who = {
    practitionerId: first('practitionerId', 0),
    fromMembershipId: first('fromMembershipId', 0),
    toMembershipId: first('toMembershipId', 1),
  }
  return { ...asked, ...who, visitedOn: '3/3/2016', half: 'am', status: 'done', throughSsig: 'no', ...more }
}

test('many people, two servers', async (t) => {
  sharedByAll()
  const two = await twoServers()
  const { offices, records } = two

  await t.test('the same form a hundred times at once acts once and is answered alike', async () => {
    const before = await countOf(two, 'support_visits')
    const fields = await visit(two, { subject: 'Once' })
    const answers = await atOnce(100, two, (office) => office.post('/support/visits/new', fields))
    assert.deepEqual(statuses(answers), { 303: 100 })
    assert.equal(new Set(answers.map(({ location }) => location)).size, 1)
    assert.equal(await countOf(two, 'support_visits'), before + 1)
    const other = await offices[1].post('/support/visits/new', { ...fields, subject: 'Another' })
    assert.equal(other.status, 422)
    assert.match(other.text, /already sent with other answers/)
  })

  await t.test('without the key each sending acts', async () => {
    const answers = await atOnce(2, two, async (office, n) =>
      office.post(
        '/support/visits/new',
        fresh(await visit(two, { visitedOn: `${n + 4}/3/2016`, subject: 'Twice' })),
      ),
    )
    assert.deepEqual(statuses(answers), { 303: 2 })
    assert.equal(await countOf(two, `support_visits where subject = 'Twice'`), 2)
  })

  await t.test('one half-day of one practitioner is booked once', async () => {
    // Whoever comes after the first has saved is told where; whoever saves at the same moment is
    // stopped by the database.
    const refused =
      /already recorded (at Beckside (in the morning|all day) on 10 March 2016|on another visit in that half of the day)/
    const fields = await visit(two, { visitedOn: '10/3/2016' })
    const answers = await atOnce(20, two, (office, n) =>
      office.post(
        '/support/visits/new',
        fresh({ ...fields, half: n % 3 === 0 ? 'day' : 'am', subject: `Booked ${n}` }),
      ),
    )
    assert.deepEqual(statuses(answers), { 303: 1, 422: 19 })
    for (const { text } of answers.filter(({ status }) => status === 422)) assert.match(text, refused)
  })

  await t.test(
    'of twenty who correct one visit one is first, and the others see what it says now',
    async () => {
      const at = `/support/visits/${await idOf(two, 'support_visits')}/correct`
      const fields = await formAt(offices[0], at)
      const answers = await atOnce(20, two, (office, n) =>
        office.post(at, fresh({ ...fields, subject: `Correction ${n}` })),
      )
      assert.deepEqual(statuses(answers), { 303: 1, 409: 19 })
      const stands = String((await formAt(offices[1], at)).subject)
      for (const { text } of answers.filter(({ status }) => status === 409))
        assert.match(text, new RegExp(`was changed to ${stands} while you were typing`))
    },
  )

  await t.test('posts that overlap are recorded once', async () => {
    const person = await idOf(two, 'people')
    const fields = {
      ...(await formAt(offices[0], `/people/${person}/posts/new`)),
      post: 'practitioner',
      organisationId: '1',
      membershipId: '',
    }
    const answers = await atOnce(20, two, (office, n) =>
      office.post(
        `/people/${person}/posts/new`,
        fresh({ ...fields, fromOn: `1/9/${2000 + (n % 5)}`, toOn: '31/8/2012' }),
      ),
    )
    assert.deepEqual(statuses(answers), { 303: 1, 422: 19 })
    for (const { text } of answers.filter(({ status }) => status === 422))
      assert.match(text, /already recorded for some of these days/)
  })

  await t.test('a year that many freeze at once has one more edition', async () => {
    const answers = await atOnce(10, two, (office) => office.post('/review/2015-16/freeze', fresh({})))
    assert.deepEqual(statuses(answers), { 303: 1, 422: 9 })
    for (const { text } of answers.filter(({ status }) => status === 422))
      assert.match(text, /Nothing has changed since edition 1 was frozen/)
    assert.equal(await countOf(two, 'review_editions'), 1)
  })

  await t.test('a link signs in once, however often it is used at once', async () => {
    const { secret } = settingsFrom(two.settings, '/')
    const token = await accounts(records, { url: two.urls[0], secret, secure: false }).tokenFor(officeEmail)
    const before = await countOf(two, 'sessions')
    const answers = await atOnce(50, two, (office) => office.post('/sign-in/link', { token }))
    assert.deepEqual(statuses(answers), { 303: 1, 422: 49 })
    assert.equal(await countOf(two, 'sessions'), before + 1)
  })

  await t.test('somebody new who uses two links at once is in by both', async () => {
    const { rows } = await records.pool.query<{ email: string }>(
      `select email from people where email <> $1 and exists (select from posts where person_id = people.id and to_on is null) limit 1`,
      [officeEmail],
    )
    const { secret } = settingsFrom(two.settings, '/')
    const signing = accounts(records, { url: two.urls[0], secret, secure: false })
    const tokens = await Promise.all(Array.from({ length: 6 }, () => signing.tokenFor(rows[0]?.email ?? '')))
    const answers = await atOnce(tokens.length, two, (office, n) =>
      office.post('/sign-in/link', { token: tokens[n] ?? '' }),
    )
    assert.deepEqual(statuses(answers), { 303: tokens.length })
  })

  await t.test('everything that was done is told of, and nothing is left half done', async () => {
    assert.deepEqual(await broken(records), [])
  })
})
