import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { contents } from './contents.ts'
import { fillEvery, forScripts, hostileTexts, type Prepared, prepared, Told } from './hostile.ts'
import { origin } from './world.ts'

/** What stands in an address where an id or a name belongs. */
const segments = [
  '999999999999999999',
  '9223372036854775808',
  '2147483648',
  '0',
  '-1',
  '1.5',
  '1e3',
  '%00',
  '1%00',
  '%2F',
  '..%2f..%2fetc%2fpasswd',
  '%ff%fe',
  '%E0%A4%A',
  '%',
  '__proto__',
  'constructor',
  "1'--",
  '%F0%9F%92%A9',
  '%E2%80%AE1',
  '1%0d%0aSet-Cookie:%20a=b',
  '2017-99',
  '9999-00',
  'x'.repeat(5_000),
]

const queries = [
  '?page=-1&sort=__proto__',
  '?page=1e309&sort=-constructor&format=csv',
  '?page=99999999999&format=__proto__',
  '?page=1&page=2&page[]=3&sort=&sort=-',
  '?words=%00&words=%ff&year=9999-00&on=0000-00-00',
  '?words=%25_%5C&year=1e309&on=31/2/2018&from=1/1/0001&to=31/12/9999',
  '?number=999999&edition=__proto__&draft=yes&did=__proto__',
  '?number=-1&edition=public&did=constructor&group=999999999999999999999',
  `?${'a=b&'.repeat(5_000)}`,
  `?words=${'%F0%9F%92%A9'.repeat(2_000)}`,
  '?%',
  '?__proto__[a]=1&constructor=1&toString=1',
]

const asked = (route: string, fill: (name: string) => string) =>
  route.replace(/:(\w+)(\{[^}]*\})?/g, (_, name: string) => fill(name))

/** Every route with something right in its address: a year where a year stands, otherwise a number. */
const right = (name: string) => ({ year: '2016-17', section: 'opening', cohort: 'readers-2018' })[name] ?? '1'

describe('an address that nobody means', () => {
  const routesOf = ({ site }: Prepared, method: string) =>
    site.routes.filter((one) => one.method === method).map(({ path }) => path)

  test('names nothing, whatever stands in it', async () => {
    const w = await prepared()
    const told = new Told()
    const named = w.site.routes.filter(({ method, path }) => /GET|POST/.test(method) && path.includes(':'))
    for (const { method, path } of named)
      for (const segment of segments)
        for (const name of path.matchAll(/:(\w+)/g)) {
          const at = asked(path, (one) => (one === name[1] ? segment : right(one)))
          const answer = method === 'GET' ? w.office.get(at) : w.office.post(at, {})
          told.take(await answer, `${method} ${at.slice(0, 100)}`)
        }
    assert.deepEqual(told.wrong, [])
    assert.ok(told.answers > 2_000)
  })

  test('may ask for anything of a list or a page', async () => {
    const w = await prepared()
    const told = new Told()
    // What is printed reads little of it, and takes long.
    const asks = (route: string) => (route.endsWith('.pdf') ? queries.slice(0, 3) : queries)
    for (const route of routesOf(w, 'GET'))
      for (const query of asks(route)) {
        const at = asked(route, right) + query
        told.take(await w.office.get(at), at.slice(0, 100))
      }
    for (const at of [
      '//',
      '/./people/..',
      '/people//',
      '/people/1/',
      '/%2e%2e/%2e%2e/etc/passwd',
      `/${'a/'.repeat(3_000)}`,
    ])
      told.take(await w.office.get(at), at.slice(0, 100))
    assert.deepEqual(told.wrong, [])
    assert.ok(told.answers > 800)
  })

  test('leads to no file but those that pages show', async () => {
    const w = await prepared()
    for (const at of [
      '%2e%2e/%2e%2e/package.json',
      '..%2f..%2fpackage.json',
      '%00',
      'endeavour.css%00.txt',
      '%5c..%5c..',
    ])
      assert.equal((await w.office.get(`/assets/${at}`)).status, 404, at)
  })

  test('is not acted on in another way than it is meant to be', async () => {
    const w = await prepared()
    const cookie = await w.cookie('coordinator')
    const before = await contents(w.database)
    for (const route of new Set(
      w.site.routes.filter(({ method }) => method !== 'ALL').map(({ path }) => path),
    ))
      for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'QUERY']) {
        const headers = { cookie, origin, 'x-http-method-override': 'POST' }
        const answer = await w.site.request(origin + asked(route, right), { method, headers })
        assert.ok([404, 405].includes(answer.status), `${method} ${route}: ${answer.status}`)
      }
    assert.equal(await contents(w.database), before)
  })
})

const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' }
const multipart = { 'content-type': 'multipart/form-data; boundary=b' }
const part = (name: string, value: string) =>
  `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`

type Body = { headers?: Record<string, string>; body?: string | FormData }

