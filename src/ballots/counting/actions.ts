import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import { timeInLondon } from '../../platform/day.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { heldBallot } from '../actions.ts'
import { keepsBallot } from '../queries.ts'
import { spoken, WORDS } from './lots.ts'
import { drawnLot } from './queries.ts'
import { resultOf } from './result.ts'

/**
 * Draws the lot of an election by what was said in the room after its close, once and for good: of two who draw at once
 * the second is told. @throws a refusal where the count needs none.
 */
export async function drawLot(by: Actor, id: number, said: string): Promise<void> {
  await by.act({ did: 'drew the lot of an election', subject: `ballots/${id}` }, async (tx, by) => {
    const ballot = await heldBallot(tx, id)
    permit(await keepsBallot({ who: by.who, db: tx }, ballot))
    if (ballot.state !== 'closed') throw notPossible('A lot is drawn once the vote is closed, and not before')
    const drawn = await drawnLot(tx, id)
    if (drawn)
      throw notPossible(
        `The lot was drawn already, at ${timeInLondon(drawn.at)} by ${drawn.person ?? 'the office'}: it is drawn once, and stays`,
      )
    if ((await resultOf(tx, ballot))?.outcome !== 'needs a lot')
      throw notPossible('This count needs no lot: nobody is level where it would decide')
    const words = spoken(said)
    if (words.length < WORDS.fewest || words.length > WORDS.most)
      throw notPossible('Enter what was said, in 2 to 200 characters', 'words')
    await tx
      .updateTable('ballots')
      .set({
        lotWords: words,
        lotBy: by.who.personId,
        lotAt: sql<Date>`clock_timestamp()`,
        version: sql`version + 1`,
      })
      .where('id', '=', id)
      .execute()
  })
}
