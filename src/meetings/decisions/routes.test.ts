import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type World, world } from '../../../test/world.ts'
import { day } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'

/** Meetings of the board with one item each, of which the second is confidential; the clerk is Sana. */
async function board(...days: string[]) {
  const w = await world()
  const meetings = await w.database.transaction(everything, async (tx) => {
    const made = []
    for (const heldOn of days.length > 0 ? days : ['2018-02-06']) {
      const { id } = await tx
        .insertInto('meetings')
        .values({ title: 'Board', heldOn: day(heldOn), status: 'held', clerkId: w.people.ssig } as never)
        .returning('id')
        .executeTakeFirstOrThrow()
      await tx.insertInto('meetingGroups').values({ meetingId: id, groupId: w.groups.board }).execute()
      const rows = await tx
        .insertInto('agendaItems')
        .values(
          [false, true].map((partB, i) => ({
            ...{ meetingId: id, position: i + 1, kind: 'decision' as const, title: 'Buses', partB },
          })) as never,
        )
        .returning('id')
        .execute()
      made.push({ id, item: rows[0]?.id ?? 0, secret: rows[1]?.id ?? 0 })
    }
    return made
  })
  return { ...w, meetings }
}

const words = (says: string, more = {}) => ({ words: says, means: '', pence: '', takesEffectOn: '', ...more })
const numbers = async (w: World) =>
  (await w.db.selectFrom('decisions').select('number').orderBy('id').execute()).map(({ number }) => number)

describe('recording a decision', () => {
  test('under the next number of its academic year, without a gap when many are recorded at once', async () => {
    const w = await board('2018-02-06', '2017-06-01')
    const clerk = await w.as('ssig')
    const [now, before] = w.meetings
    assert.ok(now && before)
    const at = `/meetings/${now.id}/minutes`
    const sent = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        clerk.post(`${at}/${n % 3 === 0 ? now.secret : now.item}/decision`, words(`Decision ${n}`)),
      ),
    )
    assert.deepEqual([...new Set(sent.map(({ status }) => status))], [303])
    assert.deepEqual(
      (await numbers(w)).sort((a, b) => Number(a.slice(8)) - Number(b.slice(8))),
      Array.from({ length: 12 }, (_, n) => `2017-18/${n + 1}`),
    )
    await clerk.post(`/meetings/${before.id}/minutes/${before.item}/decision`, words('Earlier'))
    assert.equal((await numbers(w)).at(-1), '2016-17/1')
  })

  test('counts what whoever records it may not read', async () => {
    const w = await board()
    const [meeting] = w.meetings
    assert.ok(meeting)
    const at = `/meetings/${meeting.id}/minutes`
    await (await w.as('coordinator')).post(`${at}/${meeting.secret}/decision`, words('Secret'))
    await w.database.transaction(everything, (tx) =>
      tx
        .insertInto('itemReaders')
        .values({ itemId: meeting.secret, personId: w.people.ssig, may: false } as never)
        .execute(),
    )
    await (await w.as('ssig')).post(`${at}/${meeting.item}/decision`, words('Open'))
    assert.deepEqual(await numbers(w), ['2017-18/1', '2017-18/2'])
  })

  test('without a quorum it is said on the page, and recorded all the same', async () => {
    const w = await board()
    const [meeting] = w.meetings
    assert.ok(meeting)
    const at = `/meetings/${meeting.id}/minutes/${meeting.item}/decision`
    const clerk = await w.as('ssig')
    assert.match((await clerk.get(at)).text, /There is no quorum: 1 of 2 needed; 0 are represented/)
    await w.database.transaction(everything, (tx) =>
      tx
        .insertInto('attendances')
        .values({ meetingId: meeting.id, membershipId: w.members.ashmere, capacity: 'head' } as never)
        .execute(),
    )
    assert.doesNotMatch((await clerk.get(at)).text, /no quorum/)
    await w.database.pool.query(
      `insert into item_interests (item_id, person_id, membership_id, words) values ($1, $2, $3, 'My brother drives')`,
      [meeting.item, w.people.head, w.members.ashmere],
    )
    assert.match(
      (await clerk.get(at)).text,
      /0 are represented[^<]*declared an interest in this item is not counted/,
    )
    await w.database.pool.query('update meeting_groups set group_id = $1', [w.groups.maths])
    assert.doesNotMatch((await clerk.get(at)).text, /quorum/, 'only the board has one')
    const { id: meetingId } = meeting
    const minutes = await (await w.as('coordinator')).get(`/meetings/${meetingId}/minutes`)
    assert.doesNotMatch(minutes.text, /needed;/)
    await w.database.pool.query('update meeting_groups set group_id = $1', [w.groups.board])
    assert.equal(
      (await clerk.post(at, words('Buy', { pence: '150', takesEffectOn: '1/4/2018' }))).status,
      303,
    )
  })

  test('only by who keeps the meeting, under an item of it', async () => {
    const w = await board('2018-02-06', '2018-03-01')
    const [one, other] = w.meetings
    assert.ok(one && other)
    for (const [name, status] of [
      ['head', 403],
      ['governor', 403],
      ['teacher', 404],
      ['ssig', 303],
    ] as const)
      assert.equal(
        (await (await w.as(name)).post(`/meetings/${one.id}/minutes/${one.item}/decision`, words('x')))
          .status,
        status,
        name,
      )
    const astray = await (await w.as('ssig')).post(
      `/meetings/${one.id}/minutes/${other.item}/decision`,
      words('x'),
    )
    assert.equal(astray.status, 404)
  })
})

