import type { JSX } from 'hono/jsx/jsx-runtime'
import type { Database } from '../../platform/db.ts'
import type { Answers } from '../../platform/form.ts'
import { limitRate } from '../../platform/protect.ts'
import { notFound, permit, Refusal } from '../../platform/refusal.ts'
import { type Asked, fillIn, json, nameIn, press, rooms, sentBy, show } from '../../platform/web.tsx'
import { sendCode, tryProof } from '../../proofs/actions.ts'
import { passkeysOf } from '../../proofs/queries.ts'
import { ownPage } from '../accounts.ts'
import type { Entrance } from '../entrance.ts'
import { signInForm } from '../pages.tsx'
import { NO_POST } from '../rules.ts'
import {
  ADDING,
  addPasskey,
  namePasskey,
  newPasskeyOptions,
  ownerOf,
  removePasskey,
  signInOptions,
} from './actions.ts'
import { NewPasskeyPage, newPasskeyForm, PasskeyPage, passkeyForm, shownForm } from './pages.tsx'

const A_NETWORK = { most: 300, seconds: 10 * 60 }
const A_PERSON = { most: 30, seconds: 15 * 60 }

/** One's own passkeys, under /me/sign-in/passkeys. */
export function passkeys(database: Database, site: { url: string }) {
  const routes = rooms()

  routes.on(['get', 'post'], '/new', (c) => {
    permit(c.var.by.who.personId !== null)
    const sent = c.req.query('did') === 'code-sent'
    return fillIn(c, newPasskeyForm, {
      page: (answers) => <NewPasskeyPage answers={answers} sent={sent} />,
      first: ({ code }, by) => tryProof(by, ADDING, { code, answer: null }),
      save: async (filled, by) => {
        await addPasskey(by, filled)
        return '/me/sign-in?did=added'
      },
    })
  })

  routes.post('/code', (c) =>
    press(c, async (by) => {
      await sendCode(by, ADDING, 'add a passkey')
      return '/me/sign-in/passkeys/new?did=code-sent'
    }),
  )

  routes.post('/options', async (c) => {
    const { by, frame } = c.var
    permit(by.who.personId !== null)
    await limitRate(database, `new passkeys of ${by.who.personId}`, A_PERSON)
    return json(c, await newPasskeyOptions(by, { url: site.url, name: frame.alliance.name }))
  })

  routes.on(['get', 'post'], '/:id', async (c) => {
    const passkey = await mine(c)
    return fillIn(c, passkeyForm, {
      current: async () => passkeyForm.blank({ name: passkey.name }),
      page: (answers) => <PasskeyPage passkey={passkey} answers={answers} />,
      save: async ({ name }, by) => {
        await namePasskey(by, passkey.id, name)
        return '/me/sign-in?did=saved'
      },
    })
  })

  routes.post('/:id/remove', (c) =>
    press(c, async (by) => {
      await removePasskey(by, nameIn(c, 'id'))
      return '/me/sign-in?did=removed'
    }),
  )

  return routes
}

type ByPasskey = {
  database: Database
  settings: { url: string }
  entrance: Entrance
  /** The page on which somebody signs in, with these answers. */
  page: (c: Asked, answers: Answers) => JSX.Element
}

/** Signing in with a passkey, under /sign-in/passkey. */
export function byPasskey({ database, settings, entrance, page }: ByPasskey) {
  const routes = rooms()
  const wrong = (c: Asked, message: string) => {
    const answers = { ...signInForm.blank(), errors: [{ field: 'form', message }] }
    return show(c, page(c, answers), 422)
  }

  routes.post('/options', async (c) => {
    await limitRate(database, `passkeys from ${c.var.network}`, A_NETWORK)
    return json(c, await signInOptions(c.var.by, settings.url))
  })

  routes.post('/', async (c) => {
    await limitRate(database, `passkey from ${c.var.network}`, A_NETWORK)
    const read = shownForm.read(await sentBy(c))
    if ('answers' in read) return wrong(c, read.answers.errors[0]?.message ?? '')
    try {
      const owner = await ownerOf(c.var.by, read.filled.answer)
      if (await entrance.forPerson(c, owner, 'passkey')) return c.redirect(ownPage(read.filled.next), 303)
    } catch (error) {
      if (error instanceof Refusal && error.kind === 'not possible') return wrong(c, error.message)
      throw error
    }
    return wrong(c, NO_POST)
  })

  return routes
}

async function mine(c: Asked) {
  const { by } = c.var
  permit(by.who.personId !== null)
  const id = nameIn(c, 'id')
  const found = (await passkeysOf(by.db, by.who.personId)).find((one) => one.id === id)
  if (!found) throw notFound()
  return found
}
