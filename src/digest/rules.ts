import { createHash } from 'node:crypto'
import { isBankHoliday } from '../calendars/bank-holidays.ts'
import { isSchoolDay, type SchoolCalendar } from '../calendars/rules.ts'
import type { Dated } from '../home/coming.ts'
import { isOverdue, thingsInWords } from '../home/urgency.ts'
import { addDays, type Day, daysBetween, inShort, weekday } from '../platform/day.ts'
import type { Need } from '../platform/need.ts'

/** Nobody is written to on a Saturday, a Sunday or a bank holiday in England. */
export const isWorkday = (on: Day) => weekday(on) !== 0 && weekday(on) !== 6 && !isBankHoliday(on)

/** In the holidays of a calendar that is known nobody is told again of what they know; what is new still comes. */
export function repeatsOn(calendar: SchoolCalendar, on: Day): boolean {
  const terms = calendar.filter(({ kind }) => kind === 'term')
  const isKnown = terms.some(({ fromOn }) => fromOn <= on) && terms.some(({ toOn }) => on <= toOn)
  return !isKnown || isSchoolDay(calendar, on)
}

/** The same for as long as a need says the same, has the same last day and stands alike; a last day gone by is a change. */
export const markOf = (need: Need, today: Day) =>
  createHash('sha256')
    .update(JSON.stringify([need.href, need.says, need.on, need.state?.tone ?? null, isOverdue(need, today)]))
    .digest('base64url')
    .slice(0, 16)

/**
 * Whoever is to sign gets an invitation and reminders for that, more often as the last day nears: it stands in a
 * digest that goes for something else, and is no reason for one.
 */
export const hasOwnReminders = ({ href }: Pick<Need, 'href'>) => href.startsWith('/agreement/sign/')

export type Told = { sentOn: Day; told: string[] }

const AGAIN_AFTER_DAYS = 7

/**
 * Whether somebody is written to: when something needs them, and one thing of it is new or changed since they were
 * written to last, or they were written to a week ago and it still stands. Never twice a day.
 */
export function isDue(marks: string[], last: Told | undefined, today: Day, repeats: boolean): boolean {
  if (marks.length === 0) return false
  if (!last) return true
  if (last.sentOn >= today) return false
  if (marks.some((mark) => !last.told.includes(mark))) return true
  return repeats && daysBetween(last.sentOn, today) >= AGAIN_AFTER_DAYS
}

const AHEAD_DAYS = 7
export const isSoon = ({ on }: Pick<Dated, 'on'>, today: Day) => on < addDays(today, AHEAD_DAYS)

type Digest = { name: string; alliance: string; needs: Need[]; coming: Dated[]; url: string; stop: string }

const MOST_LINES = 20
const LONGEST_SUBJECT = 110

/** What people typed, on one line. */
const plain = (words: string) => words.replace(/[\p{C}\s]+/gu, ' ').trim()

const opening = (count: number) => `${thingsInWords(count)} ${count === 1 ? 'needs' : 'need'} you`

export function subjectOf(needs: Need[]): string {
  const subject = `${opening(needs.length)}: ${plain(needs[0]?.says ?? '')}`
  return subject.length > LONGEST_SUBJECT ? `${subject.slice(0, LONGEST_SUBJECT - 1).trimEnd()}…` : subject
}

/**
 * The words of a digest: titles, days and links, and nothing of what lies behind them, because mail is read on
 * other people’s machines.
 */
export function textOf({ name, alliance, needs, coming, url, stop }: Digest, today: Day): string {
  const rest = needs.length - MOST_LINES
  return [
    `Hello ${plain(name)},`,
    `${opening(needs.length)}${alliance ? ` at ${plain(alliance)}` : ''}.`,
    ...needs
      .slice(0, MOST_LINES)
      .map((need) => `* ${plain(need.says)}${lastDay(need, today)}\n  ${url}${need.href}`),
    ...(rest > 0 ? [`* and ${rest} more on your front page\n  ${url}/`] : []),
    ...(coming.length > 0 ? ['In the next seven days:'] : []),
    ...coming.map(({ on, says, more, href }) => {
      const what = [plain(says), more && plain(more)].filter(Boolean).join(', ')
      return `* ${inShort(on)}: ${what}\n  ${url}${href}`
    }),
    [
      'This comes in the morning of a working day, only when something needs you. To stop it, press the button at',
      stop,
      'Links to sign in and invitations still come.',
    ].join('\n'),
  ].join('\n\n')
}

const lastDay = ({ on }: Need, today: Day) =>
  on === null ? '' : on < today ? ` (the last day was ${inShort(on)})` : ` (by ${inShort(on)})`

/** Where a digest is stopped without signing in. Mail programs post here by themselves (RFC 8058). */
export const STOP_PATH = '/digest/stop'
