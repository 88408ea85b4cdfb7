import type { Actor } from '../platform/action.ts'
import { mayOpenVisits } from '../support/visits/rules.ts'
import { Participation } from './pages.tsx'
import { coursesOf, groupsLedBy, visitsBy } from './queries.ts'
import { coursesSeen, maySeeVisitsOf } from './rules.ts'

/**
 * What the records hold of one person, as far as this reader may see it: for the person’s page in the
 * directory and for their own.
 */
export async function participationOf(by: Actor, personId: number) {
  const { who, db } = by
  const seen = coursesSeen(who, personId)
  const [groups, courses, visits] = await Promise.all([
    groupsLedBy(db, personId),
    seen === 'all' ? coursesOf(db, personId) : seen.length > 0 ? coursesOf(db, personId, seen) : [],
    maySeeVisitsOf(who, personId) ? visitsBy(db, personId) : [],
  ])
  return <Participation {...{ groups, courses, visits }} opensVisits={mayOpenVisits(who)} />
}
