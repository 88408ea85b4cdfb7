import { type Insertable, sql } from 'kysely'
import type { May, Part, ReviewState } from '../src/peer-review/tables.ts'
import { type AcademicYear, academicYearOf, addDays, type Day } from '../src/platform/day.ts'
import type { Tables, Writer } from '../src/platform/db.ts'
import { marks, type Stage, stages } from '../src/rounds/tables.ts'
import { adding } from './adding.ts'

/** Whose they are: Ashmere hosts and is reviewed, people of Brindle Moor come, and a third school makes a cluster. */
type Together = {
  members: { ashmere: number; brindle: number; third: number }
  people: {
    head: number
    teacher: number
    chair: number
    otherHead: number
    practitioner: number
    hubLead: number
  }
}

/** What each of these clusters is called first, and the problem of each of these rounds: by it they are found again. */
export const CLUSTER = 'North'
export const PROBLEM = 'A few pupils answer most questions. Who is asked, and how long do they have?'

/**
 * A review of Ashmere in every state, and one of Brindle Moor that the head of Ashmere is to declare for; and a round at
 * Ashmere in every state. It is written as nobody in particular who sees everything, as a reviewer declares for themselves.
 */
export const reviewsAndRounds = async (w: Together, tx: Writer, today: Day) => ({
  ...(await reviewsPrepared(w, tx, today)),
  ...(await roundsPrepared(w, tx, today)),
})

const at = (today: Day, days: number) => new Date(`${addDays(today, days)}T09:00:00Z`)

const schoolsOf = ({ members: { ashmere, brindle, third } }: Together) => [ashmere, brindle, third]

/** A school is in one cluster a year, so each review of the same school is of a year of its own. */
async function yearsFree(w: Together, tx: Writer, today: Day) {
  const rows = await tx
    .selectFrom('reviewClusterMembers')
    .select('year')
    .where('membershipId', 'in', schoolsOf(w))
    .execute()
  let year = academicYearOf(today) + 1
  return (): AcademicYear => {
    do year -= 1
    while (rows.some((taken) => taken.year === year))
    return year as AcademicYear
  }
}

/** What a part of this transaction sees: a text of a review is written by the head whose it is, a report by a reviewer. */
const viewing = (tx: Writer, person: number | null, sees: string) =>
  sql`select set_config('viewer.person', ${person === null ? '' : String(person)}, true),
    set_config('viewer.sees', ${sees}, true)`.execute(tx)

async function reviewsPrepared(w: Together, tx: Writer, today: Day) {
  const { members, people } = w
  const add = adding(tx)
  const [freeYear, making] = [await yearsFree(w, tx, today), reviewsOf(w, tx, today)]
  const clusterOf = async (name: string, begunAt: Date | null) => {
    const year = freeYear()
    const clusterId = await add('reviewClusters', { name: `${CLUSTER}, ${name}`, year, begunAt })
    for (const membershipId of schoolsOf(w)) {
      const championId = membershipId === members.ashmere ? people.teacher : null
      await add('reviewClusterMembers', { clusterId, year, membershipId, championId })
    }
    return clusterId
  }
  const draftCluster = await clusterOf('drafted', null)
  const reviewIn = async (state: ReviewState, name: string = state) =>
    making.reviewAt(await clusterOf(name, at(today, -60)), state)

  const begunCluster = await clusterOf('planned', at(today, -60))
  const plannedReview = await making.reviewAt(begunCluster, 'planned', false)
  await making.write(plannedReview, 'self-review')
  await making.reviewer(plannedReview, people.otherHead, { leads: true, declaredAt: at(today, -20) })
  const reviewer = await making.reviewer(plannedReview, people.practitioner)
  const reviewReader = await making.reader(plannedReview, people.teacher, 'read and write')
  await making.reader(plannedReview, people.chair, 'read')
  const reviewOfOther = await add('peerReviews', {
    ...{ ...unplanned, clusterId: begunCluster, hostMembershipId: members.brindle, state: 'planned' },
  })
  await add('peerReviewers', {
    ...{ reviewId: reviewOfOther, personId: people.head, membershipId: members.ashmere, leads: true },
    ...{ declaredAt: null, replacedAt: null },
  })

  const visitedReview = await reviewIn('visited')
  await making.write(visitedReview, 'report')
  const reportedReview = await making.handedOver(await reviewIn('visited', 'reported'), 'reported')
  await making.write(reportedReview, 'workshop')
  const workshopReview = await making.handedOver(await reviewIn('visited', 'workshop held'), 'workshop held')
  await making.write(workshopReview, 'follow-up')
  return {
    ...{ draftCluster, begunCluster, plannedReview, reviewer, reviewReader, reviewOfOther },
    ...{ visitedReview, reportedReview, workshopReview },
    reviewToCancel: await reviewIn('planned', 'to cancel'),
    selfReviewed: await reviewIn('self-reviewed'),
    cancelledReview: await reviewIn('cancelled'),
  }
}

