import type { Insertable } from 'kysely'
import { type Day, dayTyped } from '../../platform/day.ts'
import type { Tables, Writer } from '../../platform/db.ts'
import type { Cells, Known } from './read.ts'

/** What is known where rows are brought in, and the day on which they are. */
export type Then = { known: Known; today: Day }
/** Agenda items by meeting and position: `board-2026-09-24/4`. */
export type Items = Map<string, number>

export const place = ({ meeting, position }: Cells) => `${meeting}/${position}`
export const dayIn = (text: string | undefined) => dayTyped(text ?? '') ?? null
export const meetingOf = ({ meeting = '' }: Cells, { meetings }: Known) => meetings.get(meeting)?.id ?? null
export const heldOnOf = ({ meeting = '' }: Cells, { meetings }: Known) => meetings.get(meeting)?.heldOn as Day
export const personIn = (ref: string | undefined, { people }: Known) => people.get(ref ?? '') as number
export const groupOf = ({ group = '' }: Cells, { groups }: Known) => groups.get(group) as number

/** Rows of which a column tells a day that is not ahead. */
export const past = (rows: Cells[], column: string, today: Day) =>
  rows.filter((cells) => (dayIn(cells[column]) ?? '9') <= today)

export async function insert<Name extends keyof Tables & string>(
  tx: Writer,
  table: Name,
  values: Insertable<Tables[Name]>[],
): Promise<void> {
  if (values.length > 0)
    await tx
      .insertInto(table)
      .values(values as never)
      .execute()
}
