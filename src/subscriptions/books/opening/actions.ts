import { sql } from 'kysely'
import { type Actor, onDay } from '../../../platform/action.ts'
import { type Day, inWords } from '../../../platform/day.ts'
import type { Writer } from '../../../platform/db.ts'
import { notPossible, permit } from '../../../platform/refusal.ts'
import { post, reverse } from '../actions.ts'
import { mayKeepBooks } from '../rules.ts'
import { firstMovement, OPENING, opening } from './queries.ts'

export type Opened = {
  /** The first day whose payments are recorded here. */
  datedOn: Day
  /** What was held in the account at the start of that day, in pence. */
  pence: number
}

const oneAtATime = (tx: Writer) => sql`select pg_advisory_xact_lock(hashtext('opening balance'))`.execute(tx)

/**
 * Brings forward what an alliance held when it began here, as its reserve.
 * @throws Refusal for a second one, a day to come, or one after a payment that is recorded already.
 */
export async function open(by: Actor, { datedOn, pence }: Opened): Promise<number> {
  permit(mayKeepBooks(by.who))
  return by.act({ did: 'brought a balance forward', subject: OPENING }, async (tx, by) => {
    await oneAtATime(tx)
    if (await opening(tx))
      throw notPossible('A balance was brought forward already. Undo it before you bring another forward')
    if (pence === 0) throw notPossible('Enter more than £0.00: nothing need not be brought forward', 'pence')
    if (datedOn > by.today) throw notPossible('The day must not be in the future', 'datedOn')
    const first = await firstMovement(tx)
    if (first && first.datedOn < datedOn)
      throw notPossible(
        `A payment of ${inWords(first.datedOn)} is recorded here already, and would be counted twice. Enter that day or one before it`,
        'datedOn',
      )
    return post(tx, by, {
      datedOn,
      kind: 'opening',
      says: 'Balance brought forward from before the alliance began here',
      subject: OPENING,
      lines: [
        { account: 'bank', pence },
        { account: 'reserve', pence: -pence },
      ],
    })
  })
}

/** Undoes it on its own day, since what was wrong was wrong from then on; when it was undone stays to be read. */
export async function undoOpening(by: Actor, { why }: { why: string }): Promise<void> {
  permit(mayKeepBooks(by.who))
  await by.act({ did: 'undid the balance brought forward', subject: OPENING }, async (tx, by) => {
    await oneAtATime(tx)
    const was = await opening(tx)
    if (!was) throw notPossible('There is no balance brought forward to undo: somebody may have undone it')
    await reverse(tx, onDay(by, was.datedOn), {
      id: was.id,
      says: `Balance brought forward undone: ${why}`,
    })
  })
}
