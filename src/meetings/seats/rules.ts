import type { Post } from '../../people/tables.ts'
import { type Day, inWords } from '../../platform/day.ts'
import { isHeadOf, isOffice, type Who } from '../../platform/who.ts'
import type { Capacity } from '../tables.ts'

/** One line of a register, as far as a seat hangs on it; times are `15:45`, and one not known sets no bounds. */
export type SeatLine = {
  membershipId: number | null
  personId: number | null
  capacity: Capacity
  arrived: string | null
  departed: string | null
}

/** Who may hold a school’s seat on the board: who comes first here takes it from those after. */
const holders: readonly Capacity[] = ['head', 'acting head', 'deputy']

/** A time after every other of the day: whoever has come and not left is there. */
export const LATEST = '24:00'

/** Whether somebody is in the room at this time; at `null`, whether they came at all. */
const isThere = ({ arrived, departed }: Pick<SeatLine, 'arrived' | 'departed'>, at: string | null) =>
  at === null || ((arrived ?? '') <= at && (departed === null || departed > at))

/**
 * Who holds a school’s seat at this time. A head who comes late takes it back from the deputy, and leaves it to the
 * deputy who was admitted when they go early.
 */
export function holderAt<Line extends SeatLine>(lines: Line[], at: string | null): Line | undefined {
  const there = lines.filter((line) => isThere(line, at))
  return holders.flatMap((capacity) => there.filter((line) => line.capacity === capacity)).at(0)
}

/** How many of the members must be represented: a share of them in per cent, rounded up. */
export const neededFor = (members: number, share: number) => Math.ceil((members * share) / 100)

export type Quorum = { members: number; needed: number; represented: number }

type Room = { members: number[]; share: number; at: string | null }

/** The quorum at this time, counted by membership; `seats` says who holds each that is represented. */
export function quorumAt<Line extends SeatLine>(lines: Line[], { members, share, at }: Room) {
  const seats = new Map<number, Line>()
  for (const id of members) {
    const holder = holderAt(
      lines.filter(({ membershipId }) => membershipId === id),
      at,
    )
    if (holder) seats.set(id, holder)
  }
  return { members: members.length, needed: neededFor(members.length, share), represented: seats.size, seats }
}

const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']
const inLetters = (count: number) => numbers[count] ?? String(count)

export const isQuorate = ({ needed, represented }: Quorum) => represented >= needed

/** “13 of 25 needed; 12 are represented: one short.” */
export function quorumInWords({ members, needed, represented }: Quorum, isOver = false): string {
  const more = represented - needed
  const so =
    more < 0
      ? `${inLetters(-more)} short`
      : more === 0
        ? 'a quorum, with none to spare'
        : `a quorum, with ${inLetters(more)} to spare`
  const be = isOver ? (represented === 1 ? 'was' : 'were') : represented === 1 ? 'is' : 'are'
  return `${needed} of ${members} needed; ${represented} ${be} represented: ${so}.`
}

export type Letter = { datedOn: Day; fromOn: Day; toOn: Day | null }

/** A letter makes somebody acting head who was notified: it is dated before the meeting and covers its day. */
export const isValidFor = ({ datedOn, fromOn, toOn }: Letter, heldOn: Day) =>
  datedOn < heldOn && fromOn <= heldOn && (toOn === null || toOn >= heldOn)

/** A meeting of the board in the same academic year at which a deputy held the seat in the head’s place. */
export type Deputising = { meetingId: number; heldOn: Day; personId: number | null; person: string | null }

type Named = { id: number; name: string }

/** Somebody who comes to hold a school’s seat on the board, with all that decides whether they may. */
export type Claim = {
  school: string
  /** Nobody where the register names no one. */
  person: Named | null
  /** In what capacity they were recorded, or recorded themselves. */
  as: 'head' | 'acting head' | 'deputy'
  heldOn: Day
  /** What this person was at the school on that day. */
  posts: Post[]
  letters: Letter[]
  /** Another deputy who was admitted to this meeting already. */
  seated: { name: string | null } | null
  /** Whom the head named; it binds those who register themselves. */
  named: Named | null
  stoodIn: Deputising[]
  /** The agreed numbers: how often a year, and whether each deputy is counted alone. */
  deputisings: number
  deputisingsPer: number
  waived: boolean
  /** The number of the clause, where an agreement is in force that has it. */
  clause: string | null
}

/** Whether somebody of this capacity comes to hold a seat of the board, and so is judged. */
export const isClaim = (capacity: Capacity): capacity is Claim['as'] => holders.includes(capacity)

/** What somebody is written down as. An observer has neither vote nor part in the quorum, and is told why. */
export type Admission = { capacity: 'head' | 'acting head' | 'deputy' | 'observer'; why: string | null }

const actsBy = ({ letters, heldOn }: Claim) => letters.some((letter) => isValidFor(letter, heldOn))

