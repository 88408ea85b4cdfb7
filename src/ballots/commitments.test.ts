import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { boardMeeting } from '../../test/board.ts'
import { agendaItem, closedBallot } from '../../test/closed-ballot.ts'
import { judgedAt } from '../../test/judged.ts'
import { type World, world } from '../../test/world.ts'
import type { Standing } from '../agreement/finding.ts'
import { standardTerms } from '../agreement/terms/rules.ts'
import { votesInSeat } from '../meetings/seats/votes.ts'
import { type AcademicYear, day } from '../platform/day.ts'
import { everything } from '../platform/db.ts'
import { asksFirst, decidesTogether } from './commitments.ts'
import { type PutToVote, putToVote } from './outcome/put-to-vote.ts'

/** A motion at a board meeting of which the agenda went out in time; the school (membership 1) voted on it. */
const atBoard = (more: Partial<PutToVote> = {}): PutToVote => ({
  ...{ membershipId: 1, ballotId: 7, question: 'A bus for every school', on: day('2018-01-11') },
  ...{ byCorrespondence: false, openDays: null, openSchoolDays: null, heldOn: day('2018-01-11') },
  ...{ issuedOn: day('2018-01-02'), consultedOn: null, movedBy: null, present: true, beforehand: false },
  ...{ excluded: false, took: true },
  ...more,
})
const between = (openDays: number, openSchoolDays: number | null = null, more: Partial<PutToVote> = {}) =>
  atBoard({ ...{ byCorrespondence: true, openDays, openSchoolDays, heldOn: null, issuedOn: null }, ...more })
const moved = { movedBy: 1 }

type When = Parameters<typeof judgedAt>[0]
type Case = [string, PutToVote[], When, Standing, RegExp]

const judge = (cases: Case[], rule: typeof asksFirst) => {
  for (const [name, rows, when, standing, says] of cases)
    test(name, () => {
      const found = rule(rows, judgedAt(when))
      assert.equal(found.standing, standing, found.because)
      assert.match(found.because, says)
      if (standing === 'at risk') assert.ok(found.next)
    })
}

describe('decisions are taken together (clause 8)', () => {
  judge(
    [
      ['no vote yet', [], {}, 'not yet due', /No decision was put .* yet\. What will be asked/],
      ['none in a year that is over', [], { atEndOf: 2017 }, 'does not apply', /No decision/],
      ['it voted', [atBoard()], {}, 'met', /^1 decision was .* took part in 1: each after the agreed notice/],
      ['it came and did not vote', [atBoard({ took: false })], {}, 'met', /took part in 0/],
      [
        'without notice',
        [atBoard(), atBoard({ issuedOn: day('2018-01-09') })],
        {},
        'met',
        /: 1 without the agreed/,
      ],
      ['no agenda was sent', [atBoard({ issuedOn: null })], {}, 'met', /: 1 without the agreed notice/],
      [
        'less notice is agreed',
        [atBoard({ issuedOn: day('2018-01-09') })],
        { terms: { noticeDays: 1 } },
        'met',
        /each/,
      ],
      ['between meetings', [between(7)], {}, 'met', /each after the agreed notice/],
      ['between meetings, too short', [between(6)], {}, 'met', /1 without/],
      [
        'only one in which it had an interest',
        [atBoard({ excluded: true, took: false })],
        {},
        'not yet due',
        /No/,
      ],
    ],
    decidesTogether,
  )

  test('a vote is named with whether the school took part, and a confidential one is not', () => {
    const rows = [
      atBoard(),
      atBoard({ took: false, present: false }),
      between(7, null, { took: false, question: null }),
      atBoard({ excluded: true, took: false }),
    ]
    const { evidence } = decidesTogether(rows, judgedAt())
    assert.deepEqual(
      evidence.map(({ says, href }) => [says, href]),
      [
        [
          'A bus for every school: put to all with the agenda, sent on 2 January 2018; the school took part',
          '/ballots/7',
        ],
        [
          'A bus for every school: put to all with the agenda, sent on 2 January 2018; the school was not represented',
          '/ballots/7',
        ],
        ['A vote on a confidential item: open between meetings for 7 days; the school did not vote', null],
        [
          'A bus for every school: put to all with the agenda, sent on 2 January 2018; the school had no part, for an interest that was declared',
          '/ballots/7',
        ],
      ],
    )
  })
})

