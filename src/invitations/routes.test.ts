import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import ICAL from 'ical.js'
import { type CastName, emailOf, origin, secret, today, type World, world } from '../../test/world.ts'
import { addDays, type Day } from '../platform/day.ts'
import { everything } from '../platform/db.ts'
import { tellOf } from './work.ts'

const mail = { url: 'smtp://mail.test', from: 'Vale <office@alliance.test>' }

const given = ({ database }: World) => ({
  database,
  clock: { now: () => new Date(), today: () => today },
  settings: { url: origin, secret, mail },
})

const answers = ({ groups }: World, heldOn: Day, more: object = {}) => ({
  ...{ title: 'Bar models', groups: [String(groups.maths)], heldOn, starts: '15:45', ends: '17:15' },
  ...{ place: 'Ashmere', status: 'planned', link: '', chairId: '', clerkId: '' },
  ...more,
})

/** A meeting of this group that is planned for a day to come. */
async function planned(w: World, more: object = {}, heldOn: Day = addDays(today, 10)): Promise<number> {
  const sent = await (await w.as('coordinator')).post('/meetings/new', answers(w, heldOn, more))
  assert.equal(sent.status, 303, sent.text)
  return Number(/meetings\/(\d+)/.exec(sent.headers.get('location') ?? '')?.[1])
}

async function change(w: World, id: number, more: object, heldOn: Day = addDays(today, 10)) {
  const { version } = await w.db
    .selectFrom('meetings')
    .select('version')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const office = await w.as('coordinator')
  const sent = await office.post(`/meetings/${id}/correct`, {
    ...answers(w, heldOn, more),
    'form-version': String(version),
  })
  assert.equal(sent.status, 303, sent.text)
}

const serving = (w: World, ...names: CastName[]) =>
  w.database.transaction(everything, async (tx) => {
    for (const name of names)
      await tx
        .insertInto('groupMembers')
        .values({
          ...{ groupId: w.groups.maths, personId: w.people[name], membershipId: null, part: 'member' },
          ...{ fromOn: addDays(today, -100), toOn: null, note: null },
        })
        .execute()
  })

type Sent = {
  to: string
  method: string
  sequence: number
  status: string | null
  text: string
  subject: string
}

const eventIn = (text: string) =>
  new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent') as ICAL.Component

async function sent({ db }: World): Promise<Sent[]> {
  const rows = await db
    .selectFrom('mails')
    .select(['recipient', 'subject', 'body', 'calendar', 'calendarMethod'])
    .where('calendar', 'is not', null)
    .orderBy('id')
    .execute()
  return rows.map(({ recipient, subject, body, calendar, calendarMethod }) => {
    const event = eventIn(calendar ?? '')
    return {
      ...{ to: recipient, method: calendarMethod ?? '', text: body, subject },
      sequence: Number(event.getFirstPropertyValue('sequence')),
      status: event.getFirstPropertyValue('status') as string | null,
    }
  })
}

const short = ({ to, method, sequence }: Sent) => `${to.split('@')[0]} ${method} ${sequence}`

describe('inviting to a meeting', () => {
  test('the lead sends them to the members of the group, and not twice', async () => {
    const w = await world()
    await serving(w, 'teacher', 'head')
    const id = await planned(w)
    const lead = await w.as('hubLead')
    const at = `/meetings/${id}/invitations`
    const page = await lead.get(at)
    assert.match(page.text, /Send 3 invitations/)
    assert.match(page.text, /Tess Teacher/)
    assert.equal((await lead.post(`${at}/send`, {})).status, 303)
    assert.equal(await tellOf(given(w), id), 3)
    assert.equal(await tellOf(given(w), id), 0)
    assert.deepEqual((await sent(w)).map(short).sort(), [
      'head REQUEST 0',
      'hublead REQUEST 0',
      'teacher REQUEST 0',
    ])
    assert.equal((await lead.post(`${at}/send`, {})).status, 409)
    assert.match((await lead.get(at)).text, /3 have not answered/)
    assert.equal((await (await w.as('teacher')).get(at)).status, 403)
  })

  test('to the board: every head once, whoever leads two schools too', async () => {
    const w = await world()
    await w.database.transaction(everything, (tx) =>
      tx
        .insertInto('posts')
        .values({
          ...{ personId: w.people.head, membershipId: w.members.brindle, organisationId: null },
          ...{ post: 'executive head', fromOn: today, toOn: null, importId: null },
        })
        .execute(),
    )
    const id = await planned(w, { groups: [String(w.groups.board)], clerkId: String(w.people.coordinator) })
    const office = await w.as('coordinator')
    await office.post(`/meetings/${id}/invitations/send`, {})
    await tellOf(given(w), id)
    assert.deepEqual((await sent(w)).map(short).sort(), [
      'coordinator REQUEST 0',
      'head REQUEST 0',
      'otherhead REQUEST 0',
    ])
  })
})

