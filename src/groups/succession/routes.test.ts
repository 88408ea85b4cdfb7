import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emailOf, world } from '../../../test/world.ts'
import { day } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'
import { partsTaken } from '../queries.ts'

const maths = { name: 'Maths hub', kind: 'hub', subject: 'Maths', examBoard: 'AQA', purpose: 'Better maths.' }

test('a new lead is sent the pack: what was decided, what is open, whom to reach; nothing confidential', async () => {
  const w = await world()
  await w.database.transaction(everything, async (tx) => {
    const meeting = { place: null, starts: null, ends: null, ref: null, importId: null }
    const held = await tx
      .insertInto('meetings')
      .values({ ...meeting, title: 'Fractions', heldOn: day('2018-02-06'), status: 'held' })
      .returning('id')
      .executeTakeFirstOrThrow()
    const ahead = await tx
      .insertInto('meetings')
      .values({ ...meeting, title: 'Decimals', heldOn: day('2018-05-08'), status: 'planned' })
      .returning('id')
      .executeTakeFirstOrThrow()
    await tx
      .insertInto('meetingGroups')
      .values([held, ahead].map(({ id }) => ({ meetingId: id, groupId: w.groups.maths })))
      .execute()
    for (const [n, partB] of [false, true].entries()) {
      const item = await tx
        .insertInto('agendaItems')
        .values({ meetingId: held.id, position: n, kind: 'decision', title: 'An item', partB })
        .returning('id')
        .executeTakeFirstOrThrow()
      const of = { meetingId: held.id, itemId: item.id }
      const words = partB ? 'Marker of Part B' : 'One scheme of work'
      await tx
        .insertInto('decisions')
        .values({ ...of, number: `2017-18/${n}`, words })
        .execute()
      const open = { ownerId: w.people.teacher, ownerPost: 'teacher' as const, words: `${words}: write it` }
      await tx
        .insertInto('meetingActions')
        .values({ ...of, ...open })
        .execute()
    }
    const member = { groupId: w.groups.maths, personId: w.people.teacher, membershipId: w.members.ashmere }
    await tx
      .insertInto('groupMembers')
      .values({ ...member, part: 'member', fromOn: day('2017-09-01'), toOn: null, note: null })
      .execute()
  })
  const [office, before, next] = [await w.as('coordinator'), await w.as('hubLead'), await w.as('deputy')]
  const at = `/groups/${w.groups.maths}`
  assert.equal((await next.get(`${at}/succession`)).status, 403)
  const changed = {
    ...maths,
    leadId: String(w.people.deputy),
    leadFrom: '',
    reportsTo: '',
    'form-version': '1',
  }
  assert.equal((await office.post(`${at}/correct`, changed)).status, 303)
  const mails = await w.db.selectFrom('mails').select(['recipient', 'body']).execute()
  assert.equal(mails.length, 1)
  assert.equal(mails[0]?.recipient, emailOf('deputy'))
  assert.match(mails[0]?.body ?? '', new RegExp(`http://alliance\\.test${at}/succession`))

  const { text } = await next.get(`${at}/succession`)
  assert.match(text, /Better maths\./)
  assert.match(text, /exam board: AQA/)
  assert.match(text, /mailto:teacher@alliance\.example/)
  assert.match(text, /Decided \(2017-18\/0\): <\/strong>One scheme of work/)
  assert.match(text, /Open: <\/strong>One scheme of work: write it \(Tess Teacher\)/)
  assert.match(text, /8 May 2018: [\s\S]*Decimals/)
  assert.match(text, /Lee Lead led it before: until 4 March 2018/)
  assert.match(text, /The alliance office: Amina Office/)
  assert.doesNotMatch((await office.get(`${at}/succession`)).text, /Marker/)
  assert.equal((await before.get(`${at}/succession`)).status, 403, 'and the former lead opens it no longer')
  const printed = await next.get(`${at}/succession.pdf`)
  assert.equal(printed.headers.get('content-type'), 'application/pdf')
  assert.match(printed.text, /^%PDF-/)
})

test('who led a group in a year that is over goes on being told of that year (clause 5)', async () => {
  const w = await world()
  const office = await w.as('coordinator')
  const at = `/groups/${w.groups.maths}`
  const given = { ...maths, leadFrom: '1/9/2017', reportsTo: '' }
  await office.post(`${at}/correct`, { ...given, leadId: String(w.people.deputy), 'form-version': '1' })
  const leading = async (year: number, on: string) =>
    (await partsTaken(w.db, { year: year as never, on: day(on) }))
      .filter(({ leads }) => leads)
      .map(({ membershipId }) => membershipId)
  assert.deepEqual(await leading(2016, '2017-08-31'), [w.members.brindle])
  assert.deepEqual(await leading(2017, '2018-03-05'), [w.members.ashmere])
  const page = await office.get(at)
  assert.match(page.text, /Dev Deputy, since 1 September 2017/)
  assert.match(page.text, /Lee Lead, until 31 August 2017/)
  const { id } = await w.db.selectFrom('groupLeads').select('id').executeTakeFirstOrThrow()
  await office.post(`${at}/leads/${id}/remove`, {})
  assert.deepEqual(await leading(2016, '2017-08-31'), [])
  await office.post(`${at}/leads/${id}/restore`, {})
  assert.deepEqual(await leading(2016, '2017-08-31'), [w.members.brindle])
  const wrong = await office.post(`${at}/correct`, {
    ...given,
    leadFrom: '1/9/2018',
    leadId: '',
    'form-version': '2',
  })
  assert.match(wrong.text, /Enter today or a day before/)
})
