import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { boardMeeting } from '../../test/board.ts'
import { judgedAt } from '../../test/judged.ts'
import { today, world } from '../../test/world.ts'
import type { Standing } from '../agreement/finding.ts'
import { academicYearOf, addDays, day } from '../platform/day.ts'
import { attendsRegularly, contributesToHubs, deputisesSparingly, deputyHoldsVote } from './commitments.ts'
import { type BoardMeeting, boardMeetings, type HubMeeting, type Line } from './register/queries.ts'
import type { Capacity } from './tables.ts'

let meetings = 0
/** A board meeting whose register has these lines of the school; a deputy is person 5 unless said otherwise. */
const board = (...lines: (Capacity | Line)[]): BoardMeeting => {
  meetings += 1
  return {
    ...{ membershipId: 1, meetingId: meetings, title: 'Board', held: true, hasRegister: true, waived: false },
    heldOn: addDays(day('2017-09-28'), meetings % 100),
    lines: lines.map((line) => (typeof line === 'string' ? { capacity: line, personId: 5 } : line)),
  }
}
const ahead = { ...board(), held: false, hasRegister: false, heldOn: day('2018-05-10') }
const unkept = { ...board(), hasRegister: false }
const [head, deputy, observer] = [board('head'), board('deputy'), board('observer')]

type When = Parameters<typeof judgedAt>[0]
type Case = [string, BoardMeeting[], When, Standing]

describe('the head attends regularly (clause 31)', () => {
  const cases: Case[] = [
    ['no board meeting yet', [ahead], {}, 'not yet due'],
    ['no register is kept of the one there was', [unkept], {}, 'not yet due'],
    ['none in a year that is over', [], { atEndOf: 2017 }, 'does not apply'],
    ['at all of them', [head, head], {}, 'met'],
    ['an acting head is a head', [board('acting head')], {}, 'met'],
    ['a head beside a deputy is a head', [board('deputy', 'head')], {}, 'met'],
    ['one missed', [head, deputy], {}, 'met'],
    ['as many missed as may be', [head, deputy, board('apologies')], {}, 'at risk'],
    ['as many, when the year is over', [head, deputy, board('apologies')], { atEndOf: 2017 }, 'met'],
    ['one too many', [head, deputy, board('apologies'), board('absent')], {}, 'breached'],
    [
      'a register that says nothing of the school is a meeting missed',
      [board(), board(), board()],
      {},
      'breached',
    ],
    ['a register that nobody kept is none', [unkept, unkept, unkept, head], {}, 'met'],
    ['none may be missed, and none was', [head], { terms: { meetingsMissed: 0 } }, 'met'],
    ['none may be missed, and one was', [head, deputy], { terms: { meetingsMissed: 0 } }, 'breached'],
  ]
  for (const [name, rows, when, standing] of cases)
    test(name, () => {
      const found = attendsRegularly(rows, judgedAt(when))
      assert.equal(found.standing, standing, found.because)
    })

  test('apologies are told apart from absence and from silence', () => {
    const { because } = attendsRegularly([board('apologies'), board('absent'), board()], judgedAt())
    assert.match(because, /missed: 1 with apologies, 1 without, 1 of which the register says nothing/)
  })

  test('the next step is the next meeting', () => {
    const { next } = attendsRegularly([deputy, deputy, ahead], judgedAt())
    assert.equal(next?.href, `/meetings/${ahead.meetingId}`)
    assert.match(next?.says ?? '', /10 May 2018/)
  })
})

const other: Line = { capacity: 'deputy', personId: 6 }

describe('a deputy stands in once a year (clause 32)', () => {
  const cases: Case[] = [
    ['never', [head], {}, 'met'],
    ['once', [head, deputy], {}, 'met'],
    ['twice', [deputy, head, deputy], {}, 'breached'],
    ['twice, by two deputies of one school', [deputy, board(other)], {}, 'breached'],
    [
      'twice, by two deputies, where each may once',
      [deputy, board(other)],
      { terms: { deputisingsPer: 1 } },
      'met',
    ],
    [
      'twice by one, where each may once',
      [deputy, board(other), deputy],
      { terms: { deputisingsPer: 1 } },
      'breached',
    ],
    ['the second came as an observer', [deputy, observer], {}, 'met'],
    ['two deputies at one meeting stood in once', [board('deputy', other)], {}, 'met'],
    ['a deputy beside the head did not stand in', [board('deputy', 'head'), deputy], {}, 'met'],
    ['twice where the heads agreed on two', [deputy, deputy], { terms: { deputisings: 2 } }, 'met'],
    ['once where they agreed on none', [deputy], { terms: { deputisings: 0 } }, 'breached'],
    ['a second by a decision', [deputy, { ...board(other), waived: true }], {}, 'met'],
    ['only by a decision', [{ ...deputy, waived: true }], { terms: { deputisings: 0 } }, 'met'],
    ['no register yet', [unkept], {}, 'not yet due'],
  ]
  for (const [name, rows, when, standing] of cases)
    test(name, () => {
      const found = deputisesSparingly(rows, judgedAt(when))
      assert.equal(found.standing, standing, found.because)
    })
})

