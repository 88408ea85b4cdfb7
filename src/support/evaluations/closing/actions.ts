import { terms } from '../../../agreement/terms/queries.ts'
import { datesOf } from '../../../calendars/queries.ts'
import { dueAfter } from '../../../calendars/rules.ts'
import type { Actor } from '../../../platform/action.ts'
import { type Day, dayInLondon } from '../../../platform/day.ts'
import type { Writer } from '../../../platform/db.ts'
import { postMail } from '../../../platform/mail.ts'
import { notPossible } from '../../../platform/refusal.ts'
import { correct } from '../../../platform/revision.ts'
import { locked, move } from '../../deployments/actions.ts'
import type { Deployment } from '../../deployments/queries.ts'
import { headsOf } from '../../deployments/steps/queries.ts'
import { tellVisit } from '../../holds/actions.ts'
import { letterTo } from '../chasing/rules.ts'
import { lastDone, plannedVisits } from './queries.ts'
import { closeRefusal, mayClose } from './rules.ts'

export type CloseFilled = { closedOn: Day; cancels: boolean }

const STILL_PLANNED =
  'Visits are still planned. Record them as done first, or choose that they are cancelled as it closes'

/**
 * Closes a deployment and counts the day by which it is evaluated, in school days of the alliance’s calendar; none
 * where its term dates are not here. Planned visits go with it only where that was chosen.
 */
export async function closeDeployment(
  by: Actor,
  id: number,
  { closedOn, cancels }: CloseFilled,
  site: string,
) {
  await by.act({ did: 'closed a deployment', subject: `support/deployments/${id}` }, async (tx, by) => {
    const found = await locked(tx, id)
    if (mayClose(by.who, found)) await refuseWrong(tx, by, found, closedOn)
    const planned = await plannedVisits(tx, id)
    if (planned.length > 0 && !cancels && mayClose(by.who, found)) throw notPossible(STILL_PLANNED, 'cancels')
    const { evaluationDays } = await terms(tx, found.year)
    const evaluationDue = dueAfter(await datesOf(tx, null), closedOn, evaluationDays)
    const closed = await move(tx, by, id, 'close', { sets: { closedOn, evaluationDue } })
    for (const visit of planned) await callOff(tx, by, visit)
    await tellHeads(tx, by, closed, site)
  })
}

async function refuseWrong(tx: Writer, by: Actor, { id, requestedAt }: Deployment, closedOn: Day) {
  const asked = { today: by.today, askedOn: dayInLondon(requestedAt), lastDone: await lastDone(tx, id) }
  const wrong = closeRefusal(closedOn, asked)
  if (wrong) throw notPossible(wrong, 'closedOn')
}

async function callOff(tx: Writer, by: Actor, { id, version }: { id: number; version: number }) {
  await by.act({ did: 'called off a support visit', subject: `support/visits/${id}` }, async (tx, by) => {
    await correct(
      tx,
      by,
      'supportVisits',
      { id, version },
      { status: 'cancelled', why: 'The support was closed' },
    )
  })
  await tellVisit(tx, id)
}

/** Whoever has the next step is told by when, unless they closed it themselves. */
async function tellHeads(tx: Writer, by: Actor, closed: Deployment, site: string) {
  const told = { id: closed.id, practitioner: closed.practitioner ?? '', area: closed.area }
  for (const head of await headsOf(tx, closed.toMembershipId, by.today)) {
    if (head.id === by.who.personId) continue
    await postMail(
      tx,
      letterTo(head, { ...told, what: 'evaluation', due: closed.evaluationDue }, by.today, site),
    )
  }
}
