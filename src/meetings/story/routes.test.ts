import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type World, world } from '../../../test/world.ts'
import { everything } from '../../platform/db.ts'

/** Consulted on in October, decided in January, taken up again in March; its number stands in an agreed number. */
async function decided(w: World) {
  return w.database.transaction(everything, async (tx) => {
    const meeting = async (title: string, heldOn: string) => {
      const { rows } = await sql<{
        id: number
      }>`insert into meetings (title, held_on, status, agenda_issued_at)
        values (${title}, ${heldOn}, 'held', now()) returning id`.execute(tx)
      const id = rows[0]?.id as number
      await tx.insertInto('meetingGroups').values({ meetingId: id, groupId: w.groups.board }).execute()
      return id
    }
    const item = async (meetingId: number, kind: string, title: string, follows: number | null) => {
      const { rows } = await sql<{
        id: number
      }>`insert into agenda_items (meeting_id, position, kind, title, follows_id)
        values (${meetingId}, 1, ${kind}, ${title}, ${follows}) returning id`.execute(tx)
      return rows[0]?.id as number
    }
    const [october, january, march] = [
      await meeting('October board', '2017-10-05'),
      await meeting('January board', '2018-01-11'),
      await meeting('March board', '2018-03-01'),
    ]
    const consulted = await item(october, 'consultation', 'More days of staff time?', null)
    const taken = await item(january, 'decision', 'Ten days of staff time', consulted)
    await item(march, 'report', 'How ten days went', taken)
    await sql`insert into papers (meeting_id, item_id, title, words) values (${october}, ${consulted}, 'What ten days cost', 'Money')`.execute(
      tx,
    )
    await sql`insert into item_minutes (meeting_id, item_id, words) values (${january}, ${taken}, 'Much was said')`.execute(
      tx,
    )
    await sql`insert into minutes (meeting_id, state, approved_meeting_id, approved_on) values (${january}, 'approved', ${march}, '2018-03-01')`.execute(
      tx,
    )
    await sql`insert into minute_editions (meeting_id, number, digest) values (${january}, 1, '')`.execute(tx)
    const { rows } = await sql<{ id: number }>`insert into decisions (meeting_id, item_id, number, words)
      values (${january}, ${taken}, '2017-18/1', 'Every school gives ten days') returning id`.execute(tx)
    await sql`insert into meeting_actions (meeting_id, item_id, words, owner_id, owner_post, closed_on, outcome)
      values (${january}, ${taken}, 'Tell every school', ${w.people.coordinator}, 'coordinator', '2018-01-20', 'All told')`.execute(
      tx,
    )
    await sql`insert into agreed_terms (name, year, value, decision) values ('staffTime', 2018, 20, 'Board, decision 2017-18/1'),
      ('hubMeetings', 2018, 2, 'Board, decision 2017-18/14')`.execute(tx)
    return { decision: rows[0]?.id as number, consulted, taken, january }
  })
}

const plainText = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

test('a decision tells what led to it and what became of it, in order', async () => {
  const w = await world()
  const { decision } = await decided(w)
  const said = plainText((await (await w.as('governor')).get(`/meetings/decisions/${decision}`)).text)
  const story = [
    'Consulted on at October board',
    'Paper: What ten days cost',
    'Taken for decision at January board',
    'The minute of what was said',
    'Decided: 2017-18/1',
    'Amina Office undertook to act',
    'Done',
    'How ten days went',
    'Approved with the minutes, in edition 1',
    'Staff time a school gives in a year: 10 days',
  ]
  const places = story.map((one) => said.indexOf(one))
  assert.deepEqual(
    places.filter((place) => place < 0),
    [],
    said,
  )
  assert.deepEqual(
    places,
    [...places].sort((a, b) => a - b),
  )
  assert.doesNotMatch(said, /Hub meetings/)
})

test('whoever does not see the group does not find it, and a teacher is told of no agreed number', async () => {
  const w = await world()
  const { decision } = await decided(w)
  assert.equal((await (await w.as('teacher')).get(`/meetings/decisions/${decision}`)).status, 404)
  assert.equal((await (await w.as('partner')).get(`/meetings/decisions/${decision}`)).status, 403)
})

test('a confidential beginning ends the story for whoever may not read it; a confidential decision is not there', async () => {
  const w = await world()
  const { decision, consulted, taken } = await decided(w)
  const hide = (id: number) =>
    w.database.transaction(everything, (tx) =>
      sql`update agenda_items set part_b = true where id = ${id}`.execute(tx),
    )
  const deputy = await w.as('deputy')
  await hide(consulted)
  const said = (await deputy.get(`/meetings/decisions/${decision}`)).text
  assert.doesNotMatch(said, /October board|More days/)
  assert.match(said, /Every school gives ten days/)
  await hide(taken)
  assert.equal((await deputy.get(`/meetings/decisions/${decision}`)).status, 404)
  const head = await (await w.as('head')).get(`/meetings/decisions/${decision}`)
  assert.match(
    plainText(head.text),
    /Can be read by the alliance office, whoever keeps the meeting, the heads and/,
  )
  const opened = await w.db
    .selectFrom('itemOpenings')
    .select('what')
    .where('personId', '=', w.people.head)
    .execute()
  assert.deepEqual(
    opened.map(({ what }) => what),
    ['decision', 'decision'],
  )
})
