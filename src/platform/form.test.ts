import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  choice,
  dayField,
  email,
  form,
  oneTimeCode,
  optional,
  pick,
  pounds,
  several,
  splitSeveral,
  text,
  time,
  wholeNumber,
  yesNo,
} from './form.ts'

const asked = form({
  name: text('Name', { ask: 'Enter the name', max: 10 }),
  mail: optional(email('Email', { ask: 'Enter the email' })),
  on: dayField('Date', { ask: 'Enter the date', from: 2000, to: 2100 }),
  at: optional(time('Time', { ask: 'Enter the time' })),
  number: optional(wholeNumber('Number', { ask: 'Enter the number', max: 10 })),
  paid: optional(pounds('Amount', { ask: 'Enter the amount' })),
  kind: choice('Kind', { a: 'First', b: 'Second' }, { ask: 'Select the kind' }),
  who: optional(pick('Who', [[12, 'Amina']], { ask: 'Select who' })),
  yes: optional(yesNo('Yes?', { ask: 'Select yes or no' })),
})

const right = { name: 'Amina', on: '5/3/2018', kind: 'a' }
const read = (answers: Record<string, string>) => asked.read(new URLSearchParams({ ...right, ...answers }))
const complaint = (answers: Record<string, string>) => {
  const found = read(answers)
  return 'answers' in found ? found.answers.errors : []
}

describe('what a form complains of', () => {
  const cases: [Record<string, string>, string, string][] = [
    [{ name: '  ' }, 'name', 'Enter the name'],
    [{ name: 'x'.repeat(11) }, 'name', 'Name must be 10 characters or fewer'],
    [
      { mail: 'not an address' },
      'mail',
      'Email must be an email address in the correct format, like name@example.com',
    ],
    [
      { mail: 'a@b.example\r\nBcc: x@y.example' },
      'mail',
      'Email must be an email address in the correct format, like name@example.com',
    ],
    [{ on: '31/2/2018' }, 'on', 'Date must be a real date, like 27/3/2018'],
    [{ on: '5/3/1918' }, 'on', 'The year of date must be between 2000 and 2100'],
    [{ at: '25:00' }, 'at', 'Time must be a time, like 14:05'],
    [{ number: '1e3' }, 'number', 'Number must be a whole number between 0 and 10'],
    [{ number: '11' }, 'number', 'Number must be a whole number between 0 and 10'],
    [{ paid: '12.505' }, 'paid', 'Amount must be an amount of money, like 3,000 or 12.50'],
    [{ kind: '__proto__' }, 'kind', 'Select the kind'],
    [{ who: '13' }, 'who', 'Select who'],
  ]
  for (const [answers, field, message] of cases)
    test(message, () => assert.deepEqual(complaint(answers), [{ field, message }]))
})

test('what was read is typed, and blanks are null', () => {
  const found = read({ at: '2.05pm', number: '7', paid: '£3,000', who: '12', yes: 'no', mail: 'A@B.example' })
  assert.deepEqual('filled' in found && found.filled, {
    name: 'Amina',
    mail: 'a@b.example',
    on: '2018-03-05',
    at: '14:05',
    number: 7,
    paid: 300_000,
    kind: 'a',
    who: 12,
    yes: false,
  })
})

describe('a one-time code', () => {
  const asked = form({ code: oneTimeCode('Code', { ask: 'Enter the code' }) })
  const read = (code: string) => asked.read(new URLSearchParams({ code }))
  for (const typed of ['012345', '012 345', ' 012-345 '])
    test(`is understood as it was typed: “${typed}”`, () =>
      assert.deepEqual(read(typed), { filled: { code: '012345' } }))
  for (const typed of ['12345', '1234567', '12345a', '１２３４５６', ''])
    test(`is refused: “${typed}”`, () => assert.ok('answers' in read(typed)))
})

test('several answers to one question come back as they were chosen', () => {
  const groups = form({
    groups: several(
      'Groups',
      [
        [1, 'One'],
        [2, 'Two'],
      ],
      { ask: 'Select a group' },
    ),
  })
  const data = new URLSearchParams([
    ['groups', '2'],
    ['groups', '1'],
    ['groups', '2'],
  ])
  const found = groups.read(data)
  assert.deepEqual('filled' in found && found.filled.groups, [2, 1])
  assert.deepEqual(splitSeveral(''), [])
})

test('any text at all is read without failing, and what was typed is kept but for what cannot be', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (typed) => {
      const found = read({ name: typed, kind: 'c' })
      assert.ok('answers' in found)
      assert.ok(!found.answers.values.name?.includes('\u0000'))
    }),
  )
})
