import { isMemberOn } from '../members/rules.ts'
import { isHeldOn } from '../people/rules.ts'
import { chairs, heads, type Post, posts } from '../people/tables.ts'
import { addDays, type Day, inWords } from '../platform/day.ts'
import { isOffice, type Role, type Who } from '../platform/who.ts'
import type { Capacity } from './tables.ts'

/** Which posts sign in which capacity: whoever chairs those who govern, and whoever leads (clause 20). */
export const postsFor: Record<Capacity, readonly Post[]> = { governance: chairs, leadership: heads }
const roleFor: Record<Capacity, Role> = { governance: 'chair', leadership: 'head' }

/** How a capacity is spoken of in a sentence. */
export const asWhom = (capacity: Capacity, school: string) =>
  capacity === 'governance' ? `for those who govern ${school}` : `as head of ${school}`

export type Signed = { capacity: Capacity; personId: number; name: string; signedOn: Day }
export type PostThere = { post: Post; fromOn: Day | null; toOn: Day | null }

/** Everything on which it hangs whether somebody may sign for one school in one capacity. */
export type Signing = {
  capacity: Capacity
  personId: number
  school: { name: string; joinedOn: Day; leftOn: Day | null }
  /** The version whose words were read; a draft has no number. */
  version: { number: number | null; publishedOn: Day | null }
  /** The version that schools are asked to sign. */
  newest: { number: number; publishedOn: Day } | undefined
  /** This person's posts at this school, whenever they were held. */
  posts: PostThere[]
  /** Whether the office named this person to sign in another's place. */
  substitute: boolean
  /** Who has signed this version for this school. */
  signed: (Signed & { how: 'electronic' | 'paper' })[]
  /** Whether the heads agreed that one person may sign in both capacities. */
  samePersonSigns: boolean
}

/** Why this person may not sign, in a sentence; null when they may. */
export const signingRefusal = (signing: Signing, today: Day): string | null =>
  versionRefusal(signing, today) ??
  schoolRefusal(signing, today) ??
  signatoryRefusal(signing, today) ??
  secondRefusal(signing)

function versionRefusal({ version, newest }: Signing, today: Day): string | null {
  const { number, publishedOn } = version
  if (number === null || publishedOn === null)
    return 'This version has not been published, so it cannot be signed yet'
  if (publishedOn > today) return `Version ${number} can be signed from ${inWords(publishedOn)}`
  if (newest && newest.number > number)
    return `Version ${number} was superseded on ${inWords(newest.publishedOn)}: read version ${newest.number} and sign that one`
  return null
}

function schoolRefusal({ school }: Signing, today: Day): string | null {
  const { name, joinedOn, leftOn } = school
  if (isMemberOn(school, today)) return null
  if (joinedOn > today)
    return `${name} becomes a member on ${inWords(joinedOn)}, and is signed for from then on`
  return `${name} left the alliance on ${inWords(leftOn ?? joinedOn)}, so nobody signs for it any more`
}

/** Whether somebody has anything to do with this capacity at this school, past, present or to come. */
export const isSignatory = ({ capacity, posts, substitute }: Signing) =>
  substitute || posts.some(({ post }) => postsFor[capacity].includes(post))

function signatoryRefusal(signing: Signing, today: Day): string | null {
  const { capacity, school, substitute } = signing
  const there = signing.posts.filter(({ post }) => postsFor[capacity].includes(post))
  if (substitute || there.some((post) => isHeldOn(post, today))) return null
  const coming = there.find(({ fromOn }) => fromOn !== null && fromOn > today)
  if (coming?.fromOn)
    return `Your post as ${posts[coming.post]} of ${school.name} begins on ${inWords(coming.fromOn)}, and you can sign from then on`
  const over = there.toSorted((a, b) => String(b.toOn).localeCompare(String(a.toOn)))[0]
  if (over?.toOn)
    return `Your post as ${posts[over.post]} of ${school.name} ended on ${inWords(over.toOn)}, so you can no longer sign for it`
  return `You are not recorded as ${capacity === 'leadership' ? 'head' : 'chair'} of ${school.name}: ask the alliance office if that is wrong`
}

function secondRefusal(signing: Signing): string | null {
  const { capacity, personId, signed, school, samePersonSigns, version } = signing
  const here = signed.find((one) => one.capacity === capacity)
  if (here && !isFree(signing))
    return `Version ${version.number} was signed ${asWhom(capacity, school.name)} by ${here.name} on ${inWords(here.signedOn)}, and is signed once`
  const other = signed.find((one) => one.capacity !== capacity)
  if (other?.personId === personId && !samePersonSigns)
    return `You signed version ${version.number} for ${school.name} on ${inWords(other.signedOn)} in the other capacity: two different people sign for a school`
  return null
}

type Held = Pick<Signing, 'capacity' | 'personId' | 'signed' | 'samePersonSigns'>

/** A place on paper that one and the same person signed twice binds nobody, and is free for somebody else. */
export function isFree({ capacity, personId, signed, samePersonSigns }: Held): boolean {
  const here = signed.find((one) => one.capacity === capacity)
  const other = signed.find((one) => one.capacity !== capacity)
  if (!here) return true
  const twice = here.how === 'paper' && here.personId === other?.personId && !samePersonSigns
  return twice && here.personId !== personId
}

/** Earlier than this before a version was published, no meeting can have been about it. */
const MINUTE_DAYS_BEFORE = 366

/** Why the minute of those who govern cannot stand, and which question that is about. */
export function minuteRefusal(
  { minute, minuteOn }: { minute: string | null; minuteOn: Day | null },
  publishedOn: Day,
  today: Day,
): { says: string; field: string } | null {
  if (!minute)
    return { says: 'Enter the reference of the minute in which signing was agreed', field: 'minute' }
  if (!minuteOn) return { says: 'Enter the date of the meeting', field: 'minuteOn' }
  if (minuteOn > today)
    return {
      says: `The meeting cannot be in the future: today is ${inWords(today)}`,
      field: 'minuteOn',
    }
  if (minuteOn < addDays(publishedOn, -MINUTE_DAYS_BEFORE))
    return {
      says: `This version was published on ${inWords(publishedOn)}: enter the date of the meeting that agreed to it`,
      field: 'minuteOn',
    }
  return null
}

type Governed = { name: string; signatoryTitle: string }

/** As whom somebody signs: the chair by the title its body gives, the head by their post, others by theirs. */
export function titleOf(
  capacity: Capacity,
  there: PostThere[],
  { signatoryTitle }: Governed,
  on: Day,
): string {
  const held = there.filter((post) => isHeldOn(post, on))
  const fitting = held.find(({ post }) => postsFor[capacity].includes(post))
  if (fitting) return capacity === 'governance' ? signatoryTitle : posts[fitting.post]
  return held[0] ? posts[held[0].post] : 'Signatory'
}

export type Place = { membershipId: number; capacity: Capacity }

/** Where somebody's posts let them sign today, one place for each school and capacity. */
export const placesOf = (who: Who): Place[] =>
  (['leadership', 'governance'] as const).flatMap((capacity) =>
    who.held.flatMap(({ role, membershipId }) =>
      membershipId !== null && role === roleFor[capacity] ? [{ membershipId, capacity }] : [],
    ),
  )

/** The office records what was signed on paper, names substitutes and asks those who have not signed. */
export const mayKeepSignatures = (who: Who) => isOffice(who)

/** The minutes, substitutes, reasons and documents of a school: its head and chair, and the office. */
export const maySeeSigning = (who: Who, membershipId: number) =>
  isOffice(who) || placesOf(who).some((place) => place.membershipId === membershipId)
