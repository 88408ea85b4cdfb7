import { sql } from 'kysely'
import { membershipOn } from '../members/queries.ts'
import { isMemberOn, spellInWords } from '../members/rules.ts'
import type { Actor } from '../platform/action.ts'
import { type Day, inWords } from '../platform/day.ts'
import type { Writer } from '../platform/db.ts'
import { notPossible, permit } from '../platform/refusal.ts'
import { correct, forget } from '../platform/revision.ts'
import { isHeadOf } from '../platform/who.ts'
import { lockedRound, scrubbed } from './locked.ts'
import { observed, type RoundWithin, returnDayOf } from './queries.ts'
import { roomsOf } from './rooms/queries.ts'
import { isVisited, type Marks, mayKeep, mayPlanAnywhere, mayPlanAt, whyNotVisited } from './rules.ts'
import { type Mark, marks as theMarks } from './tables.ts'
import { comers, visitorsOf } from './visitors/queries.ts'
import { mayCome } from './visitors/rules.ts'

export type RoundFilled = {
  title: string
  problem: string
  visitOn: Day
  starts: string | null
  ends: string | null
  leadId: number | null
} & Record<Mark, string | null>

const marksOf = (filled: RoundFilled): Marks =>
  Object.fromEntries(
    (Object.keys(theMarks) as Mark[]).flatMap((mark) => (filled[mark] ? [[mark, filled[mark]]] : [])),
  )

/** Plans a round at a school that is a member on its day; a draft may lack some of the six marks. */
export async function planRound(
  by: Actor,
  { hostMembershipId, ...filled }: RoundFilled & { hostMembershipId: number },
): Promise<number> {
  permit(mayPlanAt(by.who, hostMembershipId))
  const subject = (id: number) => `rounds/${id}`
  return by.act({ did: 'planned an instructional round', subject }, async (tx) => {
    await checked(tx, hostMembershipId, filled)
    const { title, problem, visitOn, starts, ends } = filled
    const values = {
      ...{ hostMembershipId, title, problem, visitOn, starts, ends },
      ...{ leadId: filled.leadId ?? leadBy(by, hostMembershipId), marks: JSON.stringify(marksOf(filled)) },
      ...{ theoryIf: null, theoryThen: null, returnOn: null, returnedWords: null, returnedAt: null },
      ...{ sharedAt: null, offered: null, caseStudyId: null },
    }
    const made = await tx.insertInto('rounds').values(values).returning('id').executeTakeFirstOrThrow()
    return made.id
  })
}

/** SSIG plans for a school that is not its own, and would not see what it wrote if it did not lead the round. */
const leadBy = ({ who }: Actor, hostMembershipId: number) =>
  mayPlanAnywhere(who) &&
  !isHeadOf(who, hostMembershipId) &&
  !mayKeep(who, { hostMembershipId, leadId: null })
    ? who.personId
    : null

async function checked(tx: Writer, hostMembershipId: number, filled: RoundFilled) {
  const { visitOn, starts, ends, leadId, title, problem } = filled
  const host = await membershipOn(tx, hostMembershipId, visitOn)
  if (!isMemberOn(host, visitOn))
    throw notPossible(
      `${host.name} was not a member on ${inWords(visitOn)}: it was ${spellInWords(host)}`,
      'visitOn',
    )
  if (starts && ends && ends <= starts) throw notPossible('The end must be after the start', 'ends')
  if (leadId !== null && !(await comers(tx, visitOn)).some(({ id }) => id === leadId))
    throw notPossible('Whoever leads a round works at a member school on its day', 'leadId')
  await scrubbed(tx, hostMembershipId, { title, problem, ...marksOf(filled) })
}

/** Corrects a round as it stood at this version. Once lessons were visited, the day stays. */
export async function correctRound(by: Actor, row: { id: number; version: number }, filled: RoundFilled) {
  await by.act({ did: 'corrected an instructional round', subject: `rounds/${row.id}` }, async (tx, by) => {
    const found = await lockedRound(tx, row.id)
    permit(mayKeep(by.who, found))
    permitOpen(found)
    if (isVisited(found.state) && filled.visitOn !== found.visitOn)
      throw notPossible(`Lessons were visited on ${inWords(found.visitOn)}: that day stays`, 'visitOn')
    await checked(tx, found.hostMembershipId, filled)
    const { title, problem, visitOn, starts, ends, leadId } = filled
    const marks = marksOf(filled)
    const were = JSON.stringify(Object.entries(found.marks).sort())
    const remarked = JSON.stringify(Object.entries(marks).sort()) !== were
    await correct(tx, by, 'rounds', row, {
      ...{ title, problem, visitOn, starts, ends, leadId },
      ...(remarked ? { marks: JSON.stringify(marks) } : {}),
    })
  })
}

