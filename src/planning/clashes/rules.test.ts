import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { CalendarDate } from '../../calendars/rules.ts'
import type { GroupKind } from '../../groups/tables.ts'
import { addDays, day, weekday } from '../../platform/day.ts'
import { type Dated, diaryOf, type MeetingDated, type Part, type Slot, stateOn } from './diary.ts'
import { clashesOf, HARD, isHard, weightOf } from './rules.ts'
import { leastBad, noWorse, WITHIN_DAYS } from './slots.ts'

const range = (kind: CalendarDate['kind'], from: string, to = from): CalendarDate => ({
  ...{ kind, fromOn: day(from), toOn: day(to) },
})
/** The model year 2026/27 of the council, and a school that has a fortnight in October. */
const council = [
  range('term', '2026-09-01', '2026-12-18'),
  range('half-term', '2026-10-26', '2026-10-30'),
  range('term', '2027-01-04', '2027-03-25'),
  range('half-term', '2027-02-15', '2027-02-19'),
  range('term', '2027-04-12', '2027-07-21'),
  range('inset', '2026-09-01'),
  range('inset', '2026-10-23'),
]
const own = [
  range('term', '2026-09-03', '2026-12-11'),
  range('half-term', '2026-10-19', '2026-10-30'),
  range('term', '2027-01-06', '2027-03-24'),
]

const group = (id: number, kind: GroupKind, name: string, subject: string | null = null) => ({
  ...{ id, name, kind, subject },
})
const board = group(1, 'board', 'Board')
const maths = group(2, 'hub', 'Maths Hub', 'Maths')
const science = group(3, 'hub', 'Science Hub', 'Science')
const panel = group(4, 'panel', 'Panel')

const school = (id: number, shortName: string, calendarId = 1) => ({
  ...{ id, shortName, calendarId, joinedOn: day('2015-09-01'), leftOn: null },
})
const schools = [school(1, 'Ashmere'), school(2, 'Brindle Moor'), school(3, 'Gaskell House', 2)]

const part = (groupId: number, personId: number, name: string, more: Partial<Part> = {}): Part => ({
  ...{ groupId, personId, name, membershipId: null, fromOn: null, toOn: null },
  ...more,
})
const parts = [part(1, 1, 'Hannah Head'), part(4, 1, 'Hannah Head'), part(2, 2, 'Lee Lead')]

const nothing: Dated = {
  ...{ meetings: [], sessions: [], schools, parts },
  calendars: [
    { id: 1, dates: council },
    { id: 2, dates: own },
  ],
}
const on = (text: string, groups = [board], more: Partial<Slot> = {}): Slot => ({
  ...{ key: 'this', on: day(text), starts: '13:30', ends: '15:30', place: null, groups },
  ...more,
})
const meeting = (text: string, groups = [maths], more: Partial<MeetingDated> = {}): MeetingDated => ({
  ...{ ...on(text, groups), key: `${text} ${groups.map(({ id }) => id)}`, title: 'Other' },
  ...more,
})
const clashes = (slot: Slot, dated: Partial<Dated> = {}) => clashesOf(slot, diaryOf({ ...nothing, ...dated }))
const says = (slot: Slot, dated: Partial<Dated> = {}) => clashes(slot, dated).map((clash) => clash.says)

describe('what a day is to a school', () => {
  const cases: [string, string, string][] = [
    ['2026-10-23', 'inset', 'holiday'],
    ['2026-10-16', 'open', 'open'],
    ['2026-10-19', 'open', 'holiday'],
    ['2026-10-30', 'holiday', 'holiday'],
    ['2026-11-02', 'open', 'open'],
    ['2026-12-11', 'open', 'open'],
    ['2026-12-12', 'open', 'holiday'],
    ['2026-12-19', 'holiday', 'holiday'],
    ['2027-01-04', 'open', 'holiday'],
    ['2027-01-06', 'open', 'open'],
    ['2026-08-31', 'holiday', 'holiday'],
    ['2026-07-31', 'unknown', 'unknown'],
    // Of the one the summer term is known; of the other nobody has brought in what follows spring.
    ['2027-08-31', 'holiday', 'unknown'],
    ['2027-09-01', 'unknown', 'unknown'],
  ]
  for (const [text, atCouncil, atOwn] of cases)
    test(`${text}: ${atCouncil}, ${atOwn}`, () => {
      assert.equal(stateOn(council, day(text)), atCouncil)
      assert.equal(stateOn(own, day(text)), atOwn)
    })
})

