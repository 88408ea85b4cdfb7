import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalAttendeeType,
  type ICalCalendar,
  ICalCalendarMethod,
  type ICalEventData,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator'
import { addDays, type Day } from './day.ts'

/** Something that happens on one day in London, as a calendar holds it. It is open to read: nothing confidential. */
export type Entry = {
  uid: string
  sequence: number
  /** When this was last said of it. */
  stamp: Date
  title: string
  on: Day
  /** Times of day, `19:00`; without a start it fills the day, without an end it is taken to last an hour. */
  starts: string | null
  ends: string | null
  place: string | null
  says: string
  url: string
  cancelled: boolean
}

export type Mailbox = { name: string; address: string }

/**
 * A message between calendars (RFC 5546): to come, or not to come any more. Each goes to one person and names nobody
 * else. Somebody taken off something that goes on is sent CANCEL of what is not cancelled.
 */
export function message(
  method: 'REQUEST' | 'CANCEL',
  entry: Entry,
  { organiser, guest }: { organiser: Mailbox; guest: Mailbox },
): string {
  const calendar = begun(ICalCalendarMethod[method])
  const event = calendar.createEvent(eventOf(entry))
  // RFC 5546, 3.2.5: only what is cancelled for everybody says so.
  if (method === 'CANCEL' && !entry.cancelled) event.status(null)
  event.organizer({ name: named(organiser), email: organiser.address })
  event.createAttendee({
    name: named(guest),
    email: guest.address,
    role: ICalAttendeeRole.REQ,
    type: ICalAttendeeType.INDIVIDUAL,
    status: ICalAttendeeStatus.NEEDSACTION,
    rsvp: method === 'REQUEST',
  })
  return written(calendar)
}

const AN_HOUR = 60 * 60

/** What a calendar program reads again and again (RFC 5545): nobody is named in it, and nobody is asked to answer. */
export function feed(name: string, entries: Entry[]): string {
  const calendar = begun(ICalCalendarMethod.PUBLISH)
    .name(unescapable(oneLine(name)))
    .ttl(AN_HOUR)
  for (const entry of entries) calendar.createEvent(eventOf(entry))
  return written(calendar)
}

const ZONE = 'Europe/London'

/** The law of summer time since 1996; RFC 5545 wants it written out wherever the zone is named. */
const LONDON = [
  'BEGIN:VTIMEZONE',
  `TZID:${ZONE}`,
  'BEGIN:DAYLIGHT',
  'DTSTART:19960331T010000',
  'TZNAME:BST',
  'TZOFFSETFROM:+0000',
  'TZOFFSETTO:+0100',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'END:DAYLIGHT',
  'BEGIN:STANDARD',
  'DTSTART:19961027T020000',
  'TZNAME:GMT',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0000',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'END:STANDARD',
  'END:VTIMEZONE',
].join('\r\n')

/** The zone is each entry’s: a calendar that had one itself would have its stamps written in it, which must be UTC. */
function begun(method: ICalCalendarMethod): ICalCalendar {
  const calendar = ical({ method, prodId: { company: 'Endeavour', product: 'Meetings', language: 'EN' } })
  return calendar.scale('gregorian').timezone({ name: null, generator: () => LONDON })
}

const written = (calendar: ICalCalendar) => `${calendar}\r\n`

function eventOf({ uid, sequence, stamp, title, place, says, url, cancelled, ...at }: Entry): ICalEventData {
  return {
    ...when(at),
    id: uid,
    sequence,
    stamp,
    summary: oneLine(title),
    location: place === null ? null : oneLine(place),
    description: readable(says),
    url,
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  }
}

type At = Pick<Entry, 'on' | 'starts' | 'ends'>

/** Times go in as the clock on the wall shows them, and come out so. */
function when({ on, starts, ends }: At): ICalEventData {
  if (starts === null)
    return {
      ...{ start: midnight(on), end: midnight(addDays(on, 1)), allDay: true },
      // Nobody is busy all day for a meeting whose time is not known yet.
      transparency: ICalEventTransparency.TRANSPARENT,
    }
  const start = `${on}T${starts}:00`
  const end = ends !== null && ends > starts ? `${on}T${ends}:00` : anHourAfter(start)
  return { start, end, timezone: ZONE }
}

/** Days without a zone are written as they are in UTC. */
const midnight = (on: Day) => new Date(`${on}T00:00:00Z`)

const anHourAfter = (local: string) =>
  new Date(new Date(`${local}Z`).getTime() + AN_HOUR * 1000).toISOString().slice(0, 19)

/** No calendar can hold control characters or half a character; a line break is all that is left of them. */
const readable = (text: string) =>
  text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n]|[\u2028\u2029]|\p{Cs}/gu, ' ')

const oneLine = (text: string) => readable(text).replaceAll('\n', ' ')

/** A name stands in double quotes, where it can have none itself, nor a backslash that some would take for an escape. */
const named = ({ name, address }: Mailbox) =>
  oneLine(name).replaceAll('"', '’').replaceAll('\\', '/').trim() || address

/** Some programs show the signs that escape others in the name of a calendar, so it has neither. */
const unescapable = (text: string) => text.replace(/[\\;,]+/g, ' ').replace(/ +/g, ' ')

/** The mailbox that a setting such as `Office <office@vale.example>` names. */
export function mailboxIn(setting: string): Mailbox {
  const [, name = '', address = setting] = /^(.*)<([^<>]+)>$/.exec(setting.trim()) ?? []
  return { name: name.replace(/^\s*"?|"?\s*$/g, ''), address: address.trim() }
}
