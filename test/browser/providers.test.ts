import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, describe, test } from 'node:test'
import { Provider } from 'oidc-provider'
import type { Page } from 'playwright-core'
import { keyboardOf } from './keyboard.ts'
import { heading, notice } from './shown.ts'
import { openSite, type Reader } from './site.ts'

/** A provider as schools have one, on another port, which is another site as far as forms are concerned. */
const server = createServer()
server.listen(0, '127.0.0.1')
await once(server, 'listening')
after(() => {
  server.closeAllConnections()
  server.close()
})
const issuer = `http://localhost:${(server.address() as AddressInfo).port}`
const settings = {
  number: 1,
  name: 'Vale Accounts',
  issuer,
  clientId: 'endeavour',
  clientSecret: 'a secret for tests',
}
const site = await openSite([settings])

/** Whoever signs in there as somebody@… has that address; as somebody, one that nobody vouches for. */
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: settings.clientId,
      client_secret: settings.clientSecret,
      redirect_uris: [`${site.url}/sign-in/with/1/back`],
    },
  ],
  claims: { openid: ['sub'], email: ['email', 'email_verified'] },
  findAccount: (_: unknown, id: string) => ({
    accountId: id,
    claims: () => ({ sub: id, email: id, email_verified: id.includes('@') }),
  }),
  cookies: { keys: ['a key for tests'] },
})
server.on('request', provider.callback())

async function window(reader: Reader) {
  const context = await site.as(reader)
  const page = await context.newPage()
  return { page, keys: keyboardOf(page) }
}

const emailOf = async (reader: Reader) => {
  const { personId } = await site.who(reader)
  const { email } = await site.db
    .selectFrom('people')
    .select('email')
    .where('id', '=', personId)
    .executeTakeFirstOrThrow()
  return email ?? ''
}

/** What one does at the provider: says who one is, and agrees. */
async function agree(page: Page, login: string) {
  await page.locator('[name=login]').fill(login)
  await page.locator('[name=password]').fill('any')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
}

describe('an account at a provider, without scripts', () => {
  test('signs in whoever it belongs to, and comes back to where they were going', async () => {
    const { page, keys } = await window('visitor')
    await page.goto('/people?words=osei')
    await keys.follow('Vale Accounts')
    assert.equal(new URL(page.url()).origin, issuer)
    await agree(page, await emailOf('chair'))
    await page.waitForURL(`${site.url}/people?words=osei`)
    const { name } = await site.who('chair')
    assert.equal(await page.getByRole('banner').getByRole('link', { name }).count(), 1)
  })

  test('having turned back there, one is told so', async () => {
    const { page, keys } = await window('visitor')
    await page.goto('/sign-in')
    await keys.follow('Vale Accounts')
    await page.getByRole('link', { name: 'Cancel' }).click()
    await page.waitForURL(/\/back\?/)
    assert.equal(await heading(page), 'You are not signed in')
    assert.match(await page.locator('main').innerText(), /you turned back there/)
  })

  test('for which nobody vouches is connected once by its owner, and then signs in', async () => {
    const visitor = await window('visitor')
    await visitor.page.goto('/sign-in')
    await visitor.keys.follow('Vale Accounts')
    await agree(visitor.page, 'deputy')
    await visitor.page.waitForURL(/\/back\?/)
    assert.match(await visitor.page.locator('main').innerText(), /Sign in by a link once, then connect it/)

    const mine = await window('deputy')
    await mine.page.goto('/me')
    await mine.keys.follow('How you sign in')
    await mine.keys.press('Connect Vale Accounts')
    await mine.keys.follow('Go on to Vale Accounts')
    await agree(mine.page, 'deputy')
    await mine.page.waitForURL(/\/me\/sign-in/)
    assert.equal(await notice(mine.page), 'Added')

    await visitor.page.goto('/sign-in')
    await visitor.keys.follow('Vale Accounts')
    await visitor.page.waitForURL(`${site.url}/`)
    const { name } = await site.who('deputy')
    assert.equal(await visitor.page.getByRole('banner').getByRole('link', { name }).count(), 1)
  })
})
