import { pdf } from '../../platform/pdf.ts'
import { permit } from '../../platform/refusal.ts'
import { type Asked, file, idOf, rooms, show } from '../../platform/web.tsx'
import { group } from '../queries.ts'
import { groupsSeen, mayOpenSuccession } from '../rules.ts'
import { printed } from './blocks.ts'
import { SuccessionPage } from './pages.tsx'
import { packOf } from './queries.ts'

export const succession = rooms()

async function packFor(c: Asked) {
  const { by } = c.var
  const found = await group(by.db, idOf(c), { seen: groupsSeen(by.who), on: by.today })
  permit(mayOpenSuccession(by.who, found))
  return packOf(by.db, found, by.today)
}

succession.get('/:id/succession', async (c) => show(c, <SuccessionPage pack={await packFor(c)} />))

succession.get('/:id/succession.pdf', async (c) => {
  const pack = await packFor(c)
  const content = await pdf(printed(pack, c.get('frame').alliance.name))
  return file(c, content, `leading-group-${pack.group.id}-${pack.on}.pdf`, 'application/pdf')
})
