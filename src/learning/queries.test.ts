import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type World, world } from '../../test/world.ts'
import { type AcademicYear, day } from '../platform/day.ts'
import { everything } from '../platform/db.ts'
import { coursesCounted } from './queries.ts'
import type { CourseKind, Outcome, SessionStatus } from './tables.ts'

const year = 2017 as AcademicYear
const held =
  (db: World) =>
  (audience: string | null, kind: CourseKind = 'programme') =>
    db.database.transaction(everything, async (tx) => {
      const row = { title: 'A course', kind, audience, ref: null, subject: null, halfDays: null, runBy: null }
      const course = await tx
        .insertInto('courses')
        .values({ ...row, status: null, importId: null })
        .returning('id')
        .executeTakeFirstOrThrow()
      return course.id
    })

const sessions =
  (w: World) =>
  (courseId: number, heldOn: string, status: SessionStatus = 'held', host?: number) =>
    w.database.transaction(everything, async (tx) => {
      const row = {
        courseId,
        heldOn: day(heldOn),
        status,
        hostMembershipId: host ?? null,
        ref: `${heldOn} ${status}`,
      }
      const session = await tx
        .insertInto('courseSessions')
        .values({ ...row, starts: null, ends: null, venue: null, importId: null })
        .returning('id')
        .executeTakeFirstOrThrow()
      return session.id
    })

type Taking = {
  session?: number
  person: keyof World['people']
  school?: keyof World['members']
  role?: string
}
const taking =
  (w: World) =>
  (courseId: number, outcome: Outcome, { session, person, school, role }: Taking) =>
    w.database.transaction(everything, (tx) =>
      tx
        .insertInto('participants')
        .values({
          courseId,
          sessionId: session ?? null,
          personId: w.people[person],
          membershipId: school ? w.members[school] : null,
          urn: null,
          role: role ?? null,
          outcome,
          importId: null,
        })
        .execute(),
    )

async function ready() {
  const w = await world()
  return { w, course: held(w), session: sessions(w), take: taking(w) }
}

