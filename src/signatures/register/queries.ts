import { sql } from 'kysely'
import { chairs, heads } from '../../people/tables.ts'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { ListAsked, Listed } from '../../platform/web.tsx'
import { samePersonSigns, signaturesAsked, supersededOn, versionToSign } from '../queries.ts'
import { type Declined, type SchoolAsked, type Signatory, schoolsAsked, schoolsAwaited } from './rules.ts'

export type RegisterFilter = { version: number | null; words: string | null }
export type RegisterRow = {
  membershipId: number
  school: string
  urn: number
  number: number
  /** The name and URN under which it was signed, where it was. */
  signedAs: string | null
  signedUrn: number | null
  governanceOn: Day | null
  leadershipOn: Day | null
  samePerson: boolean | null
  supersededOn: Day | null
  leftOn: Day | null
}

const sortedBy: Record<string, string> = {
  school: 'm.name',
  version: 'v.number',
  governance: 'g.signed_on',
  leadership: 'l.signed_on',
}

/** Every school that signed a version, and of the newest every member that is asked to. */
export async function registerListed(
  db: Reader,
  { filter, order, limit, offset }: ListAsked<RegisterFilter>,
  today: Day,
): Promise<Listed<RegisterRow>> {
  const direction = sql.raw(order.descending ? 'desc' : 'asc')
  const { rows } = await sql<RegisterRow & { total: number }>`
    select m.id as membership_id, m.name as school, m.urn, v.number, m.left_on,
      coalesce(g.school_name, l.school_name) as signed_as, coalesce(g.urn, l.urn) as signed_urn,
      g.signed_on as governance_on, l.signed_on as leadership_on, g.person_id = l.person_id as same_person,
      (select min(n.published_on) from agreement_versions n where n.number > v.number) as superseded_on,
      count(*) over () as total
    from agreement_versions v cross join members m
    left join signatures g on g.version_id = v.id and g.membership_id = m.id and g.capacity = 'governance'
    left join signatures l on l.version_id = v.id and l.membership_id = m.id and l.capacity = 'leadership'
    where v.published_on <= ${today}
      and (g.id is not null or l.id is not null or (m.joined_on <= ${today} and coalesce(m.left_on >= ${today}, true)
        and v.number = (select max(number) from agreement_versions where published_on <= ${today})))
      and ${kept(filter)}
    order by ${sql.ref(sortedBy[order.sort] ?? 'v.number')} ${direction} nulls last, v.number desc, m.name, m.id
    limit ${sql.lit(limit)} offset ${sql.lit(offset)}`.execute(db)
  return { rows, total: rows[0]?.total ?? 0 }
}

