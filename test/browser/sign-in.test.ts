import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { keyboardOf } from './keyboard.ts'
import { heading, notice } from './shown.ts'
import { openSite } from './site.ts'

const site = await openSite()

const mails = async () =>
  site.db.selectFrom('mails').select(['recipient', 'subject']).orderBy('id', 'desc').execute()

async function visitor() {
  const context = await site.as('visitor')
  const page = await context.newPage()
  return { context, page, keys: keyboardOf(page) }
}

async function askForLink({ page, keys }: Awaited<ReturnType<typeof visitor>>, email: string) {
  await page.goto('/')
  await keys.follow('Sign in')
  await keys.type('Your work email address', email)
  await keys.press('Send me a link')
  return page.locator('main').innerText()
}

describe('signing in by a link, with the keyboard alone', () => {
  test('asks for it, reads it, presses its button, and is in until signing out', async () => {
    const person = await site.who('head')
    const one = await visitor()
    await askForLink(one, await emailOf(person.personId))
    const { page, keys, context } = one
    await keys.follow('read it here')
    await keys.follow('Your link to sign in to Endeavour')
    await keys.follow(/\/sign-in\/link\?token=/)
    const link = page.url()
    assert.deepEqual(await context.cookies(), [], 'the link alone signs nobody in')
    await keys.press('Sign in')
    assert.equal(await page.getByRole('banner').getByRole('link', { name: person.name }).count(), 1)
    const [cookie, ...others] = await context.cookies()
    assert.deepEqual([cookie?.httpOnly, cookie?.sameSite, others.length], [true, 'Lax', 0])

    await keys.press('Sign out')
    assert.equal(await notice(page), 'You have signed out')
    await page.goto('/people')
    assert.equal(await heading(page), 'Sign in')
    await page.goto(link)
    await keys.press('Sign in')
    assert.equal(await heading(page), 'This link no longer works')
  })

  test('comes back to the page that asked for it', async () => {
    const one = await visitor()
    await one.page.goto('/people?words=osei')
    await one.keys.type('Your work email address', await emailOf((await site.who('teacher')).personId))
    await one.keys.press('Send me a link')
    await one.page.goto('/mails')
    await one.keys.follow('Your link to sign in to Endeavour')
    await one.keys.follow(/\/sign-in\/link\?token=/)
    await one.keys.press('Sign in')
    assert.equal(new URL(one.page.url()).pathname, '/people')
    assert.equal(new URL(one.page.url()).search, '?words=osei')
  })

  test('an address that is nobody’s gets the same answer, and no mail', async () => {
    const known = await askForLink(await visitor(), await emailOf((await site.who('chair')).personId))
    const before = await mails()
    const unknown = await askForLink(await visitor(), 'nobody@nowhere.example')
    assert.equal(unknown, known)
    assert.deepEqual(await mails(), before)
  })

  test('what is no address is said beside the question, which keeps it', async () => {
    const one = await visitor()
    const text = await askForLink(one, 'amina at the office')
    assert.match(text, /must be an email address in the correct format/)
    assert.equal(await one.page.getByLabel('Your work email address').inputValue(), 'amina at the office')
  })
})

test('in the demonstration one chooses whom to be', async () => {
  const { page, keys } = await visitor()
  const { name } = await site.who('chair')
  await page.goto('/')
  await keys.follow('Choose a person to be')
  await keys.press(`Sign in as ${name}`)
  assert.equal(await page.getByRole('banner').getByRole('link', { name }).count(), 1)
})

async function emailOf(personId: number | null) {
  const { email } = await site.db
    .selectFrom('people')
    .select('email')
    .where('id', '=', personId ?? 0)
    .executeTakeFirstOrThrow()
  return email ?? ''
}
