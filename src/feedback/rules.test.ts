import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { judgedAt } from '../../test/judged.ts'
import type { Standing } from '../agreement/finding.ts'
import type { MeetingStatus } from '../meetings/tables.ts'
import { addDays, day } from '../platform/day.ts'
import { reportsBack } from './commitments.ts'
import type { Feedback } from './queries.ts'
import {
  type CutOff,
  feedbackOwed,
  type Hearing,
  hearingsFor,
  isOwing,
  openingsOf,
  owedInWords,
  standsOn,
} from './rules.ts'

const board = (id: number, heldOn: string, status: MeetingStatus = 'planned'): Hearing => ({
  ...{ id, title: 'Board', status },
  heldOn: day(heldOn),
})
const week: CutOff = () => 7
const [march, may, july] = [board(1, '2027-03-11'), board(2, '2027-05-06'), board(3, '2027-07-01')]
const held = (one: Hearing): Hearing => ({ ...one, status: 'held' })

const owed = (
  metOn: string,
  { body = [march, may, july], today = '2027-03-08', given = null as number | null, cutOff = week } = {},
) => {
  const at = body.find(({ id }) => id === given)
  return feedbackOwed(
    { heldOn: day(metOn), given: at ? { meetingId: at.id, heldOn: at.heldOn } : null },
    openingsOf(body, { cutOff, today: day(today) }),
    day(today),
  )
}

describe('feedback is due at the first meeting whose agenda had not closed (clause 30)', () => {
  const cases: [string, string, number | undefined][] = [
    ['the day before the agenda closes', '2027-03-03', 1],
    ['the day on which it closes', '2027-03-04', 1],
    ['the day after', '2027-03-05', 2],
    ['the day of the meeting itself', '2027-03-11', 2],
    ['after the last that is known', '2027-06-25', undefined],
  ]
  for (const [name, metOn, due] of cases)
    test(name, () => {
      assert.equal(owed(metOn).due?.id, due)
      assert.equal(owed(metOn).state, due ? 'due' : 'no meeting')
    })

  test('scenario 7: due on 6 May, not given there, carried to 1 July and counted late', () => {
    const body = [held(march), held(may), july]
    assert.equal(owedInWords(owed('2027-03-05')), 'Due on 6 May 2027.')
    const carried = owed('2027-03-05', { body, today: '2027-05-07' })
    assert.equal(carried.state, 'late')
    assert.equal(owedInWords(carried), 'Due on 6 May 2027, not given there; carried to 1 July 2027.')
    assert.deepEqual(
      [1, 2, 3].map((id) => standsOn(carried, id)),
      [false, true, true],
    )
    const given = owed('2027-03-05', { body: body.map(held), today: '2027-07-02', given: 3 })
    assert.equal(given.state, 'given late')
    assert.equal(owedInWords(given), 'Due on 6 May 2027, given late on 1 July 2027.')
  })

  test('on the day of the meeting it is not late yet', () => {
    assert.equal(owed('2027-03-05', { today: '2027-05-06' }).state, 'due')
    assert.equal(owed('2027-03-05', { body: [held(may)], today: '2027-05-06' }).state, 'due')
  })

  test('over the end of an academic year', () => {
    const body = [board(1, '2027-08-31'), board(2, '2027-09-01'), board(3, '2027-09-08')]
    assert.equal(owed('2027-08-24', { body }).due?.id, 1)
    assert.equal(owed('2027-08-25', { body }).due?.id, 2)
    assert.equal(owed('2027-08-26', { body }).due?.id, 3)
    assert.equal(owed('2027-08-31', { body, cutOff: () => 0 }).due?.id, 1)
    const shorterNextYear = (on: string) => (on < '2027-09-01' ? 7 : 1)
    assert.equal(owed('2027-08-31', { body, cutOff: shorterNextYear }).due?.id, 2)
  })

  test('a cancelled meeting hears nothing, and one that moves takes it along', () => {
    const cancelled = { ...may, status: 'cancelled' as const }
    assert.equal(owed('2027-03-05', { body: [march, cancelled, july] }).due?.id, 3)
    const handedIn = owed('2027-03-05', {
      body: [held(march), cancelled, july],
      today: '2027-05-10',
      given: 2,
    })
    assert.deepEqual([handedIn.state, handedIn.at?.id], ['given', 3])
    const moved = { ...march, heldOn: day('2027-03-18') }
    assert.equal(owed('2027-03-05', { body: [moved, may] }).due?.id, 1)
  })

  test('a meeting that is past and that nobody said was held counts for nothing', () => {
    const one = owed('2027-03-01', { today: '2027-04-01' })
    assert.deepEqual([one.state, one.due?.id], ['due', 2])
  })

  test('who keeps a meeting may say that it was given at one that is past; others not', () => {
    const ids = (keeps: boolean) =>
      hearingsFor([july, march, may], day('2027-03-05'), { today: day('2027-05-07'), keeps }).map(
        ({ id }) => id,
      )
    assert.deepEqual(ids(false), [3])
    assert.deepEqual(ids(true), [1, 2, 3])
  })
})

