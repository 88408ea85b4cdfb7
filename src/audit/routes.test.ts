import assert from 'node:assert/strict'
import { test } from 'node:test'
import { world } from '../../test/world.ts'
import { detailsInWords } from './pages.tsx'

test('the log shows who did what, the latest first, with the seal of its last line', async () => {
  const w = await world()
  const office = await w.as('coordinator')
  await office.post('/settings', { name: 'First', shortName: 'F', 'form-version': '1' })
  await (await w.by('system')).act({ did: 'tidied up', subject: 'sessions' }, async () => {})
  const { text } = await office.get('/audit')
  assert.ok(text.indexOf('tidied up') < text.indexOf('named the alliance'))
  assert.match(text, /Endeavour itself/)
  assert.match(text, /Amina Office/)
  const { hash } = await w.db
    .selectFrom('auditLog')
    .select('hash')
    .orderBy('seq', 'desc')
    .executeTakeFirstOrThrow()
  assert.ok(text.includes(hash))
})

test('it is found by person, deed, record and day, on the page and as CSV', async () => {
  const w = await world()
  const office = await w.as('coordinator')
  await office.post('/settings', { name: 'First', shortName: 'F', 'form-version': '1' })
  const added = await office.post('/organisations/new', { name: 'Vale Arts', kind: 'partner' })
  assert.equal(added.status, 303)
  const found = async (query: string) =>
    (await office.get(`/audit?format=csv&${query}`)).text.trim().split('\n').length - 1
  const today = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London' }).format(new Date())
  const cases: [string, number][] = [
    ['', 2],
    ['words=amina', 2],
    ['words=named', 1],
    ['words=organisations/', 1],
    ['words=100%25', 0],
    [`from=${today}`, 2],
    [`from=${today}&to=${today}`, 2],
    ['to=1/1/2020', 0],
    ['from=1/1/2100', 0],
  ]
  for (const [query, count] of cases) assert.equal(await found(query), count, query)
})

test('what a line adds is said plainly', () => {
  const cases: [unknown, string][] = [
    [{}, ''],
    [{ post: 12 }, 'post 12'],
    [
      {
        told: [
          { what: 'schools', added: 3 },
          { what: 'posts', added: 0 },
        ],
      },
      'told what schools, added 3; what posts, added 0',
    ],
    [{ to: null, all: true }, 'to null, all true'],
  ]
  for (const [details, says] of cases) assert.equal(detailsInWords(details), says)
})
