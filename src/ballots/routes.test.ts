import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { moreSchools, motion, roomOn, seat } from '../../test/ballots.ts'
import { today, type World, world } from '../../test/world.ts'
import { addDays } from '../platform/day.ts'
import { everything } from '../platform/db.ts'
import { needs } from './needs.ts'
import { castVote } from './votes/actions.ts'

/** An alliance of 25 schools whose board has begun, with so many heads there of the 23 that nobody of the cast leads. */
async function boardOf25(present: number) {
  const w = await world()
  const schools = await moreSchools(w, 23)
  const room = await roomOn(w)
  for (const { membershipId, headId } of schools.slice(0, present))
    await seat(w, room.meeting, { membershipId, personId: headId })
  const ballot = await motion(w, { itemId: room.item })
  return { w, schools, ...room, ballot, at: `/ballots/${ballot}` }
}

/** The small alliance’s board, begun, with both of its heads there and one motion that is drafted. */
async function smallBoard(more: Record<string, unknown> = {}) {
  const w = await world()
  const room = await roomOn(w)
  await seat(w, room.meeting, { membershipId: w.members.ashmere, personId: w.people.head })
  await seat(w, room.meeting, { membershipId: w.members.brindle, personId: w.people.otherHead })
  const ballot = await motion(w, { itemId: room.item, ...more })
  return { w, ...room, ballot, at: `/ballots/${ballot}`, office: await w.as('coordinator') }
}

const declare = (w: World, itemId: number, membershipId: number) =>
  w.database.transaction(everything, (tx) =>
    tx
      .insertInto('itemInterests')
      .values({ itemId, membershipId, personId: w.people.head, words: 'Owns a bus company' } as never)
      .execute(),
  )

const roll = (w: World, ballotId: number) =>
  w.db
    .selectFrom('ballotElectors')
    .select(['membershipId', 'present', 'personId', 'capacity', 'excluded', 'took'])
    .where('ballotId', '=', ballotId)
    .execute()

describe('opening a vote in the room (scenario 4)', () => {
  test('13 of 25 are needed: with 12 it stays shut and says why, with the thirteenth it opens', async () => {
    const { w, schools, meeting, ballot, at } = await boardOf25(12)
    const office = await w.as('coordinator')
    const shown = await office.get(at)
    assert.match(shown.text, /Quorum as it stands now: 13 of 25 needed; 12 are represented: one short\./)
    const refused = await office.post(`${at}/open`, {})
    assert.equal(refused.status, 422)
    assert.match(
      refused.text,
      /There is no quorum at 12:00: 13 of 25 needed; 12 are represented: one short\./,
    )
    assert.equal((await roll(w, ballot)).length, 0, 'what was refused called no roll')
    const late = schools[12] as (typeof schools)[number]
    await seat(w, meeting, { membershipId: late.membershipId, personId: late.headId })
    assert.equal((await office.post(`${at}/open`, {})).status, 303)
    assert.match((await office.get(at)).text, /Nobody has voted yet, of 13/)
    const called = await roll(w, ballot)
    assert.deepEqual(
      [called.length, called.filter(({ present }) => present).length],
      [25, 13],
      'every membership is called, and those in the room are present',
    )
  })

  test('each seat is called for who holds it: a deputy in full, an observer not, an executive head once for each school', async () => {
    const { w, schools, meeting, ballot, at } = await boardOf25(12)
    const [, second] = schools
    const [a, b, c] = schools.slice(12)
    if (!(a && b && c && second)) throw new Error('too few schools')
    await seat(w, meeting, { membershipId: a.membershipId, personId: w.people.deputy, capacity: 'deputy' })
    await seat(w, meeting, {
      membershipId: b.membershipId,
      personId: w.people.governor,
      capacity: 'observer',
    })
    // The executive head of a second school, who sits for both.
    await seat(w, meeting, { membershipId: c.membershipId, personId: second.headId })
    await (await w.as('coordinator')).post(`${at}/open`, {})
    const called = await roll(w, ballot)
    const of = (id: number) => called.find(({ membershipId }) => membershipId === id)
    assert.deepEqual(
      [of(a.membershipId)?.capacity, of(a.membershipId)?.present, of(b.membershipId)?.present],
      ['deputy', true, false],
    )
    assert.equal(called.filter(({ personId }) => personId === second.headId).length, 2)
    assert.equal(called.filter(({ present }) => present).length, 14)
  })

  test('who declared an interest is outside: neither of the quorum nor of those who may vote', async () => {
    const { w, schools, meeting, item, ballot, at } = await boardOf25(13)
    const [own] = schools
    if (!own) throw new Error('no school')
    await declare(w, item, own.membershipId)
    const office = await w.as('coordinator')
    const before = await office.get(at)
    assert.match(before.text, /no part in it, for an interest[\s\S]*School 0001 \(Hannah Head\)/)
    const refused = await office.post(`${at}/open`, {})
    assert.match(
      refused.text,
      /12 are represented: one short\. Who declared an interest in this item is not counted/,
    )
    const more = schools[13]
    if (!more) throw new Error('no school')
    await seat(w, meeting, { membershipId: more.membershipId, personId: more.headId })
    assert.equal((await office.post(`${at}/open`, {})).status, 303)
    assert.match((await office.get(at)).text, /Nobody has voted yet, of 13/)
    const by = await w.by('coordinator')
    const vote = { ballotId: ballot, membershipId: own.membershipId, choice: 'for', how: 'page' as const }
    await assert.rejects(castVote(by, vote, new Date(`${today}T12:00:00Z`)), /has no part in this vote/)
  })
})

