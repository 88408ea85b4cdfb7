import { sql } from 'kysely'
import { terms } from '../../agreement/terms/queries.ts'
import { membershipOn } from '../../members/queries.ts'
import { heads, type Post, posts } from '../../people/tables.ts'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import { authorities } from '../../platform/signature/authority.ts'
import { phases } from '../areas/tables.ts'
import { type Deployment, roundOf } from '../deployments/queries.ts'
import { composedWords, digestOf } from './rules.ts'
import type { Party } from './tables.ts'

/** The words as the first to sign found them; none before anybody has signed. */
export const keptAgreement = (db: Reader, deploymentId: number, round: number) =>
  db
    .selectFrom('deploymentAgreements')
    .select(['id', 'words', 'digest', 'madeAt', 'level', 'contentDigest', 'version'])
    .select(sql<boolean>`content is not null`.as('hasFile'))
    .where('deploymentId', '=', deploymentId)
    .where('round', '=', round)
    .executeTakeFirst()

export type Act = Awaited<ReturnType<typeof actsOf>>[number]

/** Who signed this round, in their order. */
export const actsOf = (db: Reader, deploymentId: number, round: number) =>
  db
    .selectFrom('deploymentSignatures')
    .selectAll()
    .where('deploymentId', '=', deploymentId)
    .where('round', '=', round)
    .orderBy('signedAt')
    .orderBy('id')
    .execute()

export type SchoolThen = { name: string; urn: number }
type Schools = { supported: SchoolThen; supporting: SchoolThen }

async function schoolsOf(db: Reader, deployment: Deployment, today: Day): Promise<Schools> {
  const { toMembershipId, fromMembershipId } = deployment
  if (fromMembershipId === null) throw notFound()
  return {
    supported: await membershipOn(db, toMembershipId, today),
    supporting: await membershipOn(db, fromMembershipId, today),
  }
}

export type Present = Awaited<ReturnType<typeof presentAgreement>>

/**
 * The agreement as it would be signed now: its words as the first signatory found them, or else from the records of
 * today. @throws Refusal not found where nobody was matched.
 */
export async function presentAgreement(db: Reader, deployment: Deployment, today: Day) {
  const schools = await schoolsOf(db, deployment, today)
  const round = await roundOf(db, deployment.id)
  const kept = await keptAgreement(db, deployment.id, round)
  const words = kept?.words ?? (await wordsNow(db, deployment, schools))
  const acts = await actsOf(db, deployment.id, round)
  return { ...schools, round, kept: kept ?? null, words, digest: kept?.digest ?? digestOf(words), acts }
}

async function wordsNow(db: Reader, deployment: Deployment, { supported, supporting }: Schools) {
  const { visitNoteDays, evaluationDays } = await terms(db, deployment.year)
  const alliance = await db.selectFrom('alliance').select('name').executeTakeFirst()
  return composedWords({
    alliance: alliance?.name ?? '',
    toSchool: supported.name,
    fromSchool: supporting.name,
    practitioner: deployment.practitioner ?? '',
    area: deployment.area,
    phase: phases[deployment.phase],
    need: deployment.need,
    outcomeHoped: deployment.outcomeHoped,
    halfDays: deployment.halfDaysAgreed ?? deployment.halfDaysWanted,
    year: deployment.year,
    from: deployment.wantedFrom,
    to: deployment.wantedTo,
    visitNoteDays,
    evaluationDays,
  })
}

/** As what somebody signs: a head by the post they hold there, the practitioner by theirs. */
export async function titleFor(
  db: Reader,
  who: { personId: number; membershipId: number; capacity: Party },
  today: Day,
): Promise<string> {
  const held = await db
    .selectFrom('posts')
    .select('post')
    .where('personId', '=', who.personId)
    .where(
      sql<boolean>`membership_id in (select same.membership_id from membership_schools here
        join membership_schools same on same.urn = here.urn where here.membership_id = ${who.membershipId})`,
    )
    .where(sql<boolean>`coalesce(from_on <= ${today}, true) and coalesce(to_on >= ${today}, true)`)
    .orderBy('id')
    .execute()
  const leads = held.find(({ post }) => heads.includes(post))
  const shown: Post | undefined = who.capacity === 'practitioner' ? held[0]?.post : leads?.post
  return shown ? posts[shown] : who.capacity === 'practitioner' ? 'Practitioner' : 'Headteacher'
}

