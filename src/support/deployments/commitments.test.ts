import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { judgedAt } from '../../../test/judged.ts'
import type { Standing } from '../../agreement/finding.ts'
import { day } from '../../platform/day.ts'
import { ssigFirst } from './commitments.ts'
import type { Sought, SoughtRequest, SoughtVisit } from './sought.ts'

const request = (given: Partial<SoughtRequest> = {}): SoughtRequest => ({
  ...{ is: 'request', membershipId: 1, id: 5, area: 'Maths', requestedOn: day('2018-01-20') },
  ...{ firstContactOn: null, ofOneTrust: false, explained: null, answerDue: day('2018-01-26') },
  ...{ answeredOn: day('2018-01-22'), declined: false, fromMembershipId: 2 },
  ...given,
})
const visit = (given: Partial<SoughtVisit> = {}): SoughtVisit => ({
  ...{ is: 'visit', membershipId: 1, id: 9, on: day('2018-02-05'), fromMembershipId: 3, fromTrustId: null },
  ...given,
})
const first = { firstContactOn: day('2018-01-18') }

describe('SSIG first (clause 27)', () => {
  const cases: [string, Sought[], Parameters<typeof judgedAt>[0], Standing][] = [
    ['nothing sought so far', [], {}, 'not yet due'],
    ['nothing sought in a year that is over', [], { atEndOf: 2017 }, 'does not apply'],
    ['SSIG asked first', [request()], {}, 'met'],
    ['asked on the day on which schools spoke', [request({ firstContactOn: day('2018-01-20') })], {}, 'met'],
    ['schools spoke before', [request(first)], {}, 'breached'],
    [
      'schools spoke before, and it was explained',
      [request({ ...first, explained: 'We met by chance.' })],
      {},
      'breached',
    ],
    ['schools of one trust spoke before', [request({ ...first, ofOneTrust: true })], {}, 'met'],
    [
      'a request of the year before counts for that year',
      [request({ ...first, requestedOn: day('2017-06-20') })],
      {},
      'not yet due',
    ],
    ['a visit that SSIG did not arrange', [visit()], {}, 'breached'],
    ['one from the same trust', [visit({ fromTrustId: 4 })], { member: { trustId: 4 } }, 'not yet due'],
    ['one from another trust', [visit({ fromTrustId: 5 })], { member: { trustId: 4 } }, 'breached'],
    [
      'one after SSIG had declined',
      [request({ declined: true, fromMembershipId: null }), visit()],
      {},
      'met',
    ],
    [
      'one on the day of the decline',
      [request({ declined: true, answeredOn: day('2018-02-05') }), visit()],
      {},
      'met',
    ],
    [
      'one on the day before the decline',
      [request({ declined: true, answeredOn: day('2018-02-06'), answerDue: day('2018-02-07') }), visit()],
      {},
      'breached',
    ],
    [
      'one a day after the answer was due and none had come',
      [request({ answeredOn: null, answerDue: day('2018-02-04') }), visit()],
      {},
      'met',
    ],
    [
      'one on the last day for the answer',
      [request({ answeredOn: null, answerDue: day('2018-02-05') }), visit()],
      {},
      'breached',
    ],
    [
      'one after an answer that came late',
      [request({ answeredOn: day('2018-02-01'), answerDue: day('2018-01-26') }), visit()],
      {},
      'met',
    ],
    ['one by a school that SSIG had matched it with', [request({ fromMembershipId: 3 }), visit()], {}, 'met'],
    [
      'no day for the answer was known: nobody was free',
      [request({ answeredOn: null, answerDue: null }), visit()],
      {},
      'breached',
    ],
    [
      'a decline more than a year ago frees no longer',
      [
        request({ declined: true, requestedOn: day('2017-02-01'), answeredOn: day('2017-02-03') }),
        visit({ on: day('2018-02-05') }),
      ],
      {},
      'breached',
    ],
    [
      'spoke after another request was declined',
      [
        request({ id: 4, requestedOn: day('2018-01-10'), declined: true, answeredOn: day('2018-01-12') }),
        request(first),
      ],
      {},
      'met',
    ],
    [
      'a decline of the same request frees nobody before it',
      [request({ ...first, declined: true })],
      {},
      'breached',
    ],
  ]
  for (const [name, rows, when, standing] of cases)
    test(name, () => {
      const found = ssigFirst(rows, judgedAt(when))
      assert.equal(found.standing, standing, found.because)
    })

  test('it says both days, and the school’s own words where it gave them', () => {
    const explained = ssigFirst([request({ ...first, explained: 'We met\nby chance.' })], judgedAt())
    assert.equal(
      explained.because,
      'Schools spoke on 18 January 2018, and SSIG was asked on 20 January 2018; the school says of it: “We met by chance”. This is told, and nothing follows from it.',
    )
    assert.equal(explained.next, undefined)
    assert.equal(ssigFirst([request(first)], judgedAt()).next?.href, '/support/deployments/5')
  })

  test('asking once more never makes it worse', () => {
    const rows = fc.array(
      fc.oneof(
        fc
          .record({ from: fc.integer({ min: 0, max: 180 }) })
          .map(({ from }) =>
            visit({ on: day(new Date(Date.UTC(2017, 8, 1 + from)).toISOString().slice(0, 10)) }),
          ),
        fc.boolean().map((before) => request(before ? first : {})),
      ),
      { maxLength: 6 },
    )
    fc.assert(
      fc.property(rows, (some) => {
        const before = ssigFirst(some, judgedAt()).standing
        const after = ssigFirst([...some, request({ id: 99 })], judgedAt()).standing
        assert.ok(after === 'met' || after === before)
      }),
    )
  })
})
