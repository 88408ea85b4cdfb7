import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { owed } from '../../agreement/pace.ts'
import { type CalendarDate, schoolDaysBetween } from '../../calendars/rules.ts'
import { type AcademicYear, addDays, day, firstDay } from '../../platform/day.ts'
import {
  forecast,
  forecastInWords,
  type Outlook,
  paceInWords,
  remaining,
  type ToForecast,
} from './forecast.ts'
import { mendsOf, type ToMend } from './mends.ts'

const year = 2017 as AcademicYear
const dates: CalendarDate[] = (
  [
    ['term', '2017-09-04', '2017-12-21'],
    ['half-term', '2017-10-23', '2017-10-27'],
    ['term', '2018-01-08', '2018-03-29'],
    ['half-term', '2018-02-12', '2018-02-16'],
    ['term', '2018-04-16', '2018-07-20'],
    ['half-term', '2018-05-28', '2018-06-01'],
  ] as const
).map(([kind, from, to]) => ({ kind, fromOn: day(from), toOn: day(to) }))
const upTo = (last: string) => dates.filter(({ fromOn }) => fromOn <= last)
const left = (calendar: CalendarDate[], from: string, to = '2018-08-31') =>
  remaining(calendar, { from: day(from), to: day(to) }, year)

describe('the school days that are left', () => {
  const whole = schoolDaysBetween(dates, day('2017-09-01'), day('2018-08-31'))
  const cases: [string, ReturnType<typeof left>, object][] = [
    ['on the first day', left(dates, '2017-09-01'), { days: whole, months: 11 }],
    ['on the last of a term', left(dates, '2018-07-20'), { days: 1, months: 1 }],
    ['the day after', left(dates, '2018-07-21'), { days: 0, months: 0 }],
    ['on 31 August', left(dates, '2018-08-31'), { days: 0, months: 0 }],
    ['until somebody leaves at Christmas', left(dates, '2017-12-20', '2017-12-31'), { days: 2, months: 1 }],
    ['without term dates', left([], '2018-03-05'), { missingAfter: null }],
    [
      'before the summer term is here',
      left(upTo('2018-02-28'), '2018-03-05'),
      { missingAfter: '2018-03-29' },
    ],
    ['in June without it', left(upTo('2018-02-28'), '2018-06-20'), { missingAfter: '2018-03-29' }],
    [
      'before the spring term is here, though the summer is',
      left([...upTo('2017-12-01'), ...dates.filter(({ fromOn }) => fromOn >= '2018-04-01')], '2017-12-01'),
      { missingAfter: '2017-12-21' },
    ],
  ]
  for (const [name, found, expected] of cases) test(name, () => assert.deepEqual(found, expected))
  test('with the dates of last year only', () =>
    assert.deepEqual(
      remaining(dates, { from: day('2018-09-03'), to: day('2019-08-31') }, 2018 as AcademicYear),
      { missingAfter: null },
    ))
})

const so = (given: Partial<ToForecast> = {}): ToForecast => ({
  ...{ asked: 18, done: 0, planned: 0, bound: [], offers: [], remaining: { days: 60, months: 4 } },
  ...given,
})

describe('where a school will stand on 31 August', () => {
  const missing = { missingAfter: day('2018-03-29') }
  const cases: [string, Partial<ToForecast>, Outlook, { short?: number; expected?: number }][] = [
    ['all given', { done: 18 }, 'given', { short: 0, expected: 18 }],
    ['more than all', { done: 20 }, 'given', { short: 0, expected: 20 }],
    ['nothing is asked', { asked: 0 }, 'given', { short: 0 }],
    ['the rest is planned', { done: 11, planned: 7 }, 'on course', { expected: 18 }],
    ['the rest is bound', { done: 11, bound: [4, 3] }, 'on course', { expected: 18 }],
    ['the rest is offered', { done: 11, planned: 2, offers: [3, 4] }, 'in reach', { expected: 18 }],
    ['half a day too little is offered', { done: 11, planned: 2, offers: [4] }, 'falls short', { short: 1 }],
    ['nobody offers anything', { done: 11 }, 'falls short', { short: 7, expected: 11 }],
    [
      'a day is left: two half-days each',
      { offers: [18, 4], remaining: { days: 1, months: 1 } },
      'falls short',
      { short: 14 },
    ],
    [
      'no day is left',
      { done: 17, bound: [1], remaining: { days: 0, months: 0 } },
      'falls short',
      { short: 1 },
    ],
    [
      'term dates are missing, and all hangs on them',
      { done: 11, offers: [7], remaining: missing },
      'not known',
      {},
    ],
    [
      'term dates are missing, and it is too little anyway',
      { done: 11, offers: [6], remaining: missing },
      'falls short',
      { short: 1 },
    ],
    ['term dates are missing, and all is given', { done: 18, remaining: missing }, 'given', {}],
    ['scenario 3: 5½ of 9 given', { done: 11 }, 'falls short', { short: 7 }],
  ]
  for (const [name, given, outlook, { short, expected }] of cases)
    test(name, () => {
      const found = forecast(so(given))
      assert.equal(found.outlook, outlook)
      if (short !== undefined) assert.equal(found.short, short)
      if (expected !== undefined) assert.equal(found.expected, expected)
    })

  test('it is said in a sentence, with what is missing', () => {
    const given = so({ done: 11, remaining: missing })
    assert.equal(
      forecastInWords(forecast(given), { asked: 18, to: day('2018-08-31'), remaining: missing }),
      '5½ of 9 days will have been given by 31 August 2018, as it stands: 3½ days will be missing. The term dates after 29 March 2018 are missing, so that the school days left cannot be counted.',
    )
  })

  const halfDays = fc.nat(40)
  const any = fc.record({
    asked: halfDays,
    done: halfDays,
    planned: halfDays,
    bound: fc.array(halfDays, { maxLength: 5 }),
    offers: fc.array(halfDays, { maxLength: 5 }),
    remaining: fc.oneof(
      fc.record({ days: fc.nat(190), months: fc.nat(11) }),
      fc.constant<ToForecast['remaining']>(missing),
    ),
  })

  test('nothing is ever below nought, and what is short is what is missing from what is asked', () => {
    fc.assert(
      fc.property(any, (given) => {
        const { expected, fromOffers, toFind, short } = forecast(given)
        for (const figure of [expected, fromOffers, toFind, short]) assert.ok(figure >= 0)
        assert.equal(short, Math.max(0, given.asked - expected))
        assert.ok(fromOffers <= toFind)
      }),
    )
  })

  test('more done, planned, bound, offered or time never makes it worse', () => {
    const worst: Outlook[] = ['falls short', 'in reach', 'on course', 'given']
    fc.assert(
      fc.property(any, fc.integer({ min: 1, max: 10 }), (given, more) => {
        const was = forecast(given)
        const changes: Partial<ToForecast>[] = [
          { done: given.done + more },
          { planned: given.planned + more },
          { bound: [...given.bound, more] },
          { offers: [...given.offers, more] },
          ...('days' in given.remaining
            ? [{ remaining: { ...given.remaining, days: given.remaining.days + more } }]
            : []),
        ]
        for (const change of changes) {
          const now = forecast({ ...given, ...change })
          assert.ok(now.short <= was.short)
          if ('days' in given.remaining) assert.ok(worst.indexOf(now.outlook) >= worst.indexOf(was.outlook))
        }
      }),
    )
  })
})

