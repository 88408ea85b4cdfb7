import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { terms } from '../agreement/terms/queries.ts'
import { conflictedMemberships } from '../meetings/agenda/interests/queries.ts'
import { sitting } from '../meetings/seats/queries.ts'
import { isQuorate, neededFor } from '../meetings/seats/rules.ts'
import { membersOn } from '../members/queries.ts'
import type { Actor } from '../platform/action.ts'
import { academicYearOf, dayInLondon, timeInLondon } from '../platform/day.ts'
import type { Writer } from '../platform/db.ts'
import { notFound, notPossible, permit } from '../platform/refusal.ts'
import { applyAmendment } from './drafting/carried.ts'
import { amendmentsOf, type Ballot, ballotOf, keepsBallot, turnoutOf } from './queries.ts'
import { states, whyNotBeforehand, whyNotInRoom } from './rules.ts'
import { roomAt } from './seats.ts'
import { countBox, emptyBox, makeKeys } from './secret/actions.ts'

/** The ballot, held until the transaction ends: whoever votes, closes or corrects it meanwhile waits. */
export async function heldBallot(tx: Writer, id: number): Promise<Ballot> {
  const locked = tx.selectFrom('ballots').select('id').where('id', '=', id).forNoKeyUpdate()
  if (!(await locked.executeTakeFirst())) throw notFound()
  return ballotOf(tx, id)
}

async function kept(tx: Writer, by: Actor, id: number): Promise<Ballot> {
  const ballot = await heldBallot(tx, id)
  permit(await keepsBallot({ who: by.who, db: tx }, ballot))
  return ballot
}

const already = ({ state }: Ballot) => `This vote is ${states[state].toLowerCase()} already`

/** One line of a roll: a membership, whether it is in the room and by whom, and whether it has a part in the vote. */
type Called = {
  membershipId: number
  present: boolean
  personId: number | null
  capacity: 'head' | 'acting head' | 'deputy' | null
  excluded: boolean
}

type Roll = { called: Called[]; needed: number; represented: number }

/**
 * Opens a vote at this moment: the roll is called, the quorum tested (clauses 32 and 33), and what it is decided by
 * settled. Between meetings every membership is called, and the quorum is of those who take part, when it closes.
 * @throws a refusal without a quorum, while an amendment is undecided, or when the meeting does not go on.
 */
export async function openBallot(by: Actor, id: number, now: Date): Promise<void> {
  const deed = { did: 'opened a vote', subject: `ballots/${id}` }
  await by.act(deed, async (tx, by) => {
    const ballot = await kept(tx, by, id)
    if (ballot.state !== 'drafted' && ballot.state !== 'beforehand') throw notPossible(whyNotOpened(ballot))
    if (ballot.manner === 'hands')
      throw notPossible('A show of hands is opened, counted and closed when it is written down')
    if (ballot.meetingId !== null && !ballot.byCorrespondence) await goesOn(tx, ballot.meetingId, by)
    await begin(tx, by, ballot, now)
  })
}

const whyNotOpened = (ballot: Ballot) =>
  ballot.state === 'proposed' ? 'Take this proposal up before it is voted on' : already(ballot)

/** A vote in the room is taken while the meeting goes on. */
async function goesOn(tx: Writer, meetingId: number, { today }: Actor) {
  const why = whyNotInRoom(await sitting(tx, meetingId), today)
  if (why !== null) throw notPossible(why)
}

/** Calls the roll and settles what the vote is decided by; the ballot is held by whoever calls this. */
export async function begin(tx: Writer, by: Actor, ballot: Ballot, now: Date): Promise<Roll> {
  const undecided = (await amendmentsOf(tx, ballot.id)).find(
    ({ state }) => state !== 'closed' && state !== 'cancelled',
  )
  if (undecided) throw notPossible('An amendment of this motion is undecided: it is voted on first')
  const roll = ballot.byCorrespondence
    ? await calledFromAfar(tx, ballot, now)
    : await calledInRoom(tx, ballot, now)
  await callRoll(tx, ballot, roll.called)
  const agreed = await terms(tx, academicYearOf(dayInLondon(now)))
  const seed = ballot.asks === 'election' ? randomBytes(32) : null
  if (ballot.manner === 'secret' && ballot.absentFrom === null) await makeKeys(tx, ballot.id)
  await tx
    .updateTable('ballots')
    .set({
      openedAt: now,
      openedBy: by.who.personId,
      needed: roll.needed,
      represented: roll.represented,
      abstentionsCast: agreed.abstentions === 1,
      lotSeed: seed,
      lotPromise: seed && createHash('sha256').update(seed).digest('hex'),
      version: sql`version + 1`,
    })
    .where('id', '=', ballot.id)
    .execute()
  return roll
}

/** Who is in the room by the register, of every membership of that day. */
async function calledInRoom(tx: Writer, ballot: Ballot, now: Date): Promise<Roll> {
  const { meeting, seats, declared, quorum, says } = await roomAt(tx, ballot, timeInLondon(now))
  if (!meeting.ofBoard)
    throw notPossible('Votes belong to the schools, and only the board has a seat for each of them')
  if (!isQuorate(quorum)) throw notPossible(`There is no quorum at ${timeInLondon(now)}: ${says}`)
  const members = await membersOn(tx, meeting.heldOn)
  const called = members.map(({ id }): Called => {
    const seat = seats.get(id)
    return {
      membershipId: id,
      present: seat !== undefined,
      personId: seat?.personId ?? null,
      capacity: (seat?.capacity as Called['capacity']) ?? null,
      excluded: declared.has(id),
    }
  })
  return { called, needed: quorum.needed, represented: quorum.represented }
}