describe('schools are asked before (clause 10)', () => {
  const consulted = { consultedOn: day('2017-11-09') }
  judge(
    [
      ['no vote yet', [], {}, 'not yet due', /No vote of the schools followed/],
      ['none in a year that is over', [], { atEndOf: 2017 }, 'does not apply', /No vote/],
      ['a vote without, that others moved', [atBoard({ movedBy: 2 })], {}, 'not yet due', /No vote/],
      ['after a consultation', [atBoard(consulted)], {}, 'met', /before 1 vote, .* took part in 1/],
      ['between meetings, for the agreed days', [between(7)], {}, 'met', /before 1 vote/],
      ['between meetings, too short', [between(6)], {}, 'not yet due', /No vote/],
      ['it moved it without', [atBoard(moved)], {}, 'at risk', /moved 1 motion .* before it is recorded/],
      ['it moved it after one', [atBoard({ ...moved, ...consulted })], {}, 'met', /before 1 vote/],
      ['it moved it, ten school days', [between(14, 10, moved)], {}, 'met', /before 1 vote/],
      ['it moved it, nine school days', [between(20, 9, moved)], {}, 'at risk', /moved 1 motion/],
      ['it moved it, two weeks of unknown terms', [between(14, null, moved)], {}, 'met', /before 1 vote/],
      ['it moved it, less than two weeks', [between(13, null, moved)], {}, 'at risk', /moved 1 motion/],
      [
        'it moved it without, in a year that is over',
        [atBoard(moved)],
        { atEndOf: 2017 },
        'does not apply',
        /nobody wrote/,
      ],
      [
        'beside another, in a year that is over',
        [atBoard(moved), atBoard(consulted)],
        { atEndOf: 2017 },
        'met',
        /before 1 that it moved itself none/,
      ],
    ],
    asksFirst,
  )

  test('what is confidential is not led to', () => {
    const { next, evidence } = asksFirst([atBoard({ ...moved, question: null })], judgedAt())
    assert.equal(next?.href, '/ballots')
    assert.equal(evidence[0]?.href, null)
  })
})

const year = { year: 2017 as AcademicYear, on: day('2018-03-05'), terms: standardTerms }

const termDates = (w: World, fromOn: string, toOn: string) =>
  w.database.transaction(everything, async (tx) => {
    const { id } = await tx
      .insertInto('calendars')
      .values({ name: 'Vale', isDefault: true })
      .returning('id')
      .executeTakeFirstOrThrow()
    await tx
      .insertInto('calendarDates')
      .values({ calendarId: id, kind: 'term', fromOn: day(fromOn), toOn: day(toOn), note: null })
      .execute()
  })

test('the records: what was voted on, by whom it was moved, and whether it was consulted on before', async () => {
  const w = await world()
  await termDates(w, '2018-01-08', '2018-03-29')
  const october = await boardMeeting(w, day('2017-10-05'))
  const first = await agendaItem(w, october, { kind: 'consultation', title: 'Buses?' })
  const january = await boardMeeting(w, day('2018-01-11'))
  const second = await agendaItem(w, january, { follows: first })
  const february = await boardMeeting(w, day('2018-02-08'))
  const third = await agendaItem(w, february, { follows: second, partB: true })
  const alone = await agendaItem(w, february, { title: 'Boats' })
  const ids = [
    await closedBallot(w, {
      itemId: third,
      closedOn: day('2018-02-08'),
      openDays: 0,
      movedBy: w.members.ashmere,
    }),
    await closedBallot(w, {
      itemId: alone,
      closedOn: day('2018-02-09'),
      openDays: 0,
      votes: { brindle: 'for' },
    }),
    await closedBallot(w, { closedOn: day('2018-02-15'), openDays: 14 }),
  ]
  await closedBallot(w, { itemId: alone, amends: ids[1] ?? 0, closedOn: day('2018-02-09'), openDays: 0 })
  await closedBallot(w, { closedOn: day('2018-03-06') })
  await closedBallot(w, { closedOn: day('2017-08-31') })
  await closedBallot(w, { stillOpen: true, closedOn: day('2018-02-15') })
  const rows = (await putToVote(w.db, year)).filter(({ membershipId }) => membershipId === w.members.ashmere)
  assert.deepEqual(
    rows.map(({ ballotId, question, consultedOn, movedBy, took, openDays, openSchoolDays }) => ({
      ...{ ballotId, question, consultedOn, movedBy, took, openDays, openSchoolDays },
    })),
    [
      {
        ...{ ballotId: ids[0], question: null, consultedOn: '2017-10-05', movedBy: w.members.ashmere },
        ...{ took: true, openDays: null, openSchoolDays: null },
      },
      {
        ...{ ballotId: ids[1], question: 'A bus for every school', consultedOn: null, movedBy: null },
        ...{ took: false, openDays: null, openSchoolDays: null },
      },
      {
        ...{ ballotId: ids[2], question: 'A bus for every school', consultedOn: null, movedBy: null },
        ...{ took: true, openDays: 14, openSchoolDays: 11 },
      },
    ],
  )
})

test('a deputy in the seat: by the roll, and where the roll left the school out', async () => {
  const w = await world()
  const board = await boardMeeting(w, day('2018-02-08'))
  const item = await agendaItem(w, board)
  await w.database.transaction(everything, (tx) =>
    tx
      .insertInto('attendances')
      .values({
        ...{
          meetingId: board,
          membershipId: w.members.ashmere,
          personId: w.people.deputy,
          capacity: 'deputy',
        },
        ...{ guestName: null, importId: null },
      } as never)
      .execute(),
  )
  const on = { itemId: item, closedOn: day('2018-02-08'), openDays: 0, capacity: 'deputy' as const }
  await closedBallot(w, { ...on, castBy: { ashmere: w.people.deputy } })
  await closedBallot(w, { ...on, manner: 'hands' })
  await closedBallot(w, { ...on, votes: { brindle: 'for' } })
  const rows = (await votesInSeat(w.db, year)).filter(
    ({ membershipId }) => membershipId === w.members.ashmere,
  )
  assert.deepEqual(rows, [
    { membershipId: w.members.ashmere, meetingId: board, taken: 3, byDeputy: 2, excluded: 0, leftOut: 1 },
  ])
})
