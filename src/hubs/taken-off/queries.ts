import { sql } from 'kysely'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { ContributionKind } from '../tables.ts'

export type TakenOff = {
  kind: 'notes' | 'contributions'
  id: number
  title: string | null
  given: ContributionKind | null
  givenOn: Day | null
  school: string | null
}

/** Notes and contributions that were taken off a hub’s page, each as it last stood. */
export async function takenOff(db: Reader, groupId: number): Promise<TakenOff[]> {
  const { rows } = await sql<TakenOff>`
    select distinct on (table_name, row_id) row_id as id,
      case table_name when 'hub_notes' then 'notes' else 'contributions' end as kind, before ->> 'title' as title,
      before ->> 'kind' as given, (before ->> 'given_on')::date as given_on, members.short_name as school
    from revisions left join members on members.id = (before ->> 'membership_id')::bigint
    where table_name in ('hub_notes', 'hub_contributions')
      and before @> jsonb_build_object('group_id', ${groupId}::bigint)
      and case table_name when 'hub_notes' then not exists (select from hub_notes where id = row_id)
        else not exists (select from hub_contributions where id = row_id) end
    order by table_name desc, row_id, revisions.id desc`.execute(db)
  return rows
}
