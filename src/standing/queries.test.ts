import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import { agreed } from '../../test/agreement.ts'
import { aMember } from '../../test/judged.ts'
import { today, type World, world } from '../../test/world.ts'
import { establishmentTypes } from '../members/tables.ts'
import { type AcademicYear, day } from '../platform/day.ts'
import { everything } from '../platform/db.ts'
import { type AsAt, standings } from './queries.ts'

const lastYear: AsAt = { atEndOf: 2016 as AcademicYear }

async function standingOf(w: World, asAt: AsAt, number: string, school: 'ashmere' | 'brindle' = 'ashmere') {
  const { members, of } = await standings(w.db, asAt)
  const member = members.find(({ id }) => id === w.members[school])
  return member && of(member).find(({ clause }) => clause.number === number)
}

test('every clause of the 48 gives its own honest sentence for every kind of school, now and looking back', async () => {
  const w = await world()
  await agreed(w, day('2016-09-01'))
  for (const asAt of [today, lastYear]) {
    const { clauses, of } = await standings(w.db, asAt)
    assert.equal(clauses.length, 48)
    for (const type of [...Object.values(establishmentTypes), null]) {
      const stands = of({ ...aMember, id: w.members.ashmere, type })
      const said = stands.map(({ because }) => because.trim())
      assert.ok(
        said.every((because) => /^[A-Z0-9“].*[.”]$/s.test(because)),
        `${type}: ${said.join('\n')}`,
      )
      const twice = said.filter((because, i) => said.indexOf(because) !== i)
      assert.deepEqual(twice, [], `${type}`)
    }
  }
})

const visits = (w: World, ...days: string[]) =>
  w.database.transaction(everything, (tx) =>
    tx
      .insertInto('supportVisits')
      .values(
        days.map((on) => ({
          ...{ ref: null, commission: null, subject: null, importId: null, practitionerId: w.people.ssig },
          ...{ visitedOn: day(on), half: 'day' as const, status: 'done' as const, throughSsig: true },
          ...{ fromMembershipId: w.members.brindle, fromUrn: 990002 },
          ...{ toMembershipId: w.members.ashmere, toUrn: 990001 },
        })),
      )
      .execute(),
  )

describe('as at a day', () => {
  const nine = Array.from({ length: 9 }, (_, i) => `2017-10-0${i + 1}`)

  test('nothing of a later day counts, and a year that is over is looked back on', async () => {
    const w = await world()
    await agreed(w)
    await visits(w, ...nine, '2018-03-06')
    const given = async (asAt: AsAt) => (await standingOf(w, asAt, '21', 'brindle'))?.because
    assert.match((await given(day('2017-10-04'))) ?? '', /^4 of 9 days/)
    assert.match((await given(today)) ?? '', /^9 of 9 days/)
    assert.match((await given(day('2018-03-06'))) ?? '', /^10 of 9 days/)
    assert.equal(
      (await standingOf(w, { atEndOf: 2017 as AcademicYear }, '21', 'ashmere'))?.standing,
      'breached',
    )
    assert.equal((await standingOf(w, day('2018-08-31'), '21', 'ashmere'))?.standing, 'at risk')
    assert.equal((await standingOf(w, day('2018-09-01'), '21', 'ashmere'))?.standing, 'not yet due')
  })

  test('the members are those of the day, and a conversion takes its ledger with it', async () => {
    const w = await world()
    await agreed(w)
    await visits(w, ...nine)
    const names = async (asAt: AsAt) =>
      (await standings(w.db, asAt)).members.map(({ shortName }) => shortName)
    assert.deepEqual(await names(day('2017-12-31')), ['Ashmere', 'Brindle Moor', 'Carr Lane'])
    assert.deepEqual(await names(today), ['Ashmere', 'Brindle Moor'])
    await w.database.transaction(everything, async (tx) => {
      await tx
        .updateTable('membershipSchools')
        .set({ toOn: day('2018-01-31') })
        .where('urn', '=', 990002)
        .execute()
      const membershipId = w.members.brindle
      const next = { membershipId, urn: 990003, fromOn: day('2018-02-01'), toOn: null, importId: null }
      await tx.insertInto('membershipSchools').values(next).execute()
    })
    assert.equal((await standingOf(w, today, '21', 'brindle'))?.standing, 'met')
  })

  test('no agreement before the first was published', async () => {
    const w = await world()
    await agreed(w)
    const { version, clauses } = await standings(w.db, day('2017-08-31'))
    assert.equal(version, undefined)
    assert.deepEqual(clauses, [])
  })
})

test('one query a commitment, however many schools', async () => {
  const w = await world()
  await agreed(w)
  let asked = 0
  const { pool } = w.database
  pool.on('acquire', () => {
    asked += 1
  })
  await standings(w.db, today)
  const few = asked
  await w.database.transaction(everything, async (tx) => {
    await sql`insert into schools (urn, name, short_name)
      select 991000 + i, 'School ' || i, 'S' || i from generate_series(1, 20) i`.execute(tx)
    await sql`with joined as (
        insert into memberships (joined_on) select '2016-09-01' from generate_series(1, 20) returning id)
      insert into membership_schools (membership_id, urn, from_on)
      select id, 991000 + row_number() over (), '2016-09-01' from joined`.execute(tx)
  })
  asked = 0
  assert.equal((await standings(w.db, today)).members.length, 22)
  assert.equal(asked, few)
})
