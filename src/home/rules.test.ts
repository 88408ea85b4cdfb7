import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { addDays, day } from '../platform/day.ts'
import type { Need } from '../platform/need.ts'
import type { Tone } from '../platform/parts.tsx'
import type { Role, Who } from '../platform/who.ts'
import { agreementDays, besides, dayAhead, groupsFollowed, termDays } from './coming.ts'
import { inOneLine } from './standing.ts'
import { mostPressingFirst, needInWords, onceEach, stepOf } from './urgency.ts'

const today = day('2018-03-05')
const need = (says: string, left: number | null, tone?: Tone): Need => ({
  ...{ href: `/${says}`, says, on: left === null ? null : addDays(today, left) },
  ...(tone ? { state: { says: tone, tone } } : {}),
})
const names = (needs: Need[]) => needs.map(({ says }) => says)

describe('what presses most', () => {
  test('stands first: overdue, then the nearest last day; what has none by how it stands', () => {
    const needs = [
      need('in a month', 30),
      need('calm', null, 'calm'),
      need('without a state', null),
      need('broken', null, 'bad'),
      need('tomorrow', 1),
      need('overdue', -3),
      need('long overdue', -30),
      need('in ten days', 10),
    ]
    assert.deepEqual(names(mostPressingFirst(needs, today)), [
      'long overdue',
      'overdue',
      'tomorrow',
      'broken',
      'in ten days',
      'without a state',
      'in a month',
      'calm',
    ])
  })

  const tone = fc.constantFrom<(Tone | undefined)[]>('good', 'due', 'bad', 'calm', 'quiet', undefined)
  const left = fc.option(fc.integer({ min: -40, max: 400 }))
  const any = fc
    .tuple(fc.constantFrom('a', 'b', 'c', 'd'), left, tone)
    .map(([says, left, tone]) => need(says, left, tone))

  test('whatever there is, in whatever order it comes', () =>
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (needs) => {
        const shown = onceEach(mostPressingFirst(needs, today))
        assert.equal(new Set(shown.map(({ href }) => href)).size, shown.length)
        assert.deepEqual(new Set(names(shown)), new Set(names(needs)))
        const dated = shown.flatMap(({ on }) => on ?? [])
        assert.deepEqual(dated, [...dated].sort())
        const again = onceEach(mostPressingFirst([...needs].reverse(), today))
        assert.deepEqual(names(again), names(shown))
      }),
    ))
})

describe('a need as it is shown', () => {
  const cases: [string, Need, string, string | undefined][] = [
    ['overdue, whatever its state', need('x', -1, 'calm'), 'Overdue', 'The last day was Sun 4 Mar 2018.'],
    ['on its last day', need('x', 0, 'calm'), 'Today', 'Today is the last day.'],
    ['on the day before', need('x', 1), 'To do', 'The last day is Tue 6 Mar 2018, tomorrow.'],
    ['within a fortnight', need('x', 14, 'due'), 'due', 'The last day is Mon 19 Mar 2018, in 14 days.'],
    ['later', need('x', 15, 'due'), 'due', 'The last day is Tue 20 Mar 2018.'],
    ['without a last day', need('x', null), 'To do', undefined],
    [
      'whose reason says the day',
      { ...need('x', 3), why: 'Due by 8 March 2018.' },
      'To do',
      'Due by 8 March 2018.',
    ],
  ]
  for (const [name, one, state, why] of cases)
    test(name, () => {
      const step = stepOf(one, today)
      assert.deepEqual([step.state?.says, step.why], [state, why])
    })

  test('counted in words', () => {
    assert.deepEqual([0, 1, 2, 6].map(needInWords), [
      'Nothing needs you now',
      'One thing needs you now',
      'Two things need you now',
      '6 things need you now',
    ])
  })
})

const who = (role: Role, membershipId: number | null = 1): Who => ({
  ...{ personId: 1, name: 'Somebody', leads: [], serves: [] },
  held: [{ role, membershipId }],
})

