import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { closedBallot } from '../../../test/closed-ballot.ts'
import { type World, world } from '../../../test/world.ts'
import type { Day } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'

type Told = {
  group: 'board' | 'maths'
  heldOn: Day | string
  title: string
  issued?: boolean
  minutes?: string
  state?: string
  decision?: string
  paper?: string
}

/** A meeting with one item of this title, and what was written, decided and brought under it. */
const told = (
  w: World,
  { group, heldOn, title, issued = true, minutes, state = 'circulated', decision, paper }: Told,
) =>
  w.database.transaction(everything, async (tx) => {
    const { rows } = await sql<{ meeting: number; item: number }>`
      with m as (insert into meetings (title, held_on, status, agenda_issued_at)
          values ('A meeting', ${heldOn}, 'held', ${issued ? sql`now()` : null}) returning id),
        g as (insert into meeting_groups select id, ${w.groups[group]} from m),
        s as (insert into minutes (meeting_id, state) select id, ${state} from m)
      insert into agenda_items (meeting_id, position, kind, title) select id, 1, 'report', ${title} from m
      returning meeting_id as meeting, id as item`.execute(tx)
    const { meeting, item } = rows[0] as { meeting: number; item: number }
    if (minutes)
      await sql`insert into item_minutes (meeting_id, item_id, words) values (${meeting}, ${item}, ${minutes})`.execute(
        tx,
      )
    if (decision)
      await sql`insert into decisions (meeting_id, item_id, number, words) values (${meeting}, ${item}, ${`2017-18/${item}`}, ${decision})`.execute(
        tx,
      )
    if (paper)
      await sql`insert into papers (meeting_id, item_id, title, words) values (${meeting}, ${item}, 'Paper', ${paper})`.execute(
        tx,
      )
    return { meeting, item }
  })

const w = await world()
const old = await told(w, {
  group: 'board',
  heldOn: '2012-10-04',
  title: 'School transport',
  minutes: 'Coaches were late <b>again</b> & the contract ends.',
  decision: 'We tender school coaches together.',
  paper: 'A coach contract of two years.',
})
await told(w, {
  group: 'maths',
  heldOn: '2018-01-18',
  title: 'Times tables',
  minutes: 'Nobody spoke of coaches.',
  state: 'writing',
})
await told(w, { group: 'maths', heldOn: '2018-03-20', title: 'Coaches to the fair', issued: false })

const search = async (name: Parameters<World['as']>[0], query: string) =>
  (await w.as(name)).get(`/meetings/search?${query}`)
const rows = async (name: Parameters<World['as']>[0], query: string) =>
  (await search(name, `${query}&format=csv`)).text
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(',')[3])

test('any form of a word is found in agendas, papers, minutes and decisions of every year, and marked', async () => {
  const { text } = await search('governor', 'words=coach')
  for (const said of [
    'Minutes: School transport',
    'Decision 2017-18/',
    'Paper',
    '<mark>Coaches</mark>',
    '4 October 2012',
    '&amp; the contract ends',
  ])
    assert.ok(text.includes(said) || text.includes(said.replace('4 October 2012', '4 Oct 2012')), said)
  assert.match(text, /href="\/meetings\/decisions\//)
  assert.match(text, /3 places/)
})

test('words in quotation marks stand together, a minus leaves out, and it narrows by year, group and kind', async () => {
  assert.deepEqual(await rows('head', 'words=%22school+coaches%22'), [`Decision 2017-18/${old.item}`])
  assert.deepEqual(await rows('head', 'words=contract+-late'), ['Paper'])
  assert.deepEqual(await rows('head', 'words=coach&source=minute'), ['Minutes: School transport'])
  assert.equal((await rows('head', 'words=coach&year=2012-13')).length, 3)
  assert.deepEqual(await rows('head', 'words=coach&year=2013-14'), [])
  assert.deepEqual(await rows('head', `words=coach&group=${w.groups.maths}`), [])
})

test('draft minutes and agendas are found by those who keep them, and nothing of a group that one does not see', async () => {
  assert.deepEqual((await rows('hubLead', 'words=coach')).sort(), [
    'Coaches to the fair',
    'Minutes: Times tables',
  ])
  assert.deepEqual(await rows('teacher', 'words=coach'), [])
  assert.equal((await rows('coordinator', 'words=coach')).length, 5)
  assert.equal((await search('partner', 'words=coach')).status, 403)
})

test('what was voted on is found by its words, and one that is confidential by its readers alone', async () => {
  const { item } = await told(w, { group: 'board', heldOn: '2018-02-15', title: 'Boats' })
  const id = await closedBallot(w, { itemId: item, question: 'A gondola for every school', openDays: 0 })
  assert.deepEqual(await rows('governor', 'words=gondolas'), ['Vote: Boats'])
  assert.match(
    (await search('governor', 'words=gondolas&source=ballot')).text,
    new RegExp(`href="/ballots/${id}"`),
  )
  await w.database.pool.query('update agenda_items set part_b = true where id = $1', [item])
  assert.deepEqual(await rows('governor', 'words=gondolas'), [])
  assert.deepEqual(await rows('head', 'words=gondolas'), ['Vote: Boats'])
})

test('who proposed an item, or is named to read it, finds its draft minutes no sooner than everybody', async () => {
  const { meeting, item } = await told(w, {
    group: 'board',
    heldOn: '2018-02-01',
    title: 'Lanterns',
    minutes: 'The lanterns quarrelled.',
    state: 'with the chair',
  })
  await w.database.pool.query('update agenda_items set proposed_by = $1 where id = $2', [w.people.head, item])
  await w.database.pool.query('insert into item_readers (item_id, person_id, may) values ($1, $2, true)', [
    item,
    w.people.teacher,
  ])
  const minutes = ['Minutes: Lanterns']
  for (const name of ['head', 'teacher'] as const)
    assert.deepEqual(await rows(name, 'words=lantern&source=minute'), [], name)
  assert.deepEqual(await rows('coordinator', 'words=lantern&source=minute'), minutes)
  await w.database.pool.query(`update minutes set state = 'circulated' where meeting_id = $1`, [meeting])
  for (const name of ['head', 'teacher'] as const)
    assert.deepEqual(await rows(name, 'words=lantern&source=minute'), minutes, name)
})

test('nothing is asked before words are, and what nothing can be made of finds nothing', async () => {
  assert.doesNotMatch((await search('head', '')).text, /Nothing was found/)
  for (const words of ['the', '"', '!!! ((', '%00', "'; drop table meetings"])
    assert.match((await search('head', `words=${encodeURIComponent(words)}`)).text, /Nothing was found/)
})

test('a withdrawn paper is not found any more, and a corrected one by its new words', async () => {
  const { meeting, item } = old
  await w.database.transaction(everything, (tx) =>
    sql`update papers set words = 'A tram contract', withdrawn_at = null where item_id = ${item}`.execute(tx),
  )
  assert.deepEqual(await rows('head', 'words=tram'), ['Paper'])
  await w.database.transaction(everything, (tx) =>
    sql`update papers set withdrawn_at = now() where meeting_id = ${meeting}`.execute(tx),
  )
  assert.deepEqual(await rows('head', 'words=tram'), [])
})
