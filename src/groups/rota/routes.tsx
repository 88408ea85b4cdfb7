import { permit } from '../../platform/refusal.ts'
import { type Asked, idOf, rooms, show } from '../../platform/web.tsx'
import { isOffice, ledMemberships } from '../../platform/who.ts'
import { type GroupShown, group } from '../queries.ts'
import { groupsSeen } from '../rules.ts'
import { RotaPage } from './pages.tsx'
import { servicesOn } from './queries.ts'
import { mayOpenRota, maySeeOrder, turns } from './rules.ts'

export const rota = rooms()

rota.get('/rota', (c) => shown(c, null))

rota.get('/:id/rota', async (c) => {
  const { by } = c.var
  return shown(c, await group(by.db, idOf(c), { seen: groupsSeen(by.who), on: by.today }))
})

async function shown(c: Asked, of: GroupShown | null) {
  const { who, db, today } = c.var.by
  permit(mayOpenRota(who, of))
  const all = turns(await servicesOn(db, today, of?.id ?? null))
  const mine = isOffice(who) ? [] : ledMemberships(who)
  const own = all.filter(({ membershipId }) => mine.includes(membershipId))
  return show(c, <RotaPage group={of} all={maySeeOrder(who, of) ? all : null} own={own} />)
}
