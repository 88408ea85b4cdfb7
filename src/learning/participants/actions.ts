import { membershipOn } from '../../members/queries.ts'
import { isMemberOn } from '../../members/rules.ts'
import type { Actor } from '../../platform/action.ts'
import { type Refusals, refusing } from '../../platform/constraint.ts'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { notFound, notPossible, permit } from '../../platform/refusal.ts'
import { correct, remove, restore } from '../../platform/revision.ts'
import { course, session } from '../queries.ts'
import { isPossible, mayKeepCourses } from '../rules.ts'
import type { Outcome } from '../tables.ts'
import { wasOn, workplaceOn } from './queries.ts'

export type ParticipantFilled = {
  personId: number
  /** A session of the course; null is the whole course. */
  sessionId: number | null
  membershipId: number | null
  role: string | null
  outcome: Outcome
}

const twice: Refusals = {
  participants_course_id_session_id_person_id_key: {
    says: 'This person is already recorded there. Correct that record instead',
    field: 'personId',
  },
}

/** Records that somebody was booked on a course or a session, and what became of it. */
export async function addParticipant(by: Actor, courseId: number, filled: ParticipantFilled): Promise<void> {
  permit(mayKeepCourses(by.who))
  await by.act({ did: 'added a participant', subject: `learning/${courseId}` }, async (tx, by) => {
    const values = { ...filled, ...(await schoolThen(tx, by.today, courseId, filled)) }
    await refusing(twice, () =>
      tx
        .insertInto('participants')
        .values({ ...values, courseId, importId: null })
        .execute(),
    )
  })
}

type ParticipantKept = { courseId: number; id: number; version: number }

/** Corrects what is recorded of somebody as it stood at this version. */
export async function correctParticipant(
  by: Actor,
  { courseId, ...row }: ParticipantKept,
  filled: ParticipantFilled,
) {
  permit(mayKeepCourses(by.who))
  await by.act({ did: 'corrected a participant', subject: `learning/${courseId}` }, async (tx, by) => {
    const changes = { ...filled, ...(await schoolThen(tx, by.today, courseId, filled)) }
    await refusing(twice, () => correct(tx, by, 'participants', row, changes))
  })
}

/**
 * The school somebody came from: the one chosen, or where they worked that day. A course is open to others,
 * so one that was no member then is known by its URN alone and counts as nobody’s membership.
 */
async function schoolThen(db: Reader, today: Day, courseId: number, filled: ParticipantFilled) {
  const { lastOn } = await course(db, courseId)
  const of = filled.sessionId === null ? null : await session(db, courseId, filled.sessionId)
  if (!isPossible(filled.outcome, of))
    throw notPossible('That session was cancelled, so nobody attended it', 'outcome')
  const on = of?.heldOn ?? lastOn ?? today
  const chosen = filled.membershipId ?? (await workplaceOn(db, filled.personId, on))
  if (chosen === null) return { membershipId: null, urn: null }
  const member = await membershipOn(db, chosen, on)
  return { membershipId: isMemberOn(member, on) ? member.id : null, urn: member.urn }
}

/** Takes away a record made by mistake; who was booked and did not come is corrected instead. */
export async function removeParticipant(by: Actor, courseId: number, id: number): Promise<void> {
  permit(mayKeepCourses(by.who))
  await by.act({ did: 'removed a participant', subject: `learning/${courseId}` }, async (tx, by) => {
    const stands = await tx
      .selectFrom('participants')
      .select(['id', 'version'])
      .where('id', '=', id)
      .where('courseId', '=', courseId)
      .forUpdate()
      .executeTakeFirst()
    if (stands) await remove(tx, by, 'participants', stands)
    else if (!(await wasOn(tx, courseId, id))) throw notFound()
  })
}

/** Puts back a record that was taken away, as it last stood. */
export async function restoreParticipant(by: Actor, courseId: number, id: number): Promise<void> {
  permit(mayKeepCourses(by.who))
  await by.act({ did: 'put back a participant', subject: `learning/${courseId}` }, async (tx) => {
    if (!(await wasOn(tx, courseId, id))) throw notFound()
    await refusing(twice, () => restore(tx, 'participants', id))
  })
}