function kept({ version, words }: Partial<RegisterFilter>) {
  const asked = [sql`true`]
  if (version != null) asked.push(sql`v.number = ${version}`)
  if (words) {
    const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`
    asked.push(sql`(m.name ilike ${pattern} or m.short_name ilike ${pattern} or g.school_name ilike ${pattern}
      or l.school_name ilike ${pattern} or m.urn::text = ${words})`)
  }
  return sql<boolean>`${sql.join(asked, sql` and `)}`
}

/** How every member of a day stands with the version it was asked to sign by then; it needs to read every row. */
export const schoolsSigning = async (db: Reader, on: Day): Promise<SchoolAsked[]> =>
  schoolsAsked(await signaturesAsked(db, { on }), await samePersonSigns(db, on))

/** Who signs for each member today by the posts they hold; a school that left and came back is one school. */
async function signatoriesOn(db: Reader, on: Day): Promise<Signatory[]> {
  const { rows } = await sql<Signatory>`
    select distinct current.id as membership_id, people.id as person_id, people.name, people.email,
      case when posts.post = any (${heads}) then 'leadership' else 'governance' end as capacity
    from posts join people on people.id = posts.person_id
    join membership_schools here on here.membership_id = posts.membership_id
    join membership_schools same on same.urn = here.urn
    join memberships current on current.id = same.membership_id and current.joined_on <= ${on}
      and coalesce(current.left_on >= ${on}, true)
    where posts.post = any (${[...heads, ...chairs]})
      and coalesce(posts.from_on <= ${on}, true) and coalesce(posts.to_on >= ${on}, true)
    order by people.name`.execute(db)
  return rows
}

const substitutesNamed = (db: Reader, versionId: number): Promise<Signatory[]> =>
  db
    .selectFrom('signingSubstitutes')
    .innerJoin('people', 'people.id', 'signingSubstitutes.personId')
    .select(['membershipId', 'capacity', 'personId', 'people.name', 'people.email'])
    .where('versionId', '=', versionId)
    .where('endedAt', 'is', null)
    .execute()

const declinedOf = (db: Reader, versionId: number): Promise<Declined[]> =>
  db
    .selectFrom('signingDeclined')
    .innerJoin('people', 'people.id', 'signingDeclined.personId')
    .select(['membershipId', 'capacity', 'personId', 'people.name', 'reason', 'declinedAt'])
    .where('versionId', '=', versionId)
    .orderBy('declinedAt', 'desc')
    .execute()

export type Unsigned = Awaited<ReturnType<typeof unsigned>>

/** The members that have not signed, with whom each waits for; no version before the first. */
export async function unsigned(db: Reader, today: Day) {
  const version = await versionToSign(db, today)
  if (!version) return { version, schools: [], awaited: [] }
  const [schools, people, substitutes, declined, same] = await Promise.all([
    schoolsSigning(db, today),
    signatoriesOn(db, today),
    substitutesNamed(db, version.id),
    declinedOf(db, version.id),
    samePersonSigns(db, today),
  ])
  const known = { people, substitutes, declined, samePersonSigns: same }
  return { version, schools, awaited: schoolsAwaited(schools, known) }
}

export type SignatureShown = Awaited<ReturnType<typeof signaturesOfSchool>>[number]

/** Every signature of one school, the newest version first, as it stood when it was made. */
export const signaturesOfSchool = (db: Reader, membershipId: number) =>
  db
    .selectFrom('signatures')
    .innerJoin('agreementVersions as asked', 'asked.id', 'signatures.versionId')
    .select(['signatures.id', 'asked.id as versionId', 'asked.number', 'capacity', 'personId'])
    .select(['signatures.name', 'signatures.title', 'legalBody', 'schoolName', 'urn', 'how', 'proof'])
    .select(['minute', 'minuteOn', 'substituteReason', 'signedOn', 'signatures.version'])
    .select(supersededOn.as('supersededOn'))
    .where('membershipId', '=', membershipId)
    .$narrowType<{ number: number }>()
    .orderBy('asked.number', 'desc')
    .orderBy('capacity', 'desc')
    .execute()

/** Who was named to sign in another's place for this school, and who said no, the latest first. */
export const substitutesOfSchool = (db: Reader, membershipId: number) =>
  db
    .selectFrom('signingSubstitutes')
    .innerJoin('people', 'people.id', 'signingSubstitutes.personId')
    .innerJoin('agreementVersions', 'agreementVersions.id', 'signingSubstitutes.versionId')
    .select(['signingSubstitutes.id', 'people.name', 'number', 'capacity', 'reason', 'namedAt', 'endedAt'])
    .where('membershipId', '=', membershipId)
    .orderBy('namedAt', 'desc')
    .execute()

export const declinedOfSchool = (db: Reader, membershipId: number) =>
  db
    .selectFrom('signingDeclined')
    .innerJoin('people', 'people.id', 'signingDeclined.personId')
    .innerJoin('agreementVersions', 'agreementVersions.id', 'signingDeclined.versionId')
    .select(['people.name', 'number', 'capacity', 'reason', 'declinedAt'])
    .where('membershipId', '=', membershipId)
    .orderBy('declinedAt', 'desc')
    .execute()
