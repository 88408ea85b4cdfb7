import { isSchoolDay, type SchoolCalendar } from '../../../calendars/rules.ts'
import { addDays, type Day, daysBetween, inWords } from '../../../platform/day.ts'
import { schoolDaysBefore } from '../rules.ts'

/** School days before the last one on which a head is written to first. */
const EARLY = 3
const WEEK = 7
/** After the first letter that says it is late, as many more. */
const MOST_WEEKS = 6

export type Asking = {
  /** An evaluation is due by a day; an outcome is asked for from a day on. */
  what: 'evaluation' | 'outcome'
  due: Day
  /** The days on which this person was written to about it. */
  sent: Day[]
}

/**
 * Whether somebody is written to this morning: three school days before it is due, on the first school day after, and
 * then weekly six times; never on a day without school and never twice in a day. Of an outcome, first on its own day.
 * Mornings that were missed are made up for by the next.
 */
export function isDue(calendar: SchoolCalendar, { what, due, sent }: Asking, today: Day): boolean {
  if (!isSchoolDay(calendar, today) || sent.includes(today)) return false
  const last = what === 'evaluation' ? due : addDays(due, -1)
  if (today <= last) {
    const first = what === 'evaluation' ? schoolDaysBefore(calendar, due, EARLY) : undefined
    return first !== undefined && today >= first && sent.every((on) => on < first)
  }
  const after = sent.filter((on) => on > last).sort()
  const latest = after.at(-1)
  if (latest === undefined) return true
  return after.length <= MOST_WEEKS && daysBetween(latest, today) >= WEEK
}

type Told = { id: number; practitioner: string; area: string; what: Asking['what']; due: Day | null }
type To = { name: string; email: string }

/** The letter to one head about one deployment: nothing of the need is in it. */
export function letterTo(
  { name, email }: To,
  { id, what, due, practitioner, area }: Told,
  today: Day,
  url: string,
) {
  const of = `the support your school had from ${practitioner} (${area})`
  const late = due !== null && due < today
  const by = due === null ? '' : late ? ` It was due by ${inWords(due)}.` : ` It is due by ${inWords(due)}.`
  const asks =
    what === 'outcome'
      ? `When you evaluated ${of}, it was too early to say what came of it. Please look again, and say what has come by now.`
      : `Please evaluate ${of}.${by}`
  const subjects = {
    outcome: 'Support between schools: what came of it?',
    evaluation: late ? 'Reminder: an evaluation of support is late' : 'Please evaluate the support you had',
  }
  return {
    to: email,
    subject: subjects[what],
    text: [
      `Hello ${name},`,
      asks,
      `${url}/support/deployments/${id}/${what === 'outcome' ? 'outcome' : 'evaluate'}`,
      'It takes ten minutes. Clause 26 of our agreement asks it of the head of the school that was supported.',
    ].join('\n\n'),
  }
}