const unplanned = {
  ...{ focus: null, visitFrom: null, visitTo: null, leaderId: null, visitedAt: null, reportedAt: null },
  ...{ workshopOn: null, followUpOn: null, cancelledWhy: null },
}

function reviewsOf({ members, people }: Together, tx: Writer, today: Day) {
  const add = adding(tx)
  const reviewer = (
    reviewId: number,
    personId: number,
    { leads = false, declaredAt = null }: { leads?: boolean; declaredAt?: Date | null } = {},
  ) =>
    add('peerReviewers', {
      ...{ reviewId, personId, membershipId: members.brindle, leads, declaredAt, replacedAt: null },
    })
  const reader = (reviewId: number, personId: number, may: May) =>
    add('peerReviewReaders', { reviewId, personId, may, namedBy: people.head, endedAt: null })

  /** One whose visit was on two school days of this week or of the last, with a head of another school who leads. */
  const reviewAt = async (clusterId: number, state: ReviewState, isNamed = true) => {
    const visited = state === 'visited' ? at(today, -2) : null
    const id = await add('peerReviews', {
      ...{ ...unplanned, clusterId, hostMembershipId: members.ashmere, state, visitedAt: visited },
      ...{ focus: 'Reading in Key Stage 3', leaderId: people.head },
      ...{ visitFrom: addDays(today, -4), visitTo: addDays(today, -3) },
      cancelledWhy: state === 'cancelled' ? 'The school was inspected' : null,
    })
    if (!isNamed) return id
    const declaredAt = at(today, -20)
    await reviewer(id, people.otherHead, { leads: true, declaredAt })
    await reviewer(id, people.practitioner, { declaredAt })
    await asTheHead(async () => {
      await reader(id, people.teacher, 'read and write')
      await reader(id, people.chair, 'read')
    })
    return id
  }

  const asTheHead = async <T>(work: () => Promise<T>): Promise<T> => {
    await viewing(tx, null, `everything,head of ${members.ashmere}`)
    const done = await work()
    await viewing(tx, null, 'everything')
    return done
  }

  const text = (reviewId: number, part: Part) => ({
    ...{ reviewId, part, section: part === 'report' || part === 'self-review' ? 'leadership' : 'other' },
    ...{ words: `What there is to say of the ${part}.`, writtenBy: null },
    estimate: part === 'report' ? 'effective' : null,
  })
  const write = async (reviewId: number, part: Part) => {
    const values = text(reviewId, part) as Insertable<Tables['peerReviewTexts']>
    // Nothing is asked back: whoever adds a text need not be able to read it.
    const writes = () => tx.insertInto('peerReviewTexts').values(values).execute()
    if (part !== 'report') return asTheHead(writes)
    await viewing(tx, people.otherHead, '')
    await writes()
    await viewing(tx, null, 'everything')
  }

  /** A report is written before it is handed over, and by nobody afterwards. */
  const handedOver = async (id: number, state: 'reported' | 'workshop held') => {
    await write(id, 'report')
    const [workshopOn, followUpOn] = [addDays(today, -1), state === 'reported' ? null : today]
    await tx
      .updateTable('peerReviews')
      .set({ state, reportedAt: at(today, -2), workshopOn, followUpOn })
      .where('id', '=', id)
      .execute()
    return id
  }
  return {
    ...{ reviewAt, reviewer, write, handedOver },
    reader: (id: number, personId: number, may: May) => asTheHead(() => reader(id, personId, may)),
  }
}

