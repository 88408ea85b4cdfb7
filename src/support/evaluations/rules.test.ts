import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { modelCalendar } from '../../../test/model-calendar.ts'
import { dueAfter, isSchoolDay } from '../../calendars/rules.ts'
import { addDays, type Day, day } from '../../platform/day.ts'
import type { Who } from '../../platform/who.ts'
import { type Asking, isDue } from './chasing/rules.ts'
import { closeRefusal } from './closing/rules.ts'
import {
  dueInWords,
  hasPart,
  maySignOff,
  nextTermDay,
  type OutcomeCount,
  outcomeNow,
  pupilNamedIn,
  schoolDaysBefore,
  toldOf,
  totalled,
} from './rules.ts'

const calendar = modelCalendar

describe('the days of an evaluation', () => {
  test('ten school days after Wednesday 24 March 2027 is Thursday 22 April', () => {
    assert.equal(dueAfter(calendar, day('2027-03-24'), 10), '2027-04-22')
  })

  test('are not guessed where the term dates end', () => {
    assert.equal(dueAfter(calendar, day('2027-07-15'), 10), null)
    assert.equal(dueAfter([], day('2027-03-24'), 10), null)
  })

  test('three school days before is Monday 19 April', () => {
    assert.equal(schoolDaysBefore(calendar, day('2027-04-22'), 3), '2027-04-19')
    assert.equal(schoolDaysBefore(calendar, day('2027-04-13'), 3), '2027-03-24')
    assert.equal(schoolDaysBefore([], day('2027-04-22'), 3), undefined)
  })

  test('of the next term are its first with pupils, also from the holidays between', () => {
    const cases: [string, string | null][] = [
      ['2026-12-18', '2027-01-05'],
      ['2026-10-28', '2027-01-05'],
      ['2026-12-25', '2027-01-05'],
      ['2027-03-24', '2027-04-12'],
      ['2027-04-01', '2027-04-12'],
      ['2027-04-12', null],
      ['2027-07-22', null],
      ['2026-08-01', null],
    ]
    for (const [from, to] of cases) assert.equal(nextTermDay(calendar, day(from)), to, from)
  })
})

/** The mornings on which somebody is written to from one day to another, where the job runs on all but some. */
function written(asking: Omit<Asking, 'sent'>, from: string, to: string, missed: string[] = []): Day[] {
  const sent: Day[] = []
  for (let on = day(from); on <= day(to); on = addDays(on, 1))
    if (!missed.includes(on) && isDue(calendar, { ...asking, sent }, on)) sent.push(on)
  return sent
}

describe('chasing', () => {
  const asking = { what: 'evaluation', due: day('2027-04-22') } as const
  test('is three school days before, the morning after, and then weekly six times, never without school', () => {
    const after = ['2027-04-23', '2027-04-30', '2027-05-07', '2027-05-14', '2027-05-21', '2027-05-28']
    assert.deepEqual(written(asking, '2027-03-24', '2027-08-31'), ['2027-04-19', ...after, '2027-06-08'])
  })

  test('makes up for mornings that were missed, once', () => {
    const missed = ['2027-04-19', '2027-04-20', '2027-04-23']
    const days = written(asking, '2027-03-24', '2027-05-05', missed)
    assert.deepEqual(days, ['2027-04-21', '2027-04-26', '2027-05-04'])
  })

  test('of an outcome begins on its own day', () => {
    const outcome = { what: 'outcome', due: day('2027-04-12') } as const
    assert.deepEqual(written(outcome, '2027-03-24', '2027-04-27'), ['2027-04-12', '2027-04-19', '2027-04-26'])
  })

  test('never falls on a day without school, twice on a day, or more than eight times', () => {
    const anyDay = fc.integer({ min: 0, max: 330 }).map((n) => addDays(day('2026-09-01'), n))
    fc.assert(
      fc.property(anyDay, fc.constantFrom('evaluation', 'outcome'), (due, what) => {
        const sent = written({ what, due } as Omit<Asking, 'sent'>, '2026-09-01', '2027-07-31')
        assert.ok(sent.every((on) => isSchoolDay(calendar, on)))
        assert.equal(new Set(sent).size, sent.length)
        assert.ok(sent.length <= 8)
      }),
      { numRuns: 40 },
    )
  })
})

