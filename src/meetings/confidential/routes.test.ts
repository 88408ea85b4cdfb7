import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { boardMeeting } from '../../../test/board.ts'
import { type CastName, origin, secret, today, type World, world } from '../../../test/world.ts'
import { academicYearOf, addDays, day } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'
import { addItem } from '../agenda/actions.ts'
import { sendAgenda } from '../agenda/issue/actions.ts'
import { meeting } from '../queries.ts'
import { mark } from './actions.ts'
import { confided } from './commitments.ts'
import { holdersOf } from './queries.ts'

/** A meeting of the board whose agenda went out, with one open item and a paper on it. */
async function board(w: World) {
  return w.database.transaction(everything, async (tx) => {
    const { rows } = await sql<{ id: number }>`
      insert into meetings (title, held_on, status, agenda_issued_at, clerk_id)
      values ('Board', ${day('2018-03-15')}, 'planned', now() - interval '2 days', ${w.people.businessManager}) returning id`.execute(
      tx,
    )
    const meeting = rows[0]?.id as number
    await tx.insertInto('meetingGroups').values({ meetingId: meeting, groupId: w.groups.board }).execute()
    const { rows: items } = await sql<{ id: number }>`
      insert into agenda_items (meeting_id, position, kind, title, added_at)
      values (${meeting}, 1, 'report', 'Redundancies at Carr Lane', now() - interval '3 days') returning id`.execute(
      tx,
    )
    const item = items[0]?.id as number
    const { rows: papers } = await sql<{ id: number }>`
      insert into papers (meeting_id, item_id, title, words) values (${meeting}, ${item}, 'Who goes', 'Two people') returning id`.execute(
      tx,
    )
    return { meeting, item, paper: papers[0]?.id as number, at: `/meetings/${meeting}/items/${item}` }
  })
}

/** The pack went out the day before to these, and to so many others who hold no post here. */
const sent = (w: World, meetingId: number, names: CastName[], others = 0) =>
  w.database.transaction(everything, async (tx) => {
    const { rows } = await sql<{ id: number }>`
      insert into people (name, email) select 'Other ' || n, 'other' || n || '@alliance.example'
      from generate_series(1, ${others}::integer) n returning id`.execute(tx)
    const ids = [...names.map((name) => w.people[name]), ...rows.map(({ id }) => id)]
    const circulatedAt = new Date(Date.now() - 86_400_000)
    await tx
      .insertInto('circulations')
      .values(ids.map((personId) => ({ meetingId, personId, circulatedAt })))
      .execute()
  })

const marking = { 'form-version': '1', audience: 'members', reason: 'Named staff' }
const plainText = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

test('an item marked after papers went to 31 people (scenario 6): who had it is listed, told and asked, and it is gone for them at once', async () => {
  const w = await world()
  const { meeting, at, paper } = await board(w)
  const had: CastName[] = ['head', 'deputy', 'chair', 'otherHead', 'officer']
  await sent(w, meeting, had, 26)
  const officer = await w.as('officer')
  const deputy = await w.as('deputy')
  assert.equal((await officer.get(`/meetings/${meeting}/papers/${paper}`)).status, 200)
  assert.match((await deputy.get('/meetings/search?words=redundancies')).text, /Redundancies at Carr Lane/)

  const clerk = await w.as('businessManager')
  assert.match((await clerk.get(`${at}/part-b`)).text, /31 people had it already/)
  const marked = await clerk.post(`${at}/part-b`, marking)
  assert.equal(marked.headers.get('location'), `${at}/part-b?did=saved`)

  for (const browser of [officer, deputy, await w.as('chair'), await w.as('teacher')]) {
    for (const gone of [at, `${at}/part-b`, `/meetings/${meeting}/papers/${paper}`])
      assert.notEqual((await browser.get(gone)).status, 200)
    assert.doesNotMatch((await browser.get(`/meetings/${meeting}/pack`)).text, /Redundancies|Who goes/)
  }
  assert.doesNotMatch((await deputy.get('/meetings/search?words=redundancies&format=csv')).text, /Carr/)
  assert.equal((await (await w.as('head')).get(at)).status, 200)

  const page = plainText((await clerk.get(`${at}/part-b`)).text)
  assert.match(
    page,
    /31 people had it\. Each was told by mail to delete it; 31 people did not confirm it yet/,
  )
  assert.match(page, /Omar Officer, The authority .*? A paper/)
  const csv = await clerk.get(`${at}/part-b?format=csv`)
  assert.equal(csv.text.trim().split('\n').length, 32)

  const mails = await w.db
    .selectFrom('mails')
    .select(['recipient', 'subject', 'body'])
    .orderBy('recipient')
    .execute()
  assert.equal(new Set(mails.map(({ recipient }) => recipient)).size, 31)
  for (const { subject, body } of mails) {
    assert.match(`${subject} ${body}`, /Item 1 of Board on 15 March 2018/)
    assert.doesNotMatch(`${subject} ${body}`, /Redundanc|Carr|Who goes|Named staff/)
  }
  const deeds = await w.db.selectFrom('auditLog').select(['did', 'details']).execute()
  assert.ok(deeds.some(({ did }) => did === 'marked an item as confidential'))
  assert.doesNotMatch(JSON.stringify(deeds), /Redundanc|Named staff/)
})

