import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { motion, roomOn, seat } from '../../../test/ballots.ts'
import { letters } from '../../../test/board.ts'
import { today, type World, world } from '../../../test/world.ts'
import { addDays, day, dayInLondon } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'
import { closeBallot, openBallot } from '../actions.ts'
import { castVote } from '../votes/actions.ts'
import { momentsOf } from './queries.ts'

/** A board meeting of today that has begun, its agenda sent, with both heads in the room; the clerk is Sana. */
async function board(begun = true) {
  const w = await world()
  const { meeting, item } = await roomOn(w, today, begun)
  await w.database.transaction(everything, (tx) =>
    tx
      .updateTable('meetings')
      .set({ clerkId: w.people.ssig, agendaIssuedAt: new Date('2018-02-20T09:00:00Z') })
      .where('id', '=', meeting)
      .execute(),
  )
  if (begun)
    for (const [name, membershipId] of [
      ['head', w.members.ashmere],
      ['otherHead', w.members.brindle],
    ] as const)
      await seat(w, meeting, { membershipId, personId: w.people[name] })
  return { ...w, meeting, item, now: new Date(`${today}T12:00:00Z`) }
}
type Board = Awaited<ReturnType<typeof board>>

const asked = (more: Record<string, string> = {}) => ({
  ...{
    asks: 'motion',
    question: 'That nine buses be bought',
    explanation: '',
    manner: 'named',
    mayChange: 'yes',
  },
  ...{ majority: '', proposalId: '', counting: '', candidates: '', membershipId: '', ...more },
})
const offered = (more: Record<string, string> = {}) => ({
  ...{
    question: 'That nine buses be bought',
    explanation: '',
    manner: 'named',
    proposalId: '',
    membershipId: '',
  },
  ...more,
})
const amending = (amendedWords: string, version = 1, more = {}) => ({
  ...{ amendedWords, question: '', explanation: '', membershipId: '', 'form-version': String(version) },
  ...more,
})

/** A window that begins tomorrow by London’s clock, which the database votes by, and lasts so many days. */
function from(days = 7) {
  const opensOn = addDays(dayInLondon(new Date()), 1)
  return { opensOn, opensTime: '09:00', closesOn: addDays(opensOn, days), closesTime: '09:00', itemId: '' }
}

const idIn = ({ headers }: { headers: Headers }) =>
  Number(/\/(\d+)\?/.exec(headers.get('location') ?? '')?.[1])
const row = (w: World, id: number) =>
  w.db.selectFrom('ballots').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const ballots = (w: World) => w.db.selectFrom('ballots').selectAll().orderBy('id').execute()

