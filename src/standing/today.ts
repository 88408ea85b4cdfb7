import type { Actor } from '../platform/action.ts'
import type { Reader } from '../platform/db.ts'
import { type Standings, standings } from './queries.ts'

const known = new WeakMap<Reader, Promise<Standings>>()

/** How every member stands today, worked out once for whoever is at work, however many parts of a page ask. */
export function standingsToday({ totals, today }: Actor): Promise<Standings> {
  const found = known.get(totals) ?? standings(totals, today)
  known.set(totals, found)
  return found
}
