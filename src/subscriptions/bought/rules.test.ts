import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type AcademicYear, day } from '../../platform/day.ts'
import type { Role, Who } from '../../platform/who.ts'
import type { VisitCounted } from '../../support/ledger/counted.ts'
import { costsOf, type Price, priceOf } from './costs.ts'
import { partsOf } from './figures.ts'
import { wrongWith } from './prices/rules.ts'
import { type Bought, forWhat, isEmpty, mayReadBought, spanOf, supportOf, yearsOfMember } from './rules.ts'

const year = (start: number) => start as AcademicYear
const today = day('2018-03-05')

const nothing: Bought = {
  received: { halfDays: 0, deployments: 0, areas: [] },
  given: { halfDays: 0, deployments: 0, areas: [] },
  courses: [],
  hubs: [],
  hubMeetings: { held: 0, attended: 0, places: 0 },
  resources: { usable: 0, used: 0, shared: 0 },
  packages: [],
  schemes: [],
  reviews: { hosted: 0, reviewed: 0 },
  rounds: { hosted: 0, visited: 0 },
  caseStudies: 0,
}

test('those who run and govern a school read what its subscription bought, and nobody for another school', () => {
  const who = (role: Role, membershipId: number | null): Who => ({
    ...{ personId: 1, name: 'Somebody', leads: [], serves: [] },
    held: [{ role, membershipId }],
  })
  for (const role of ['head', 'business manager', 'chair', 'governor'] as const) {
    assert.equal(mayReadBought(who(role, 7), 7), true, role)
    assert.equal(mayReadBought(who(role, 7), 8), false, role)
  }
  for (const role of ['deputy', 'teacher', 'practitioner', 'ssig', 'hub lead', 'partner'] as const)
    assert.equal(mayReadBought(who(role, 7), 7), false, role)
  assert.equal(mayReadBought(who('coordinator', null), 8), true)
  assert.equal(mayReadBought(who('authority officer', null), 8), false)
})

describe('what of a year a school was a member in', () => {
  const cases = [
    ['2015-09-01', null, 2017, { from: '2017-09-01', to: '2018-03-05', whole: true, over: false }],
    ['2015-09-01', null, 2016, { from: '2016-09-01', to: '2017-08-31', whole: true, over: true }],
    ['2016-09-02', null, 2016, { from: '2016-09-02', to: '2017-08-31', whole: false, over: true }],
    ['2015-09-01', '2017-12-31', 2017, { from: '2017-09-01', to: '2017-12-31', whole: false, over: true }],
    ['2015-09-01', '2018-08-31', 2017, { from: '2017-09-01', to: '2018-03-05', whole: true, over: false }],
    ['2018-01-01', null, 2017, { from: '2018-01-01', to: '2018-03-05', whole: false, over: false }],
  ] as const
  for (const [joinedOn, leftOn, of, span] of cases)
    test(`${joinedOn} to ${leftOn} in ${of}`, () => {
      const spell = { joinedOn: day(joinedOn), leftOn: leftOn && day(leftOn) }
      assert.deepEqual(spanOf(spell, year(of), today), span)
    })

  test('its years are those up to today', () => {
    const years = (joinedOn: string, leftOn: string | null) =>
      yearsOfMember({ joinedOn: day(joinedOn), leftOn: leftOn ? day(leftOn) : null }, today)
    assert.deepEqual(years('2015-09-01', null), [2017, 2016, 2015])
    assert.deepEqual(years('2015-08-31', '2016-08-31'), [2015, 2014])
    assert.deepEqual(years('2015-08-31', '2016-09-01'), [2016, 2015, 2014])
    assert.deepEqual(years('2018-03-05', null), [2017])
    assert.deepEqual(years('2018-03-06', null), [])
  })
})

test('support is what the ledger says of each visit, with its areas; what it does not count is left out', () => {
  const visit = (id: number, halfDays: number, deploymentId: number | null = null) =>
    ({ id, halfDays, deploymentId }) as VisitCounted
  const areas = new Map([
    [1, 'Maths'],
    [2, 'English'],
    [3, 'Maths'],
    [4, 'English'],
  ])
  const support = supportOf(
    [visit(1, 2, 9), visit(2, 1, 8), visit(3, 3, 9), visit(4, 0, 7), visit(5, 1)],
    areas,
  )
  assert.deepEqual(support, {
    halfDays: 7,
    deployments: 2,
    areas: [
      { area: 'Maths', halfDays: 5 },
      { area: 'English', halfDays: 1 },
      { area: 'other areas', halfDays: 1 },
    ],
  })
  assert.equal(forWhat(support), 'Maths 2½ days, English ½ day, other areas ½ day; in 2 deployments.')
  assert.equal(forWhat(nothing.received), '')
})

