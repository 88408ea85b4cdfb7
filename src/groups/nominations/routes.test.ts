import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { emailOf, type World, world } from '../../../test/world.ts'
import { everything } from '../../platform/db.ts'

/** A working group that the teacher leads: the head sees it, and the middle leader of another school does not. */
async function withPanel() {
  const w = await world()
  const panel = await w.database.transaction(everything, (tx) =>
    tx
      .insertInto('groups')
      .values({
        name: 'SEND panel',
        kind: 'panel',
        subject: null,
        leadId: w.people.teacher,
        ref: null,
        importId: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow(),
  )
  return { ...w, panel: panel.id }
}

const nominee = (w: World, name: 'deputy' | 'head' | 'governor') => `${w.people[name]}:${w.members.ashmere}`
const mailsTo = async (w: World, name: 'deputy' | 'head') =>
  (
    await w.db
      .selectFrom('mails')
      .select('subject')
      .where('recipient', '=', emailOf(name))
      .orderBy('id')
      .execute()
  ).map(({ subject }) => subject)
const at = (sent: { headers: Headers }) => (sent.headers.get('location') ?? '').replace(/\?.*/, '')

describe('nominations', () => {
  test('a head nominates, the lead appoints: who was put forward serves, and both are told', async () => {
    const w = await withPanel()
    const [head, lead, deputy] = [await w.as('head'), await w.as('teacher'), await w.as('deputy')]
    const form = { nominee: nominee(w, 'deputy'), groupId: String(w.panel), words: 'Knows SEND.' }
    const sent = await head.post('/groups/nominations/new', form)
    assert.equal(sent.status, 303)
    assert.deepEqual(await mailsTo(w, 'deputy'), ['You were nominated for SEND panel'])
    const twice = await head.post('/groups/nominations/new', form)
    assert.match(twice.text, /already put forward for that/)
    assert.match((await lead.get('/')).text, /Answer the nomination of Dev Deputy for SEND panel/)
    assert.match((await (await w.as('coordinator')).get('/')).text, /Answer one nomination for groups/)

    const page = await lead.get(at(sent))
    assert.match(page.text, /Knows SEND\./)
    assert.match((await deputy.get(at(sent))).text, /I would rather not/)
    assert.equal((await (await w.as('otherHead')).get(at(sent))).status, 404)
    const wanted = { groupId: String(w.panel), part: 'member', fromOn: '1/4/2018', toOn: '' }
    assert.equal((await deputy.post(`${at(sent)}/appoint`, wanted)).status, 403)
    const elsewhere = await lead.post(`${at(sent)}/appoint`, { ...wanted, groupId: String(w.groups.board) })
    assert.match(elsewhere.text, /Select the group on which they are to serve/)
    assert.equal((await lead.post(`${at(sent)}/appoint`, wanted)).status, 303)

    assert.deepEqual(await mailsTo(w, 'deputy'), [
      'You were nominated for SEND panel',
      'Nomination for SEND panel: appointed',
    ])
    assert.deepEqual(await mailsTo(w, 'head'), ['Nomination for SEND panel: appointed'])
    assert.match((await lead.get(`/groups/${w.panel}`)).text, /Dev Deputy[\s\S]*from 1 April 2018/)
    const late = await lead.post(`${at(sent)}/decline`, { reason: 'Full.' })
    assert.match(late.text, /already settled: appointed/)
    assert.doesNotMatch((await lead.get('/')).text, /Answer the nomination/)
  })

  test('staff offer themselves and nobody else, for any group; the office declines with a reason', async () => {
    const w = await withPanel()
    const [governor, office] = [await w.as('governor'), await w.as('coordinator')]
    const page = await governor.get('/groups/nominations/new')
    assert.match(page.text, /Offer to serve on a group/)
    assert.doesNotMatch(page.text, /Dev Deputy/)
    const other = { nominee: nominee(w, 'deputy'), groupId: '', words: '' }
    assert.equal((await governor.post('/groups/nominations/new', other)).status, 422)
    const sent = await governor.post('/groups/nominations/new', { ...other, nominee: nominee(w, 'governor') })
    assert.equal(sent.status, 303)
    assert.match((await office.post(`${at(sent)}/decline`, { reason: '' })).text, /Enter a reason/)
    await office.post(`${at(sent)}/decline`, { reason: 'No group needs anybody now.' })
    const mail = await w.db.selectFrom('mails').select(['recipient', 'body']).execute()
    assert.equal(mail.length, 1, 'one who is both nominee and nominator is told once')
    assert.match(mail[0]?.body ?? '', /No group needs anybody now\./)
    assert.match(
      (await governor.get('/groups/nominations?format=csv')).text,
      /Grace Governor,Ashmere,Any that needs somebody/,
    )
    assert.equal((await (await w.as('partner')).get('/groups/nominations')).status, 403)
  })

  test('who put somebody forward takes it back, and who was put forward may say no', async () => {
    const w = await withPanel()
    const [head, deputy] = [await w.as('head'), await w.as('deputy')]
    const form = { nominee: nominee(w, 'deputy'), groupId: String(w.panel), words: '' }
    const first = await head.post('/groups/nominations/new', form)
    assert.equal((await (await w.as('teacher')).post(`${at(first)}/withdraw`, {})).status, 403)
    await deputy.post(`${at(first)}/withdraw`, {})
    assert.deepEqual(await mailsTo(w, 'head'), ['Nomination for SEND panel: withdrawn'])
    const second = await head.post('/groups/nominations/new', form)
    assert.equal(second.status, 303, 'what is settled does not stand in the way')
    await head.post(`${at(second)}/withdraw`, {})
    assert.equal((await mailsTo(w, 'deputy')).length, 3)
  })

  test('of two who decide at once one does, and the other is told', async () => {
    const w = await withPanel()
    const [head, lead, office] = [await w.as('head'), await w.as('teacher'), await w.as('coordinator')]
    const form = { nominee: nominee(w, 'deputy'), groupId: String(w.panel), words: '' }
    const sent = await head.post('/groups/nominations/new', form)
    const wanted = { groupId: String(w.panel), part: 'member', fromOn: '1/4/2018', toOn: '' }
    const [one, two] = await Promise.all([
      lead.post(`${at(sent)}/appoint`, wanted),
      office.post(`${at(sent)}/decline`, { reason: 'Full.' }),
    ])
    assert.deepEqual([one.status, two.status].sort(), [303, 422])
    const served = await w.db.selectFrom('groupMembers').select('id').where('groupId', '=', w.panel).execute()
    assert.equal(served.length, one.status === 303 ? 1 : 0)
  })
})

test('the order of the rota is for who looks for somebody; a head is told of their own school', async () => {
  const w = await withPanel()
  await w.database.transaction(everything, (tx) =>
    tx
      .insertInto('groupMembers')
      .values({
        ...{
          groupId: w.panel,
          personId: w.people.otherHead,
          membershipId: w.members.brindle,
          part: 'member',
        },
        ...{ fromOn: '2016-09-01' as never, toOn: '2017-07-20' as never, note: null },
      })
      .execute(),
  )
  for (const address of ['/groups/rota', `/groups/${w.panel}/rota`]) {
    const all = await (await w.as('coordinator')).get(address)
    assert.match(
      all.text,
      /Ashmere[\s\S]*since it joined in September 2015[\s\S]*Brindle Moor[\s\S]*since July 2017/,
    )
    const own = await (await w.as('head')).get(address)
    assert.match(own.text, /nobody since it joined/)
    assert.doesNotMatch(own.text, /Brindle|July 2017/)
    assert.equal((await (await w.as('governor')).get(address)).status, 403)
  }
  assert.match((await (await w.as('teacher')).get(`/groups/${w.panel}/rota`)).text, /Whom to ask next/)
  assert.equal((await (await w.as('teacher')).get('/groups/rota')).status, 403)
})
