import type { MaySee } from '../platform/live-stream.ts'
import { permit } from '../platform/refusal.ts'
import { type Asked, idOf } from '../platform/web.tsx'
import { type RoundWithin, roundWithin } from './queries.ts'
import { mayKeep, maySeeRounds } from './rules.ts'

/** The round that an address names, for those who are in it; for everybody else it is not found. */
export async function roundAsked(c: Asked): Promise<RoundWithin> {
  const { by } = c.var
  permit(maySeeRounds(by.who))
  return roundWithin(by.db, idOf(c))
}

/** The id that an address names, where the round itself is looked up by what a button does. */
export function idAsked(c: Asked): number {
  permit(maySeeRounds(c.var.by.who))
  return idOf(c)
}

/** The round that an address names, for those who keep it. */
export async function roundKept(c: Asked): Promise<RoundWithin> {
  const found = await roundAsked(c)
  permit(mayKeep(c.var.by.who, found))
  return found
}

/** Whoever is in a round may hear that something of it has changed. */
export const seenRound: MaySee = async ({ var: { by } }, id) => {
  permit(maySeeRounds(by.who))
  return roundWithin(by.db, id)
}
