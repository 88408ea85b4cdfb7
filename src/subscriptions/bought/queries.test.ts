import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { adding } from '../../../test/adding.ts'
import { hadMuch } from '../../../test/bought.ts'
import { addSchool } from '../../../test/subscriptions.ts'
import { termDates, visitTo } from '../../../test/support.ts'
import { again, type World, world } from '../../../test/world.ts'
import { inYear, programme } from '../../hubs/queries.ts'
import { coursesCounted } from '../../learning/queries.ts'
import { meetingsCounted } from '../../meetings/queries.ts'
import { peerReviewsCounted } from '../../peer-review/clusters/queries.ts'
import { type AcademicYear, day } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'
import { roundsCounted } from '../../rounds/queries.ts'
import { visitsCounted } from '../../support/ledger/counted.ts'
import { accounts } from '../../support/ledger/queries.ts'
import { boughtIn } from './queries.ts'
import { spanOf } from './rules.ts'

const year = 2017 as AcademicYear
const built = hadMuch()
const mine = async () => again((await built).w)

const boughtOf = async (w: World, membershipId: number, of = year) => {
  const spell = await w.db
    .selectFrom('memberships')
    .select(['joinedOn', 'leftOn'])
    .where('id', '=', membershipId)
    .executeTakeFirstOrThrow()
  const { bought } = await boughtIn(w.db, {
    ...{ membershipId, year: of },
    span: spanOf(spell, of, day('2018-03-05')),
  })
  return bought
}

describe('what a school’s subscription bought', () => {
  test('agrees with the ledger', async () => {
    const w = await mine()
    const { ashmere, brindle } = w.members
    const { received, given } = await boughtOf(w, ashmere)
    const all = await visitsCounted(w.db, { from: day('2017-09-01'), to: day('2018-08-31') })
    const sum = (side: 'toMembershipId' | 'fromMembershipId', id: number) =>
      all.filter((one) => one[side] === id).reduce((total, { halfDays }) => total + halfDays, 0)
    assert.equal(received.halfDays, sum('toMembershipId', ashmere))
    assert.equal(received.halfDays, 6)
    assert.deepEqual(received.areas, [
      { area: 'Maths', halfDays: 3 },
      { area: 'other areas', halfDays: 2 },
      { area: 'English', halfDays: 1 },
    ])
    assert.equal(received.deployments, 1)
    const ledgers = await accounts(w.db, { year, today: day('2018-03-05') })
    for (const { member, ledger } of ledgers)
      assert.equal((await boughtOf(w, member.id)).given.halfDays, ledger.done, member.name)
    assert.equal(given.halfDays, 1)
    assert.equal((await boughtOf(w, brindle)).given.halfDays, 6)
  })

  test('agrees with how courses are counted', async () => {
    const { leading, other } = await built
    const w = await mine()
    const [ours, theirs] = await Promise.all([boughtOf(w, w.members.ashmere), boughtOf(w, w.members.brindle)])
    assert.deepEqual(ours.courses, [{ id: leading, title: 'Leading', people: 2, hosted: 1, run: true }])
    for (const { courseId, people } of await coursesCounted(w.db, year)) {
      const at = ({ courses }: typeof ours) => courses.find(({ id }) => id === courseId)?.people ?? 0
      assert.equal(at(ours) + at(theirs), people)
    }
    assert.equal(theirs.courses.find(({ id }) => id === other)?.people, 1)
    const before = await boughtOf(w, w.members.ashmere, 2016 as AcademicYear)
    // Who completed the whole course is of every year of it.
    assert.deepEqual(
      before.courses.map(({ people, hosted }) => ({ people, hosted })),
      [{ people: 2, hosted: 1 }],
    )
  })

  test('agrees with the hubs’ own programmes', async () => {
    const { english } = await built
    const w = await mine()
    const { hubs, hubMeetings } = await boughtOf(w, w.members.ashmere)
    assert.deepEqual(hubs, [
      { id: english, name: 'English hub', held: 2, attended: 2 },
      { id: w.groups.maths, name: 'Maths hub', held: 2, attended: 1 },
    ])
    for (const { id, held } of hubs) {
      const meetings = await programme(w.db, id, inYear(year))
      assert.equal(held, meetings.filter(({ status }) => status === 'held').length)
    }
    assert.deepEqual(hubMeetings, { held: 3, attended: 2, places: 3 })
    assert.equal((await meetingsCounted(w.db, year)).hub, hubMeetings.held)
  })

  test('agrees with the rest of the records', async () => {
    const w = await mine()
    const bought = await boughtOf(w, w.members.ashmere)
    assert.deepEqual(bought.resources, { usable: 2, used: 1, shared: 1 })
    assert.deepEqual(
      bought.packages.map(({ title }) => title),
      ['Reading'],
    )
    assert.deepEqual(
      bought.schemes.map(({ name }) => name),
      ['For all'],
    )
    assert.deepEqual(bought.reviews, { hosted: 1, reviewed: 0 })
    assert.deepEqual(bought.rounds, { hosted: 1, visited: 0 })
    assert.equal(bought.caseStudies, 1)
    const brindle = await boughtOf(w, w.members.brindle)
    assert.deepEqual(brindle.reviews, { hosted: 0, reviewed: (await peerReviewsCounted(w.db, year)).done })
    assert.deepEqual(brindle.rounds, { hosted: 0, visited: (await roundsCounted(w.db, year)).sessions })
    assert.deepEqual(
      brindle.schemes.map(({ name }) => name),
      ['For all', 'For some'],
    )
  })

  test('a school that left or joined in the year had what was there while it was a member', async () => {
    const w = await mine()
    const left = await boughtOf(w, w.members.carr)
    assert.deepEqual(left.hubMeetings, { held: 1, attended: 0, places: 0 })
    assert.equal(left.resources.usable, 1)
    const joined = await addSchool(w, { urn: 990077, name: 'Thorn Bank', joinedOn: '2018-02-01' })
    const since = await boughtOf(w, joined)
    assert.deepEqual(since.hubMeetings, { held: 1, attended: 0, places: 0 })
    // Shared before it came, and there for it since.
    assert.equal(since.resources.usable, 3)
    const { text } = await (await w.as('coordinator')).get(`/subscriptions/bought/${joined}`)
    assert.match(text, /What our subscription bought<\/h1>/)
    assert.match(text, /while Thorn Bank was a member: from 1 February 2018 to 5 March 2018, so far/)
    assert.match(text, /pays a share of it/)
  })

  test('two schools of one foundation are apart', async () => {
    const w = await world()
    const trustId = await w.database.transaction(everything, (tx) =>
      adding(tx)('trusts', { name: 'One Foundation', uid: null, importId: null }),
    )
    const [boys, girls] = [
      await addSchool(w, { urn: 990071, name: 'Boys’ Division', trustId }),
      await addSchool(w, { urn: 990072, name: 'Girls’ Division', trustId }),
    ]
    await termDates(w)
    await visitTo(w, { visitedOn: day('2018-02-06'), toMembershipId: boys, toUrn: 990071 })
    assert.equal((await boughtOf(w, boys)).received.halfDays, 2)
    assert.equal((await boughtOf(w, girls)).received.halfDays, 0)
    const office = await w.as('coordinator')
    assert.match((await office.get(`/subscriptions/bought/${boys}`)).text, /1 day/)
    assert.match(
      (await office.get(`/subscriptions/bought/${girls}`)).text,
      /Nothing is recorded of Girls’ Division/,
    )
  })
})
