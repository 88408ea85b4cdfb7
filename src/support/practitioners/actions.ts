import { leadersOn, membershipOn } from '../../members/queries.ts'
import { heads as headPosts } from '../../people/tables.ts'
import type { Actor } from '../../platform/action.ts'
import { type Refusals, refusing } from '../../platform/constraint.ts'
import { academicYearOf, type Day, dayInLondon, inWords, momentAt, timeInLondon } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { correct } from '../../platform/revision.ts'
import { isHeadOf, isOffice } from '../../platform/who.ts'
import { endPost, givePost } from './post.ts'
import { type Practitioner, practitioner, staffOn } from './queries.ts'
import { isOpen, mayAnswer, mayEnd, mayKeep, mayNominate, phaseAt, stateOf } from './rules.ts'
import { unwantedSays } from './words.ts'

export const subjectOf = (id: number) => `support/practitioners/${id}`

/** This moment on the day that it is for whoever acts: what is counted in days from it agrees with their today. */
export const momentOf = ({ today }: Actor) => momentAt(today, timeInLondon(new Date()))

/** The practitioner, whom nobody else changes or takes a half-day of until this transaction is over. */
export async function locked(tx: Writer, id: number, on: Day): Promise<Practitioner> {
  await tx.selectFrom('practitioners').select('id').where('id', '=', id).forNoKeyUpdate().execute()
  return practitioner(tx, id, on)
}

/** Refuses what comes too late: somebody declined or ended them meanwhile. */
export function whileOpen(found: Practitioner): Practitioner {
  if (isOpen(found)) return found
  const ended = stateOf(found) === 'ended'
  const who = ended ? found.ender : found.decliner
  throw notPossible(
    ended
      ? `${found.name} stopped on ${inWords(found.endedOn as Day)}${who ? `: ${who} wrote it down` : ''}. Nothing of it is changed any more`
      : `${who ?? 'SSIG'} declined this nomination. Nothing of it is changed any more`,
  )
}

/** Refuses words of appraisal and names of pupils (clause 22): they are pointed out beside the question. */
export function plainWords(words: Record<string, string | null>) {
  for (const [field, text] of Object.entries(words)) {
    const says = unwantedSays(text)
    if (says) throw notPossible(says, field)
  }
}

export type NominationFilled = {
  membershipId: number
  personId: number
  profile: string
  areas: number[]
  /** Numbers of phases; each of the areas is theirs in each of them. */
  phases: number[]
  /** Of this academic year. */
  halfDays: number
  evidence: string
}

const twice: Refusals = {
  practitioners_once: {
    says: 'This person has been nominated for this school already: look at that nomination',
    field: 'personId',
  },
}

/**
 * Puts somebody of a school forward, with the word of its head that they are highly effective (clause 22). The office
 * does so on the head’s behalf, and needs there to be one.
 */
export async function nominate(by: Actor, filled: NominationFilled): Promise<number> {
  permit(mayNominate(by.who))
  const { membershipId, personId, profile, evidence } = filled
  permit(isOffice(by.who) || isHeadOf(by.who, membershipId))
  plainWords({ profile, evidence })
  return by.act({ did: 'nominated a practitioner', subject: subjectOf }, async (tx, by) => {
    const headId = await whoseWord(tx, by, membershipId)
    await ofTheStaff(tx, by, filled)
    const id = await refusing(twice, async () => {
      const values = {
        personId,
        membershipId,
        profile,
        nominatedBy: by.who.personId,
        nominatedAt: momentOf(by),
      }
      return (
        await tx
          .insertInto('practitioners')
          .values({ ...values, ...nothingYet })
          .returning('id')
          .executeTakeFirstOrThrow()
      ).id
    })
    await expertise(tx, id, filled)
    const { halfDays } = filled
    await tx
      .insertInto('practitionerOffers')
      .values({ practitionerId: id, year: academicYearOf(by.today), halfDays })
      .execute()
    await tx
      .insertInto('practitionerVouchings')
      .values({ practitionerId: id, vouchedBy: headId, vouchedOn: by.today, evidence })
      .execute()
    return id
  })
}

const nothingYet = {
  ...{ acceptedBy: null, acceptedAt: null, declinedBy: null, declinedAt: null, declinedWhy: null },
  ...{ endedBy: null, endedOn: null, endedWhy: null },
}

