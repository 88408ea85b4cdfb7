import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { standardTerms, type Terms } from '../../agreement/terms/rules.ts'
import type { CalendarDate } from '../../calendars/rules.ts'
import { day } from '../../platform/day.ts'
import { type Half, halves, type VisitStatus, visitStatuses } from '../visits/tables.ts'
import { countsAs, type HostDay, hostDay, ledgerOf, leftInWords, type ToCount } from './rules.ts'

const done: ToCount = { half: 'day', status: 'done', throughSsig: true, sameTrust: false, brought: false }
const terms = (given: Partial<Terms> = {}) => ({ ...standardTerms, ...given })

describe('what a visit counts (clause 21)', () => {
  const cases: [string, Partial<ToCount>, HostDay, Partial<Terms>, number, RegExp | null][] = [
    ['a whole day', {}, 'pupils', {}, 2, null],
    ['a morning', { half: 'am' }, 'pupils', {}, 1, null],
    ['an afternoon', { half: 'pm' }, 'pupils', {}, 1, null],
    ['not through SSIG', { throughSsig: false }, 'pupils', {}, 0, /SSIG/],
    ['planned', { status: 'planned' }, 'pupils', {}, 0, /planned/],
    ['cancelled before', { status: 'cancelled' }, 'pupils', {}, 0, /before the day/],
    ['missed', { status: 'missed' }, 'pupils', {}, 0, /could not come/],
    ['cancelled on the day', { status: 'cancelled on the day by host' }, 'pupils', {}, 2, null],
    [
      ...([
        'cancelled on the day, where it does not count',
        { status: 'cancelled on the day by host' },
      ] as const),
      ...(['pupils', { supportCancelled: 0 }, 0, /cancelled it on the day/] as const),
    ],
    ['twilight as agreed', { half: 'twilight' }, 'pupils', {}, 1, null],
    ['twilight as a whole day', { half: 'twilight' }, 'pupils', { supportTwilight: 2 }, 2, null],
    ['twilight as nothing', { half: 'twilight' }, 'pupils', { supportTwilight: 0 }, 0, /Twilight/],
    [
      ...(['twilight as nothing, travel or not', { half: 'twilight' }] as const),
      ...(['pupils', { supportTwilight: 0, supportTravel: 1 }, 0, /Twilight/] as const),
    ],
    ['travel', { half: 'am' }, 'pupils', { supportTravel: 1 }, 2, null],
    ['no travel as agreed', { half: 'am' }, 'pupils', { supportTravel: 0 }, 1, null],
    [
      ...(['nobody travelled', { half: 'am', status: 'cancelled on the day by host' }] as const),
      ...(['pupils', { supportTravel: 1 }, 1, null] as const),
    ],
    ['one trust', { sameTrust: true }, 'pupils', {}, 0, /one trust/],
    ['one trust, where it counts', { sameTrust: true }, 'pupils', { supportSameTrust: 1 }, 2, null],
    ['a training day as agreed', {}, 'training', {}, 2, null],
    ['a training day, where only pupils count', {}, 'training', { supportDays: 2 }, 0, /training day/],
    ['the host closed', {}, 'closed', {}, 0, /closed/],
    ['the host closed, where only pupils count', {}, 'closed', { supportDays: 2 }, 0, /closed/],
    ['the host closed, where any day counts', {}, 'closed', { supportDays: 0 }, 2, null],
    ['a day of which nothing is known', {}, 'not known', { supportDays: 2 }, 2, null],
    ['brought from a file on a closed day', { brought: true, half: 'am' }, 'closed', {}, 1, null],
    ['brought, and not through SSIG', { brought: true, throughSsig: false }, 'pupils', {}, 0, /SSIG/],
  ]
  for (const [name, visit, on, agreed, halfDays, why] of cases)
    test(name, () => {
      const found = countsAs({ ...done, ...visit }, on, terms(agreed))
      assert.equal(found.halfDays, halfDays)
      if (why) assert.match(found.why ?? '', why)
      else assert.equal(found.why, null)
    })

  test('it counts or says why not, and never less than nothing', () => {
    fc.assert(
      fc.property(
        fc.record({
          half: fc.constantFrom(...(Object.keys(halves) as Half[])),
          status: fc.constantFrom(...(Object.keys(visitStatuses) as VisitStatus[])),
          throughSsig: fc.boolean(),
          sameTrust: fc.boolean(),
          brought: fc.boolean(),
        }),
        fc.constantFrom<HostDay[]>('pupils', 'training', 'closed', 'not known'),
        fc.record({
          supportCancelled: fc.nat(1),
          supportTwilight: fc.nat(2),
          supportTravel: fc.nat(2),
          supportSameTrust: fc.nat(1),
          supportDays: fc.nat(2),
        }),
        (visit, on, agreed) => {
          const { halfDays, why } = countsAs(visit, on, agreed)
          assert.ok(halfDays >= 0 && halfDays <= 4)
          assert.equal(why === null, halfDays > 0)
        },
      ),
    )
  })
})

describe('what a day was at the host', () => {
  const dates: CalendarDate[] = (
    [
      ['term', '2017-09-04', '2017-12-21'],
      ['half-term', '2017-10-23', '2017-10-27'],
      ['inset', '2017-11-06', '2017-11-06'],
      ['closure', '2017-11-20', '2017-11-20'],
      ['term', '2018-01-08', '2018-03-29'],
      ['term', '2019-09-03', '2019-12-20'],
    ] as const
  ).map(([kind, from, to]) => ({ kind, fromOn: day(from), toOn: day(to) }))
  for (const [on, says] of [
    ['2017-10-20', 'pupils'],
    ['2017-10-27', 'closed'],
    ['2017-10-28', 'closed'],
    ['2017-10-30', 'pupils'],
    ['2017-11-06', 'training'],
    ['2017-11-20', 'closed'],
    ['2017-12-25', 'closed'],
    ['2017-09-03', 'not known'],
    ['2018-03-30', 'not known'],
    ['2019-06-03', 'not known'],
    ['2020-01-06', 'not known'],
  ] as const)
    test(`${on}: ${says}`, () => assert.equal(hostDay(dates, day(on)), says))
  test('without term dates nothing is known', () => assert.equal(hostDay([], day('2018-03-05')), 'not known'))
})

describe('the ledger of a year', () => {
  test('what is left is the pledge less what is done and bound', () => {
    const ledger = ledgerOf({ asked: 18, pledge: null, committed: 4, done: 9 })
    assert.deepEqual(ledger, { asked: 18, pledged: 18, committed: 4, done: 9, left: 5, beyond: 0 })
    assert.equal(leftInWords(ledger), '2½ days')
  })
  test('more than pledged is said, and nothing is below nought', () => {
    const ledger = ledgerOf({ asked: 18, pledge: 20, committed: 4, done: 18 })
    assert.deepEqual([ledger.left, ledger.beyond], [0, 2])
    assert.match(leftInWords(ledger), /1 day is given or bound beyond the pledge/)
  })
  test('a pledge of nothing is a pledge', () =>
    assert.equal(ledgerOf({ asked: 18, pledge: 0, committed: 0, done: 0 }).pledged, 0))
})
