import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { addDays, type Day, day } from '../../platform/day.ts'
import { visitor, type Who } from '../../platform/who.ts'
import { clearDays, lastDayToSend, noticeGiven, noticeInWords } from './issue/rules.ts'
import { mergedOrder, movedBetween, orderTyped, stepped } from './order.ts'
import { closesOn, mayPropose, takesProposals } from './proposals/rules.ts'
import { orderOf, plainTitle, standingOrder, timings, timingsInWords } from './rules.ts'

describe('clear days', () => {
  const cases: [sent: string, held: string, clear: number, why: string][] = [
    ['2018-03-05', '2018-03-13', 7, 'neither the day of sending nor that of the meeting counts'],
    ['2018-03-05', '2018-03-12', 6, 'a day later is a day too few'],
    ['2018-03-04', '2018-03-12', 7, 'the day before'],
    ['2018-03-05', '2018-03-06', 0, 'the day before the meeting'],
    ['2018-03-05', '2018-03-05', 0, 'the day itself'],
    ['2018-03-06', '2018-03-05', 0, 'after it'],
    ['2026-10-20', '2026-10-28', 7, 'over the clock change of October'],
    ['2026-03-25', '2026-04-02', 7, 'over the clock change of March'],
    ['2017-12-27', '2018-01-04', 7, 'over the new year'],
    ['2020-02-25', '2020-03-04', 7, 'over a leap day'],
  ]
  for (const [sent, held, clear, why] of cases)
    test(`sent ${sent} for ${held}: ${why}`, () => assert.equal(clearDays(day(sent), day(held)), clear))

  test('the last day to send gives just the notice agreed, and the day after one less', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 1, max: 60 }), (days, notice) => {
        const held = addDays(day('2000-01-01'), days)
        const last = lastDayToSend(held, notice)
        assert.equal(clearDays(last, held), notice)
        assert.equal(noticeGiven(addDays(last, 1), held, notice).late, true)
      }),
    )
  })

  test('what was agreed and what is given are both said', () => {
    const late = noticeGiven(day('2018-03-07'), day('2018-03-13'), 7)
    assert.equal(noticeInWords(late), 'This gives 5 clear days; the heads agreed on 7.')
    assert.equal(noticeInWords({ ...late, clear: 1 }), 'This gives 1 clear day; the heads agreed on 7.')
  })
})

describe('the running clock', () => {
  const hours = { starts: '15:45', ends: '17:15' }
  const of = (...minutes: (number | null)[]) => minutes.map((one) => ({ minutes: one }))
  const cases: [ReturnType<typeof of>, { starts: string | null; ends: string | null }, string][] = [
    [of(), hours, '0 items, 0 minutes; ends 15:45, 90 minutes left'],
    [of(5, 10, 85), hours, '3 items, 100 minutes; ends 17:25, 10 minutes over'],
    [of(45, null, 45), hours, '3 items, 90 minutes; ends 17:15, on time'],
    [of(91), hours, '1 item, 91 minutes; ends 17:16, 1 minute over'],
    [of(30), { starts: '23:45', ends: null }, '1 item, 30 minutes; ends 00:15'],
    [of(30), { starts: null, ends: '17:15' }, '1 item, 30 minutes'],
  ]
  for (const [items, hours, says] of cases)
    test(says, () => assert.equal(timingsInWords(timings(items, hours)), says))

  test('each begins where the one before ends', () => {
    assert.deepEqual(timings(of(5, null, 10, 60), hours).at, ['15:45', '15:50', '15:50', '16:00'])
    assert.deepEqual(timings(of(5, 10), { starts: null, ends: null }).at, [null, null])
  })
})