describe('drafting a vote', () => {
  test('for an item of a meeting by whoever keeps it, with the majority of the terms', async () => {
    const w = await board()
    const at = `/ballots/new?item=${w.item}`
    const clerk = await w.as('ssig')
    assert.match(
      (await clerk.get(at)).text,
      /Shared minibuses.*2 memberships a secret vote is hardly secret/s,
    )
    const saved = await clerk.post(at, asked())
    assert.equal(saved.status, 303)
    const drafted = await row(w, idIn(saved))
    assert.ok(drafted.acceptedAt)
    assert.deepEqual(
      [drafted.majority, drafted.itemId, drafted.byCorrespondence, drafted.proposedBy],
      ['simple', w.item, false, null],
    )
    const second = await row(w, idIn(await clerk.post(at, asked({ question: 'Another' }))))
    assert.deepEqual([drafted.position, second.position], [1, 2])
    for (const [name, status] of [
      ['governor', 403],
      ['teacher', 404],
      ['partner', 404],
    ] as const)
      assert.equal((await (await w.as(name)).post(at, asked())).status, status, name)
  })

  test('of an election with its candidates in order, each once; one who is known by name is that person', async () => {
    const w = await board()
    const clerk = await w.as('ssig')
    const election = (candidates: string) =>
      clerk.post(
        `/ballots/new?item=${w.item}`,
        asked({ asks: 'election', counting: 'alternative vote', majority: 'simple', candidates }),
      )
    const twice = await election('Olive Other\nHannah Head\nolive other')
    assert.equal(twice.status, 422)
    assert.match(twice.text, /olive other stands here twice/)
    assert.match((await election('Olive Other')).text, /Name at least two candidates/)
    const saved = await row(w, idIn(await election('Olive Other\nA Stranger')))
    assert.deepEqual([saved.majority, saved.counting], [null, 'alternative vote'])
    const options = await w.db.selectFrom('ballotOptions').selectAll().orderBy('position').execute()
    assert.deepEqual(
      options.map(({ words, personId }) => [words, personId]),
      [
        ['Olive Other', w.people.otherHead],
        ['A Stranger', null],
      ],
    )
  })

  test('never where nothing is voted on: at a hub, or a meeting that is over or cancelled', async () => {
    const w = await board()
    const office = await w.as('coordinator')
    const at = `/ballots/new?item=${w.item}`
    const change = (set: string) => w.database.pool.query(`update meetings set ${set}`)
    await change(`status = 'cancelled'`)
    assert.match((await office.get(at)).text, /was cancelled/)
    await change(`status = 'held', ended_at = began_at + interval '1 hour'`)
    assert.equal((await office.post(at, asked())).status, 409)
    await change(`ended_at = null`)
    await w.database.pool.query('update meeting_groups set group_id = $1', [w.groups.maths])
    assert.match((await office.get(at)).text, /only the board has a seat for each of them/)
    assert.equal((await office.get('/ballots/new?item=x')).status, 404)
    assert.equal((await ballots(w)).length, 0)
  })

  test('between meetings by the office, in London’s time and for as long as was agreed', async () => {
    const w = await board()
    const office = await w.as('coordinator')
    const short = await office.post('/ballots/new', asked(from(6)))
    assert.equal(short.status, 422)
    assert.match(short.text, /open for at least 7 days: let it close on/)
    const hands = await office.post('/ballots/new', asked({ ...from(), manner: 'hands' }))
    assert.equal(hands.status, 422)
    const present = await office.post(
      '/ballots/new',
      asked({ ...from(), majority: 'two thirds of those present' }),
    )
    assert.match(present.text, /Nobody is present between meetings/)
    const saved = await row(
      w,
      idIn(await office.post('/ballots/new', asked({ ...from(), itemId: `${w.item}` }))),
    )
    assert.deepEqual([saved.byCorrespondence, saved.itemId], [true, w.item])
    const { rows } = await w.database.pool.query(
      `select to_char(opens_at at time zone 'Europe/London', 'HH24:MI') as opens from ballots`,
    )
    assert.equal(rows[0].opens, '09:00')
    assert.equal((await (await w.as('ssig')).get('/ballots/new')).status, 403)
  })
})

test('a day and a time are a moment of London, whichever of its clocks holds', async () => {
  const w = await world()
  const moments = (opens: string, closes: string) =>
    momentsOf(w.db, { opensOn: day(opens), opensTime: '09:00', closesOn: day(closes), closesTime: '09:00' })
  const told = async (opens: string, closes: string) =>
    Object.values(await moments(opens, closes)).map((at) => new Date(at).toISOString().slice(0, 16))
  assert.deepEqual(await told('2027-03-27', '2027-03-28'), ['2027-03-27T09:00', '2027-03-28T08:00'])
  assert.deepEqual(await told('2026-10-24', '2026-10-25'), ['2026-10-24T08:00', '2026-10-25T09:00'])
})

