import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import type { Writer } from '../../platform/db.ts'
import { correct } from '../../platform/revision.ts'
import { resultOf } from '../counting/result.ts'
import { type Ballot, ballotOf } from '../queries.ts'
import { whyNotCorrected } from './rules.ts'

/**
 * What follows from an amendment that is closed: where it was carried, the motion asks in its words from now on, and
 * what it asked before is kept. A motion that was given up meanwhile stays as it was.
 */
export async function applyAmendment(tx: Writer, by: Actor, { id, amendsId }: Ballot): Promise<void> {
  if (amendsId === null) return
  const amendment = await ballotOf(tx, id)
  const result = await resultOf(tx, amendment)
  if (result?.outcome !== 'carried' || amendment.amendedWords === null) return
  const question = amendment.amendedWords
  await sql`select from ballots where id = ${amendsId} for no key update`.execute(tx)
  const motion = await ballotOf(tx, amendsId)
  if (whyNotCorrected(motion) !== null) return
  await by.act(
    { did: 'amended a motion', subject: `ballots/${amendsId}`, details: { amendment: id } },
    async (tx, by) => {
      await correct(tx, by, 'ballots', motion, { question })
    },
  )
}
