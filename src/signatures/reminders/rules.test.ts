import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays, type Day, day } from '../../platform/day.ts'
import { isDue, letterTo } from './rules.ts'

const signBy = day('2026-12-18')

const cases: [says: string, last: string | null, on: string, due: boolean][] = [
  ['never written to', null, '2026-11-01', true],
  ['written to today', '2026-11-01', '2026-11-01', false],
  ['after six days', '2026-11-01', '2026-11-07', false],
  ['after seven', '2026-11-01', '2026-11-08', true],
  ['yesterday, and four days are left', '2026-12-14', '2026-12-15', false],
  ['yesterday, and the last three begin', '2026-12-15', '2026-12-16', true],
  ['yesterday, on the last day', '2026-12-17', '2026-12-18', true],
  ['twice on the last day', '2026-12-18', '2026-12-18', false],
  ['yesterday, after the last day', '2026-12-18', '2026-12-19', false],
  ['a week after the last day', '2026-12-18', '2026-12-25', true],
]
for (const [says, last, on, due] of cases)
  test(`${says}: ${due ? 'a reminder goes' : 'none goes'}`, () => {
    assert.equal(isDue(last as Day | null, signBy, day(on)), due)
  })

test('whatever the days, nobody hears twice on one, and never more than a week goes without', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 200 }),
      fc.option(fc.integer({ min: -20, max: 220 })),
      (start, end) => {
        const first = addDays(day('2026-01-01'), start)
        const last = end === null ? null : addDays(day('2026-01-01'), end)
        const sent: Day[] = []
        for (let i = 0; i < 30; i += 1)
          if (isDue(sent.at(-1) ?? null, last, addDays(first, i))) sent.push(addDays(first, i))
        return sent[0] === first && sent.every((on, i) => i === 0 || on <= addDays(sent[i - 1] as Day, 7))
      },
    ),
  )
})

test('a letter names each school by itself, and where to sign', () => {
  const waiting = [
    { membershipId: 3, school: 'Carr Lane Academy', capacity: 'governance' as const },
    { membershipId: 4, school: 'Dunscar Vale Academy', capacity: 'governance' as const },
  ]
  const to = { personId: 1, name: 'Paul Catterall', email: 'p@trust.example', waiting }
  const asking = { number: 2, title: 'Protocols', signBy }
  const { text, subject } = letterTo(to, asking, { first: false, url: 'https://alliance.example' })
  assert.equal(subject, 'Reminder: please sign version 2 of our agreement')
  assert.match(text, /- for those who govern Carr Lane Academy\n- for those who govern Dunscar Vale Academy/)
  assert.match(text, /Please sign by 18 December 2026\.\n\nhttps:\/\/alliance\.example\/agreement\/sign/)
})
