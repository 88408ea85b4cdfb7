import { sql } from 'kysely'
import { terms } from '../../agreement/terms/queries.ts'
import { datesOf } from '../../calendars/queries.ts'
import { dueAfter } from '../../calendars/rules.ts'
import { academicYearOf, type Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import { deployment } from '../deployments/queries.ts'
import type { State } from '../deployments/tables.ts'
import { visit } from '../visits/queries.ts'
import type { Half, VisitStatus } from '../visits/tables.ts'

/** A visit with the deployment it belongs to. @throws Refusal not found, also of a visit that was recorded by itself. */
export async function visitOf(db: Reader, id: number) {
  const found = await visit(db, id)
  if (found.deploymentId === null) throw notFound()
  const of = await deployment(db, found.deploymentId)
  return { ...found, deployment: of, state: of.state, kind: of.kind }
}
export type VisitOf = Awaited<ReturnType<typeof visitOf>>

export const noteOf = (db: Reader, visitId: number) =>
  db
    .selectFrom('visitNotes')
    .leftJoin('people', 'people.id', 'writtenBy')
    .selectAll('visitNotes')
    .select('people.name as writtenByName')
    .where('visitId', '=', visitId)
    .executeTakeFirst()
export type Note = NonNullable<Awaited<ReturnType<typeof noteOf>>>

/** What was agreed at the visit before this one: the last of its deployment of which anything was noted. */
export async function agreedBefore(
  db: Reader,
  { id, deploymentId, visitedOn }: { id: number; deploymentId: number | null; visitedOn: Day },
) {
  if (deploymentId === null) return undefined
  return db
    .selectFrom('visitNotes')
    .innerJoin('supportVisits', 'supportVisits.id', 'visitId')
    .select(['visitedOn', 'next'])
    .where('deploymentId', '=', deploymentId)
    .where('supportVisits.id', '<>', id)
    .where('visitedOn', '<=', visitedOn)
    .where('next', 'is not', null)
    .orderBy('visitedOn', 'desc')
    .orderBy('supportVisits.id', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** When notes of visits are due, by the alliance's calendar and the terms of each visit's year. */
export async function dueDays(db: Reader): Promise<(visitedOn: Day) => Promise<Day | null>> {
  const calendar = await datesOf(db, null)
  const days = new Map<number, number>()
  return async (visitedOn) => {
    const year = academicYearOf(visitedOn)
    const known = days.get(year) ?? (await terms(db, year)).visitNoteDays
    days.set(year, known)
    return dueAfter(calendar, visitedOn, known)
  }
}

export type Mine = {
  id: number
  deploymentId: number
  visitedOn: Day
  half: Half
  starts: string | null
  ends: string | null
  purpose: string | null
  status: VisitStatus
  toSchool: string
  state: State
  noted: boolean
}

/** Visits of deployments that somebody makes, from the last that is not noted to the last that is planned. */
export async function visitsBy(db: Reader, personId: number, today: Day): Promise<Mine[]> {
  const { rows } = await sql<Mine>`
    select v.id, v.deployment_id, visited_on, half, starts, ends, purpose, v.status, s.short_name as to_school, d.state, noted
    from support_visits v join deployments d on d.id = v.deployment_id join schools s on s.urn = v.to_urn
    cross join lateral (select (select id from visit_notes where visit_id = v.id) is not null as noted offset 0) is_it
    where v.practitioner_id = ${personId} and v.status in ('planned', 'done')
      and d.state in ('active', 'paused', 'closed', 'evaluated')
      and (visited_on >= ${today} or not noted)
    order by visited_on, starts nulls last, v.id`.execute(db)
  return rows
}
