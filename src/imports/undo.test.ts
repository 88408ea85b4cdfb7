import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
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
