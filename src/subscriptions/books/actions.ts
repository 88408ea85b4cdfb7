import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import { type Refusals, refusing } from '../../platform/constraint.ts'
import type { Day } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'
import { balances, gathered, type Line, reversed } from './rules.ts'
import type { EntryKind } from './tables.ts'

export type Entry = {
  datedOn: Day
  kind: EntryKind
  says: string
  /** The record it comes from, as the audit log names it: `subscriptions/invoices/12`. */
  subject: string
  lines: readonly Line[]
}

const kept: Refusals = {
  invoices_settled: {
    says: 'That is more than the invoice still asks for: it may have been settled meanwhile. Put the rest on the school’s account',
    field: 'amount',
  },
  accounts_in_favour: {
    says: 'That is more than stands on the school’s account: some of it may have been paid back or used meanwhile',
    field: 'amount',
  },
}

/**
 * Writes a movement of money into the books, inside the action that causes it. The database holds that it balances and
 * that no invoice is settled by more than it asks; it is asked here, so that the refusal is a sentence.
 * @throws RangeError for lines that do not balance: these are ours, nobody typed them.
 */
export async function post(tx: Writer, by: Actor, entry: Entry): Promise<number> {
  return write(tx, by, { ...entry, reversesId: null })
}

type Written = Entry & { reversesId: number | null }

async function write(tx: Writer, by: Actor, { lines, ...entry }: Written): Promise<number> {
  const sides = gathered(lines)
  if (!balances(sides)) throw new RangeError(`The movement “${entry.says}” does not balance`)
  const { id } = await tx
    .insertInto('journalEntries')
    .values({ ...entry, postedBy: by.who.personId })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('journalLines')
    .values(
      sides.map(({ account, pence, membershipId = null, invoiceId = null, purposeId = null }) => ({
        entryId: id,
        ...{ account, pence, membershipId, invoiceId, purposeId },
      })),
    )
    .execute()
  await refusing(kept, () => sql`set constraints all immediate`.execute(tx))
  await sql`set constraints all deferred`.execute(tx)
  return id
}

/** Undoes a movement by one the other way round, on the day of the undoing. What was posted stays to be read. */
export async function reverse(
  tx: Writer,
  by: Actor,
  { id, says }: { id: number; says: string },
): Promise<number> {
  const entry = await tx
    .selectFrom('journalEntries')
    .select('subject')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const lines = await tx
    .selectFrom('journalLines')
    .select(['account', 'pence', 'membershipId', 'invoiceId', 'purposeId'])
    .where('entryId', '=', id)
    .execute()
  const undoing = { datedOn: by.today, kind: 'reversal' as const, says, subject: entry.subject }
  return write(tx, by, { ...undoing, lines: reversed(lines), reversesId: id })
}
