import { notFound, permit } from '../../platform/refusal.ts'
import { press, rooms, sentBy, sessionToken, show } from '../../platform/web.tsx'
import { passkeysOf } from '../../proofs/queries.ts'
import { type SignInSettings, sessionCookie } from '../accounts.ts'
import { connectionsOf } from '../providers/queries.ts'
import { endOtherSessions, endSession } from '../sessions/actions.ts'
import { sessionsOf } from '../sessions/queries.ts'
import { type Offered, WaysPage } from './pages.tsx'

/** One's own ways to sign in, and where one is signed in. */
export function ways(settings: SignInSettings) {
  const routes = rooms()
  const cookie = sessionCookie(settings.secure)
  const offered: Offered[] = settings.providers ?? []

  routes.get('/', async (c) => {
    const { db, who } = c.var.by
    permit(who.personId !== null)
    const token = sessionToken(c, settings.secret, cookie) ?? ''
    const mine = {
      sessions: await sessionsOf(db, who.personId, token),
      passkeys: await passkeysOf(db, who.personId),
      connections: await connectionsOf(db, who.personId),
    }
    return show(c, <WaysPage {...mine} offered={offered} />)
  })

  routes.post('/sessions/end', (c) =>
    press(c, async (by) => {
      const id = String((await sentBy(c)).get('session') ?? '')
      if (!/^[\w-]{1,100}$/.test(id)) throw notFound()
      await endSession(by, id)
      return '/me/sign-in?did=ended'
    }),
  )

  routes.post('/sessions/end-others', (c) =>
    press(c, async (by) => {
      await endOtherSessions(by, sessionToken(c, settings.secret, cookie) ?? '')
      return '/me/sign-in?did=ended'
    }),
  )

  return routes
}
