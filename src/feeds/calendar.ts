import { group } from '../groups/queries.ts'
import { groupsSeen } from '../groups/rules.ts'
import { entryOf, uidOf } from '../invitations/rules.ts'
import { personOn } from '../people/queries.ts'
import { type Actor, actor } from '../platform/action.ts'
import { type Entry, feed } from '../platform/calendar.ts'
import type { Day } from '../platform/day.ts'
import { type Database, everything } from '../platform/db.ts'
import { notFound } from '../platform/refusal.ts'
import { headOf } from '../platform/who.ts'
import { type VisitShown, visitsShown } from '../support/holds/queries.ts'
import { uidOf as uidOfVisit, entryOf as visitEntry } from '../support/holds/rules.ts'
import { digestOf } from './actions.ts'
import { type FeedFound, feedUnder, meetingsShown, type Shown, sessionsShown } from './queries.ts'
import { firstDayShown, ownMeetings } from './rules.ts'

/** The feed under this secret and whoever made it, as they are today: without a post they are nobody here. */
export async function readerOf(database: Database, secret: string, today: Day) {
  const db = database.reader(everything)
  const found = await feedUnder(db, digestOf(secret))
  const who = found && (await personOn(db, { id: found.personId }, today))
  return who && { found, by: actor(database, who, today) }
}

/**
 * What a calendar program is given: nothing that its reader could not open on the pages today.
 * @throws Refusal not found when it is of a group that they no longer see.
 */
export async function calendarOf(by: Actor, found: FeedFound, url: string): Promise<string> {
  const from = firstDayShown(by.today)
  const at = { url, host: new URL(url).hostname, madeAt: found.madeAt }
  if (found.groupId !== null) {
    const { name } = await group(by.db, found.groupId, { seen: groupsSeen(by.who), on: by.today })
    const shown = await meetingsShown(by.db, { groupId: found.groupId }, from)
    return feed(
      name,
      shown.map((one) => ofMeeting(one, at)),
    )
  }
  if (by.who.personId === null) throw notFound()
  const [shown, sessions, visits] = await Promise.all([
    meetingsShown(by.db, ownMeetings(by.who), from),
    sessionsShown(by.db, by.who.personId, from),
    // Visits to a school are its head’s too.
    visitsShown(by.db, { personId: by.who.personId, memberships: headOf(by.who) }, from),
  ])
  return feed(`Meetings of ${by.who.name}`, [
    ...shown.map((one) => ofMeeting(one, at)),
    ...sessions.map((one) => ofSession(one, at)),
    ...visits.map((one) => ofVisit(one, at)),
  ])
}

type At = { url: string; host: string; madeAt: Date }

const ofMeeting = ({ uid, changedAt, ...meeting }: Shown, { url, host, madeAt }: At): Entry =>
  entryOf(meeting, {
    uid: uid ?? uidOf(meeting.id, host),
    sequence: meeting.sequence,
    stamp: changedAt ?? madeAt,
    url,
  })

const ofVisit = ({ uid, sequence, sentAt, ...visit }: VisitShown, { url, host, madeAt }: At): Entry =>
  visitEntry(visit, { uid: uid ?? uidOfVisit(visit.id, host), sequence, stamp: sentAt ?? madeAt, url })

type Session = Awaited<ReturnType<typeof sessionsShown>>[number]

function ofSession(session: Session, { url, host, madeAt }: At): Entry {
  const page = `${url}/learning/${session.courseId}`
  const { id, title, heldOn, starts, ends, venue, cancelled, version, changedAt } = session
  return {
    ...{ uid: `session-${id}@${host}`, sequence: version - 1, stamp: changedAt ?? madeAt, title, on: heldOn },
    ...{ starts, ends, place: venue, says: page, url: page, cancelled },
  }
}
