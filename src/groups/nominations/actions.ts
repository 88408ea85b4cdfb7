import type { Actor } from '../../platform/action.ts'
import { type Refusals, refusing } from '../../platform/constraint.ts'
import type { Day } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { correct } from '../../platform/revision.ts'
import { insertMember } from '../members/actions.ts'
import { membersOfGroup, staffOf } from '../members/queries.ts'
import { servesOn, spellServed } from '../members/rules.ts'
import { keptGroups } from '../queries.ts'
import { groupsSeen } from '../rules.ts'
import type { GroupPart } from '../tables.ts'
import { tellNominee, tellOutcome } from './letters.ts'
import { groupsToServe, type NominationRow, nomination } from './queries.ts'
import { mayDecide, mayNominate, mayWithdraw, outcomeOf, outcomes, putsForward } from './rules.ts'

/** Somebody of a school, for a group or for any that needs them. */
export type Nominated = { personId: number; membershipId: number; groupId: number | null; words: string }

const twice: Refusals = {
  nominations_open: {
    says: 'This person is already put forward for that, and nobody has decided yet',
    field: 'nominee',
  },
}

/** Puts somebody forward. `site` is where this alliance's pages are on the web, for the mail to the nominee. */
export async function nominate(by: Actor, given: Nominated, site: string): Promise<number> {
  permit(mayNominate(by.who))
  const subject = (id: number) => `groups/nominations/${id}`
  return by.act({ did: 'nominated somebody for a group', subject }, async (tx) => {
    await mustBeEligible(tx, by, given)
    const values = { ...given, nominatedBy: by.who.personId as number, nominatedOn: by.today }
    const { id } = await refusing(twice, () =>
      tx.insertInto('nominations').values(values).returning('id').executeTakeFirstOrThrow(),
    )
    await tellNominee(tx, await nomination(tx, id), site)
    return id
  })
}

async function mustBeEligible(tx: Writer, { who, today }: Actor, given: Nominated) {
  const { schools, self } = putsForward(who)
  const staff = await staffOf(tx, schools, today)
  const found = staff.find(
    (one) => one.personId === given.personId && one.membershipId === given.membershipId,
  )
  if (!found || (self && found.personId !== who.personId))
    throw notPossible('Select somebody of a school that you lead, or yourself', 'nominee')
  if (given.groupId === null) return
  const groups = await groupsToServe(tx, groupsSeen(who))
  if (!groups.some(([id]) => id === given.groupId))
    throw notPossible('Choose a group from the list', 'groupId')
  const serving = await membersOfGroup(tx, given.groupId)
  if (serving.some((row) => row.personId === given.personId && servesOn(row, today)))
    throw notPossible(`${found.name} already serves on this group`, 'nominee')
}

/** The nomination, held until the transaction ends: of two who decide at once the second sees the first’s decision. */
async function openNow(tx: Writer, id: number): Promise<NominationRow> {
  await tx.selectFrom('nominations').select('id').where('id', '=', id).forUpdate().execute()
  const found = await nomination(tx, id)
  if (found.outcome !== null)
    throw notPossible(`This nomination is already settled: ${outcomes[outcomeOf(found)].toLowerCase()}`)
  return found
}

async function settle(
  tx: Writer,
  by: Actor,
  { id, version }: NominationRow,
  changes: Record<string, string | number | null>,
) {
  await correct(
    tx,
    by,
    'nominations',
    { id, version },
    { ...changes, decidedBy: by.who.personId, decidedOn: by.today },
  )
}

export type Appointed = { groupId: number; part: GroupPart; fromOn: Day; toOn: Day | null }

const serving: Refusals = {
  group_members_overlap: {
    says: 'This person is already recorded in this part for some of these days',
    field: 'fromOn',
  },
}

/** Appoints who was put forward: they serve on the group from then on. An offer to any group is for the one chosen. */
export async function appoint(by: Actor, id: number, { groupId, ...filled }: Appointed, site: string) {
  const kept = (await keptGroups(by.db, by.who, by.today)).map(([group]) => group)
  await by.act(
    { did: 'appointed somebody to a group', subject: `groups/nominations/${id}` },
    async (tx, by) => {
      const found = await openNow(tx, id)
      permit(mayDecide(by.who, found, kept))
      const chosen = found.groupId ?? groupId
      if (!kept.includes(chosen)) throw notPossible('Select the group on which they are to serve', 'groupId')
      const { personId, membershipId } = found
      await insertMember(tx, chosen, { ...filled, personId, membershipId, note: null }, serving)
      await settle(tx, by, found, { outcome: 'appointed', groupId: chosen })
      const spell = spellServed(filled, by.today)
      await tellOutcome(tx, by, await nomination(tx, id), { outcome: 'appointed', reason: null, spell }, site)
    },
  )
}

/** Says why somebody is not appointed; they and their nominator are told. */
export async function decline(by: Actor, id: number, reason: string, site: string) {
  const kept = (await keptGroups(by.db, by.who, by.today)).map(([group]) => group)
  await by.act({ did: 'declined a nomination', subject: `groups/nominations/${id}` }, async (tx, by) => {
    const found = await openNow(tx, id)
    permit(mayDecide(by.who, found, kept))
    await settle(tx, by, found, { outcome: 'declined', outcomeReason: reason })
    await tellOutcome(tx, by, found, { outcome: 'declined', reason, spell: null }, site)
  })
}

/** Takes a nomination back before anybody decided, or says no to being nominated. */
export async function withdraw(by: Actor, id: number, site: string) {
  await by.act({ did: 'withdrew a nomination', subject: `groups/nominations/${id}` }, async (tx, by) => {
    const found = await openNow(tx, id)
    permit(mayWithdraw(by.who, found))
    await settle(tx, by, found, { outcome: 'withdrawn' })
    await tellOutcome(tx, by, found, { outcome: 'withdrawn', reason: null, spell: null }, site)
  })
}
