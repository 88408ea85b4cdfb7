import { maySeeGroups } from '../groups/rules.ts'
import { permit } from '../platform/refusal.ts'
import { type Asked, idOf } from '../platform/web.tsx'
import { hubFor } from './actions.ts'
import type { HubRow } from './queries.ts'
import { mayKeepHub } from './rules.ts'

/** The hub that an address names, as far as this person sees hubs. */
export function hubAsked(c: Asked): Promise<HubRow> {
  permit(maySeeGroups(c.var.by.who))
  return hubFor(c.var.by, idOf(c))
}

export async function hubKept(c: Asked): Promise<HubRow> {
  const found = await hubAsked(c)
  permit(mayKeepHub(c.var.by.who, found))
  return found
}