async function whoseWord(tx: Writer, by: Actor, membershipId: number): Promise<number | null> {
  if (isHeadOf(by.who, membershipId)) return by.who.personId
  const head = (await leadersOn(tx, membershipId, by.today)).find(({ post }) => headPosts.includes(post))
  if (head) return head.id
  const { name } = await membershipOn(tx, membershipId, by.today)
  throw notPossible(`No head of ${name} is recorded today, and it is a head’s word`, 'membershipId')
}

async function ofTheStaff(tx: Writer, by: Actor, { personId, membershipId }: NominationFilled) {
  const staff = await staffOn(tx, by.today, [membershipId])
  if (staff.some((one) => one.personId === personId)) return
  throw notPossible('Choose somebody who works at the school today', 'personId')
}

function expertise(tx: Writer, practitionerId: number, { areas, phases }: NominationFilled) {
  const values = [...new Set(areas)].flatMap((areaId) =>
    phases.map((phase) => ({ practitionerId, areaId, phase: phaseAt(phase) })),
  )
  return tx.insertInto('practitionerExpertise').values(values).execute()
}

/** Accepts a nomination; of two who answer at once the second is told of the first. Gives the post of a practitioner. */
export async function accept(by: Actor, id: number) {
  await by.act({ did: 'accepted a practitioner', subject: subjectOf(id) }, async (tx, by) => {
    const found = toAnswer(by, await locked(tx, id, by.today))
    if (found.schoolLeft) throw notPossible(`${found.school} is no longer a member of the alliance`)
    const staff = await staffOn(tx, by.today, [found.membershipId])
    if (!staff.some(({ personId }) => personId === found.personId))
      throw notPossible(`${found.name} holds no post at ${found.school} today`)
    await tx
      .updateTable('practitioners')
      .set({ acceptedBy: by.who.personId, acceptedAt: momentOf(by) })
      .where('id', '=', id)
      .execute()
    await givePost(tx, by, found)
  })
}

export type DeclineFilled = { why: string }

/** Declines a nomination, with a reason that the school’s leaders and the person nominated read. */
export async function decline(by: Actor, id: number, { why }: DeclineFilled) {
  plainWords({ why })
  await by.act({ did: 'declined a practitioner', subject: subjectOf(id) }, async (tx, by) => {
    toAnswer(by, await locked(tx, id, by.today))
    await tx
      .updateTable('practitioners')
      .set({ declinedBy: by.who.personId, declinedAt: momentOf(by), declinedWhy: why })
      .where('id', '=', id)
      .execute()
  })
}

function toAnswer({ who }: Actor, found: Practitioner): Practitioner {
  permit(mayAnswer(who, found))
  if (whileOpen(found).acceptedAt)
    throw notPossible(`${found.acceptor ?? 'SSIG'} has accepted this nomination already`)
  return found
}

export type EndFilled = { endedOn: Day; why: string }

/** Ends it after this day, which is not in the future, or withdraws a nomination. Their post there gets a last day. */
export async function end(by: Actor, id: number, { endedOn, why }: EndFilled) {
  plainWords({ why })
  await by.act({ did: 'ended a practitioner', subject: subjectOf(id) }, async (tx, by) => {
    const found = await locked(tx, id, by.today)
    permit(mayEnd(by.who, found))
    whileOpen(found)
    const since = dayInLondon(found.acceptedAt ?? found.nominatedAt)
    if (endedOn > by.today) throw notPossible('The last day must be today or in the past', 'endedOn')
    if (endedOn < since)
      throw notPossible(
        `The last day must be ${inWords(since)} or later, when they were ${found.acceptedAt ? 'accepted' : 'nominated'}`,
        'endedOn',
      )
    await tx
      .updateTable('practitioners')
      .set({ endedBy: by.who.personId, endedOn, endedWhy: why })
      .where('id', '=', id)
      .execute()
    if (stateOf(found) === 'accepted') await endPost(tx, by, found, endedOn)
  })
}

export type ProfileFilled = { profile: string }

/** What others may read of them, as it stood at this version. */
export async function correctProfile(
  by: Actor,
  row: { id: number; version: number },
  { profile }: ProfileFilled,
) {
  plainWords({ profile })
  await by.act({ did: 'corrected a practitioner’s profile', subject: subjectOf(row.id) }, async (tx, by) => {
    const found = await locked(tx, row.id, by.today)
    permit(mayKeep(by.who, found))
    whileOpen(found)
    await correct(tx, by, 'practitioners', row, { profile })
  })
}
