import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { agreed } from '../../../test/agreement.ts'
import { boardMeeting, somebody } from '../../../test/board.ts'
import { agendaItem, closedBallot } from '../../../test/closed-ballot.ts'
import { approved, board } from '../../../test/minutes.ts'
import { type World, world } from '../../../test/world.ts'
import { clausesOf } from '../../agreement/queries.ts'
import { type AcademicYear, day } from '../../platform/day.ts'
import { yearFacts } from '../../review/queries.ts'
import { figuresOf } from '../../review/rules.ts'

const plain = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

/** A motion that the schools voted on at a board meeting on 1 March, of which the second is a later meeting. */
async function atTheBoard(w: World, more: Parameters<typeof closedBallot>[1] & { partB?: boolean } = {}) {
  const { partB = false, ...of } = more
  const meetingId = await boardMeeting(w, day('2018-03-01'))
  const itemId = await agendaItem(w, meetingId, { partB })
  const later = await boardMeeting(w, day('2018-05-10'))
  return { meetingId, itemId, later, id: await closedBallot(w, { itemId, openDays: 0, ...of }) }
}

const decision = (more = {}) => ({
  ...{ words: 'Every school has a bus', means: '', pence: '', takesEffectOn: '' },
  ...{ act: '', owner: '', dueMeetingId: '', dueOn: '' },
  ...more,
})

describe('what a vote decided', () => {
  test('is recorded with an action, and told with its vote wherever the decision is', async () => {
    const w = await world()
    const { id, meetingId, later } = await atTheBoard(w, {
      votes: { ashmere: 'for', brindle: 'against' },
      reasons: { brindle: 'It costs too much' },
    })
    const office = await w.as('coordinator')
    assert.match(plain((await office.get(`/ballots/${id}`)).text), /Record the decision/)
    const asked = await office.get(`/ballots/${id}/decision`)
    assert.match(asked.text, /Not agreed: A bus for every school/)
    assert.match(plain(asked.text), /1 for, 1 against, 0 abstained; not carried, 2 of 2 needed/)
    const owner = `${w.people.coordinator}-coordinator--`
    const half = await office.post(`/ballots/${id}/decision`, decision({ act: 'Tell the bus company' }))
    assert.equal(half.status, 422)
    assert.match(half.text, /Select who does it/)
    const act = { act: 'Tell the bus company', owner, dueMeetingId: String(later) }
    const sent = await office.post(`/ballots/${id}/decision`, decision(act))
    assert.equal(sent.headers.get('location'), `/ballots/${id}?did=added#outcome`, plain(sent.text))
    const page = plain((await (await w.as('otherHead')).get(`/ballots/${id}`)).text)
    assert.match(page, /2017-18\/1 Every school has a bus/)
    assert.match(page, /Tell the bus company/)
    assert.match(page, /Brindle Moor Against It costs too much/)
    const { id: decided } = await w.db.selectFrom('decisions').select('id').executeTakeFirstOrThrow()
    const vote = /By vote: 1 for, 1 against, 0 abstained; not carried, 2 of 2 needed/
    assert.match(plain((await office.get(`/meetings/decisions/${decided}`)).text), /The schools voted/)
    for (const address of [
      `/meetings/decisions/${decided}`,
      '/meetings/decisions',
      `/meetings/${meetingId}`,
      `/meetings/${meetingId}/minutes/read`,
    ])
      assert.match(plain((await office.get(address)).text), vote, address)
    for (const address of [`/meetings/decisions/${decided}`, `/meetings/${meetingId}/minutes/read`])
      assert.match(
        plain((await office.get(address)).text),
        /voting against( on 2017-18.1)?: It costs too much/,
        address,
      )
  })

  test('is recorded once: a second is told its number', async () => {
    const w = await world()
    const { id } = await atTheBoard(w)
    const [one, other] = [await w.as('coordinator'), await w.as('coordinator')]
    const answers = await Promise.all([
      one.post(`/ballots/${id}/decision`, decision()),
      other.post(`/ballots/${id}/decision`, decision()),
    ])
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422])
    assert.match(answers.map(({ text }) => text).join(), /The decision is recorded already: 2017-18\/1/)
    assert.equal((await one.get(`/ballots/${id}/decision`)).status, 409)
  })

  test('is not recorded of an open vote, nor of an amendment, nor by whoever does not keep it', async () => {
    const w = await world()
    const { id, itemId } = await atTheBoard(w, { stillOpen: true })
    const office = await w.as('coordinator')
    assert.equal((await office.get(`/ballots/${id}/decision`)).status, 409)
    const amends = await closedBallot(w, { itemId, amends: id })
    const said = await office.get(`/ballots/${amends}/decision`)
    assert.equal(said.status, 409)
    assert.match(said.text, /An amendment is no decision by itself/)
    const closed = await closedBallot(w, { itemId })
    assert.equal((await (await w.as('otherHead')).get(`/ballots/${closed}/decision`)).status, 403)
  })

  test('between meetings it is reported to a board meeting that is planned', async () => {
    const w = await world()
    const id = await closedBallot(w)
    const office = await w.as('coordinator')
    assert.match((await office.get(`/ballots/${id}/decision`)).text, /No meeting of the board is planned/)
    const meetingId = await boardMeeting(w, day('2018-05-10'))
    const held = await boardMeeting(w, day('2018-02-01'))
    const nowhere = await office.post(`/ballots/${id}/decision`, decision({ meetingId: String(held) }))
    assert.equal(nowhere.status, 422)
    const sent = await office.post(`/ballots/${id}/decision`, decision({ meetingId: String(meetingId) }))
    assert.equal(sent.status, 303, plain(sent.text))
    const [item] = await w.db
      .selectFrom('agendaItems')
      .selectAll()
      .where('meetingId', '=', meetingId)
      .execute()
    assert.equal(item?.kind, 'report')
    assert.equal(item?.title, 'Decided between meetings: A bus for every school')
    const made = await w.db.selectFrom('decisions').select(['itemId', 'ballotId']).executeTakeFirst()
    assert.deepEqual(made, { itemId: item?.id, ballotId: id })
  })

  test('of a confidential item it and its vote stay with those who may read it', async () => {
    const w = await world()
    const { id, meetingId } = await atTheBoard(w, { partB: true })
    const office = await w.as('coordinator')
    await office.post(`/ballots/${id}/decision`, decision())
    const governor = await w.as('governor')
    assert.equal((await governor.get(`/ballots/${id}`)).status, 404)
    assert.equal((await governor.get(`/ballots/${id}/statement`)).status, 404)
    assert.doesNotMatch((await governor.get('/meetings/decisions')).text, /bus|By vote/)
    // Others look on at the page of a meeting.
    assert.doesNotMatch((await office.get(`/meetings/${meetingId}`)).text, /By vote/)
    assert.match((await office.get('/meetings/decisions')).text, /By vote/)
    const audit = await w.db.selectFrom('auditLog').select('details').execute()
    assert.doesNotMatch(JSON.stringify(audit), /bus/i)
  })
})

