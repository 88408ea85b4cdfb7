import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { judgedAt } from '../../../test/judged.ts'
import { addDays, day } from '../../platform/day.ts'
import type { Role, Who } from '../../platform/who.ts'
import { headsWord } from './commitments.ts'
import { halfSaid } from './forms.ts'
import {
  capacityOf,
  expertiseInWords,
  mayAnswer,
  mayEndInterest,
  mayOpen,
  maySeePractitioners,
  mayVouch,
  numberOfTime,
  timeAt,
  timeRows,
  timesInWords,
  wordOf,
} from './rules.ts'
import { unwantedIn, unwantedSays } from './words.ts'

const [ashmere, brindle] = [1, 2]
const someone = (personId: number, ...held: [Role, number | null][]): Who => ({
  ...{ personId, name: 'Somebody', leads: [], serves: [] },
  held: held.map(([role, membershipId]) => ({ role, membershipId })),
})
const priya = { personId: 7, membershipId: brindle }
const nominated = { ...priya, nominatedBy: 3, vouchedBy: 3 }
const untold = { acceptedAt: null, declinedAt: null, endedOn: null, schoolLeft: false }
const accepted = { ...untold, acceptedAt: new Date() }

describe('who answers a nomination', () => {
  const cases: [string, Who, boolean][] = [
    ['a member of SSIG', someone(5, ['ssig', null]), true],
    ['the office', someone(6, ['coordinator', null]), true],
    ['the head who nominated, though on SSIG', someone(3, ['head', brindle], ['ssig', null]), false],
    ['another head of the same school on SSIG', someone(4, ['head', brindle], ['ssig', null]), true],
    ['the practitioner, though on SSIG', someone(7, ['practitioner', brindle], ['ssig', null]), false],
    ['a head', someone(8, ['head', ashmere]), false],
    ['a practitioner', someone(9, ['practitioner', ashmere]), false],
  ]
  for (const [who, by, may] of cases) test(who, () => assert.equal(mayAnswer(by, nominated), may))

  test('the head on whose behalf the office nominated does not, nor does whoever in the office did', () => {
    const forHead = { ...nominated, nominatedBy: 6, vouchedBy: 3 }
    assert.equal(mayAnswer(someone(3, ['head', brindle], ['ssig', null]), forHead), false)
    assert.equal(mayAnswer(someone(6, ['coordinator', null]), forHead), false)
  })
})

describe('who looks through practitioners, as the heads agreed', () => {
  const cases: [string, Who, [boolean, boolean, boolean]][] = [
    ['office', someone(1, ['coordinator', null]), [true, true, true]],
    ['SSIG', someone(1, ['ssig', null]), [true, true, true]],
    ['head', someone(1, ['head', ashmere]), [false, true, true]],
    ['deputy', someone(1, ['deputy', ashmere]), [false, true, true]],
    ['teacher', someone(1, ['teacher', ashmere]), [false, false, true]],
    ['governor', someone(1, ['governor', ashmere]), [false, false, true]],
    ['partner', someone(1, ['partner', null]), [false, false, false]],
    ['authority officer', someone(1, ['authority officer', null]), [false, false, false]],
  ]
  for (const [name, who, seen] of cases)
    test(name, () => {
      for (const practitionersSeen of [0, 1, 2])
        assert.equal(maySeePractitioners(who, { practitionersSeen }), seen[practitionersSeen])
    })

  test('a nomination is for their own school, SSIG and themselves; so is one whose school has left', () => {
    const everybody = { practitionersSeen: 2 }
    const head = someone(1, ['head', ashmere])
    assert.equal(mayOpen(head, { ...priya, ...untold }, everybody), false)
    assert.equal(mayOpen(head, { ...priya, ...accepted }, everybody), true)
    assert.equal(mayOpen(head, { ...priya, ...accepted, schoolLeft: true }, everybody), false)
    assert.equal(mayOpen(head, { ...priya, ...accepted, endedOn: day('2018-01-01') }, everybody), false)
    assert.equal(mayOpen(someone(2, ['deputy', brindle]), { ...priya, ...untold }, everybody), true)
    assert.equal(
      mayOpen(someone(7, ['teacher', brindle]), { ...priya, ...untold }, { practitionersSeen: 0 }),
      true,
    )
  })
})

test('only a head of the school vouches: no deputy, no other head, not the office', () => {
  assert.equal(mayVouch(someone(1, ['head', brindle]), priya), true)
  for (const [role, at] of [
    ['deputy', brindle],
    ['head', ashmere],
    ['coordinator', null],
    ['ssig', null],
  ] as const)
    assert.equal(mayVouch(someone(1, [role, at]), priya), false)
})

test('what SSIG declared of somebody is not theirs to end, even where they sit on SSIG', () => {
  const self = someone(7, ['practitioner', brindle], ['ssig', null])
  assert.equal(mayEndInterest(self, priya, 5), false)
  assert.equal(mayEndInterest(self, priya, 7), true)
  assert.equal(mayEndInterest(someone(5, ['ssig', null]), priya, 7), true)
  assert.equal(mayEndInterest(someone(8, ['head', brindle]), priya, 7), false)
})

