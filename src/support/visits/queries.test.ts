import assert from 'node:assert/strict'
import { test } from 'node:test'
import { world } from '../../../test/world.ts'
import { type AcademicYear, day } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'
import { supportCounted } from './queries.ts'
import type { Half, VisitStatus } from './tables.ts'

test('a year of support is counted in half-days done through SSIG, and in schools on either side', async () => {
  const w = await world()
  const { ashmere, brindle, carr } = w.members
  const urns = { [ashmere]: 990001, [brindle]: 990002, [carr]: 990003 }
  const visits: [on: string, half: Half, status: VisitStatus, from: number, to: number, ssig: boolean][] = [
    ['2017-08-31', 'day', 'done', ashmere, brindle, true],
    ['2017-09-01', 'day', 'done', brindle, ashmere, true],
    ['2018-08-31', 'am', 'cancelled on the day by host', ashmere, brindle, true],
    ['2018-09-01', 'am', 'done', brindle, ashmere, true],
    ['2017-10-02', 'day', 'cancelled', carr, ashmere, true],
    ['2017-10-03', 'day', 'done', carr, ashmere, false],
    ['2017-10-04', 'pm', 'done', brindle, carr, true],
  ]
  await w.database.transaction(everything, (tx) =>
    tx
      .insertInto('supportVisits')
      .values(
        visits.map(([on, half, status, from, to, throughSsig]) => ({
          ...{ ref: null, commission: null, subject: null, importId: null, practitionerId: w.people.ssig },
          ...{ visitedOn: day(on), half, status, throughSsig },
          ...{ fromMembershipId: from, fromUrn: urns[from] ?? 0, toMembershipId: to, toUrn: urns[to] ?? 0 },
        })),
      )
      .execute(),
  )
  assert.deepEqual(await supportCounted(w.db, 2017 as AcademicYear), {
    halfDays: 4,
    takingPart: 3,
    supported: 3,
    supporting: 2,
    visits: 3,
  })
  assert.deepEqual(await supportCounted(w.db, 2010 as AcademicYear), {
    ...{ halfDays: 0, takingPart: 0, supported: 0, supporting: 0, visits: 0 },
  })
})
