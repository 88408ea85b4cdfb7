import type { Reader } from '../platform/db.ts'

export type PasskeyRow = Awaited<ReturnType<typeof passkeysOf>>[number]

/** A person's passkeys, in the order they were made. */
export const passkeysOf = (db: Reader, personId: number) =>
  db
    .selectFrom('passkeys')
    .select(['id', 'name', 'transports', 'backedUp', 'madeAt', 'usedAt'])
    .where('personId', '=', personId)
    .orderBy('madeAt')
    .orderBy('id')
    .execute()

/** Whether this person can confirm with a passkey. */
export async function hasPasskey(db: Reader, personId: number | null): Promise<boolean> {
  const found = await db
    .selectFrom('passkeys')
    .select('id')
    .where('personId', '=', personId)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}