test('everybody says for themselves that their copies are gone, or the clerk who heard it does; nobody says it for another', async () => {
  const w = await world()
  const { meeting, item, at } = await board(w)
  await sent(w, meeting, ['officer', 'chair'])
  const clerk = await w.as('businessManager')
  await clerk.post(`${at}/part-b`, marking)
  const officer = await w.as('officer')
  assert.match((await officer.get('/')).text, /Delete your copies of one item of Board/)
  const asked = (await officer.get('/meetings/recalls')).text
  assert.match(asked, /One item of Board/)
  assert.doesNotMatch(asked, /Redundanc/)
  assert.equal((await (await w.as('teacher')).post(`/meetings/recalls/${item}/gone`, {})).status, 404)
  await officer.post(`/meetings/recalls/${item}/gone`, {})
  assert.doesNotMatch((await officer.get('/')).text, /Delete your copies/)
  assert.notEqual(
    (await (await w.as('head')).post(`${at}/part-b/copies/${w.people.chair}/gone`, {})).status,
    303,
  )
  await clerk.post(`${at}/part-b/copies/${w.people.chair}/gone`, {})
  assert.match(plainText((await clerk.get(`${at}/part-b`)).text), /all have confirmed that they did/)
})

test('whoever is named reads it, and whoever it is withheld from does not, until that is taken back', async () => {
  const w = await world()
  const { at } = await board(w)
  const office = await w.as('coordinator')
  await office.post(`${at}/part-b`, { ...marking, audience: 'named' })
  const reads = async (name: CastName) => (await (await w.as(name)).get(at)).status === 200
  assert.deepEqual(
    [await reads('head'), await reads('officer'), await reads('businessManager')],
    [false, false, true],
  )
  const name = (who: CastName, may: string) =>
    office.post(`${at}/part-b/readers/new`, { personId: String(w.people[who]), may, reason: '' })
  await name('officer', 'reads')
  await name('businessManager', 'withheld')
  assert.deepEqual([await reads('officer'), await reads('businessManager')], [true, false])
  const says = plainText((await (await w.as('officer')).get(at)).text)
  assert.match(
    says,
    /Can be read by the alliance office, whoever keeps the meeting and Omar Officer\. It is withheld from 1 person/,
  )
  assert.doesNotMatch(says, /Bilal/)
  for (const who of ['officer', 'businessManager'] as const)
    await office.post(`${at}/part-b/readers/${w.people[who]}/remove`, {})
  assert.deepEqual([await reads('officer'), await reads('businessManager')], [false, true])
})

test('every reading is written down, seen by those who keep the meeting and by no other reader', async () => {
  const w = await world()
  const { meeting, item, paper, at } = await board(w)
  await (await w.as('coordinator')).post(`${at}/part-b`, marking)
  const head = await w.as('head')
  for (const opened of [
    at,
    at,
    `/meetings/${meeting}/papers/${paper}`,
    `/meetings/${meeting}/pack`,
    '/meetings/search?words=redundancies',
  ])
    assert.equal((await head.get(opened)).status, 200)
  const { rows } = await w.database.pool.query(
    `select count(*) from audit_log where did = 'opened what is confidential' and who = $1`,
    [String(w.people.head)],
  )
  assert.equal(rows[0].count, 4)
  const told = (await (await w.as('coordinator')).get(`${at}/openings?format=csv`)).text
  for (const what of ['On its page or the agenda', 'A paper', 'In the pack', 'Found by search'])
    assert.match(told, new RegExp(`Hannah Head,Ashmere,.*,${what},Yes`))
  assert.equal((await head.get(`${at}/openings`)).status, 403)
  const before = await w.db.selectFrom('itemOpenings').select('id').where('itemId', '=', item).execute()
  await (await w.as('deputy')).get(at)
  const after = await w.db.selectFrom('itemOpenings').select('id').where('itemId', '=', item).execute()
  assert.equal(after.length, before.length)
})

