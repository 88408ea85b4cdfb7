import type { Actor } from '../../platform/action.ts'
import type { Day } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { postMail } from '../../platform/mail.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { correct } from '../../platform/revision.ts'
import type { Meeting } from '../queries.ts'
import { opened } from './actions.ts'
import { freeze } from './editions/actions.ts'
import { toChair, toClerk, toReaders } from './letters.ts'
import {
  approvingMeetings,
  chairOrClerkOf,
  circulatedTo,
  type MinutesRow,
  type Recipient,
  wordsOf,
} from './queries.ts'
import { type Move, mayMove, moves } from './rules.ts'

type Moved = { tx: Writer; by: Actor; meeting: Meeting; minutes: MinutesRow }
type Changes = Partial<
  Pick<MinutesRow, 'chairAsks' | 'circulatedOn' | 'approvedMeetingId' | 'approvedOn' | 'amendments'>
>

const dids: Record<Exclude<Move, 'sign' | 'correct'>, string> = {
  send: 'sent minutes to the chair',
  'take back': 'took minutes back from the chair',
  'send back': 'sent minutes back',
  circulate: 'circulated draft minutes',
  approve: 'recorded that minutes were approved',
}

/**
 * Moves minutes on one step, for whoever may. `version` is what the form was opened with; without it, a button acts on
 * what stands.
 */
async function move(
  by: Actor,
  meetingId: number,
  step: keyof typeof dids,
  work: (moved: Moved) => Promise<Changes>,
  version?: number,
): Promise<void> {
  await by.act({ did: dids[step], subject: `meetings/${meetingId}` }, async (tx, by) => {
    const { meeting, minutes, hand } = await opened(tx, by, meetingId)
    permit(hand[moves[step].by])
    if (!mayMove(hand, minutes.state, step)) throw notPossible(GONE_ON)
    const changes = await work({ tx, by, meeting, minutes })
    const row = { id: minutes.id as number, version: version ?? minutes.version }
    await correct(tx, by, 'minutes', row, { ...changes, state: moves[step].to, movedOn: by.today })
    if (step === 'approve') await freeze(tx, by, meetingId, null)
  })
}

const GONE_ON = 'The minutes have gone on meanwhile: open them again and see how far they are'

/** Sends what was written to the chair, who hears of it. */
export const sendToChair = (by: Actor, meetingId: number, url: string) =>
  move(by, meetingId, 'send', async ({ tx, meeting }) => {
    if ((await wordsOf(tx, meetingId)).every(({ words }) => words === ''))
      throw notPossible('Nothing is written yet: write the minutes before you send them')
    const chairs = await chairOrClerkOf(tx, meetingId, 'chair_id')
    if (chairs.length === 0)
      throw notPossible(
        'Nobody is recorded as the chair of this meeting: correct the meeting and say who chaired it',
      )
    await post(tx, chairs, (to) => toChair({ to, meeting, url }))
    return { chairAsks: null }
  })

export const takeBack = (by: Actor, meetingId: number) => move(by, meetingId, 'take back', async () => ({}))

/** The chair says what is to be put right; the clerk hears that there is something, and reads it here. */
export const sendBack = (
  by: Actor,
  { id, version, url }: { id: number; version: number; url: string },
  asks: string,
) =>
  move(
    by,
    id,
    'send back',
    async ({ tx, meeting }) => {
      await post(tx, await chairOrClerkOf(tx, id, 'clerk_id'), (to) => toClerk({ to, meeting, url }))
      return { chairAsks: asks }
    },
    version,
  )

/** The chair lets the draft go out to everybody who was invited, is a member, or was there. */
export const circulate = (by: Actor, meetingId: number, url: string) =>
  move(by, meetingId, 'circulate', async ({ tx, by, meeting }) => {
    await post(tx, await circulatedTo(tx, meetingId), (to) => toReaders({ to, meeting, url }))
    return { chairAsks: null, circulatedOn: by.today }
  })

async function post(
  tx: Writer,
  recipients: Recipient[],
  letter: (to: Recipient) => { subject: string; text: string },
) {
  for (const to of recipients) await postMail(tx, { to: to.email, ...letter(to) })
}

export type ApprovalFilled = { approvedMeetingId: number; amendments: string | null }

/** Records at which meeting of the group the minutes were approved, and freezes them as their first edition. */
export const approve = (
  by: Actor,
  { id, version, today }: { id: number; version: number; today: Day },
  { approvedMeetingId, amendments }: ApprovalFilled,
) =>
  move(
    by,
    id,
    'approve',
    async ({ tx }) => {
      const at = (await approvingMeetings(tx, id, today)).find((one) => one.id === approvedMeetingId)
      if (!at) throw notPossible('Choose a later meeting of the same group', 'approvedMeetingId')
      return { approvedMeetingId, approvedOn: at.heldOn, amendments: amendments ?? '' }
    },
    version,
  )
