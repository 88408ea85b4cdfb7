import { type Day, daysBetween, inShort, inWords } from '../platform/day.ts'
import type { Need } from '../platform/need.ts'
import type { Step, Tone } from '../platform/parts.tsx'

/** What has no last day stands among those that have one as if it were due in so many days, by how it stands. */
const STANDS_FOR_DAYS: Record<Tone, number> = { bad: 7, due: 21, calm: 60, quiet: 60, good: 60 }
const SOON_DAYS = 7
const COUNTED_DAYS = 14

const daysLeft = ({ on, state }: Need, today: Day) =>
  on === null ? STANDS_FOR_DAYS[state?.tone ?? 'due'] : daysBetween(today, on)

/** Most pressing first: by last day, then by how badly it stands, then by its words so that the order is always one. */
export function mostPressingFirst(needs: Need[], today: Day): Need[] {
  const badness = ({ state }: Need) => STANDS_FOR_DAYS[state?.tone ?? 'due']
  return [...needs].sort(
    (a, b) =>
      daysLeft(a, today) - daysLeft(b, today) || badness(a) - badness(b) || (a.says < b.says ? -1 : 1),
  )
}

/** Two capabilities that lead to one step say it once: what presses more stands, for whoever comes to that page does both. */
export function onceEach(needs: Need[]): Need[] {
  const seen = new Set<string>()
  return needs.filter(({ href }) => !seen.has(href) && seen.add(href))
}

export const isOverdue = ({ on }: Pick<Need, 'on'>, today: Day) => on !== null && on < today

/** A need as the front page shows it: its state as a word, and its last day. */
export function stepOf(need: Need, today: Day): Step {
  const { href, says, why } = need
  const because = [why, why?.includes(inWords(need.on ?? today)) ? '' : lastDayOf(need, today)]
    .filter(Boolean)
    .join(' ')
  return { href, says, ...(because ? { why: because } : {}), state: stateOf(need, today) }
}

function stateOf(need: Need, today: Day): NonNullable<Step['state']> {
  if (isOverdue(need, today)) return { says: 'Overdue', tone: 'bad' }
  if (need.on === today) return { says: 'Today', tone: 'due' }
  if (need.state) return need.state
  return { says: 'To do', tone: need.on === null || daysLeft(need, today) <= SOON_DAYS ? 'due' : 'calm' }
}

function lastDayOf({ on }: Need, today: Day): string | undefined {
  if (on === null) return undefined
  const left = daysBetween(today, on)
  if (left < 0) return `The last day was ${inShort(on)}.`
  const days = left === 1 ? ', tomorrow' : left > 1 && left <= COUNTED_DAYS ? `, in ${left} days` : ''
  return left === 0 ? 'Today is the last day.' : `The last day is ${inShort(on)}${days}.`
}

const small = ['Nothing', 'One thing', 'Two things', 'Three things', 'Four things', 'Five things']

/** “Two things”, as a heading and the subject of a mail begin. */
export const thingsInWords = (count: number) => small[count] ?? `${count} things`

/** “Two things need you now” */
export const needInWords = (count: number) =>
  `${thingsInWords(count)} ${count === 0 || count === 1 ? 'needs' : 'need'} you now`
