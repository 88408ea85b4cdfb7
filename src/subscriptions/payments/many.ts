import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import { type Refusals, refusing } from '../../platform/constraint.ts'
import type { Writer } from '../../platform/db.ts'
import type { Received } from './actions.ts'

type FromBank = Received & { fingerprint: string }

const once: Refusals = {
  payments_once: {
    says: 'Lines of this statement were brought in at the same moment. Choose the file again',
    field: 'file',
  },
}

/**
 * Takes the lines of a bank statement into the books as `take` does with one payment, in one statement for all, since
 * a statement may have thousands.
 * @returns the payments’ ids, in the order of the lines.
 */
export async function takeMany(
  tx: Writer,
  by: Actor,
  lines: readonly FromBank[],
  statementId: number,
): Promise<number[]> {
  const subject = `subscriptions/statements/${statementId}`
  const column = <Name extends keyof FromBank>(name: Name) => lines.map((line) => line[name])
  const { rows } = await refusing(once, () =>
    sql<{ paymentId: number }>`
      with given as materialized (
        select line.*, nextval(pg_get_serial_sequence('journal_entries', 'id')) as entry_id,
          nextval(pg_get_serial_sequence('payments', 'id')) as payment_id
        from unnest(${column('datedOn')}::date[], ${column('pence')}::bigint[], ${column('payer')}::text[],
          ${column('says')}::text[], ${column('fingerprint')}::text[])
          with ordinality as line (dated_on, pence, payer, says, fingerprint, place)
      ), entries as (
        insert into journal_entries (id, dated_on, kind, says, subject, posted_by) overriding system value
        select entry_id, dated_on, 'payment', coalesce(payer || ': ', '') || says, ${subject}, ${by.who.personId}
        from given order by place
      ), sides as (
        insert into journal_lines (entry_id, account, pence)
        select entry_id, side.account, side.sign * pence from given
        cross join (values ('bank', 1), ('unmatched', -1)) as side (account, sign) order by place
      ), taken as (
        insert into payments (id, kind, statement_id, dated_on, pence, payer, says, fingerprint, entry_id, recorded_by)
          overriding system value
        select payment_id, 'bank', ${statementId}, dated_on, pence, payer, says, fingerprint, entry_id, ${by.who.personId}
        from given order by place
      )
      select payment_id from given order by place`.execute(tx),
  )
  return rows.map(({ paymentId }) => paymentId)
}

const unmatchedOnly: Refusals = {
  payments_matched: {
    says: 'A line of this statement is matched, perhaps since you opened the page. Undo the match first',
  },
  journal_entries_reversed_once: {
    says: 'A line of this statement was cancelled at the same moment. Try again',
  },
}

/**
 * Cancels every standing payment of a statement, each by an entry the other way round on the day of the cancelling.
 * @throws Refusal where one of them is matched.
 * @returns how many.
 */
export async function cancelMany(
  tx: Writer,
  by: Actor,
  { statementId, why }: { statementId: number; why: string },
): Promise<number> {
  const { numAffectedRows = 0n } = await refusing(unmatchedOnly, () =>
    sql`
      with given as materialized (
        select p.id, p.entry_id, e.subject, nextval(pg_get_serial_sequence('journal_entries', 'id')) as reversal_id
        from payments p join journal_entries e on e.id = p.entry_id
        where p.statement_id = ${statementId} and p.cancelled_at is null
      ), entries as (
        insert into journal_entries (id, dated_on, kind, says, subject, reverses_id, posted_by) overriding system value
        select reversal_id, ${by.today}, 'reversal', ${why}, subject, entry_id, ${by.who.personId} from given
      ), sides as (
        insert into journal_lines (entry_id, account, membership_id, invoice_id, purpose_id, pence)
        select g.reversal_id, l.account, l.membership_id, l.invoice_id, l.purpose_id, -l.pence
        from given g join journal_lines l on l.entry_id = g.entry_id
      )
      update payments set cancelled_at = now(), cancelled_by = ${by.who.personId}, cancelled_why = ${why}, version = version + 1
      from given where payments.id = given.id`.execute(tx),
  )
  return Number(numAffectedRows)
}
