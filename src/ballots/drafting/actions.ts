import { sql } from 'kysely'
import { momentNow } from '../../meetings/decisions/queries.ts'
import type { Actor } from '../../platform/action.ts'
import { refusing } from '../../platform/constraint.ts'
import { dayInLondon } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { correct } from '../../platform/revision.ts'
import { heldBallot } from '../actions.ts'
import { type Ballot, keepsBallot, optionsOf } from '../queries.ts'
import { mayKeepCorrespondence, mayPropose } from '../rules.ts'
import { type Columns, type Drafted, settled } from './draft.ts'
import { itemAsked, peopleNamed } from './queries.ts'
import { whyNotCorrected } from './rules.ts'

/** For which school somebody speaks; nobody is asked who speaks for one only, and its keeper may leave it open. */
export type Spoken = { membershipId: number | null }

/**
 * Drafts a vote: for an item of a meeting by whoever keeps that meeting, between meetings by the office.
 * @throws a refusal beside the question that cannot be as it was answered.
 */
export async function draftBallot(
  by: Actor,
  itemId: number | null,
  { membershipId, ...filled }: Drafted & Spoken,
): Promise<number> {
  const deed = { did: 'drafted a vote', subject: (id: number) => `ballots/${id}` }
  return by.act(deed, async (tx, by) => {
    const item = itemId === null ? null : await itemAsked(by, itemId)
    permit(item ? item.keeps : mayKeepCorrespondence(by.who))
    const byCorrespondence = item === null
    const { columns, candidates } = await settled(tx, filled, { on: item?.heldOn ?? null, byCorrespondence })
    const id = await addBallot(tx, {
      ...columns,
      ...{ itemId: itemId ?? columns.itemId ?? null, byCorrespondence },
      ...{ membershipId, proposedBy: null, accepted: true },
    })
    await standAs(tx, id, candidates)
    return id
  })
}

export type MotionProposed = Pick<Drafted, 'question' | 'explanation' | 'manner' | 'proposalId'> & Spoken

/** What a motion is that is only for or against, under the terms. */
export const plainMotion = { asks: 'motion', majority: null, counting: null, candidates: null } as const

/** Proposes a motion, for an item of a meeting or between meetings: whoever keeps it takes it up, or declines it. */
export async function proposeMotion(
  by: Actor,
  itemId: number | null,
  { membershipId, ...given }: MotionProposed,
): Promise<number> {
  permit(mayPropose(by.who))
  const deed = { did: 'proposed a motion', subject: (id: number) => `ballots/${id}` }
  return by.act(deed, async (tx, by) => {
    const byCorrespondence = itemId === null
    const on = byCorrespondence ? dayInLondon(await momentNow(tx)) : (await itemAsked(by, itemId)).heldOn
    const motion = { ...plainMotion, ...given, mayChange: true }
    const { columns } = await settled(tx, motion, { on, byCorrespondence })
    return addBallot(tx, {
      ...{ ...columns, itemId, byCorrespondence },
      ...{ membershipId, proposedBy: by.who.personId, accepted: false },
    })
  })
}

type Added = Columns & {
  itemId: number | null
  byCorrespondence: boolean
  membershipId: number | null
  proposedBy: number | null
  accepted: boolean
  amendsId?: number
  amendsVersion?: number
  amendedWords?: string
}

const momentOf = (written: string | null) => (written === null ? null : new Date(written))

/** A new ballot, the last of its item, or of the amendments of its motion. */
export async function addBallot(
  tx: Writer,
  { accepted, opensAt, closesAt, ...values }: Added,
): Promise<number> {
  const { itemId, amendsId = null } = values
  const { id } = await tx
    .insertInto('ballots')
    .values({
      ...values,
      ...{ opensAt: momentOf(opensAt), closesAt: momentOf(closesAt) },
      acceptedAt: accepted ? sql<Date>`clock_timestamp()` : null,
      position: sql<number>`(select coalesce(max(position), 0) + 1 from ballots
        where item_id is not distinct from ${itemId} and amends_id is not distinct from ${amendsId}
          and coalesce(item_id, amends_id) is not null)`,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** The candidates in the order in which they were named; one who bears the name of one person we know is that person. */
async function standAs(tx: Writer, ballotId: number, candidates: string[]) {
  if (candidates.length === 0) return
  const known = await peopleNamed(tx, candidates)
  await tx
    .insertInto('ballotOptions')
    .values(
      candidates.map((words, i) => ({
        ...{ ballotId, words, position: i + 1 },
        personId: known.get(words.toLowerCase()) ?? null,
      })),
    )
    .execute()
}

/** A ballot that is held, for whoever keeps it, while what it asks may still change. */
export async function unsettled(tx: Writer, by: Actor, id: number): Promise<Ballot> {
  const ballot = await heldBallot(tx, id)
  permit(await keepsBallot(by, ballot))
  const why = whyNotCorrected(ballot)
  if (why !== null) throw notPossible(why)
  return ballot
}

/** Said where the database found that it was opened, which is the last to know. */
export const settledMeanwhile = {
  ballots_settled: { says: 'Schools may vote already, so that what they are asked stays as it is' },
}

export type RowAt = { id: number; version: number }

/** Corrects what a vote asks as it stood at this version, before it opens; what it asked before is kept. */
export async function correctBallot(by: Actor, row: RowAt, filled: Drafted): Promise<void> {
  await by.act({ did: 'corrected a vote', subject: `ballots/${row.id}` }, async (tx, by) => {
    const { byCorrespondence, heldOn } = await unsettled(tx, by, row.id)
    const on = byCorrespondence ? null : heldOn
    const { columns, candidates } = await settled(tx, filled, { on, byCorrespondence })
    const were = (await optionsOf(tx, row.id)).map(({ words }) => words).join(', ')
    const linked = { candidates: { was: were, becomes: candidates.join(', ') } }
    const changed = await refusing(settledMeanwhile, () => correct(tx, by, 'ballots', row, columns, linked))
    if (!changed || were === linked.candidates.becomes) return
    await tx.deleteFrom('ballotOptions').where('ballotId', '=', row.id).execute()
    await standAs(tx, row.id, candidates)
  })
}
