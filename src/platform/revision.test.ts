import assert from 'node:assert/strict'
import { test } from 'node:test'
import { world } from '../../test/world.ts'
import { day } from './day.ts'
import { correct, remove, restore, Stale } from './revision.ts'

async function withPackage() {
  const w = await world()
  const by = await w.by('coordinator')
  const deed = { did: 'tried', subject: 'packages' }
  const stood = {
    ref: null,
    partner: 'Lamplight',
    title: 'Tutoring',
    subsidised: true,
    fromOn: day('2017-09-01'),
    toOn: null,
    importId: null,
  }
  const id = await by.act(deed, async (tx) => {
    const made = await tx.insertInto('packages').values(stood).returning('id').executeTakeFirstOrThrow()
    return made.id
  })
  const kept = async () => (await w.db.selectFrom('revisions').select('version').execute()).length
  const row = () => w.db.selectFrom('packages').selectAll().executeTakeFirst()
  return { by, deed, id, kept, row, stood }
}

test('a correction that changes nothing is none, whatever its columns are called', async () => {
  const { by, deed, id, kept, row, stood } = await withPackage()
  const { fromOn, toOn, subsidised } = stood
  const changes = { fromOn, toOn, subsidised }
  assert.equal(
    await by.act(deed, (tx, by) => correct(tx, by, 'packages', { id, version: 1 }, changes)),
    false,
  )
  assert.deepEqual([await kept(), (await row())?.version], [0, 1])
})

test('what was removed is put back column for column, once', async () => {
  const { by, deed, id, row, stood } = await withPackage()
  await by.act(deed, (tx, by) => remove(tx, by, 'packages', { id, version: 1 }))
  assert.equal(await row(), undefined)
  assert.equal(await by.act(deed, (tx) => restore(tx, 'packages', id)), true)
  assert.equal(await by.act(deed, (tx) => restore(tx, 'packages', id)), false)
  assert.deepEqual(await row(), { ...stood, id, version: 2 })
})

test('a row changed meanwhile is not overwritten', async () => {
  const { by, deed, id, row } = await withPackage()
  const to = (title: string) =>
    by.act(deed, (tx, by) => correct(tx, by, 'packages', { id, version: 1 }, { title }))
  await to('One')
  await assert.rejects(to('Two'), Stale)
  assert.equal((await row())?.title, 'One')
})
