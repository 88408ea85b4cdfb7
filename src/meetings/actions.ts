import { tellInvited } from '../invitations/actions.ts'
import type { Actor } from '../platform/action.ts'
import type { Day } from '../platform/day.ts'
import type { Reader, Writer } from '../platform/db.ts'
import { notPossible, permit } from '../platform/refusal.ts'
import { correct } from '../platform/revision.ts'
import { noticeOfMove } from './agenda/issue/moved.ts'
import { type GroupOfMeeting, groupsById, groupsOfMeeting, keepsMeeting } from './queries.ts'
import { endsAfterStart, mayKeepMeeting, mayKeepMeetings } from './rules.ts'
import type { MeetingStatus } from './tables.ts'

export type MeetingFilled = {
  title: string
  groups: number[]
  heldOn: Day
  starts: string | null
  ends: string | null
  place: string | null
  status: MeetingStatus
  chairId?: number | null
  clerkId?: number | null
  link?: string | null
  /** Why the notice is shorter than agreed, where a meeting is moved after its agenda was sent. */
  agendaLateReason?: string | null
}

/** Records a meeting of one group, or of several together: then it is still one meeting. */
export async function recordMeeting(by: Actor, { groups, ...filled }: MeetingFilled): Promise<number> {
  permit(mayKeepMeetings(by.who))
  return by.act({ did: 'recorded a meeting', subject: (id: number) => `meetings/${id}` }, async (tx, by) => {
    await chosen(by, tx, groups)
    inOrder(filled)
    const { id } = await tx
      .insertInto('meetings')
      .values({ ...filled, ref: null, importId: null })
      .returning('id')
      .executeTakeFirstOrThrow()
    await link(tx, id, groups)
    return id
  })
}

/** Corrects a meeting as it stood at this version, its groups with it. */
export async function correctMeeting(
  by: Actor,
  row: { id: number; version: number },
  { groups, agendaLateReason = null, ...filled }: MeetingFilled,
) {
  permit(await keepsMeeting(by, row.id))
  const before = await groupsOfMeeting(by.db, row.id)
  await by.act({ did: 'corrected a meeting', subject: `meetings/${row.id}` }, async (tx, by) => {
    const after = isSame(before, groups) ? before : await chosen(by, tx, groups)
    inOrder(filled)
    const linked = { groups: { was: named(before), becomes: named(after) } }
    const told = await saidOf(tx, row.id)
    const notice = await noticeOfMove(tx, by, row.id, { ...filled, agendaLateReason })
    await correct(tx, by, 'meetings', row, { ...filled, ...notice }, linked)
    if ((await saidOf(tx, row.id)) !== told) await bumpSequence(tx, row.id)
    await tx.deleteFrom('meetingGroups').where('meetingId', '=', row.id).execute()
    await link(tx, row.id, groups)
    await tellInvited(tx, by, row.id)
  })
}

/** What calendars hold of a meeting, to tell whether it changed. */
async function saidOf(tx: Writer, id: number): Promise<string> {
  const said = await tx
    .selectFrom('meetings')
    .select(['title', 'heldOn', 'starts', 'ends', 'place', 'link', 'status'])
    .where('id', '=', id)
    .executeTakeFirst()
  return JSON.stringify(said ?? {})
}

/** Each change that a calendar would show has a number of its own (RFC 5546, 2.1.4). */
const bumpSequence = (tx: Writer, id: number) =>
  tx
    .updateTable('meetings')
    .set((eb) => ({ sequence: eb('sequence', '+', 1) }))
    .where('id', '=', id)
    .execute()

const isSame = (before: GroupOfMeeting[], ids: number[]) =>
  before.length === ids.length && before.every(({ id }) => ids.includes(id))

const named = (groups: GroupOfMeeting[]) => groups.map(({ name }) => name).join('; ')

async function chosen(by: Actor, db: Reader, ids: number[]): Promise<GroupOfMeeting[]> {
  const groups = await groupsById(db, ids)
  if (!mayKeepMeeting(by.who, groups))
    throw notPossible(
      'Choose a group that you lead. You can add other hubs; meetings of any other group are recorded by its lead or the office',
      'groups',
    )
  return groups
}

function inOrder({ starts, ends }: Pick<MeetingFilled, 'starts' | 'ends'>) {
  if (!endsAfterStart(starts, ends)) throw notPossible('The end must be after the start', 'ends')
}

const link = (tx: Writer, meetingId: number, groups: number[]) =>
  tx
    .insertInto('meetingGroups')
    .values(groups.map((groupId) => ({ meetingId, groupId })))
    .execute()
