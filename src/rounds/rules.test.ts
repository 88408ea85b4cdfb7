import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { isSchoolDay, type SchoolCalendar } from '../calendars/rules.ts'
import { addDays, day } from '../platform/day.ts'
import { current, isOpen, mayReopen, seenInWords, stageNames, whyNotAgreed } from './debrief/rules.ts'
import { missingInWords, RETURN_DAYS, returnDay, whyNotVisited } from './rules.ts'
import { marks, type RoundState } from './tables.ts'
import { notCausal, theoryInWords } from './theory/rules.ts'

const date = (kind: 'term' | 'half-term' | 'inset', from: string, to: string) => ({
  kind,
  fromOn: day(from),
  toOn: day(to),
})
const calendar: SchoolCalendar = [
  date('term', '2018-01-08', '2018-03-29'),
  date('half-term', '2018-02-12', '2018-02-16'),
  date('term', '2018-04-16', '2018-07-20'),
  date('inset', '2018-04-16', '2018-04-16'),
]
const all = Object.fromEntries(Object.keys(marks).map((mark) => [mark, 'Because.']))

describe('a problem of practice', () => {
  test('is told which of the six marks it still lacks', () => {
    assert.equal(missingInWords(all), null)
    assert.equal(
      missingInWords({ ...all, observable: ' ' }),
      'Not yet a problem of practice: say why it can be seen in lessons',
    )
    assert.match(
      missingInWords({ ...all, core: '', evidence: '' }) ?? '',
      /: say what it asks of teacher, pupil and content; and say on what shared evidence it rests$/,
    )
  })

  test('has its lessons visited once all is said, and not before the day', () => {
    const round = { state: 'planned' as RoundState, visitOn: day('2018-03-05'), marks: all }
    const there = { rooms: 7, visitors: 12, today: day('2018-03-05') }
    assert.equal(whyNotVisited(round, there), null)
    assert.match(whyNotVisited(round, { ...there, today: day('2018-03-04') }) ?? '', /on the day or after/)
    assert.match(whyNotVisited({ ...round, marks: {} }, there) ?? '', /Not yet a problem/)
    assert.match(whyNotVisited(round, { ...there, rooms: 0 }) ?? '', /which rooms/)
    assert.match(whyNotVisited(round, { ...there, visitors: 0 }) ?? '', /who visited/)
    assert.match(whyNotVisited({ ...round, state: 'visited' }, there) ?? '', /already/)
    assert.match(whyNotVisited({ ...round, state: 'cancelled' }, there) ?? '', /cancelled/)
  })
})

describe('the return', () => {
  test('is six weeks later, or on the next school day; nothing is guessed', () => {
    const on = (visitOn: string) => returnDay(calendar, day(visitOn))
    assert.deepEqual(on('2018-01-09'), { on: '2018-02-20', isKnown: true })
    assert.deepEqual(on('2018-01-03'), { on: '2018-02-19', isKnown: true }, 'half-term')
    assert.deepEqual(on('2018-03-05'), { on: '2018-04-17', isKnown: true }, 'training day')
    assert.deepEqual(
      on('2018-02-16'),
      { on: '2018-04-17', isKnown: true },
      'the day after term ended, as a Friday',
    )
    assert.deepEqual(on('2018-07-01'), { on: '2018-08-12', isKnown: false }, 'no dates after the summer')
    assert.deepEqual(returnDay([], day('2018-03-05')), { on: '2018-04-16', isKnown: false })
  })

  test('where it is known, is a school day no earlier than six weeks after', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 160 }), (later) => {
        const visitOn = addDays(day('2017-12-20'), later)
        const found = returnDay(calendar, visitOn)
        assert.ok(found.on >= addDays(visitOn, RETURN_DAYS))
        if (found.isKnown) assert.ok(isSchoolDay(calendar, found.on))
      }),
    )
  })
})

describe('a debrief', () => {
  const at = new Date()
  const agreed = (count: number, written = count) =>
    stageNames.slice(0, written).map((stage, i) => ({ stage, words: 'So.', agreedAt: i < count ? at : null }))

  test('opens each stage when the one before it is agreed', () => {
    for (let count = 0; count <= 4; count++) {
      const open = stageNames.filter((stage) => isOpen(agreed(count), stage))
      assert.deepEqual(open, stageNames.slice(count, count + 1))
      assert.equal(current(agreed(count)), stageNames[count])
    }
  })

  test('opens an agreed stage again while no later one has words', () => {
    assert.equal(mayReopen(agreed(1), 'description'), true)
    assert.equal(mayReopen(agreed(1, 2), 'description'), false)
    assert.equal(mayReopen(agreed(1, 2), 'analysis'), false, 'it is not agreed')
    assert.equal(mayReopen(agreed(4), 'next level'), true)
  })

  test('agrees what is written, and an analysis only with a pattern of three rooms', () => {
    const rooms = (count: number) => ({
      rooms: Array.from({ length: count }, (_, id) => ({ id, code: `M${id}` })),
    })
    assert.match(whyNotAgreed([], 'description', []) ?? '', /Nothing is written/)
    assert.equal(whyNotAgreed(agreed(0, 1), 'description', []), null)
    assert.match(whyNotAgreed(agreed(0, 1), 'analysis', []) ?? '', /opens when/)
    assert.match(whyNotAgreed(agreed(1, 2), 'analysis', [rooms(2), rooms(1)]) ?? '', /at least 3 rooms/)
    assert.equal(whyNotAgreed(agreed(1, 2), 'analysis', [rooms(2), rooms(3)]), null)
    assert.match(whyNotAgreed(agreed(1), 'description', []) ?? '', /already/)
    assert.equal(seenInWords(rooms(5), 7), 'seen in 5 of 7 rooms')
    assert.match(seenInWords(rooms(2), 7), /seen in 2 of 7 rooms: not yet a pattern/)
  })
})

describe('a theory of action', () => {
  const said = (theoryIf: string, theoryThen: string) => notCausal({ theoryIf, theoryThen })?.field ?? null

  test('says what is done in one part and what comes of it in the other', () => {
    assert.equal(said('give pupils time', 'more of them will answer'), null)
    assert.equal(said('If we give pupils time,', 'then more of them will answer.'), null)
    assert.equal(said('If we', 'pupils answer'), 'theoryIf')
    assert.equal(said('…', 'pupils answer'), 'theoryIf')
    assert.equal(said('give time', 'then'), 'theoryThen')
    assert.equal(said('If we give time, then more answer', 'more answer'), 'theoryIf')
    assert.equal(said('give time', 'if pupils answer'), 'theoryThen')
    assert.equal(said('buy tablets', 'then we train staff'), 'theoryThen')
    assert.equal(said('Pupils answer', 'then pupils answer'), 'theoryThen')
  })

  test('is read as one sentence, however it was typed', () => {
    const says = 'If we give pupils time, then more of them will answer.'
    for (const [theoryIf, theoryThen] of [
      ['give pupils time', 'more of them will answer'],
      ['If we give pupils time …', '… then more of them will answer.'],
      ['we give pupils time,', 'Then more of them will answer'],
    ] as const)
      assert.equal(theoryInWords({ theoryIf, theoryThen }), says)
    assert.equal(theoryInWords({ theoryIf: 'give pupils time', theoryThen: null }), null)
  })
})
