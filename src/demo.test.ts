import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freshDatabase } from '../test/database.ts'
import { loadDemonstration, takesDemonstration } from './demo.ts'
import { type Actor, actor } from './platform/action.ts'
import { clock } from './platform/clock.ts'
import { system } from './platform/who.ts'

const office = async () => actor(await freshDatabase(), system, clock.today())

const counted = async ({ totals }: Actor) =>
  Promise.all(
    (['people', 'meetings', 'calendars', 'imports'] as const).map(async (table) => {
      const { count } = await totals
        .selectFrom(table)
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return `${table} ${count}`
    }),
  )

test('the demonstration is loaded once, and goes on where it was broken off', async () => {
  const by = await office()
  let years = 0
  const broken = loadDemonstration(by, () => {
    years += 1
    if (years === 3) throw new Error('broken off')
  })
  await assert.rejects(broken, /broken off/)
  assert.equal(await takesDemonstration(by), true)
  assert.equal(await loadDemonstration(by, () => {}), true)
  const loaded = await counted(by)
  assert.equal(await loadDemonstration(by, () => {}), false)
  assert.deepEqual(await counted(by), loaded)
  assert.equal(loaded.at(-1), 'imports 5')
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
