import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { AcademicYear, Day } from '../../../platform/day.ts'
import { day } from '../../../platform/day.ts'
import type { Candidate, Request } from './candidate.ts'
import { schoolDaysIn } from './dates.ts'
import { type Context, suggest } from './rules.ts'
import { closeness } from './travel.ts'
import { factors, weights } from './weights.ts'

const year = 2017 as AcademicYear
const today = day('2018-03-05')
const terms = [
  { kind: 'term' as const, fromOn: day('2018-01-08'), toOn: day('2018-03-29') },
  { kind: 'term' as const, fromOn: day('2018-04-16'), toOn: day('2018-07-20') },
]
const request: Request = {
  ...{ id: 1, membershipId: 1, school: 'Ashmere', trustId: 7, postcode: 'LA1 4YF' },
  ...{ areaId: 2, area: 'Maths', phase: 'key stage 4', urgency: 'this term', halfDaysWanted: 6 },
  ...{ from: day('2018-03-05'), to: day('2018-03-29'), year },
}
const able: Candidate = {
  ...{ id: 10, personId: 20, name: 'Priya', membershipId: 2, urn: 990002, school: 'Brindle Moor' },
  ...{ trustId: null, postcode: 'LA1 4QQ', expertise: [{ areaId: 2, phase: 'key stage 4' }] },
  ...{ diary: { times: [], away: [], booked: [] }, years: [{ year, offered: 12, bound: 4 }] },
  ...{ vouchedOn: day('2017-09-10'), interests: [], worksAt: [2] },
}
const context: Context = {
  today,
  vouchingDays: 365,
  daysOf: ({ from, to }) => schoolDaysIn(terms, from, to),
  balanceOf: () => ({ given: 2, received: 6 }),
}
const one = (over: Partial<Candidate>, wanted: Partial<Request> = {}) =>
  suggest({ ...request, ...wanted }, [{ ...able, ...over }], context)
const says = (over: Partial<Candidate>, factor: string, wanted: Partial<Request> = {}) =>
  one(over, wanted).suggested[0]?.reasons.find((reason) => reason.factor === factor)?.says
const points = (over: Partial<Candidate>, factor: string, wanted: Partial<Request> = {}) =>
  one(over, wanted).suggested[0]?.reasons.find((reason) => reason.factor === factor)?.points

test('the points of all factors together are a hundred', () => {
  assert.equal(
    factors.reduce((sum, factor) => sum + weights[factor].most, 0),
    100,
  )
})

test('a suggestion says why, a sentence for each thing that was weighed', () => {
  const [first] = one({}).suggested
  assert.deepEqual(
    first?.reasons.map(({ says }) => says),
    [
      'Maths, key stage 4',
      'Free on 38 half-days in the dates wanted; 6 are wanted',
      '38 of these in the first 12 weeks',
      '2 days of 6 days this year given or bound',
      'Same postcode sector, LA1 4',
      'Gives about as much as practitioners do on average',
      'Brindle Moor gives about as much as schools do on average',
      'Brindle Moor received more than it gave',
      'Vouched for on 10 September 2017',
    ],
  )
  assert.equal(first?.halfDays, 6)
})

test('expertise at the phase weighs most, the whole school less, another phase least; without the area nobody comes', () => {
  const at = (phase: Candidate['expertise'][number]['phase']) =>
    points({ expertise: [{ areaId: 2, phase }] }, 'expertise')
  assert.deepEqual([at('key stage 4'), at('whole school'), at('post-16')], [35, 28, 12])
  const none = one({ expertise: [{ areaId: 3, phase: 'key stage 4' }] })
  assert.deepEqual([none.suggested, none.excluded, none.elsewhere], [[], [], 1])
})

test('free half-days are those of the week, of school days, not away and not on another visit', () => {
  const free = (diary: Partial<Candidate['diary']>) =>
    one({ diary: { times: [], away: [], booked: [], ...diary } }).suggested[0]?.free
  assert.equal(free({ times: [{ weekday: 2, half: 'am' }] }), 4)
  assert.equal(free({ away: [{ fromOn: day('2018-03-05'), toOn: day('2018-03-16') }] }), 18)
  const booked = (half: 'am' | 'day' | 'twilight') => free({ booked: [{ on: day('2018-03-06'), half }] })
  assert.deepEqual([booked('am'), booked('day'), booked('twilight')], [37, 36, 38])
})

test('where the host’s term dates are missing free dates are said not to be known, and weigh half', () => {
  const unknown = { from: day('2019-01-07'), to: day('2019-02-01') }
  assert.equal(says({}, 'dates', unknown), 'Free dates not known: Ashmere’s term dates are missing')
  assert.equal(points({}, 'dates', unknown), 10)
})

test('in a holiday that is known nobody is free', () => {
  assert.equal(
    says({}, 'dates', { from: day('2018-04-02'), to: day('2018-04-06') }),
    'Free on 0 half-days in the dates wanted; 6 are wanted',
  )
})