describe('a statement', () => {
  test('is made by whoever heads the school, corrected, and taken back', async () => {
    const w = await world()
    const { id, meetingId } = await atTheBoard(w)
    const head = await w.as('head')
    const at = `/ballots/${id}/statement`
    assert.equal((await (await w.as('teacher')).get(at)).status, 404)
    assert.equal((await (await w.as('governor')).get(at)).status, 403)
    assert.equal((await head.get(`${at}?school=${w.members.brindle}`)).status, 404)
    const made = await head.post(at, { words: 'We have no road' })
    assert.equal(made.headers.get('location'), `/ballots/${id}?did=saved#statements`)
    const office = await w.as('coordinator')
    await office.post(`/ballots/${id}/decision`, decision())
    const { id: decided } = await w.db.selectFrom('decisions').select('id').executeTakeFirstOrThrow()
    for (const address of [
      `/ballots/${id}`,
      `/meetings/decisions/${decided}`,
      `/meetings/${meetingId}/minutes/read`,
    ])
      assert.match(
        plain((await office.get(address)).text),
        /Ashmere, in a statement( on 2017-18.1)?: We have no road/,
        address,
      )
    const again = await head.post(at, { words: 'There is no road', 'form-version': '1' })
    assert.equal(again.status, 303)
    const stale = await head.post(at, { words: 'No road', 'form-version': '1' })
    assert.equal(stale.status, 409)
    assert.match(stale.text, /There is no road/)
    assert.equal((await head.post(`${at}/take-back?school=${w.members.ashmere}`, {})).status, 303)
    assert.deepEqual(await w.db.selectFrom('ballotStatements').select('id').execute(), [])
  })

  test('is made by the deputy who cast the vote, and not by one who did not', async () => {
    const w = await world()
    const other = await somebody(w, 'Other Deputy', 'deputy', w.members.ashmere)
    const { id } = await atTheBoard(w, { castBy: { ashmere: w.people.deputy } })
    assert.equal((await (await w.as('deputy')).get(`/ballots/${id}/statement`)).status, 200)
    const { id: another } = await atTheBoard(w, { castBy: { ashmere: other } })
    assert.equal((await (await w.as('deputy')).get(`/ballots/${another}/statement`)).status, 403)
  })

  test('is for 14 days, until the minutes are approved, and of a school that took part', async () => {
    const w = await world()
    const head = await w.as('head')
    const { id: old } = await atTheBoard(w, { closedOn: day('2018-02-18') })
    assert.match((await head.get(`/ballots/${old}/statement`)).text, /until 4 March 2018/)
    const { id: none } = await atTheBoard(w, { votes: { brindle: 'for' } })
    assert.equal((await head.get(`/ballots/${none}/statement`)).status, 403)
    const { id, meetingId, later } = await atTheBoard(w)
    assert.equal((await head.get(`/ballots/${id}/statement`)).status, 200)
    await w.database.transaction({ ...(await w.who('coordinator')), sees: 'everything' } as never, (tx) =>
      tx
        .insertInto('minutes')
        .values({
          meetingId,
          state: 'approved',
          approvedMeetingId: later,
          approvedOn: day('2018-03-04'),
        } as never)
        .execute(),
    )
    assert.equal((await head.post(`/ballots/${id}/statement`, { words: 'Late' })).status, 409)
  })

  test('of a secret vote it is said before that it tells how the school voted', async () => {
    const w = await world()
    const { id } = await atTheBoard(w, { manner: 'secret' })
    const head = await w.as('head')
    assert.match((await head.get(`/ballots/${id}/statement`)).text, /tells everybody who reads the decision/)
    const page = plain((await head.get(`/ballots/${id}`)).text)
    assert.match(page, /Make a statement for Ashmere/)
    await (await w.as('coordinator')).post(`/ballots/${id}/decision`, decision())
    const list = plain((await head.get('/meetings/decisions')).text)
    assert.match(list, /Digest of its papers: d1ge57/)
  })
})

