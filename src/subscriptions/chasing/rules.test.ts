import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { hostSettings } from '../../../test/subscriptions.ts'
import { addDays, day } from '../../platform/day.ts'
import { citedAs, reminderTo, stepDue, writeOffRefusal } from './rules.ts'

const dueOn = day('2018-03-01')
const after = (days: number) => addDays(dueOn, days)
const sent = (...days: number[]) => days.map((at, i) => ({ step: i + 1, sentOn: after(at) }))
const owing = { payBy: 'invoice' as const, dueOn, owedPence: 1, heldUntil: null, sent: sent() }

describe('which reminder goes: 7, 21 and 35 days past due', () => {
  const cases: [string, Partial<Parameters<typeof stepDue>[0]>, number, number | null][] = [
    ['on the day it is due', {}, 0, null],
    ['a day before the first', {}, 6, null],
    ['on the day of the first', {}, 7, 1],
    ['the same morning again', { sent: sent(7) }, 7, null],
    ['a day before the second', { sent: sent(7) }, 20, null],
    ['on the day of the second', { sent: sent(7) }, 21, 2],
    ['on the day of the third', { sent: sent(7, 21) }, 35, 3],
    ['after the third nobody is written to', { sent: sent(7, 21, 35) }, 400, null],
    ['mornings were missed: the first goes, not the third', {}, 60, 1],
    ['and the second not the day after', { sent: sent(60) }, 61, null],
    ['but as many days later as there should be between', { sent: sent(60) }, 74, 2],
    ['nothing is owed', { owedPence: 0 }, 50, null],
    ['a recharge', { payBy: 'recharge' }, 50, null],
    ['held until today', { heldUntil: after(50) }, 50, null],
    ['held until yesterday', { heldUntil: after(49) }, 50, 1],
  ]
  for (const [name, given, days, step] of cases)
    test(name, () => assert.equal(stepDue({ ...owing, ...given }, hostSettings, after(days)), step))
})

test('a reminder says what, how much, since when, how to pay and whom to ask; its subject names nobody', () => {
  const invoice = {
    ...{ id: 3, prefix: 'INV', number: 7, school: 'Ashmere High School', reference: 'RF18INV00007' },
    ...{ dueOn, totalPence: 300_000, owedPence: 1 },
  }
  const url = 'http://alliance.test'
  const letter = reminderTo(
    { name: 'Bilal', email: 'b@x.test' },
    { invoice, step: 1, seller: hostSettings, url },
  )
  assert.doesNotMatch(letter.subject, /Ashmere|£/)
  for (const said of [
    'INV-00007',
    '£0.01 of £3,000.00',
    '1 March 2018',
    'RF18 INV0 0007',
    '01-02-03',
    '12345678',
  ])
    assert.ok(letter.text.includes(said), said)
  assert.match(letter.text, /finance@council\.example/)
  assert.match(letter.text, /alliance\.test\/subscriptions\/invoices\/3/)
  const third = reminderTo({ name: null, email: 'b@x.test' }, { invoice, step: 3, seller: hostSettings, url })
  assert.match(third.subject, /^Third and last reminder/)
})

test('only what is owed is written off, and on a decision', () => {
  assert.equal(writeOffRefusal(1, 1), null)
  assert.match(writeOffRefusal(2, 1) ?? '', /from £0.01 to £0.01/)
  assert.match(writeOffRefusal(0, 1) ?? '', /from £0.01/)
  assert.match(writeOffRefusal(1, 0) ?? '', /Nothing of this invoice is owed/)
  assert.equal(citedAs(null, null), null)
  assert.equal(citedAs('2017-18/4', null), 'Decision 2017-18/4')
  assert.equal(citedAs('2017-18/4', 'second part'), 'Decision 2017-18/4: second part')
  assert.equal(citedAs(null, 'Board, 1 March'), 'Board, 1 March')
})