test('a school that joins in the year is asked for its part, and never for more than the whole', () => {
  const member = (joinedOn: string) => ({ year, member: { joinedOn: day(joinedOn), leftOn: null } })
  assert.equal(owed(18, member('2017-09-01')), 18)
  assert.equal(owed(18, member('2018-01-04')), 12)
  assert.equal(owed(18, member('2018-08-31')), 0)
  fc.assert(
    fc.property(fc.nat(363), fc.nat(40), (gone, whole) => {
      const [on, later] = [addDays(firstDay(year), gone), addDays(firstDay(year), gone + 1)]
      assert.ok(owed(whole, member(later)) <= owed(whole, member(on)))
      assert.ok(owed(whole, member(on)) <= whole)
    }),
  )
})

describe('what would mend it', () => {
  const today = day('2018-03-05')
  const mends = (given: Partial<ToForecast>, more: Partial<ToMend> = {}) => {
    const asked = so(given)
    return mendsOf({
      ...{ forecast: forecast(asked), remaining: asked.remaining, today, planned: [] },
      ...{ offered: 6, practitioners: 1 },
      ...more,
    })
  }
  const planned = { id: 7, visitedOn: day('2018-05-29'), half: 'day', halfDays: 2, why: null }

  test('nothing where all is given', () => assert.deepEqual(mends({ done: 18 }), []))
  test('offered days to be agreed, at so many a month', () => {
    const [first, ...others] = mends({ done: 11, offers: [7] })
    assert.match(first?.says ?? '', /when 3½ days more will be given: two more half-days a month/)
    assert.deepEqual(others, [])
  })
  test('somebody to be nominated where nobody is', () => {
    const [first] = mends({ done: 11 }, { practitioners: 0, offered: 0 })
    assert.equal(first?.says, 'Nominate somebody to support other schools')
    assert.match(first?.why ?? '', /3½ days will be missing\. That is two more half-days a month\./)
    assert.equal(first?.href, '/support/practitioners')
  })
  test('more to be released where too little is offered', () => {
    const found = mends({ done: 11, offers: [4] })
    assert.deepEqual(
      found.map(({ says }) => says),
      [
        'Agree with SSIG when 2 days more will be given: one more half-day a month',
        'Nominate somebody, or release practitioners for 1½ days more',
      ],
    )
    assert.match(found[1]?.why ?? '', /have offered 3 days/)
  })
  test('planned on days on which the host is closed', () => {
    const closed = { ...planned, halfDays: 0, why: 'The host was closed on that day' }
    const [first] = mends({ done: 11 }, { planned: [closed, planned] })
    assert.equal(first?.says, 'Find another day for 1 planned visit that will not count')
    assert.match(first?.why ?? '', /1 day is planned for nothing\. The host was closed/)
    assert.equal(first?.href, '/support/visits/7')
  })
  test('planned for yesterday, and not noted; today is still to come', () => {
    const at = (on: string) =>
      mends({ done: 11, planned: 7 }, { planned: [{ ...planned, visitedOn: day(on) }] })
    assert.match(at('2018-03-04')[0]?.says ?? '', /Have 1 past visit noted/)
    assert.deepEqual(at('2018-03-05'), [])
  })
  test('missing term dates to be sent', () => {
    const found = mends({ done: 11, offers: [7], remaining: { missingAfter: null } })
    assert.deepEqual(
      found.map(({ href }) => href),
      ['/people?post=practitioner', '/calendars'],
    )
  })
  test('the pace is said as people say it', () => {
    assert.equal(paceInWords(7, 4), 'two more half-days a month')
    assert.equal(paceInWords(1, 4), 'one more half-day a month')
    assert.equal(paceInWords(44, 4), '11 more half-days a month')
    assert.equal(paceInWords(3, 1), 'three more half-days in the days that are left')
  })
})
