import { personOn } from '../people/queries.ts'
import { actor } from '../platform/action.ts'
import type { Database } from '../platform/db.ts'
import type { Asked } from '../platform/web.tsx'
import type { Accounts } from './accounts.ts'
import { recordSignIn } from './actions.ts'
import type { Way } from './tables.ts'

/** How every way of signing in ends: a session for somebody who holds a post today, or none. */
export type Entrance = {
  /** Spends a link's token. */
  byToken: (c: Asked, token: string, way: Way) => Promise<boolean>
  /** For somebody who has shown who they are. */
  forPerson: (c: Asked, personId: number, way: Way) => Promise<boolean>
}

export function entrance(database: Database, accounts: Accounts): Entrance {
  async function byToken(c: Asked, token: string, way: Way): Promise<boolean> {
    const { today, totals } = c.var.by
    const cookie = await accounts.open(token, c.req.header('user-agent'))
    if (!cookie) return false
    const session = decodeURIComponent(/=([^;]+)/.exec(cookie)?.[1] ?? '').split('.')[0] ?? ''
    const person = await personOn(totals, { session }, today)
    if (!person) return false
    await recordSignIn(actor(database, person, today), way)
    c.header('Set-Cookie', cookie, { append: true })
    return true
  }

  async function forPerson(c: Asked, personId: number, way: Way): Promise<boolean> {
    const { today, totals } = c.var.by
    if (!(await personOn(totals, { id: personId }, today))) return false
    const { email } = await totals
      .selectFrom('people')
      .select('email')
      .where('id', '=', personId)
      .executeTakeFirstOrThrow()
    return email !== null && byToken(c, await accounts.tokenFor(email), way)
  }

  return { byToken, forPerson }
}