describe('what a course counts to', () => {
  test('a person counts once however often booked, and only when they took part', async () => {
    const { w, course, session, take } = await ready()
    const id = await course(null)
    const [first, second] = [await session(id, '2017-10-02'), await session(id, '2017-11-06')]
    await take(id, 'attended', { session: first, person: 'teacher', school: 'ashmere' })
    await take(id, 'completed', { session: second, person: 'teacher', school: 'ashmere' })
    await take(id, 'booked', { person: 'teacher', school: 'ashmere' })
    await take(id, 'attended', { person: 'deputy', school: 'ashmere' })
    await take(id, 'booked', { session: first, person: 'ssig', school: 'brindle' })
    await take(id, 'withdrew', { session: first, person: 'hubLead', school: 'brindle' })
    await take(id, 'did not attend', { session: first, person: 'otherHead', school: 'brindle' })
    await take(id, 'attended', { session: first, person: 'partner' })
    const [counted] = await coursesCounted(w.db, year)
    assert.equal(counted?.sessionsHeld, 2)
    assert.equal(counted?.people, 3)
    assert.equal(counted?.schools, 1)
    assert.equal(counted?.participations, 4)
  })

  test('people are counted in the role that the course is for', async () => {
    const cases = [
      { audience: 'nqt', people: 2, why: 'a mentor is not a new teacher; a role nobody noted may be one' },
      { audience: 'NQT ; teacher', people: 3, why: 'each named role counts, however it is written' },
      { audience: 'Anybody new to teaching', people: 3, why: 'words that name no post hold nobody back' },
      { audience: null, people: 3, why: 'a course for all' },
    ]
    for (const { audience, people, why } of cases) {
      const { w, course, session, take } = await ready()
      const id = await course(audience)
      await session(id, '2017-10-02')
      await take(id, 'completed', { person: 'teacher', role: 'nqt' })
      await take(id, 'completed', { person: 'deputy', role: 'teacher' })
      await take(id, 'completed', { person: 'hubLead' })
      assert.equal((await coursesCounted(w.db, year))[0]?.people, people, why)
    }
  })

  test('the year begins on 1 September and ends on 31 August', async () => {
    const { w, course, session, take } = await ready()
    const id = await course(null)
    const days = ['2017-08-31', '2017-09-01', '2018-08-31', '2018-09-01'] as const
    const people = ['teacher', 'deputy', 'hubLead', 'ssig'] as const
    for (const [i, on] of days.entries())
      await take(id, 'attended', { session: await session(id, on), person: people[i] ?? 'head' })
    await take(id, 'completed', { person: 'governor' })
    const counts = async (of: number) => {
      const [found] = await coursesCounted(w.db, of as AcademicYear)
      return [found?.sessionsHeld, found?.people]
    }
    assert.deepEqual(await counts(2016), [1, 2], 'the whole-course record counts in every year of the course')
    assert.deepEqual(await counts(2017), [2, 3])
    assert.deepEqual(await counts(2018), [1, 2])
    assert.deepEqual(await coursesCounted(w.db, 2019 as AcademicYear), [])
  })

  test('a course of which no session was held in the year is not one of its courses', async () => {
    const { w, course, session } = await ready()
    const id = await course(null, 'conference')
    await session(id, '2017-10-02', 'cancelled')
    await session(id, '2017-10-03', 'planned')
    assert.deepEqual(await coursesCounted(w.db, year), [])
    await session(id, '2017-10-04')
    assert.equal((await coursesCounted(w.db, year))[0]?.sessionsHeld, 1)
  })

  test('hosts are different schools; one that hosted twice is one, and a cancelled round has none', async () => {
    const { w, course, session } = await ready()
    const id = await course(null, 'rounds')
    await session(id, '2017-10-02', 'held', w.members.ashmere)
    await session(id, '2017-10-03', 'held', w.members.ashmere)
    await session(id, '2017-10-04', 'held', w.members.brindle)
    await session(id, '2017-10-05', 'cancelled', w.members.carr)
    assert.equal((await coursesCounted(w.db, year))[0]?.hosts, 2)
  })

  test('every member took part only when those that joined or left within the year did too', async () => {
    const { w, course, session, take } = await ready()
    const id = await course(null)
    await session(id, '2017-10-02')
    await session(id, '2018-10-01')
    await take(id, 'attended', { person: 'head', school: 'ashmere' })
    await take(id, 'attended', { person: 'otherHead', school: 'brindle' })
    const all = async (of: number) => (await coursesCounted(w.db, of as AcademicYear))[0]?.everyMember
    assert.equal(await all(2017), false, 'Carr Lane was a member until December 2017')
    assert.equal(await all(2018), true)
    await take(id, 'attended', { person: 'chair', school: 'carr' })
    assert.equal(await all(2017), true)
  })

  test('trusts are those of the schools that took part', async () => {
    const { w, course, session, take } = await ready()
    const id = await course(null)
    await session(id, '2017-10-02')
    await take(id, 'attended', { person: 'head', school: 'ashmere' })
    await take(id, 'attended', { person: 'chair', school: 'carr' })
    await w.database.transaction(everything, async (tx) => {
      const trust = await tx
        .insertInto('trusts')
        .values({ name: 'Northmoor', uid: null })
        .returning('id')
        .executeTakeFirstOrThrow()
      await tx.updateTable('schools').set({ trustId: trust.id }).execute()
      await tx
        .updateTable('participants')
        .set({ urn: 990003 })
        .where('membershipId', '=', w.members.carr)
        .execute()
      await tx
        .updateTable('participants')
        .set({ urn: 990001 })
        .where('membershipId', '=', w.members.ashmere)
        .execute()
    })
    assert.equal((await coursesCounted(w.db, year))[0]?.trusts, 1)
  })
})