describe('decisions over all years', () => {
  test('are found by year, word and money, and come as CSV; what is confidential only for its readers', async () => {
    const w = await board('2018-02-06', '2016-11-01')
    const [now, before] = w.meetings
    assert.ok(now && before)
    const office = await w.as('coordinator')
    await office.post(
      `/meetings/${now.id}/minutes/${now.item}/decision`,
      words('Nine minibuses', { pence: '12.50' }),
    )
    await office.post(`/meetings/${before.id}/minutes/${before.item}/decision`, words('A common INSET day'))
    await office.post(`/meetings/${now.id}/minutes/${now.secret}/decision`, words('Nightingale'))
    const list = async (query = '', name: 'head' | 'governor' = 'governor') =>
      (await (await w.as(name)).get(`/meetings/decisions${query}`)).text
    assert.match(await list(), /2017-18\/1.*2016-17\/1/s)
    assert.doesNotMatch(await list(), /Nightingale/)
    assert.match(await list('', 'head'), /Nightingale/)
    assert.doesNotMatch(await list('?year=2017-18'), /INSET/)
    assert.match(await list('?words=inset'), /INSET/)
    assert.doesNotMatch(await list('?money=yes'), /INSET/)
    assert.match(await list('?format=csv'), /2017-18\/1 Nine minibuses,2018-02-06,Board,,12\.5,,/)
    assert.doesNotMatch(await list('?format=csv'), /Nightingale/)
    assert.equal((await (await w.as('partner')).get('/meetings/decisions')).status, 403)
    assert.doesNotMatch((await (await w.as('teacher')).get('/meetings/decisions')).text, /minibuses/)
  })

  test('a correction keeps what stood before, and its number', async () => {
    const w = await board()
    const [meeting] = w.meetings
    assert.ok(meeting)
    const clerk = await w.as('ssig')
    await clerk.post(`/meetings/${meeting.id}/minutes/${meeting.item}/decision`, words('Nine buses'))
    const { id } = await w.db.selectFrom('decisions').select('id').executeTakeFirstOrThrow()
    const at = `/meetings/decisions/${id}/correct`
    const saved = await clerk.post(at, words('Ten buses', { 'form-version': '1' }))
    assert.equal(saved.status, 303)
    const stale = await clerk.post(at, words('Six buses', { 'form-version': '1' }))
    assert.equal(stale.status, 409)
    const { text } = await clerk.get(at)
    assert.match(text, /Ten buses/)
    assert.match(text, /words: Nine buses/)
    assert.deepEqual(await numbers(w), ['2017-18/1'])
    assert.equal((await (await w.as('head')).get(at)).status, 403)
  })
})
