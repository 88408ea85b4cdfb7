import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { day } from '../../platform/day.ts'
import type { Role, Who } from '../../platform/who.ts'
import { type Coming, codeFrom, codeTyped, comingAs, spelled, whyNotOpen } from './rules.ts'

const today = day('2026-11-12')

describe('when one may check in', () => {
  type Given = Parameters<typeof whyNotOpen>[0]
  const meeting = (more: Partial<Given> = {}): Given => ({
    ...{ heldOn: today, starts: '15:45', status: 'planned', endedAt: null },
    ...more,
  })
  const cases: [why: string, of: Given, time: string, says: RegExp | undefined][] = [
    ['more than an hour before', meeting(), '14:44', /from 14:45/],
    ['an hour before', meeting(), '14:45', undefined],
    ['long after the start', meeting(), '18:30', undefined],
    ['after it has ended', meeting({ endedAt: new Date() }), '17:00', /over/],
    ['on the day before', meeting({ heldOn: day('2026-11-13') }), '15:00', /on 13 November 2026 from 14:45/],
    ['on the day after', meeting({ heldOn: day('2026-11-11') }), '15:00', /over/],
    ['when it was cancelled', meeting({ status: 'cancelled' }), '15:45', /cancelled/],
    ['all day, where nobody said when it starts', meeting({ starts: null }), '00:05', undefined],
    ['in the night, where it starts soon after midnight', meeting({ starts: '00:30' }), '00:00', undefined],
  ]
  for (const [why, of, time, says] of cases)
    test(why, () => {
      const found = whyNotOpen(of, today, time)
      if (says) assert.match(found ?? '', says)
      else assert.equal(found, undefined)
    })
})

describe('in what capacity one comes', () => {
  const who = (...held: [Role, number | null][]): Who => ({
    ...{ personId: 1, name: 'Somebody', leads: [], serves: [] },
    held: held.map(([role, membershipId]) => ({ role, membershipId })),
  })
  const board = { ofBoard: true, standsInFor: [] }
  const hub = { ...board, ofBoard: false }
  const cases: [why: string, of: Who, known: Parameters<typeof comingAs>[1], coming: Coming[]][] = [
    ['a head', who(['head', 1]), board, [{ membershipId: 1, as: 'head' }]],
    [
      'an executive head of two schools, for both',
      who(['head', 1], ['head', 2]),
      board,
      [
        { membershipId: 1, as: 'head' },
        { membershipId: 2, as: 'head' },
      ],
    ],
    ['a deputy, in the head’s place', who(['deputy', 1]), board, [{ membershipId: 1, as: 'deputy' }]],
    ['a teacher observes', who(['teacher', 1]), board, [{ membershipId: 1, as: 'observer' }]],
    [
      'a senior leader whom the head named stands in',
      who(['teacher', 1]),
      { ...board, standsInFor: [1] },
      [{ membershipId: 1, as: 'deputy' }],
    ],
    [
      'somebody of elsewhere who acts as head of a school by letter',
      who(['authority officer', null]),
      { ...board, standsInFor: [1] },
      [{ membershipId: 1, as: 'deputy' }],
    ],
    [
      'a head who acts as head of another school too, for both',
      who(['head', 2]),
      { ...board, standsInFor: [1] },
      [
        { membershipId: 2, as: 'head' },
        { membershipId: 1, as: 'deputy' },
      ],
    ],
    [
      'a head who also advises another school',
      who(['ssig', 2], ['head', 1]),
      board,
      [{ membershipId: 1, as: 'head' }],
    ],
    [
      'a teacher at a hub, for the school',
      who(['teacher', 1]),
      hub,
      [{ membershipId: 1, as: 'representative' }],
    ],
    [
      'a deputy at a hub, for the school',
      who(['deputy', 1]),
      hub,
      [{ membershipId: 1, as: 'representative' }],
    ],
    [
      'somebody of the authority',
      who(['authority officer', null]),
      board,
      [{ membershipId: null, as: 'authority officer' }],
    ],
    ['somebody of the office', who(['coordinator', null]), board, [{ membershipId: null, as: 'guest' }]],
  ]
  for (const [why, of, known, coming] of cases) test(why, () => assert.deepEqual(comingAs(of, known), coming))
})

test('a code is read as it was shown, however it is typed', () =>
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 6, maxLength: 6 }), (random) => {
      const code = codeFrom(random)
      assert.match(code, /^[A-Z3-9]{6}$/)
      assert.equal(codeTyped(` ${spelled(code).toLowerCase()}-`), code)
    }),
  ))
