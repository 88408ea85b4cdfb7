import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Judged } from '../agreement/commitment.ts'
import { standardTerms } from '../agreement/terms/rules.ts'
import type { Member } from '../members/tables.ts'
import { type AcademicYear, addDays, type Day, day, firstDay, lastDay } from '../platform/day.ts'
import type { Role } from '../platform/who.ts'
import {
  type Answer,
  type Declared,
  dueOn,
  faultsIn,
  headDeclares,
  mayDeclare,
  mayPrepare,
  mayReadDeclarations,
} from './rules.ts'

const year = 2026 as AcademicYear
const clause = { promiseId: 7, number: '13', words: 'We listen.', part: 'Ethos' }
const judgedOn = (on: string, joinedOn = '2012-09-01', ended = false): Judged => ({
  ...{ year, on: day(on), terms: standardTerms, clause, ended },
  member: { id: 3, joinedOn: day(joinedOn) } as Member,
})
const said = (kept: boolean, promiseId = 7): Declared => ({
  ...{ membershipId: 3, promiseId, kept, pointsTo: 'Minute 4', link: 'https://ashmere.example/minutes' },
  ...{ declaredBy: 'Hannah Head', declaredOn: day('2026-10-05') },
})

describe('how a school stands on a declared clause', () => {
  const cases: [string, Declared[], Judged, string, RegExp][] = [
    ['nothing said early', [], judgedOn('2026-09-01'), 'not yet due', /by 31 December 2026/],
    ['nothing said near the day', [], judgedOn('2026-12-17'), 'at risk', /by 31 December 2026/],
    ['nothing said on the day', [], judgedOn('2026-12-31'), 'at risk', /by 31 December 2026/],
    ['nothing said after it', [], judgedOn('2027-01-01'), 'breached', /it was due by 31 December 2026/],
    [
      'nothing said in a year that is over',
      [],
      judgedOn('2027-08-31', undefined, true),
      'breached',
      /2026-27/,
    ],
    [
      'said of another clause',
      [said(true, 8)],
      judgedOn('2026-10-06'),
      'not yet due',
      /The head is to declare/,
    ],
    ['kept', [said(true)], judgedOn('2027-01-01'), 'attested', /Hannah Head declared on 5 October 2026/],
    ['not yet', [said(false)], judgedOn('2027-01-01'), 'at risk', /not yet kept: “Minute 4”/],
    ['not yet, looked back on', [said(false)], judgedOn('2027-08-31', undefined, true), 'at risk', /not yet/],
    ['joined in the year', [], judgedOn('2027-04-01', '2027-01-04'), 'not yet due', /by 5 May 2027/],
  ]
  for (const [name, rows, judged, standing, because] of cases)
    test(`${name}: ${standing}`, () => {
      const finding = headDeclares(rows, judged)
      assert.equal(finding.standing, standing)
      assert.match(finding.because, because)
    })

  test('the evidence opens the declaration and what it points to; the next step opens the year', () => {
    const { evidence } = headDeclares([said(true)], judgedOn('2026-11-01'))
    assert.deepEqual(
      evidence.map(({ href }) => href),
      ['/declarations/3/2026-27', 'https://ashmere.example/minutes'],
    )
    assert.equal(headDeclares([], judgedOn('2026-11-01')).next?.href, '/declarations/3/2026-27')
  })

  test('it is never due before the year begins or the school joins, nor after the year ends', () => {
    const days = fc.integer({ min: 0, max: 700 }).map((n) => addDays(day('2025-09-01'), n))
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 333 }), (joinedOn: Day, declareBy) => {
        fc.pre(joinedOn <= lastDay(year))
        const due = dueOn({ year, terms: { declareBy }, member: { joinedOn } })
        assert.ok(due >= firstDay(year) && due >= joinedOn && due <= lastDay(year))
      }),
    )
  })
})

describe('what may be answered', () => {
  const answer = (given: Partial<Answer>): Answer => ({
    ...{ promiseId: 7, kept: null, pointsTo: null, link: null },
    ...given,
  })
  const cases: [string, Answer, boolean, RegExp | null][] = [
    ['yes without a pointer', answer({ kept: true }), false, null],
    ['nothing at all', answer({}), false, null],
    ['not yet in words', answer({ kept: false, pointsTo: 'From Easter on' }), false, null],
    ['not yet without a word', answer({ kept: false }), false, /what is still to do for clause 13/],
    ['a pointer without an answer', answer({ pointsTo: 'Minute 4' }), false, /whether clause 13 is kept/],
    ['something declared taken back', answer({}), true, /it was declared already/],
  ]
  for (const [name, given, declared, says] of cases)
    test(name, () => {
      const [fault] = faultsIn([given], [clause], new Set(declared ? [7] : []))
      if (says) assert.match(fault?.says ?? '', says)
      else assert.equal(fault, undefined)
    })
})

describe('who may', () => {
  const cases: [Role, number | null, [declares: boolean, prepares: boolean, reads: boolean]][] = [
    ['head', 3, [true, false, true]],
    ['head', 4, [false, false, false]],
    ['deputy', 3, [false, true, true]],
    ['chair', 3, [false, false, true]],
    ['governor', 3, [false, false, false]],
    ['teacher', 3, [false, false, false]],
    ['coordinator', null, [false, false, true]],
    ['authority officer', null, [false, false, false]],
  ]
  for (const [role, membershipId, rights] of cases)
    test(`${role} ${membershipId === 3 ? 'of the school' : 'elsewhere'}`, () => {
      const who = { personId: 1, name: '', held: [{ role, membershipId }], leads: [], serves: [] }
      assert.deepEqual([mayDeclare(who, 3), mayPrepare(who, 3), mayReadDeclarations(who, 3)], rights)
    })
})
