import { sql } from 'kysely'
import type { Day } from '../../../platform/day.ts'
import type { Reader } from '../../../platform/db.ts'
import { meets } from '../../visits/rules.ts'
import type { Half } from '../../visits/tables.ts'

/** Where somebody is at that time already, as far as this reader may see it. */
export async function whereIs(
  db: Reader,
  personId: number,
  { visitedOn, half, but }: { visitedOn: Day; half: Half; but?: number },
) {
  const found = await db
    .selectFrom('supportVisits')
    .innerJoin('schools', 'schools.urn', 'supportVisits.toUrn')
    .select('schools.shortName')
    .where('practitionerId', '=', personId)
    .where('visitedOn', '=', visitedOn)
    .where('half', 'in', meets(half))
    .where('supportVisits.status', 'not in', ['cancelled', 'missed'])
    .$if(but !== undefined, (query) => query.where('supportVisits.id', '<>', but as number))
    .executeTakeFirst()
  return found?.shortName
}

/** Whether a practitioner has said that they cannot come on this day; why is nobody’s business. */
export async function isAway(db: Reader, practitionerId: number, on: Day): Promise<boolean> {
  const found = await db
    .selectFrom('practitionerAway')
    .select('id')
    .where('practitionerId', '=', practitionerId)
    .where('fromOn', '<=', on)
    .where('toOn', '>=', on)
    .executeTakeFirst()
  return found !== undefined
}

/** Half-days that visits of a deployment take, without one of them. */
export async function bookedBut(db: Reader, deploymentId: number, but: number): Promise<number> {
  const { rows } = await sql<{ booked: number }>`
    select coalesce(sum(case half when 'day' then 2 else 1 end), 0)::int as booked from support_visits
    where deployment_id = ${deploymentId} and status not in ('cancelled', 'missed') and id <> ${but}`.execute(
    db,
  )
  return rows[0]?.booked ?? 0
}
