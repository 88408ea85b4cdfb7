import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { day } from '../platform/day.ts'
import { type Held, visitor, type Who } from '../platform/who.ts'
import { cannotBegin, tooMany } from './clusters/rules.ts'
import {
  cannotVisitOn,
  hindersVisit,
  type Move,
  type MoveName,
  moveNames,
  moves,
  movesFor,
  outOfOrder,
} from './reviews/rules.ts'
import { maySeeClusters, maySeePeerReview, maySeeReview, type Standing, standingIn } from './rules.ts'
import { type Part, parts, type ReviewState, reviewStates } from './tables.ts'
import { inAddress, readsPart, sectionNamed, sectionsOf, writesPart } from './texts/rules.ts'

const who = (...held: Held[]): Who => ({ ...visitor, personId: 1, held })
const states = Object.keys(reviewStates) as ReviewState[]
const nobody: Standing = {
  ...{ keeper: false, hostHead: false, reviewer: null, reader: null, champion: false, alongside: false },
}
const clear = { id: 1, leads: false, declaredAt: new Date(0), interested: false }

describe('who knows of peer review', () => {
  const cases: [Held['role'], boolean, boolean][] = [
    ['coordinator', true, true],
    ['head', true, true],
    ['governor', true, true],
    ['teacher', true, false],
    ['partner', false, false],
  ]
  for (const [role, sees, clusters] of cases)
    test(role, () => {
      const one = who({ role, membershipId: null })
      assert.deepEqual([maySeePeerReview(one), maySeeClusters(one)], [sees, clusters])
    })

  test('a teacher finds a review that they take part in, in any way, and no other', () => {
    const teacher = who({ role: 'teacher', membershipId: 2 })
    assert.equal(maySeeReview(teacher, nobody), false)
    for (const part of [
      { reviewer: clear },
      { reader: 'read' as const },
      { champion: true },
      { alongside: true },
      { hostHead: true },
    ])
      assert.equal(maySeeReview(teacher, { ...nobody, ...part }), true)
  })

  test('the head of the host, not a deputy, a former post or the head of another school', () => {
    const of = { hostMembershipId: 2, championId: 1, leaderId: null }
    const hostHead = (...held: Held[]) =>
      standingIn(who(...held), of, { reviewer: null, reader: null }).hostHead
    assert.equal(hostHead({ role: 'head', membershipId: 2 }), true)
    assert.equal(hostHead({ role: 'deputy', membershipId: 2 }, { role: 'head', membershipId: 3 }), false)
    assert.equal(hostHead({ role: 'head', membershipId: 3 }, { role: 'head', membershipId: 2 }), true)
  })

  test('whoever works elsewhere by now reads as before, and no longer helps write', () => {
    const of = { hostMembershipId: 2, championId: null, leaderId: null }
    const reader = (may: 'read' | 'write' | 'read and write', membershipId: number) =>
      standingIn(who({ role: 'teacher', membershipId }), of, { reviewer: null, reader: may }).reader
    assert.deepEqual(
      [reader('write', 2), reader('write', 3), reader('read and write', 3), reader('read', 3)],
      ['write', null, 'read', 'read'],
    )
  })
})

describe('schools of a cluster', () => {
  const schools = (count: number, left = 0) =>
    Array.from({ length: count }, (_, i) => ({ name: `School ${i}`, isMember: i >= left }))

  test('it begins with three to seven, and none that has left', () => {
    for (let count = 0; count <= 9; count++)
      assert.equal(cannotBegin(schools(count)) === null, count >= 3 && count <= 7, String(count))
    assert.match(cannotBegin(schools(4, 1)) ?? '', /^School 0 is not in the alliance today/)
    assert.match(cannotBegin(schools(4, 2)) ?? '', /^School 0 and School 1 are not/)
    assert.deepEqual([tooMany(0), tooMany(7)], [null, null])
    assert.match(tooMany(8) ?? '', /7 schools at most/)
  })
})

