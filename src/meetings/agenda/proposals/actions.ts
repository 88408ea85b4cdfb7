import { sql } from 'kysely'
import { person } from '../../../people/queries.ts'
import type { Actor } from '../../../platform/action.ts'
import { inWords } from '../../../platform/day.ts'
import type { Writer } from '../../../platform/db.ts'
import { postMail } from '../../../platform/mail.ts'
import { notPossible, permit } from '../../../platform/refusal.ts'
import { correct } from '../../../platform/revision.ts'
import type { Meeting } from '../../queries.ts'
import { beforeTheClose, changing, itemIn } from '../actions.ts'
import { isProposer } from '../rules.ts'
import type { ItemKind } from '../tables.ts'
import { closesOn, mayPropose, takesProposals } from './rules.ts'

export type Proposed = {
  kind: ItemKind
  title: string
  purpose: string
  minutes: number | null
  confidential: boolean
}

/** Proposes an item for a meeting, until its agenda is sent or closes; `cutOff` is in days before the meeting. */
export async function proposeItem(by: Actor, meeting: Meeting, cutOff: number, given: Proposed) {
  permit(mayPropose(by.who, meeting.groups))
  const about = { did: 'proposed an agenda item', subject: `meetings/${meeting.id}` }
  return by.act(about, async (tx) => {
    if (!takesProposals(meeting, by.today, cutOff)) throw notPossible(closed(meeting, cutOff))
    const { confidential, ...item } = given
    const { id } = await tx
      .insertInto('agendaItems')
      .values({
        ...{ ...item, meetingId: meeting.id, position: 0, state: 'proposed', followsId: null },
        ...{ ownerId: by.who.personId, proposedBy: by.who.personId, stateReason: null },
        membershipId: by.who.held.find(({ membershipId }) => membershipId !== null)?.membershipId ?? null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    if (confidential) await markConfidential(tx, by, id)
    return id
  })
}

const closed = ({ heldOn, agendaIssuedAt }: Meeting, cutOff: number) =>
  agendaIssuedAt
    ? 'The agenda was sent already. Ask the clerk or the office'
    : `Items could be proposed until ${inWords(closesOn(heldOn, cutOff))}. Ask the clerk or the office`

/** It is confidential from the beginning, so that nobody has read it before the clerk agrees. */
async function markConfidential(tx: Writer, by: Actor, itemId: number) {
  await tx.updateTable('agendaItems').set({ partB: true }).where('id', '=', itemId).execute()
  await tx
    .insertInto('itemMarkings')
    .values({
      ...{ itemId, partB: true, circulated: false, markedBy: by.who.personId },
      reason: 'Its proposer asked for it to be confidential',
    })
    .execute()
}

/** Puts a proposed item on the agenda, before what closes every meeting. */
export async function acceptItem(by: Actor, meetingId: number, id: number) {
  await changing(by, { did: 'accepted a proposed item', meetingId, item: id }, async (tx, by) => {
    const item = await proposedItem(tx, meetingId, id)
    await correct(tx, by, 'agendaItems', item, { state: 'accepted' })
    await tx
      .updateTable('agendaItems')
      .set({ position: sql<number>`last_position(${meetingId}) + 1` })
      .where('id', '=', id)
      .execute()
    await beforeTheClose(tx, meetingId, id)
  })
}

/** Declines a proposed item; its proposer is told why by mail, without the words of the item. */
export async function declineItem(by: Actor, meeting: Meeting, id: number, reason: string, site: string) {
  await changing(by, { did: 'declined a proposed item', meetingId: meeting.id, item: id }, async (tx, by) => {
    const item = await proposedItem(tx, meeting.id, id)
    await correct(tx, by, 'agendaItems', item, { state: 'declined', stateReason: reason })
    if (item.proposedBy !== null)
      await tell(tx, item.proposedBy, meeting, `${site}/meetings/${meeting.id}/items/${id}`)
  })
}

async function tell(tx: Writer, personId: number, { title, heldOn }: Meeting, link: string) {
  const { name, email } = await person(tx, personId)
  if (email === null) return
  const text = [
    `Dear ${name},`,
    `the item you proposed for the agenda of ${title} on ${inWords(heldOn)} will not be on it. Read why:`,
    link,
    'You are written to because you proposed it.',
  ]
  await postMail(tx, {
    to: email,
    subject: `Your proposal for ${title}, ${inWords(heldOn)}`,
    text: text.join('\n\n'),
  })
}

/** Takes one’s own proposal back, while nobody has answered it. */
export async function withdrawProposal(by: Actor, meetingId: number, id: number) {
  const about = { did: 'withdrew a proposed item', subject: `meetings/${meetingId}`, details: { item: id } }
  await by.act(about, async (tx, by) => {
    const item = await proposedItem(tx, meetingId, id)
    permit(isProposer(by.who, item))
    await correct(tx, by, 'agendaItems', item, { state: 'withdrawn' })
  })
}

async function proposedItem(tx: Writer, meetingId: number, id: number) {
  const item = await itemIn(tx, meetingId, id)
  if (item.state !== 'proposed') throw notPossible('This proposal was answered or withdrawn already')
  return item
}