describe('what is coming', () => {
  const term = { kind: 'term', fromOn: day('2018-01-08'), toOn: day('2018-03-29') } as const
  const half = { kind: 'half-term', fromOn: day('2018-02-12'), toOn: day('2018-02-16') } as const
  const summer = { kind: 'term', fromOn: day('2018-04-16'), toOn: day('2018-07-20') } as const
  const days: [string, string, string | undefined][] = [
    ['before half-term', '2018-02-01', '2018-02-12 Half-term holiday begins'],
    ['in half-term', '2018-02-14', '2018-03-29 Term ends'],
    ['on the last day', '2018-03-29', '2018-03-29 Term ends'],
    ['in the holidays', '2018-04-02', '2018-04-16 Term begins'],
    ['after all that is known', '2018-08-01', undefined],
  ]
  for (const [name, on, says] of days)
    test(`the next day of term, ${name}`, () => {
      const [next] = termDays(
        [term, half, summer].filter(({ toOn }) => toOn >= on),
        day(on),
      )
      assert.equal(next && `${next.on} ${next.says}`, says)
    })

  const asked = {
    number: 2,
    signBy: day('2018-03-20'),
    reviewOn: day('2018-07-01'),
    members: [1, 2],
    signed: [1],
  }
  const told: [string, Who, string[]][] = [
    ['the head of a school that signed', who('head', 1), ['Yearly review of the agreement']],
    [
      'the chair of one that has not',
      who('chair', 2),
      ['Last day to sign version 2 of the agreement', 'Yearly review of the agreement'],
    ],
    [
      'the office, while one has not',
      who('coordinator', null),
      ['Last day to sign version 2 of the agreement', 'Yearly review of the agreement'],
    ],
    ['a teacher', who('teacher', 2), []],
    ['a partner', who('partner', null), []],
  ]
  for (const [name, reader, says] of told)
    test(`of the agreement for ${name}`, () =>
      assert.deepEqual(
        agreementDays(reader, asked, today).map((one) => one.says),
        says,
      ))
  test('nothing that is past', () =>
    assert.deepEqual(agreementDays(who('coordinator', null), asked, day('2018-07-02')), []))

  test('a last day is not told twice', () => {
    const coming = [
      { on: day('2018-03-20'), says: 'Last day', href: '/agreement', isLastDay: true } as const,
      { on: day('2018-03-20'), says: 'Board', href: '/meetings/1' },
    ]
    assert.deepEqual(
      besides([need('sign', 15)], coming).map(({ says }) => says),
      ['Board'],
    )
    assert.equal(besides([need('sign', 14)], coming).length, 2)
  })

  test('says the year of a day only where it might be another’s', () => {
    assert.equal(dayAhead(day('2018-03-07'), today), 'Wed 7 Mar')
    assert.equal(dayAhead(day('2019-03-07'), today), 'Thu 7 Mar 2019')
  })

  test('those who govern look out for the board, those who lead for all, a teacher for the hubs', () => {
    assert.deepEqual(groupsFollowed(who('governor')), {
      kinds: ['board', 'working group', 'panel'],
      own: [],
    })
    assert.equal(groupsFollowed(who('head')), 'all')
    assert.deepEqual(groupsFollowed(who('teacher')), { kinds: ['hub'], own: [] })
    assert.deepEqual(groupsFollowed(who('partner', null)), { kinds: [], own: [] })
  })
})

test('a school’s standing in one line says what is behind, and nothing of what is not there', () => {
  const stands = (...all: Parameters<typeof inOneLine>[0][number]['standing'][]) =>
    all.map((standing) => ({ standing }))
  assert.equal(inOneLine(stands('met', 'attested', 'does not apply')), '2 clauses kept.')
  assert.equal(
    inOneLine(stands('met', 'breached', 'at risk', 'at risk', 'not yet due')),
    '1 clause kept, 2 at risk, 1 not kept, 1 not due yet.',
  )
})
