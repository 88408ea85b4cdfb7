import { sql } from 'kysely'
import { academicYearOf, type Day, firstDay } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'

/** What a vote waits for from whoever keeps it. */
export type Waits = 'answer' | 'end' | 'window' | 'decision'

export type Unsettled = { id: number; waits: Waits }

/** Its window came a while ago, so that it would have opened by itself if nothing stood in its way. */
const OVERDUE = '10 minutes'

/**
 * Votes that wait for whoever keeps them: a proposal to be taken up or declined, one that was to be taken at a meeting
 * that is over, one whose window came and found it shut, and one that was closed this year and of which no decision is
 * recorded.
 */
export async function unsettled(db: Reader, today: Day): Promise<Unsettled[]> {
  const { rows } = await sql<Unsettled>`
    select id, waits from (
      select b.id, case
          when b.closed_at is not null then 'decision'
          when m.id is not null and not b.by_correspondence and (m.ended_at is not null or m.held_on < ${today}) then 'end'
          when b.accepted_at is null then 'answer'
          when b.by_correspondence and b.opened_at is null and b.opens_at < now() - ${sql.lit(OVERDUE)}::interval
            then 'window'
        end as waits
      from ballots b left join agenda_items i on i.id = b.item_id left join meetings m on m.id = i.meeting_id
      where b.cancelled_at is null and (b.closed_at is null or (b.amends_id is null
        and b.closed_at >= ${firstDay(academicYearOf(today))}::date
        and not exists (select from decisions d where d.ballot_id = b.id)))
    ) waiting where waits is not null order by id`.execute(db)
  return rows
}
