import { membershipOn } from '../members/queries.ts'
import { isMemberOn, spellInWords } from '../members/rules.ts'
import type { Actor } from '../platform/action.ts'
import { type Refusals, refusing } from '../platform/constraint.ts'
import { type Day, inWords } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { notPossible, permit } from '../platform/refusal.ts'
import { correct } from '../platform/revision.ts'
import { mayKeepVisits } from './rules.ts'
import type { Half, VisitStatus } from './tables.ts'

export type VisitFilled = {
  visitedOn: Day
  half: Half
  practitionerId: number
  fromMembershipId: number
  toMembershipId: number
  subject: string | null
  commission: string | null
  status: VisitStatus
  throughSsig: boolean
}

const says = 'This practitioner is already recorded on another visit in that half of the day'
const twice: Refusals = {
  support_visits_am: { says, field: 'half' },
  support_visits_pm: { says, field: 'half' },
}

/** Records one person's visit on one day; the supporting school must have been a member that day. */
export async function recordVisit(by: Actor, filled: VisitFilled): Promise<number> {
  permit(mayKeepVisits(by.who))
  return by.act({ did: 'recorded a support visit', subject: (id: number) => `support/${id}` }, async (tx) => {
    const values = { ...filled, ...(await schoolsOf(tx, filled)), importId: null, ref: null }
    const { id } = await refusing(twice, () =>
      tx.insertInto('supportVisits').values(values).returning('id').executeTakeFirstOrThrow(),
    )
    return id
  })
}

/** Corrects a visit as it stood at this version, keeping what stood before. */
export async function correctVisit(by: Actor, row: { id: number; version: number }, filled: VisitFilled) {
  permit(mayKeepVisits(by.who))
  await by.act({ did: 'corrected a support visit', subject: `support/${row.id}` }, async (tx, by) => {
    const changes = { ...filled, ...(await schoolsOf(tx, filled)) }
    await refusing(twice, () => correct(tx, by, 'supportVisits', row, changes))
  })
}

async function schoolsOf(db: Reader, { visitedOn, fromMembershipId, toMembershipId }: VisitFilled) {
  if (fromMembershipId === toMembershipId)
    throw notPossible('Choose a different school: a school does not support itself', 'toMembershipId')
  const from = await membershipOn(db, fromMembershipId, visitedOn)
  const to = await membershipOn(db, toMembershipId, visitedOn)
  if (!isMemberOn(from, visitedOn))
    throw notPossible(
      `${from.name} was not a member on ${inWords(visitedOn)}: it was ${spellInWords(from)}`,
      'fromMembershipId',
    )
  return { fromUrn: from.urn, toUrn: to.urn }
}
