import { terms } from '../../agreement/terms/queries.ts'
import type { Actor } from '../../platform/action.ts'
import { academicYearOf } from '../../platform/day.ts'
import { notFound, permit } from '../../platform/refusal.ts'
import { type Asked, idOf } from '../../platform/web.tsx'
import { whileOpen } from './actions.ts'
import { type Practitioner, practitioner } from './queries.ts'
import { isOfTheAlliance, mayOpen } from './rules.ts'

/** The practitioner whom an address names, as this person may open them; anybody else is not found. */
export async function opened(c: Asked, by: Actor = c.var.by): Promise<Practitioner> {
  permit(isOfTheAlliance(by.who))
  const found = await practitioner(by.db, idOf(c), by.today)
  if (!mayOpen(by.who, found, await terms(by.db, academicYearOf(by.today)))) throw notFound()
  return found
}

type May = (who: Actor['who'], found: Practitioner) => boolean

/** The same for whoever does something there. What its state allows is asked where it is shown first, and by the action. */
export async function openedTo(c: Asked, may: May, by: Actor = c.var.by): Promise<Practitioner> {
  const found = await opened(c, by)
  permit(may(by.who, found))
  if (c.req.method === 'GET') whileOpen(found)
  return found
}