test('a conflict of interest and days that are used up take somebody out, with why', () => {
  const why = (over: Partial<Candidate>) => {
    const { suggested, excluded } = one(over)
    return [suggested.length, excluded[0]?.why]
  }
  assert.deepEqual(why({ membershipId: 1 }), [0, 'Ashmere is their own school'])
  assert.deepEqual(why({ trustId: 7 }), [0, 'Brindle Moor and Ashmere are of one trust'])
  assert.deepEqual(why({ interests: [{ membershipId: 1, kind: 'applying for a post' }] }), [
    0,
    'An interest is declared: has applied for a post there',
  ])
  assert.deepEqual(why({ interests: [{ membershipId: 3, kind: 'other' }] }), [1, undefined])
  assert.deepEqual(why({ worksAt: [2, 1] }), [0, 'Works at Ashmere too'])
  assert.deepEqual(why({ years: [{ year, offered: 4, bound: 4 }] }), [
    0,
    'No days are left: all 4 half-days released for that year are bound or given',
  ])
  assert.deepEqual(why({ years: [] }), [0, 'No days are released for that year'])
})

test('a head’s word holds for the agreed days and not a day longer', () => {
  assert.equal(points({ vouchedOn: day('2017-03-05') }, 'vouched'), 5)
  assert.equal(points({ vouchedOn: day('2017-03-04') }, 'vouched'), 0)
  assert.equal(points({ vouchedOn: null }, 'vouched'), 0)
})

test('postcodes tell how near, as they are written', () => {
  const near = (from: string | null, to: string | null) => closeness(from, to).is
  assert.equal(near('LA1 4YF', 'la14qq'), 'sector')
  assert.equal(near('LA1 4YF', 'LA1 5QQ'), 'district')
  assert.equal(near('LA1 4YF', 'LA12 5QQ'), 'area')
  assert.equal(near('LA1 4YF', 'L1 4YF'), 'further')
  assert.equal(near(null, 'L1 4YF'), 'not known')
  assert.equal(near('<script>', 'L1 4YF'), 'not known')
})

const candidates = fc.array(
  fc.record({
    id: fc.integer({ min: 1, max: 1000 }),
    name: fc.constantFrom('Ada', 'Bea', 'Cyd', 'Dee'),
    membershipId: fc.integer({ min: 1, max: 4 }),
    trustId: fc.constantFrom(null, 7, 8),
    postcode: fc.constantFrom(null, 'LA1 4YF', 'LA2 1AA', 'BB1 1AA'),
    bound: fc.integer({ min: 0, max: 12 }),
    phase: fc.constantFrom('key stage 3', 'key stage 4', 'whole school'),
    booked: fc.array(fc.integer({ min: 5, max: 29 }), { maxLength: 20 }),
    interest: fc.boolean(),
  }),
  { maxLength: 12 },
)
type Drawn = typeof candidates extends fc.Arbitrary<(infer Each)[]> ? Each : never
const on = (date: number): Day => day(`2018-03-${String(date).padStart(2, '0')}`)
const made = ({ bound, phase, booked, interest, ...rest }: Drawn): Candidate => ({
  ...able,
  ...rest,
  expertise: [{ areaId: 2, phase: phase as 'key stage 4' }],
  diary: { times: [], away: [], booked: booked.map((date) => ({ on: on(date), half: 'day' as const })) },
  years: [{ year, offered: 12, bound }],
  interests: interest ? [{ membershipId: 1, kind: 'other' as const }] : [],
})

test('the order they are given in changes nothing, and of two that weigh the same the first name comes first', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(
        candidates.map((all) => all[0]).filter((one) => !!one),
        { selector: ({ id }) => id },
      ),
      (drawn) => {
        const all = drawn.map(made)
        const found = suggest(request, all, context)
        assert.deepEqual(suggest(request, [...all].reverse(), context), found)
        for (const [i, next] of found.suggested.slice(1).entries()) {
          const before = found.suggested[i]
          assert.ok(
            before &&
              (before.score > next.score || (before.score === next.score && before.name <= next.name)),
          )
        }
      },
    ),
  )
})

test('a conflict always takes somebody out, and nobody is both suggested and not', () => {
  fc.assert(
    fc.property(candidates, (drawn) => {
      const all = drawn.map((one, id) => ({ ...made(one), id }))
      const { suggested, excluded } = suggest(request, all, context)
      assert.equal(suggested.length + excluded.length, all.length)
      for (const { practitionerId } of suggested) {
        const them = all.find(({ id }) => id === practitionerId)
        assert.ok(them && them.membershipId !== 1 && them.trustId !== 7 && them.interests.length === 0)
        assert.ok((them.years[0]?.bound ?? 0) < 12)
      }
      for (const { score, reasons } of suggested)
        assert.ok(
          score <= 100 &&
            reasons.every(({ factor, points }) => points >= 0 && points <= weights[factor].most),
        )
    }),
  )
})

test('more free dates never weigh less', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 5, max: 29 }), { minLength: 1 }), (dates) => {
      const score = (booked: number[]) =>
        one({
          diary: {
            times: [],
            away: [],
            booked: booked.map((date) => ({ on: on(date), half: 'day' as const })),
          },
        }).suggested[0]?.score ?? -1
      assert.ok(score(dates.slice(1)) >= score(dates))
    }),
  )
})