describe('a motion that a head proposes', () => {
  test('waits until it is taken up, and may be withdrawn until then', async () => {
    const w = await board()
    const head = await w.as('head')
    const id = idIn(await head.post(`/ballots/new?item=${w.item}`, offered()))
    const proposed = await row(w, id)
    assert.deepEqual(
      [proposed.acceptedAt, proposed.proposedBy, proposed.membershipId],
      [null, w.people.head, w.members.ashmere],
    )
    assert.match((await head.get(`/ballots/${id}`)).text, /Withdraw it/)
    assert.equal((await head.post(`/ballots/${id}/accept`, {})).status, 403)
    assert.equal((await (await w.as('otherHead')).post(`/ballots/${id}/withdraw`, {})).status, 403)
    assert.equal((await (await w.as('ssig')).post(`/ballots/${id}/accept`, {})).status, 303)
    assert.ok((await row(w, id)).acceptedAt)
    assert.equal((await head.post(`/ballots/${id}/withdraw`, {})).status, 409)
    const other = idIn(await head.post(`/ballots/new?item=${w.item}`, offered({ question: 'Another' })))
    assert.equal((await head.post(`/ballots/${other}/withdraw`, {})).status, 303)
    assert.match((await row(w, other)).cancelledWhy ?? '', /Withdrawn/)
  })

  test('is declined with a reason, of which its proposer hears by mail and reads on the page', async () => {
    const w = await board()
    const id = idIn(await (await w.as('head')).post(`/ballots/new?item=${w.item}`, offered()))
    const clerk = await w.as('ssig')
    assert.equal((await clerk.post(`/ballots/${id}/decline`, { why: '' })).status, 422)
    assert.equal((await clerk.post(`/ballots/${id}/decline`, { why: 'It was decided in May' })).status, 303)
    const [mail] = await letters(w)
    assert.equal(mail?.recipient, 'head@alliance.example')
    assert.match(mail?.body ?? '', new RegExp(`/ballots/${id}`))
    assert.doesNotMatch(`${mail?.subject} ${mail?.body}`, /nine buses|decided in May/)
    assert.match((await (await w.as('head')).get(`/ballots/${id}`)).text, /It was decided in May/)
    assert.equal((await clerk.post(`/ballots/${id}/accept`, {})).status, 409)
  })

  test('between meetings is taken up once the office has said when the schools vote', async () => {
    const w = await board()
    const id = idIn(await (await w.as('head')).post('/ballots/new', offered()))
    const office = await w.as('coordinator')
    const early = await office.post(`/ballots/${id}/accept`, {})
    assert.match(early.text, /Say first when the schools vote/)
    const corrected = await office.post(`/ballots/${id}/correct`, { ...asked(from()), 'form-version': '1' })
    assert.equal(corrected.status, 303)
    assert.equal((await office.post(`/ballots/${id}/accept`, {})).status, 303)
  })
})

describe('correcting a draft', () => {
  test('keeps and shows what it asked before; of two at once the second sees both', async () => {
    const w = await board()
    const clerk = await w.as('ssig')
    const id = idIn(
      await clerk.post(
        `/ballots/new?item=${w.item}`,
        asked({ asks: 'election', counting: 'first past the post', candidates: 'Ann\nBea' }),
      ),
    )
    const at = `/ballots/${id}/correct`
    const ten = asked({ question: 'That ten buses be bought', majority: 'two thirds of all' })
    assert.equal((await clerk.post(at, { ...ten, 'form-version': '1' })).status, 303)
    const stale = await clerk.post(at, { ...asked({ question: 'That six be' }), 'form-version': '1' })
    assert.equal(stale.status, 409)
    assert.match(stale.text, /was changed to That ten buses be bought while you were typing/)
    const { text } = await (await w.as('head')).get(`/ballots/${id}`)
    assert.match(text, /Question: That nine buses be bought/)
    assert.match(text, /Candidates: Ann, Bea/)
    assert.match(text, /What: An election/)
    assert.equal((await w.db.selectFrom('ballotOptions').select('id').execute()).length, 0)
    assert.equal((await (await w.as('head')).get(at)).status, 403)
  })

  test('is refused once it is open, with the reason', async () => {
    const w = await board()
    const clerk = await w.as('ssig')
    const id = idIn(await clerk.post(`/ballots/new?item=${w.item}`, asked()))
    await openBallot(await w.by('coordinator'), id, w.now)
    const { version } = await row(w, id)
    const late = await clerk.post(`/ballots/${id}/correct`, {
      ...asked({ question: 'Six' }),
      'form-version': `${version}`,
    })
    assert.equal(late.status, 422)
    assert.match(late.text, /Schools may vote already, so that what they are asked stays as it is/)
    assert.equal((await clerk.get(`/ballots/${id}/amend`)).status, 409)
    assert.equal((await row(w, id)).question, 'That nine buses be bought')
  })
})