test('it is due once, never before the group met, and stands on an unbroken row of agendas until given', () => {
  const first = day('2027-01-01')
  const statuses = fc.constantFrom<MeetingStatus>('held', 'planned', 'cancelled')
  const meetings = fc.uniqueArray(fc.tuple(fc.nat(400), statuses), { maxLength: 12, selector: ([on]) => on })
  fc.assert(
    fc.property(meetings, fc.nat(400), fc.nat(400), fc.nat(30), fc.nat(12), (on, met, now, days, which) => {
      const body = on.map(
        ([days, status], id): Hearing => ({ id, title: 'Board', heldOn: addDays(first, days), status }),
      )
      const [heldOn, today] = [addDays(first, met), addDays(first, now)]
      const one = body[which]
      const given = one && one.heldOn >= heldOn ? { meetingId: one.id, heldOn: one.heldOn } : null
      const { state, due, at, missed } = feedbackOwed(
        { heldOn, given },
        openingsOf(body, { cutOff: () => days, today }),
        today,
      )
      assert.equal(isOwing(state), given === null)
      if (due) {
        assert.notEqual(due.status, 'cancelled')
        assert.ok(addDays(due.heldOn, -days) >= heldOn)
        const before = body.filter((one) => one.status === 'held' && one.heldOn < due.heldOn)
        assert.ok(before.every((one) => addDays(one.heldOn, -days) < heldOn))
      }
      assert.ok(missed.every((one) => due && one.heldOn >= due.heldOn && one.heldOn < today))
      assert.equal(
        missed.some(({ id }) => id === at?.id),
        false,
      )
      assert.equal(state === 'late' || state === 'given late', missed.length > 0)
      const stands = body.filter(({ id }) => standsOn({ at, missed }, id))
      assert.ok(stands.filter((one) => one.heldOn >= today).length <= 1, 'on one agenda ahead at most')
    }),
  )
})

describe('every representative reports back (clause 30)', () => {
  const one = (state: Feedback['state'], dueOn: string | null = '2018-03-22'): Feedback => ({
    ...{
      sourceId: 1,
      title: 'SEND',
      heldOn: day('2018-02-01'),
      groupId: 4,
      group: 'SEND group',
      reportsTo: null,
    },
    ...{ body: 'Board', personId: 5, person: 'Tess', membershipId: 1, school: 'Ashmere', isThere: true },
    ...{ id: null, version: null, words: null, givenMeetingId: null, givenOn: null, givenBy: null },
    ...{ state, due: dueOn === null ? null : board(2, dueOn), at: null, missed: [] },
  })
  type Case = [string, Feedback[], Parameters<typeof judgedAt>[0], Standing]
  const cases: Case[] = [
    ['nobody represented the alliance', [], {}, 'not yet due'],
    ['nobody did in a year that is over', [], { atEndOf: 2017 }, 'does not apply'],
    ['given in time', [one('given')], {}, 'met'],
    ['one is due in some weeks', [one('given'), one('due')], {}, 'not yet due'],
    ['one is due within the days of warning', [one('due', '2018-03-19')], {}, 'at risk'],
    ['one is due a day later than that', [one('due', '2018-03-20')], {}, 'not yet due'],
    ['no meeting for it is planned', [one('no meeting', null)], {}, 'not yet due'],
    ['late', [one('given'), one('late')], {}, 'breached'],
    ['given late', [one('given late')], {}, 'breached'],
    ['what was due last year is last year’s', [one('late', '2017-08-31')], {}, 'not yet due'],
    ['due on the first day of the year', [one('given late', '2017-09-01')], {}, 'breached'],
  ]
  for (const [name, rows, when, standing] of cases)
    test(name, () => assert.equal(reportsBack(rows, judgedAt(when)).standing, standing))
})