/** Every membership of the day on which it opens; what was declared on its item holds here too. */
async function calledFromAfar(tx: Writer, ballot: Ballot, now: Date): Promise<Roll> {
  const on = dayInLondon(now)
  const members = await membersOn(tx, on)
  const declared = new Set(ballot.itemId === null ? [] : await conflictedMemberships(tx, ballot.itemId))
  const { quorum } = await terms(tx, academicYearOf(on))
  const called = members.map(
    ({ id }): Called => ({
      ...{ membershipId: id, present: false, personId: null, capacity: null },
      excluded: declared.has(id),
    }),
  )
  return { called, needed: neededFor(members.length, quorum), represented: 0 }
}

/** Who was called beforehand and is in the room now is present; a school that is neither has no vote. */
async function callRoll(tx: Writer, ballot: Ballot, called: Called[]) {
  if (called.length === 0) throw notPossible('No school is a member on this day, so nobody could vote')
  await tx
    .insertInto('ballotElectors')
    .values(called.map((one) => ({ ...one, ballotId: ballot.id })))
    .onConflict((row) =>
      row.columns(['ballotId', 'membershipId']).doUpdateSet((eb) => ({
        present: eb.ref('excluded.present'),
        personId: eb.ref('excluded.personId'),
        capacity: eb.ref('excluded.capacity'),
        excluded: sql<boolean>`excluded.excluded and ballot_electors.took is distinct from 'paper'`,
      })),
    )
    .execute()
}

/** Opens a vote beforehand to schools that cannot come to the meeting: before it begins, and not after. */
export async function openBeforehand(by: Actor, id: number, now: Date): Promise<void> {
  const deed = { did: 'opened a vote to schools that cannot come', subject: `ballots/${id}` }
  await by.act(deed, async (tx, by) => {
    const ballot = await kept(tx, by, id)
    if (ballot.state !== 'drafted') throw notPossible(whyNotOpened(ballot))
    if (ballot.meetingId === null)
      throw notPossible('Only a vote by name or in secret at a meeting is opened beforehand')
    const at = await sitting(tx, ballot.meetingId)
    const why = whyNotBeforehand(ballot, at, by.today)
    if (why !== null) throw notPossible(why)
    const undecided = (await amendmentsOf(tx, id)).some(
      ({ state }) => state !== 'closed' && state !== 'cancelled',
    )
    if (undecided) throw notPossible('An amendment of this motion is undecided: it is voted on first')
    const members = await membersOn(tx, at.heldOn)
    const declared = new Set(await conflictedMemberships(tx, ballot.itemId as number))
    await callRoll(
      tx,
      ballot,
      members.map((member) => ({
        ...{ membershipId: member.id, present: false, personId: null, capacity: null },
        excluded: declared.has(member.id),
      })),
    )
    if (ballot.manner === 'secret') await makeKeys(tx, id)
    await tx
      .updateTable('ballots')
      .set({ absentFrom: now, version: sql`version + 1` })
      .where('id', '=', id)
      .execute()
  })
}

/**
 * Closes a vote and counts it. Those who are at it are waited for, and whoever comes later is refused. Between
 * meetings it closes before its time only where every school has taken part.
 */
export async function closeBallot(by: Actor, id: number): Promise<void> {
  await by.act({ did: 'closed a vote', subject: `ballots/${id}` }, async (tx, by) => {
    const ballot = await kept(tx, by, id)
    if (ballot.state !== 'open')
      throw notPossible(ballot.state === 'drafted' ? 'This vote is not open' : already(ballot))
    const { may, took } = await turnoutOf(tx, id)
    if (ballot.closesAt && took < may && !(await isOver(tx, ballot.closesAt)))
      throw notPossible('Schools may vote until the time that was set. Cancel the vote if it must not go on')
    await finish(tx, by, ballot)
  })
}

/** By the database’s clock, which is the one that votes are taken by. */
async function isOver(tx: Writer, closesAt: Date): Promise<boolean> {
  const { rows } = await sql<{ over: boolean }>`select clock_timestamp() >= ${closesAt} as over`.execute(tx)
  return rows[0]?.over ?? false
}

/** Closes a ballot that is held, at this moment or the one given, and counts what is in its box. */
export async function finish(tx: Writer, by: Actor, ballot: Ballot, at?: Date) {
  const digest = ballot.manner === 'secret' ? await countBox(by, ballot) : null
  await tx
    .updateTable('ballots')
    .set({
      closedAt: at ?? sql<Date>`clock_timestamp()`,
      closedBy: by.who.personId,
      digest,
      version: sql`version + 1`,
    })
    .where('id', '=', ballot.id)
    .execute()
  await applyAmendment(tx, by, ballot)
}

/** Gives a vote up, drafted or open, and says why; what was voted is told to nobody. */
export async function cancelBallot(by: Actor, id: number, why: string): Promise<void> {
  await by.act({ did: 'cancelled a vote', subject: `ballots/${id}` }, async (tx, by) => {
    const ballot = await kept(tx, by, id)
    if (ballot.state === 'closed' || ballot.state === 'cancelled') throw notPossible(already(ballot))
    if (ballot.manner === 'secret') await emptyBox(tx, id)
    await tx
      .updateTable('ballots')
      .set({
        cancelledAt: sql<Date>`clock_timestamp()`,
        cancelledBy: by.who.personId,
        cancelledWhy: why,
        version: sql`version + 1`,
      })
      .where('id', '=', id)
      .execute()
  })
}
