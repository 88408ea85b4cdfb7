import { terms } from '../../../agreement/terms/queries.ts'
import type { Actor } from '../../../platform/action.ts'
import { academicYearOf, type Day, inWords } from '../../../platform/day.ts'
import type { Writer } from '../../../platform/db.ts'
import { longText, optional } from '../../../platform/form.ts'
import { notPossible } from '../../../platform/refusal.ts'
import { firstDayAfter, noticeGiven, noticeInWords } from './rules.ts'

const reason = optional(
  longText('Why it is moved with short notice', {
    ask: '',
    max: 500,
    rows: 3,
    hint: 'The agenda has been sent. Only where the new day gives less notice than the heads agreed on',
  }),
)

/** Asked where a meeting is moved of which the agenda is out. */
export const movedReason = (issued: boolean) =>
  issued ? reason : { ...reason, widget: { kind: 'hidden' as const } }

type Moved = { heldOn: Day; status: string; agendaLateReason?: string | null }

/**
 * What is kept beside the agenda when a meeting is moved after it was sent: the new day has the agreed notice from today
 * on, or a reason why not.
 * @throws Refusal that says what notice the new day gives, and from which day it would be enough.
 */
export async function noticeOfMove(
  tx: Writer,
  by: Actor,
  id: number,
  { heldOn, status, agendaLateReason = null }: Moved,
): Promise<{ agendaLateReason?: string }> {
  const stood = await tx
    .selectFrom('meetings')
    .select(['heldOn', 'agendaIssuedAt'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!stood?.agendaIssuedAt || status !== 'planned' || heldOn === stood.heldOn || heldOn < by.today)
    return {}
  const { noticeDays } = await terms(tx, academicYearOf(heldOn))
  const notice = noticeGiven(by.today, heldOn, noticeDays)
  if (!notice.late) return {}
  if (agendaLateReason !== null) return { agendaLateReason }
  throw notPossible(
    `The agenda has been sent. ${noticeInWords(notice)} Choose a day from ${inWords(firstDayAfter(by.today, noticeDays))} on, or enter why it is moved with less notice`,
    'agendaLateReason',
  )
}