function permitOpen({ state }: RoundWithin) {
  if (state === 'cancelled') throw notPossible('This round was cancelled')
  if (state === 'returned') throw notPossible('This round is over: the school has been visited again')
}

/** Calls a round off before anybody wrote of a lesson. */
export async function cancelRound(by: Actor, id: number) {
  await by.act({ did: 'cancelled an instructional round', subject: `rounds/${id}` }, async (tx, by) => {
    const found = await lockedRound(tx, id)
    permit(mayKeep(by.who, found))
    if (found.state !== 'planned') throw notPossible('Only a round that is planned can be cancelled')
    if ((await observed(tx, id)).length > 0)
      throw notPossible('Notes have been written in lessons: mark them as visited instead')
    const { version } = found
    await correct(tx, by, 'rounds', { id, version }, { state: 'cancelled' })
  })
}

/**
 * Marks the lessons as visited, from when everybody in the round reads all notes; the day on which the school is gone
 * back to is set by its own calendar.
 */
export async function markVisited(by: Actor, id: number) {
  await by.act({ did: 'marked lessons of a round as visited', subject: `rounds/${id}` }, async (tx, by) => {
    const found = await lockedRound(tx, id)
    permit(mayKeep(by.who, found))
    const [rooms, visitors] = [await roomsOf(tx, id), await visitorsOf(tx, id)]
    const why = whyNotVisited(found, {
      ...{ rooms: rooms.length, visitors: visitors.length, today: by.today },
    })
    if (why) throw notPossible(why)
    const { on } = await returnDayOf(tx, found.hostMembershipId, found.visitOn)
    await correct(tx, by, 'rounds', { id, version: found.version }, { state: 'visited', returnOn: on })
  })
}

/** Adds somebody to the visiting group: of any member school, and of the host only who leads it. */
export async function addVisitor(by: Actor, roundId: number, { personId }: { personId: number }) {
  await by.act({ did: 'added a visitor to a round', subject: `rounds/${roundId}` }, async (tx, by) => {
    const found = await lockedRound(tx, roundId)
    permit(mayKeep(by.who, found))
    permitOpen(found)
    const visitors = await visitorsOf(tx, roundId)
    const { may, says, membershipId } = mayCome(personId, {
      ...{ visitors, comers: await comers(tx, found.visitOn), hostMembershipId: found.hostMembershipId },
    })
    if (!may) throw notPossible(says, 'personId')
    await tx.insertInto('roundVisitors').values({ roundId, personId, membershipId }).execute()
  })
}

/** Takes somebody off the visiting group who has written nothing. */
export async function removeVisitor(by: Actor, roundId: number, id: number) {
  const subject = `rounds/${roundId}`
  await by.act({ did: 'took a visitor off a round', subject, details: { visitor: id } }, async (tx, by) => {
    const found = await lockedRound(tx, roundId)
    permit(mayKeep(by.who, found))
    permitOpen(found)
    const visitor = (await visitorsOf(tx, roundId)).find((one) => one.id === id)
    if (!visitor) throw notPossible('They are not in the visiting group any more')
    if ((await observed(tx, roundId)).some(({ personId }) => personId === visitor.personId))
      throw notPossible(`${visitor.name} has written notes in lessons, and so stays in the group`)
    await tx.deleteFrom('roundVisitors').where('id', '=', id).execute()
  })
}

/** Notes of lessons are forgotten a year after they were written, and what they said before with them. */
export async function forgetNotes(tx: Writer) {
  const over = sql`written_at < now() - interval '1 year'`
  await forget(tx, 'roundNotes', over)
  // What somebody took away themselves has no row any more.
  await sql`delete from revisions where table_name = 'round_notes' and changed_at < now() - interval '1 year'`.execute(
    tx,
  )
}
