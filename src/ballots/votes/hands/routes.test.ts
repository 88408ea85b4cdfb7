import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { moreSchools, motion, roomOn, seat } from '../../../../test/ballots.ts'
import { type World, world } from '../../../../test/world.ts'
import { type Day, day } from '../../../platform/day.ts'
import { everything } from '../../../platform/db.ts'
import { resultOf } from '../../counting/result.ts'
import { ballotOf } from '../../queries.ts'

const keyIn = (text: string) => /name="form-key" value="([^"]+)"/.exec(text)?.[1] ?? ''

/**
 * Scenario 5: 25 memberships, of which 22 are in the room, one person for two of them; all were there from the
 * beginning, and one of them until 14:00.
 */
async function scenario5(heldOn: Day, begun = false) {
  const w = await world()
  const schools = await moreSchools(w, 23)
  const room = await roomOn(w, heldOn, begun)
  const there = schools.slice(0, 22)
  for (const [i, { membershipId, headId }] of there.entries()) {
    const executive = i === 1 ? (there[0]?.headId ?? 0) : headId
    const urn = { urn: 700_001 + i } as object
    await seat(w, room.meeting, { membershipId, personId: executive, arrived: '12:30', ...urn })
  }
  const ballot = await motion(w, {
    ...{ itemId: room.item, manner: 'hands', majority: 'two thirds of all' },
    question: 'Shall protocol 32 be altered?',
  })
  return { w, there, schools, ...room, ballot, at: `/ballots/${ballot}/hands` }
}

type There = Awaited<ReturnType<typeof scenario5>>['there']

const answers = (there: There, { against, abstain }: { against: number; abstain: number }) =>
  Object.fromEntries(
    there.map(({ membershipId }, i) => [
      `school-${membershipId}`,
      i < against ? 'against' : i < against + abstain ? 'abstain' : '',
    ]),
  )

const tally = async (w: World, ballotId: number) => {
  const votes = await w.db.selectFrom('votes').selectAll().where('ballotId', '=', ballotId).execute()
  const of = (choice: string) => votes.filter((vote) => vote.choice === choice).length
  return { votes, for: of('for'), against: of('against'), abstain: of('abstain') }
}

describe('scenario 5: 15 for, 5 against, 2 abstain of 25', () => {
  test('needs 17, so it is not carried; of a meeting that is over it is written down at its time', async () => {
    const { w, there, item, ballot, at } = await scenario5(day('2018-02-06'))
    const office = await w.as('coordinator')
    assert.match((await office.get(`/ballots/${ballot}`)).text, /Record the show of hands/)
    const page = await office.get(at)
    assert.match(page.text, /As all others/)
    assert.match(page.text, /School 0022/)
    assert.doesNotMatch(page.text, /School 0023/, 'a school that nobody came for is not asked')
    assert.match(page.text, /name="at"[^>]*value=""|value=""[^>]*name="at"/, 'the time of the past is asked')
    const sent = {
      ...{ 'form-key': keyIn(page.text), at: '13:42', others: 'for' },
      ...answers(there, { against: 5, abstain: 2 }),
    }
    const early = await office.post(at, { ...sent, at: '12:00' })
    assert.equal(early.status, 422)
    assert.match(early.text, /The meeting began at 12:30/)
    assert.match(early.text, /value="against" selected/, 'what was entered is kept')
    const done = await office.post(at, sent)
    assert.deepEqual([done.status, done.headers.get('location')], [303, `/ballots/${ballot}?did=saved`])

    const { votes, ...counted } = await tally(w, ballot)
    assert.deepEqual(counted, { for: 15, against: 5, abstain: 2 })
    assert(votes.every(({ how, recordedBy, castBy }) => how === 'hands' && recordedBy && castBy === null))
    const closed = await ballotOf(w.db, ballot)
    const when = new Date('2018-02-06T13:42:00Z')
    assert.deepEqual([closed.openedAt, closed.closedAt, votes[0]?.castAt], [when, when, when])
    assert.deepEqual([closed.needed, closed.represented], [13, 22])
    const result = await resultOf(w.db, closed)
    assert.equal(result?.outcome, 'not carried')
    assert.match(result?.says ?? '', /15 for, 5 against, 2 abstained/)
    assert.match(result?.says ?? '', /17/)
    const read = await (await w.as('otherHead')).get(`/ballots/${ballot}`)
    assert.match(read.text, /School 0001[\s\S]*Against[\s\S]*By show of hands/)
    assert.equal((await office.get(at)).status, 409)

    // Two more would have carried it.
    const once = await motion(w, { itemId: item, manner: 'hands', majority: 'two thirds of all' })
    const key = keyIn((await office.get(`/ballots/${once}/hands`)).text)
    const more = {
      'form-key': key,
      at: '13:50',
      others: 'for',
      ...answers(there, { against: 5, abstain: 0 }),
    }
    assert.equal((await office.post(`/ballots/${once}/hands`, more)).status, 303)
    assert.equal((await resultOf(w.db, await ballotOf(w.db, once)))?.outcome, 'carried')
  })
})

