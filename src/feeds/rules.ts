import { addDays, type Day } from '../platform/day.ts'
import { holds, isOffice, isSignedIn, type Who } from '../platform/who.ts'

/** Everybody who has come in may have a feed; it shows no more than their posts let them see. */
export const mayHaveFeeds = isSignedIn

/** So many addresses that are not revoked one person may have: a telephone, a computer, a group or two. */
export const MOST_FEEDS = 20

const A_YEAR = 366

/** Last year and all that is ahead: what was longer ago is on the pages. */
export const firstDayShown = (today: Day) => addDays(today, -A_YEAR)

/** Whose meetings are one’s own: all for the office, which keeps them; the board for every head; else one’s groups. */
export const ownMeetings = (who: Who) => ({
  all: isOffice(who),
  board: holds(who, 'head'),
  groups: [...new Set([...who.leads, ...who.serves])],
  personId: who.personId as number,
})

/** What the end of a calendar’s address may look like: 32 random bytes, as letters and digits. */
const ADDRESS = /^([A-Za-z0-9_-]{43})\.ics$/

export const secretIn = (file: string): string | undefined => ADDRESS.exec(file)?.[1]

export const addressOf = (url: string, secret: string) => `${url}/calendar/${secret}.ics`

/** The same for programs that open calendars by themselves. */
export const webcalOf = (address: string) => address.replace(/^https?:/, 'webcal:')

type Known = { etag: string; since: Date }

/** Whether a program has what is there already (RFC 9110, 13.1): what it says of its tag counts before any date. */
export function isKnown(asked: { tag: string | undefined; since: string | undefined }, now: Known): boolean {
  const { tag, since } = asked
  if (tag !== undefined)
    return tag.split(',').some((one) => ['*', now.etag].includes(one.trim().replace(/^W\//, '')))
  const at = since === undefined ? Number.NaN : Date.parse(since)
  return at >= Math.floor(now.since.getTime() / 1000) * 1000
}
