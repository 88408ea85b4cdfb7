import { sql } from 'kysely'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { servedInTurn } from '../tables.ts'
import type { Service } from './rules.ts'

/** Every member of this day with what it did for groups, seen from one of them or from the alliance as a whole. */
export async function servicesOn(db: Reader, on: Day, groupId: number | null): Promise<Service[]> {
  const { rows } = await sql<Service>`
    with seats as (
      select membership_id, group_id, groups.name, from_on, to_on
      from group_members join groups on groups.id = group_id
      where kind = any (${servedInTurn}) and part <> 'observer' and membership_id is not null and from_on <= ${on}
    ), now as (
      select membership_id, json_agg(distinct name order by name) as names
      from seats where coalesce(to_on >= ${on}, true) group by 1
    ), past as (select membership_id, max(to_on) as last_on from seats group by 1
    ), offers as (
      select membership_id, json_agg(distinct people.name order by people.name) as names
      from nominations join people on people.id = person_id
      where outcome is null and (group_id is null or group_id = ${groupId}::bigint or ${groupId}::bigint is null) group by 1
    )
    select m.id as membership_id, m.short_name as school, m.joined_on, coalesce(now.names, '[]') as seats,
      case when now.names is null then last_on end as last_served_on, coalesce(offers.names, '[]') as offered,
      exists (select from group_members g where g.membership_id = m.id and g.group_id = ${groupId}::bigint
        and from_on <= ${on} and coalesce(to_on >= ${on}, true)) as serves
    from members m left join now on now.membership_id = m.id left join past on past.membership_id = m.id
      left join offers on offers.membership_id = m.id
    where m.joined_on <= ${on} and coalesce(m.left_on >= ${on}, true)`.execute(db)
  return rows
}
