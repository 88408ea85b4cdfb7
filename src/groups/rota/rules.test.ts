import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { day } from '../../platform/day.ts'
import { reasonOf, type Service, turns } from './rules.ts'

const school = (name: string, rest: Partial<Service> = {}): Service => ({
  ...{ membershipId: 1, school: name, joinedOn: day('2015-09-01'), seats: [], lastServedOn: null },
  ...{ offered: [], serves: false },
  ...rest,
})

describe('whose turn it is to serve (clause 29)', () => {
  test('the fewest seats first, then the longest since somebody served, never counting against a newcomer', () => {
    const order = turns([
      school('One seat', { seats: ['SEND panel'] }),
      school('Lately', { lastServedOn: day('2018-01-31') }),
      school('Long ago', { lastServedOn: day('2016-07-20') }),
      school('New', { joinedOn: day('2018-01-08') }),
      school('Never'),
      school('Serves here', { seats: ['SEND panel'], serves: true }),
    ]).map((one) => one.school)
    assert.deepEqual(order, ['Never', 'Long ago', 'New', 'Lately', 'One seat', 'Serves here'])
  })

  const reasons: [Partial<Service>, string][] = [
    [{ lastServedOn: day('2025-07-18') }, 'It has had nobody since July 2025'],
    [{}, 'It has had nobody since it joined in September 2015'],
    [{ seats: ['SEND panel'] }, 'It has one seat now: SEND panel'],
    [{ seats: ['A', 'B'], offered: ['Tess'] }, 'It has 2 seats now: A, B. It offers Tess'],
  ]
  for (const [service, says] of reasons)
    test(says, () => assert.equal(reasonOf(school('Ashmere', service)), says))

  test('every school stands in it once, and the order in which they are given does not matter', () => {
    const any = fc.record({
      school: fc.string({ minLength: 1 }),
      seats: fc.array(fc.constantFrom('A', 'B', 'C'), { maxLength: 3 }),
      lastServedOn: fc.constantFrom(null, day('2016-07-20'), day('2017-07-20')),
      serves: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.uniqueArray(any, { selector: (one) => one.school }), (given) => {
        const schools = given.map(({ school: name, ...rest }) => school(name, rest))
        const order = turns(schools)
        assert.deepEqual(
          turns([...schools].reverse()).map((one) => one.school),
          order.map((one) => one.school),
        )
        assert.equal(order.length, schools.length)
        for (const [i, one] of order.entries()) {
          const next = order[i + 1]
          if (next && one.serves === next.serves) assert.ok(one.seats.length <= next.seats.length)
        }
      }),
    )
  })
})
