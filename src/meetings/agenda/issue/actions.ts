import { sql } from 'kysely'
import { terms } from '../../../agreement/terms/queries.ts'
import type { Actor } from '../../../platform/action.ts'
import { academicYearOf, inWords } from '../../../platform/day.ts'
import type { Writer } from '../../../platform/db.ts'
import { postMail } from '../../../platform/mail.ts'
import { notPossible } from '../../../platform/refusal.ts'
import type { Settings } from '../../../platform/settings.ts'
import type { Meeting } from '../../queries.ts'
import { deputyLines, seatsOfHeads } from '../../seats/mail.ts'
import { changing } from '../actions.ts'
import { agendaOf, type Item } from '../queries.ts'
import { recipients, sendings } from './queries.ts'
import { noticeGiven, noticeInWords } from './rules.ts'

/**
 * `reason` is why it goes out with less notice than the heads agreed on; `before` how often it had been sent when the
 * page was opened, so that of two who send it at once one does.
 */
export type Sent = { reason: string | null; words: string | null; before?: string }

/**
 * Sends the agenda to whoever is expected, for the first time or again. The first time it becomes readable for
 * everybody who sees the group, and counts as the notice given.
 */
export async function sendAgenda(
  by: Actor,
  meeting: Meeting,
  { reason, words, before = '' }: Sent,
  settings: Pick<Settings, 'url' | 'secret'>,
) {
  const did = meeting.agendaIssuedAt ? 'sent an agenda again' : 'sent an agenda'
  await changing(by, { did, meetingId: meeting.id }, async (tx, by) => {
    if (meeting.heldOn < by.today)
      throw notPossible('The meeting is over, so its agenda cannot be sent any more')
    const items = await agendaOf(tx, meeting.id)
    if (items.length === 0) throw notPossible('Nothing is on the agenda yet')
    await notMeanwhile(tx, meeting.id, before)
    const { agendaIssuedAt } = await issuedNow(tx, meeting.id)
    if (agendaIssuedAt === null) await issue(tx, by, meeting, reason)
    const again = agendaIssuedAt !== null
    const { written } = await recipients(tx, meeting.id, by.today)
    if (written.length > 0)
      await tx
        .insertInto('circulations')
        .values(
          written.map(({ id }) => ({
            meetingId: meeting.id,
            personId: id,
            circulatedAt: sql<Date>`statement_timestamp()`,
          })),
        )
        .execute()
    const letter = letterOf(meeting, items, { words, again, site: settings.url })
    const ids = written.map(({ id }) => id)
    const seats = await seatsOfHeads(tx, meeting.id, ids, by.today)
    for (const { id, name, email } of written) {
      const links = deputyLines(
        settings,
        meeting.id,
        seats.filter(({ personId }) => personId === id),
      )
      const text = [`Dear ${name},`, ...letter.text, ...(links ? [SEND_A_DEPUTY + links] : []), WHY]
      await postMail(tx, { to: email, subject: letter.subject, text: text.join('\n\n') })
    }
  })
}

async function notMeanwhile(tx: Writer, id: number, before: string) {
  if (before !== '' && before !== String((await sendings(tx, id)).length))
    throw notPossible('Somebody else sent this agenda meanwhile. Open the page again to send it once more')
}

const issuedNow = (tx: Writer, id: number) =>
  tx.selectFrom('meetings').select('agendaIssuedAt').where('id', '=', id).executeTakeFirstOrThrow()

async function issue(tx: Writer, by: Actor, { id, heldOn }: Meeting, reason: string | null) {
  const { noticeDays } = await terms(tx, academicYearOf(heldOn))
  const notice = noticeGiven(by.today, heldOn, noticeDays)
  if (notice.late && reason === null)
    throw notPossible(`${noticeInWords(notice)} Enter why it is sent later, or keep it as a draft`, 'reason')
  await tx
    .updateTable('meetings')
    .set({
      agendaIssuedAt: sql<Date>`clock_timestamp()`,
      agendaIssuedBy: by.who.personId,
      agendaLateReason: notice.late ? reason : null,
    })
    .where('id', '=', id)
    .execute()
}

const SEND_A_DEPUTY =
  'If you cannot come and a deputy is to take your place, name them here. The address is yours alone, so do not pass this mail on.\n\n'
const WHY = 'You are written to because you are expected at this meeting.'

type Letter = { words: string | null; again: boolean; site: string }

/** Only titles that everybody on the list may read: what is confidential is not named in mail. */
function letterOf(meeting: Meeting, items: Item[], { words, again, site }: Letter) {
  const { id, title, heldOn, starts, place } = meeting
  const when = [inWords(heldOn), starts, place].filter(Boolean).join(', ')
  const open = items.filter(({ partB }) => !partB)
  const lines = open.map(({ number, title }) => `${number}. ${title}`)
  const text = [
    `${again ? 'the agenda has changed of' : 'here is the agenda of'} ${title}, ${when}.`,
    ...(words ? [words] : []),
    lines.join('\n'),
    ...(open.length < items.length ? ['There are also items in Part B.'] : []),
    `The agenda and its papers: ${site}/meetings/${id}/pack`,
  ]
  const subject = `${again ? 'Changed agenda' : 'Agenda'}: ${title}, ${inWords(heldOn)}`
  return { subject, text }
}