test('a hidden item is not found in the same words as one that never was, and cannot be written to', async () => {
  const w = await world()
  const { meeting, at } = await board(w)
  await (await w.as('coordinator')).post(`${at}/part-b`, marking)
  const deputy = await w.as('deputy')
  const spoken = ({ status, text }: { status: number; text: string }) => [
    status,
    plainText(text).replace(/reference \S+/i, ''),
  ]
  for (const rest of ['', '/part-b', '/openings', '/part-b/readers/new'])
    assert.deepEqual(
      spoken(await deputy.get(`${at}${rest}`)),
      spoken(await deputy.get(`/meetings/${meeting}/items/999999${rest}`)),
    )
  assert.deepEqual(
    spoken(await deputy.post(`${at}/part-b`, marking)),
    spoken(await deputy.post(`/meetings/${meeting}/items/999999/part-b`, marking)),
  )
})

test('the marking can be taken back, with a reason, and two who mark at once are told of each other', async () => {
  const w = await world()
  const { at } = await board(w)
  const office = await w.as('coordinator')
  await office.post(`${at}/part-b`, marking)
  assert.equal((await office.post(`${at}/part-b`, { ...marking, audience: 'named' })).status, 409)
  assert.equal((await office.post(`${at}/part-b/take-back`, { 'form-version': '2', reason: '' })).status, 422)
  await office.post(`${at}/part-b/take-back`, { 'form-version': '2', reason: 'It is public now' })
  assert.equal((await (await w.as('deputy')).get(at)).status, 200)
  const page = plainText((await office.get(`${at}/part-b`)).text)
  assert.match(page, /the marking was taken back by Amina Office\. It is public now/)
})

test('a school’s standing on clause 34 tells what went out to its people, and at which meetings', async () => {
  const w = await world()
  const { meeting, at } = await board(w)
  await sent(w, meeting, ['head', 'deputy', 'otherHead'])
  await (await w.as('coordinator')).post(`${at}/part-b`, marking)
  await (await w.as('deputy')).post(
    `/meetings/recalls/${(await w.db.selectFrom('agendaItems').select('id').executeTakeFirstOrThrow()).id}/gone`,
    {},
  )
  await (await w.as('head')).get(at)
  const today = new Date().toISOString().slice(0, 10)
  const year = academicYearOf(day(today))
  const rows = await confided(w.db, { year, on: day(today) })
  const counted = rows.map(({ membershipId, readers, recalled, unconfirmed }) => [
    membershipId,
    readers,
    recalled,
    unconfirmed,
  ])
  assert.deepEqual(counted.sort(), [
    [w.members.ashmere, 1, 2, 1],
    [w.members.brindle, 0, 1, 1],
  ])
})

test('marked while the agenda is being sent, whoever it goes to is called back all the same', async () => {
  const w = await world()
  const meetingId = await boardMeeting(w, addDays(today, 20))
  const [office, other] = [await w.by('coordinator'), await w.by('coordinator')]
  const filled = { kind: 'report', title: 'Lanterns', purpose: null } as const
  const id = await addItem(office, meetingId, { ...filled, ownerId: null, minutes: null, followsId: null })
  const settings = { url: origin, secret }
  let marking = Promise.resolve(true)
  await office.together(async (_tx, by) => {
    await sendAgenda(by, await meeting(w.db, meetingId, 'all'), { reason: null, words: null }, settings)
    const marked = { audience: 'members', reason: 'A name' } as const
    marking = mark(other, { id, meetingId, version: 1 }, marked, origin)
    await sleep(300)
  })
  await marking
  const holders = await holdersOf(w.db, id)
  assert.ok(holders.length > 0)
  assert.ok(holders.every(({ askedAt }) => askedAt !== null))
})
