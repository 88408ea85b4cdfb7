import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type World, world } from '../../../test/world.ts'

const tess = (w: World, rest: Record<string, string> = {}) => ({
  ...{ personId: String(w.people.teacher), part: 'member', membershipId: '', note: '' },
  ...{ fromOn: '1/9/2017', toOn: '' },
  ...rest,
})

test('the lead adds a member, who then sees the group; corrects, ends, takes off and puts back', async () => {
  const w = await world()
  const [office, lead, teacher] = [await w.as('coordinator'), await w.as('hubLead'), await w.as('teacher')]
  const panel = {
    ...{ name: 'SEND panel', kind: 'panel', subject: '', examBoard: '', purpose: 'Looks after SEND.' },
    ...{ leadId: String(w.people.hubLead), leadFrom: '', reportsTo: '' },
  }
  const made = await office.post('/groups/new', panel)
  const at = (made.headers.get('location') ?? '').replace(/\?.*/, '')
  assert.equal((await teacher.get(at)).status, 404)
  assert.equal((await lead.post(`${at}/members/new`, tess(w))).status, 303)
  const seen = await teacher.get(at)
  assert.match(seen.text, /Looks after SEND\.[\s\S]*Tess Teacher[\s\S]*Ashmere[\s\S]*since 1 September 2017/)
  assert.doesNotMatch(seen.text, /Add somebody/)
  assert.equal((await teacher.get(`${at}/members/new`)).status, 403)

  const again = await lead.post(`${at}/members/new`, tess(w, { fromOn: '1/3/2018' }))
  assert.equal(again.status, 422)
  assert.match(again.text, /This person is already recorded in this part/)
  const back = await lead.post(`${at}/members/new`, tess(w, { part: 'clerk', toOn: '31/8/2017' }))
  assert.match(back.text, /href="#toOn">The last day must be on or after the first/)
  const left = { membershipId: String(w.members.carr), fromOn: '1/2/2018', part: 'observer' }
  assert.match(
    (await lead.post(`${at}/members/new`, tess(w, left))).text,
    /Carr Lane Academy was not a member/,
  )

  const { id } = await w.db
    .selectFrom('groupMembers')
    .select('id')
    .where('personId', '=', w.people.teacher)
    .executeTakeFirstOrThrow()
  const row = `${at}/members/${id}`
  await lead.post(row, tess(w, { toOn: '4/3/2018', 'form-version': '1' }))
  assert.match((await lead.get(at)).text, /Who served before \(1\)/)
  assert.equal((await teacher.get(at)).status, 404, 'and no longer than they serve')
  assert.match(
    (await lead.get(`${at}/members.csv`)).text,
    /Tess Teacher,member,Ashmere,2017-09-01,2018-03-04,former,/,
  )
  await lead.post(`${row}/remove`, {})
  assert.match((await lead.get(at)).text, /Taken off \(1\)/)
  await lead.post(`${row}/restore`, {})
  assert.match((await lead.get(at)).text, /Who served before \(1\)/)
  assert.equal((await office.post(`/groups/${w.groups.board}/members/${id}/restore`, {})).status, 404)
})

test('one of each school at once, or none where one cannot be', async () => {
  const w = await world()
  const office = await w.as('coordinator')
  const at = `/groups/${w.groups.maths}`
  const line = (school: number) => `school-${school}`
  const chosen = {
    fromOn: '1/9/2017',
    [line(w.members.ashmere)]: String(w.people.teacher),
    [line(w.members.brindle)]: String(w.people.hubLead),
  }
  const wrong = await office.post(`${at}/members/many`, {
    ...chosen,
    [line(w.members.brindle)]: String(w.people.head),
  })
  assert.match(wrong.text, /Choose somebody from the list/)
  assert.match((await office.post(`${at}/members/many`, { fromOn: '1/9/2017' })).text, /at least one school/)
  assert.equal((await office.post(`${at}/members/many`, chosen)).status, 303)
  const twice = await office.post(`${at}/members/many`, {
    ...chosen,
    [line(w.members.ashmere)]: String(w.people.deputy),
  })
  assert.equal(twice.status, 422)
  assert.match(twice.text, /Lee Lead is already recorded/)
  const rows = await w.db
    .selectFrom('groupMembers')
    .select(['personId', 'membershipId'])
    .where('groupId', '=', w.groups.maths)
    .orderBy('id')
    .execute()
  assert.deepEqual(rows, [
    { personId: w.people.teacher, membershipId: w.members.ashmere },
    { personId: w.people.hubLead, membershipId: w.members.brindle },
  ])
})

test('a deputy lead keeps the members as the lead does', async () => {
  const w = await world()
  const at = `/groups/${w.groups.maths}`
  const teacher = await w.as('teacher')
  assert.equal((await teacher.post(`${at}/members/new`, tess(w))).status, 403)
  await (await w.as('hubLead')).post(`${at}/members/new`, tess(w, { part: 'deputy lead' }))
  const more = { personId: String(w.people.deputy), part: 'member' }
  assert.equal((await teacher.post(`${at}/members/new`, tess(w, more))).status, 303)
})
