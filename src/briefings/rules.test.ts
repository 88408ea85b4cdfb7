import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { judgedAt } from '../../test/judged.ts'
import type { Standing } from '../agreement/finding.ts'
import { type AcademicYear, addDays, day, firstDay, lastDay } from '../platform/day.ts'
import { keepsGovernorsInformed } from './commitments.ts'
import { drafted, type Recorded } from './draft.ts'
import type { Briefed } from './queries.ts'
import { liesIn, termsIn } from './rules.ts'
import type { BodyKind } from './tables.ts'

const year = 2017 as AcademicYear
const term = (fromOn: string, toOn: string) => ({ fromOn: day(fromOn), toOn: day(toOn) })
const three = [
  term('2018-04-16', '2018-07-20'),
  term('2017-09-04', '2017-12-20'),
  term('2018-01-08', '2018-03-29'),
]

describe('the terms of a year by a school’s own calendar', () => {
  test('each with the holiday after it, from 1 September to 31 August', () => {
    assert.deepEqual(
      termsIn([...three, term('2018-09-03', '2018-12-20')], year).map(({ name, from, until }) => [
        name,
        from,
        until,
      ]),
      [
        ['Autumn term', '2017-09-01', '2018-01-07'],
        ['Spring term', '2018-01-08', '2018-04-15'],
        ['Summer term', '2018-04-16', '2018-08-31'],
      ],
    )
  })

  test('a term that begins in late August is the new year’s; six terms are told by number', () => {
    assert.deepEqual(termsIn([term('2018-08-28', '2018-12-20')], year), [])
    const six = [1, 2, 3, 4, 5, 6].map((n) => ({
      fromOn: addDays(firstDay(year), n * 50),
      toOn: addDays(firstDay(year), n * 50 + 30),
    }))
    assert.deepEqual(termsIn(six, year).map(({ name }) => name)[5], 'Term 6')
  })

  test('every day of the year lies in one of them', () => {
    const days = fc.nat(364).map((n) => addDays(firstDay(year), n))
    fc.assert(
      fc.property(days, (on) => {
        assert.equal(termsIn(three, year).filter((one) => liesIn(on, one)).length, 1)
      }),
    )
    assert.equal(liesIn(lastDay(year), termsIn(three, year)[2] as never), true)
  })
})

const row = (given: [string, BodyKind?][] = [], more: Partial<Briefed> = {}): Briefed => ({
  ...{ membershipId: 1, legalBody: null, trust: null, terms: three, recordedSince: day('2016-10-01') },
  given: given.map(([on, bodyKind = 'governing body']) => ({ givenOn: day(on), bodyKind })),
  ...more,
})

