import { amended } from '../meetings/minutes/editions/actions.ts'
import { groupsOfMeeting } from '../meetings/queries.ts'
import { mayKeepMeeting } from '../meetings/rules.ts'
import type { Actor } from '../platform/action.ts'
import { refusing } from '../platform/constraint.ts'
import { inWords } from '../platform/day.ts'
import type { Writer } from '../platform/db.ts'
import { notFound, notPossible, permit } from '../platform/refusal.ts'
import { correct } from '../platform/revision.ts'
import { type Feedback, feedback, hearings, hearingsOf } from './queries.ts'
import { hearingsFor, mayGive } from './rules.ts'

export type FeedbackFilled = { givenMeetingId: number; words: string }
export type FeedbackKey = { sourceId: number; personId: number }

const once = {
  feedbacks_once: {
    says: 'It was reported back on meanwhile. Open the page again to read it',
    field: 'words',
  },
}

/** One representative’s feedback from one meeting. @throws Refusal where nobody represented the alliance there. */
export async function feedbackOf(by: Actor, key: FeedbackKey): Promise<Feedback> {
  const all = await feedback(by, { sourceId: key.sourceId })
  const found = all.find(({ personId }) => personId === key.personId)
  if (!found) throw notFound()
  return found
}

/** Whether this person keeps a meeting: as the office, its chair or clerk, or the lead of its groups. */
export async function keepsMeeting({ who, db }: Actor, meetingId: number): Promise<boolean> {
  const [groups, officers] = await Promise.all([
    groupsOfMeeting(db, meetingId),
    db.selectFrom('meetings').select(['chairId', 'clerkId']).where('id', '=', meetingId).executeTakeFirst(),
  ])
  return mayKeepMeeting(who, groups, officers)
}

/** Reports back on a meeting, at a meeting of the body that it reports to; given before, it is corrected. */
export async function giveFeedback(
  by: Actor,
  key: FeedbackKey & { version: number },
  { givenMeetingId, words }: FeedbackFilled,
) {
  const subject = `feedback/${key.sourceId}/${key.personId}`
  await by.act({ did: 'reported back on a meeting', subject }, async (tx, by) => {
    const found = await feedbackOf(by, key)
    await chosen(by, found, givenMeetingId)
    await keep(tx, by, found, key.version, { givenMeetingId, words })
    for (const id of new Set([found.givenMeetingId ?? givenMeetingId, givenMeetingId]))
      await retold(tx, by, id, found)
  })
}

async function keep(
  tx: Writer,
  by: Actor,
  found: Feedback,
  version: number,
  { givenMeetingId, words }: FeedbackFilled,
) {
  if (found.id !== null)
    return correct(tx, by, 'feedbacks', { id: found.id, version }, { givenMeetingId, words })
  const { sourceId: sourceMeetingId, personId, membershipId } = found
  const values = {
    sourceMeetingId,
    personId,
    membershipId,
    givenMeetingId,
    words,
    givenBy: by.who.personId,
  }
  return refusing(once, () => tx.insertInto('feedbacks').values(values).execute())
}

/** Minutes that were approved before tell of it in a new edition, where their agenda heard feedback. */
async function retold(tx: Writer, by: Actor, meetingId: number, { group, heldOn }: Feedback) {
  const heard = await tx
    .selectFrom('agendaItems')
    .select('id')
    .where('meetingId', '=', meetingId)
    .where('kind', '=', 'feedback')
    .where('state', '=', 'accepted')
    .executeTakeFirst()
  if (heard)
    await amended(tx, by, meetingId, `Feedback from ${group} of ${inWords(heldOn)} was recorded afterwards.`)
}

async function chosen(by: Actor, found: Feedback, meetingId: number) {
  const keeps = await keepsMeeting(by, meetingId)
  permit(mayGive(by.who, found, { keeps, over: isOver(found, by.today) }))
  const open = hearingsFor(hearingsOf(found, await hearings(by.db)), found.heldOn, { today: by.today, keeps })
  if (!open.some(({ id }) => id === meetingId))
    throw notPossible(`Choose a meeting to which ${found.group} reports back`, 'givenMeetingId')
}

/** Whether it was given at a meeting that is past: then only who keeps that meeting corrects it. */
export const isOver = ({ id, at }: Feedback, today: string) => id !== null && at !== null && at.heldOn < today
