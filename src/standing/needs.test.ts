import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agreed } from '../../test/agreement.ts'
import { world } from '../../test/world.ts'
import { day } from '../platform/day.ts'
import { everything } from '../platform/db.ts'
import { needs } from './needs.ts'

test('a head and a chair have what their school has to put right, one step a line; the office how many schools', async () => {
  const w = await world()
  await agreed(w)
  for (const name of ['head', 'chair'] as const) {
    const [first, ...rest] = await needs(await w.by(name))
    assert.deepEqual(rest, [])
    assert.equal(first?.says, 'Clauses 6 and 21: Agree with SSIG when 9 days more will be given')
    assert.match(first?.why ?? '', /0 of 9 days given/)
    assert.deepEqual(first?.state, { says: 'At risk', tone: 'due' })
    assert.equal(first?.href, '/people?post=practitioner')
  }
  const [chase] = await needs(await w.by('coordinator'))
  assert.equal(chase?.says, '2 schools have something to put right')
  assert.equal(chase?.href, '/standing/schools')
  for (const name of ['deputy', 'teacher', 'officer', 'governor', 'partner'] as const)
    assert.deepEqual(await needs(await w.by(name)), [], name)
})

test('who answers for two schools is told which one it is about', async () => {
  const w = await world()
  await agreed(w)
  await w.database.transaction(everything, (tx) =>
    tx
      .insertInto('posts')
      .values({
        ...{ personId: w.people.head, membershipId: w.members.brindle, organisationId: null },
        ...{ post: 'executive head', fromOn: day('2017-09-01'), toOn: null, importId: null },
      })
      .execute(),
  )
  const says = (await needs(await w.by('head'))).map((need) => need.says)
  assert.equal(says.length, 2)
  assert.match(says[0] ?? '', /^Ashmere, clauses 6 and 21/)
  assert.match(says[1] ?? '', /^Brindle Moor, clauses 6 and 21/)
})

test('nothing waits for anybody before there is an agreement', async () => {
  const w = await world()
  assert.deepEqual(await needs(await w.by('head')), [])
  assert.deepEqual(await needs(await w.by('coordinator')), [])
})