test('a consultation follows the vote on a later meeting, and one before it is told of', async () => {
  const w = await world()
  const october = await boardMeeting(w, day('2017-10-05'))
  const consulted = await agendaItem(w, october, { kind: 'consultation', title: 'Who wants a bus?' })
  const meetingId = await boardMeeting(w, day('2018-03-01'))
  const itemId = await agendaItem(w, meetingId, { follows: consulted })
  const later = await boardMeeting(w, day('2018-05-10'))
  const id = await closedBallot(w, { itemId, openDays: 0 })
  const office = await w.as('coordinator')
  const page = plain((await office.get(`/ballots/${id}`)).text)
  assert.match(page, /Consulted on before Who wants a bus\? , Board, 5 October 2017/)
  assert.equal((await (await w.as('head')).get(`/ballots/${id}/consult`)).status, 403)
  const refused = await office.post(`/ballots/${id}/consult`, {
    ...{ meetingId: String(october), title: 'Which bus?', purpose: '' },
  })
  assert.equal(refused.status, 422)
  const sent = await office.post(`/ballots/${id}/consult`, {
    ...{ meetingId: String(later), title: 'Which bus?', purpose: '' },
  })
  assert.equal(sent.status, 303, plain(sent.text))
  const [item] = await w.db.selectFrom('agendaItems').selectAll().where('meetingId', '=', later).execute()
  assert.deepEqual(
    { kind: item?.kind, title: item?.title, followsId: item?.followsId },
    { kind: 'consultation', title: 'Which bus?', followsId: itemId },
  )
  assert.match(plain((await office.get(`/ballots/${id}`)).text), /Led to a consultation Which bus\?/)
})