describe('the order of an agenda', () => {
  const places = (typed: Record<number, number>) =>
    new Map(Object.entries(typed).map(([id, at]): [number, number] => [Number(id), at]))
  const typed: [string, Record<number, number>, number[]][] = [
    ['nothing moved', {}, [1, 2, 3, 4, 5]],
    ['up', { 4: 2 }, [1, 4, 2, 3, 5]],
    ['down', { 2: 4 }, [1, 3, 4, 2, 5]],
    ['to the ends', { 5: 1, 1: 5 }, [5, 2, 3, 4, 1]],
    ['two to one place', { 4: 1, 5: 1 }, [4, 5, 1, 2, 3]],
  ]
  for (const [what, moves, order] of typed)
    test(`places typed: ${what}`, () => assert.deepEqual(orderTyped([1, 2, 3, 4, 5], places(moves)), order))

  const orders = fc.shuffledSubarray([1, 2, 3, 4, 5, 6], { minLength: 6 })

  test('whatever two people do, nothing is lost, and what only one of them moved goes where they said', () => {
    fc.assert(
      fc.property(orders, orders, (mine, now) => {
        const opened = [1, 2, 3, 4, 5, 6]
        const merged = mergedOrder(opened, mine, now)
        if ('both' in merged) return assert.ok(merged.both.every((id) => movedBetween(opened, now).has(id)))
        assert.deepEqual([...merged.order].sort(), opened)
        const untouched = opened.filter((id) => !movedBetween(opened, mine).has(id))
        assert.deepEqual(
          merged.order.filter((id) => untouched.includes(id)),
          now.filter((id) => untouched.includes(id)),
        )
      }),
    )
  })

  test('alone, an order is what was typed; unchanged, it stays as others left it', () => {
    fc.assert(
      fc.property(orders, (order) => {
        assert.deepEqual(mergedOrder([1, 2, 3, 4, 5, 6], order, [1, 2, 3, 4, 5, 6]), { order })
        assert.deepEqual(mergedOrder([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6], order), { order })
      }),
    )
  })

  test('an item added or taken off meanwhile stays so', () => {
    assert.deepEqual(mergedOrder([1, 2, 3], [3, 1, 2], [1, 4, 2, 3]), { order: [3, 1, 4, 2] })
    assert.deepEqual(mergedOrder([1, 3], [3, 1], [1, 3]), { order: [3, 1] })
  })

  test('one step at a time, and none beyond the ends', () => {
    assert.deepEqual(stepped([1, 2, 3], 2, -1), [2, 1, 3])
    assert.deepEqual(stepped([1, 2, 3], 1, -1), [1, 2, 3])
    assert.deepEqual(stepped([1, 2, 3], 3, 1), [1, 2, 3])
    assert.deepEqual(stepped([1, 2, 3], 9, 1), [1, 2, 3])
  })
})

describe('who proposes an item, and until when', () => {
  const who = (more: Partial<Who>): Who => ({ ...visitor, personId: 1, ...more })
  const [board, hub, leads, panel] = [
    [{ id: 1, kind: 'board' as const }],
    [{ id: 2, kind: 'hub' as const }],
    [{ id: 3, kind: 'hub leads' as const }],
    [{ id: 4, kind: 'panel' as const }],
  ]
  const as = (role: Who['held'][number]['role']) => who({ held: [{ role, membershipId: 1 }] })
  const cases: [string, Who, Parameters<typeof mayPropose>[1], boolean][] = [
    ['a head at the board', as('head'), board, true],
    ['a chair of governors at the board', as('chair'), board, true],
    ['a governor at the board', as('governor'), board, false],
    ['a teacher at a hub', as('teacher'), hub, true],
    ['a teacher at the board', as('teacher'), board, false],
    ['a hub lead among hub leads', as('hub lead'), leads, true],
    ['a head on no panel', as('head'), panel, false],
    ['a teacher who serves on the panel', who({ ...as('teacher'), serves: [4] }), panel, true],
    ['a partner', as('partner'), hub, false],
  ]
  for (const [name, of, groups, may] of cases) test(name, () => assert.equal(mayPropose(of, groups), may))

  test('scenario 7: the agenda for 11 March closes on 4 March', () => {
    const meeting = { heldOn: day('2027-03-11'), status: 'planned', agendaIssuedAt: null } as const
    assert.equal(closesOn(meeting.heldOn, 7), '2027-03-04')
    const on = (today: string) => takesProposals(meeting, day(today) as Day, 7)
    assert.deepEqual([on('2027-03-04'), on('2027-03-05')], [true, false])
    assert.equal(takesProposals({ ...meeting, agendaIssuedAt: new Date() }, day('2027-02-01'), 7), false)
  })
})

test('a standing order is laid once, by the most formal of the groups that meet', () => {
  const laid = standingOrder('board', [])
  assert.deepEqual(
    laid.map(({ kind }) => kind).filter((kind) => kind !== 'report'),
    [
      'welcome',
      'declarations',
      'minutes',
      'matters arising',
      'actions',
      'feedback',
      'other business',
      'dates',
    ],
  )
  assert.deepEqual(standingOrder('board', laid), [])
  assert.equal(orderOf([{ kind: 'hub' }, { kind: 'board' }]), 'board')
})

test('the title of a confidential item is no title of a page', () => {
  assert.equal(plainTitle({ partB: true, title: 'Pay', number: 9 }), 'Item 9 (Part B)')
  assert.equal(plainTitle({ partB: false, title: 'Pay', number: 9 }), 'Pay')
})
