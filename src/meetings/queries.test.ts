import assert from 'node:assert/strict'
import { test } from 'node:test'
import { world } from '../../test/world.ts'
import { type AcademicYear, day } from '../platform/day.ts'
import { everything } from '../platform/db.ts'
import { meetingsCounted } from './queries.ts'
import type { MeetingStatus } from './tables.ts'

test('a year counts the meetings held in it, a joint one once, and no cancelled or planned one', async () => {
  const w = await world()
  await w.database.transaction(everything, async (tx) => {
    const add = (name: string, kind: 'hub' | 'hub leads' | 'panel' | 'working group' | 'ssig') =>
      tx
        .insertInto('groups')
        .values({ name, kind, subject: null, leadId: null, ref: name, importId: null })
        .returning('id')
        .executeTakeFirstOrThrow()
    const science = await add('Science hub', 'hub')
    const leads = await add('Hub leads', 'hub leads')
    const meet = async (heldOn: string, status: MeetingStatus, ...groups: number[]) => {
      const values = { title: 'A meeting', heldOn: day(heldOn), status, ref: null }
      const meeting = await tx
        .insertInto('meetings')
        .values({ ...values, starts: null, ends: null, place: null, importId: null })
        .returning('id')
        .executeTakeFirstOrThrow()
      for (const groupId of groups)
        await tx.insertInto('meetingGroups').values({ meetingId: meeting.id, groupId }).execute()
    }
    await meet('2017-08-31', 'held', w.groups.maths)
    await meet('2017-09-01', 'held', w.groups.maths)
    await meet('2018-08-31', 'held', w.groups.maths, science.id)
    await meet('2018-09-01', 'held', science.id)
    await meet('2017-10-02', 'cancelled', w.groups.maths)
    await meet('2017-10-03', 'planned', w.groups.maths)
    await meet('2017-10-04', 'held', leads.id)
    await meet('2017-10-05', 'held', w.groups.board, leads.id)
    await meet('2017-10-06', 'held', (await add('Fair access', 'panel')).id)
    await meet('2017-10-07', 'held', (await add('Timetables', 'working group')).id)
    await meet('2017-10-08', 'held', (await add('SSIG', 'ssig')).id)
  })
  assert.deepEqual(await meetingsCounted(w.db, 2017 as AcademicYear), {
    board: 1,
    hub: 2,
    hubLeads: 2,
    panel: 1,
    workingGroup: 1,
    ssig: 1,
  })
})