describe('when a meeting changes', () => {
  test('everybody invited hears of it by itself, with what is different; when nothing they know changed, nobody does', async () => {
    const w = await world()
    await serving(w, 'teacher')
    const id = await planned(w)
    await (await w.as('coordinator')).post(`/meetings/${id}/invitations/send`, {})
    await tellOf(given(w), id)
    await change(w, id, { starts: '16:00' })
    await change(w, id, { starts: '16:15' })
    await tellOf(given(w), id)
    await tellOf(given(w), id)
    const after = (await sent(w)).filter(({ to }) => to === emailOf('teacher'))
    assert.equal(after.length, 2)
    assert.match(after[1]?.text ?? '', /Start: 16:15 \(was 15:45\)/)
    assert.ok((after[1]?.sequence ?? 0) > (after[0]?.sequence ?? 0))
    await change(w, id, { starts: '16:15', clerkId: String(w.people.coordinator) })
    assert.equal(await tellOf(given(w), id), 0)
  })

  test('a cancelled one is taken out of every calendar, and put back when it takes place after all', async () => {
    const w = await world()
    await serving(w, 'teacher')
    const id = await planned(w)
    await (await w.as('coordinator')).post(`/meetings/${id}/invitations/send`, {})
    await tellOf(given(w), id)
    await change(w, id, { status: 'cancelled' })
    await tellOf(given(w), id)
    await change(w, id, {})
    await tellOf(given(w), id)
    const mine = (await sent(w)).filter(({ to }) => to === emailOf('teacher'))
    assert.deepEqual(
      mine.map(({ method, status }) => [method, status]),
      [
        ['REQUEST', 'CONFIRMED'],
        ['CANCEL', 'CANCELLED'],
        ['REQUEST', 'CONFIRMED'],
      ],
    )
    assert.deepEqual(
      mine.map(({ sequence }) => sequence),
      [...new Set(mine.map(({ sequence }) => sequence))].sort(),
    )
    assert.match(mine[1]?.subject ?? '', /^Cancelled: Bar models/)
  })

  test('somebody taken off is told alone, and somebody added alone', async () => {
    const w = await world()
    await serving(w, 'teacher')
    const id = await planned(w)
    const office = await w.as('coordinator')
    const at = `/meetings/${id}/invitations`
    await office.post(`${at}/send`, {})
    await tellOf(given(w), id)
    await office.post(`${at}/${w.people.teacher}/leave-out`, {})
    await tellOf(given(w), id)
    assert.equal((await office.post(at, { personId: String(w.people.officer) })).status, 303)
    await tellOf(given(w), id)
    assert.deepEqual((await sent(w)).map(short).sort(), [
      'hublead REQUEST 0',
      'officer REQUEST 1',
      'teacher CANCEL 1',
      'teacher REQUEST 0',
    ])
    const cancel = (await sent(w)).find(({ method }) => method === 'CANCEL')
    assert.equal(cancel?.status, null)
    assert.match(cancel?.text ?? '', /It takes place without you/)
  })

  test('nobody is written to about a meeting that is over', async () => {
    const w = await world()
    await serving(w, 'teacher')
    const id = await planned(w)
    await (await w.as('coordinator')).post(`/meetings/${id}/invitations/send`, {})
    await tellOf(given(w), id)
    await w.database.pool.query('update meetings set held_on = $1 where id = $2', [addDays(today, -1), id])
    assert.equal(await tellOf(given(w), id), 0)
    const office = await w.as('coordinator')
    assert.match((await office.get(`/meetings/${id}/invitations`)).text, /It is over/)
    assert.equal((await office.post(`/meetings/${id}/invitations/send`, {})).status, 409)
  })
})

test('two servers tell at once: each hears once', async () => {
  const w = await world()
  await serving(w, 'teacher', 'head', 'deputy')
  const id = await planned(w)
  await (await w.as('coordinator')).post(`/meetings/${id}/invitations/send`, {})
  await Promise.all([1, 2, 3, 4].map(() => tellOf(given(w), id)))
  assert.equal((await sent(w)).length, 4)
})
