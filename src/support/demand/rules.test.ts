import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type AcademicYear, day } from '../../platform/day.ts'
import { balanceOf, demandOf, isUnanswered, termOf, type Wanted } from './rules.ts'

const year = 2017 as AcademicYear
const today = day('2018-03-05')
const term = (from: string, to: string) => ({ kind: 'term' as const, fromOn: day(from), toOn: day(to) })
const three = [
  term('2017-09-04', '2017-12-21'),
  term('2018-01-08', '2018-03-29'),
  term('2018-04-16', '2018-07-20'),
]
const six = [
  ...[term('2017-09-04', '2017-10-20'), term('2017-10-30', '2017-12-21'), term('2018-01-08', '2018-02-09')],
  ...[term('2018-02-19', '2018-03-29'), term('2018-04-16', '2018-05-25'), term('2018-06-04', '2018-07-20')],
]

test('what is wanted from a day on falls into the term of that day, or the next after a holiday', () => {
  for (const calendar of [three, six]) {
    const of = (on: string) => termOf(calendar, year, day(on))
    assert.equal(of('2017-09-01'), 'Autumn term')
    assert.equal(of('2017-12-21'), 'Autumn term')
    assert.equal(of('2017-12-22'), 'Spring term')
    assert.equal(of('2018-03-30'), 'Summer term')
    assert.equal(of('2018-07-20'), 'Summer term')
    assert.equal(of('2018-07-21'), null)
  }
  assert.equal(termOf([], year, today), null)
  assert.equal(termOf(three, 2018 as AcademicYear, day('2018-10-01')), null)
})

const wanted = (over: Partial<Wanted> = {}): Wanted => ({
  ...{ area: 'Maths', state: 'triaged', halfDays: 6, wantedFrom: day('2018-01-22') },
  ...{ answerDue: day('2018-01-26'), answeredAt: new Date('2018-01-22'), ...over },
})

test('an answer is owed from the day after its last day, and not once it is given or declined', () => {
  const owed = (over: Partial<Wanted>) => isUnanswered(wanted({ answeredAt: null, ...over }), today)
  assert.equal(owed({ answerDue: day('2018-03-05') }), false)
  assert.equal(owed({ answerDue: day('2018-03-04') }), true)
  assert.equal(owed({ answerDue: null }), false)
  assert.equal(owed({ answeredAt: new Date() }), false)
  assert.equal(owed({ state: 'declined' }), false)
})

test('what is wanted stands beside what is there, by area', () => {
  const rows = demandOf(
    [
      wanted(),
      wanted({ state: 'declined', wantedFrom: day('2018-05-01'), halfDays: 2 }),
      wanted({ area: 'Drama', answeredAt: null, wantedFrom: day('2018-08-01'), halfDays: 3 }),
    ],
    [
      { area: 'Maths', practitioners: 2, left: 5 },
      { area: 'Science', practitioners: 1, left: 4 },
    ],
    { calendar: three, year, today },
  )
  assert.deepEqual(
    rows.map(({ area, waiting, unanswered, declined, terms, otherwise, wanted, practitioners, left }) => [
      ...[
        area,
        waiting,
        unanswered,
        declined,
        ...Object.values(terms),
        otherwise,
        wanted,
        practitioners,
        left,
      ],
    ]),
    [
      ['Drama', 1, 1, 0, 0, 0, 0, 3, 3, 0, 0],
      ['Maths', 1, 0, 1, 0, 6, 2, 0, 8, 2, 5],
      ['Science', 0, 0, 0, 0, 0, 0, 0, 0, 1, 4],
    ],
  )
})

test('schools stand in the order of their names whatever they gave, and nothing is lost or counted twice', () => {
  const schools = ['Carr Lane', 'Ashmere', 'Brindle Moor'].map((shortName, i) => ({ id: i + 1, shortName }))
  const member = fc.integer({ min: 1, max: 3 })
  fc.assert(
    fc.property(fc.array(fc.record({ from: member, to: member, halfDays: fc.nat(4) })), (visits) => {
      const rows = balanceOf(
        schools,
        visits.map(({ from, to, halfDays }) => ({ fromMembershipId: from, toMembershipId: to, halfDays })),
      )
      assert.deepEqual(
        rows.map(({ school }) => school),
        ['Ashmere', 'Brindle Moor', 'Carr Lane'],
      )
      const all = visits.reduce((sum, { halfDays }) => sum + halfDays, 0)
      assert.equal(
        rows.reduce((sum, { given }) => sum + given, 0),
        all,
      )
      assert.equal(
        rows.reduce((sum, { received }) => sum + received, 0),
        all,
      )
    }),
  )
})
