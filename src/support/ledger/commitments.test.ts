import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { judgedAt } from '../../../test/judged.ts'
import type { Standing } from '../../agreement/finding.ts'
import { standardTerms } from '../../agreement/terms/rules.ts'
import { type AcademicYear, day } from '../../platform/day.ts'
import { type Half, halves, type VisitStatus, visitStatuses } from '../visits/tables.ts'
import { improvesTogether, staffTimeGiven, workOfSsig } from './commitments.ts'
import type { Given, PartTaken } from './gathered.ts'
import { countsAs } from './rules.ts'

const visit = (half: Half = 'day', status: VisitStatus = 'done', throughSsig = true): Given => {
  const told = { half, status, throughSsig }
  const { halfDays } = countsAs({ ...told, sameTrust: false, brought: false }, 'pupils', standardTerms)
  return { membershipId: 1, anyRecorded: true, id: 7, visitedOn: day('2017-10-02'), ...told, halfDays }
}
const none = (anyRecorded = true): Given => ({
  ...{ membershipId: 1, anyRecorded, id: null, visitedOn: null, half: null, status: null, throughSsig: null },
  halfDays: null,
})
const days = (count: number) => Array.from({ length: count }, () => visit())

describe('nine days of staff time (clause 21)', () => {
  const cases: [string, Given[], Parameters<typeof judgedAt>[0], Standing][] = [
    ['nothing given on the first day of the year', [none()], { on: '2017-09-01' }, 'not yet due'],
    ['nothing given after a quarter of the year', [none()], { on: '2017-12-01' }, 'at risk'],
    ['nothing given just before a quarter is gone', [none()], { on: '2017-11-30' }, 'not yet due'],
    ['half given at half the year', days(5), { on: '2018-03-05' }, 'not yet due'],
    ['a day short on the last day', days(8), { on: '2018-08-31' }, 'at risk'],
    ['a day short a fortnight before', days(8), { on: '2018-08-17' }, 'at risk'],
    ['a day short before that', days(8), { on: '2018-08-16' }, 'not yet due'],
    ['a day short when the year is over', days(8), { atEndOf: 2017 }, 'breached'],
    ['half a day short when it is over', [...days(8), visit('am')], { atEndOf: 2017 }, 'breached'],
    ['all nine', days(9), { on: '2018-01-10' }, 'met'],
    ['more than nine: it is a floor', days(12), { atEndOf: 2017 }, 'met'],
    ['all nine in halves', Array.from({ length: 18 }, () => visit('pm')), { atEndOf: 2017 }, 'met'],
    [
      'cancelled by the host on the day counts',
      [...days(8), visit('day', 'cancelled on the day by host')],
      { atEndOf: 2017 },
      'met',
    ],
    ['cancelled earlier does not', [...days(8), visit('day', 'cancelled')], { atEndOf: 2017 }, 'breached'],
    ['not through SSIG does not', [...days(8), visit('day', 'done', false)], { atEndOf: 2017 }, 'breached'],
    [
      'nothing recorded by anybody in a year that is over',
      [none(false)],
      { atEndOf: 2017 },
      'does not apply',
    ],
    [
      'joined on 4 January: six days are owed',
      days(6),
      { atEndOf: 2017, member: { joinedOn: day('2018-01-04') } },
      'met',
    ],
    [
      'joined on 4 January: five are too few',
      days(5),
      { atEndOf: 2017, member: { joinedOn: day('2018-01-04') } },
      'breached',
    ],
    [
      'joined last week: not behind',
      [none()],
      { on: '2018-03-05', member: { joinedOn: day('2018-02-26') } },
      'not yet due',
    ],
    [
      'joined on the last day owes nothing',
      [none()],
      { on: '2018-08-31', member: { joinedOn: day('2018-08-31') } },
      'met',
    ],
    [
      'leaves at Christmas: three days are owed',
      days(3),
      { on: '2017-12-31', member: { leftOn: day('2017-12-31') } },
      'met',
    ],
    ['the heads agreed on twelve days', days(9), { atEndOf: 2017, terms: { staffTime: 24 } }, 'breached'],
    ['the heads agreed on none', [none()], { on: '2018-08-31', terms: { staffTime: 0 } }, 'met'],
  ]
  for (const [name, visits, when, standing] of cases)
    test(name, () => {
      const found = staffTimeGiven(visits, judgedAt(when))
      assert.equal(found.standing, standing, found.because)
    })

  test('it says what was given, what is left and until when, and opens each visit that counts', () => {
    const { because, evidence, next } = staffTimeGiven(
      [...days(4), visit('am'), visit('am', 'cancelled')],
      judgedAt(),
    )
    assert.equal(because, '4½ of 9 days given through SSIG; 4½ days remain before 31 August 2018.')
    assert.equal(evidence.length, 5)
    assert.equal(evidence[0]?.href, '/support/visits/7')
    assert.match(next?.says ?? '', /4½ days more/)
  })

  test('one visit more never makes it worse, and nobody breaches before the year is over', () => {
    const worst: Standing[] = ['breached', 'at risk', 'not yet due', 'met']
    const any = fc.record({
      half: fc.constantFrom(...(Object.keys(halves) as Half[])),
      status: fc.constantFrom(...(Object.keys(visitStatuses) as VisitStatus[])),
      ssig: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(any, { maxLength: 25 }), fc.integer({ min: 0, max: 364 }), (given, gone) => {
        const on = new Date(Date.UTC(2017, 8, 1 + gone)).toISOString().slice(0, 10)
        const visits = given.map(({ half, status, ssig }) => visit(half, status, ssig))
        const at = (rows: Given[]) => staffTimeGiven(rows, judgedAt({ on })).standing
        assert.notEqual(at(visits), 'breached')
        assert.ok(worst.indexOf(at([...visits, visit()])) >= worst.indexOf(at(visits)))
      }),
    )
  })
})

