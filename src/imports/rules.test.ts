import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { altered, check, csvOf, type Row, right } from '../../test/year.ts'
import { csvText } from '../platform/sheet.ts'
import { type SheetName, sheetNames, year } from './format.ts'

test('a year that is right has no fault, whole and sheet by sheet', async () => {
  const all = Object.fromEntries(sheetNames.map((name) => [`${name}.csv`, csvOf(name, [right[name]])]))
  assert.deepEqual((await check(all)).faults, [])
  for (const name of sheetNames) assert.deepEqual((await altered(name, {})).faults, [], name)
})

describe('rows against one another', () => {
  // biome-ignore format: one case a line
  const cases: [what: string, sheet: SheetName, rows: Row[], column: string, wrong: RegExp][] = [
    ['a ref twice', 'meetings', [{}, { title: 'Another' }], 'ref', /Row 2 has the same ref/],
    ['a ref twice in other capitals', 'support', [{}, { ref: 'v9', on: '2018-04-05' }], 'ref', /Row 2 has the same ref/],
    ['a session twice', 'sessions', [{}, {}], 'ref', /Row 2 is the same session/],
    ['a spell twice', 'schools', [{}, {}], 'urn', /Row 2 has the same URN and joined_on/],
    ['spells that overlap', 'schools', [{}, { joined_on: '2018-05-01' }], 'joined_on', /overlaps/],
    ['a spell over a recorded one', 'schools', [{ urn: '990025', joined_on: '2016-01-01' }], 'joined_on', /overlaps one recorded from 2012-09-01/],
    ['one person by two names', 'people', [{}, { name: 'Ada Old', post: 'deputy' }], 'name', /Row 2 calls p-9 Ada New/],
    ['one person with two addresses', 'people', [{}, { email: 'b@c.example', post: 'deputy' }], 'email', /Row 2 gives p-9/],
    ['two people with one address', 'people', [{}, { ref: 'p-8', name: 'Bo New' }], 'email', /address of Ada New/],
    ['posts that overlap', 'people', [{}, { from: '2018-01-01' }], 'from', /overlaps the same post in row 2/],
    ['a post over a recorded one', 'people', [{ ref: 'p-1', name: 'Lucia Almeida', email: '', post: 'head', from: '2012-09-01' }], 'from', /recorded from 2016-09-01/],
    ['two places, one of them recorded before', 'support', [{ on: '2018-03-05' }], 'practitioner', /on visit V1, recorded before/],
    ['two places in one half-day', 'support', [{}, { ref: 'V10', half: 'day' }], 'practitioner', /already on visit V9, in row 2/],
    ['attendance that differs', 'attendance', [{}, { capacity: 'observer' }], 'capacity', /Row 2 has the same person .* as head/],
    ['two ages for one test', 'reading', [{}, { reading_age: '08:00' }], 'reading_age', /Row 2 gives 07:11/],
  ]
  for (const [what, sheet, rows, column, wrong] of cases)
    test(what, async () => {
      const { faults } = await altered(sheet, ...rows)
      assert.equal(faults.length, what === 'spells that overlap' ? 2 : 1, JSON.stringify(faults))
      assert.equal(faults[0]?.column, column)
      assert.match(faults[0]?.wrong ?? '', wrong)
    })

  // biome-ignore format: one case a line
  const fine: [what: string, sheet: SheetName, rows: Row[]][] = [
    ['a school that left and came back', 'schools', [{ left_on: '2018-02-01' }, { joined_on: '2018-05-01' }]],
    ['one person in two posts', 'people', [{}, { post: 'deputy' }]],
    ['one post twice, one after the other', 'people', [{ to: '2017-12-31' }, { from: '2018-01-01' }]],
    ['a row repeated', 'attendance', [{}, {}]],
    ['a visit moved after it was cancelled', 'support', [{ status: 'cancelled' }, { ref: 'V10' }]],
    ['a person who had no ref', 'people', [{ ref: 'p-4', name: 'Noor Iqbal', email: 'N.Iqbal@brindle.example' }]],
    ['a post whose first day is corrected', 'people', [{ ref: 'p-1', name: 'Lucia Almeida', email: '', post: 'head', from: '2016-10-01' }]],
  ]
  for (const [what, sheet, rows] of fine)
    test(`${what} is no fault`, async () => {
      assert.deepEqual((await altered(sheet, ...rows)).faults, [])
    })

  test('of two rows about one booking the later is the last word', async () => {
    const { plan } = await altered('participants', { outcome: 'booked' }, { outcome: 'attended' })
    assert.deepEqual(
      plan.learning.participants.map(({ outcome }) => outcome),
      ['attended'],
    )
  })

  test('a session of another course is said to be', async () => {
    const sessions = csvOf('sessions', [{ ...right.sessions, course: 'c-9', ref: 's-of-9' }])
    const files = { 'sessions.csv': sessions, 'courses.csv': csvOf('courses', [right.courses]) }
    const participants = csvOf('participants', [{ ...right.participants, session: 's-of-9' }])
    const { faults } = await check({ ...files, 'participants.csv': participants })
    assert.match(faults[0]?.wrong ?? '', /session of c-9, not of c-1/)
  })

  test('a corrected post is the recorded one, by its first day or by its days', async () => {
    const rows = [
      { from: '2016-09-01', to: '2018-07-31' },
      { from: '2012-08-01', to: '2015-08-31' },
    ]
    const person = { ref: 'p-1', name: 'Lucia Almeida', email: '', post: 'head' }
    const { plan } = await altered('people', ...rows.map((row) => ({ ...person, ...row })))
    assert.deepEqual(
      plan.people.posts.map(({ id }) => id),
      [2, 1],
    )
  })

  test('a participant without a URN came for where they worked then', async () => {
    const { plan } = await altered('participants', { urn: '' })
    assert.equal(plan.learning.participants[0]?.spell?.id, 1)
  })
})

