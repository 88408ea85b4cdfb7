import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from '../platform/db.ts'
import type { Answers } from '../platform/form.ts'
import { limitRate } from '../platform/protect.ts'
import { notFound, permit } from '../platform/refusal.ts'
import { type Asked, rooms, sentBy, sessionToken, show } from '../platform/web.tsx'
import { type Accounts, ownPage, type SignInSettings, sessionCookie } from './accounts.ts'
import { sendLink, signOut } from './actions.ts'
import { entrance } from './entrance.ts'
import { ExamplesPage, LinkSentPage, linkForm, SignInPage, signInForm, UseLinkPage } from './pages.tsx'
import { byPasskey, passkeys } from './passkeys/routes.tsx'
import { providers } from './providers/routes.tsx'
import { examples, personWithEmail } from './queries.ts'
import { ways } from './ways/routes.tsx'

type Given = { database: Database; accounts: Accounts; settings: SignInSettings }

const AN_ADDRESS = { most: 5, seconds: 15 * 60 }
/** A whole school sits behind one network address, so that many must be able to ask at once. */
const A_NETWORK = { most: 300, seconds: 10 * 60 }

/** Nobody learns from how long the answer takes whether the address was somebody’s. */
const ANSWERED_AFTER_MS = 250

export function signIn({ database, accounts, settings }: Given) {
  const routes = rooms()
  const opening = entrance(database, accounts)
  const offered = settings.providers ?? []
  const page = (c: Asked, answers: Answers) => {
    const { demonstration } = c.var.frame.alliance
    return <SignInPage {...{ answers, demonstration, offered }} next={ownPage(c.req.query('next'))} />
  }

  routes.route('/', providers({ database, settings, entrance: opening }))
  routes.route('/me/sign-in', ways(settings))
  routes.route('/me/sign-in/passkeys', passkeys(database, settings))
  routes.route('/sign-in/passkey', byPasskey({ database, settings, entrance: opening, page }))

  routes.get('/sign-in', (c) => show(c, page(c, signInForm.blank())))

  routes.post('/sign-in', async (c) => {
    const read = signInForm.read(await sentBy(c))
    if ('answers' in read) return show(c, page(c, read.answers), 422)
    const { email } = read.filled
    await limitRate(database, `sign-in from ${c.var.network}`, A_NETWORK)
    await limitRate(database, `sign-in as ${email}`, AN_ADDRESS)
    await Promise.all([ask(c, email), pause(ANSWERED_AFTER_MS)])
    return c.redirect('/sign-in/sent', 303)
  })

  routes.get('/sign-in/sent', (c) => show(c, <LinkSentPage />))

  routes.get('/sign-in/link', (c) => {
    const { token, next } = c.req.query()
    return show(c, <UseLinkPage answers={linkForm.blank({ token, next })} />)
  })

  routes.post('/sign-in/link', async (c) => {
    await limitRate(database, `link from ${c.var.network}`, A_NETWORK)
    const read = linkForm.read(await sentBy(c))
    if ('answers' in read) return show(c, <UseLinkPage answers={read.answers} />, 422)
    const opened = await opening.byToken(c, read.filled.token, 'link')
    if (opened) return c.redirect(ownPage(read.filled.next), 303)
    const message = 'It was used already, or is more than 15 minutes old.'
    return show(
      c,
      <UseLinkPage answers={{ ...linkForm.blank(), errors: [{ field: 'token', message }] }} />,
      422,
    )
  })

  routes.get('/sign-in/as', async (c) => {
    if (!c.var.frame.alliance.demonstration) throw notFound()
    return show(c, <ExamplesPage rows={await examples(c.var.by.totals, c.var.by.today)} />)
  })

  routes.post('/sign-in/as', async (c) => {
    if (!c.var.frame.alliance.demonstration) throw notFound()
    const id = Number((await sentBy(c)).get('person'))
    const chosen = (await examples(c.var.by.totals, c.var.by.today)).find((one) => one.id === id)
    permit(chosen !== undefined)
    await opening.byToken(c, await accounts.tokenFor(chosen.email), 'demonstration')
    return c.redirect('/', 303)
  })

  routes.post('/sign-out', async (c) => {
    const token = sessionToken(c, settings.secret, sessionCookie(settings.secure))
    if (token) await signOut(c.var.by, token)
    c.header(
      'Set-Cookie',
      `${sessionCookie(settings.secure)}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax${settings.secure ? '; Secure' : ''}`,
    )
    return c.redirect('/sign-in?did=signed-out', 303)
  })

  async function ask({ var: { by }, req }: Asked, email: string) {
    const person = await personWithEmail(by.totals, email, by.today)
    const token = await accounts.tokenFor(email)
    const next = encodeURIComponent(ownPage(req.query('next')))
    if (person) await sendLink(by, person, email, `${settings.url}/sign-in/link?token=${token}&next=${next}`)
  }

  return routes
}
