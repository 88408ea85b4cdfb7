import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { adding } from '../../test/adding.ts'
import { roundAt } from '../../test/rounds.ts'
import { type CastName, castNames, today, type World, world } from '../../test/world.ts'
import { everything, viewerOf } from '../platform/db.ts'
import { Live } from '../platform/live.ts'
import { forgetNotes } from './actions.ts'
import { round } from './queries.ts'
import { type Stage, stages } from './tables.ts'

/** A round with a note by Olive in each room, a revision of one, a description and a pattern. */
async function written(w: World, state: 'planned' | 'visited' = 'visited') {
  const made = await roundAt(w, { state })
  await w.database.transaction(everything, async (tx) => {
    const add = adding(tx)
    for (const roomId of made.rooms)
      await add('roundNotes', {
        roundId: made.id,
        roomId,
        personId: w.people.otherHead,
        words: 'Five tasks.',
      })
    await sql`insert into revisions (table_name, row_id, version, before, changed_by)
      select 'round_notes', id, 1, to_jsonb(n), person_id from round_notes n order by id limit 1`.execute(tx)
    await sql`insert into revisions (table_name, row_id, version, before, changed_by)
      select 'rounds', id, 1, to_jsonb(r), null from rounds r`.execute(tx)
    await add('roundStages', {
      roundId: made.id,
      stage: 'description',
      words: 'So.',
      agreedBy: null,
      agreedAt: null,
    })
    const patternId = await add('roundPatterns', { roundId: made.id, words: 'Pupils wait.', writtenBy: null })
    await tx
      .insertInto('roundPatternRooms')
      .values(made.rooms.slice(0, 3).map((roomId) => ({ patternId, roomId })))
      .execute()
  })
  return made
}

const tables = [
  'round_visitors',
  'round_rooms',
  'round_notes',
  'round_stages',
  'round_patterns',
  'round_pattern_rooms',
]

