import { sql } from 'kysely'
import type { AcademicYear } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import type { ListAsked, Listed } from '../../platform/web.tsx'
import { over } from './rules.ts'
import type { State } from './tables.ts'

const deployments = (db: Reader) =>
  db
    .selectFrom('deployments')
    .innerJoin('supportAreas', 'supportAreas.id', 'deployments.areaId')
    .innerJoin('schools as supported', 'supported.urn', 'deployments.toUrn')
    .leftJoin('schools as supporting', 'supporting.urn', 'deployments.fromUrn')
    .leftJoin('practitioners', 'practitioners.id', 'deployments.practitionerId')
    .leftJoin('people as practitioner', 'practitioner.id', 'practitioners.personId')

const told = [
  'supportAreas.name as area',
  'supported.shortName as toSchool',
  'supporting.shortName as fromSchool',
  'practitioner.id as practitionerPersonId',
  'practitioner.name as practitioner',
] as const

export type Deployment = Awaited<ReturnType<typeof deployment>>

/** One deployment with its parties by name, as far as this reader may see it. @throws Refusal not found. */
export async function deployment(db: Reader, id: number) {
  const found = await deployments(db)
    .leftJoin('people as contact', 'contact.id', 'deployments.contactId')
    .leftJoin('people as asker', 'asker.id', 'deployments.requestedBy')
    .leftJoin('members as spokenTo', 'spokenTo.id', 'deployments.firstContactId')
    .selectAll('deployments')
    .select(told)
    .select(['contact.name as contact', 'asker.name as askedBy', 'spokenTo.shortName as firstContact'])
    .select(['supported.trustId as toTrustId', 'spokenTo.trustId as firstContactTrustId'])
    .where('deployments.id', '=', id)
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}

export type MoveTold = Awaited<ReturnType<typeof movesOf>>[number]

/** The steps that were taken, the first first. */
export const movesOf = (db: Reader, deploymentId: number) =>
  db
    .selectFrom('deploymentMoves')
    .leftJoin('people', 'people.id', 'movedBy')
    .select(['number', 'fromState', 'toState', 'movedAt', 'reason', 'people.name as by'])
    .where('deploymentId', '=', deploymentId)
    .orderBy('number')
    .execute()

/** How often a deployment was matched: the number of the agreement that its parties sign now. */
export async function roundOf(db: Reader, deploymentId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from deployment_moves where deployment_id = ${deploymentId} and to_state = 'matched'`.execute(
    db,
  )
  return rows[0]?.count ?? 0
}

export type DeploymentFilter = {
  words: string | null
  state: State | 'open' | 'over' | null
  areaId: number | null
  schoolId: number | null
  year: AcademicYear | null
}

const listed = (db: Reader) =>
  deployments(db)
    .select(['deployments.id', 'kind', 'state', 'wantedFrom', 'wantedTo', 'halfDaysWanted', 'halfDaysAgreed'])
    .select(['deployments.year', 'urgency', 'answerDue', 'answeredAt', 'evaluationDue'])
    .select([...told])

export type DeploymentRow = Awaited<ReturnType<ReturnType<typeof listed>['execute']>>[number]

/** Deployments that match, as far as this reader may see them: one page, and how many there are in all. */
export async function deploymentsListed(
  db: Reader,
  { filter, order, limit, offset }: ListAsked<DeploymentFilter>,
): Promise<Listed<DeploymentRow>> {
  const rows = await listed(db)
    .select((eb) => eb.fn.countAll<number>().over().as('total'))
    .where(kept(filter))
    .orderBy(sql.ref(sortedBy[order.sort] ?? 'requested_at'), order.descending ? 'desc' : 'asc')
    .orderBy('deployments.id', order.descending ? 'desc' : 'asc')
    .limit(sql.lit(limit))
    .offset(sql.lit(offset))
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

const sortedBy: Record<string, string> = {
  asked: 'requested_at',
  area: 'support_areas.name',
  to: 'supported.short_name',
  from: 'supporting.short_name',
  practitioner: 'practitioner.name',
  wanted: 'wanted_from',
  due: 'answer_due',
  state: 'state',
}

function kept({ words, state, areaId, schoolId, year }: Partial<DeploymentFilter>) {
  const asked = [sql`true`]
  if (words) asked.push(mentions(words))
  if (state === 'open') asked.push(sql`state <> all (${[...over]})`)
  else if (state === 'over') asked.push(sql`state = any (${[...over]})`)
  else if (state) asked.push(sql`state = ${state}`)
  if (areaId != null) asked.push(sql`area_id = ${areaId}`)
  if (schoolId != null) asked.push(sql`${schoolId} in (to_membership_id, from_membership_id)`)
  if (year != null) asked.push(sql`deployments.year = ${year}`)
  return sql<boolean>`${sql.join(asked, sql` and `)}`
}

function mentions(words: string) {
  const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  return sql`(support_areas.name ilike ${pattern} or supported.name ilike ${pattern}
    or supporting.name ilike ${pattern} or practitioner.name ilike ${pattern})`
}
