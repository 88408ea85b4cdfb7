import { membershipOn } from '../../members/queries.ts'
import { isMemberOn, spellInWords } from '../../members/rules.ts'
import type { Actor } from '../../platform/action.ts'
import { type Refusals, refusing } from '../../platform/constraint.ts'
import { type Day, inWords } from '../../platform/day.ts'
import type { Reader, Writer } from '../../platform/db.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { correct } from '../../platform/revision.ts'
import { tellVisit } from '../holds/actions.ts'
import { elsewhere, ofOneTrust, visit } from './queries.ts'
import { isTaken, mayKeepVisits, wrongWith } from './rules.ts'
import type { Half, VisitStatus } from './tables.ts'

/** What is said of any visit. */
export type VisitTold = {
  visitedOn: Day
  half: Half
  starts: string | null
  ends: string | null
  subject: string | null
  purpose: string | null
  status: VisitStatus
  why: string | null
}
/** A visit that belongs to no deployment says itself who came, from where, and whether SSIG arranged it. */
export type VisitFilled = VisitTold & {
  practitionerId: number
  fromMembershipId: number
  toMembershipId: number
  commission: string | null
  throughSsig: boolean
}

const says = 'This practitioner is already recorded on another visit in that half of the day'
const twice: Refusals = {
  support_visits_am: { says, field: 'half' },
  support_visits_pm: { says, field: 'half' },
  support_visits_twilight: { says, field: 'half' },
  practitioner_days: {
    says: 'The practitioner has not so many days left this year: their head has to release them for more first',
    field: 'half',
  },
}

/** Records one person's visit on one day; the supporting school must have been a member that day. */
export async function recordVisit(by: Actor, filled: VisitFilled): Promise<number> {
  permit(mayKeepVisits(by.who))
  return by.act(
    { did: 'recorded a support visit', subject: (id: number) => `support/visits/${id}` },
    async (tx) => {
      refuseWrong(filled, by.today)
      const schools = await schoolsOf(tx, filled)
      await inOnePlace(tx, filled)
      const sameTrust = await ofOneTrust(tx, schools)
      const values = { ...filled, ...schools, sameTrust, importId: null, ref: null }
      const { id } = await refusing(twice, () =>
        tx.insertInto('supportVisits').values(values).returning('id').executeTakeFirstOrThrow(),
      )
      return id
    },
  )
}

type Row = { id: number; version: number }
const deed = ({ id }: Row) => ({ did: 'corrected a support visit', subject: `support/visits/${id}` })

/** Corrects a visit as it stood at this version, keeping what stood before. */
export async function correctVisit(by: Actor, row: Row, filled: VisitFilled) {
  permit(mayKeepVisits(by.who))
  await by.act(deed(row), async (tx, by) => {
    refuseWrong(filled, by.today)
    const was = await visit(tx, row.id)
    if (was.deploymentId !== null)
      throw notPossible('Its schools and its practitioner are those of the deployment that it belongs to')
    const schools = await schoolsOf(tx, filled)
    await inOnePlace(tx, { ...filled, exceptId: row.id })
    const asBefore = was.fromUrn === schools.fromUrn && was.toUrn === schools.toUrn
    const sameTrust = asBefore ? was.sameTrust : await ofOneTrust(tx, schools)
    await refusing(twice, () => correct(tx, by, 'supportVisits', row, { ...filled, ...schools, sameTrust }))
  })
}

/** Corrects a visit of a deployment, which it stays with; its schools, its practitioner and SSIG stay too. */
export async function correctVisitOfDeployment(by: Actor, row: Row, told: VisitTold) {
  permit(mayKeepVisits(by.who))
  await by.act(deed(row), async (tx, by) => {
    refuseWrong(told, by.today)
    const { practitionerId } = await visit(tx, row.id)
    await inOnePlace(tx, { ...told, practitionerId, exceptId: row.id })
    await refusing(twice, () => correct(tx, by, 'supportVisits', row, { ...told }))
    await tellVisit(tx, row.id)
  })
}

function refuseWrong(told: VisitTold, today: Day) {
  const wrong = wrongWith(told, today)
  if (wrong) throw notPossible(wrong.says, wrong.field)
}

type Going = Pick<VisitFilled, 'practitionerId' | 'visitedOn' | 'half' | 'status'> & { exceptId?: number }

/** Two who send one person out at once wait for each other here, so that the second is told where they are already. */
async function inOnePlace(tx: Writer, going: Going) {
  if (!isTaken(going.status)) return
  await tx.selectFrom('people').select('id').where('id', '=', going.practitionerId).forNoKeyUpdate().execute()
  const already = await elsewhere(tx, going)
  if (already) throw notPossible(already, 'half')
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