describe('written down whole or not at all', () => {
  test('without a quorum at that time, or for a school that was not there then, nothing is kept', async () => {
    const { w, there, meeting, ballot, at } = await scenario5(day('2018-03-05'), true)
    const [first, ...rest] = there
    const leave = (membershipId: number, departed: string) =>
      w.database.transaction(everything, (tx) =>
        tx
          .updateTable('attendances')
          .set({ departed })
          .where('meetingId', '=', meeting)
          .where('membershipId', '=', membershipId)
          .execute(),
      )
    await w.database.transaction(everything, (tx) =>
      tx.updateTable('attendances').set({ arrived: '11:30' }).where('meetingId', '=', meeting).execute(),
    )
    const office = await w.as('coordinator')
    const page = await office.get(at)
    assert.match(page.text, /value="12:00"/, 'now, while the meeting goes on')
    const sent = { 'form-key': keyIn(page.text), at: 'n', others: 'for' }
    const later = await office.post(at, { ...sent, at: '12:01' })
    assert.match(later.text, /It is 12:00 now/)

    await leave(first?.membershipId ?? 0, '11:45')
    const gone = await office.post(at, { ...sent, [`school-${first?.membershipId}`]: 'for' })
    assert.equal(gone.status, 422)
    assert.match(
      gone.text,
      new RegExp(`id="school-${first?.membershipId}-error"[\\s\\S]*not represented at 12:00`),
    )

    for (const { membershipId } of rest.slice(0, 9)) await leave(membershipId, '11:50')
    const short = await office.post(at, sent)
    assert.equal(short.status, 422)
    assert.match(short.text, /There is no quorum at 12:00: 13 of 25 needed; 12 are represented/)
    assert.deepEqual([(await tally(w, ballot)).votes, (await ballotOf(w.db, ballot)).state], [[], 'drafted'])
    assert.equal((await w.db.selectFrom('ballotElectors').selectAll().execute()).length, 0)

    // A quarter of an hour before they were all there.
    assert.equal((await office.post(at, { ...sent, at: '11:40' })).status, 303)
    assert.equal((await tally(w, ballot)).for, 22)
  })

  test('a school outside the vote raises no hand; one that did not vote is present; only who keeps it writes it down', async () => {
    const { w, there, item, ballot, at } = await scenario5(day('2018-02-06'))
    const [outside, silent] = there
    await w.database.transaction(everything, (tx) =>
      tx
        .insertInto('itemInterests')
        .values({
          itemId: item,
          membershipId: outside?.membershipId,
          personId: outside?.headId,
          words: 'Family',
        } as never)
        .execute(),
    )
    for (const name of ['head', 'officer', 'deputy'] as const) {
      const browser = await w.as(name)
      assert.equal((await browser.get(at)).status, 403)
      assert.equal((await browser.post(at, { at: '13:42', others: 'for' })).status, 403)
      assert.doesNotMatch((await browser.get(`/ballots/${ballot}`)).text, /Record the show of hands/)
    }
    const office = await w.as('coordinator')
    const page = await office.get(at)
    assert.match(page.text, /Outside this vote, for an interest: School 0001/)
    const sent = { 'form-key': keyIn(page.text), at: '13:42', others: 'for' }
    const none = { [`school-${silent?.membershipId}`]: 'none' }
    assert.equal((await office.post(at, { ...sent, ...none })).status, 303)
    assert.equal((await tally(w, ballot)).for, 20)
    const head = await w.as('head')
    assert.match((await head.get(`/ballots/${ballot}/vote`)).text, /by show of hands in the room/)
  })
})