describe('what one fault says is not said again', () => {
  test('a row that names a row with a fault is not wrong for that', async () => {
    const people = csvOf('people', [{ ...right.people, email: 'nonsense' }])
    const attendance = csvOf('attendance', [{ ...right.attendance, person: 'p-9' }])
    const { faults } = await check({ 'people.csv': people, 'attendance.csv': attendance })
    assert.deepEqual(
      faults.map(({ file, column }) => [file, column]),
      [['people.csv', 'email']],
    )
  })

  test('nor is one that names what could not be read', async () => {
    const attendance = csvOf('attendance', [
      { ...right.attendance, person: 'p-77', meeting: 'm-77', urn: '999777' },
    ])
    const broken = { 'people.csv': 'ref,name\n"p', 'meetings.csv': 'ref\nm', 'schools.csv': 'urn,urn\n1,2' }
    const { faults } = await check({ ...broken, 'attendance.csv': attendance })
    assert.deepEqual(
      faults.map(({ file }) => file),
      ['schools.csv', 'people.csv', 'meetings.csv'],
    )
  })
})

describe('files', () => {
  test('columns and files of the office’s own are remarked on and left alone', async () => {
    const { faults, remarks } = await check({
      'groups.csv': 'ref,name,kind,colour\nart,Art,hub,red\n',
      'rota.csv': 'a\nb\n',
    })
    assert.deepEqual(faults, [])
    assert.deepEqual(
      remarks.map(({ file }) => file),
      ['rota.csv', 'groups.csv'],
    )
  })

  test('none of a year among them is a fault that names them all', async () => {
    const { faults } = await check({ 'rota.csv': 'a\nb\n' })
    assert.match(faults[0]?.right ?? '', /schools, people, groups, meetings/)
  })

  test('a column that a file cannot do without is one fault, not one a row', async () => {
    const { faults } = await check({ 'groups.csv': 'ref,name\nart,Art\npe,PE\n' })
    assert.deepEqual(
      faults.map(({ row, wrong }) => [row, wrong]),
      [[1, 'There is no column headed “kind”']],
    )
  })
})

test('whatever the cells hold, there are faults or a plan and never a failure', async () => {
  const strange = fc.oneof(
    fc.constantFrom(
      ...Object.values(right).flatMap((row) => Object.values(row)),
      'all',
      '0',
      '-1',
      '99999999',
      '2018-13-45',
    ),
    fc.string({ unit: 'binary', maxLength: 20 }),
  )
  const sheet = fc.constantFrom(...sheetNames).chain((name) => {
    const columns = Object.keys(year[name].columns)
    return fc
      .array(fc.array(strange, { minLength: columns.length, maxLength: columns.length }), { maxLength: 4 })
      .map((rows) => [`${name}.csv`, csvText(columns, rows)] as const)
  })
  await fc.assert(
    fc.asyncProperty(fc.array(sheet, { minLength: 1, maxLength: 4 }), async (sheets) => {
      const { plan, faults } = await check(Object.fromEntries(sheets))
      if (faults.length > 0) return
      const told = plan.people.posts.length + plan.meetings.attendances.length + plan.visits.length
      assert.ok(told <= 16)
    }),
    { numRuns: 300 },
  )
})
