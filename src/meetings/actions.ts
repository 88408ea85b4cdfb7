import type { Actor } from '../platform/action.ts'
import type { Day } from '../platform/day.ts'
import type { Reader, Writer } from '../platform/db.ts'
import { notPossible, permit } from '../platform/refusal.ts'
import { correct } from '../platform/revision.ts'
import { type GroupOfMeeting, groupsById, groupsOfMeeting } from './queries.ts'
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
  { groups, ...filled }: MeetingFilled,
) {
  const before = await groupsOfMeeting(by.db, row.id)
  permit(mayKeepMeeting(by.who, before))
  await by.act({ did: 'corrected a meeting', subject: `meetings/${row.id}` }, async (tx, by) => {
    const after = await chosen(by, tx, groups)
    inOrder(filled)
    const linked = { groups: { was: named(before), becomes: named(after) } }
    await correct(tx, by, 'meetings', row, filled, linked)
    await tx.deleteFrom('meetingGroups').where('meetingId', '=', row.id).execute()
    await link(tx, row.id, groups)
  })
}

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
