import { sql } from 'kysely'
import type { Reader } from '../platform/db.ts'
import { reckoning } from '../support/ledger/counted.ts'

/** As much of one person's record as a page of theirs shows, the latest first. */
const MOST = 50

export const groupsLedBy = (db: Reader, personId: number) =>
  db.selectFrom('groups').select(['id', 'name']).where('leadId', '=', personId).orderBy('name').execute()

export type VisitMade = Awaited<ReturnType<typeof visitsBy>>[number]

/** Visits this person made to other schools, and what each counts; row security leaves out what the reader may not see. */
export async function visitsBy(db: Reader, personId: number) {
  const rows = await db
    .selectFrom('supportVisits')
    .innerJoin('schools', 'schools.urn', 'supportVisits.toUrn')
    .select([
      'supportVisits.id',
      'visitedOn',
      'half',
      'subject',
      'supportVisits.status',
      'throughSsig',
      'sameTrust',
      'toMembershipId',
      'schools.shortName as school',
    ])
    .select(sql<boolean>`support_visits.import_id is not null`.as('brought'))
    .where('practitionerId', '=', personId)
    .orderBy('visitedOn', 'desc')
    .limit(sql.lit(MOST))
    .execute()
  const [last, first] = [rows[0], rows.at(-1)]
  if (!first || !last) return []
  const { counts } = await reckoning(db, { from: first.visitedOn, to: last.visitedOn })
  return rows.map((row) => ({ ...row, ...counts(row) }))
}

export type CourseTaken = Awaited<ReturnType<typeof coursesOf>>[number]

/**
 * Courses this person is recorded on, one row a course, with every outcome recorded for them. Where
 * `memberships` are given, only what was recorded for those schools.
 */
export const coursesOf = (db: Reader, personId: number, memberships?: number[]) =>
  db
    .selectFrom('participants')
    .innerJoin('courses', 'courses.id', 'participants.courseId')
    .leftJoin('courseSessions', 'courseSessions.id', 'participants.sessionId')
    .select((eb) => [
      'courses.id',
      'courses.title',
      eb.fn.max('courseSessions.heldOn').as('last'),
      sql<string[]>`array_agg(distinct participants.outcome order by participants.outcome)`.as('outcomes'),
    ])
    .where('personId', '=', personId)
    .$if(memberships !== undefined, (query) =>
      query.where('participants.membershipId', 'in', memberships ?? []),
    )
    .groupBy(['courses.id', 'courses.title'])
    .orderBy('last', (order) => order.desc().nullsLast())
    .orderBy('courses.title')
    .limit(sql.lit(MOST))
    .execute()