const given = (visits: Given[]): PartTaken[] =>
  visits.map((one) => ({ membershipId: 1, given: one, received: null }))
const evaluation = (due: string, evaluatedOn: string | null = null): PartTaken => ({
  ...{ membershipId: 1, given: null },
  received: {
    ...{ membershipId: 1, id: 3, area: 'Maths', closedOn: day('2018-01-02'), due: day(due) },
    evaluatedOn: evaluatedOn === null ? null : day(evaluatedOn),
  },
})

describe('the work of SSIG (clause 6)', () => {
  test('follows the days where no evaluation was due', () => {
    for (const [visits, when] of [
      [days(9), { atEndOf: 2017 }],
      [days(2), { atEndOf: 2017 }],
      [days(2), { on: '2018-03-05' }],
    ] as const) {
      const found = workOfSsig(given([...visits]), judgedAt(when))
      assert.equal(found.standing, staffTimeGiven([...visits], judgedAt(when)).standing)
      assert.match(found.because, /subscription is not recorded yet/)
    }
  })

  const cases: [string, PartTaken[], Parameters<typeof judgedAt>[0], Standing][] = [
    ['due today: still in time', [evaluation('2018-03-05')], { on: '2018-03-05' }, 'met'],
    ['due yesterday', [evaluation('2018-03-04')], { on: '2018-03-05' }, 'breached'],
    ['due tomorrow', [evaluation('2018-03-06')], { on: '2018-03-05' }, 'met'],
    ['due last year', [evaluation('2017-08-31')], { on: '2018-03-05' }, 'met'],
    ['given on its last day', [evaluation('2018-03-04', '2018-03-04')], { on: '2018-03-05' }, 'met'],
    ['given late, but given', [evaluation('2018-02-04', '2018-03-01')], { on: '2018-03-05' }, 'met'],
    ['never given in a year that is over', [evaluation('2018-03-04')], { atEndOf: 2017 }, 'breached'],
    ['not given on the last day of the year', [evaluation('2018-08-31')], { atEndOf: 2017 }, 'breached'],
    ['one of two', [evaluation('2018-01-05', '2018-01-05'), evaluation('2018-02-05')], {}, 'breached'],
  ]
  for (const [name, asked, when, standing] of cases)
    test(`an evaluation of support received, ${name}`, () => {
      const found = workOfSsig([...given(days(9)), ...asked], judgedAt(when))
      assert.equal(found.standing, standing, found.because)
      const owes = standing !== 'met'
      assert.equal(found.next?.href, owes ? '/support/deployments/3' : undefined)
      assert.equal(/overdue\. The/.test(found.because) && !/no evaluation/.test(found.because), owes)
    })

  test('in a year in which nobody recorded support it does not apply, unless an evaluation was owed', () => {
    assert.equal(workOfSsig(given([none(false)]), judgedAt({ atEndOf: 2017 })).standing, 'does not apply')
    const owed = [...given([none(false)]), evaluation('2018-03-04')]
    assert.equal(workOfSsig(owed, judgedAt({ atEndOf: 2017 })).standing, 'breached')
  })
})

