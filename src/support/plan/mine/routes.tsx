import { academicYearOf, firstDay, lastDay } from '../../../platform/day.ts'
import { permit } from '../../../platform/refusal.ts'
import { rooms, show } from '../../../platform/web.tsx'
import { visitsCounted } from '../../ledger/counted.ts'
import { needs, noteHref } from '../../notes/needs.ts'
import { visitsBy } from '../../notes/queries.ts'
import { isPractitioner, offeredTo } from '../queries.ts'
import { maySeeMine } from '../rules.ts'
import { MinePage } from './pages.tsx'

/** A practitioner’s own page, made for a phone. */
export const ownVisits = rooms()

ownVisits.get('/', async (c) => {
  const { by } = c.var
  const { personId } = by.who
  permit(maySeeMine(by.who) && personId !== null)
  const year = academicYearOf(by.today)
  const within = { from: firstDay(year), to: lastDay(year), practitionerId: personId }
  const [visits, owed, offered, given, practises] = await Promise.all([
    visitsBy(by.db, personId, by.today),
    needs(by),
    offeredTo(by.db, personId, year),
    visitsCounted(by.db, within),
    isPractitioner(by.db, personId),
  ])
  const counted = given.reduce((sum, { halfDays }) => sum + halfDays, 0)
  const coming = visits.filter(({ visitedOn }) => visitedOn >= by.today)
  const now = new Set(coming.filter(({ visitedOn }) => visitedOn === by.today).map(({ id }) => noteHref(id)))
  const earlier = owed.filter(({ href }) => !now.has(href))
  const days = practises ? { ...offered, counted } : null
  return show(c, <MinePage {...{ coming, days, year }} owed={earlier} today={by.today} />)
})
