import type { Reader } from '../../../platform/db.ts'

export const OPENING = 'subscriptions/books/opening'

/** The balance with which the alliance began here, unless it was undone. */
export const opening = (db: Reader) =>
  db
    .selectFrom('journalEntries as e')
    .innerJoin('journalLines as l', 'l.entryId', 'e.id')
    .leftJoin('journalEntries as r', 'r.reversesId', 'e.id')
    .select(['e.id', 'e.datedOn', 'l.pence'])
    .where('e.kind', '=', 'opening')
    .where('l.account', '=', 'bank')
    .where('r.id', 'is', null)
    .executeTakeFirst()

/** The first day on which money moved in the account, other than by a balance brought forward. */
export const firstMovement = (db: Reader) =>
  db
    .selectFrom('payments')
    .select('datedOn')
    .where('cancelledAt', 'is', null)
    .orderBy('datedOn')
    .limit(1)
    .executeTakeFirst()
