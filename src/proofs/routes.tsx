import type { Database } from '../platform/db.ts'
import { form, text } from '../platform/form.ts'
import { limitRate } from '../platform/protect.ts'
import { notPossible, permit } from '../platform/refusal.ts'
import { json, rooms, sentBy } from '../platform/web.tsx'
import { isSignedIn } from '../platform/who.ts'
import { passkeyOptions } from './passkeys.ts'

const asked = form({ purpose: text('Purpose', { ask: 'Say what it is for', max: 2000 }) })

/** How often one person may be asked for a passkey, whatever for. */
const A_PERSON = { most: 30, seconds: 15 * 60 }

type Given = { database: Database; settings: { url: string } }

/** What a page's script asks before it asks a passkey; no link leads here. */
export function proofs({ database, settings }: Given) {
  const routes = rooms()

  routes.post('/passkey', async (c) => {
    const { by } = c.var
    permit(isSignedIn(by.who))
    await limitRate(database, `passkeys of ${by.who.personId}`, A_PERSON)
    const read = asked.read(await sentBy(c))
    if ('answers' in read) throw notPossible('Say what it is for')
    return json(c, await passkeyOptions(by, read.filled.purpose, settings.url))
  })

  return routes
}
