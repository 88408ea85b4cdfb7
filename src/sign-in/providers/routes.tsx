import type { Database } from '../../platform/db.ts'
import { limitRate } from '../../platform/protect.ts'
import { notFound, permit, Refusal } from '../../platform/refusal.ts'
import type { Provider } from '../../platform/settings.ts'
import { type Asked, cookieIn, idOf, press, rooms, show } from '../../platform/web.tsx'
import { isSignedIn } from '../../platform/who.ts'
import { ownPage, type SignInSettings } from '../accounts.ts'
import type { Entrance } from '../entrance.ts'
import { personWithEmail } from '../queries.ts'
import { NO_POST } from '../rules.ts'
import { beginVisit, connectByAddress, connectOwn, disconnect, endVisit, ownerOf } from './actions.ts'
import { Away, type Client, clientOf, NotBelieved, type Told, TurnedBack } from './client.ts'
import { GoOnPage, NotComePage } from './pages.tsx'

const A_NETWORK = { most: 300, seconds: 10 * 60 }
const A_PERSON = { most: 20, seconds: 15 * 60 }
const COOKIE_SECONDS = 10 * 60

type Known = { provider: Provider; client: Client }
type Given = { database: Database; settings: SignInSettings; entrance: Entrance }

/** Why somebody who came back gets no further, in words for them. */
class NotCome extends Error {}

/** Signing in by an account at a provider, and connecting one. */
export function providers({ database, settings, entrance }: Given) {
  const routes = rooms()
  const all: Known[] = (settings.providers ?? []).map((provider) => ({
    provider,
    client: clientOf(provider),
  }))
  const cookie = settings.secure ? '__Host-visit' : 'visit'
  const backOf = ({ provider }: Known) => `${settings.url}/sign-in/with/${provider.number}/back`

  function known(c: Asked): Known {
    const found = all.find(({ provider }) => provider.number === idOf(c))
    if (!found) throw notFound()
    return found
  }

  function setVisit(c: Asked, state: string, seconds: number) {
    const attributes = `Max-Age=${seconds}; Path=/; HttpOnly; SameSite=Lax${settings.secure ? '; Secure' : ''}`
    c.header('Set-Cookie', `${cookie}=${state}; ${attributes}`, { append: true })
  }

  /** Makes ready to leave for a provider; whoever comes back must be in the same browser. */
  async function leave(c: Asked, one: Known, to: { personId: number | null; next: string }) {
    const { url, ...visit } = await one.client.begin(backOf(one))
    await beginVisit(c.var.by, one.provider.issuer, visit, to)
    setVisit(c, visit.state, COOKIE_SECONDS)
    return url
  }

  routes.get('/sign-in/with/:id', (c) =>
    told(c, known(c), async (one) => {
      await limitRate(database, `providers from ${c.var.network}`, A_NETWORK)
      return c.redirect(await leave(c, one, { personId: null, next: ownPage(c.req.query('next')) }), 303)
    }),
  )

  routes.post('/me/sign-in/connect/:id', (c) => {
    const { personId } = c.var.by.who
    permit(personId !== null)
    return told(c, known(c), async (one) => {
      await limitRate(database, `providers of ${personId}`, A_PERSON)
      const to = await leave(c, one, { personId, next: '/me/sign-in' })
      return show(c, <GoOnPage name={one.provider.name} to={to} />)
    })
  })

  routes.get('/sign-in/with/:id/back', (c) =>
    told(c, known(c), async (one) => {
      await limitRate(database, `back from ${c.var.network}`, A_NETWORK)
      const visit = await visitOf(c, one)
      const account = await one.client.finish(addressOf(c, one), visit)
      if (visit.personId === null) return c.redirect(await enter(c, one, account, visit.next), 303)
      if (visit.personId !== c.var.by.who.personId) throw new NotCome(SOMEBODY_ELSE)
      const { issuer, name } = one.provider
      await connectOwn(c.var.by, { issuer, name, ...account })
      return c.redirect('/me/sign-in?did=added', 303)
    }),
  )

  routes.post('/me/sign-in/connections/:id/remove', (c) =>
    press(c, async (by) => {
      await disconnect(by, idOf(c))
      return '/me/sign-in?did=removed'
    }),
  )

  const addressOf = (c: Asked, one: Known) => backOf(one) + new URL(c.req.url).search

  async function visitOf(c: Asked, { provider }: Known) {
    const state = c.req.query('state') ?? ''
    const begunHere = state !== '' && cookieIn(c, cookie) === state
    const visit = begunHere ? await endVisit(c.var.by, state) : undefined
    setVisit(c, '', 0)
    if (!visit || visit.provider !== provider.issuer) throw new NotCome(NOT_BEGUN)
    return visit
  }

  async function enter(c: Asked, { provider }: Known, account: Told, next: string): Promise<string> {
    const { by } = c.var
    const owner =
      (await ownerOf(by, provider.issuer, account.subject)) ?? (await firstTime(c, provider, account))
    if (!(await entrance.forPerson(c, owner, 'provider'))) throw new NotCome(`${NO_POST}.`)
    return next
  }

  async function firstTime(
    { var: { by } }: Asked,
    { issuer, name }: Provider,
    account: Told,
  ): Promise<number> {
    const vouched = account.isVerified ? account.address : null
    const person = vouched === null ? undefined : await personWithEmail(by.totals, vouched, by.today)
    if (!person || !(await connectByAddress(by, person, { issuer, name, ...account })))
      throw new NotCome(notKnown(name))
    return Number(person.personId)
  }

  return routes
}

/** Answers with a sentence where a provider, or somebody who came back from one, gets no further. */
async function told(c: Asked, one: Known, work: (one: Known) => Promise<Response>): Promise<Response> {
  try {
    return await work(one)
  } catch (error) {
    const says = whyNot(error, one.provider.name)
    if (!says) throw error
    c.var.log.warn(
      { provider: one.provider.issuer, error: (error as Error).message },
      'not let in by a provider',
    )
    const signedIn = isSignedIn(c.var.by.who)
    return show(c, <NotComePage says={says} signedIn={signedIn} />, error instanceof Away ? 503 : 422)
  }
}

const NOT_BEGUN =
  'This way back was used already, is more than 10 minutes old, or was begun in another browser. Begin again.'
const SOMEBODY_ELSE =
  'Somebody else is signed in here now. Sign in as yourself and connect the account again.'
const notKnown = (name: string) =>
  `We do not know that account at ${name} yet. Sign in by a link once, then connect it under your name, on the page How you sign in.`

function whyNot(error: unknown, name: string): string | undefined {
  if (error instanceof NotCome) return error.message
  if (error instanceof Away) return `${name} cannot be reached just now. Sign in by a link instead.`
  if (error instanceof TurnedBack) return `${name} did not let you through, or you turned back there.`
  if (error instanceof Refusal && error.kind === 'not possible') return `${error.message}.`
  if (error instanceof NotBelieved)
    return `What came back from ${name} is not an answer to what we asked. Begin again, or sign in by a link.`
  return undefined
}
