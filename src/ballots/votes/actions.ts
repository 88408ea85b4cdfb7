import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import type { Writer } from '../../platform/db.ts'
import { notFound, notPossible, Refusal } from '../../platform/refusal.ts'
import { isChoice } from '../choices.ts'
import { type Ballot, ballotOf, electorOf, optionsOf } from '../queries.ts'
import { votedAlready, whyNoVote } from '../rules.ts'
import { seatsAt } from '../seats.ts'
import type { Way } from '../tables.ts'
import { type CastRow, castFor } from './queries.ts'
import { voterOf } from './rules.ts'

export type Cast = {
  ballotId: number
  membershipId: number
  choice: string
  reason?: string | null
  how: Extract<Way, 'page' | 'mail'>
}

/** Somebody else voted for the school meanwhile: `version` is what stands now, where it may still be changed. */
export class VotedMeanwhile extends Refusal {
  readonly version: number | null

  constructor(school: string, { how, person, recordedBy, castAt, version }: CastRow, mayChange: boolean) {
    super('not possible', votedAlready(school, voterOf({ how, person, recordedBy }), castAt))
    this.version = mayChange || how === 'phone' ? version : null
  }
}

/**
 * Casts a school’s vote. It is cast once: of two who speak for the school at once the second is told who voted, and
 * when. @throws a refusal where whoever is at work does not hold the school’s seat at this moment.
 */
export async function castVote(by: Actor, cast: Cast, now: Date): Promise<void> {
  const deed = {
    did: 'voted',
    subject: `ballots/${cast.ballotId}`,
    details: { membership: cast.membershipId },
  }
  await by.act(deed, async (tx, by) => {
    const { ballot, school } = await entitled(tx, by, cast, now)
    if (!isChoice(ballot, await optionsOf(tx, ballot.id), cast.choice))
      throw notPossible('Select how your school votes', 'choice')
    const { ballotId, membershipId, choice, reason = null, how } = cast
    await onceOnly(by, { ballot, membershipId, school }, () =>
      tx
        .insertInto('votes')
        .values({ ballotId, membershipId, choice, reason, how, castBy: by.who.personId })
        .execute(),
    )
  })
}

/** The ballot and the school, where this person may vote for it now. */
export async function entitled(
  tx: Writer,
  by: Actor,
  { ballotId, membershipId }: Pick<Cast, 'ballotId' | 'membershipId'>,
  now: Date,
): Promise<{ ballot: Ballot; school: string }> {
  const [ballot, elector] = await Promise.all([ballotOf(tx, ballotId), electorOf(tx, ballotId, membershipId)])
  const seat = (await seatsAt(tx, ballot, [membershipId], now)).get(membershipId)
  const why = whyNoVote(ballot, {
    elector,
    seat: seat ?? { inRoom: null, heads: [] },
    personId: by.who.personId,
  })
  if (why !== null) throw notPossible(why)
  if (!elector) throw notFound()
  if (ballot.manner === 'hands') throw notPossible('This vote is by show of hands, which the clerk counts')
  return { ballot, school: elector.school }
}

/** The school that takes part, and the ballot in which it does. */
type Once = { ballot: Pick<Ballot, 'id' | 'mayChange'>; membershipId: number; school: string }

/**
 * Lets the database hold that a school takes part once and only while the ballot is open, and says who came first.
 * What it refuses leaves nothing behind.
 */
export async function onceOnly(
  by: Actor,
  { ballot, membershipId, school }: Once,
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await by.together(work)
  } catch (error) {
    const { constraint = '' } = error as { constraint?: string }
    if (constraint === 'ballots_open')
      throw notPossible('This vote was closed meanwhile, so yours was not taken')
    if (constraint !== 'ballot_electors_once') throw error
    const before = await castFor(by.db, ballot.id, membershipId)
    if (before) throw new VotedMeanwhile(school, before, ballot.mayChange)
    throw notPossible(`${school} has taken its voting paper already`)
  }
}

/** Changes a school’s vote as it stood at this version, until the close; one that was taken down by phone always. */
export async function changeVote(by: Actor, cast: Cast & { version: number }, now: Date): Promise<void> {
  const deed = {
    did: 'changed a vote',
    subject: `ballots/${cast.ballotId}`,
    details: { membership: cast.membershipId },
  }
  await by.act(deed, async (tx, by) => {
    const { ballot, school } = await entitled(tx, by, cast, now)
    const { ballotId, membershipId, choice, reason = null, how } = cast
    const stands = await castFor(tx, ballotId, membershipId)
    if (!stands) throw notPossible(`${school} has not voted yet`)
    if (!ballot.mayChange && stands.how !== 'phone')
      throw notPossible('In this ballot a vote that was cast stays as it is')
    if (!isChoice(ballot, await optionsOf(tx, ballot.id), choice))
      throw notPossible('Select how your school votes', 'choice')
    await onceOnly(by, { ballot, membershipId, school }, async () => {
      const changed = await tx
        .updateTable('votes')
        .set({
          ...{ choice, reason, how, castBy: by.who.personId, recordedBy: null, source: null },
          castAt: sql<Date>`clock_timestamp()`,
          version: sql`version + 1`,
        })
        .where('ballotId', '=', ballotId)
        .where('membershipId', '=', membershipId)
        .where('version', '=', cast.version)
        .executeTakeFirst()
      if (Number(changed.numUpdatedRows) > 0) return
      const now = await castFor(tx, ballotId, membershipId)
      throw new VotedMeanwhile(school, now ?? stands, ballot.mayChange)
    })
  })
}
