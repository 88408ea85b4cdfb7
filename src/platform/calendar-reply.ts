import { createHash } from 'node:crypto'
import ICAL from 'ical.js'
import PostalMime, { type Attachment } from 'postal-mime'

/** What somebody's calendar answered to an invitation (RFC 5546, 3.2.3). */
export type Answer = {
  uid: string
  /** The address that was invited. */
  attendee: string
  status: string
  sequence: number
  stamp: Date
}

export type MailRead = {
  /** Its Message-ID, or a digest of the whole where it has none: the same mail is known by the same. */
  id: string
  /** Whom it says to be from; anybody can write anything there. */
  sender: string
  /** The method of the calendar it carries; nothing when it carries none. */
  method: string | null
  /** Nothing when its calendar could not be understood. */
  answer: Answer | null
}

/** More than any answer needs; what is larger is not opened. */
export const LARGEST_MAIL = 1024 * 1024
const LARGEST_CALENDAR = 128 * 1024
const LONGEST_HEADERS = 64 * 1024

/** Nested deeper than any mail that a person's program writes. */
const limits = { maxNestingDepth: 20, maxHeadersSize: LONGEST_HEADERS, maxRfc822NestingDepth: 0 }

/**
 * Reads one mail, whoever wrote it. It opens nothing but the calendar in it, follows no address and runs nothing.
 * What cannot be read at all is still known by its digest.
 */
export async function readMail(raw: Uint8Array): Promise<MailRead> {
  const digest = `sha256:${createHash('sha256').update(raw).digest('hex')}`
  try {
    const { messageId, from, attachments } = await PostalMime.parse(raw, limits)
    const known = {
      id: shortened(messageId ?? digest),
      sender: shortened(from?.address?.toLowerCase() ?? ''),
    }
    const part = attachments.find(isCalendar)
    return { ...known, ...(part ? readCalendar(part) : { method: null, answer: null }) }
  } catch {
    return { id: digest, sender: '', method: null, answer: null }
  }
}

/** Only who sent a mail that is too large to be opened. */
export const readHeaders = (raw: Uint8Array) => {
  const head = Buffer.from(raw.subarray(0, LONGEST_HEADERS)).toString('latin1')
  const end = head.search(/\r?\n\r?\n/)
  return readMail(Buffer.from(`${end < 0 ? head : head.slice(0, end)}\r\n\r\n`, 'latin1'))
}

const LONGEST = 250
const shortened = (text: string) => text.replaceAll('\u0000', '').slice(0, LONGEST)

export const CALENDAR_TYPES = ['text/calendar', 'application/ics']

const isCalendar = ({ mimeType }: Attachment) => CALENDAR_TYPES.includes(mimeType)

function readCalendar({ content, method }: Attachment): Pick<MailRead, 'method' | 'answer'> {
  const text = typeof content === 'string' ? content : new TextDecoder().decode(content)
  const unread = { method: method ?? 'UNKNOWN', answer: null }
  if (text.length > LARGEST_CALENDAR) return unread
  try {
    const parsed = ICAL.parse(text) as unknown[]
    const calendar = new ICAL.Component((Array.isArray(parsed[0]) ? parsed[0] : parsed) as never)
    const said = calendar.getFirstPropertyValue('method')
    return { method: String(said ?? unread.method).toUpperCase(), answer: answerOf(calendar) }
  } catch {
    return unread
  }
}

function answerOf(calendar: ICAL.Component): Answer | null {
  const event = calendar.getFirstSubcomponent('vevent')
  const uid = event?.getFirstPropertyValue('uid')
  const attendees = event?.getAllProperties('attendee') ?? []
  const [attendee] = attendees
  if (!event || typeof uid !== 'string' || !attendee || attendees.length > 1) return null
  const sequence = Number(event.getFirstPropertyValue('sequence') ?? 0)
  return {
    uid: shortened(uid),
    attendee: shortened(addressOf(attendee)),
    status: String(attendee.getFirstParameter('partstat') ?? '').toUpperCase(),
    sequence: Number.isSafeInteger(sequence) && sequence >= 0 ? sequence : 0,
    stamp: stampOf(event),
  }
}

const addressOf = (attendee: ICAL.Property) =>
  String(attendee.getFirstValue())
    .replace(/^mailto:/i, '')
    .trim()
    .toLowerCase()

/** When it was made; one that does not say counts as made before all others. */
function stampOf(event: ICAL.Component): Date {
  const stamp = event.getFirstPropertyValue('dtstamp')
  const at = stamp instanceof ICAL.Time ? stamp.toJSDate() : new Date(0)
  return Number.isNaN(at.getTime()) ? new Date(0) : at
}
