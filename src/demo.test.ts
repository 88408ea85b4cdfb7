import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshDatabase } from '../test/database.ts'
import { loadDemonstration, takesDemonstration } from './demo.ts'
import { type Actor, actor } from './platform/action.ts'
import { clock } from './platform/clock.ts'
import { system } from './platform/who.ts'

const office = async () => actor(await freshDatabase(), system, clock.today())

const tables = ['people', 'meetings', 'calendars', 'imports', 'signatures', 'declarations'] as const
const brought = [
  'briefingGivings',
  'hubNotes',
  'hubReports',
  'nominations',
  'interests',
  'itemInterests',
] as const
const editions = ['agreementVersions', 'reviewEditions'] as const

const counted = async ({ totals }: Actor) =>
  Object.fromEntries(
    await Promise.all(
      [...tables, ...brought, ...editions].map(async (table) => {
        const { count } = await totals
          .selectFrom(table)
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow()
        return [table, count] as const
      }),
    ),
  )

/** Loads one part, as if the server were killed before the next. */
async function loadOnePart(by: Actor): Promise<string> {
  const told: string[] = []
  const loading = loadDemonstration(by, (says) => {
    told.push(says)
    if (told.length === 2) throw new Error('broken off')
  })
  await loading.catch((error) => assert.match(String(error), /broken off/))
  return told[0] ?? ''
}

test('the demonstration is loaded once, and goes on wherever it was broken off', async () => {
  const by = await office()
  const told: string[] = []
  while (told.at(-1) !== '') told.push(await loadOnePart(by))
  assert.equal(await takesDemonstration(by), true)
  assert.deepEqual(
    told.slice(0, -1).map((says) => /^Loading (.*) of the demonstration$/.exec(says)?.[1]),
    [
      ...['2015-16', '2016-17', '2017-18', '2018-19', '2026-27'],
      ...['the term dates', 'the agreement', 'the signatures', 'the declarations', 'the agendas and minutes'],
      'the support between schools',
      'the subscriptions',
      ...['the review of 2015-16', 'the review of 2016-17', 'the review of 2017-18', 'the review of 2018-19'],
    ],
  )
  const loaded = await counted(by)
  for (const [table, count] of Object.entries(loaded)) assert.ok(count > 0, table)
  assert.deepEqual([loaded.imports, loaded.agreementVersions, loaded.reviewEditions], [5, 2, 4])
  assert.equal(await loadDemonstration(by, () => {}), false)
  assert.deepEqual(await counted(by), loaded)
})

test('an alliance of its own, or one that has begun with its people, takes no demonstration', async () => {
  const by = await office()
  assert.equal(await takesDemonstration(by), true)
  await by.act({ did: 'added a person', subject: 'people' }, (tx) =>
    tx.insertInto('people').values({ name: 'Amina Shah', email: null, ref: null, importId: null }).execute(),
  )
  assert.equal(await takesDemonstration(by), false)
  await by.act({ did: 'named the alliance', subject: 'settings' }, (tx) =>
    tx.insertInto('alliance').values({ name: 'Vale Learning Alliance', shortName: 'Vale' }).execute(),
  )
  assert.equal(await takesDemonstration(by), false)
})
