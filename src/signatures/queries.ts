import { sql } from 'kysely'
import { version } from '../agreement/queries.ts'
import { toSignOn } from '../agreement/rules.ts'
import { terms } from '../agreement/terms/queries.ts'
import { membershipOn } from '../members/queries.ts'
import type { Actor } from '../platform/action.ts'
import { academicYearOf, type Day } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { governingOf } from './governing/rules.ts'
import { formerlySigned } from './register/rules.ts'
import { isFree, type PostThere, placesOf, type Signing } from './rules.ts'
import type { PlaceToSign } from './steps.ts'
import type { Capacity } from './tables.ts'

type Nobody = { capacity: null; personId: null; name: null; signedOn: null }
type Somebody = { capacity: Capacity; personId: number; name: string; signedOn: Day }

/** A version that a member is asked to sign or was, with one of its signatures; or with none. */
export type AskedOfSchool = {
  membershipId: number
  school: string
  joinedOn: Day
  number: number
  publishedOn: Day
  signBy: Day | null
  supersededOn: Day | null
} & (Nobody | Somebody)

/** Every member of a day with every version published by then, and who had signed it for the school by then. */
export const signaturesAsked = (db: Reader, { on }: { on: Day }): Promise<AskedOfSchool[]> =>
  db
    .selectFrom('members')
    .innerJoin('agreementVersions as asked', (join) => join.on('asked.publishedOn', '<=', on))
    .leftJoin('signatures', (join) =>
      join
        .onRef('signatures.versionId', '=', 'asked.id')
        .onRef('signatures.membershipId', '=', 'members.id')
        .on('signatures.signedOn', '<=', on),
    )
    .select([
      'members.id as membershipId',
      'members.name as school',
      'joinedOn',
      'asked.number',
      'asked.publishedOn',
      'asked.signBy',
    ])
    .select(['capacity', 'personId', 'signatures.name', 'signedOn', supersededOn.as('supersededOn')])
    .where('joinedOn', '<=', on)
    .where((eb) => eb.or([eb('leftOn', 'is', null), eb('leftOn', '>=', on)]))
    .orderBy('school')
    .orderBy('members.id')
    .orderBy('asked.number', 'desc')
    .orderBy('signedOn')
    .$castTo<AskedOfSchool>()
    .execute()

/** When a later version took the place of the one called `asked`. */
export const supersededOn = sql<Day | null>`(
  select min(later.published_on) from agreement_versions later where later.number > asked.number)`

/** Whether the heads agreed, for the year of this day, that one person may sign in both capacities. */
export const samePersonSigns = async (db: Reader, on: Day) =>
  (await terms(db, academicYearOf(on))).samePersonSigns === 1

/** A school as those who sign for it know it on this day, and who governs it. */
export async function schoolSigning(db: Reader, membershipId: number, on: Day) {
  const { name, shortName, urn, type, joinedOn, leftOn } = await membershipOn(db, membershipId, on)
  const said = await db
    .selectFrom('members')
    .leftJoin('trusts', 'trusts.id', 'members.trustId')
    .leftJoin('governingBodies', 'governingBodies.membershipId', 'members.id')
    .select(['trusts.name as trust', 'legalBody', 'signatoryTitle', 'governingBodies.version'])
    .where('members.id', '=', membershipId)
    .executeTakeFirstOrThrow()
  const usual = governingOf(type, said.trust)
  return {
    ...{ id: membershipId, name, shortName, urn, joinedOn, leftOn },
    legalBody: said.legalBody ?? usual.legalBody,
    signatoryTitle: said.signatoryTitle ?? usual.signatoryTitle,
    /** Of what the office said of its governing body; 0 where it said nothing. */
    version: said.version ?? 0,
  }
}
export type SchoolSigning = Awaited<ReturnType<typeof schoolSigning>>

/** A person's posts at a school, whenever held; one that left and came back is one school. */
export const postsThere = (db: Reader, personId: number, membershipId: number): Promise<PostThere[]> =>
  db
    .selectFrom('posts')
    .select(['post', 'fromOn', 'toOn'])
    .where('personId', '=', personId)
    .where(
      sql<boolean>`membership_id in (
        select same.membership_id from membership_schools here join membership_schools same on same.urn = here.urn
        where here.membership_id = ${membershipId})`,
    )
    .orderBy('fromOn', (order) => order.desc().nullsLast())
    .execute()

const signaturesOf = (db: Reader, versionId: number, membershipId: number) =>
  db
    .selectFrom('signatures')
    .select(['id', 'version', 'capacity', 'personId', 'name', 'signedOn', 'how'])
    .where('versionId', '=', versionId)
    .where('membershipId', '=', membershipId)
    .execute()

export type Place = { versionId: number; membershipId: number; capacity: Capacity }

/** The substitute the office has named for this signing, and not taken back. */
export const substituteFor = (db: Reader, { versionId, membershipId, capacity }: Place) =>
  db
    .selectFrom('signingSubstitutes')
    .innerJoin('people', 'people.id', 'signingSubstitutes.personId')
    .select(['signingSubstitutes.id', 'personId', 'people.name', 'reason', 'namedAt'])
    .where('versionId', '=', versionId)
    .where('membershipId', '=', membershipId)
    .where('capacity', '=', capacity)
    .where('endedAt', 'is', null)
    .executeTakeFirst()

