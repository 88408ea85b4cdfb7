import { sql } from 'kysely'
import type { Reader } from '../../../platform/db.ts'
import { notFound } from '../../../platform/refusal.ts'
import type { State } from '../../deployments/tables.ts'
import type { Asked, MatchingState, Progress, Result } from './tables.ts'

export type Matching = {
  id: number
  state: MatchingState
  askedBy: string | null
  askedAt: Date
  finishedAt: Date | null
  asked: Asked
  progress: Progress | null
  result: Result | null
  wrong: string | null
}

/** One matching, whole. @throws Refusal not found. */
export async function matching(db: Reader, id: number): Promise<Matching> {
  const { rows } = await sql<Matching>`
    select m.id, state, people.name as asked_by, asked_at, finished_at, asked, progress, result, wrong
    from matchings m left join people on people.id = asked_by where m.id = ${id}`.execute(db)
  if (!rows[0]) throw notFound()
  return rows[0]
}

export type MatchingLine = Pick<Matching, 'id' | 'state' | 'askedBy' | 'askedAt'> & {
  requests: number
  matched: number | null
}

/** The matchings that were asked for last, without what came of them. */
export async function lastMatchings(db: Reader): Promise<MatchingLine[]> {
  const { rows } = await sql<MatchingLine>`
    select m.id, state, people.name as asked_by, asked_at, jsonb_array_length(asked -> 'deploymentIds') as requests,
      jsonb_array_length(result -> 'proposals') as matched
    from matchings m left join people on people.id = asked_by order by m.id desc limit 20`.execute(db)
  return rows
}

export type AskedNow = {
  id: number
  school: string
  area: string
  state: State
  practitionerId: number | null
  practitioner: string | null
}

/** The requests of a matching as they stand now. */
export async function askedNow(db: Reader, ids: number[]): Promise<AskedNow[]> {
  const { rows } = await sql<AskedNow>`
    select d.id, m.short_name as school, a.name || ', ' || d.phase as area, d.state, d.practitioner_id, people.name as practitioner
    from deployments d join members m on m.id = d.to_membership_id join support_areas a on a.id = d.area_id
    left join practitioners p on p.id = d.practitioner_id left join people on people.id = p.person_id
    where d.id = any (${ids}::bigint[]) order by d.requested_at, d.id`.execute(db)
  return rows
}
