import { endsAfterStart } from '../meetings/rules.ts'
import { membershipOn } from '../members/queries.ts'
import { isMemberOn, spellInWords } from '../members/rules.ts'
import type { Actor } from '../platform/action.ts'
import { type Day, inWords } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { notPossible, permit } from '../platform/refusal.ts'
import { correct } from '../platform/revision.ts'
import { course } from './queries.ts'
import { mayKeepCourses } from './rules.ts'
import type { CourseKind, SessionStatus } from './tables.ts'

export type CourseFilled = {
  title: string
  kind: CourseKind
  subject: string | null
  audience: string | null
  halfDays: number | null
  runBy: string | null
  status: string | null
}

/** Adds a course; its sessions and who took part are added to it. */
export async function addCourse(by: Actor, filled: CourseFilled): Promise<number> {
  permit(mayKeepCourses(by.who))
  return by.act({ did: 'added a course', subject: (id: number) => `learning/${id}` }, async (tx) => {
    const { id } = await tx
      .insertInto('courses')
      .values({ ...filled, ref: null, importId: null })
      .returning('id')
      .executeTakeFirstOrThrow()
    return id
  })
}

/** Corrects a course as it stood at this version. */
export async function correctCourse(by: Actor, row: { id: number; version: number }, filled: CourseFilled) {
  permit(mayKeepCourses(by.who))
  await by.act({ did: 'corrected a course', subject: `learning/${row.id}` }, (tx, by) =>
    correct(tx, by, 'courses', row, filled),
  )
}

export type SessionFilled = {
  heldOn: Day
  starts: string | null
  ends: string | null
  venue: string | null
  hostMembershipId: number | null
  status: SessionStatus
}

/** Adds a session to a course. The school that hosted it must have been a member that day. */
export async function addSession(by: Actor, courseId: number, filled: SessionFilled): Promise<void> {
  permit(mayKeepCourses(by.who))
  await course(by.db, courseId)
  await by.act({ did: 'added a session', subject: `learning/${courseId}` }, async (tx) => {
    await possible(tx, filled)
    await tx
      .insertInto('courseSessions')
      .values({ ...filled, courseId, ref: null, importId: null })
      .execute()
  })
}

type SessionKept = { courseId: number; id: number; version: number }

/** Corrects a session as it stood at this version. */
export async function correctSession(by: Actor, { courseId, ...row }: SessionKept, filled: SessionFilled) {
  permit(mayKeepCourses(by.who))
  await by.act({ did: 'corrected a session', subject: `learning/${courseId}` }, async (tx, by) => {
    await possible(tx, filled)
    await correct(tx, by, 'courseSessions', row, filled)
  })
}

async function possible(db: Reader, { heldOn, starts, ends, hostMembershipId }: SessionFilled) {
  if (!endsAfterStart(starts, ends)) throw notPossible('The end must be after the start', 'ends')
  if (hostMembershipId === null) return
  const host = await membershipOn(db, hostMembershipId, heldOn)
  if (!isMemberOn(host, heldOn))
    throw notPossible(
      `${host.name} was not a member on ${inWords(heldOn)}: it was ${spellInWords(host)}`,
      'hostMembershipId',
    )
}
