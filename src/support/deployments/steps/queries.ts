import { sql } from 'kysely'
import { leadersOn } from '../../../members/queries.ts'
import { heads } from '../../../people/tables.ts'
import type { AcademicYear, Day } from '../../../platform/day.ts'
import type { Reader } from '../../../platform/db.ts'

/** What a practitioner is released for in a year, and how much of it is bound or given, in half-days. */
export async function boundOf(db: Reader, practitionerId: number, year: AcademicYear) {
  const { rows } = await sql<{ offered: number; bound: number }>`
    select coalesce((select half_days from practitioner_offers where practitioner_id = ${practitionerId} and year = ${year}), 0) as offered,
      half_days_bound(${practitionerId}, ${year}) as bound`.execute(db)
  return rows[0] ?? { offered: 0, bound: 0 }
}

/** How many visits of a deployment are planned still, and how many were made or cancelled on the day. */
export async function visitsSoFar(db: Reader, deploymentId: number) {
  const { rows } = await sql<{ planned: number; made: number }>`
    select count(*) filter (where status = 'planned')::int as planned,
      count(*) filter (where status in ('done', 'cancelled on the day by host'))::int as made
    from support_visits where deployment_id = ${deploymentId}`.execute(db)
  return rows[0] ?? { planned: 0, made: 0 }
}

export type Addressee = { id: number; name: string; email: string }
type Found = { id: number; name: string; email: string | null }
const reached = (people: Found[]) => people.filter((one): one is Addressee => one.email !== null)

/** Those who head a school on this day and have an address; who heads it in two ways is one. */
export const headsOf = async (db: Reader, membershipId: number, on: Day): Promise<Addressee[]> =>
  reached([
    ...new Map(
      (await leadersOn(db, membershipId, on))
        .filter(({ post }) => heads.includes(post))
        .map((one) => [one.id, one]),
    ).values(),
  ])

export const personReached = async (db: Reader, id: number): Promise<Addressee[]> =>
  reached(await db.selectFrom('people').select(['id', 'name', 'email']).where('id', '=', id).execute())

/** Who leads SSIG; where nobody does, or none has an address, the office. */
export async function ssigReached(db: Reader, on: Day): Promise<Addressee[]> {
  const leads = await db
    .selectFrom('groups')
    .innerJoin('people', 'people.id', 'groups.leadId')
    .select(['people.id', 'people.name', 'people.email'])
    .where('groups.kind', '=', 'ssig')
    .execute()
  const led = reached(leads)
  return led.length > 0 ? led : officeReached(db, on)
}

const officeReached = async (db: Reader, on: Day): Promise<Addressee[]> =>
  reached(
    await db
      .selectFrom('posts')
      .innerJoin('people', 'people.id', 'posts.personId')
      .select(['people.id', 'people.name', 'people.email'])
      .distinct()
      .where('post', '=', 'coordinator')
      .where((eb) => eb.or([eb('posts.fromOn', 'is', null), eb('posts.fromOn', '<=', on)]))
      .where((eb) => eb.or([eb('posts.toOn', 'is', null), eb('posts.toOn', '>=', on)]))
      .execute(),
  )