/** What a file with all three signatures is made of. */
export async function toBeMade(db: Reader, deploymentId: number, round: number) {
  const [kept, acts, alliance, issuers, deployment] = await Promise.all([
    keptAgreement(db, deploymentId, round),
    actsOf(db, deploymentId, round),
    db.selectFrom('alliance').select('name').executeTakeFirst(),
    authorities(db),
    db
      .selectFrom('deployments')
      .innerJoin('schools', 'schools.urn', 'toUrn')
      .select('schools.name')
      .where('deployments.id', '=', deploymentId)
      .executeTakeFirst(),
  ])
  return { kept, acts, issuers, alliance: alliance?.name ?? '', supported: deployment?.name ?? '' }
}

/** The file, for whoever sees the deployment. @throws Refusal not found before it is made. */
export async function agreementFile(db: Reader, deploymentId: number, round: number): Promise<Buffer> {
  const found = await db
    .selectFrom('deploymentAgreements')
    .select('content')
    .where('deploymentId', '=', deploymentId)
    .where('round', '=', round)
    .executeTakeFirst()
  if (!found?.content) throw notFound()
  return found.content
}

/** The kept file of the agreement that these certificates were made for: for whoever checks a file. */
export async function agreementUnder(db: Reader, certificates: Buffer[]) {
  if (certificates.length === 0) return undefined
  return db
    .selectFrom('deploymentSignatures as act')
    .innerJoin('deploymentAgreements as made', (join) =>
      join.onRef('made.deploymentId', '=', 'act.deploymentId').onRef('made.round', '=', 'act.round'),
    )
    .select(['made.content', 'made.contentDigest'])
    .where('certificate', 'in', certificates)
    .executeTakeFirst()
}

/** Rounds whose three have signed and whose file is not there. */
export const unmade = (db: Reader) =>
  db
    .selectFrom('deploymentAgreements')
    .select(['deploymentId', 'round'])
    .where('content', 'is', null)
    .where(
      sql<boolean>`3 = (select count(*) from deployment_signatures s where s.deployment_id = deployment_agreements.deployment_id
        and s.round = deployment_agreements.round)`,
    )
    .execute()

/** Acts whose keys are of no more use: the match they agreed to was given up before all had signed. */
export async function spent(db: Reader): Promise<{ id: number }[]> {
  const { rows } = await sql<{ id: number }>`
    select s.id from deployment_signatures s join deployments d on d.id = s.deployment_id
    where s.sealed_key is not null and 3 > (select count(*) from deployment_signatures o
        where o.deployment_id = s.deployment_id and o.round = s.round)
      and (d.state <> 'released' or s.round < (select count(*) from deployment_moves m
        where m.deployment_id = d.id and m.to_state = 'matched'))`.execute(db)
  return rows
}

/** Deployments whose parties sign now, as far as this reader sees them, with who has signed. */
export async function openAgreements(db: Reader) {
  const released = await db
    .selectFrom('deployments')
    .innerJoin('schools as supported', 'supported.urn', 'toUrn')
    .innerJoin('schools as supporting', 'supporting.urn', 'fromUrn')
    .innerJoin('practitioners', 'practitioners.id', 'practitionerId')
    .innerJoin('people', 'people.id', 'practitioners.personId')
    .select(['deployments.id', 'state', 'toMembershipId', 'fromMembershipId', 'people.name as practitioner'])
    .select(['supported.shortName as toSchool', 'supporting.shortName as fromSchool'])
    .select('people.id as practitionerPersonId')
    .where('state', '=', 'released')
    .orderBy('deployments.id')
    .execute()
  if (released.length === 0) return []
  const { rows } = await sql<{
    deploymentId: number
    capacity: Party
    personId: number
    name: string
    signedAt: Date
  }>`
    select deployment_id, capacity, person_id, name, signed_at from deployment_signatures s
    where deployment_id = any (${released.map(({ id }) => id)}::bigint[]) and round = (
      select count(*) from deployment_moves m where m.deployment_id = s.deployment_id and m.to_state = 'matched')`.execute(
    db,
  )
  return released.map((one) => ({ ...one, acts: rows.filter(({ deploymentId }) => deploymentId === one.id) }))
}