describe('presence at the opening', () => {
  const noon = new Date(`${today}T12:00:00Z`)

  test('a school that comes after it has no vote, and is told why; whoever takes over a seat that was there has it', async () => {
    const { w, schools, meeting, ballot, at } = await boardOf25(13)
    await (await w.as('coordinator')).post(`${at}/open`, {})
    await seat(w, meeting, { membershipId: w.members.ashmere, personId: w.people.head })
    const vote = { ballotId: ballot, choice: 'for', how: 'page' as const }
    await assert.rejects(
      castVote(await w.by('head'), { ...vote, membershipId: w.members.ashmere }, noon),
      /was not represented when this vote opened at 12:00, and it was not opened beforehand/,
    )
    assert.match((await (await w.as('head')).get(at)).text, /was not represented when this vote opened/)
    const [first] = schools
    if (!first) throw new Error('no school')
    // The head went, and the deputy who was admitted holds the seat.
    await w.database.pool.query(`update attendances set departed = '11:59' where membership_id = $1`, [
      first.membershipId,
    ])
    await seat(w, meeting, {
      membershipId: first.membershipId,
      personId: w.people.otherHead,
      capacity: 'deputy',
    })
    await castVote(await w.by('otherHead'), { ...vote, membershipId: first.membershipId }, noon)
    assert.match((await (await w.as('coordinator')).get(at)).text, /1 of 13 has voted/)
  })
})