describe('the day of a close', () => {
  const given = { today: day('2027-03-24'), askedOn: day('2027-01-20'), lastDone: day('2027-03-19') }
  test('is not in the future, before the last visit or before it was asked for', () => {
    assert.equal(closeRefusal(day('2027-03-24'), given), null)
    assert.equal(closeRefusal(day('2027-03-19'), given), null)
    assert.match(closeRefusal(day('2027-03-25'), given) ?? '', /future/)
    assert.match(closeRefusal(day('2027-03-18'), given) ?? '', /a visit on 19 March 2027/)
    assert.match(
      closeRefusal(day('2027-01-19'), { ...given, lastDone: null }) ?? '',
      /asked for on 20 January/,
    )
  })
})

describe('signing off', () => {
  const person = (held: Who['held'], personId = 9): Who => ({
    personId,
    name: '',
    held,
    leads: [],
    serves: [],
  })
  const ssig = { role: 'ssig', membershipId: null } as const
  const deployment = {
    toMembershipId: 1,
    fromMembershipId: 2,
    practitionerPersonId: 7,
    state: 'evaluated',
  } as const
  test('is for a broker who had no part in it', () => {
    assert.ok(maySignOff(person([ssig]), deployment))
    assert.ok(maySignOff(person([ssig, { role: 'head', membershipId: 3 }]), deployment))
    const parts = [
      person([ssig, { role: 'head', membershipId: 1 }]),
      person([ssig, { role: 'head', membershipId: 2 }]),
      person([ssig, { role: 'deputy', membershipId: 2 }]),
      person([ssig], 7),
    ]
    for (const one of parts) assert.ok(hasPart(one, deployment) && !maySignOff(one, deployment))
    assert.ok(!maySignOff(person([{ role: 'head', membershipId: 3 }]), deployment))
    assert.ok(!maySignOff(person([ssig]), { ...deployment, state: 'closed' }))
  })
})

describe('what is said', () => {
  test('of the outcome is what was said last', () => {
    const early = { outcome: 'too early' } as const
    assert.equal(outcomeNow(early, []), 'too early')
    const checks = [
      { outcome: 'too early' as const, checkedAt: new Date() },
      { outcome: 'met' as const, checkedAt: new Date() },
      { outcome: null, checkedAt: null },
    ]
    assert.equal(outcomeNow(early, checks), 'met')
  })

  test('of the day is whether it was late', () => {
    const due = day('2027-04-22')
    assert.match(dueInWords(due, null, due), /^Due by 22 April 2027/)
    assert.match(dueInWords(due, null, day('2027-04-23')), /is late/)
    assert.equal(dueInWords(due, due, day('2027-05-01')), 'Evaluated on 22 April 2027.')
    assert.match(dueInWords(due, day('2027-04-23'), day('2027-05-01')), /late: it was due by 22 April/)
    assert.match(dueInWords(null, null, due), /cannot be counted/)
  })

  test('names no pupil, as far as words give it away', () => {
    const said = {
      evidence: 'Work in books of 8X2',
      impact: 'Most of Year 11 model a problem; Pupil Premium too',
    }
    assert.equal(pupilNamedIn(said), undefined)
    assert.equal(pupilNamedIn({ ...said, impact: 'A pupil called Jo now reads' }), 'impact')
    assert.equal(pupilNamedIn({ ...said, evidence: 'See A123456789012' }), 'evidence')
    assert.equal(pupilNamedIn({ next: null }), undefined)
  })
})

describe('totals', () => {
  const count = (outcome: OutcomeCount['outcome'], evaluated: number, schools = evaluated) => ({
    ...{ outcome, evaluated, schools },
  })
  test('are hidden where fewer than three schools stand behind them', () => {
    const two = [count('met', 5, 2)]
    assert.equal(toldOf(two, 2), null)
    assert.deepEqual(toldOf([count('met', 3)], 3), { evaluated: 3, divided: true })
    assert.deepEqual(toldOf([count('met', 4), count('not met', 1)], 5), { evaluated: 5, divided: false })
    assert.deepEqual(totalled([count('met', 4), count('partly met', 3), count('too early', 1)], 6), {
      ...{ evaluated: 8, met: 4, partly: 3, notMet: 0, tooEarly: 1, schools: 6 },
    })
  })
})