/** Opens a vote, has both schools vote so, and closes it. */
async function decide(w: Board, id: number, choice: 'for' | 'against') {
  const office = await w.by('coordinator')
  await openBallot(office, id, w.now)
  for (const [name, membershipId] of [
    ['head', w.members.ashmere],
    ['otherHead', w.members.brindle],
  ] as const)
    await castVote(await w.by(name), { ballotId: id, membershipId, choice, how: 'page' }, w.now)
  await closeBallot(office, id)
}

describe('amendments', () => {
  test('are voted on before the motion, which asks in the words of those that are carried', async () => {
    const w = await board()
    const clerk = await w.as('ssig')
    const id = idIn(await clerk.post(`/ballots/new?item=${w.item}`, asked({ majority: 'two thirds of all' })))
    const at = `/ballots/${id}/amend`
    const same = await clerk.post(at, amending('That nine  buses be bought'))
    assert.match(same.text, /they are the same as now/)
    const ten = idIn(await clerk.post(at, amending('That ten buses be bought')))
    const hired = idIn(await (await w.as('head')).post(at, amending('That nine buses be hired')))
    const amendment = await row(w, ten)
    assert.deepEqual(
      [amendment.question, amendment.majority, amendment.manner, amendment.itemId],
      ['That “nine” be amended to “ten”', 'simple', 'named', w.item],
    )
    assert.equal((await row(w, hired)).acceptedAt, null)
    await assert.rejects(
      openBallot(await w.by('coordinator'), id, w.now),
      /amendment of this motion is undecided/,
    )
    await decide(w, ten, 'for')
    assert.equal((await row(w, id)).question, 'That ten buses be bought')
    const page = (await clerk.get(`/ballots/${id}`)).text
    assert.match(page, /Question: That nine buses be bought/)
    assert.match(
      (await clerk.get(`/ballots/${hired}`)).text,
      /motion has changed since this amendment was written/,
    )
    const correction = (await clerk.get(`/ballots/${hired}/correct`)).text
    assert.match(correction, /That ten buses be hired/, 'both changes stand in the words it offers')
    const updated = await clerk.post(`/ballots/${hired}/correct`, {
      ...amending('That ten buses be hired'),
      question: 'That “bought” be amended to “hired”',
    })
    assert.equal(updated.status, 303)
    assert.doesNotMatch((await clerk.get(`/ballots/${hired}`)).text, /motion has changed since/)
    await clerk.post(`/ballots/${hired}/accept`, {})
    await decide(w, hired, 'against')
    assert.equal((await row(w, id)).question, 'That ten buses be bought')
    await openBallot(await w.by('coordinator'), id, w.now)
  })

  test('are written against the words as they are: whoever saw others is shown both', async () => {
    const w = await board()
    const clerk = await w.as('ssig')
    const id = idIn(await clerk.post(`/ballots/new?item=${w.item}`, asked()))
    await clerk.post(`/ballots/${id}/correct`, { ...asked({ question: 'That ten be' }), 'form-version': '1' })
    const stale = await clerk.post(`/ballots/${id}/amend`, amending('That nine buses be hired', 1))
    assert.equal(stale.status, 409)
    assert.match(stale.text, /was changed to That ten be/)
    assert.equal((await (await w.as('deputy')).post(`/ballots/${id}/amend`, amending('x'))).status, 403)
  })

  test('go with their motion when it is cancelled, and an order of voting says which comes when', async () => {
    const w = await board()
    const clerk = await w.as('ssig')
    const item = `/ballots/new?item=${w.item}`
    const one = idIn(await clerk.post(item, asked({ question: 'One' })))
    const two = idIn(await clerk.post(item, asked({ question: 'Two' })))
    const [a, b] = [
      idIn(await clerk.post(`/ballots/${two}/amend`, amending('Two or three'))),
      idIn(await clerk.post(`/ballots/${two}/amend`, amending('Two or four'))),
    ]
    await clerk.post(`/ballots/${two}/sooner`, {})
    await clerk.post(`/ballots/${a}/later`, {})
    const { text } = await clerk.get(`/ballots/${one}`)
    const order = text.slice(text.indexOf('id="order"'))
    const places = [b, a, two].map((id) => order.indexOf(`/ballots/${id}"`))
    assert.ok(
      places.every((at, i) => at > 0 && at > (places[i - 1] ?? 0)),
      `${places}`,
    )
    assert.equal((await (await w.as('head')).post(`/ballots/${two}/later`, {})).status, 403)
    assert.equal((await clerk.post(`/ballots/${two}/cancel`, { why: 'Not yet costed' })).status, 303)
    assert.deepEqual(
      (await ballots(w)).map(({ cancelledAt }) => cancelledAt !== null),
      [false, true, true, true],
    )
    assert.match((await (await w.as('head')).get(`/ballots/${two}`)).text, /Not yet costed/)
    assert.equal((await letters(w)).length, 0)
  })
})

