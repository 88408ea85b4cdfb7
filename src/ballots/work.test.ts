import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { motion, roomOn } from '../../test/ballots.ts'
import { letters } from '../../test/board.ts'
import { emailOf, origin, secret, today, type World, world } from '../../test/world.ts'
import { addDays } from '../platform/day.ts'
import { closeBallot, openBallot, openBeforehand } from './actions.ts'
import { ballotOf } from './queries.ts'
import { castVote } from './votes/actions.ts'
import { keepWindows } from './work.ts'

const site = { url: origin, secret }
const SECOND = 1_000
const HOUR = 3_600_000
const opens = new Date('2018-03-06T09:00:00Z')
/** By the database’s clock it is years later: what is open to the end of these tests closes far ahead. */
const far = new Date('2100-03-06T09:00:00Z')
const by = (at: Date, ms: number) => new Date(at.getTime() + ms)

const run = async (w: World, now: Date) => keepWindows(await w.by('system'), now, site)
const stateOf = async (w: World, id: number) => (await ballotOf(w.db, id)).state
const between = (w: World, more: Record<string, unknown> = {}) =>
  motion(w, { byCorrespondence: true, opensAt: opens, closesAt: far, ...more })
const deeds = async (w: World, did: string) =>
  (await w.db.selectFrom('auditLog').select(['who', 'subject']).where('did', '=', did).execute()).map(
    ({ who, subject }) => `${who} ${subject}`,
  )

describe('the window of a vote between meetings', () => {
  test('opens it at its moment and not a second before, every membership called', async () => {
    const w = await world()
    const ballot = await between(w)
    const proposed = await between(w, { acceptedAt: null })
    await run(w, by(opens, -SECOND))
    assert.equal(await stateOf(w, ballot), 'drafted')
    await run(w, opens)
    assert.deepEqual([await stateOf(w, ballot), await stateOf(w, proposed)], ['open', 'proposed'])
    const { openedAt, openedBy, needed } = await ballotOf(w.db, ballot)
    assert.deepEqual([openedAt, openedBy, needed], [opens, null, 1])
    assert.deepEqual(await deeds(w, 'opened a vote'), [`system ballots/${ballot}`])
  })

  test('closes it at its last moment and not a second before, as of that moment', async () => {
    const w = await world()
    const closesAt = new Date('2018-03-13T17:00:00Z')
    const ballot = await between(w, { closesAt })
    await run(w, opens)
    await run(w, by(closesAt, -SECOND))
    assert.equal(await stateOf(w, ballot), 'open')
    await run(w, by(closesAt, 40 * SECOND))
    assert.deepEqual(
      [await stateOf(w, ballot), (await ballotOf(w.db, ballot)).closedAt],
      ['closed', closesAt],
      'as of its last moment, though the server was late',
    )
  })

  test('once it is over takes no vote, whether or not anybody has closed it yet', async () => {
    const w = await world()
    const ballot = await between(w, { closesAt: new Date('2018-03-13T17:00:00Z') })
    await run(w, opens)
    const vote = { ballotId: ballot, membershipId: w.members.ashmere, choice: 'for', how: 'page' as const }
    await assert.rejects(castVote(await w.by('head'), vote, by(opens, HOUR)), /closed meanwhile/)
  })

  test('that passed while nobody could open it leaves it shut', async () => {
    const w = await world()
    const closesAt = new Date('2018-03-13T17:00:00Z')
    const ballot = await between(w, { closesAt })
    await run(w, by(closesAt, SECOND))
    assert.equal(await stateOf(w, ballot), 'drafted')
  })

  test('of two servers at once each thing is done once', async () => {
    const w = await world()
    const closesAt = new Date('2018-03-13T17:00:00Z')
    const ballots = [await between(w, { closesAt }), await between(w, { closesAt })]
    await Promise.all([run(w, opens), run(w, opens), run(w, opens)])
    const reminder = by(closesAt, -HOUR)
    await Promise.all([run(w, reminder), run(w, reminder)])
    await Promise.all([run(w, closesAt), run(w, closesAt), run(w, closesAt)])
    const once = ballots.map((id) => `system ballots/${id}`)
    for (const did of [
      'opened a vote',
      'wrote that a vote is open',
      'reminded schools of a vote',
      'closed a vote',
    ])
      assert.deepEqual((await deeds(w, did)).sort(), once, did)
    assert.equal((await letters(w)).length, 2 * 2 * 2, 'two heads, two ballots, opened and reminded')
  })

  test('with a motion whose amendment is undecided waits, and holds up no other', async () => {
    const w = await world()
    const [waits, goes] = [await between(w), await between(w)]
    await motion(w, { byCorrespondence: true, amendsId: waits, amendedWords: 'Nine minibuses?' })
    await run(w, opens)
    assert.deepEqual([await stateOf(w, waits), await stateOf(w, goes)], ['drafted', 'open'])
  })

  test('through the night the clocks change lasts as long as it says in London', async () => {
    const w = await world()
    // 23:30 on the Saturday in GMT; 00:30 GMT is still before the change, 01:00 GMT is 02:00 in summer time.
    const closesAt = new Date('2018-03-25T01:00:00Z')
    const ballot = await between(w, { opensAt: new Date('2018-03-24T23:30:00Z'), closesAt })
    await run(w, new Date('2018-03-24T23:30:00Z'))
    const page = (await (await w.as('coordinator')).get(`/ballots/${ballot}`)).text
    assert.match(page, /from 24 March 2018 at 23:30 until 25 March 2018 at 02:00/)
    await run(w, by(closesAt, -SECOND))
    assert.equal(await stateOf(w, ballot), 'open')
    await run(w, closesAt)
    assert.equal(await stateOf(w, ballot), 'closed')
  })
})

