import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import { world } from '../../test/world.ts'
import { everything } from './db.ts'

const lines = async ({ db }: Awaited<ReturnType<typeof world>>) =>
  await db.selectFrom('auditLog').select(['who', 'did', 'subject']).orderBy('seq').execute()

describe('an action', () => {
  test('leaves one line that says who did what to what', async () => {
    const w = await world()
    const office = await w.by('coordinator')
    await office.act({ did: 'tried', subject: (id: number) => `things/${id}` }, async () => 7)
    assert.deepEqual(await lines(w), [
      { who: String(w.people.coordinator), did: 'tried', subject: 'things/7' },
    ])
  })

  test('inside another joins it, and both are undone together', async () => {
    const w = await world()
    const office = await w.by('coordinator')
    const both = office.act({ did: 'outer', subject: 's' }, async (_tx, by) => {
      await by.act({ did: 'inner', subject: 's' }, (tx) =>
        tx.updateTable('alliance').set({ name: 'Other' }).execute(),
      )
      throw new Error('second thoughts')
    })
    await assert.rejects(both, /second thoughts/)
    assert.deepEqual(await lines(w), [])
    assert.equal(
      (await w.db.selectFrom('alliance').select('name').executeTakeFirstOrThrow()).name,
      'Vale Learning Alliance',
    )
  })

  test('inside another may fail alone when the outer one goes on', async () => {
    const w = await world()
    const office = await w.by('coordinator')
    await office.act({ did: 'outer', subject: 's' }, async (_tx, by) => {
      await by.act({ did: 'inner', subject: 's' }, () => Promise.reject(new Error('no'))).catch(() => {})
    })
    assert.deepEqual(
      (await lines(w)).map(({ did }) => did),
      ['outer'],
    )
  })

  test('is not seen by others before it is done', async () => {
    const w = await world()
    const office = await w.by('coordinator')
    await office.act({ did: 'renamed', subject: 'alliance' }, async (tx) => {
      await tx.updateTable('alliance').set({ name: 'Other' }).execute()
      assert.equal(
        (await w.db.selectFrom('alliance').select('name').executeTakeFirstOrThrow()).name,
        'Vale Learning Alliance',
      )
    })
  })
})

describe('what the database itself refuses', () => {
  test('a reader cannot write, whatever is asked of it', async () => {
    const w = await world()
    await assert.rejects(
      sql`update alliance set name = 'Other'`.execute(w.db as never),
      /read-only transaction/,
    )
  })

  for (const change of [
    'update audit_log set did = $1',
    'delete from audit_log where did <> $1',
    'truncate audit_log',
  ])
    test(`those who serve pages cannot ${change.split(' ')[0]} the audit log`, async () => {
      const w = await world()
      const values = change.includes('$1') ? ['x'] : []
      await assert.rejects(w.database.pool.query(change, values), /permission denied/)
    })

  test('nobody sees rows behind row security on a connection where no viewer was set', async () => {
    const w = await world()
    await w.database.transaction(everything, (tx) =>
      tx
        .insertInto('readingTests')
        .values({
          membershipId: w.members.ashmere,
          pupil: 'R1',
          bornOn: null,
          test: 'Star',
          testedOn: '2018-01-01' as never,
          readingAge: 100,
          cohort: 'c',
          importId: null,
        })
        .execute(),
    )
    const { rows } = await w.database.pool.query('select * from reading_tests')
    assert.deepEqual(rows, [])
    assert.equal((await w.db.selectFrom('readingTests').select('id').execute()).length, 1)
  })

  test('a viewer set for one read is not there for the next on the same connection', async () => {
    const w = await world()
    for (let i = 0; i < 20; i += 1) {
      await w.db.selectFrom('readingTests').select('id').execute()
      const { rows } = await w.database.pool.query("select current_setting('viewer.sees', true) as sees")
      assert.ok(rows[0]?.sees === '' || rows[0]?.sees === null)
    }
  })
})
