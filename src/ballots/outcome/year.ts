import { sql } from 'kysely'
import { type AcademicYear, firstDay, lastDay } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { resultsOf } from '../counting/result.ts'
import { ballotsAmong } from '../queries.ts'

/** How a year was voted on: never what, and never by whom. */
export type VotesCounted = {
  votes: number
  motions: number
  carried: number
  /** Of every hundred times that a school could take part, how often one did; nothing where nobody could. */
  turnout: number | null
}

/** The votes that were closed in a year. Asked of a reader of totals, where those on confidential items count too. */
export async function votesCounted(db: Reader, year: AcademicYear): Promise<VotesCounted> {
  const { rows } = await sql<{ id: number }>`
    select id from ballots where closed_at is not null
      and (closed_at at time zone 'Europe/London')::date between ${firstDay(year)} and ${lastDay(year)}`.execute(
    db,
  )
  if (rows.length === 0) return { votes: 0, motions: 0, carried: 0, turnout: null }
  const ballots = await ballotsAmong(
    db,
    rows.map(({ id }) => id),
  )
  const results = [...(await resultsOf(db, ballots)).values()]
  const sum = (of: 'took' | 'all') => results.reduce((all, { turnout }) => all + turnout[of], 0)
  return {
    votes: ballots.length,
    motions: results.filter(({ motion }) => motion !== null).length,
    carried: results.filter(({ outcome }) => outcome === 'carried').length,
    turnout: sum('all') === 0 ? null : Math.round((100 * sum('took')) / sum('all')),
  }
}
