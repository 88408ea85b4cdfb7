import { sql } from 'kysely'
import type { Reader } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'

const notes = (db: Reader) =>
  db
    .selectFrom('roundNotes')
    .innerJoin('people', 'people.id', 'roundNotes.personId')
    .innerJoin('roundRooms', 'roundRooms.id', 'roundNotes.roomId')
    .selectAll('roundNotes')
    .select(['people.name as observer', 'roundRooms.code'])

/** The notes of a round by room and time; before the visit each reads only their own, the office too. */
export const notesOf = (db: Reader, roundId: number, only: { personId: number } | null) =>
  notes(db)
    .where('roundNotes.roundId', '=', roundId)
    .$if(only !== null, (query) => query.where('roundNotes.personId', '=', only?.personId ?? 0))
    .orderBy('roundRooms.code')
    .orderBy('roundNotes.writtenAt')
    .orderBy('roundNotes.id')
    .limit(sql.lit(2_000))
    .execute()
export type NoteRow = Awaited<ReturnType<typeof notesOf>>[number]

/** A note of this round that this person wrote; anybody else’s is not found here. */
export async function ownNote(
  db: Reader,
  roundId: number,
  id: number,
  personId: number | null,
): Promise<NoteRow> {
  const found = await notes(db)
    .where('roundNotes.id', '=', id)
    .where('roundNotes.roundId', '=', roundId)
    .where('roundNotes.personId', '=', personId ?? 0)
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}
