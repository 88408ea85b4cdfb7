import { addDays, type Day } from '../../platform/day.ts'
import type { Signed } from '../rules.ts'
import type { Capacity } from '../tables.ts'

/** A version, and the day on which the next one took its place. */
export type Asking = { number: number; publishedOn: Day; signBy: Day | null; supersededOn: Day | null }

/** A school's signature to one version. */
export type SignatureTo = Signed & Pick<Asking, 'number' | 'supersededOn'>

/**
 * A signature to words that had been superseded by then is recorded as it happened, and binds nobody. On the day
 * itself it may have come before the newer version did.
 */
export const countsFor = ({ signedOn, supersededOn }: { signedOn: Day; supersededOn: Day | null }) =>
  supersededOn === null || signedOn <= supersededOn

/** Both, one and the same person twice, only one of the two, or nobody. */
export type Pairing = 'both' | 'same person' | Capacity | 'nobody'
export type Pair = { pairing: Pairing; made: Partial<Record<Capacity, Signed>> }

/** How far a school has come in signing one version. */
export function pairOf(signatures: SignatureTo[], number: number, samePersonSigns: boolean): Pair {
  const counting = signatures.filter((one) => one.number === number && countsFor(one))
  const made = Object.fromEntries(counting.map((one) => [one.capacity, one])) as Pair['made']
  return { made, pairing: pairing(made, samePersonSigns) }
}

function pairing({ governance, leadership }: Pair['made'], samePersonSigns: boolean): Pairing {
  if (!governance || !leadership) return governance ? 'governance' : leadership ? 'leadership' : 'nobody'
  return governance.personId === leadership.personId && !samePersonSigns ? 'same person' : 'both'
}

/** The newest version before this one that a school had signed in both capacities. */
export const formerlySigned = (
  signatures: SignatureTo[],
  before: number,
  samePersonSigns: boolean,
): number | undefined =>
  [...new Set(signatures.map(({ number }) => number))]
    .filter((number) => number < before)
    .sort((a, b) => b - a)
    .find((number) => pairOf(signatures, number, samePersonSigns).pairing === 'both')

/** Where a school stands with the version that it is asked to sign. */
export type SchoolSigning = Pair & { former: number | undefined }

export const signingOfSchool = (
  signatures: SignatureTo[],
  number: number,
  samePersonSigns: boolean,
): SchoolSigning => ({
  ...pairOf(signatures, number, samePersonSigns),
  former: formerlySigned(signatures, number, samePersonSigns),
})

/** Why a version is not signed in both capacities, as a sentence without its full stop; null when it is. */
export function unsignedBecause({ pairing, made, former }: SchoolSigning, number: number): string | null {
  if (pairing === 'both') return null
  if (pairing === 'leadership') return `Only the head has signed version ${number}`
  if (pairing === 'governance') return `Only those who govern the school have signed version ${number}`
  if (pairing === 'same person')
    return `${made.governance?.name} signed version ${number} in both capacities, where two different people sign`
  return former === undefined
    ? `Nobody has signed version ${number}`
    : `Version ${former} is signed, and version ${number} is not`
}

/** In which capacities somebody still has to sign; of one person in both boxes, either. */
export const missingCapacities = ({ pairing }: Pair): Capacity[] =>
  pairing === 'both'
    ? []
    : pairing === 'leadership'
      ? ['governance']
      : pairing === 'governance'
        ? ['leadership']
        : ['governance', 'leadership']

/**
 * The last day on which a school may sign before it has broken its word: the day for all, and for a school that
 * joined late as many days after its joining as the heads give in warning. None where no day was set.
 */
export function lastDayFor(signBy: Day | null, joinedOn: Day, warningDays: number): Day | null {
  if (signBy === null) return null
  const afterJoining = addDays(joinedOn, warningDays)
  return afterJoining > signBy ? afterJoining : signBy
}

type AskedRow = {
  membershipId: number
  school: string
  joinedOn: Day
  number: number
  signBy: Day | null
  supersededOn: Day | null
} & (Signed | Record<keyof Signed, null>)

/** A member with the version it is asked to sign, and how far it has come. */
export type SchoolAsked = SchoolSigning & {
  membershipId: number
  school: string
  joinedOn: Day
  number: number
  signBy: Day | null
}

const isMade = <R extends AskedRow>(row: R): row is R & Signed => row.capacity !== null

/** How one school stands, given every version with its signatures; undefined where nothing was published. */
export function schoolAsked(rows: AskedRow[], samePersonSigns: boolean): SchoolAsked | undefined {
  const newest = rows.toSorted((a, b) => b.number - a.number)[0]
  if (!newest) return undefined
  const { membershipId, school, joinedOn, number, signBy } = newest
  return {
    ...{ membershipId, school, joinedOn, number, signBy },
    ...signingOfSchool(rows.filter(isMade), number, samePersonSigns),
  }
}