describe('those who govern are briefed each term (clause 7)', () => {
  const autumn: [string] = ['2017-11-01']
  const spring: [string] = ['2018-02-01']
  type Case = [string, Briefed, Parameters<typeof judgedAt>[0], Standing]
  const cases: Case[] = [
    ['in the autumn and again in the spring', row([autumn, spring]), {}, 'met'],
    ['in the autumn, with time left in the spring', row([autumn]), {}, 'not yet due'],
    [
      'in the autumn, and the spring ends within the days of warning',
      row([autumn]),
      { on: '2018-03-15' },
      'at risk',
    ],
    ['a day before those days', row([autumn]), { on: '2018-03-14' }, 'not yet due'],
    ['never', row(), {}, 'breached'],
    ['never, in the first term', row(), { on: '2017-10-01' }, 'not yet due'],
    ['on the last day of the holiday after a term', row([['2018-01-07'], spring]), {}, 'met'],
    ['a day later is the next term', row([['2018-01-08'], spring]), {}, 'breached'],
    ['only staff were told', row([['2017-11-01', 'staff'], spring]), {}, 'breached'],
    ['twice are asked for', row([autumn, spring]), { terms: { briefingsATerm: 2 } }, 'breached'],
    ['none is asked for', row(), { terms: { briefingsATerm: 0 } }, 'met'],
    [
      'all three terms of a year that is over',
      row([autumn, spring, ['2018-08-31']]),
      { atEndOf: 2017 },
      'met',
    ],
    ['two of three', row([autumn, spring]), { atEndOf: 2017 }, 'breached'],
    ['no term dates are known', row([], { terms: [] }), {}, 'not yet due'],
    [
      'nobody recorded anything that year',
      row([], { recordedSince: null }),
      { atEndOf: 2017 },
      'does not apply',
    ],
    ['nobody did before the spring', row([spring], { recordedSince: day('2018-01-20') }), {}, 'met'],
    [
      'joined on the first day of the spring term',
      row([spring]),
      { member: { joinedOn: day('2018-01-08') } },
      'met',
    ],
    ['joined a day later', row(), { member: { joinedOn: day('2018-01-09') } }, 'not yet due'],
    ['joined on 1 September', row([spring]), { member: { joinedOn: day('2017-09-01') } }, 'breached'],
    [
      'left within the spring term',
      row([autumn]),
      { atEndOf: 2017, member: { leftOn: day('2018-03-28') } },
      'met',
    ],
    [
      'left on its last day',
      row([autumn]),
      { atEndOf: 2017, member: { leftOn: day('2018-03-29') } },
      'breached',
    ],
  ]
  for (const [name, given, when, standing] of cases)
    test(name, () => assert.equal(keepsGovernorsInformed([given], judgedAt(when)).standing, standing))

  test('a local governing body is not mistaken for the trustees, who govern in law', () => {
    const member = { type: 'Academy converter' }
    const local = row([['2018-02-01', 'local governing body'], autumn], { trust: 'Vale Trust' })
    assert.match(
      keepsGovernorsInformed(
        [{ ...local, given: local.given.slice(0, 1), recordedSince: day('2018-01-20') }],
        judgedAt({ member }),
      ).because,
      /; none of them to the body that governs in law, the board of trustees of Vale Trust\.$/,
    )
    const both = row([
      ['2017-11-01', 'board of trustees'],
      ['2018-02-01', 'local governing body'],
    ])
    assert.match(keepsGovernorsInformed([both], judgedAt({ member })).because, /only 1 of them/)
    assert.doesNotMatch(keepsGovernorsInformed([row([autumn, spring])], judgedAt()).because, /in law/)
  })
})

describe('what the records draft', () => {
  const of: Recorded = {
    school: { name: 'Ashmere', joinedOn: day('2015-09-01'), leftOn: null },
    meeting: { title: 'Board', heldOn: day('2018-02-06') },
    ...{ came: 'deputy', minutes: 'circulated', edition: null, exempt: new Map(), actions: [] },
    decisions: [
      {
        number: '2017-18/4',
        words: 'The subscription\nrises',
        means: null,
        pence: 12_050,
        takesEffectOn: day('2018-09-01'),
      },
      {
        number: '2017-18/5',
        words: 'Open days under clause 39.',
        means: 'Plan one.',
        pence: 5_000,
        takesEffectOn: null,
      },
    ],
    ahead: [{ title: 'Board', heldOn: day('2018-05-10') }],
  }
  test('decisions with what they mean, money summed, dates in order, and where it comes from', () => {
    const words = drafted(of)
    assert.match(words, /For Ashmere, a deputy was there in the head’s place\. 2 decisions recorded/)
    assert.match(words, /\*\*2017-18\/4\*\* The subscription rises\./)
    assert.match(words, /Plan one\. It costs each school £50\.00\./)
    assert.match(words, /ask our school for £170\.50 in all/)
    assert.match(words, /- 10 May 2018: Board\n- 1 September 2018: decision 2017-18\/4 takes effect/)
    assert.match(words, /draft minutes, which have not been approved/)
  })

  test('what does not touch the school is said, and not counted', () => {
    const exempt = new Map([['39', 'Ashmere has no Year 7 for which families could choose a place.']])
    const leaving = { ...of.school, leftOn: day('2018-08-31') }
    const words = drafted({ ...of, school: leaving, exempt })
    assert.match(words, /takes effect after Ashmere leaves the alliance on 31 August 2018/)
    assert.match(words, /For our school: Ashmere has no Year 7/)
    assert.match(words, /No decision asks our school for money/)
    const stays = drafted({ ...of, school: { ...leaving, leftOn: day('2018-09-01') } })
    assert.match(stays, /£170\.50/)
  })

  test('before the minutes are circulated there is nothing to hand on', () => {
    assert.match(drafted({ ...of, minutes: 'with the chair', decisions: [] }), /have not been circulated yet/)
  })
})
