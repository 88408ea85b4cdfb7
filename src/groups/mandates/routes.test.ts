import assert from 'node:assert/strict'
import { test } from 'node:test'
import { world } from '../../../test/world.ts'
import { day } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'

test('the register says who speaks for us until when, and the office is told of what nobody follows', async () => {
  const w = await world()
  const bodies = ['Ended', 'Renewed', 'Soon', 'Soon, followed', 'Open', 'Far', 'To come', 'Long ago']
  await w.database.transaction(everything, async (tx) => {
    const rows = await tx
      .insertInto('groups')
      .values(
        bodies.map((name) => ({
          name,
          kind: 'outside body' as const,
          subject: null,
          leadId: null,
          ref: null,
          importId: null,
        })),
      )
      .returning(['id', 'name'])
      .execute()
    const of = (name: string) => rows.find((row) => row.name === name)?.id ?? 0
    const spells: [string, string, string | null][] = [
      ['Ended', '2016-09-01', '2018-03-04'],
      ['Renewed', '2015-09-01', '2017-08-31'],
      ['Renewed', '2017-09-01', '2019-08-31'],
      ['Soon', '2016-09-01', '2018-05-04'],
      ['Soon, followed', '2016-09-01', '2018-03-05'],
      ['Soon, followed', '2018-03-06', null],
      ['Open', '2016-09-01', null],
      ['Far', '2016-09-01', '2018-05-05'],
      ['To come', '2018-09-01', null],
      ['Long ago', '2012-09-01', '2013-08-31'],
    ]
    await tx
      .insertInto('groupMembers')
      .values(
        spells.map(([name, from, to]) => ({
          ...{ groupId: of(name), personId: w.people.head, membershipId: w.members.ashmere, note: null },
          ...{ part: 'representative' as const, fromOn: day(from), toOn: to === null ? null : day(to) },
        })),
      )
      .execute()
  })
  const office = await w.as('coordinator')
  const csv = async (query: string) => {
    const { text } = await office.get(`/groups/mandates?format=csv&${query}`)
    return text
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.replace(/,outside body,.*,([^,]*)$/, ': $1'))
  }
  assert.deepEqual(await csv('sort=group'), [
    'Ended: Nobody since',
    'Far: Speaks for us',
    'Long ago: Nobody since',
    'Open: Speaks for us',
    'Renewed: Speaks for us',
    'Soon: Ends soon',
    '"Soon, followed": Speaks for us',
    '"Soon, followed": Not yet begun',
    'To come: Not yet begun',
  ])
  assert.deepEqual(await csv('state=over'), ['Renewed: Over'])
  const { text } = await office.get('/')
  assert.match(text, /Say who speaks for the alliance in Soon after Hannah Head/)
  assert.match(text, /Say who speaks for the alliance in Ended after Hannah Head/)
  assert.doesNotMatch(text, /alliance in (Renewed|Long ago|Far)/)
  assert.doesNotMatch(
    (await (await w.as('teacher')).get('/groups/mandates')).text,
    /Renewed/,
    'only of groups one sees',
  )
})
