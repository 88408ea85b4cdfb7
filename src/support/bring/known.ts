import { sql } from 'kysely'
import type { Known } from '../../meetings/bring/read.ts'
import { academicYearOf, type Day, firstDay, lastDay } from '../../platform/day.ts'
import type { Writer } from '../../platform/db.ts'

/** What is recorded already, and the day on which rows are brought in. */
export type Then = { known: Known; today: Day; areas: Map<string, number> }

export const several = (cell: string | undefined) =>
  (cell ?? '')
    .split(';')
    .map((one) => one.trim())
    .filter(Boolean)

/** The membership of a school on a day, or else in the last of that academic year on which it was one. */
export function membershipOf(known: Known, urn: string | undefined, on: Day): number {
  const year = academicYearOf(on)
  const days = [on, lastDay(year), firstDay(year)]
  return days.map((day) => known.membership(urn ?? '', day)).find((id) => id !== null) as number
}

/** Whoever led a school on a day. */
export async function headOn(tx: Writer, membershipId: number, on: Day): Promise<number | null> {
  const { rows } = await sql<{ personId: number }>`
    select person_id from posts where membership_id = ${membershipId} and post in ('head', 'acting head', 'executive head')
      and coalesce(from_on <= ${on}, true) and coalesce(to_on >= ${on}, true) order by from_on desc nulls last limit 1`.execute(
    tx,
  )
  return rows[0]?.personId ?? null
}