describe('running a vote', () => {
  test('is for whoever keeps it, and each step once', async () => {
    const { w, office, at } = await smallBoard()
    const head = await w.as('head')
    for (const deed of ['open', 'beforehand', 'close'])
      assert.equal((await head.post(`${at}/${deed}`, {})).status, 403, deed)
    assert.match((await office.post(`${at}/close`, {})).text, /This vote is not open/)
    assert.doesNotMatch((await head.get(at)).text, /Before it opens/)
    assert.equal((await office.post(`${at}/open`, {})).status, 303)
    assert.match((await office.post(`${at}/open`, {})).text, /This vote is open already/)
    assert.equal((await office.post(`${at}/close`, {})).status, 303)
    assert.match((await office.post(`${at}/close`, {})).text, /This vote is closed already/)
    assert.match((await head.get(at)).text, /0 of 2 that could vote took part/)
  })

  test('not before the meeting has begun, nor once it has ended', async () => {
    const { w, office, meeting, at } = await smallBoard()
    await w.database.pool.query('update meetings set began_at = null where id = $1', [meeting])
    assert.match((await office.get(at)).text, /The meeting has not begun: begin it on its register/)
    assert.match((await office.post(`${at}/open`, {})).text, /The meeting has not begun/)
    await w.database.pool.query('update meetings set began_at = now(), ended_at = now() where id = $1', [
      meeting,
    ])
    assert.match((await office.post(`${at}/open`, {})).text, /The meeting has ended/)
  })

  test('a vote that is open when its meeting ends takes no more votes, and can be closed', async () => {
    const { w, ballot, at, office, meeting } = await smallBoard()
    await office.post(`${at}/open`, {})
    const vote = { ballotId: ballot, choice: 'for', how: 'page' as const }
    const now = new Date(`${today}T12:00:00Z`)
    await castVote(await w.by('head'), { ...vote, membershipId: w.members.ashmere }, now)
    await w.database.pool.query('update meetings set ended_at = now() where id = $1', [meeting])
    await assert.rejects(
      castVote(await w.by('otherHead'), { ...vote, membershipId: w.members.brindle }, now),
      /Nobody holds Brindle Moor’s seat in the room/,
    )
    assert.equal((await office.post(`${at}/close`, {})).status, 303)
    assert.match((await office.get(at)).text, /1 for, 0 against/)
  })

  test('an amendment that is undecided comes first', async () => {
    const { w, office, item, ballot, at } = await smallBoard()
    const amends = {
      itemId: item,
      amendsId: ballot,
      question: 'Make it nine?',
      amendedWords: 'Nine minibuses?',
    }
    const amendment = await motion(w, amends)
    assert.match((await office.get(at)).text, /An amendment is voted on first[\s\S]*Make it nine\?/)
    assert.match((await office.post(`${at}/open`, {})).text, /An amendment of this motion is undecided/)
    await office.post(`/ballots/${amendment}/open`, {})
    await office.post(`/ballots/${amendment}/close`, {})
    assert.equal((await office.post(`${at}/open`, {})).status, 303)
  })

  test('beforehand it is open to schools that cannot come, until the meeting begins', async () => {
    const w = await world()
    const { meeting, item } = await roomOn(w, addDays(today, 7), false)
    const ballot = await motion(w, { itemId: item })
    const office = await w.as('coordinator')
    assert.match((await office.get(`/ballots/${ballot}`)).text, /Open it to schools that cannot come/)
    assert.equal((await office.post(`/ballots/${ballot}/beforehand`, {})).status, 303)
    assert.match((await office.get(`/ballots/${ballot}`)).text, /Open to schools that cannot come/)
    assert.match((await (await w.as('head')).get(`/meetings/${meeting}`)).text, /A vote is open: vote now/)
    const late = await motion(w, { itemId: item })
    await w.database.pool.query('update meetings set began_at = now() where id = $1', [meeting])
    assert.match(
      (await office.post(`/ballots/${late}/beforehand`, {})).text,
      /The meeting has begun, so it is too late/,
    )
    const hands = await motion(w, { itemId: item, manner: 'hands' })
    assert.match(
      (await office.post(`/ballots/${hands}/beforehand`, {})).text,
      /Only a vote by name or in secret/,
    )
  })

  test('between meetings it is closed before its time only once every school has voted', async () => {
    const w = await world()
    const soon = new Date(Date.now() + 86_400_000)
    const ballot = await motion(w, { byCorrespondence: true, closesAt: soon })
    const [office, at] = [await w.as('coordinator'), `/ballots/${ballot}`]
    await office.post(`${at}/open`, {})
    assert.match((await office.post(`${at}/close`, {})).text, /Schools may vote until the time that was set/)
    const vote = { ballotId: ballot, choice: 'against', how: 'page' as const }
    await castVote(await w.by('head'), { ...vote, membershipId: w.members.ashmere }, new Date())
    await castVote(await w.by('otherHead'), { ...vote, membershipId: w.members.brindle }, new Date())
    assert.equal((await office.post(`${at}/close`, {})).status, 303)
  })
})

