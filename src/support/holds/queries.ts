import { sql } from 'kysely'
import { heads } from '../../people/tables.ts'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { Guest, Visit } from './rules.ts'

const columns = sql`v.id, v.visited_on, v.half, v.starts, v.ends, v.status, d.state, s.short_name as to_school, s.name as to_name`
const visits = sql`support_visits v join deployments d on d.id = v.deployment_id join schools s on s.urn = v.to_urn`

/** A visit of a deployment as diaries know it; none of one that was recorded by itself. */
export async function visitHeld(db: Reader, id: number): Promise<Visit | undefined> {
  const { rows } = await sql<Visit>`select ${columns} from ${visits} where v.id = ${id}`.execute(db)
  return rows[0]
}

/** Everybody who takes part in a visit today, and whoever was told that they do: what each calendar was last sent. */
export async function guestsOf(db: Reader, visitId: number, on: Day): Promise<Guest[]> {
  type Row = Omit<Guest, 'said'> & { said: string | null }
  const { rows } = await sql<Row>`
    with held as (
      select v.practitioner_id, d.contact_id, d.to_membership_id from ${visits} where v.id = ${visitId}
    ), there as (
      select person_id, membership_id, post from posts where from_on <= ${on} and coalesce(to_on >= ${on}, true)
    ), wanted as (
      select practitioner_id as id from held where practitioner_id in (select person_id from there)
      union select contact_id from held where contact_id in (select person_id from there)
      union select person_id from there join held on held.to_membership_id = there.membership_id
        where post = any (${heads}::text[])
    )
    select p.id as person_id, p.name, p.email, wanted.id is not null as wanted, h.sequence, h.method, h.said
    from people p
    left join wanted on wanted.id = p.id
    left join visit_holds h on h.person_id = p.id and h.visit_id = ${visitId}
    where wanted.id is not null or h.person_id is not null
    order by p.id`.execute(db)
  return rows.map(({ said, ...guest }) => ({ ...guest, said: said === null ? null : JSON.parse(said) }))
}

/** Visits of deployments from this day on. */
export async function comingVisits(db: Reader, from: Day): Promise<number[]> {
  const found = await db
    .selectFrom('supportVisits')
    .select('id')
    .where('deploymentId', 'is not', null)
    .where('visitedOn', '>=', from)
    .orderBy('id')
    .execute()
  return found.map(({ id }) => id)
}

export type VisitShown = Visit & { sequence: number; sentAt: Date | null; uid: string | null }

/** What a person’s own calendar shows: visits they make, and those to a school that they head or where they are the contact. */
export async function visitsShown(
  db: Reader,
  { personId, memberships }: { personId: number; memberships: number[] },
  from: Day,
): Promise<VisitShown[]> {
  const { rows } = await sql<VisitShown>`
    select ${columns}, coalesce(held.sequence, 0) as sequence, held.sent_at, held.uid
    from ${visits}
    left join lateral (select max(sequence) as sequence, max(sent_at) as sent_at, min(said::jsonb ->> 'uid') as uid
      from visit_holds h where h.visit_id = v.id) held on true
    where v.visited_on >= ${from}
      and (v.practitioner_id = ${personId} or d.contact_id = ${personId} or v.to_membership_id = any (${memberships}::bigint[]))
    order by v.visited_on, v.id`.execute(db)
  return rows
}
