import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import {
  auditLines,
  everything,
  imported,
  people,
  schools,
  small,
  sourceOf,
  total,
} from '../../test/small-year.ts'
import { world } from '../../test/world.ts'
import { csvOf, type Row, right } from '../../test/year.ts'
import { Refusal } from '../platform/refusal.ts'
import { importYear } from './actions.ts'

describe('importing a year', () => {
  test('keeps every row under the import it came from, with one line in the audit log', async () => {
    const here = await world()
    const { id, told } = await imported(here, small)
    assert.equal(total(told, 'added'), 1 + 1 + 3 + 3 + 1 + 2 + 2 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1)
    for (const table of [
      'trusts',
      'organisations',
      'memberships',
      'support_visits',
      'reading_tests',
      'course_sessions',
    ]) {
      const { rows } = await sql<{
        count: number
      }>`select count(*)::integer as count from ${sql.table(table)} where import_id = ${id}`.execute(here.db)
      assert.equal(rows[0]?.count, 1, table)
    }
    assert.deepEqual(await auditLines(here), ['imported a year'])
  })

  test('binds each row to what it names', async () => {
    const here = await world()
    await imported(here, small)
    const { rows } = await sql`
      select a.capacity, p.name, m.title, (select string_agg(g.name, ', ' order by g.name) from meeting_groups mg join groups g on g.id = mg.group_id where mg.meeting_id = m.id) as groups,
        a.membership_id = ${here.members.ashmere} as ours
      from attendances a join people p on p.id = a.person_id join meetings m on m.id = a.meeting_id where m.ref = 'm-1'`.execute(
      here.db,
    )
    assert.deepEqual(rows, [
      { capacity: 'head', name: 'Lucia Almeida', title: 'Ratio', groups: 'Art hub, Maths hub', ours: true },
    ])
    const visit = await here.db.selectFrom('supportVisits').selectAll().executeTakeFirstOrThrow()
    assert.deepEqual(
      [visit.fromMembershipId, visit.toMembershipId],
      [here.members.ashmere, here.members.brindle],
    )
    const council = await here.db
      .selectFrom('organisations')
      .select('kind')
      .where('name', '=', 'Vale Council')
      .executeTakeFirst()
    assert.equal(council?.kind, 'authority')
  })

  test('a dry run tells the same and writes nothing', async () => {
    const here = await world()
    const before = await everything(here)
    const told = await importYear(await here.by('coordinator'), sourceOf(small), { dryRun: true })
    assert.deepEqual(await everything(here), before)
    assert.deepEqual(await auditLines(here), [])
    assert.deepEqual(told.told, (await imported(here, small)).told)
  })

  test('with one fault anywhere writes nothing at all', async () => {
    const here = await world()
    const before = await everything(here)
    const sheets = { ...small, reading: [{ ...right.reading, reading_age: '11:12' }] }
    const { faults, told } = await importYear(await here.by('coordinator'), sourceOf(sheets))
    assert.equal(faults.length, 1)
    assert.deepEqual(told, [])
    assert.deepEqual(await everything(here), before)
    assert.deepEqual(await auditLines(here), [])
  })

  test('the same files again change nothing', async () => {
    const here = await world()
    const { id } = await imported(here, small)
    const before = await everything(here)
    const again = await imported(here, small)
    assert.deepEqual([again.already, again.id], [true, id])
    assert.deepEqual(await everything(here), before)
  })

  test('the same rows in other files change nothing either', async () => {
    const here = await world()
    await imported(here, small)
    const before = await everything(here, 'imports')
    const again = await imported(here, {
      ...small,
      courses: [...(small.courses ?? []).slice(0, 1)].reverse(),
      people: [...people].reverse(),
    })
    assert.deepEqual([total(again.told, 'added'), total(again.told, 'changed')], [0, 0])
    assert.deepEqual(await everything(here, 'imports'), before)
  })

  test('a corrected row takes the place of its earlier self, which is kept', async () => {
    const here = await world()
    await imported(here, small)
    const corrected = {
      ...small,
      meetings: [{ ...small.meetings[0], title: 'Proportion', group: 'Maths hub' }],
      schools: [{ ...schools[1], left_on: '2018-06-30' }],
      people: [{ ...people[1], email: 'bo.brown@brindle.example', to: '2018-08-31' }],
      schemes: [{ ...right.schemes, urns: '990001; 990004' }],
    }
    const { told } = await imported(here, corrected)
    const changed = Object.fromEntries(
      told.filter((one) => one.changed > 0).map((one) => [one.what, one.changed]),
    )
    assert.deepEqual(changed, { memberships: 1, people: 1, posts: 1, meetings: 1, 'joint schemes': 1 })
    const meeting = await here.db
      .selectFrom('meetings')
      .selectAll()
      .where('ref', '=', 'm-1')
      .executeTakeFirstOrThrow()
    assert.deepEqual([meeting.title, meeting.version], ['Proportion', 2])
    const kept = await here.db
      .selectFrom('revisions')
      .select('before')
      .where('tableName', '=', 'meetings')
      .executeTakeFirst()
    const { title, groups } = (kept?.before ?? {}) as { title?: string; groups?: string }
    assert.deepEqual([title, groups], ['Ratio', 'Art hub; Maths hub'])
    const left = await here.db
      .selectFrom('membershipSchools')
      .select('toOn')
      .where('urn', '=', 990004)
      .executeTakeFirst()
    assert.equal(left?.toOn, '2018-06-30')
  })

  test('what a file does not say is left as it stands', async () => {
    const here = await world()
    await imported(here, small)
    const files = [
      new File(
        ['ref,group,title,held_on,status\nm-1,art; Maths hub,Ratio,2018-03-05,held\n'],
        'meetings.csv',
      ),
    ]
    const { told } = await importYear(await here.by('coordinator'), { kind: 'year', name: 'short', files })
    assert.equal(total(told, 'changed'), 0)
  })

  test('two visits may exchange their half-days, and two people their addresses', async () => {
    const here = await world()
    const visits: [Row, Row] = [
      { ...right.support, practitioner: 'p-1' },
      { ...right.support, ref: 'V10', practitioner: 'p-1', half: 'pm' },
    ]
    await imported(here, { ...small, support: visits })
    const [first, second] = visits
    const [lucia, bo] = people
    const exchanged = {
      support: [
        { ...first, half: 'pm' },
        { ...second, half: 'am' },
      ],
      people: [
        { ...lucia, email: bo.email ?? '' },
        { ...bo, email: lucia.email ?? '' },
      ],
    }
    const { told } = await imported(here, exchanged)
    assert.equal(total(told, 'changed'), 4)
  })

  test('is the office’s alone', async () => {
    const here = await world()
    await assert.rejects(importYear(await here.by('head'), sourceOf(small)), Refusal)
  })

  test('a list of people may be called anything', async () => {
    const here = await world()
    const files = [new File([csvOf('people', people)], 'staff list.csv')]
    const { told } = await importYear(await here.by('coordinator'), { kind: 'people', name: 'staff', files })
    assert.deepEqual(
      told.map(({ what, added }) => [what, added]),
      [
        ['people', 3],
        ['posts', 3],
      ],
    )
  })
})

describe('two imports at once', () => {
  test('of the same files: one brings them in and the other finds them there', async () => {
    const here = await world()
    const by = await here.by('coordinator')
    const both = await Promise.all([importYear(by, sourceOf(small)), importYear(by, sourceOf(small))])
    assert.deepEqual(both.map(({ already }) => already).sort(), [false, true])
    assert.equal((await here.db.selectFrom('meetings').select('id').execute()).length, 2)
  })

  test('of files that differ: each takes its turn', async () => {
    const here = await world()
    const by = await here.by('coordinator')
    const titled = (title: string) =>
      sourceOf({
        ...small,
        meetings: small.meetings.map((meeting, i) => (i === 0 ? { ...meeting, title } : meeting)),
      })
    const both = await Promise.all(['One', 'Two', 'Three'].map((title) => importYear(by, titled(title))))
    assert.deepEqual(
      both.map(({ faultCount }) => faultCount),
      [0, 0, 0],
    )
    const { version } = await here.db
      .selectFrom('meetings')
      .select('version')
      .where('ref', '=', 'm-1')
      .executeTakeFirstOrThrow()
    assert.equal(version, 3)
  })
})