test('approved minutes hold the vote and what schools said of it; the public’s edition the vote alone', async () => {
  const b = await board()
  const itemId = b.items.buses
  const id = await closedBallot(b, { itemId, openDays: 0, reasons: { brindle: 'It costs little' } })
  const office = await b.as('coordinator')
  assert.equal((await office.post(`/ballots/${id}/decision`, decision())).status, 303)
  await approved(b)
  const at = `/meetings/${b.id}/editions/1`
  const [vote, reason] = [
    /By vote: 2 for, 0 against, 0 abstained; carried/,
    /Brindle Moor, voting for on 2017-18\/\d+: It/,
  ]
  for (const name of ['head', 'governor'] as const) {
    const text = plain((await (await b.as(name)).get(at)).text)
    assert.match(text, vote)
    assert.match(text, reason)
  }
  const open = plain((await office.get(`${at}?for=public`)).text)
  assert.match(open, vote)
  assert.doesNotMatch(open, reason)
  const late = await (await b.as('head')).get(`/ballots/${id}/statement`)
  assert.equal(late.status, 409)
})

describe('a vote on a proposal for the agreement', () => {
  async function proposed(w: World) {
    const [clause] = await clausesOf(w.db, await agreed(w))
    const head = await w.as('head')
    const sent = await head.post(`/agreement/proposals/clauses/${clause?.id}/reword`, {
      ...{ words: 'Other words for it', reason: 'They are plainer' },
    })
    return Number(/(\d+)\?/.exec(sent.headers.get('location') ?? '')?.[1])
  }

  test('that is carried leads the office to adopt it, with the decision', async () => {
    const w = await world()
    const proposalId = await proposed(w)
    const [office, at] = [await w.as('coordinator'), `/agreement/proposals/${proposalId}`]
    assert.match((await office.get(at)).text, new RegExp(`/ballots/new\\?proposal=${proposalId}`))
    const { id } = await atTheBoard(w, { proposalId, majority: 'two thirds of all' })
    await office.post(`/ballots/${id}/decision`, decision())
    assert.match((await office.get(`/ballots/${id}`)).text, new RegExp(`${at}/adopt`))
    assert.match((await office.get('/')).text, new RegExp(`${at}/adopt`))
    const page = plain((await (await w.as('governor')).get(at)).text)
    assert.match(page, /Votes on it .*2 for, 0 against, 0 abstained; carried, 2 of 2 needed/)
    assert.match((await office.get(`${at}/adopt`)).text, /Decision 2017-18\/1\. Put to a vote/)
    assert.equal((await office.post(`${at}/adopt`, { draftId: '0' })).status, 303)
    const found = await w.db.selectFrom('proposals').select(['outcome', 'outcomeReason']).executeTakeFirst()
    assert.equal(found?.outcome, 'adopted')
    assert.match(found?.outcomeReason ?? '', /^Decision 2017-18\/1\. Put to a vote of the schools: 2 for/)
    assert.doesNotMatch((await office.get(`/ballots/${id}`)).text, new RegExp(`${at}/adopt`))
  })

  test('that is lost leads to declining it, with the vote as the reason; a confidential one is not told', async () => {
    const w = await world()
    const proposalId = await proposed(w)
    const [office, at] = [await w.as('coordinator'), `/agreement/proposals/${proposalId}`]
    const { itemId } = await atTheBoard(w, { proposalId, votes: { ashmere: 'for', brindle: 'against' } })
    assert.match((await office.get(`${at}/decline`)).text, /Put to a vote of the schools: 1 for, 1 against/)
    await w.database.pool.query('update agenda_items set part_b = true where id = $1', [itemId])
    assert.doesNotMatch((await office.get(`${at}/decline`)).text, /Put to a vote/)
    assert.doesNotMatch((await (await w.as('governor')).get(at)).text, /Votes on it/)
  })
})

test('the annual review counts the votes of its year, and says nothing of a year without', async () => {
  const w = await world()
  const { itemId } = await atTheBoard(w)
  await closedBallot(w, { itemId, votes: { ashmere: 'against' } })
  await closedBallot(w, { itemId, stillOpen: true })
  await closedBallot(w, { closedOn: day('2016-10-01') })
  const told = async (year: number) =>
    figuresOf(await yearFacts(w.db, year as AcademicYear)).flatMap(({ key, value }) =>
      key.startsWith('votes') ? [[key, value]] : [],
    )
  assert.deepEqual(await told(2017), [
    ['votes', 2],
    ['votes_carried', 1],
    ['votes_turnout', 75],
  ])
  assert.deepEqual(await told(2015), [])
  const text = plain((await (await w.as('head')).get('/review/2017-18')).text)
  assert.match(
    text,
    /The schools voted 2 times.* of the motions 1 had the majority it needed, and of the schools that could take part 75% did/,
  )
  assert.doesNotMatch((await (await w.as('head')).get('/review/2015-16')).text, /schools voted/)
})
