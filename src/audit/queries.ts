import { sql } from 'kysely'
import type { Day } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import type { ListAsked, Listed } from '../platform/web.tsx'

export type AuditFilter = { words: string | null; from: Day | null; to: Day | null }

const lines = (db: Reader) =>
  db
    .selectFrom('auditLog')
    .leftJoin('people', (join) =>
      join.on(sql`people.id`, '=', sql`case when who ~ '^[0-9]{1,15}$' then who::bigint end`),
    )
    .select(['seq', 'at', 'did', 'subject', 'details', 'hash'])
    .select(
      sql<string>`coalesce(people.name, case who when 'system' then 'Endeavour itself' else 'Person ' || who end)`.as(
        'name',
      ),
    )

export type AuditLine = Awaited<ReturnType<ReturnType<typeof lines>['execute']>>[number]

/** Lines of the log that match; the days are London’s. */
export async function linesListed(
  db: Reader,
  { filter: { words, from, to }, order, limit, offset }: ListAsked<AuditFilter>,
): Promise<Listed<AuditLine>> {
  const pattern = `%${(words ?? '').replace(/[\\%_]/g, '\\$&')}%`
  const rows = await lines(db)
    .select((eb) => eb.fn.countAll<number>().over().as('total'))
    .$if(!!words, (query) =>
      query.where((eb) =>
        eb.or([
          eb('did', 'ilike', pattern),
          eb('subject', 'ilike', pattern),
          eb('people.name', 'ilike', pattern),
        ]),
      ),
    )
    .$if(from != null, (query) => query.where('at', '>=', startOf(from as Day, 0)))
    .$if(to != null, (query) => query.where('at', '<', startOf(to as Day, 1)))
    .orderBy('seq', order.descending ? 'desc' : 'asc')
    .limit(sql.lit(limit))
    .offset(sql.lit(offset))
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

/** The moment in London at which this day, or the one so many days after it, begins. */
const startOf = (on: Day, days: number) =>
  sql<Date>`((${on}::date + ${sql.lit(days)})::timestamp at time zone 'Europe/London')`

/** The last line: its hash seals every line before it. */
export const headOfLog = (db: Reader) =>
  db
    .selectFrom('auditLog')
    .select(['seq', 'at', 'hash'])
    .orderBy('seq', 'desc')
    .limit(sql.lit(1))
    .executeTakeFirst()