describe('how long a head’s word holds', () => {
  const terms = { vouchingDays: 365, warningDays: 14 }
  const given = day('2017-03-05')
  const cases = [
    ['2018-02-18', 'held'],
    ['2018-02-19', 'soon'],
    ['2018-03-05', 'soon'],
    ['2018-03-06', 'late'],
  ] as const
  for (const [on, word] of cases)
    test(`${on}: ${word}`, () => assert.equal(wordOf(given, terms, day(on)).word, word))

  test('at every day it is one of held, soon and late, in that order', () => {
    const order = { held: 0, soon: 1, late: 2, none: 3 }
    fc.assert(
      fc.property(fc.nat(1095), fc.nat(120), fc.nat(1500), (vouchingDays, warningDays, after) => {
        const on = addDays(given, after)
        const now = wordOf(given, { vouchingDays, warningDays }, on).word
        const next = wordOf(given, { vouchingDays, warningDays }, addDays(on, 1)).word
        assert.ok(order[now] <= order[next])
        assert.equal(now === 'late', after > vouchingDays)
      }),
    )
  })
})

describe('clause 22', () => {
  const row = (id: number, vouchedOn: string | null) => ({
    ...{ membershipId: 1, id },
    vouchedOn: vouchedOn === null ? null : day(vouchedOn),
  })
  const cases = [
    ['with no practitioner', [], 'does not apply'],
    ['with a word in date', [row(1, '2017-09-10')], 'attested'],
    ['on the first day of the warning', [row(1, '2017-03-19')], 'at risk'],
    ['on its last day', [row(1, '2017-03-05')], 'at risk'],
    ['the day after', [row(1, '2017-09-10'), row(2, '2017-03-04')], 'breached'],
    ['where nobody vouched', [row(1, null)], 'breached'],
  ] as const
  for (const [when, rows, standing] of cases)
    test(`${when}: ${standing}`, () => {
      const finding = headsWord([...rows], judgedAt())
      assert.equal(finding.standing, standing)
      assert.equal(finding.evidence.length, rows.length)
    })

  test('says how many, and leads to the one whose word is late', () => {
    const { because, next } = headsWord([row(4, '2017-09-10'), row(5, '2016-09-10')], judgedAt())
    assert.match(because, /1 of 2 practitioners/)
    assert.equal(next?.href, '/support/practitioners/5')
  })
})

describe('what is not kept of a practitioner', () => {
  const refused = [
    'Her appraisal was outstanding',
    'exceeded her Performance   Management targets',
    'performance-managed two colleagues',
    'no CAPABILITY concerns',
    'ready for pay\nprogression',
    'on the upper pay scale',
    'observation grades were all 1',
    'no disciplinary record',
    'one grievance',
    'little sickness absence',
    'app\u00adraisal and apprai\u200bsal',
    'helped a pupil called Ann to read',
    'helped pupil Ann Other to read',
    'UPN A123',
  ]
  for (const text of refused)
    test(`refused: ${text}`, () => assert.notEqual(unwantedIn(text).length, 0, text))

  const fine = [
    'Results of the department rose three years running; two trainees passed with her.',
    'Leads on Pupil Premium, and the school’s student Council',
    'Sets out what pupils Premium Grant pays for',
    'High performance of the choir; managed the department’s move',
    'Pays attention to detail. Builds capabilities of new teachers.',
    'Students in Year 11 chose Maths',
    '',
  ]
  for (const text of fine) test(`may stand: ${text}`, () => assert.deepEqual(unwantedIn(text), []))

  test('however it is typed, and wherever it stands', () => {
    const words = ['appraisal', 'performance management', 'capability', 'pay progression', 'grievance']
    fc.assert(
      fc.property(
        fc.constantFrom(...words),
        fc.string(),
        fc.boolean(),
        fc.constantFrom(' ', '\n', '\u00a0', '  '),
        (word, around, loud, gap) => {
          const typed = (loud ? word.toUpperCase() : word).replace(' ', gap)
          assert.notEqual(unwantedIn(`${around} ${typed}. ${around}`).length, 0)
        },
      ),
    )
  })

  test('the sentence names each once', () => {
    assert.match(unwantedSays('appraisal and capability') ?? '', /speaks of “appraisal” and “capability”\./)
    assert.equal(unwantedSays(null), undefined)
  })
})

describe('in words', () => {
  test('expertise, an area each and its phases in their order', () => {
    const rows = [
      { areaId: 2, area: 'Science', phase: 'post-16' },
      { areaId: 1, area: 'Maths', phase: 'key stage 4' },
      { areaId: 1, area: 'Maths', phase: 'key stage 3' },
    ] as const
    assert.deepEqual(expertiseInWords([...rows]), ['Maths (key stage 3, key stage 4)', 'Science (post-16)'])
  })

  test('free half-days; none, or all of them, is any', () => {
    assert.equal(timesInWords([]), 'Any half-day of the week')
    assert.equal(
      timesInWords([
        { weekday: 1, half: 'am' },
        { weekday: 5, half: 'am' },
        { weekday: 5, half: 'pm' },
      ]),
      'Monday morning, Friday all day',
    )
  })

  test('each half-day has a number of its own', () => {
    assert.equal(timeRows.length, 10)
    for (const [number] of timeRows) {
      const time = timeAt(number)
      assert.ok(time)
      assert.equal(numberOfTime(time), number)
    }
  })
})

test('what is left is never less than nothing', () => {
  fc.assert(
    fc.property(fc.nat(400), fc.nat(400), (offered, bound) => {
      const { left } = capacityOf(offered, bound)
      assert.ok(left >= 0 && left <= offered)
    }),
  )
})

test('an area to add needs its phases, and phases their area', () => {
  assert.equal(halfSaid({ added: 3, addedPhases: null })?.field, 'addedPhases')
  assert.equal(halfSaid({ added: null, addedPhases: [1] })?.field, 'added')
  assert.equal(halfSaid({ added: null, addedPhases: null }), undefined)
})