describe('what clashes, and with whom', () => {
  test('schools are named by their own calendars, a day before and after each boundary', () => {
    assert.deepEqual(says(on('2026-10-16')), [])
    assert.deepEqual(says(on('2026-10-19')), ['Gaskell House is on holiday'])
    assert.deepEqual(says(on('2026-10-23')), [
      'Gaskell House is on holiday, and Ashmere and Brindle Moor are in staff training (INSET)',
    ])
    assert.deepEqual(says(on('2026-10-26')), ['every school is on holiday'])
    assert.ok(isHard(clashes(on('2026-10-26'))))
    assert.ok(!isHard(clashes(on('2026-10-19'))))
    assert.deepEqual(says(on('2026-11-02')), [])
  })

  test('a group is for the schools that have members in it', () => {
    const with2 = { parts: [...parts, part(3, 9, 'Sam', { membershipId: 2 })] }
    assert.deepEqual(says(on('2026-10-19', [science]), with2), [])
    assert.deepEqual(says(on('2026-10-19', [maths]), with2), ['Gaskell House is on holiday'])
  })

  test('weekends, bank holidays and faith days', () => {
    assert.deepEqual(says(on('2026-11-14')), ['it is a Saturday'])
    assert.match(says(on('2027-05-03')).join(), /it is a bank holiday/)
    assert.deepEqual(says(on('2026-09-21')), ['it is Yom Kippur (Jewish)'])
    const late = { starts: '15:45', ends: '17:15' }
    assert.deepEqual(says(on('2026-09-22', [board], late)), [])
    // Passover begins in the evening of Wednesday 21 April 2027.
    assert.match(
      says(on('2027-04-21', [maths], late)).join(),
      /Passover, first days \(Jewish\) begins at sunset/,
    )
    assert.deepEqual(says(on('2027-04-21', [maths])), [])
    assert.match(
      says(on('2027-03-08', [maths], late)).join(),
      /Eid al-Fitr \(Muslim\) may be kept that day: it is expected the day after/,
    )
    assert.match(says(on('2027-03-08', [maths], late)).join(), /it is Ramadan \(Muslim\)/)
    assert.doesNotMatch(says(on('2027-03-08', [maths])).join(), /Ramadan/)
  })

  test('the same people, named: at once, on one day, and where nobody has said when', () => {
    const at = (starts: string | null, ends: string | null) =>
      clashes(on('2026-11-12'), {
        meetings: [meeting('2026-11-12', [panel], { title: 'Panel', starts, ends })],
      })
    const [atOnce] = at('15:00', '16:00')
    assert.equal(atOnce?.says, 'Hannah Head is at “Panel” (15:00 to 16:00) at the same time')
    assert.ok((atOnce?.weight ?? 0) >= HARD)
    assert.deepEqual(
      at('15:30', '17:00').map(({ weight }) => weight),
      [5],
    )
    assert.equal(at(null, null)[0]?.says, 'Hannah Head is at “Panel” that day')
    assert.ok(!isHard(at(null, null)))
  })

  test('whose part is over, or has not begun, is not missed', () => {
    const ended = [part(1, 1, 'Hannah Head', { toOn: day('2026-11-11') }), part(4, 1, 'Hannah Head')]
    const meetings = [meeting('2026-11-12', [panel])]
    assert.deepEqual(says(on('2026-11-12'), { meetings, parts: ended }), [])
  })

  test('a group that meets twice, and what is not a clash with itself', () => {
    const meetings = [meeting('2026-11-12', [board, maths], { key: 'm7', title: 'Autumn' })]
    assert.deepEqual(says(on('2026-11-12'), { meetings }), [
      'Board meets that day already: “Autumn” (13:30 to 15:30)',
    ])
    assert.deepEqual(says(on('2026-11-12', [board], { key: 'm7' }), { meetings }), [])
  })

  test('one room at one time; nobody is in the way online', () => {
    const place = 'Vale House '
    const taken = (one: string, other: string) =>
      says(on('2026-11-12', [maths], { place: one }), {
        meetings: [meeting('2026-11-12', [panel], { place: other })],
      })
    assert.deepEqual(taken(place, 'vale  house'), ['Vale House is taken then by “Other” (13:30 to 15:30)'])
    assert.deepEqual(taken('Online', 'online'), [])
    assert.deepEqual(taken(place, 'Mill Lane'), [])
  })

  test('meetings of one kind on one afternoon; hubs weigh little, unless they are for one subject', () => {
    const meetings = [meeting('2026-11-12', [science], { starts: '14:00' })]
    const [light] = clashes(on('2026-11-12', [maths]), { meetings })
    assert.equal(light?.says, 'a meeting of the same kind is on that day: Science Hub')
    assert.equal(light?.weight, 4)
    assert.deepEqual(says(on('2026-11-12', [maths], { starts: '09:00', ends: '10:00' }), { meetings }), [])
    assert.equal(clashes(on('2026-11-12', [{ ...maths, subject: 'science' }]), { meetings })[0]?.weight, 40)
  })

  test('courses for the same subject or posts, and who is booked, counted and not named', () => {
    const session = { ...on('2026-11-12'), title: 'Heads together', kind: 'session series', people: [2] }
    const sessions = [{ ...session, subject: 'Maths', audience: 'head; acting head' }]
    assert.deepEqual(says(on('2026-11-12', [maths]), { sessions }), [
      '1 of its people is booked on “Heads together” (13:30 to 15:30)',
      'the course “Heads together” (13:30 to 15:30) is that day, for the same people',
    ])
    assert.equal(says(on('2026-11-12'), { sessions }).length, 1)
    assert.deepEqual(says(on('2026-11-12', [science]), { sessions }), [])
    const deputies = [{ ...session, subject: null, people: [], audience: 'deputy' }]
    assert.deepEqual(says(on('2026-11-12'), { sessions: deputies }), [])
    const conference = [{ ...session, subject: null, people: [], audience: null, kind: 'conference' }]
    assert.match(says(on('2026-11-12', [panel]), { sessions: conference }).join(), /^the conference/)
  })
})

