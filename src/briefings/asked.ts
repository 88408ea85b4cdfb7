import { notFound, permit } from '../platform/refusal.ts'
import { type Asked, idOf } from '../platform/web.tsx'
import { ledMemberships } from '../platform/who.ts'
import { briefingFor } from './actions.ts'
import type { BriefingRow } from './queries.ts'
import { mayBrief } from './rules.ts'

/** A briefing of a school that this person leads. */
export async function own(c: Asked): Promise<BriefingRow> {
  const { by } = c.var
  permit(ledMemberships(by.who).length > 0)
  const found = await briefingFor(by, idOf(c))
  permit(mayBrief(by.who, found.membershipId))
  return found
}

/** The school that is asked for, which this person leads; or their only one. */
export function schoolAsked(c: Asked): number {
  const led = ledMemberships(c.var.by.who)
  permit(led.length > 0)
  const asked = c.req.query('school')
  const [first = 0] = led
  if (asked === undefined) return first
  const id = led.find((one) => String(one) === asked)
  if (id === undefined) throw notFound()
  return id
}