describe('what the heads are written', () => {
  test('when it opens, why and until when, with a link that votes; once, and to each head once', async () => {
    const w = await world()
    const { item } = await roomOn(w, addDays(today, 7), false)
    await w.database.pool.query(
      `insert into posts (person_id, membership_id, post, from_on) values ($1, $2, 'executive head', '2016-09-01')`,
      [w.people.head, w.members.brindle],
    )
    const ballot = await between(w, { itemId: item })
    await run(w, opens)
    await run(w, by(opens, 60 * SECOND))
    const sent = await letters(w)
    assert.deepEqual(sent.map(({ recipient }) => recipient).sort(), [emailOf('head'), emailOf('otherHead')])
    const own = sent.find(({ recipient }) => recipient === emailOf('head'))
    assert.match(own?.subject ?? '', /^A vote is open until 6 March 2100 at 09:00$/)
    assert.match(own?.body ?? '', /“Shall we buy eight minibuses\?”/)
    assert.match(own?.body ?? '', /You are written to because you lead Ashmere and Brindle Moor/)
    const links = [...(own?.body ?? '').matchAll(/http:\/\/alliance\.test(\/ballots\/vote\?token=\S+)/g)]
    assert.equal(links.length, 2, 'one for each school')
    const page = await (await w.as('visitor')).get(links[0]?.[1] ?? '')
    assert.equal(page.status, 200)
    assert.equal((await w.db.selectFrom('votes').selectAll().execute()).length, 0, 'opening it casts nothing')
    assert.equal(await stateOf(w, ballot), 'open')
  })

  test('nothing of the question where the item is confidential', async () => {
    const w = await world()
    const { item } = await roomOn(w, addDays(today, 7), false)
    await w.database.pool.query('update agenda_items set part_b = true where id = $1', [item])
    await between(w, { itemId: item, question: 'Marker nightingale' })
    await run(w, opens)
    const sent = await letters(w)
    assert.equal(sent.length, 2)
    assert.doesNotMatch(JSON.stringify(sent), /nightingale|minibuses/)
  })

  test('once more a day before the close, to those alone who have not voted', async () => {
    const w = await world()
    const ballot = await between(w)
    await run(w, opens)
    const vote = { ballotId: ballot, membershipId: w.members.ashmere, choice: 'for', how: 'page' as const }
    await castVote(await w.by('head'), vote, by(opens, HOUR))
    const told = (await letters(w)).length
    await run(w, by(far, -24 * HOUR - SECOND))
    assert.equal((await letters(w)).length, told)
    await run(w, by(far, -24 * HOUR))
    await run(w, by(far, -23 * HOUR))
    const [reminder, ...more] = (await letters(w)).slice(told)
    assert.deepEqual([reminder?.recipient, more.length], [emailOf('otherHead'), 0])
    assert.match(reminder?.body ?? '', /Nobody has voted for Brindle Moor yet/)
  })

  test('not within the first day, and not of what is closed', async () => {
    const w = await world()
    const closesAt = by(opens, 30 * HOUR)
    const ballot = await between(w, { closesAt })
    await run(w, opens)
    const told = (await letters(w)).length
    await run(w, by(opens, 24 * HOUR - SECOND))
    assert.equal((await letters(w)).length, told)
    await run(w, by(opens, 24 * HOUR))
    assert.equal((await letters(w)).length, told + 2)
    const short = await between(w, { closesAt: by(opens, 20 * HOUR) })
    await run(w, opens)
    const before = (await letters(w)).length
    await run(w, by(opens, 19 * HOUR))
    assert.equal((await letters(w)).length, before, 'a window of less than a day is not reminded of')
    await run(w, closesAt)
    assert.deepEqual([await stateOf(w, ballot), await stateOf(w, short)], ['closed', 'closed'])
  })

  test('beforehand, for the schools that cannot come', async () => {
    const w = await world()
    const { item } = await roomOn(w, addDays(today, 7), false)
    const ballot = await motion(w, { itemId: item })
    await openBeforehand(await w.by('coordinator'), ballot, opens)
    await run(w, opens)
    const [one] = await letters(w)
    assert.equal(one?.subject, 'Vote beforehand, if you cannot come to Board')
    assert.match(one?.body ?? '', /voted on at Board on 12 March 2018/)
  })

  test('a vote in the room that is open writes to nobody', async () => {
    const w = await world()
    const { meeting, item } = await roomOn(w)
    const [head, ashmere] = [w.people.head, w.members.ashmere]
    await w.database.pool.query(
      `insert into attendances (meeting_id, membership_id, person_id, capacity) values ($1, $2, $3, 'head')`,
      [meeting, ashmere, head],
    )
    const ballot = await motion(w, { itemId: item })
    await openBallot(await w.by('coordinator'), ballot, new Date(`${today}T12:00:00Z`))
    await run(w, new Date(`${today}T12:01:00Z`))
    assert.equal((await letters(w)).length, 0)
    await closeBallot(await w.by('coordinator'), ballot)
    assert.equal(await stateOf(w, ballot), 'closed')
  })
})
