import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type AcademicYear, addDays, day } from '../../platform/day.ts'
import { type AccountLine, lineInWords, periodOf, statementOf } from './rules.ts'

const invoice = { prefix: 'INV', number: 7, year: 2017 as AcademicYear }
const line = (given: Partial<AccountLine> = {}): AccountLine => ({
  ...{ id: 1, membershipId: 1, school: 'Ashmere', datedOn: day('2018-03-05'), kind: 'invoice', pence: 100 },
  ...{ invoiceId: 3, invoice, note: null, how: null, undoes: null },
  ...given,
})
const alone = { invoiceId: null, invoice: null }
const undoes = { kind: 'match' as const, datedOn: day('2018-03-01') }

describe('each movement in words for whoever pays', () => {
  const cases: [AccountLine, string][] = [
    [line(), 'Invoice INV-00007 for 2017-18'],
    [
      line({ kind: 'credit note', note: { prefix: 'CN', number: 2 } }),
      'Credit note CN-00002 against INV-00007',
    ],
    [
      line({ kind: 'credit note', note: { prefix: 'CN', number: 2 }, ...alone }),
      'Credit note CN-00002, held on account',
    ],
    [line({ kind: 'match', pence: -1, how: 'reference' }), 'Payment for INV-00007'],
    [line({ kind: 'match', pence: -1, how: 'recharge' }), 'Internal recharge for INV-00007'],
    [line({ kind: 'match', pence: -1, how: 'hand', ...alone }), 'Payment, held on account'],
    [line({ kind: 'match', pence: 1, how: 'hand', ...alone }), 'Refund to the school'],
    [line({ kind: 'match', pence: -1 }), 'Money on account used for INV-00007'],
    [line({ kind: 'match', pence: 1, ...alone }), 'Money on account used'],
    [line({ kind: 'write-off', pence: -1 }), 'Written off: INV-00007'],
    [
      line({ kind: 'reversal', how: 'hand', undoes }),
      'Payment of 1 March 2018 taken off INV-00007 again: it did not belong to it',
    ],
    [
      line({ kind: 'reversal', how: 'hand', undoes, ...alone }),
      'Payment of 1 March 2018 taken off the account again: it did not belong to it',
    ],
    [
      line({ kind: 'reversal', how: 'hand', undoes, pence: -1, ...alone }),
      'Refund of 1 March 2018 taken off again: it did not belong to this account',
    ],
    [
      line({ kind: 'reversal', undoes: { ...undoes, kind: 'write-off' } }),
      'Write-off of INV-00007, made on 1 March 2018, undone',
    ],
    [line({ kind: 'opening', ...alone }), 'Balance brought forward from before'],
  ]
  for (const [given, says] of cases) test(says, () => assert.equal(lineInWords(given), says))
})

test('what was before the first day opens, both days count, and what is after is left out', () => {
  const on = (datedOn: string, pence: number) => line({ datedOn: day(datedOn), pence })
  const lines = [on('2018-02-28', 5), on('2018-03-01', 10), on('2018-03-31', -3), on('2018-04-01', 100)]
  const {
    openingPence,
    lines: shown,
    closingPence,
  } = statementOf(lines, {
    from: day('2018-03-01'),
    to: day('2018-03-31'),
  })
  assert.deepEqual([openingPence, closingPence], [5, 12])
  assert.deepEqual(
    shown.map(({ balancePence }) => balancePence),
    [15, 12],
  )
})

test('wherever it is cut, one statement goes on where the other stopped', () => {
  const first = day('2017-09-01')
  const moved = fc.record({
    after: fc.integer({ min: 0, max: 300 }),
    pence: fc.integer({ min: -300_000, max: 300_000 }),
  })
  fc.assert(
    fc.property(fc.array(moved, { maxLength: 30 }), fc.integer({ min: 1, max: 299 }), (all, cut) => {
      const lines = all
        .sort((a, b) => a.after - b.after)
        .map(({ after, pence }) => line({ datedOn: addDays(first, after), pence }))
      const to = addDays(first, 300)
      const whole = statementOf(lines, { from: first, to })
      const before = statementOf(lines, { from: first, to: addDays(first, cut - 1) })
      const after = statementOf(lines, { from: addDays(first, cut), to })
      assert.equal(before.closingPence, after.openingPence)
      assert.equal(after.closingPence, whole.closingPence)
      assert.equal(before.lines.length + after.lines.length, whole.lines.length)
      assert.equal(
        whole.closingPence,
        lines.reduce((sum, { pence }) => sum + pence, 0),
      )
    }),
  )
})

test('a period that is typed in part, or the wrong way round, is made whole', () => {
  const usual = { from: day('2017-09-01'), to: day('2018-03-05') }
  assert.deepEqual(periodOf({ from: null, to: null }, usual), usual)
  assert.deepEqual(periodOf({ from: day('2018-03-01'), to: day('2018-02-01') }, usual), {
    from: day('2018-02-01'),
    to: day('2018-03-01'),
  })
  assert.deepEqual(periodOf({ from: null, to: day('2017-08-31') }, usual), {
    from: day('2017-08-31'),
    to: day('2017-08-31'),
  })
  assert.deepEqual(periodOf({ from: day('2018-04-01'), to: null }, usual), {
    from: day('2018-04-01'),
    to: day('2018-04-01'),
  })
})
