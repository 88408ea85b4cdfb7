import { sql } from 'kysely'
import { terms } from '../../agreement/terms/queries.ts'
import { momentNow } from '../../meetings/decisions/queries.ts'
import { person } from '../../people/queries.ts'
import type { Actor } from '../../platform/action.ts'
import { academicYearOf } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { postMail } from '../../platform/mail.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { cancelBallot, heldBallot } from '../actions.ts'
import { amendmentsOf, type Ballot } from '../queries.ts'
import { unsettled } from './actions.ts'
import { beside, windowOf } from './queries.ts'
import { mayWithdraw, shifted, type Way, whyNotCorrected, wrongWithWindow } from './rules.ts'

/** What was proposed, for whoever keeps it: to be taken up or declined. */
async function proposed(tx: Writer, by: Actor, id: number): Promise<Ballot> {
  const ballot = await unsettled(tx, by, id)
  if (ballot.state !== 'proposed') throw notPossible('This proposal was taken up already')
  return ballot
}

/** Takes up what somebody proposed, so that it can be voted on. Between meetings its window must be known. */
export async function acceptProposed(by: Actor, id: number): Promise<void> {
  await by.act({ did: 'took up a proposed vote', subject: `ballots/${id}` }, async (tx, by) => {
    const ballot = await proposed(tx, by, id)
    if (ballot.byCorrespondence) await windowStands(tx, ballot)
    await tx
      .updateTable('ballots')
      .set({ acceptedAt: sql<Date>`clock_timestamp()` })
      .where('id', '=', id)
      .execute()
  })
}

async function windowStands(tx: Writer, ballot: Ballot) {
  const window = windowOf(ballot)
  if (!window) throw notPossible('Say first when the schools vote: correct the draft, and take it up then')
  const { ballotDays } = await terms(tx, academicYearOf(window.opensOn))
  const wrong = wrongWithWindow(window, ballotDays, await momentNow(tx))
  if (wrong) throw notPossible(`${wrong.says}. Correct the draft, and take it up then`)
}

/** Declines what somebody proposed, who is told by mail where the reason stands. */
export async function declineProposed(by: Actor, id: number, why: string, site: string): Promise<void> {
  await by.act({ did: 'declined a proposed vote', subject: `ballots/${id}` }, async (tx, by) => {
    const { proposedBy, amendsId } = await proposed(tx, by, id)
    await cancelWithAmendments(by, id, why)
    if (proposedBy === null) return
    const { name, email } = await person(tx, proposedBy)
    if (email === null) return
    const what = amendsId === null ? 'motion' : 'amendment'
    const text = [
      `Dear ${name},`,
      `the ${what} that you proposed will not be put to the vote. Read why:`,
      `${site}/ballots/${id}`,
      'You are written to because you proposed it.',
    ]
    await postMail(tx, { to: email, subject: `The ${what} that you proposed`, text: text.join('\n\n') })
  })
}

const undecided = async (tx: Writer, id: number) =>
  (await amendmentsOf(tx, id)).filter(({ state }) => state !== 'closed' && state !== 'cancelled')

/** Gives a vote up and says why; amendments that nobody has decided yet go with it. */
export async function cancelWithAmendments(by: Actor, id: number, why: string): Promise<void> {
  await by.together(async (tx, by) => {
    await cancelBallot(by, id, why)
    for (const amendment of await undecided(tx, id))
      await cancelBallot(by, amendment.id, 'The motion that it would amend is not voted on')
  })
}

/** Takes one’s own proposal back, and with a motion the amendments that nobody has decided yet. */
export async function withdrawProposed(by: Actor, id: number): Promise<void> {
  await by.act({ did: 'withdrew a proposed vote', subject: `ballots/${id}` }, async (tx, by) => {
    const ballot = await heldBallot(tx, id)
    permit(by.who.personId !== null && by.who.personId === ballot.proposedBy)
    if (!mayWithdraw(by.who, ballot)) throw notPossible(whyNotCorrected(ballot) ?? TAKEN_UP)
    await giveUp(tx, by, [id], 'Withdrawn by whoever proposed it')
    const amendments = (await undecided(tx, id)).map((one) => one.id)
    await giveUp(tx, by, amendments, 'The motion that it would amend was withdrawn')
  })
}

const TAKEN_UP = 'This motion was taken up already: ask whoever keeps the vote to cancel it'

const giveUp = (tx: Writer, { who }: Actor, ids: number[], cancelledWhy: string) =>
  tx
    .updateTable('ballots')
    .set({
      ...{ cancelledAt: sql<Date>`clock_timestamp()`, cancelledBy: who.personId, cancelledWhy },
      version: sql`version + 1`,
    })
    .where('id', '=', sql<number>`any (${ids}::bigint[])`)
    .execute()

/** Has a vote come sooner or later among those of its item, or an amendment among those of its motion. */
export async function shift(by: Actor, id: number, way: Way): Promise<void> {
  await by.act({ did: 'changed the order of voting', subject: `ballots/${id}` }, async (tx, by) => {
    const ballot = await unsettled(tx, by, id)
    const ids = (await beside(tx, ballot)).map((one) => one.id)
    await sql`select from ballots where id = any (${ids}::bigint[]) order by id for no key update`.execute(tx)
    await sql`
      update ballots set position = place.at
      from unnest(${shifted(ids, id, way)}::bigint[]) with ordinality as place (id, at)
      where ballots.id = place.id and position <> place.at`.execute(tx)
  })
}