test('a figure of nothing is not told: its part says that nothing is recorded', () => {
  assert.equal(isEmpty(nothing), true)
  for (const { figures, none, title } of partsOf(nothing)) {
    assert.deepEqual(figures, [], title)
    assert.match(none, /^No /, title)
  }
  const some = { ...nothing, hubMeetings: { held: 4, attended: 0, places: 0 } }
  assert.equal(isEmpty(some), false)
  assert.equal(partsOf(some)[2]?.figures[0]?.value, '0 of 4')
})

describe('what it would have cost', () => {
  const known = (given: Partial<Price> & Pick<Price, 'pence'>): Price => ({
    ...{ what: 'course', courseId: null, packageId: null, source: 'A list', fromYear: year(2017) },
    ...given,
  })

  test('the latest price from that year or before holds, and not one of a year to come', () => {
    const prices = [
      known({ pence: 300, fromYear: year(2018) }),
      known({ pence: 100, fromYear: year(2015) }),
      known({ pence: 200, fromYear: year(2017) }),
    ]
    const in_ = (start: number) => priceOf(prices, { what: 'course', courseId: 1 }, year(start))?.pence
    assert.deepEqual([2014, 2015, 2016, 2017, 2018, 2030].map(in_), [undefined, 100, 100, 200, 300, 300])
    assert.equal(priceOf(prices, { what: 'support day' }, year(2017)), undefined)
  })

  test('a course’s own price goes before the general one, though that is later; another course’s is none of it', () => {
    const prices = [
      known({ pence: 500, fromYear: year(2017) }),
      known({ pence: 100, courseId: 4, fromYear: year(2016) }),
    ]
    const of = (courseId: number, start = 2017) =>
      priceOf(prices, { what: 'course', courseId }, year(start))?.pence
    assert.deepEqual([of(4), of(5), of(5, 2016), of(4, 2015)], [100, 500, undefined, undefined])
  })

  test('half-days cost half of a day, to the nearest penny; what has no price is listed and not added', () => {
    const bought: Bought = {
      ...nothing,
      received: { halfDays: 5, deployments: 1, areas: [] },
      given: { halfDays: 18, deployments: 1, areas: [] },
      hubMeetings: { held: 6, attended: 3, places: 4 },
      courses: [
        { id: 4, title: 'Leading', people: 3, hosted: 0, run: false },
        { id: 5, title: 'Hosted only', people: 0, hosted: 2, run: false },
        { id: 6, title: 'Another', people: 2, hosted: 0, run: false },
      ],
    }
    const { costs, sum, unpriced } = costsOf(
      bought,
      [known({ what: 'support day', pence: 45_001 }), known({ pence: 12_500, courseId: 4 })],
      year(2017),
    )
    assert.deepEqual(
      costs.map(({ says, number, pence }) => [says, number, pence]),
      [
        ['Support received from other schools', '2½ days', 112_503],
        ['Places on “Leading”', '3', 37_500],
        ['Places on other courses', '2', null],
        ['Places at hub meetings', '4', null],
      ],
    )
    assert.deepEqual({ sum, unpriced }, { sum: 150_003, unpriced: 2 })
  })

  test('the sum is that of the lines with a price, whatever is known', () => {
    const what = fc.constantFrom('support day', 'course', 'hub meeting', 'resource', 'package' as const)
    const some = fc.array(
      fc.record({
        what,
        courseId: fc.constant(null),
        packageId: fc.constant(null),
        pence: fc.integer({ min: 1, max: 10_000_000 }),
        source: fc.constant('A list'),
        fromYear: fc.integer({ min: 2014, max: 2020 }).map(year),
      }),
      { maxLength: 12 },
    )
    const count = fc.nat(40)
    fc.assert(
      fc.property(some, count, count, count, (prices, halfDays, places, used) => {
        const bought: Bought = {
          ...nothing,
          received: { halfDays, deployments: 0, areas: [] },
          hubMeetings: { held: 40, attended: places, places },
          resources: { usable: 50, used, shared: 0 },
        }
        const { costs, sum, unpriced } = costsOf(bought, prices, year(2017))
        assert.equal(
          sum,
          costs.reduce((all, { pence }) => all + (pence ?? 0), 0),
        )
        assert.equal(unpriced, costs.filter(({ price }) => price === null).length)
        assert.ok(costs.every(({ pence, price }) => (pence === null) === (price === null)))
        assert.ok(Number.isInteger(sum))
      }),
    )
  })

  test('a price is of one course or package only where it is of such, and at least a penny', () => {
    const price = { what: 'course' as const, courseId: null, packageId: null, pence: 1 }
    assert.equal(wrongWith(price), undefined)
    assert.equal(wrongWith({ ...price, courseId: 3 }), undefined)
    assert.equal(wrongWith({ ...price, packageId: 3 })?.field, 'packageId')
    assert.equal(wrongWith({ ...price, what: 'package', courseId: 3 })?.field, 'courseId')
    assert.equal(wrongWith({ ...price, pence: 0 })?.field, 'pence')
  })
})