const days = fc.integer({ min: 0, max: 200 }).map((n) => addDays(day('2026-09-01'), n))
const groups = fc.constantFrom(board, maths, science, panel)
const times = fc.constantFrom([null, null], ['09:00', null], ['13:30', '15:30'], ['15:45', '17:15'])
const places = fc.constantFrom(null, 'Vale House', 'online')
const meetings = fc.array(fc.tuple(days, groups, times, places), { maxLength: 25 }).map((rows) =>
  rows.map(
    ([at, of, [starts = null, ends = null], place], i): MeetingDated => ({
      ...{ key: `m${i}`, title: `Meeting ${i}`, on: at, groups: [of], starts, ends, place },
    }),
  ),
)
const slots = fc.tuple(days, groups, times, places).map(
  ([at, of, [starts = null, ends = null], place]): Slot => ({
    ...{ key: 'this', on: at, groups: [of], starts, ends, place },
  }),
)
const free = fc
  .tuple(days, fc.constantFrom('half-term' as const, 'inset' as const, 'closure' as const))
  .map(([at, kind]) => range(kind, at))
const year = { from: day('2026-09-01'), to: day('2027-08-31') }

describe('the least bad days', () => {
  test('are better than the one asked for, near it, and the same whatever order things are told in', () => {
    fc.assert(
      fc.property(slots, meetings, (slot, all) => {
        const diary = diaryOf({ ...nothing, meetings: all })
        const found = leastBad(slot, diary, year)
        const asked = weightOf(clashesOf(slot, diary))
        assert.ok(found.length <= 3)
        for (const better of found) {
          assert.ok(better.weight < asked)
          assert.equal(better.weight, weightOf(clashesOf({ ...slot, on: better.on }, diary)))
          assert.ok(better.on >= addDays(slot.on, -WITHIN_DAYS) && better.on <= addDays(slot.on, WITHIN_DAYS))
          assert.ok(better.on >= year.from && better.on <= year.to)
        }
        const turned = diaryOf({
          ...nothing,
          meetings: all.toReversed(),
          schools: schools.toReversed(),
          parts: parts.toReversed(),
        })
        assert.deepEqual(leastBad(slot, turned, year), found)
      }),
    )
  })

  test('whatever more is dated never makes a day better', () => {
    // Training on a day that was thought a holiday is no more of a clash, but less: the staff are there.
    const isInTerm = ({ fromOn }: CalendarDate) =>
      council.some((one) => one.kind === 'term' && one.fromOn <= fromOn && fromOn <= one.toOn)
    fc.assert(
      fc.property(slots, meetings, fc.array(free, { maxLength: 4 }), (slot, all, dated) => {
        const closed = dated.filter((date) => date.kind !== 'inset' || isInTerm(date))
        const before = weightOf(clashes(slot, { meetings: all.slice(1) }))
        const calendars = [
          { id: 1, dates: [...council, ...closed] },
          { id: 2, dates: own },
        ]
        assert.ok(weightOf(clashes(slot, { meetings: all, calendars })) >= before)
      }),
    )
  })

  test('the same weekday comes first, and says why it is no worse than it is', () => {
    const slot = on('2026-10-29')
    assert.equal(weekday(slot.on), 4)
    assert.deepEqual(
      leastBad(slot, diaryOf(nothing), year).map(({ on, says }) => `${on}: ${says}`),
      [
        '2026-11-05: Nothing else is on that day.',
        '2026-10-15: Nothing else is on that day.',
        '2026-11-12: Nothing else is on that day.',
      ],
    )
    const [best] = leastBad(on('2026-10-27'), diaryOf(nothing), { ...year, to: day('2026-10-27') })
    assert.equal(best?.on, '2026-10-13')
    const gaskell = leastBad(on('2026-10-27'), diaryOf(nothing), {
      from: day('2026-10-20'),
      to: day('2026-10-27'),
    })
    assert.equal(gaskell[0]?.says, 'Nothing else is on that day. Only Gaskell House is on holiday.')
  })

  test('weeks are seven days though the clocks go back on 25 October 2026', () => {
    const slot = on('2026-10-15', [board], { place: 'Vale House' })
    const taken = meeting('2026-10-15', [board])
    const better = leastBad(slot, diaryOf({ ...nothing, meetings: [taken] }), {
      from: day('2026-10-24'),
      to: day('2026-11-05'),
    })
    assert.deepEqual(better.map(({ on }) => on).slice(0, 1), ['2026-11-05'])
  })

  test('nothing is suggested where nothing clashes, unless it is to be moved all the same', () => {
    assert.deepEqual(leastBad(on('2026-11-12'), diaryOf(nothing), year), [])
    const free = noWorse(on('2026-11-12'), diaryOf(nothing), year)
    assert.deepEqual(
      free.map(({ on, weight }) => [on, weight]),
      [
        ['2026-11-05', 0],
        ['2026-11-19', 0],
        ['2026-11-26', 0],
      ],
    )
  })

  test('a year of meetings is judged, with better days for each, in well under a second', () => {
    const many = Array.from({ length: 150 }, (_, i) =>
      meeting(addDays(day('2026-09-07'), (i * 2) % 300), [group(10 + (i % 20), 'hub', `Hub ${i % 20}`)], {
        key: `m${i}`,
      }),
    )
    const sessions = Array.from({ length: 60 }, (_, i) => ({
      ...on(addDays(day('2026-09-08'), i * 5)),
      ...{ title: `Course ${i}`, kind: 'training', subject: null, audience: null, people: [i] },
    }))
    const people = Array.from({ length: 20 * 25 }, (_, i) =>
      part(10 + (i % 20), i % 400, `Person ${i % 400}`),
    )
    const diary = diaryOf({
      ...{ meetings: many, sessions, parts: people, calendars: nothing.calendars },
      schools: Array.from({ length: 25 }, (_, i) => school(i, `School ${i}`, 1 + (i % 2))),
    })
    const started = process.cpuUsage()
    for (const slot of many) leastBad(slot, diary, year)
    const ms = process.cpuUsage(started).user / 1_000
    assert.ok(ms < 1_000, `${ms} ms`)
  })
})
