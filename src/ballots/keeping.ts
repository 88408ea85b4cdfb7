import { interestsIn } from '../meetings/agenda/interests/queries.ts'
import { sitting } from '../meetings/seats/queries.ts'
import { LATEST } from '../meetings/seats/rules.ts'
import type { Actor } from '../platform/action.ts'
import { amendmentsOf, type Ballot, electorsOf } from './queries.ts'
import { mayTakePart, whyNotBeforehand, whyNotInRoom } from './rules.ts'
import { roomAt } from './seats.ts'

/** A school outside a vote, and whose interest put it there. */
export type Outside = { school: string; who: string[] }

/** What whoever keeps a vote is to know before they open it, and while it is open. */
export type Keeping = {
  /** Whether there is a quorum at this moment, for a vote in the room that is on. */
  quorum: string | null
  outside: Outside[]
  /** Why it cannot be opened now; nothing where it can be tried. */
  whyNotOpen: string | null
  mayOpenBeforehand: boolean
  /** The amendments that are voted on before it. */
  undecided: Ballot[]
  /** Schools that may vote and have not. */
  missing: string[]
}

const nothing: Keeping = {
  quorum: null,
  outside: [],
  whyNotOpen: null,
  mayOpenBeforehand: false,
  undecided: [],
  missing: [],
}

/** All that stands between a ballot and its next step, for whoever keeps it. */
export async function keepingOf(by: Actor, ballot: Ballot): Promise<Keeping> {
  const { state } = ballot
  if (state === 'closed' || state === 'cancelled') return nothing
  if (state === 'open') return { ...nothing, missing: await missingFrom(by, ballot) }
  const [room, outside, amendments, missing] = await Promise.all([
    roomOf(by, ballot),
    outsideOf(by, ballot),
    amendmentsOf(by.db, ballot.id),
    state === 'beforehand' ? missingFrom(by, ballot) : [],
  ])
  const undecided = amendments.filter(({ state }) => state !== 'closed' && state !== 'cancelled')
  return { ...room, outside, undecided, missing }
}

async function roomOf({ db, today }: Actor, ballot: Ballot) {
  const { meetingId, byCorrespondence, state } = ballot
  const none = { quorum: null, whyNotOpen: null, mayOpenBeforehand: false }
  if (meetingId === null || byCorrespondence) return none
  const at = await sitting(db, meetingId)
  const whyNotOpen = whyNotInRoom(at, today)
  const quorum = whyNotOpen === null ? (await roomAt(db, ballot, LATEST)).says : null
  const mayOpenBeforehand = state === 'drafted' && whyNotBeforehand(ballot, at, today) === null
  return { quorum, whyNotOpen, mayOpenBeforehand }
}

/** The schools that have no part in it, each with those who declared an interest for it in the item. */
export async function outsideOf({ db }: Pick<Actor, 'db'>, { itemId }: Ballot): Promise<Outside[]> {
  if (itemId === null) return []
  const declared = await interestsIn(db, itemId)
  const schools = [...new Set(declared.flatMap(({ school }) => school ?? []))].sort()
  return schools.map((school) => ({
    school,
    who: [...new Set(declared.filter((one) => one.school === school).map(({ person }) => person))],
  }))
}

async function missingFrom({ db }: Actor, ballot: Ballot): Promise<string[]> {
  const electors = await electorsOf(db, ballot.id)
  return electors
    .filter((one) => one.took === null && !one.excluded && mayTakePart(ballot, one))
    .map(({ school }) => school)
}
