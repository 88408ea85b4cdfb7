import type { Writer } from '../platform/db.ts'
import { notPossible } from '../platform/refusal.ts'
import { namedIn, scrubbedInWords } from './names.ts'
import { type RoundWithin, roundWithin, staffOf } from './queries.ts'

/** The round, which nobody else changes until this transaction is over. @throws Refusal not found. */
export async function lockedRound(tx: Writer, id: number): Promise<RoundWithin> {
  await tx.selectFrom('rounds').select('id').where('id', '=', id).forNoKeyUpdate().execute()
  return roundWithin(tx, id)
}

/** Nothing that is written on a round names a teacher: what does is refused beside its question. */
export async function scrubbed(
  tx: Writer,
  hostMembershipId: number,
  texts: Record<string, string | null | undefined>,
): Promise<void> {
  const staff = await staffOf(tx, hostMembershipId)
  for (const [field, text] of Object.entries(texts)) {
    const named = text ? namedIn(text, staff) : null
    if (named) throw notPossible(scrubbedInWords(named), field)
  }
}