const problemBears = Object.fromEntries(
  Object.keys(marks).map((mark) => [mark, 'Staff have looked at it together.']),
)

const theory = {
  theoryIf: 'give pupils a minute before anybody answers',
  theoryThen: 'more of them will try an answer',
}

async function roundsPrepared(w: Together, tx: Writer, today: Day) {
  const { members, people } = w
  const add = adding(tx)
  /** One of a day ago, led by somebody of another school, with three rooms, its head and two visitors. */
  const roundAt = async (title: string, given: Partial<Insertable<Tables['rounds']>> = {}) => {
    const id = await add('rounds', {
      ...{ hostMembershipId: members.ashmere, title, problem: PROBLEM, visitOn: addDays(today, -1) },
      ...{ marks: JSON.stringify(problemBears), starts: '09:00', ends: '15:00', leadId: people.hubLead },
      ...{ theoryIf: null, theoryThen: null, returnOn: null, returnedWords: null, returnedAt: null },
      ...{ sharedAt: null, offered: null, caseStudyId: null },
      ...given,
    })
    await add('roundVisitors', { roundId: id, personId: people.head, membershipId: members.ashmere })
    const visitors: number[] = []
    for (const personId of [people.otherHead, people.practitioner])
      visitors.push(await add('roundVisitors', { roundId: id, personId, membershipId: members.brindle }))
    const rooms: number[] = []
    for (const [i, code] of ['M1', 'M2', 'M3'].entries())
      rooms.push(await add('roundRooms', { roundId: id, code, yearGroup: `Year ${7 + i}`, subject: 'Maths' }))
    return { id, rooms, visitors }
  }
  const agreed = async (roundId: number, upTo: Stage) => {
    const all = Object.keys(stages) as Stage[]
    for (const stage of all.slice(0, all.indexOf(upTo) + 1))
      await add('roundStages', {
        ...{ roundId, stage, words: `What stands at ${stage}.` },
        ...{ agreedBy: people.hubLead, agreedAt: at(today, 0) },
      })
  }
  const due = { returnOn: addDays(today, 41) }

  const planned = await roundAt('Who is asked', { visitOn: today })
  const toCancel = await roundAt('Who asks')
  const visited = await roundAt('Who does the thinking', { state: 'visited', ...due })
  const roundNote = await add('roundNotes', {
    ...{ roundId: visited.id, roomId: visited.rooms[0] ?? 0, personId: people.head },
    words: 'Four questions in five minutes; three pupils answered.',
  })
  await add('roundStages', {
    ...{ roundId: visited.id, stage: 'description', words: 'In M1 three pupils answered.' },
    ...{ agreedBy: null, agreedAt: null },
  })
  const analysed = await roundAt('Who writes', { state: 'visited', ...due })
  await agreed(analysed.id, 'description')
  const roundPattern = await add('roundPatterns', {
    ...{ roundId: analysed.id, words: 'Few pupils answered', writtenBy: people.hubLead },
  })
  await tx
    .insertInto('roundPatternRooms')
    .values(analysed.rooms.map((roomId) => ({ patternId: roundPattern, roomId })))
    .execute()
  const debriefed = await roundAt('Who speaks', { state: 'debriefed', ...theory, ...due })
  await agreed(debriefed.id, 'next level')
  const offered = await roundAt('Who reads aloud', {
    ...{ state: 'returned', ...theory, returnOn: today, offered: 'unnamed' },
    ...{ returnedWords: 'All rooms wait a minute now.', returnedAt: at(today, 0) },
  })
  await agreed(offered.id, 'next level')
  return {
    ...{ plannedRound: planned.id, roundRoom: planned.rooms[0], roundVisitor: planned.visitors[1] },
    ...{ roundToCancel: toCancel.id, visitedRound: visited.id, roundNote },
    ...{ analysedRound: analysed.id, roundPattern },
    ...{ debriefedRound: debriefed.id, offeredRound: offered.id },
  }
}

/** How addresses say a part of a review, a step of one, a stage of a debrief and a page of the manual. */
export const namedTogether = {
  selfReview: 'self-review',
  report: 'report',
  visitStep: 'visit',
  workshopStep: 'workshop',
  followUpStep: 'follow-up',
  resumeStep: 'resume',
  firstStage: 'description',
  manualPage: 'in-the-room',
}
