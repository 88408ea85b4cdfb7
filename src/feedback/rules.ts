import { groupsSeen } from '../groups/rules.ts'
import type { GroupKind } from '../groups/tables.ts'
import type { MeetingStatus } from '../meetings/tables.ts'
import { addDays, type Day, inWords } from '../platform/day.ts'
import { isOffice, isSignedIn, ledMemberships, type Who } from '../platform/who.ts'

/** Groups in which somebody may speak for the alliance, and then reports back (clause 30). */
export const reportedFrom: GroupKind[] = ['hub leads', 'working group', 'panel', 'outside body']

/** A meeting of a body that is reported to. */
export type Hearing = { id: number; title: string; heldOn: Day; status: MeetingStatus }

/** A meeting at which somebody represented the alliance, and where they reported back from it if they did. */
export type Attended = { heldOn: Day; given: { meetingId: number; heldOn: Day } | null }

export const feedbackStates = {
  due: 'Due',
  late: 'Late',
  given: 'Given',
  'given late': 'Given late',
  'no meeting': 'No meeting yet',
} as const
export type FeedbackState = keyof typeof feedbackStates

export type Owed = {
  state: FeedbackState
  /** The first meeting whose agenda had not closed yet when the group met; none where none is known. */
  due: Hearing | null
  /** Where it stands on the agenda now, or where it was given. */
  at: Hearing | null
  /** Meetings from the one at which it was due that went by without it. */
  missed: Hearing[]
}

/** Days before a meeting on which its agenda closes, as the heads agreed for the year of that meeting. */
export type CutOff = (heldOn: Day) => number

const earlierFirst = (a: Hearing, b: Hearing) =>
  a.heldOn === b.heldOn ? a.id - b.id : a.heldOn < b.heldOn ? -1 : 1

/** Of a meeting that is past and still called planned nobody knows whether it was held. */
const takesPlace = ({ status, heldOn }: Hearing, today: Day) =>
  status === 'held' || (status === 'planned' && heldOn >= today)

/** A meeting that takes place, with the day on which its agenda closes. */
export type Opening = Hearing & { closesOn: Day }

/** The meetings of a body at which something can be given, by day. */
export const openingsOf = (body: Hearing[], { cutOff, today }: { cutOff: CutOff; today: Day }): Opening[] =>
  body
    .filter((meeting) => takesPlace(meeting, today))
    .sort(earlierFirst)
    .map((meeting) => ({ ...meeting, closesOn: addDays(meeting.heldOn, -cutOff(meeting.heldOn)) }))

/**
 * Where feedback from one meeting of a group is due, and what became of it (clause 30): at the first meeting of the
 * body it reports to whose agenda closes on or after the day on which the group met. It is worked out anew whenever
 * meetings are moved or cancelled: what was to be given at a cancelled one is given at the next.
 */
export function feedbackOwed(source: Attended, meetings: Opening[], today: Day): Owed {
  const due = meetings.find(({ closesOn }) => closesOn >= source.heldOn) ?? null
  const onwards = due ? meetings.slice(meetings.indexOf(due)) : []
  const at = source.given
    ? heardAt(source.given, meetings)
    : (onwards.find(({ heldOn }) => heldOn >= today) ?? null)
  const missed = onwards.filter((one) => one.heldOn < today && (!source.given || isBefore(one, at)))
  return { state: stateOf(source, due, missed), due, at, missed }
}

const heardAt = ({ meetingId, heldOn }: NonNullable<Attended['given']>, meetings: Hearing[]) =>
  meetings.find(({ id }) => id === meetingId) ?? meetings.find((one) => one.heldOn >= heldOn) ?? null

const isBefore = (one: Hearing, other: Hearing | null) => other !== null && earlierFirst(one, other) < 0

function stateOf({ given }: Attended, due: Hearing | null, missed: Hearing[]): FeedbackState {
  if (given) return missed.length > 0 ? 'given late' : 'given'
  if (due === null) return 'no meeting'
  return missed.length > 0 ? 'late' : 'due'
}

/** Whether it stands on the agenda of this meeting: it was missed there, given there, or waits for it. */
export const standsOn = ({ at, missed }: Pick<Owed, 'at' | 'missed'>, meetingId: number) =>
  at?.id === meetingId || missed.some(({ id }) => id === meetingId)

export const isOwing = (state: FeedbackState) => state !== 'given' && state !== 'given late'

/** “Due on 6 May 2027, not given there; carried to 1 July 2027.” */
export function owedInWords({ state, due, at, missed }: Owed): string {
  const dueOn = due ? inWords(due.heldOn) : ''
  const times = missed.length === 1 ? 'not given there' : `not given at ${missed.length} meetings`
  switch (state) {
    case 'no meeting':
      return 'No meeting at which it could be given is in the calendar yet.'
    case 'due':
      return `Due on ${dueOn}.`
    case 'late':
      return `Due on ${dueOn}, ${times}; ${at ? `carried to ${inWords(at.heldOn)}` : 'carried to the next meeting, which is not in the calendar yet'}.`
    case 'given':
      return at ? `Given on ${inWords(at.heldOn)}.` : 'Given.'
    case 'given late':
      return `Due on ${dueOn}, given late${at ? ` on ${inWords(at.heldOn)}` : ''}.`
  }
}

type Mandate = { personId: number; membershipId: number | null }

/** Everybody in the alliance may come to what they owe themselves; who sees all that groups do sees everybody’s. */
export const maySeeFeedback = (who: Who) => isSignedIn(who) && who.held.some(({ role }) => role !== 'partner')

/** The representative, or the head or a deputy of the school in whose mandate they were there. */
export const answersFor = (who: Who, { personId, membershipId }: Mandate) =>
  who.personId === personId || (membershipId !== null && ledMemberships(who).includes(membershipId))

/** Who sees all that groups do sees every report; others the ones they answer for. */
export const seesAll = (who: Who) => groupsSeen(who) === 'all'
export const mayOpen = (who: Who, of: Mandate) => seesAll(who) || answersFor(who, of)

/** Whoever keeps the meeting records what was said there; others hand theirs in until that meeting is over. */
export const mayGive = (who: Who, of: Mandate, { keeps, over }: { keeps: boolean; over: boolean }) =>
  isOffice(who) || keeps || (answersFor(who, of) && !over)

/** Meetings at which it may be given: none before the group met, and past ones only for who keeps them. */
export const hearingsFor = <Meeting extends Hearing>(
  meetings: Meeting[],
  metOn: Day,
  { today, keeps }: { today: Day; keeps: boolean },
) =>
  meetings
    .filter(({ status, heldOn }) => status !== 'cancelled' && heldOn >= metOn && (keeps || heldOn >= today))
    .sort(earlierFirst)

/** The page of one representative’s feedback from one meeting. */
export const feedbackHref = ({ sourceId, personId }: { sourceId: number; personId: number }) =>
  `/feedback/${sourceId}/${personId}`
