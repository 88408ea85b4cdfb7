import type { Insertable } from 'kysely'
import type { ReviewState } from '../src/peer-review/tables.ts'
import { academicYearOf, day } from '../src/platform/day.ts'
import { everything, type Tables } from '../src/platform/db.ts'
import { adding } from './adding.ts'
import { type CastName, today, type World } from './world.ts'

/** A further school of the alliance, of this trust if of any, without anybody in it. */
export const school = (
  w: World,
  urn: number,
  shortName: string,
  trustId: number | null = null,
): Promise<number> =>
  w.database.transaction(everything, async (tx) => {
    await tx
      .insertInto('schools')
      .values({ urn, name: `${shortName} High School`, shortName, trustId } as never)
      .execute()
    const id = await adding(tx)('memberships', { joinedOn: day('2015-09-01'), leftOn: null, importId: null })
    await tx
      .insertInto('membershipSchools')
      .values({ membershipId: id, urn, fromOn: day('2015-09-01'), toOn: null, importId: null })
      .execute()
    return id
  })

type Given = { reviewers?: CastName[]; review?: Partial<Insertable<Tables['peerReviews']>> }

const unplanned = {
  ...{ focus: null, visitFrom: null, visitTo: null, leaderId: null, visitedAt: null, reportedAt: null },
  ...{ workshopOn: null, followUpOn: null, cancelledWhy: null },
}
const at = new Date('2018-02-28T16:00:00Z')

/** What is known of a review that has come as far as this. */
const known = (state: ReviewState, leaderId: number) => {
  const reached = ['visited', 'reported', 'workshop held', 'followed up'].indexOf(state)
  const from = <Value>(step: number, value: Value) => (reached >= step ? value : null)
  return {
    ...{ state, leaderId, focus: 'Reading in Key Stage 3' },
    ...{ visitFrom: day('2018-02-27'), visitTo: day('2018-02-28') },
    ...{ visitedAt: from(0, at), reportedAt: from(1, at) },
    ...{ workshopOn: from(2, day('2018-03-02')), followUpOn: from(3, day('2018-03-05')) },
    cancelledWhy: state === 'cancelled' ? 'The school was inspected' : null,
  }
}

/**
 * A begun cluster of Ashmere, Brindle Moor and Dale, and the review of Ashmere as far as this state: Priya leads the
 * reviewers, Lee is the other; both have declared that nothing stands in the way. The visit was from 27 to 28 February.
 */
export async function reviewAt(w: World, state: ReviewState, { reviewers, review }: Given = {}) {
  const dale = await school(w, 990004, 'Dale')
  const { ashmere, brindle } = w.members
  const year = academicYearOf(today)
  return w.database.transaction(everything, async (tx) => {
    const add = adding(tx)
    const begunAt = new Date('2017-10-01T09:00:00Z')
    const clusterId = await add('reviewClusters', { name: 'North', year, begunAt })
    const of = (hostMembershipId: number) => ({ clusterId, hostMembershipId, ...unplanned })
    for (const membershipId of [ashmere, brindle, dale])
      await add('reviewClusterMembers', { clusterId, year, membershipId, championId: null })
    const id = await add('peerReviews', { ...of(ashmere), ...known(state, w.people.deputy), ...review })
    const brindlesReview = await add('peerReviews', of(brindle))
    await add('peerReviews', of(dale))
    const named: number[] = []
    for (const name of reviewers ?? (['practitioner', 'hubLead'] as const))
      named.push(
        await add('peerReviewers', {
          ...{ reviewId: id, personId: w.people[name], membershipId: brindle, leads: named.length === 0 },
          ...{ declaredAt: at, replacedAt: null },
        }),
      )
    return { clusterId, id, dale, reviewers: named, brindlesReview }
  })
}

export const SECRET = 'Quartz'

/** One text of each part of a review that is not handed over yet, each with the word that must be nowhere else. */
export async function written(w: World, reviewId: number): Promise<void> {
  const head = { person: '', memberships: '', groups: '', sees: `head of ${w.members.ashmere}` }
  const reviewer = { person: String(w.people.practitioner), memberships: '', groups: '', sees: '' }
  for (const part of ['self-review', 'workshop', 'follow-up', 'report'] as const) {
    const section = part === 'report' || part === 'self-review' ? 'leadership' : 'other'
    const estimate = part === 'report' ? 'ineffective' : null
    await w.database.transaction(part === 'report' ? reviewer : head, (tx) =>
      tx
        .insertInto('peerReviewTexts')
        .values({ reviewId, part, section, words: `${SECRET} of the ${part}`, estimate, writtenBy: null })
        .execute(),
    )
  }
}
