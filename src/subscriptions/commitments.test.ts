import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { judgedAt } from '../../test/judged.ts'
import type { Standing } from '../agreement/finding.ts'
import { type AcademicYear, day } from '../platform/day.ts'
import { type SubscriptionAsked, subscriptionPaid } from './commitments.ts'

const none: SubscriptionAsked = { membershipId: 1, firstYear: null, invoice: null, nothingOwed: null }
const asked = (
  dueOn: string,
  owedPence: number,
  rest: Partial<NonNullable<SubscriptionAsked['invoice']>> = {},
): SubscriptionAsked => ({
  ...none,
  firstYear: 2017 as AcademicYear,
  invoice: {
    ...{ id: 9, prefix: 'INV', number: 7, payBy: 'invoice', issuedOn: day('2017-09-04'), dueOn: day(dueOn) },
    ...{
      totalPence: 300_000,
      owedPence,
      paidPence: 300_000 - owedPence,
      writtenOffPence: 0,
      creditedPence: 0,
    },
    ...rest,
  },
})

describe('the year’s subscription is paid in full (clause 25)', () => {
  const cases: [string, SubscriptionAsked[], Parameters<typeof judgedAt>[0], Standing][] = [
    ['paid to the penny', [asked('2018-01-01', 0)], {}, 'met'],
    ['due today, not paid', [asked('2018-03-05', 300_000)], {}, 'at risk'],
    ['due yesterday, not paid', [asked('2018-03-04', 300_000)], {}, 'breached'],
    ['a penny short, due yesterday', [asked('2018-03-04', 1)], {}, 'breached'],
    ['a penny short, due in months', [asked('2018-08-01', 1)], {}, 'at risk'],
    ['due in 14 days', [asked('2018-03-19', 300_000)], {}, 'at risk'],
    ['due in 15 days', [asked('2018-03-20', 300_000)], {}, 'not yet due'],
    [
      'due on the last day of a year that is over',
      [asked('2018-08-31', 300_000)],
      { atEndOf: 2017 },
      'breached',
    ],
    ['due after a year that is over', [asked('2018-09-01', 300_000)], { atEndOf: 2017 }, 'not yet due'],
    ['the rest written off', [asked('2018-01-01', 0, { writtenOffPence: 1, paidPence: 299_999 })], {}, 'met'],
    ['a part credited, the rest paid', [asked('2018-01-01', 0, { creditedPence: 100_000 })], {}, 'met'],
    [
      'a part credited, nothing paid',
      [asked('2018-08-01', 200_000, { creditedPence: 100_000, paidPence: 0 })],
      {},
      'not yet due',
    ],
    ['credited whole', [asked('2018-01-01', 0, { creditedPence: 300_000 })], {}, 'does not apply'],
    [
      'credited whole, invoiced anew and overdue',
      [asked('2018-01-01', 0, { creditedPence: 300_000 }), asked('2018-02-01', 300_000)],
      {},
      'breached',
    ],
    ['not invoiced yet', [none], {}, 'not yet due'],
    ['not invoiced in a year that is over', [none], { atEndOf: 2017 }, 'does not apply'],
    [
      'before the first year that was invoiced',
      [{ ...none, firstYear: 2018 as AcademicYear }],
      {},
      'does not apply',
    ],
    [
      'owes nothing',
      [{ ...none, nothingOwed: 'It was a member in no term of 2017-18' }],
      {},
      'does not apply',
    ],
    ['the heads agreed on nothing', [none], { terms: { subscription: 0 } }, 'does not apply'],
  ]
  for (const [name, rows, when, standing] of cases)
    test(name, () => {
      const found = subscriptionPaid(rows, judgedAt(when))
      assert.equal(found.standing, standing, found.because)
      if (rows.some(({ invoice }) => invoice)) assert.doesNotMatch(found.because, /£|INV/)
      assert.equal(
        found.next !== undefined,
        ['breached', 'at risk'].includes(standing) ||
          name.startsWith('due') ||
          name.startsWith('a part credited, nothing'),
      )
    })
})
