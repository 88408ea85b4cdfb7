import { personOn } from '../people/queries.ts'
import { actor } from '../platform/action.ts'
import type { Database } from '../platform/db.ts'
import { permit } from '../platform/refusal.ts'
import type { Settings } from '../platform/settings.ts'
import { type Asked, press, rooms, show } from '../platform/web.tsx'
import { startDigest, stopDigest } from './actions.ts'
import { NoSuchLinkPage, StopPage, StoppedPage } from './pages.tsx'
import { digestTo } from './queries.ts'
import { STOP_PATH } from './rules.ts'
import { personOfToken } from './token.ts'
import { stopLink } from './work.ts'

type Given = { database: Database; settings: Pick<Settings, 'url' | 'secret'> }

export function digest({ database, settings }: Given) {
  const routes = rooms()

  /** Whose digest the link stops, which is the whole of its right: nobody need be signed in, and it asks for nobody who is. */
  const recipientOf = async ({ var: { by }, req }: Asked) => {
    const id = personOfToken(settings.secret, req.query('token') ?? '')
    return id === undefined ? undefined : digestTo(by.totals, id)
  }

  // Mail filters open every link, so opening this one changes nothing.
  routes.get(STOP_PATH, async (c) => {
    const person = await recipientOf(c)
    if (!person) return show(c, <NoSuchLinkPage />, 422)
    return show(c, person.stopped ? <StoppedPage /> : <StopPage />)
  })

  // Mail programs post here when their own “Unsubscribe” is pressed, and follow no redirection (RFC 8058).
  routes.post(STOP_PATH, async (c) => {
    const person = await recipientOf(c)
    if (!person) return show(c, <NoSuchLinkPage />, 422)
    const { today, totals } = c.var.by
    const nobody = { personId: person.id, name: person.name, held: [], leads: [], serves: [] }
    const who = (await personOn(totals, { id: person.id }, today)) ?? nobody
    await stopDigest(actor(database, who, today), person.id, stopLink(settings, person.id))
    return show(c, <StoppedPage />)
  })

  routes.post('/me/digest/stop', (c) => {
    const id = own(c)
    return press(c, async (by) => {
      await stopDigest(by, id, stopLink(settings, id))
      return '/me?did=saved'
    })
  })

  routes.post('/me/digest/start', (c) => {
    const id = own(c)
    return press(c, async (by) => {
      await startDigest(by, id)
      return '/me?did=saved'
    })
  })

  return routes
}

function own({ var: { by } }: Asked): number {
  const { personId } = by.who
  permit(personId !== null)
  return personId
}