describe('the list of votes', () => {
  test('has the open ones first, with how many have taken part; the closed with what came of them', async () => {
    const w = await board()
    const closed = await motion(w, { itemId: w.item, question: 'Closed one' })
    await decide(w, closed, 'for')
    await motion(w, { itemId: w.item, question: 'Drafted one' })
    const open = await motion(w, { itemId: w.item, question: 'Open one' })
    await openBallot(await w.by('coordinator'), open, w.now)
    const list = async (query = '') => (await (await w.as('governor')).get(`/ballots${query}`)).text
    const text = await list()
    assert.match(text, /Open one.*Nobody has voted yet, of 2\..*Drafted one.*Closed one.*Carried/s)
    assert.match(await list('?state=closed'), /Closed one/)
    assert.doesNotMatch(await list('?state=closed'), /Open one/)
    assert.match(await list('?words=drafted'), /1 vote/)
    assert.match(await list('?asks=election'), /No votes match/)
    assert.match(await list('?year=2017-18&state=drafted'), /Drafted one/)
    assert.match(await list('?year=2010-11'), /No votes match/)
    assert.match(await list('?format=csv'), /^\uFEFF?Vote,State,When,Where,Outcome\r?\nOpen one,Open,/)
    assert.doesNotMatch(text, /Propose a motion/)
    assert.match((await (await w.as('head')).get('/ballots')).text, /Propose a motion/)
    for (const [name, status] of [
      ['teacher', 403],
      ['partner', 403],
      ['deputy', 200],
    ] as const)
      assert.equal((await (await w.as(name)).get('/ballots')).status, status, name)
  })

  test('leaves out what is confidential to its reader, and meetings that they do not see', async () => {
    const w = await board()
    await motion(w, { itemId: w.item, question: 'That Nightingale be asked' })
    await motion(w, { byCorrespondence: true, question: 'Between meetings' })
    await w.database.pool.query('update agenda_items set part_b = true')
    await motion(w, { itemId: (await roomOn(w)).item, question: 'That Heron be asked' })
    const list = async (name: 'head' | 'governor' | 'hubLead') =>
      (await (await w.as(name)).get('/ballots')).text
    assert.match(await list('head'), /Nightingale.*Confidential/s)
    assert.doesNotMatch(await list('governor'), /Nightingale/)
    assert.match(await list('governor'), /Heron/)
    assert.match(await list('hubLead'), /Between meetings/)
    assert.doesNotMatch(await list('hubLead'), /Nightingale|Heron/)
    const opened = await w.db.selectFrom('itemOpenings').select('personId').execute()
    assert.deepEqual(
      opened.map(({ personId }) => personId),
      [w.people.head],
    )
  })
})
