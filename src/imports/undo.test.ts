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
  withoutVersions,
} from '../../test/small-year.ts'
import { type World, world } from '../../test/world.ts'
import { right } from '../../test/year.ts'
import { recordMeeting } from '../meetings/actions.ts'
import { day } from '../platform/day.ts'
import { everything as viewsAll } from '../platform/db.ts'
import { correct } from '../platform/revision.ts'
import { undoImport } from './undo.ts'

describe('undoing an import', () => {
  test('leaves what was there before, and the same files can be brought in again', async () => {
    const here = await world()
    const before = withoutVersions(await everything(here, 'imports'))
    const { id } = await imported(here, small)
    await undoImport(await here.by('coordinator'), id ?? 0)
    assert.deepEqual(withoutVersions(await everything(here, 'imports')), before)
    assert.equal((await imported(here, small)).already, false)
    assert.deepEqual(await auditLines(here), ['imported a year', 'undid an import', 'imported a year'])
  })

  test('puts back what it corrected, links and ends of memberships too', async () => {
    const here = await world()
    await imported(here, small)
    const before = await everything(here, 'imports')
    const { id } = await imported(here, {
      meetings: [{ ...small.meetings[0], title: 'Proportion', group: 'Maths hub' }],
      schools: [{ ...schools[1], left_on: '2018-06-30' }],
      people: [{ ...people[0], name: 'Lucia Almeida-Jones', email: 'lj@ashmere.example' }],
    })
    await undoImport(await here.by('coordinator'), id ?? 0)
    assert.deepEqual(withoutVersions(await everything(here, 'imports')), withoutVersions(before))
  })

  const built: [what: string, build: (here: World) => Promise<unknown>, says: RegExp][] = [
    [
      'a row of it was corrected',
      async (here) => {
        const by = await here.by('coordinator')
        const { id } = await here.db.selectFrom('courses').select('id').executeTakeFirstOrThrow()
        await by.act({ did: 'x', subject: 'x' }, (tx, by) =>
          correct(tx, by, 'courses', { id, version: 1 }, { title: 'Other' }),
        )
      },
      /records of it were corrected or removed since: courses \(1\)/,
    ],
    [
      'something was recorded about what it added',
      async (here) => {
        const { id } = await here.db
          .selectFrom('groups')
          .select('id')
          .where('ref', '=', 'art')
          .executeTakeFirstOrThrow()
        const meeting = {
          title: 'Later',
          groups: [id],
          heldOn: day('2018-03-02'),
          starts: null,
          ends: null,
          place: null,
          status: 'held' as const,
        }
        await recordMeeting(await here.by('coordinator'), meeting)
      },
      /records were added since about what it brought in: meetings \(1\)/,
    ],
    [
      'a later import corrected it',
      (here) => imported(here, { resources: [{ ...right.resources, title: 'Newer', group: 'art' }] }),
      /corrected or removed since: resources \(1\)/,
    ],
  ]
  for (const [what, build, says] of built)
    test(`is refused when ${what}, and changes nothing`, async () => {
      const here = await world()
      const { id } = await imported(here, small)
      await build(here)
      const before = await everything(here)
      await assert.rejects(undoImport(await here.by('coordinator'), id ?? 0), says)
      assert.deepEqual(await everything(here), before)
    })

  test('is refused with a sentence when anything of a meeting or a group hangs on what it added', async () => {
    const here = await world()
    const { id } = await imported(here, small)
    const by = await here.by('coordinator')
    const [art] = await here.db.selectFrom('groups').select('id').where('ref', '=', 'art').execute()
    const [met] = await here.db.selectFrom('meetings').select('id').where('ref', '=', 'm-1').execute()
    const head = here.people.head
    const later: [table: string, columns: string, values: string, says: RegExp][] = [
      [
        'group_members',
        'group_id, person_id, part, from_on',
        `${art?.id}, ${head}, 'member', '2018-01-01'`,
        /members of groups \(1\)/,
      ],
      [
        'nominations',
        'group_id, person_id, nominated_by, nominated_on',
        `${art?.id}, ${head}, ${head}, '2018-01-01'`,
        /nominations \(1\)/,
      ],
      [
        'group_leads',
        'group_id, person_id, to_on',
        `${art?.id}, ${head}, '2018-01-01'`,
        /former leads of groups \(1\)/,
      ],
      ['groups', 'name, kind, reports_to', `'SEND', 'panel', ${art?.id}`, /groups \(1\)/],
      [
        'agenda_items',
        'meeting_id, position, kind, title',
        `${met?.id}, 1, 'report', 'Figures'`,
        /agenda items \(1\)/,
      ],
      ['minutes', 'meeting_id', `${met?.id}`, /minutes \(1\)/],
      ['circulations', 'meeting_id, person_id', `${met?.id}, ${head}`, /packs that were sent \(1\)/],
    ]
    for (const [table, columns, values, says] of later) {
      await here.database.transaction(viewsAll, (tx) =>
        sql.raw(`insert into ${table} (${columns}) values (${values})`).execute(tx),
      )
      await assert.rejects(undoImport(by, id ?? 0), says)
      await here.database.transaction(viewsAll, (tx) =>
        sql.raw(`delete from ${table} where id = (select max(id) from ${table})`).execute(tx),
      )
    }
    await undoImport(by, id ?? 0)
  })

  test('puts back since when a lead led, of whom it had said that another leads', async () => {
    const here = await world()
    const lead = () =>
      here.db
        .selectFrom('groups')
        .select(['leadId', 'leadFrom'])
        .where('id', '=', here.groups.maths)
        .execute()
    await here.database.transaction(viewsAll, (tx) =>
      sql`update groups set lead_from = '2016-09-01' where id = ${here.groups.maths}`.execute(tx),
    )
    const before = await lead()
    const groups = [{ ref: 'Maths hub', name: 'Maths hub', kind: 'hub', subject: 'Maths', lead: 'deputy' }]
    const { id } = await imported(here, { groups })
    assert.deepEqual(await lead(), [{ leadId: here.people.deputy, leadFrom: null }])
    await undoImport(await here.by('coordinator'), id ?? 0)
    assert.deepEqual(await lead(), before)
  })

  test('of an import that was undone already is refused', async () => {
    const here = await world()
    const { id } = await imported(here, small)
    const by = await here.by('coordinator')
    await undoImport(by, id ?? 0)
    await assert.rejects(undoImport(by, id ?? 0), /Only an import that was brought in/)
  })

  test('the last of two imports first, then the first', async () => {
    const here = await world()
    const before = withoutVersions(await everything(here, 'imports'))
    const by = await here.by('coordinator')
    const first = await imported(here, small)
    const second = await imported(here, { resources: [{ ...right.resources, title: 'Newer', group: 'art' }] })
    await undoImport(by, second.id ?? 0)
    await undoImport(by, first.id ?? 0)
    assert.deepEqual(withoutVersions(await everything(here, 'imports')), before)
  })
})
