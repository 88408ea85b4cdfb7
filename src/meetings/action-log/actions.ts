import type { Actor } from '../../platform/action.ts'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { correct } from '../../platform/revision.ts'
import { itemOfMeeting } from '../decisions/actions.ts'
import { amended } from '../minutes/editions/actions.ts'
import { keepsMeeting } from '../queries.ts'
import { type ActionRow, actionOf } from './queries.ts'
import type { OwnerAs } from './rules.ts'

export type ActionFilled = {
  words: string
  owner: OwnerAs & { personId: number }
  dueMeetingId: number | null
  dueOn: Day | null
  reason?: string | null
}

const columnsOf = ({ words, owner, dueMeetingId, dueOn }: ActionFilled) => ({
  ...{ words, dueMeetingId, dueOn, ownerId: owner.personId, ownerPost: owner.post },
  ...{ ownerMembershipId: owner.membershipId, ownerGroupId: owner.groupId },
})

function oneDue({ dueMeetingId, dueOn }: ActionFilled) {
  if (dueMeetingId !== null && dueOn !== null)
    throw notPossible('Choose a meeting or enter a date, not both', 'dueOn')
}

/** Records what somebody undertook under an item, as the post in which they did. */
export async function recordAction(
  by: Actor,
  { meetingId, itemId }: { meetingId: number; itemId: number },
  filled: ActionFilled,
): Promise<number> {
  permit(await keepsMeeting(by, meetingId))
  const deed = {
    did: 'recorded an action',
    subject: `meetings/${meetingId}`,
    details: (id: number) => ({ action: id }),
  }
  return by.act(deed, async (tx, by) => {
    oneDue(filled)
    await itemOfMeeting(tx, meetingId, itemId)
    const { id } = await tx
      .insertInto('meetingActions')
      .values({ ...columnsOf(filled), meetingId, itemId, recordedBy: by.who.personId })
      .returning('id')
      .executeTakeFirstOrThrow()
    await amended(tx, by, meetingId, filled.reason ?? null)
    return id
  })
}

const deedOn = ({ id, meetingId }: Pick<ActionRow, 'id' | 'meetingId'>, did: string) => ({
  ...{ did, subject: `meetings/${meetingId}`, details: { action: id } },
})

/**
 * Corrects an action, or gives it to somebody else. Who owns it is no matter of the minutes once they are approved;
 * what was undertaken is, and makes a new edition.
 */
export async function correctAction(by: Actor, row: { id: number; version: number }, filled: ActionFilled) {
  const before = await actionOf(by.db, row.id, by.today)
  permit(await keepsMeeting(by, before.meetingId))
  await by.act(deedOn(before, 'corrected an action'), async (tx, by) => {
    oneDue(filled)
    const changed = await correct(tx, by, 'meetingActions', row, columnsOf(filled))
    if (changed && before.words !== filled.words)
      await amended(tx, by, before.meetingId, filled.reason ?? null)
  })
}

/** Whoever owns an action today tells of it and closes it, and so does who keeps its meeting. */
export const mayTellOf = async (by: Pick<Actor, 'who'> & { db: Reader }, action: ActionRow) =>
  action.owners.some(({ id }) => id === by.who.personId) || (await keepsMeeting(by, action.meetingId))

/** Says how far an action has come. */
export async function noteProgress(by: Actor, id: number, words: string): Promise<void> {
  const action = await actionOf(by.db, id, by.today)
  permit(await mayTellOf(by, action))
  await by.act(deedOn(action, 'told of an action'), async (tx, by) => {
    await tx
      .insertInto('actionNotes')
      .values({ actionId: id, words, saidBy: by.who.personId, saidOn: by.today })
      .execute()
  })
}

/** Closes an action with what came of it. */
export async function closeAction(
  by: Actor,
  row: { id: number; version: number },
  outcome: string,
): Promise<void> {
  const action = await actionOf(by.db, row.id, by.today)
  permit(await mayTellOf(by, action))
  await by.act(deedOn(action, 'closed an action'), async (tx, by) => {
    if (action.closedOn !== null) throw notPossible('This action was closed already')
    await correct(tx, by, 'meetingActions', row, { outcome, closedOn: by.today, closedBy: by.who.personId })
  })
}

/** Opens again an action that was closed by mistake. */
export async function reopenAction(by: Actor, id: number): Promise<void> {
  const action = await actionOf(by.db, id, by.today)
  permit(await mayTellOf(by, action))
  await by.act(deedOn(action, 'opened an action again'), async (tx, by) => {
    await correct(tx, by, 'meetingActions', action, { outcome: null, closedOn: null, closedBy: null })
  })
}
