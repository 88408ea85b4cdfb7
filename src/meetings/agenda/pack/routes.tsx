import { notFound } from '../../../platform/refusal.ts'
import { type Asked, file, rooms, show } from '../../../platform/web.tsx'
import { openingsWritten } from '../../confidential/openings.ts'
import { meetingAsked } from '../asked.ts'
import { contentOf } from '../content.tsx'
import { sendings } from '../issue/queries.ts'
import { isChangedSince } from '../issue/rules.ts'
import { papersOfMeeting } from '../papers/queries.ts'
import { agendaOf } from '../queries.ts'
import { isAgendaOut } from '../rules.ts'
import type { Packed } from './document.ts'
import { packFile } from './file.ts'
import { PackPage } from './pages.tsx'

/** The pack of a meeting. `site` is where this alliance's pages are on the web, for links in the file. */
export function packs(site: string) {
  const routes = rooms()

  routes.get('/:id/pack', async (c) => {
    const { meeting, items } = await packAsked(c)
    const [last] = await sendings(c.var.by.db, meeting.id)
    const changed = isChangedSince(meeting.agendaChangedAt, last?.circulatedAt ?? meeting.agendaIssuedAt)
    return show(c, <PackPage {...{ meeting, items, changed }} />)
  })

  routes.get('/:id/pack.pdf', async (c) => {
    const { by } = c.var
    const { meeting, items } = await packAsked(c)
    const alliance = await by.db.selectFrom('alliance').select('name').executeTakeFirst()
    const bytes = await packFile(by.db, {
      ...{ meeting, items, site, today: by.today },
      alliance: alliance?.name ?? '',
    })
    return file(c, bytes, `Pack ${meeting.heldOn}.pdf`, 'application/pdf')
  })

  return routes
}

/** What this reader may read of a pack; that they opened it is written down. */
async function packAsked(c: Asked) {
  const { by } = c.var
  const { found: meeting, keeps } = await meetingAsked(c)
  if (!keeps && !isAgendaOut(meeting)) throw notFound()
  const [agenda, papers] = await Promise.all([
    agendaOf(by.db, meeting.id),
    papersOfMeeting(by.db, meeting.id),
  ])
  await openingsWritten(by, agenda, 'pack', `meetings/${meeting.id}`)
  const items = await Promise.all(
    agenda.map(async (item): Promise<Packed> => {
      const content = await contentOf(by, meeting, item)
      return { item, content, papers: papers.filter(({ itemId }) => itemId === item.id) }
    }),
  )
  return { meeting, items }
}