async function seenBy(w: World, name: CastName) {
  const db = w.database.reader(viewerOf(await w.who(name)))
  const counts = await Promise.all(
    tables.map(async (table) => {
      const { rows } = await sql<{
        count: number
      }>`select count(*) as count from ${sql.table(table)}`.execute(db)
      return rows[0]?.count ?? 0
    }),
  )
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from revisions where table_name in ('rounds', 'round_notes')`.execute(db)
  return [...counts, rows[0]?.count ?? 0]
}

const within: CastName[] = ['coordinator', 'head', 'deputy', 'otherHead', 'ssig', 'practitioner', 'hubLead']

const paths = ['notes', 'debrief', 'rooms', 'visitors', 'correct', 'theory', 'return', 'share', 'case-study']

async function isHiddenFrom(w: World, name: CastName, at: string) {
  const who = await w.as(name)
  const maySee = name !== 'partner'
  assert.equal((await who.get(at)).status, maySee ? 200 : 403, name)
  for (const path of [at, '/rounds', '/rounds?format=csv'])
    assert.doesNotMatch((await who.get(path)).text, /A few pupils|M1|Olive|Dev Deputy/, `${name} ${path}`)
  assert.doesNotMatch((await who.get('/rounds?words=few+pupils')).text, /Who does the thinking/, name)
  for (const path of [...paths.map((path) => `${at}/${path}`), `/live?of=${at.slice(1)}`])
    assert.equal((await who.get(path)).status, maySee ? 404 : 403, `${name} ${path}`)
}

describe('what is seen in rooms', () => {
  test('is, at the database, for those in the round, the host’s leaders and the office', async () => {
    const w = await world()
    await written(w)
    for (const name of castNames) {
      const expected = within.includes(name) ? [12, 7, 7, 1, 1, 3, 2] : [0, 0, 0, 0, 0, 0, 0]
      assert.deepEqual(await seenBy(w, name), expected, name)
    }
  })

  test('is each observer’s own until the lessons are marked as visited', async () => {
    const w = await world()
    await written(w, 'planned')
    const notes = async (name: CastName) =>
      (await seenBy(w, name)).slice(2, 3).concat((await seenBy(w, name)).at(-1) ?? 0)
    assert.deepEqual(await notes('otherHead'), [7, 2])
    for (const name of ['head', 'deputy', 'ssig', 'hubLead'] as const)
      assert.deepEqual(await notes(name), [0, 1], name)
    const coordinator = await w.as('coordinator')
    assert.doesNotMatch((await coordinator.get('/rounds/1/notes')).text, /Five tasks/)
  })

  test('is by its address not found for anybody else, and stands in no list or search', async () => {
    const w = await world()
    const { at } = await written(w)
    for (const name of castNames.filter((name) => !within.includes(name))) await isHiddenFrom(w, name, at)
    for (const name of within) assert.match((await (await w.as(name)).get(at)).text, /A few pupils[\s\S]*M1/)
    assert.match((await (await w.as('visitor')).get(at)).headers.get('location') ?? '', /sign-in/)
  })

  test('notes are forgotten after a year, with what they said before', async () => {
    const w = await world()
    await written(w)
    const left = async () => {
      const { rows } = await sql<{ notes: number; before: number; stages: number }>`
        select (select count(*) from round_notes) as notes, (select count(*) from round_stages) as stages,
          (select count(*) from revisions where table_name = 'round_notes') as before`.execute(w.db)
      return rows[0]
    }
    const forgetting = () => w.database.transaction(everything, forgetNotes)
    await w.database.transaction(everything, (tx) =>
      sql`update round_notes set written_at = now() - interval '364 days'`.execute(tx),
    )
    await forgetting()
    assert.deepEqual(await left(), { notes: 7, before: 1, stages: 1 })
    await w.database.transaction(everything, (tx) =>
      sql`update round_notes set written_at = now() - interval '367 days'`.execute(tx),
    )
    await forgetting()
    assert.deepEqual(await left(), { notes: 0, before: 0, stages: 1 })
  })
})

describe('the order of a debrief', () => {
  const breaks = (constraint: string) => (error: unknown) =>
    (error as { constraint?: string }).constraint === constraint

  test('is held by the database itself', async () => {
    const w = await world()
    const { id } = await roundAt(w, { state: 'visited' })
    const order = Object.keys(stages) as Stage[]
    const put = (stage: Stage, agreed: boolean) =>
      w.database.transaction(everything, (tx) =>
        adding(tx)('roundStages', {
          ...{ roundId: id, stage, words: 'So.', agreedBy: null },
          agreedAt: agreed ? new Date() : null,
        }),
      )
    const set = (stage: Stage, change: ReturnType<typeof sql>) =>
      w.database.transaction(everything, (tx) =>
        sql`update round_stages set ${change} where round_id = ${id} and stage = ${stage}`.execute(tx),
      )
    for (const stage of order.slice(1)) await assert.rejects(put(stage, false), breaks('round_stages_order'))
    await put('description', false)
    await assert.rejects(put('analysis', false), breaks('round_stages_order'))
    await set('description', sql`agreed_at = now()`)
    await assert.rejects(set('description', sql`words = 'Other'`), breaks('round_stages_agreed'))
    await assert.rejects(put('prediction', false), breaks('round_stages_order'))
    await put('analysis', false)
    await assert.rejects(set('description', sql`agreed_at = null`), breaks('round_stages_later'))
    await set('analysis', sql`words = ''`)
    await set('description', sql`agreed_at = null`)
    await assert.rejects(set('analysis', sql`words = 'So.'`), breaks('round_stages_order'))
  })

  test('holds when one opens a stage again while another writes the next', async () => {
    const w = await world()
    const { id } = await roundAt(w, { state: 'visited' })
    for (let i = 0; i < 20; i++) {
      await w.database.transaction(everything, async (tx) => {
        await tx.deleteFrom('roundStages').where('roundId', '=', id).execute()
        const words = { roundId: id, stage: 'description', words: 'So.', agreedBy: null } as const
        await adding(tx)('roundStages', { ...words, agreedAt: new Date() })
      })
      await Promise.allSettled([
        w.database.transaction(everything, (tx) =>
          sql`update round_stages set agreed_at = null where round_id = ${id} and stage = 'description'`.execute(
            tx,
          ),
        ),
        w.database.transaction(everything, (tx) =>
          adding(tx)('roundStages', {
            ...{ roundId: id, stage: 'analysis', words: 'Then.', agreedBy: null, agreedAt: null },
          }),
        ),
      ])
      const rows = await w.db.selectFrom('roundStages').select(['stage', 'agreedAt']).execute()
      const reopened = rows.some(({ stage, agreedAt }) => stage === 'description' && agreedAt === null)
      assert.equal(rows.length, reopened ? 1 : 2)
    }
  })

  test('a round that took place is told to the alliance with its theory once its head shares it', async () => {
    const w = await world()
    const theory = { theoryIf: 'wait', theoryThen: 'more pupils answer', state: 'debriefed' as const }
    const hidden = await roundAt(w, theory)
    const shared = await roundAt(w, { ...theory, sharedAt: new Date(), visitOn: today })
    const db = w.database.reader(viewerOf(await w.who('teacher')))
    assert.equal((await round(db, hidden.id)).theoryIf, null)
    assert.equal((await round(db, shared.id)).theoryIf, 'wait')
    assert.equal((await round(db, shared.id)).problem, null)
  })
})

describe('a page that is open on a round', () => {
  test('hears of notes, stages, patterns and the round itself as they change', async () => {
    const w = await world()
    const live = new Live(w.database)
    let heard = 0
    const hears = async (change: ReturnType<typeof sql>) => {
      const before = heard
      await w.database.transaction(everything, (tx) => change.execute(tx))
      for (let waited = 0; heard === before && waited < 5_000; waited += 20) await setTimeout(20)
      assert.ok(heard > before, 'it was told')
    }
    const { id } = await written(w)
    live.listen(
      `rounds/${id}`,
      () => heard++,
      () => {},
    )
    try {
      // Everybody is told once when the connection that listens is made.
      for (let waited = 0; heard === 0 && waited < 2_000; waited += 20) await setTimeout(20)
      await hears(sql`update round_notes set words = 'Six tasks.' where round_id = ${id}`)
      await hears(sql`delete from round_notes where round_id = ${id}`)
      await hears(sql`update round_stages set words = 'Thus.' where round_id = ${id}`)
      await hears(sql`delete from round_patterns where round_id = ${id}`)
      await hears(sql`update rounds set state = 'visited' where id = ${id}`)
    } finally {
      await live.close()
    }
  })
})