describe('a deputy holds the vote (clause 33)', () => {
  const votes = (taken: number, byDeputy: number, more: { excluded?: number; leftOut?: number } = {}) => ({
    ...deputy,
    votes: {
      ...{ membershipId: 1, meetingId: deputy.meetingId, taken, byDeputy, excluded: 0, leftOut: 0 },
      ...more,
    },
  })
  const cases: [string, Parameters<typeof deputyHoldsVote>[0], When, Standing, RegExp][] = [
    ['the head came', [head], {}, 'not yet due', /No deputy has stood in/],
    ['who came only observed', [observer], { atEndOf: 2017 }, 'does not apply', /No deputy/],
    ['no vote was taken there', [deputy], {}, 'met', /once .* no vote was taken there/],
    ['it voted in each', [votes(2, 2)], {}, 'met', /of 2 votes taken there the deputy voted in 2/],
    ['it chose not to in one', [votes(2, 1)], {}, 'met', /of 2 votes taken there the deputy voted in 1/],
    ['an interest was declared', [votes(1, 0, { excluded: 1 })], {}, 'met', /voted in 0/],
    ['it could not', [head, votes(2, 1, { leftOut: 1 })], {}, 'breached', /office to put right, and not/],
    [
      'it could not, in a year that is over',
      [votes(1, 0, { leftOut: 1 })],
      { atEndOf: 2017 },
      'breached',
      /left/,
    ],
  ]
  for (const [name, rows, when, standing, says] of cases)
    test(name, () => {
      const found = deputyHoldsVote(rows, judgedAt(when))
      assert.equal(found.standing, standing, found.because)
      assert.match(found.because, says)
    })

  test('each meeting says what the deputy did with the votes there', () => {
    const { evidence } = deputyHoldsVote([votes(3, 1, { excluded: 1 }), deputy], judgedAt())
    assert.deepEqual(
      evidence.map(({ says }) => says.split('; ')[1]),
      [
        'the deputy voted for the school in 1 of 3 votes taken there, and had no part in 1 for an interest that was declared',
        'no vote was taken there',
      ],
    )
  })
})

const hub = (held: number, attended: number): HubMeeting[] =>
  attended === 0
    ? [{ membershipId: 1, held, meetingId: null, title: null, heldOn: null }]
    : Array.from({ length: attended }, (_, i) => ({
        ...{ membershipId: 1, held, meetingId: i + 1, title: 'Maths', heldOn: day('2017-10-02') },
      }))

describe('a part in the hubs (clause 35)', () => {
  const special = { type: 'Community special school' }
  const cases: [string, HubMeeting[], When, Standing][] = [
    ['none held yet', hub(0, 0), {}, 'not yet due'],
    ['none held in a year that is over', hub(0, 0), { atEndOf: 2017 }, 'does not apply'],
    ['at two', hub(9, 2), {}, 'met'],
    ['at one, half-way', hub(9, 1), {}, 'not yet due'],
    ['at none, half-way', hub(9, 0), {}, 'at risk'],
    ['at none, early', hub(3, 0), { on: '2017-10-02' }, 'not yet due'],
    ['at one when the year is over', hub(9, 1), { atEndOf: 2017 }, 'breached'],
    ['at the only one there was', hub(1, 1), { atEndOf: 2017 }, 'met'],
    ['a special school that did not come', hub(9, 0), { atEndOf: 2017, member: special }, 'does not apply'],
    ['a special school that came', hub(9, 2), { atEndOf: 2017, member: special }, 'met'],
    ['the heads agreed on three', hub(9, 2), { atEndOf: 2017, terms: { hubMeetings: 3 } }, 'breached'],
  ]
  for (const [name, rows, when, standing] of cases)
    test(name, () => {
      const found = contributesToHubs(rows, judgedAt(when))
      assert.equal(found.standing, standing, found.because)
    })
})

test('a letter dated before a meeting, and a decision, are heeded where a year is judged', async () => {
  const w = await world()
  const meetingsOf = async () => {
    const found = await boardMeetings(w.db, { year: academicYearOf(today), on: today })
    return found.filter(({ membershipId }) => membershipId === w.members.ashmere)
  }
  const ids = [await boardMeeting(w, day('2017-11-09')), await boardMeeting(w, day('2018-03-01'))]
  await w.database.pool.query(`update meetings set status = 'held'`)
  for (const id of ids)
    await w.database.pool.query(
      `insert into attendances (meeting_id, membership_id, urn, person_id, capacity) values ($1, $2, 990001, $3, 'deputy')`,
      [id, w.members.ashmere, w.people.deputy],
    )
  const judge = async () => deputisesSparingly(await meetingsOf(), judgedAt()).standing
  assert.equal(await judge(), 'breached')
  const letter =
    'insert into acting_letters (membership_id, person_id, dated_on, from_on) values ($1, $2, $3, $3)'
  const write = (dated: string) => w.database.pool.query(letter, [w.members.ashmere, w.people.deputy, dated])
  await write('2018-03-01')
  assert.equal(await judge(), 'breached', 'a letter of the day itself')
  await write('2018-02-28')
  assert.equal(await judge(), 'met')
  assert.match(attendsRegularly(await meetingsOf(), judgedAt()).because, /at 1 of 2 board meetings/)
  await w.database.pool.query('delete from acting_letters')
  await w.database.pool.query(
    `insert into deputy_waivers (meeting_id, membership_id, decision, reason) values ($1, $2, '2017-18/9', 'Illness')`,
    [ids[1], w.members.ashmere],
  )
  const { standing, because } = deputisesSparingly(await meetingsOf(), judgedAt())
  assert.equal(standing, 'met')
  assert.match(because, /once at board meetings, and once more by a decision/)
})