/** As a head, by the posts held on that day or by letter; or nothing, where a deputy must be judged. */
function asHead(claim: Claim): 'head' | 'acting head' | undefined {
  const { posts, as, person } = claim
  if (posts.includes('head') || posts.includes('executive head')) return 'head'
  if (posts.includes('acting head') || actsBy(claim)) return 'acting head'
  // The directory may not know of a new head yet: what it does not contradict is taken as it was written down.
  return as === 'head' && (person === null || posts.length === 0) ? 'head' : undefined
}

/** The deputisings of the year that count against this deputy. */
export const counted = ({
  stoodIn,
  deputisingsPer,
  person,
}: Pick<Claim, 'stoodIn' | 'deputisingsPer' | 'person'>) =>
  deputisingsPer === 1 ? stoodIn.filter(({ personId }) => personId === (person?.id ?? null)) : stoodIn

const meetingsOf = (stoodIn: Deputising[]) => new Set(stoodIn.map(({ meetingId }) => meetingId)).size

/** Whether the year’s allowance is spent (clause 32): for the school, whichever deputy came, or for this one. */
export const isSpent = (claim: Claim) => meetingsOf(counted(claim)) >= claim.deputisings

/** In what capacity somebody who comes to hold a seat is written down, and why where it is without the vote. */
export function admission(claim: Claim): Admission {
  const head = asHead(claim)
  if (head) return { capacity: head, why: null }
  const why = whyNot(claim)
  return why === undefined ? { capacity: 'deputy', why: whyDeputy(claim) } : { capacity: 'observer', why }
}

function whyNot(claim: Claim): string | undefined {
  const { seated, named, person, school, waived } = claim
  const so = `so ${nameOf(person)} comes as an observer, without a vote and outside the quorum.`
  if (seated)
    return `${seated.name ?? 'Another deputy'} holds ${school}’s seat at this meeting in the head’s place, ${so}`
  if (named && named.id !== person?.id) return `${school}’s head named ${named.name} for this meeting, ${so}`
  if (waived || !isSpent(claim)) return undefined
  return `${spentInWords(claim)}, ${so}${lateLetter(claim)}`
}

const nameOf = (person: Named | null) => person?.name ?? 'the deputy'

/** “Ashmere’s deputy, K. Khan, stood in for the head on 12 November 2026; the agreement (clause 32) allows it once a year” */
function spentInWords(claim: Claim): string {
  const { school, deputisings, deputisingsPer, clause } = claim
  const agreement = `the agreement${clause ? ` (clause ${clause})` : ''}`
  const often = `${times(deputisings)} a year${deputisingsPer === 1 ? ' for each deputy' : ''}`
  const stood = counted(claim)
  if (deputisings === 0)
    return `${school}’s head did not come; ${agreement} allows no deputy to hold the seat`
  const days = together([...new Set(stood.map(({ heldOn }) => inWords(heldOn)))])
  const who = together([...new Set(stood.flatMap(({ person }) => person ?? []))])
  return `${school}’s deputy${who ? `, ${who},` : ''} stood in for the head on ${days}; ${agreement} allows it ${often}`
}

export const times = (count: number) => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`)

const together = (items: string[]) =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`

/** A letter that came too late, or not for this day, is said rather than passed over. */
function lateLetter({ letters, heldOn }: Claim): string {
  const late = letters.find(({ datedOn }) => datedOn >= heldOn)
  return late ? ` The letter of ${inWords(late.datedOn)} is not dated before the meeting.` : ''
}

/** Who was written down as a head and is none by the records. */
function whyDeputy({ as, person, school, heldOn }: Claim): string | null {
  if (as === 'deputy') return null
  const letter = as === 'acting head' ? ', and no letter dated before the meeting says so' : ''
  return `No post has ${nameOf(person)} as head of ${school} on ${inWords(heldOn)}${letter}: recorded as deputy in the head’s place.`
}

/** What is left of the year’s allowance, said before anybody is named. */
export function allowanceInWords(claim: Claim): string {
  const { school, deputisings, deputisingsPer, waived } = claim
  if (waived) return `A further deputy of ${school} is allowed at this meeting, by a decision.`
  if (deputisings === 0) return `${spentInWords(claim)}.`
  if (deputisingsPer === 1)
    return `Each deputy of ${school} may stand in for the head ${times(deputisings)} a year, with the vote.`
  const left = deputisings - meetingsOf(claim.stoodIn)
  return left > 0
    ? `${school} may send a deputy with the vote ${left === deputisings ? times(left) : `${times(left)} more`} this academic year.`
    : `${spentInWords(claim)}. Whoever comes in the head’s place observes, without a vote and outside the quorum.`
}

/** The head of a school names who stands in, an executive head for each of theirs. */
export const mayNameDeputy = isHeadOf

/** A letter comes to the office, which records it. */
export const mayRecordLetters = (who: Who) => isOffice(who)

/** Who works for a school that may stand in for its head: those who lead beside them. */
export const standIns: readonly Post[] = ['deputy', 'senior leader']