describe('the steps of a review', () => {
  test('each state but the last is left by somebody, and reached from the first', () => {
    const reached = new Set<ReviewState>(['planned'])
    for (let i = 0; i < states.length; i++)
      for (const name of moveNames) {
        const { from, to }: Move = moves[name]
        if (from.some((state) => reached.has(state))) reached.add(to)
      }
    assert.deepEqual([...reached].sort(), [...states].sort())
  })

  test('who takes which step from where', () => {
    const lead = { ...nobody, reviewer: { ...clear, leads: true } }
    const head = { ...nobody, hostHead: true }
    const keeper = { ...nobody, keeper: true }
    const champion = { ...nobody, champion: true, reader: 'write' as const }
    const cases: [Standing, ReviewState, MoveName[]][] = [
      [head, 'planned', ['self-review', 'cancel']],
      [head, 'self-reviewed', ['visit', 'cancel']],
      [head, 'visited', []],
      [head, 'reported', ['workshop']],
      [head, 'cancelled', ['resume']],
      [lead, 'planned', []],
      [lead, 'self-reviewed', ['visit']],
      [lead, 'visited', ['report']],
      [lead, 'reported', []],
      [{ ...lead, reviewer: { ...clear, leads: true, interested: true } }, 'self-reviewed', []],
      [{ ...nobody, reviewer: clear }, 'visited', []],
      [keeper, 'planned', ['cancel']],
      [keeper, 'visited', []],
      [keeper, 'reported', []],
      [champion, 'reported', ['workshop']],
      [{ ...champion, reader: 'read' }, 'reported', []],
      [champion, 'workshop held', ['follow-up']],
      [head, 'followed up', []],
    ]
    for (const [standing, state, may] of cases) assert.deepEqual(movesFor(standing, state), may, state)
  })

  const today = day('2018-03-05')
  const reviewer = { name: 'Priya', leads: true, declaredAt: new Date(0), interested: false, fits: true }
  const whole = {
    ...{ visitFrom: day('2018-03-04'), visitTo: day('2018-03-05'), leaderId: 7 },
    reviewers: [reviewer, { ...reviewer, name: 'Lee', leads: false }],
  }
  test('a visit has taken place on its last day, with two to four reviewers who have all declared', () => {
    const says = (changed: Partial<typeof whole>) => hindersVisit({ ...whole, ...changed }, today)
    const [first, second] = whole.reviewers as [typeof reviewer, typeof reviewer]
    assert.deepEqual(says({}), [])
    assert.deepEqual(says({ visitTo: day('2018-03-06') }), ['The visit lasts until 6 March 2018'])
    assert.match(says({ leaderId: null as never })[0] ?? '', /alongside/)
    assert.match(says({ visitFrom: null as never, visitTo: null as never })[0] ?? '', /not set/)
    assert.match(says({ reviewers: [first] })[0] ?? '', /2 to 4 reviewers, and this one has 1/)
    assert.match(says({ reviewers: Array(5).fill(first) })[0] ?? '', /has 5/)
    assert.deepEqual(says({ reviewers: [second, second] }), ['Nobody leads the reviewers'])
    const undeclared = { ...second, declaredAt: null as never }
    assert.match(says({ reviewers: [first, undeclared] })[0] ?? '', /^Lee has not declared yet/)
    assert.match(
      says({ reviewers: [first, { ...second, interested: true }] })[0] ?? '',
      /^Lee has declared an interest, and has to be replaced/,
    )
    assert.match(says({ reviewers: [first, { ...second, fits: false }] })[0] ?? '', /no longer/)
  })

  test('the days of a visit', () => {
    const on = (from: string | null, to: string | null, closed: string[] = []) =>
      cannotVisitOn(from === null ? null : day(from), to === null ? null : day(to), closed.map(day))?.field
    assert.equal(on(null, null), undefined)
    assert.equal(on(null, '2018-03-05'), 'visitFrom')
    assert.equal(on('2018-03-05', null), undefined)
    assert.equal(on('2018-03-05', '2018-03-04'), 'visitTo')
    assert.equal(on('2018-03-05', '2018-03-09'), undefined)
    assert.equal(on('2018-03-05', '2018-03-10'), 'visitTo')
    assert.equal(on('2018-03-05', null, ['2018-03-05']), 'visitFrom')
    assert.equal(on('2018-03-05', '2018-03-06', ['2018-03-06']), 'visitTo')
  })

  test('the workshop comes after the visit, and the follow-up after the workshop', () => {
    const visitTo = day('2018-03-02')
    const of = (workshop: string | null, followUp: string | null) =>
      outOfOrder({
        visitTo,
        workshopOn: workshop === null ? null : day(workshop),
        followUpOn: followUp === null ? null : day(followUp),
      })?.field
    assert.equal(of(null, null), undefined)
    assert.equal(of('2018-03-01', null), 'workshopOn')
    assert.equal(of('2018-03-02', '2018-03-03'), undefined)
    assert.equal(of('2018-03-05', '2018-03-05'), 'followUpOn')
    assert.equal(of(null, '2018-03-02'), 'followUpOn')
  })
})

describe('who reads and writes what', () => {
  const standings = fc.record<Standing>({
    keeper: fc.boolean(),
    hostHead: fc.boolean(),
    reviewer: fc.option(
      fc.record({
        id: fc.constant(1),
        leads: fc.boolean(),
        declaredAt: fc.option(fc.constant(new Date(0))),
        interested: fc.boolean(),
      }),
    ),
    reader: fc.option(fc.constantFrom('read', 'write', 'read and write')),
    champion: fc.boolean(),
    alongside: fc.boolean(),
  })
  const told = fc.constantFrom(...states).map((state) => {
    const after = ['reported', 'workshop held', 'followed up'].includes(state)
    return { state, reportedAt: after ? new Date(0) : null }
  })
  const part = fc.constantFrom(...(Object.keys(parts) as Part[]))

  test('nobody writes what they do not read, nor anybody a report that was handed over', () =>
    fc.assert(
      fc.property(standings, part, told, (standing, of, review) => {
        if (!writesPart(standing, of, review)) return
        assert.ok(readsPart(standing, of, review))
        assert.ok(of !== 'report' || review.reportedAt === null)
      }),
    ))

  test('the office, SSIG, the champion and the leader alongside read nothing by being that', () =>
    fc.assert(
      fc.property(standings, part, told, (standing, of, review) => {
        const others = { ...standing, hostHead: false, reader: null, reviewer: null }
        assert.equal(readsPart(others, of, review), false)
      }),
    ))

  test('a reviewer reads nothing after the report is handed over, nor a reader before it the report', () =>
    fc.assert(
      fc.property(standings, part, told, (standing, of, review) => {
        const reviewing = { ...standing, hostHead: false, reader: null }
        if (review.reportedAt !== null) assert.equal(readsPart(reviewing, of, review), false)
        const reading = { ...standing, hostHead: false, reviewer: null }
        if (review.reportedAt === null) assert.equal(readsPart(reading, 'report', review), false)
      }),
    ))

  test('a section is known by its address', () => {
    for (const of of Object.keys(parts) as Part[])
      for (const section of sectionsOf(of)) assert.equal(sectionNamed(of, inAddress(section)), section)
    assert.equal(sectionNamed('workshop', 'leadership'), undefined)
    assert.equal(sectionNamed('report', 'constructor'), undefined)
  })
})
