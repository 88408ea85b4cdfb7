import { terms } from '../../agreement/terms/queries.ts'
import type { Actor } from '../../platform/action.ts'
import { academicYearOf } from '../../platform/day.ts'
import { LivePart } from '../../platform/live-part.tsx'
import { nextSteps } from '../next.ts'
import type { Meeting } from '../queries.ts'
import { sendings } from './issue/queries.ts'
import { isChangedSince, lastDayToSend } from './issue/rules.ts'
import { AgendaSection } from './pages.tsx'
import { closesOn, mayPropose, takesProposals } from './proposals/rules.ts'
import { agendaOf, besideTheAgenda } from './queries.ts'
import { isAgendaOut, isProposer } from './rules.ts'

/** The agenda on the page of its meeting, as far as this reader sees it, and what they do next about it. */
export async function agendaOn(by: Actor, meeting: Meeting, keeps: boolean) {
  const shown = keeps || isAgendaOut(meeting)
  const [items, beside, [last], { noticeDays, feedbackCutOff }] = await Promise.all([
    shown ? agendaOf(by.db, meeting.id) : [],
    besideTheAgenda(by.db, meeting.id),
    sendings(by.db, meeting.id),
    terms(by.db, academicYearOf(meeting.heldOn)),
  ])
  const changed = isChangedSince(meeting.agendaChangedAt, last?.circulatedAt ?? meeting.agendaIssuedAt)
  const own = beside.filter((item) => isProposer(by.who, item))
  const proposes = mayPropose(by.who, meeting.groups) && takesProposals(meeting, by.today, feedbackCutOff)
  const next = nextSteps({
    ...{ meeting, keeps, changed, today: by.today, items: items.length },
    proposals: beside.filter(({ state }) => state === 'proposed').length,
    sendBy: lastDayToSend(meeting.heldOn, noticeDays),
    proposeBy: proposes ? closesOn(meeting.heldOn, feedbackCutOff) : null,
  })
  const section =
    meeting.status === 'cancelled' && items.length === 0 ? null : (
      <LivePart of={`meetings/${meeting.id}`} part="agenda">
        <AgendaSection {...{ meeting, items, own, keeps, changed, proposes }} />
      </LivePart>
    )
  return { next, section }
}