describe('the work of SSIG leans on the subscription where one was invoiced (clause 25)', () => {
  const pays = (dueOn: string, owedPence: number): PartTaken => ({
    ...{ membershipId: 1, given: null, received: null },
    pays: {
      ...{ membershipId: 1, firstYear: 2017 as AcademicYear, nothingOwed: null },
      invoice: {
        ...{
          id: 9,
          prefix: 'INV',
          number: 7,
          payBy: 'invoice',
          issuedOn: day('2017-09-04'),
          dueOn: day(dueOn),
        },
        ...{ totalPence: 300_000, owedPence, paidPence: 300_000 - owedPence },
        ...{ writtenOffPence: 0, creditedPence: 0 },
      },
    },
  })
  const cases: [string, PartTaken[], Standing][] = [
    ['paid', [...given(days(9)), pays('2018-03-04', 0)], 'met'],
    ['overdue by a penny', [...given(days(9)), pays('2018-03-04', 1)], 'breached'],
    ['due today', [...given(days(9)), pays('2018-03-05', 300_000)], 'at risk'],
    ['not due for long', [...given(days(9)), pays('2018-08-05', 300_000)], 'not yet due'],
    ['paid, but the days are behind', [...given(days(2)), pays('2018-03-04', 0)], 'at risk'],
  ]
  for (const [name, parts, standing] of cases)
    test(name, () => {
      const found = workOfSsig(parts, judgedAt())
      assert.equal(found.standing, standing, found.because)
      assert.doesNotMatch(found.because, /£|not recorded yet/)
      const next = standing === 'breached' ? '/subscriptions#school-1' : found.next?.href
      assert.equal(found.next?.href, next)
    })
  test('an evaluation that is late comes first', () => {
    const found = workOfSsig([...given(days(9)), pays('2018-03-04', 1), evaluation('2018-03-04')], judgedAt())
    assert.equal(found.next?.href, '/support/deployments/3')
  })
})

test('improving together is told and never held against a school (clause 3)', () => {
  const nothing = { given: 0, received: 0, people: 0, hosted: 0, reviewed: 0, reviewing: 0, rounds: 0 }
  const row = { membershipId: 1, ...nothing }
  for (const one of Object.keys(nothing)) {
    const found = improvesTogether([{ ...row, [one]: 1 }], judgedAt())
    assert.equal(found.standing, 'met', one)
    assert.equal(found.evidence.length, 1)
  }
  assert.equal(improvesTogether([row], judgedAt()).standing, 'not yet due')
  assert.equal(improvesTogether([row], judgedAt({ atEndOf: 2017 })).standing, 'does not apply')
  assert.equal(improvesTogether([], judgedAt({ atEndOf: 2017 })).standing, 'does not apply')
})
