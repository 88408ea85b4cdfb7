import {
  type AcademicYear,
  academicYearOf,
  type Day,
  dayInLondon,
  firstDay,
  inWords,
  lastDay,
} from '../../../platform/day.ts'
import type { Who } from '../../../platform/who.ts'
import { mayAskFor, mayBroker, type Parties, sidesOf } from '../rules.ts'
import type { Kind, State } from '../tables.ts'

/** Whoever heads a school asks for it; the office and SSIG ask for any. */
export const mayAsk = (who: Who) => mayBroker(who) || mayAskFor(who).length > 0

/** What was asked is put right until somebody is chosen: whom it was matched with, they were matched with as it stood. */
export const mayCorrect = (who: Who, deployment: Parties & { state: State }) =>
  (['requested', 'triaged'] as State[]).includes(deployment.state) &&
  sidesOf(who, deployment).some((side) => side === 'ssig' || side === 'supported head')

type Spoken = {
  requestedAt: Date
  firstContactOn: Day | null
  toTrustId: number | null
  firstContactTrustId: number | null
}

/** Schools of one trust are not bound to ask SSIG first: that is the trust’s own support. */
export const ofOneTrust = (one: number | null, other: number | null) => one !== null && one === other

/** Whether the schools spoke before the day on which SSIG was asked (clause 27). */
export const spokeFirst = ({ requestedAt, firstContactOn, ...of }: Spoken) =>
  firstContactOn !== null &&
  firstContactOn < dayInLondon(requestedAt) &&
  !ofOneTrust(of.toTrustId, of.firstContactTrustId)

/** The head of the supported school says what happened, and may put it in other words until the sign-off. */
export const mayExplain = (who: Who, deployment: Parties & { state: State }) =>
  deployment.state !== 'signed off' && sidesOf(who, deployment).includes('supported head')

export type Wished = {
  kind: Kind
  wantedFrom: Day
  wantedTo: Day
  halfDaysWanted: number
  firstContactOn: Day | null
  firstContactId: number | null
}

/** A day is the least that is worth the way; coaching may come by the half-day. */
const LEAST_HALF_DAYS = 2

type Complaint = { says: string; field: keyof Wished }

/**
 * Why a request cannot stand as it was filled in; nothing where it can. `requestedOn` is the day on which SSIG is or
 * was asked; `toMembershipId` the school that asks.
 */
export function requestRefusal(
  wished: Wished,
  { today, requestedOn, toMembershipId }: { today: Day; requestedOn: Day; toMembershipId: number },
): Complaint | null {
  const { kind, halfDaysWanted } = wished
  if (halfDaysWanted < (kind === 'coaching' ? 1 : LEAST_HALF_DAYS))
    return {
      says:
        kind === 'coaching'
          ? 'Days wanted must be at least half a day'
          : 'Days wanted must be at least 1 day, or choose coaching',
      field: 'halfDaysWanted',
    }
  return periodRefusal(wished, today) ?? contactRefusal(wished, { requestedOn, toMembershipId })
}

function periodRefusal({ wantedFrom, wantedTo }: Wished, today: Day): Complaint | null {
  const year = academicYearOf(today)
  const latest = lastDay((year + 1) as AcademicYear)
  if (wantedFrom < firstDay(year))
    return {
      says: `Wanted from must be in this academic year or the next: on or after ${inWords(firstDay(year))}`,
      field: 'wantedFrom',
    }
  if (wantedTo < wantedFrom) return { says: 'Wanted to must be on or after the first day', field: 'wantedTo' }
  if (wantedTo < today) return { says: 'Wanted to must not be over already', field: 'wantedTo' }
  if (wantedTo > latest)
    return {
      says: `Wanted to must be on or before ${inWords(latest)}, the end of the next academic year`,
      field: 'wantedTo',
    }
  return null
}

function contactRefusal(
  { firstContactOn, firstContactId }: Wished,
  { requestedOn, toMembershipId }: { requestedOn: Day; toMembershipId: number },
): Complaint | null {
  if (firstContactOn === null && firstContactId === null) return null
  if (firstContactOn === null)
    return { says: 'Enter the day on which you first spoke', field: 'firstContactOn' }
  if (firstContactOn > requestedOn)
    return {
      says: 'The day on which you first spoke must not be after the request',
      field: 'firstContactOn',
    }
  if (firstContactId === null) return { says: 'Select the school you spoke with', field: 'firstContactId' }
  if (firstContactId === toMembershipId)
    return { says: 'Select another school than your own', field: 'firstContactId' }
  return null
}

type Asked = { state: State; answerDue: Day | null; answeredAt: Date | null }
export type Answer = {
  says: string
  /** Whether the school may ask another member itself without having gone round SSIG. */
  free: boolean
}

const freely = 'The school is free to ask another school itself: it breaks nothing (clause 27).'

/** What came of SSIG’s answer, which is a match or a decline, in words for both sides. */
export function answerOf({ state, answerDue, answeredAt }: Asked, today: Day): Answer {
  if (answeredAt !== null) return answered({ state, answerDue }, dayInLondon(answeredAt))
  if (state === 'withdrawn') return { says: 'The request was withdrawn before SSIG answered.', free: false }
  if (answerDue === null)
    return {
      says: 'No last day for SSIG’s answer could be counted, because the alliance’s term dates for that time are not here.',
      free: false,
    }
  if (today <= answerDue) return { says: `SSIG answers by ${inWords(answerDue)}.`, free: false }
  return { says: `SSIG has not answered by ${inWords(answerDue)}. ${freely}`, free: true }
}

function answered({ state, answerDue }: Omit<Asked, 'answeredAt'>, on: Day): Answer {
  const late = answerDue !== null && on > answerDue ? `; it was due by ${inWords(answerDue)}` : ''
  if (state === 'declined')
    return { says: `SSIG answered on ${inWords(on)} that it cannot help${late}. ${freely}`, free: true }
  const came =
    state === 'triaged'
      ? '. That match came to nothing: SSIG looks for somebody else.'
      : ', when it chose somebody.'
  return { says: `SSIG answered on ${inWords(on)}${late}${came}`, free: false }
}