/** All on which it hangs whether this person may sign here, as it stands at this moment. */
export async function signingOf(db: Reader, place: Place, personId: number, today: Day) {
  const { versionId, membershipId, capacity } = place
  const read = await version(db, versionId)
  const newest = toSignOn(await publishedVersions(db), today)
  const school = await schoolSigning(db, membershipId, today)
  const substitute = await substituteFor(db, place)
  const mine = substitute?.personId === personId ? substitute : undefined
  const posts = await postsThere(db, personId, membershipId)
  return {
    ...{ capacity, personId, school, newest, posts },
    version: read,
    substitute: mine !== undefined,
    substituteReason: mine?.reason ?? null,
    signed: await signaturesOf(db, versionId, membershipId),
    samePersonSigns: await samePersonSigns(db, today),
  }
}
export type SigningFound = Awaited<ReturnType<typeof signingOf>>

/** Number and day of every published version, the newest first. */
export const publishedVersions = (db: Reader) =>
  db
    .selectFrom('agreementVersions')
    .select(['id', 'number', 'title', 'digest', 'publishedOn', 'signBy'])
    .where('publishedAt', 'is not', null)
    .orderBy('number', 'desc')
    .$narrowType<{ number: number; digest: string; publishedOn: Day }>()
    .execute()

/** The version that schools are asked to sign today, if there is one. */
export const versionToSign = async (db: Reader, today: Day) => toSignOn(await publishedVersions(db), today)
export type VersionToSign = NonNullable<Awaited<ReturnType<typeof versionToSign>>>

/** Where somebody was named to sign this version in another's place, at schools that are members today. */
const substitutions = (db: Reader, personId: number, versionId: number, today: Day) =>
  db
    .selectFrom('signingSubstitutes')
    .innerJoin('memberships', 'memberships.id', 'signingSubstitutes.membershipId')
    .select(['membershipId', 'capacity'])
    .where('personId', '=', personId)
    .where('versionId', '=', versionId)
    .where('endedAt', 'is', null)
    .where('joinedOn', '<=', today)
    .where((eb) => eb.or([eb('leftOn', 'is', null), eb('leftOn', '>=', today)]))
    .execute()

/** Every place in which whoever is at work signs this version, by their posts or as a substitute. */
export async function placesToSign({ who, db, today }: Actor, versionId: number): Promise<PlaceToSign[]> {
  if (who.personId === null) return []
  const places = [...placesOf(who), ...(await substitutions(db, who.personId, versionId, today))]
  if (places.length === 0) return []
  const { personId } = who
  const rows = await db
    .selectFrom('members')
    .leftJoin('signatures', (join) =>
      join.onRef('signatures.membershipId', '=', 'members.id').on('versionId', '=', versionId),
    )
    .select(['members.id', 'members.name as school', 'capacity', 'signatures.name', 'signedOn', 'how'])
    .select('personId')
    .where(
      'members.id',
      'in',
      places.map(({ membershipId }) => membershipId),
    )
    .execute()
  const same = await samePersonSigns(db, today)
  const declined = await declinedBy(db, versionId, personId)
  return onceEach(places).map(({ membershipId, capacity }) => {
    const here = rows.filter(({ id }) => id === membershipId)
    const signed = here.filter(isMade)
    const free = isFree({ capacity, personId, signed, samePersonSigns: same })
    const made = free ? undefined : signed.find((row) => row.capacity === capacity)
    return {
      ...{ membershipId, capacity },
      school: here[0]?.school ?? '',
      signedOn: made?.signedOn ?? null,
      signedBy: made?.name ?? null,
      declined: declined.some((one) => one.membershipId === membershipId && one.capacity === capacity),
    }
  })
}

type MaybeMade = { [Name in keyof Made]: Made[Name] | null }
type Made = Signing['signed'][number]
const isMade = <R extends MaybeMade>(row: R): row is R & Made => row.capacity !== null

const onceEach = <P extends Omit<Place, 'versionId'>>(places: P[]) =>
  places.filter(
    (one, i) =>
      places.findIndex((two) => two.membershipId === one.membershipId && two.capacity === one.capacity) === i,
  )

const declinedBy = (db: Reader, versionId: number, personId: number) =>
  db
    .selectFrom('signingDeclined')
    .select(['membershipId', 'capacity'])
    .where('versionId', '=', versionId)
    .where('personId', '=', personId)
    .execute()

/** The newest version before this one that the school had signed in both capacities. */
export async function versionSignedBefore(
  db: Reader,
  { versionId, membershipId }: Omit<Place, 'capacity'>,
  today: Day,
) {
  const rows = await db
    .selectFrom('signatures')
    .innerJoin('agreementVersions as asked', 'asked.id', 'signatures.versionId')
    .select(['asked.id', 'asked.number', 'capacity', 'personId', 'signatures.name', 'signedOn'])
    .select(supersededOn.as('supersededOn'))
    .where('membershipId', '=', membershipId)
    .$narrowType<{ number: number }>()
    .execute()
  const { number } = await version(db, versionId)
  const former = formerlySigned(rows, number ?? 0, await samePersonSigns(db, today))
  return rows.find((row) => row.number === former)
}