/** The same for every school at once. */
export function schoolsAsked(rows: AskedRow[], samePersonSigns: boolean): SchoolAsked[] {
  const bySchool = new Map<number, AskedRow[]>()
  for (const row of rows) bySchool.set(row.membershipId, [...(bySchool.get(row.membershipId) ?? []), row])
  return [...bySchool.values()].flatMap((of) => schoolAsked(of, samePersonSigns) ?? [])
}

export const countSigned = (schools: Pick<SchoolAsked, 'pairing'>[]) =>
  schools.filter(({ pairing }) => pairing === 'both').length

/** “20 of 24 schools (83%)”; a whole hundred is said only of all. */
export const shareInWords = (signed: number, of: number): string =>
  of === 0
    ? 'No school'
    : `${signed} of ${of} ${of === 1 ? 'school' : 'schools'} (${Math.floor((signed / of) * 100)}%)`

/** Somebody who may sign for a school. */
export type Signatory = {
  membershipId: number
  capacity: Capacity
  personId: number
  name: string
  email: string | null
}
export type Declined = Omit<Signatory, 'email'> & { reason: string; declinedAt: Date }

/** One capacity in which a school has not signed: whom it waits for, and what they said so far. */
export type PlaceAwaited = {
  capacity: Capacity
  people: Signatory[]
  /** Whether the office named somebody in another's place. */
  substitute: boolean
  declined: Declined[]
}
export type SchoolAwaited = SchoolAsked & { because: string; places: PlaceAwaited[] }

export type Known = {
  people: Signatory[]
  substitutes: Signatory[]
  declined: Declined[]
  samePersonSigns: boolean
}

/** The schools that have not signed in both capacities, with whom each waits for. */
export const schoolsAwaited = (schools: SchoolAsked[], known: Known): SchoolAwaited[] =>
  schools.flatMap((school) => {
    const because = unsignedBecause(school, school.number)
    if (because === null) return []
    const places = missingCapacities(school).map((capacity) => placeAwaited(school, capacity, known))
    return [{ ...school, because, places: school.pairing === 'same person' ? withPeople(places) : places }]
  })

/** Of somebody who signed twice the place that another can take is the one to be signed anew. */
function withPeople(places: PlaceAwaited[]): PlaceAwaited[] {
  const able = places.filter(({ people }) => people.length > 0)
  return able.length > 0 ? able : places
}

function placeAwaited(school: SchoolAsked, capacity: Capacity, known: Known): PlaceAwaited {
  const here = (one: Signatory | Declined) =>
    one.membershipId === school.membershipId && one.capacity === capacity
  const named = known.substitutes.filter(here)
  const taken = known.samePersonSigns ? [] : Object.values(school.made).map(({ personId }) => personId)
  const able = (named.length > 0 ? named : known.people.filter(here)).filter(
    ({ personId }) => !taken.includes(personId),
  )
  return { capacity, people: able, substitute: named.length > 0, declined: known.declined.filter(here) }
}

const nobody: Record<Capacity, string> = {
  governance: 'no chair who could sign is recorded',
  leadership: 'no head who could sign is recorded',
}

/** Everything that holds a school's signature back, for the office. */
export const reasonsInWords = ({ because, places }: SchoolAwaited): string =>
  [
    because,
    ...places.filter(({ people }) => people.length === 0).map(({ capacity }) => nobody[capacity]),
    ...places.flatMap(({ declined }) => declined.map(({ name, reason }) => `${name} declined: ${reason}`)),
  ].join('; ')

export const rowStates = {
  signed: 'Signed',
  partly: 'Not complete',
  'not signed': 'Not signed',
  former: 'Signed (former version)',
  ended: 'Ended: the school left',
} as const
export type RowState = keyof typeof rowStates

type Row = {
  number: number
  governanceOn: Day | null
  leadershipOn: Day | null
  samePerson: boolean | null
  supersededOn: Day | null
  leftOn: Day | null
}

/** What the public register says of a school and a version: never why, and nobody's name. */
export function rowState(
  row: Row,
  known: { newest: number; samePersonSigns: boolean; today: Day },
): RowState {
  const { governanceOn, leadershipOn, samePerson, supersededOn } = row
  const standing = [governanceOn, leadershipOn].filter(
    (signedOn) => signedOn !== null && countsFor({ signedOn, supersededOn }),
  )
  if (standing.length === 0) return 'not signed'
  if (standing.length === 1 || (samePerson && !known.samePersonSigns)) return 'partly'
  if (row.leftOn !== null && row.leftOn < known.today) return 'ended'
  return row.number < known.newest ? 'former' : 'signed'
}

/** Why signatures to one version bind nobody, for those entitled to know; null where they do. */
export function whyNotCounting(signatures: SignatureTo[], samePersonSigns: boolean): string | null {
  const [one] = signatures
  if (!one) return null
  const late = signatures.filter((signature) => !countsFor(signature))
  if (late.length > 0)
    return `It does not count: when ${late.map(({ name }) => name).join(' and ')} signed, a newer version had taken its place.`
  const { pairing } = pairOf(signatures, one.number, samePersonSigns)
  return pairing === 'same person'
    ? `It does not count: ${one.name} signed in both capacities, where two different people sign.`
    : null
}
