import type { Reader } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'

/** The stages of a debrief that anybody has written in. */
export const stagesOf = (db: Reader, roundId: number) =>
  db
    .selectFrom('roundStages')
    .leftJoin('people', 'people.id', 'roundStages.agreedBy')
    .select([
      'roundStages.id',
      'stage',
      'words',
      'agreedAt',
      'roundStages.version',
      'people.name as agreedBy',
    ])
    .where('roundId', '=', roundId)
    .execute()
export type StageRow = Awaited<ReturnType<typeof stagesOf>>[number]

/** What was seen across rooms, in the order in which it was written, each with the rooms it was seen in. */
export async function patternsOf(db: Reader, roundId: number) {
  const [patterns, seen] = await Promise.all([
    db
      .selectFrom('roundPatterns')
      .select(['id', 'words', 'version'])
      .where('roundId', '=', roundId)
      .orderBy('id')
      .execute(),
    db
      .selectFrom('roundPatternRooms')
      .innerJoin('roundRooms', 'roundRooms.id', 'roundPatternRooms.roomId')
      .select(['patternId', 'roundRooms.id', 'roundRooms.code'])
      .where('roundRooms.roundId', '=', roundId)
      .orderBy('roundRooms.code')
      .execute(),
  ])
  return patterns.map((pattern) => ({
    ...pattern,
    rooms: seen.filter(({ patternId }) => patternId === pattern.id).map(({ id, code }) => ({ id, code })),
  }))
}
export type PatternRow = Awaited<ReturnType<typeof patternsOf>>[number]

/** One pattern of this round; a pattern of another is not found here. */
export async function patternOf(db: Reader, roundId: number, id: number): Promise<PatternRow> {
  const found = (await patternsOf(db, roundId)).find((pattern) => pattern.id === id)
  if (!found) throw notFound()
  return found
}
