import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { BrowserContext, CDPSession, Page } from 'playwright-core'
import { faultsOn, phone } from './look.ts'
import { heading, notice, rowsOf } from './shown.ts'
import { openSite, type Reader } from './site.ts'

const site = await openSite()

/** A device that asks for a fingerprint, and finds it right. */
const device = {
  protocol: 'ctap2',
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
} as const

type Window = { context: BrowserContext; page: Page; cdp: CDPSession; authenticatorId: string }

/** A window with scripts, on a device that has passkeys. */
async function windowOf(reader: Reader): Promise<Window> {
  const context = await site.as(reader, { javaScriptEnabled: true })
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options: device })
  return { context, page, cdp, authenticatorId }
}

async function lastCode(): Promise<string> {
  const { body } = await site.db
    .selectFrom('mails')
    .select('body')
    .where('subject', '=', 'Your code for Endeavour')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return /^\d{3} \d{3}$/m.exec(body)?.[0] ?? ''
}

async function addPasskey({ page }: Window, name: string) {
  await page.goto('/me/sign-in')
  await page
    .getByRole('button', { name: 'Add a passkey' })
    .or(page.getByRole('link', { name: 'Add a passkey' }))
    .click()
  await page.getByRole('button', { name: 'Send me a code' }).click()
  assert.match(await notice(page), /We have sent a code/)
  await page.getByLabel('What to call it').fill(name)
  await page.getByLabel('Code').fill(await lastCode())
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.waitForURL(/\/me\/sign-in\?did=added/)
}

const banner = (page: Page, name: string) => page.getByRole('banner').getByRole('link', { name }).count()

describe('a passkey', () => {
  test('is added, signs in without an address, and is removed', async () => {
    const one = await windowOf('head')
    const { page, context, cdp } = one
    const { name } = await site.who('head')
    await addPasskey(one, 'My phone')
    assert.equal((await rowsOf(page, 'Your passkeys'))[0]?.[0], 'My phone')

    await page.getByRole('button', { name: 'Sign out' }).first().click()
    await page.goto('/people')
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.waitForURL(/\/people$/)
    assert.equal(await banner(page, name), 1)

    await page.goto('/me/sign-in')
    await page.getByRole('link', { name: 'My phone' }).click()
    await page.getByRole('button', { name: 'Remove this passkey' }).click()
    assert.equal(await notice(page), 'Removed')
    await context.clearCookies()
    await page.goto('/sign-in')
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByText('There is a problem').waitFor()
    assert.match(await page.locator('main').innerText(), /We do not know that passkey/)
    await cdp.detach()
  })

  test('confirms who signs, without a code', async () => {
    const one = await windowOf('head')
    await addPasskey(one, 'For signing')
    const { page } = one
    await page.goto('/agreement/sign')
    await page.getByRole('link', { name: /: as head of the school$/ }).click()
    await page.getByRole('button', { name: 'Continue to confirm who you are' }).click()
    await page.getByRole('button', { name: 'Confirm with your passkey' }).click()
    await page.waitForURL(/\/agreement\/register\//)
    const { proof } = await site.db
      .selectFrom('signatures')
      .select('proof')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
    assert.equal(proof, 'passkey')
  })

  test('that the same device holds already is not made twice', async () => {
    const one = await windowOf('chair')
    await addPasskey(one, 'Tablet')
    const { page } = one
    await page.goto('/me/sign-in/passkeys/new')
    await page.getByRole('button', { name: 'Send me a code' }).click()
    await page.getByLabel('What to call it').fill('Tablet again')
    await page.getByLabel('Code').fill(await lastCode())
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByText('This device has a passkey for you already.').waitFor()
  })

  test('with a wrong code first, is made once', async () => {
    const one = await windowOf('deputy')
    const { page, cdp, authenticatorId } = one
    await page.goto('/me/sign-in/passkeys/new')
    await page.getByRole('button', { name: 'Send me a code' }).click()
    const code = await lastCode()
    await page.getByLabel('What to call it').fill('Laptop')
    await page.getByLabel('Code').fill(code.startsWith('0') ? '111111' : '000000')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByText('There is a problem').waitFor()
    await page.getByLabel('Code').fill(code)
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.waitForURL(/did=added/)
    const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId })
    assert.equal(credentials.length, 1)
  })

  test('that is not confirmed by its owner opens nothing, and says so', async () => {
    const one = await windowOf('ssig')
    const { page, cdp, context, authenticatorId } = one
    await addPasskey(one, 'Phone')
    await context.clearCookies()
    await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
    await page.goto('/sign-in')
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByText('Nothing was confirmed. Press the button to try again.').waitFor()
    await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true })
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.waitForURL(`${site.url}/`)
  })
})

test('what a script shows meets WCAG 2.2 AA, on a phone', async () => {
  const { page } = await windowOf('visitor')
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor()
  assert.deepEqual(await faultsOn(page, phone), [])
  const mine = await windowOf('head')
  await addPasskey(mine, 'Another phone')
  for (const path of ['/me/sign-in', '/me/sign-in/passkeys/new']) {
    await mine.page.goto(path)
    assert.deepEqual(await faultsOn(mine.page, phone), [])
  }
})

test('without scripts nothing of it is shown but the way without', async () => {
  const page = await (await site.as('visitor')).newPage()
  await page.goto('/sign-in')
  assert.equal(await page.getByRole('button', { name: 'Sign in with a passkey' }).count(), 0)
  const mine = await (await site.as('head')).newPage()
  await mine.goto('/me/sign-in/passkeys/new')
  await mine.getByLabel('What to call it').fill('Phone')
  await mine.getByLabel('Code').fill('123456')
  await mine.getByRole('button', { name: 'Add a passkey' }).click()
  assert.equal(await heading(mine), 'Add a passkey')
  assert.match(await mine.locator('main').innerText(), /Your browser made no passkey/)
})
