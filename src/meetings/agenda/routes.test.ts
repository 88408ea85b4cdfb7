import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Browser, type CastName, emailOf, type World, world } from '../../../test/world.ts'
import { type Day, day } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'
import { conflictedMemberships } from './interests/queries.ts'
import { needs } from './needs.ts'
import { agendaOf } from './queries.ts'

/** A planned meeting, of the board unless said otherwise, on a day that leaves all the notice there can be. */
async function planned(
  w: World,
  more: { heldOn?: Day; groups?: number[]; chairId?: number; clerkId?: number } = {},
): Promise<number> {
  const { groups = [w.groups.board], ...meeting } = more
  return w.database.transaction(everything, async (tx) => {
    const { id } = await tx
      .insertInto('meetings')
      .values({
        ...{ title: 'Board', heldOn: day('2018-03-22'), starts: '15:45', ends: '16:00', status: 'planned' },
        ...{ ref: null, place: 'Ashmere', importId: null, ...meeting },
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const links = groups.map((groupId) => ({ meetingId: id, groupId }))
    await tx.insertInto('meetingGroups').values(links).execute()
    return id
  })
}

const item = (title: string, more: Record<string, string> = {}) => ({
  ...{ kind: 'report', title, purpose: '', ownerId: '', minutes: '10', followsId: '' },
  ...more,
})

async function withItems(w: World, id: number, ...titles: string[]) {
  const office = await w.as('coordinator')
  for (const title of titles)
    assert.equal((await office.post(`/meetings/${id}/agenda/add`, item(title))).status, 303)
  return { office, ids: (await agendaOf(w.db, id)).map((one) => one.id) }
}

const proposal = {
  ...{ title: 'Exclusions', kind: 'decision', purpose: 'Agree a form', minutes: '', confidential: 'no' },
}

const titles = async (w: World, id: number) => (await agendaOf(w.db, id)).map(({ title }) => title)

const sent = (office: Browser, id: number, reason = '') =>
  office.post(`/meetings/${id}/agenda/issue`, { reason, words: '' })

describe('preparing an agenda', () => {
  test('the standing order is laid once; what is added comes before the close, with a running clock', async () => {
    const w = await world()
    const id = await planned(w, { chairId: w.people.otherHead, clerkId: w.people.businessManager })
    const clerk = await w.as('businessManager')
    const at = `/meetings/${id}/agenda`
    assert.equal((await clerk.post(`${at}/lay`, {})).status, 303)
    const laid = await titles(w, id)
    assert.equal(laid[0], 'Welcome and apologies')
    assert.match((await clerk.post(`${at}/lay`, {})).text, /already holds/)
    await clerk.post(`${at}/add`, item('A new prospectus', { kind: 'decision', minutes: '20' }))
    const order = await titles(w, id)
    assert.deepEqual(order.slice(-3), ['A new prospectus', 'Any other business', 'Dates of next meetings'])
    const { text } = await clerk.get(at)
    assert.match(text, /15:50/)
    assert.match(text, /ends \d\d:\d\d, \d+ minutes over/)
  })

  test('moved by buttons and by places typed, corrected, taken off and put back where it stood', async () => {
    const w = await world()
    const id = await planned(w)
    const { office, ids } = await withItems(w, id, 'One', 'Two', 'Three')
    const [one, two, three] = ids
    await office.post(`/meetings/${id}/items/${three}/up`, {})
    assert.deepEqual(await titles(w, id), ['One', 'Three', 'Two'])
    const places = { [`was-${one}`]: '1', [`was-${three}`]: '2', [`was-${two}`]: '3' }
    const typed = { ...places, [`at-${one}`]: '3', [`at-${three}`]: '2', [`at-${two}`]: '3' }
    assert.equal((await office.post(`/meetings/${id}/agenda/order`, typed)).status, 303)
    assert.deepEqual(await titles(w, id), ['Three', 'Two', 'One'])
    await office.post(`/meetings/${id}/items/${two}/remove`, {})
    assert.match((await office.get(`/meetings/${id}/agenda`)).text, /Taken off/)
    await office.post(`/meetings/${id}/items/${two}/restore`, {})
    assert.deepEqual(await titles(w, id), ['Three', 'Two', 'One'])
    const corrected = { ...item('Deux'), 'form-version': '3' }
    assert.equal((await office.post(`/meetings/${id}/items/${two}/correct`, corrected)).status, 303)
    assert.deepEqual(await titles(w, id), ['Three', 'Deux', 'One'])
  })

  test('two who reorder at once lose nothing; of one item moved by both the second sees both', async () => {
    const w = await world()
    const id = await planned(w)
    const { office, ids } = await withItems(w, id, 'A', 'B', 'C', 'D', 'E')
    const opened = Object.fromEntries(ids.map((one, i) => [`was-${one}`, String(i + 1)]))
    const typed = (moves: Record<number, number>) => ({
      ...opened,
      ...Object.fromEntries(ids.map((one, i) => [`at-${one}`, String(moves[i] ?? i + 1)])),
    })
    const at = `/meetings/${id}/agenda/order`
    assert.equal((await office.post(at, typed({ 4: 1 }))).status, 303)
    assert.equal((await office.post(at, typed({ 1: 4 }))).status, 303)
    assert.deepEqual(await titles(w, id), ['E', 'A', 'C', 'D', 'B'])
    const both = await office.post(at, typed({ 4: 3 }))
    assert.equal(both.status, 409)
    assert.match(both.text, /moved to place 1 while you were typing/)
    await Promise.all(ids.map((one) => office.post(`/meetings/${id}/items/${one}/down`, {})))
    assert.deepEqual((await titles(w, id)).sort(), ['A', 'B', 'C', 'D', 'E'])
  })

  test('a draft is its keepers’ alone; sent, everybody who sees the group reads it', async () => {
    const w = await world()
    const id = await planned(w)
    const { office, ids } = await withItems(w, id, 'Prospectus')
    const head = await w.as('head')
    for (const path of [`/items/${ids[0]}`, '/pack', '/pack.pdf'])
      assert.equal((await head.get(`/meetings/${id}${path}`)).status, 404, path)
    assert.doesNotMatch((await head.get(`/meetings/${id}`)).text, /Prospectus/)
    assert.equal((await head.get(`/meetings/${id}/agenda`)).status, 403)
    assert.equal((await sent(office, id)).status, 303)
    assert.match((await head.get(`/meetings/${id}`)).text, /1\. Prospectus/)
    assert.match((await head.get(`/meetings/${id}/pack`)).text, /Prospectus/)
    assert.equal((await (await w.as('teacher')).get(`/meetings/${id}/pack`)).status, 404)
  })
})

describe('sending an agenda', () => {
  const mails = (w: World) => w.db.selectFrom('mails').selectAll().orderBy('id').execute()

  test('with seven clear days it goes to whoever is expected; later only with a reason, which is shown', async () => {
    const w = await world()
    const intime = await planned(w, { heldOn: day('2018-03-13') })
    const { office } = await withItems(w, intime, 'Prospectus')
    assert.match((await office.get(`/meetings/${intime}/agenda/issue`)).text, /gives 7 clear days, as/)
    assert.equal((await sent(office, intime)).status, 303)
    const [first, ...more] = await mails(w)
    assert.equal(more.length, 1)
    assert.match(first?.body ?? '', /1\. Prospectus/)
    assert.match(first?.body ?? '', /because you are expected/)
    const late = await planned(w, { heldOn: day('2018-03-12') })
    await withItems(w, late, 'Budget')
    const refused = await sent(office, late)
    assert.equal(refused.status, 422)
    assert.match(refused.text, /gives 6 clear days; the heads agreed on 7/)
    assert.equal((await sent(office, late, 'The budget came late')).status, 303)
    assert.match((await (await w.as('head')).get(`/meetings/${late}`)).text, /The budget came late/)
  })

  test('moved afterwards the new day has the agreed notice too, or a reason that is shown', async () => {
    const w = await world()
    const id = await planned(w)
    const { office } = await withItems(w, id, 'Prospectus')
    const moved = async (heldOn: string, agendaLateReason = '') => {
      const [row] = await w.db.selectFrom('meetings').select('version').where('id', '=', id).execute()
      return office.post(`/meetings/${id}/correct`, {
        ...{
          title: 'Board',
          groups: [String(w.groups.board)],
          starts: '15:45',
          ends: '16:00',
          status: 'planned',
        },
        ...{ heldOn, agendaLateReason, place: 'Ashmere', 'form-version': String(row?.version) },
      })
    }
    assert.equal((await moved('12/3/2018')).status, 303)
    assert.equal((await moved('22/3/2018')).status, 303)
    await sent(office, id)
    const refused = await moved('12/3/2018')
    assert.equal(refused.status, 422)
    assert.match(refused.text, /href="#agendaLateReason">The agenda has been sent\. This gives 6 clear days/)
    assert.match(refused.text, /Choose a day from 13 March 2018 on/)
    assert.match(refused.text, /value="12\/3\/2018"/)
    assert.match((await office.post(`/planning/meetings/${id}/move/2018-03-12`, {})).text, /6 clear days/)
    assert.equal((await moved('13/3/2018')).status, 303)
    assert.equal((await moved('12/3/2018', 'The hall is closed')).status, 303)
    assert.match((await (await w.as('head')).get(`/meetings/${id}`)).text, /The hall is closed/)
  })

  test('of two who send it at once one does, and nobody has it twice', async () => {
    const w = await world()
    const id = await planned(w)
    const { office } = await withItems(w, id, 'Prospectus')
    const at = `/meetings/${id}/agenda/issue`
    const before = /name="before" value="(\d+)"/.exec((await office.get(at)).text)?.[1] ?? ''
    const both = await Promise.all(
      [office, await w.as('coordinator')].map((who) => who.post(at, { words: '', before })),
    )
    assert.deepEqual(both.map(({ status }) => status).sort(), [303, 422])
    const to = (await mails(w)).map(({ recipient }) => recipient)
    assert.equal(new Set(to).size, to.length)
  })

  test('a head’s mail brings the way to name a deputy without signing in, and nobody else’s does', async () => {
    const w = await world()
    const id = await planned(w)
    await sent((await withItems(w, id, 'Prospectus')).office, id)
    const linked = (await mails(w)).filter(({ body }) => body.includes('/meetings/deputy?token='))
    assert.deepEqual(linked.map(({ recipient }) => recipient).sort(), [emailOf('head'), emailOf('otherHead')])
    const [, link = ''] =
      /Ashmere: \S+(\/meetings\/deputy\S+)/.exec(linked.map(({ body }) => body).join()) ?? []
    assert.match((await (await w.as('visitor')).get(link)).text, /Dev Deputy/)
  })

  test('changed after it was sent it says so, until it is sent again', async () => {
    const w = await world()
    const id = await planned(w)
    const { office } = await withItems(w, id, 'Prospectus')
    await sent(office, id)
    const head = await w.as('head')
    assert.doesNotMatch((await head.get(`/meetings/${id}`)).text, /changed since/)
    await withItems(w, id, 'Budget')
    assert.match((await head.get(`/meetings/${id}`)).text, /changed since it was sent/)
    await sent(office, id)
    assert.doesNotMatch((await head.get(`/meetings/${id}`)).text, /changed since/)
    assert.equal((await w.db.selectFrom('circulations').selectAll().execute()).length, 4)
    assert.match((await mails(w)).at(-1)?.subject ?? '', /^Changed agenda: Board/)
  })

  test('what is confidential is named neither in mail nor where it may not be read', async () => {
    const w = await world()
    const id = await planned(w)
    const { office, ids } = await withItems(w, id, 'Prospectus', 'MARKER pay dispute', 'Budget')
    await w.database.transaction(everything, (tx) =>
      tx
        .updateTable('agendaItems')
        .set({ partB: true })
        .where('id', '=', ids[1] as number)
        .execute(),
    )
    await sent(office, id)
    for (const { body, subject } of await mails(w)) assert.doesNotMatch(body + subject, /MARKER/)
    const [head, governor] = [await w.as('head'), await w.as('governor')]
    assert.doesNotMatch((await head.get(`/meetings/${id}`)).text, /MARKER/)
    assert.match((await head.get(`/meetings/${id}/pack`)).text, /MARKER/)
    const secret = await head.get(`/meetings/${id}/items/${ids[1]}`)
    assert.doesNotMatch(/<title>.*<\/title>/s.exec(secret.text)?.[0] ?? 'MARKER', /MARKER/)
    const open = await governor.get(`/meetings/${id}/pack`)
    assert.doesNotMatch(open.text, /MARKER/)
    assert.match(open.text, /3\. Budget/)
    assert.equal((await governor.get(`/meetings/${id}/items/${ids[1]}`)).status, 404)
    const opened = await w.db
      .selectFrom('itemOpenings')
      .selectAll()
      .where('itemId', '=', ids[1] as number)
      .execute()
    assert.deepEqual([...new Set(opened.map(({ personId }) => personId))], [w.people.head])
  })
})

describe('what waits for whoever keeps an agenda', () => {
  const waiting = async (w: World, name: CastName) =>
    (await needs(await w.by(name))).map(({ says, on }) => [says, on])

  test('the clerk is asked for it in time, the office where nobody else is, and nobody once it is sent', async () => {
    const w = await world()
    const [near, far] = [day('2018-03-22'), day('2018-05-10')]
    const id = await planned(w, { heldOn: near, clerkId: w.people.businessManager })
    const nobodys = await planned(w, { heldOn: near })
    await planned(w, { heldOn: far })
    const asked = [['Prepare the agenda of Board, Thu 22 Mar 2018', '2018-03-14']]
    assert.deepEqual(await waiting(w, 'businessManager'), asked)
    assert.deepEqual(await waiting(w, 'coordinator'), asked)
    assert.deepEqual(await waiting(w, 'head'), [])
    const { office } = await withItems(w, id, 'Prospectus')
    assert.match(String(await waiting(w, 'businessManager')), /^Send the agenda/)
    await sent(office, id)
    assert.deepEqual(await waiting(w, 'businessManager'), [])
    const head = await w.as('head')
    await head.post(`/meetings/${nobodys}/items/propose`, proposal)
    assert.match(String(await waiting(w, 'coordinator')), /Answer an item proposed for Board/)
  })
})

describe('items that members propose', () => {
  test('are accepted in their place, or declined with a reason that their proposer is told', async () => {
    const w = await world()
    const id = await planned(w)
    const { office } = await withItems(w, id, 'Prospectus')
    await office.post(`/meetings/${id}/agenda/lay`, {})
    const head = await w.as('head')
    const at = (await head.post(`/meetings/${id}/items/propose`, proposal)).headers.get('location') ?? ''
    const [path = ''] = at.split('?')
    assert.equal((await head.get(path)).status, 200)
    assert.equal((await (await w.as('otherHead')).get(path)).status, 404)
    assert.match((await office.get(`/meetings/${id}`)).text, /Answer the item proposed/)
    assert.equal((await head.post(`${path}/accept`, {})).status, 403)
    await office.post(`${path}/accept`, {})
    assert.equal((await titles(w, id)).at(-3), 'Exclusions')
    const second = (await head.post(`/meetings/${id}/items/propose`, { ...proposal, title: 'Uniform' }))
      .headers
    const [other = ''] = (second.get('location') ?? '').split('?')
    assert.equal((await office.post(`${other}/decline`, { reason: '' })).status, 422)
    await office.post(`${other}/decline`, { reason: 'Not for the board' })
    const [mail] = await w.db.selectFrom('mails').selectAll().execute()
    assert.equal(mail?.recipient, 'head@alliance.example')
    assert.doesNotMatch(`${mail?.subject}${mail?.body}`, /Uniform|Not for the board/)
    assert.match((await head.get(other)).text, /Not for the board/)
  })

  test('may be confidential from the beginning, and are withdrawn by their proposer', async () => {
    const w = await world()
    const id = await planned(w)
    const head = await w.as('head')
    const made = await head.post(`/meetings/${id}/items/propose`, { ...proposal, confidential: 'yes' })
    const [path = ''] = (made.headers.get('location') ?? '').split('?')
    const [marked] = await w.db.selectFrom('itemMarkings').selectAll().execute()
    assert.equal(marked?.partB, true)
    assert.match((await (await w.as('coordinator')).get(path)).text, /A proposal for Part B/)
    assert.equal((await head.post(`${path}/withdraw`, {})).status, 303)
    assert.match((await head.post(`${path}/withdraw`, {})).text, /answered or withdrawn already/)
  })

  test('are taken until the agenda closes, from those who belong to the group', async () => {
    const w = await world()
    const closed = await planned(w, { heldOn: day('2018-03-11') })
    const open = await planned(w, { heldOn: day('2018-03-12') })
    const head = await w.as('head')
    assert.match((await head.post(`/meetings/${closed}/items/propose`, proposal)).text, /until 4 March 2018/)
    assert.equal((await head.post(`/meetings/${open}/items/propose`, proposal)).status, 303)
    for (const name of ['governor', 'officer', 'businessManager'] satisfies CastName[])
      assert.equal((await (await w.as(name)).get(`/meetings/${open}/items/propose`)).status, 403, name)
  })
})

describe('interests', () => {
  test('a standing one appears under declarations; who declares on an item has no part in it', async () => {
    const w = await world()
    const id = await planned(w)
    const { office, ids } = await withItems(w, id, 'Prospectus')
    await office.post(`/meetings/${id}/agenda/lay`, {})
    await sent(office, id)
    const head = await w.as('head')
    const standing = { words: 'Trustee of Valebooks', fromOn: '1/9/2016', toOn: '', personId: '' }
    assert.equal((await head.post('/meetings/interests/new', standing)).status, 303)
    const declarations = (await agendaOf(w.db, id)).find(({ kind }) => kind === 'declarations')
    assert.match(
      (await head.get(`/meetings/${id}/items/${declarations?.id}`)).text,
      /Hannah Head, Ashmere: Trustee/,
    )
    const at = `/meetings/${id}/items/${ids[0]}`
    const declared = { words: 'My brother prints it', leftRoom: 'yes', personId: '' }
    assert.equal((await head.post(`${at}/interests/new`, declared)).status, 303)
    assert.equal((await head.post(`${at}/interests/new`, declared)).status, 422)
    assert.deepEqual(await conflictedMemberships(w.db, ids[0] as number), [w.members.ashmere])
    assert.match((await head.get(at)).text, /My brother prints it. Left the room; has no part in the item/)
    const forOther = { ...declared, personId: String(w.people.otherHead) }
    await office.post(`${at}/interests/new`, forOther)
    assert.equal((await conflictedMemberships(w.db, ids[0] as number)).length, 2)
    const [first] = await w.db.selectFrom('itemInterests').select('id').orderBy('id').execute()
    assert.equal((await head.post(`${at}/interests/${first?.id}/remove`, {})).status, 403)
    await office.post(`${at}/interests/${first?.id}/remove`, {})
    assert.equal((await conflictedMemberships(w.db, ids[0] as number)).length, 1)
  })

  test('are one’s own to correct, and the office’s; teachers and partners do not see them', async () => {
    const w = await world()
    const interest = { words: 'A business', fromOn: '1/9/2016', toOn: '', personId: '' }
    await (await w.as('governor')).post('/meetings/interests/new', interest)
    const head = await w.as('head')
    assert.match((await head.get('/meetings/interests')).text, /Grace Governor/)
    const [row] = await w.db.selectFrom('interests').selectAll().execute()
    const at = `/meetings/interests/${row?.id}/correct`
    assert.equal((await head.get(at)).status, 403)
    const ended = { ...interest, toOn: '1/9/2015', 'form-version': '1' }
    assert.match((await (await w.as('governor')).post(at, ended)).text, /must not be before the first/)
    assert.equal((await (await w.as('coordinator')).post(at, { ...ended, toOn: '1/9/2017' })).status, 303)
    for (const name of ['teacher', 'partner'] satisfies CastName[])
      assert.equal((await (await w.as(name)).get('/meetings/interests')).status, 403)
  })
})
