import type { Reader } from '../../platform/db.ts'

export type ConnectionRow = Awaited<ReturnType<typeof connectionsOf>>[number]

/** A person's accounts at providers, in the order they were connected. */
export const connectionsOf = (db: Reader, personId: number) =>
  db
    .selectFrom('connections')
    .select(['id', 'provider', 'address', 'madeAt', 'usedAt'])
    .where('personId', '=', personId)
    .orderBy('madeAt')
    .orderBy('id')
    .execute()
