import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day } from '../platform/day.ts'
import { type YearState, yearInWords, yearStateOf } from './rules.ts'

const today = day('2018-03-05')
const asked = (given: Partial<Parameters<typeof yearInWords>[0][number]> = {}) => ({
  ...{ totalPence: 300_000, owedPence: 300_000, creditedPence: 0, writtenOffPence: 0 },
  ...{ dueOn: today, payBy: 'invoice' as const },
  ...given,
})
const settled = asked({ owedPence: 0 })
const credited = asked({ owedPence: 0, creditedPence: 300_000 })

test('what presses most says how the year stands, and a sentence tells no sum', () => {
  const cases: [string, ReturnType<typeof asked>[], YearState][] = [
    ['nothing invoiced', [], 'not invoiced'],
    ['due today', [asked()], 'due'],
    ['due yesterday', [asked({ dueOn: day('2018-03-04') })], 'overdue'],
    ['a penny left, due today', [asked({ owedPence: 1 })], 'part paid'],
    ['a penny left, due yesterday', [asked({ owedPence: 1, dueOn: day('2018-03-04') })], 'overdue'],
    ['paid', [settled], 'paid'],
    ['one paid, one to pay', [settled, asked()], 'due'],
    ['credited whole and invoiced anew', [credited, settled], 'paid'],
    ['credited whole', [credited], 'credited'],
    ['the rest written off', [asked({ owedPence: 0, writtenOffPence: 1 })], 'written off'],
  ]
  for (const [name, invoices, state] of cases) {
    assert.equal(yearStateOf(invoices, today), state, name)
    assert.doesNotMatch(yearInWords(invoices, today), /£/)
  }
})