describe('who sees what of a vote', () => {
  test('while it is open the roll says who has voted, to whoever keeps it; to a head their own school; and never how', async () => {
    const { w, office, ballot, at } = await smallBoard()
    const head = await w.as('head')
    await office.post(`${at}/open`, {})
    const vote = {
      ballotId: ballot,
      membershipId: w.members.brindle,
      choice: 'against',
      how: 'page' as const,
    }
    await castVote(await w.by('otherHead'), vote, new Date(`${today}T12:00:00Z`))
    const kept = (await office.get(`${at}/roll`)).text
    assert.match(kept, /Ashmere[\s\S]*Hannah Head, head[\s\S]*Not yet[\s\S]*Brindle Moor[\s\S]*Voted/)
    const own = (await head.get(`${at}/roll`)).text
    assert.match(own, /Ashmere[\s\S]*Not yet/)
    assert.doesNotMatch(own, /Brindle/)
    assert.equal((await (await w.as('governor')).get(`${at}/roll`)).status, 403)
    const sheet = (await office.get(`${at}/roll.csv`)).text
    assert.match(sheet, /Brindle Moor,"?Olive Other, head"?,Voted/)
    const page = (await head.get(at)).text
    for (const text of [kept, own, sheet, page]) assert.doesNotMatch(text, /(?<!for or )against/i)
    assert.match(page, /1 of 2 has voted/)
    assert.doesNotMatch(page, /ha(s|ve) not taken part/, 'which schools have not is not told to heads')
    await office.post(`${at}/close`, {})
    const after = (await (await w.as('governor')).get(`${at}/roll`)).text
    assert.match(after, /Ashmere[\s\S]*Did not take part[\s\S]*Brindle Moor[\s\S]*Voted/)
    assert.doesNotMatch(after, /Olive Other/, 'names are for those who read them on registers')
  })

  test('the meeting and a phone in the room say that a vote is open, to whoever may vote', async () => {
    const { w, office, meeting, item, at } = await smallBoard()
    const [head, governor] = [await w.as('head'), await w.as('governor')]
    await w.database.pool.query('update meetings set agenda_issued_at = null where id = $1', [meeting])
    assert.match((await office.get(`/meetings/${meeting}`)).text, new RegExp(`/ballots/new\\?item=${item}`))
    assert.doesNotMatch(
      (await head.get(`/meetings/${meeting}`)).text,
      /Shall we buy/,
      'the agenda is not out',
    )
    assert.equal((await head.get(at)).status, 404, 'nor is what is drafted for it')
    assert.doesNotMatch((await head.get('/ballots')).text, /Shall we buy/)
    await office.post(`${at}/open`, {})
    for (const address of [`/meetings/${meeting}`, `/meetings/${meeting}/here`])
      assert.match((await head.get(address)).text, /A vote is open: vote now/, address)
    const seen = (await governor.get(`/meetings/${meeting}`)).text
    assert.match(seen, /Shall we buy eight minibuses[\s\S]*Nobody has voted yet, of 2/)
    assert.doesNotMatch(seen, /vote now/)
    assert.match((await office.get(`/meetings/${meeting}/items/${item}`)).text, /Put something to the vote/)
  })

  test('the vote of a confidential item is not there for others, and its question is in no title and no mail', async () => {
    const { w, office, item, ballot, at } = await smallBoard({ question: 'Marker nightingale' })
    await w.database.pool.query('update agenda_items set part_b = true where id = $1', [item])
    const page = (await office.get(at)).text
    assert.match(page, /Marker nightingale/)
    assert.doesNotMatch(/<title>[^<]*/.exec(page)?.[0] ?? '', /nightingale/)
    for (const name of ['governor', 'officer', 'partner'] as const)
      assert.equal((await (await w.as(name)).get(at)).status, 404, name)
    const opened = await w.db
      .selectFrom('itemOpenings')
      .select('personId')
      .where('itemId', '=', item)
      .execute()
    assert.deepEqual(opened, [{ personId: w.people.coordinator }])
    await w.database.pool.query(`update meetings set ended_at = now()`)
    const waits = (await needs(await w.by('coordinator'))).filter(({ href }) => href === `/ballots/${ballot}`)
    assert.equal(waits.length, 1)
    assert.doesNotMatch(JSON.stringify(waits), /nightingale/)
  })

  test('its stream is for those who see it, and hears of the register too', async () => {
    const { w, meeting, ballot } = await smallBoard()
    const stream = async (name: 'head' | 'teacher') =>
      w.site.request(`http://alliance.test/live?of=ballots/${ballot}`, {
        headers: { cookie: await w.cookie(name) },
      })
    const no = await stream('teacher')
    assert.equal(no.status, 404)
    await no.body?.cancel()
    const answer = await stream('head')
    const reader = answer.body?.getReader() as ReadableStreamDefaultReader<Uint8Array>
    const text = async () => new TextDecoder().decode((await reader.read()).value)
    assert.match(await text(), /^retry/)
    assert.equal(await text(), `data: ballots/${ballot}\n\n`)
    await seat(w, meeting, {
      membershipId: w.members.ashmere,
      personId: w.people.deputy,
      capacity: 'observer',
    })
    assert.equal(await text(), `data: ballots/${ballot}\n\n`)
    await reader.cancel()
  })
})

describe('what waits for whoever keeps votes', () => {
  const waits = async (w: World, name: 'coordinator' | 'head', ballot: number) =>
    (await needs(await w.by(name))).filter(({ href }) =>
      new RegExp(`^/ballots/${ballot}(/decision)?$`).test(href),
    )

  test('a proposal, a meeting that ended before its vote was taken or closed, and a decision that is not recorded', async () => {
    const { w, office, item, ballot, at } = await smallBoard()
    const proposal = await motion(w, { itemId: item, acceptedAt: null, proposedBy: w.people.head })
    const says = async (id: number) => (await waits(w, 'coordinator', id)).map(({ says }) => says)
    assert.deepEqual(await says(proposal), ['Take up or decline “Shall we buy eight minibuses?”'])
    assert.deepEqual(await says(ballot), [])
    await office.post(`${at}/open`, {})
    await w.database.pool.query('update meetings set ended_at = now()')
    assert.deepEqual(await says(ballot), ['Close “Shall we buy eight minibuses?”'])
    assert.deepEqual(await waits(w, 'head', ballot), [], 'heads do not keep it')
    await office.post(`${at}/close`, {})
    assert.deepEqual(await says(ballot), ['Record what was decided on “Shall we buy eight minibuses?”'])
  })
})