/** Bodies that no form of ours sends, about the questions that one asks. */
function bodies(names: string[]): Record<string, Body> {
  const twice = new URLSearchParams(
    names.flatMap((name) => [
      [name, '1'],
      [name, 'two'],
    ]),
  )
  const files = new FormData()
  for (const name of names) files.append(name, new File(['x'], 'x.txt'))
  const many = Array.from({ length: 10_000 }, (_, i) => `${names[i % names.length]}${i}=${i}`).join('&')
  const parts = names.map((name) => part(name, 'x')).join('')
  return {
    nothing: {},
    'an empty form': { headers: urlencoded, body: '' },
    JSON: {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(Object.fromEntries(twice)),
    },
    text: { headers: { 'content-type': 'text/plain' }, body: twice.toString() },
    'no kind at all': { headers: { 'content-type': '' }, body: twice.toString() },
    'another alphabet': {
      headers: { 'content-type': `${urlencoded['content-type']}; charset=utf-7` },
      body: '+AGE-=1',
    },
    'signs of nothing': { headers: urlencoded, body: '%&=&&&=%zz=%&%00=%00&=1' },
    'lists and objects': {
      headers: urlencoded,
      body: names.map((name) => `${name}[]=1&${name}[a]=2&${name}[__proto__][b]=3`).join('&'),
    },
    'every answer twice': { headers: urlencoded, body: twice.toString() },
    'ten thousand answers': { headers: urlencoded, body: many },
    'a file for every answer': { body: files },
    'parts broken off': { headers: multipart, body: parts.slice(0, -20) },
    'parts without an end': { headers: multipart, body: parts },
    'parts without a boundary': { headers: { 'content-type': 'multipart/form-data' }, body: parts },
    'parts of another boundary': {
      headers: { 'content-type': 'multipart/form-data; boundary=c' },
      body: parts,
    },
    'a part without a name': {
      headers: multipart,
      body: '--b\r\ncontent-disposition: form-data\r\n\r\nx\r\n--b--',
    },
  }
}

test('a body that is no form of ours is refused in words', async () => {
  const w = await prepared()
  const told = new Told()
  for (const { at, route, finder, asked: questions } of w.forms) {
    const cookie = w.cookies[finder]
    const all = Object.entries(bodies(questions.map((one) => one.name)))
    // Every button reads what it is sent in the same way.
    const isButton = questions.every((one) => one.name === 'form-key')
    for (const [name, { headers, body }] of isButton ? all.slice(0, 7) : all) {
      const request = {
        method: 'POST',
        headers: { ...headers, cookie, origin },
        ...(body === undefined ? {} : { body }),
      }
      const answer = await w.site.request(origin + at, request)
      told.take({ status: answer.status, text: await answer.text() }, `${route}, ${name}`)
    }
  }
  assert.deepEqual(told.wrong, [])
})

/** What a script of ours would never send. */
const notAsked: Record<string, Body> = {
  ...bodies(['purpose']),
  'a list': { headers: { 'content-type': 'application/json' }, body: '[1,[2,{"__proto__":3}]]' },
  'a number': { headers: { 'content-type': 'application/json' }, body: '1e309' },
  'broken off': { headers: { 'content-type': 'application/json' }, body: '{"purpose":' },
  'very deep': { headers: { 'content-type': 'application/json' }, body: '['.repeat(50_000) },
  ...Object.fromEntries(
    Object.entries(hostileTexts).flatMap(([name, purpose]) => [
      [
        `${name} as JSON`,
        { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ purpose }) },
      ],
      [`${name} as an answer`, { body: new URLSearchParams({ purpose }).toString(), headers: urlencoded }],
    ]),
  ),
}

test('what takes a script’s question refuses another in words', async () => {
  const w = await prepared()
  const told = new Told()
  for (const name of ['coordinator', 'partner'] as const) {
    const cookie = await w.cookie(name)
    for (const route of forScripts) {
      for (const [said, { headers, body }] of Object.entries(notAsked)) {
        const request = { method: 'POST', headers: { ...headers, cookie, origin }, ...(body ? { body } : {}) }
        const answer = await w.site.request(origin + route, request)
        told.take({ status: answer.status, text: await answer.text() }, `${route}, ${said}`)
        await w.database.pool.query('delete from rate_limits')
      }
    }
  }
  assert.deepEqual(told.wrong, [])
})

const columns = [
  'id',
  'version',
  'import_id',
  'importId',
  'person_id',
  'personId',
  'membership_id',
  'ref',
  'urn',
  'changed_by',
  'state',
  'sees',
  'role',
  'viewer.sees',
  'viewer.groups',
  'part_b',
  'only',
  'demonstration',
  '__proto__',
  'constructor',
]

test('answers to what was not asked change nothing', async () => {
  const [plain, assigned] = [await prepared(), await prepared()]
  const taken = await fillEvery(plain)
  assert.ok(taken > 50, `${taken} were taken`)
  await fillEvery(assigned, ({ asked }) => {
    const names = columns.filter((name) => !asked.some((one) => one.name === name))
    return Object.fromEntries(names.map((name) => [name, '7']))
  })
  assert.deepEqual(await rowsOf(assigned), await rowsOf(plain))
})

/** Moments, keys and what follows from them are other ones in every database. */
const A_MOMENT = /^\d{4}-\d\d-\d\dT\d\d:/
const A_DIGEST = /\b[0-9a-f]{64}\b/g
const different = new Set(['previous', 'hash', 'digest', 'content', 'certificate', 'sealed_key', 'door_code'])
const settled = (name: string, value: unknown) =>
  different.has(name) || (typeof value === 'string' && A_MOMENT.test(value))
    ? undefined
    : typeof value === 'string'
      ? value.replace(A_DIGEST, 'a digest')
      : value

/** Every row of every table, without what differs from one minute to the next. */
async function rowsOf({ database: { pool, schema } }: Prepared): Promise<Record<string, unknown[]>> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = $1 and table_type = 'BASE TABLE'
     and table_name not in ('accounts', 'sessions', 'verifications', 'form_keys', 'rate_limits', 'mails', 'one_time_codes',
       'passkey_challenges', 'provider_visits') order by 1`,
    [schema],
  )
  const all: Record<string, unknown[]> = {}
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(
      `select to_jsonb(t)::text as row from ${name} t order by to_jsonb(t)::text`,
    )
    all[name] = rows.map(({ row }) => JSON.parse(row, settled))
  }
  return all
}
