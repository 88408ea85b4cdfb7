import { sql } from 'kysely'
import type { OrganisationKind } from '../members/tables.ts'
import type { Post } from '../people/tables.ts'
import type { Day } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import type { Half } from '../support/visits/tables.ts'

/** What is recorded already and rows of a year may build on, with the ids it has. */
export type Known = {
  schools: { urn: number; name: string }[]
  trusts: { id: number; name: string }[]
  organisations: { id: number; name: string; kind: OrganisationKind }[]
  spells: {
    id: number
    joinedOn: Day
    leftOn: Day | null
    urns: { urn: number; from: Day; to: Day | null }[]
  }[]
  people: { id: number; ref: string | null; name: string; email: string | null }[]
  posts: {
    id: number
    personId: number
    membershipId: number | null
    organisationId: number | null
    post: Post
    from: Day | null
    to: Day | null
  }[]
  groups: { id: number; ref: string | null; name: string }[]
  meetings: { id: number; ref: string | null; heldOn: Day }[]
  courses: { id: number; ref: string | null }[]
  sessions: { id: number; courseId: number; ref: string | null; on: Day }[]
  visits: { ref: string | null; practitionerId: number; on: Day; half: Half }[]
}

export const nothingKnown: Known = {
  schools: [],
  trusts: [],
  organisations: [],
  spells: [],
  people: [],
  posts: [],
  groups: [],
  meetings: [],
  courses: [],
  sessions: [],
  visits: [],
}

/** Reads all of it in the order of the ids, so that the same year is always resolved in the same way. */
export async function known(db: Reader): Promise<Known> {
  const sessions = await db
    .selectFrom('courseSessions')
    .select(['id', 'courseId', 'ref', 'heldOn as on'])
    .orderBy('id')
    .execute()
  const visits = db
    .selectFrom('supportVisits')
    .select(['ref', 'practitionerId', 'visitedOn as on', 'half'])
    .where('status', 'not in', ['cancelled', 'missed'])
  return {
    schools: await db.selectFrom('schools').select(['urn', 'name']).orderBy('urn').execute(),
    trusts: await db.selectFrom('trusts').select(['id', 'name']).orderBy('id').execute(),
    organisations: await db
      .selectFrom('organisations')
      .select(['id', 'name', 'kind'])
      .orderBy('id')
      .execute(),
    spells: await spells(db),
    people: await db.selectFrom('people').select(['id', 'ref', 'name', 'email']).orderBy('id').execute(),
    posts: await posts(db),
    groups: await db.selectFrom('groups').select(['id', 'ref', 'name']).orderBy('id').execute(),
    meetings: await db.selectFrom('meetings').select(['id', 'ref', 'heldOn']).orderBy('id').execute(),
    courses: await db.selectFrom('courses').select(['id', 'ref']).orderBy('id').execute(),
    sessions,
    visits: await visits.orderBy('id').execute(),
  }
}

const spells = (db: Reader) =>
  db
    .selectFrom('memberships')
    .innerJoin('membershipSchools', 'membershipSchools.membershipId', 'memberships.id')
    .select([
      'memberships.id',
      'memberships.joinedOn',
      'memberships.leftOn',
      sql<
        Known['spells'][number]['urns']
      >`json_agg(json_build_object('urn', urn, 'from', from_on, 'to', to_on) order by from_on)`.as('urns'),
    ])
    .groupBy('memberships.id')
    .orderBy('memberships.id')
    .execute()

const posts = (db: Reader) =>
  db
    .selectFrom('posts')
    .select(['id', 'personId', 'membershipId', 'organisationId', 'post', 'fromOn as from', 'toOn as to'])
    .orderBy('id')
    .execute()
