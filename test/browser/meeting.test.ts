import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { inWords } from '../../src/platform/day.ts'
import { today } from './demonstration.ts'
import { openSite, type Site } from './site.ts'

const site = await openSite()
const meeting = await boardToday(await site.as('coordinator'))

/** Records a meeting of the board for today, as an office does, and begins it. */
async function boardToday(context: Awaited<ReturnType<Site['as']>>): Promise<string> {
  const page = await context.newPage()
  await page.goto(`${site.url}/meetings/new`)
  const { name } = await site.db
    .selectFrom('groups')
    .select('name')
    .where('kind', '=', 'board')
    .executeTakeFirstOrThrow()
  await page.getByLabel('Title').fill('Board meeting of today')
  await page.getByLabel(name, { exact: true }).check()
  await page.getByLabel('Date').fill(today.split('-').reverse().join('/'))
  await page.getByLabel('Planned').check()
  await page.getByRole('button', { name: 'Save' }).click()
  if (page.url().endsWith('/new')) await page.getByRole('button', { name: 'Save' }).click()
  const at = new URL(page.url()).pathname
  assert.match(await page.locator('main').innerText(), new RegExp(inWords(today)))
  await page.goto(`${site.url}${at}/register`)
  await page.getByRole('button', { name: 'Begin the meeting' }).click()
  await context.close()
  return at
}

const script = { javaScriptEnabled: true }
const opened = async (reader: 'coordinator' | 'head'): Promise<Page> => {
  const page = await (await site.as(reader, script)).newPage()
  await page.goto(`${site.url}${meeting}/register`)
  return page
}
/** The line of the nth school: in what capacity somebody came, and when they left. */
const capacity = (page: Page, nth: number) => page.getByLabel('Capacity').nth(nth)
const left = (page: Page, nth: number) => page.getByLabel('Left').nth(nth)
const save = (page: Page) => page.getByRole('button', { name: 'Save the register' }).click()

describe('a register that two people have open', () => {
  test('what one saves stands on the other’s page by itself; the line they are typing in is left alone', async () => {
    const [one, other] = [await opened('coordinator'), await opened('coordinator')]
    await left(other, 1).fill('16:00')
    await capacity(one, 0).selectOption('head')
    await capacity(one, 1).selectOption('apologies')
    await save(one)
    await one.waitForURL(/did=saved/)
    await other.waitForFunction(
      () => document.querySelector('#live-quorum')?.textContent?.includes('1 is represented'),
      null,
      { timeout: 5_000 },
    )
    assert.equal(await capacity(other, 0).inputValue(), 'head')
    assert.equal(await capacity(other, 1).inputValue(), '', 'somebody is typing there')
    assert.equal(await left(other, 1).inputValue(), '16:00')
    for (const page of [one, other]) await page.context().close()
  })

  test('what was typed outlives a lost connection and a reload, and is sent by itself, once', async () => {
    const page = await opened('coordinator')
    await page.route('**/register', (route) =>
      route.request().method() === 'POST' ? route.abort('internetdisconnected') : route.continue(),
    )
    await capacity(page, 2).selectOption('apologies')
    await save(page)
    await page.getByText('The connection is gone').waitFor()
    await capacity(page, 3).selectOption('absent')
    await page.reload()
    assert.equal(await capacity(page, 3).inputValue(), 'absent')
    await page.unroute('**/register')
    await page.getByText('What you typed since then').waitFor()
    await save(page)
    await page.waitForURL(/did=saved/)
    assert.deepEqual(
      [await capacity(page, 2).inputValue(), await capacity(page, 3).inputValue()],
      ['apologies', 'absent'],
    )
    const kept = await page.evaluate(() => Object.keys(sessionStorage))
    assert.deepEqual(kept, [])
    await page.context().close()
  })

  test('what is wrong is shown on the page with all that was typed, without leaving it', async () => {
    const page = await opened('coordinator')
    await left(page, 4).fill('99:99')
    await capacity(page, 4).selectOption('head')
    await save(page)
    await page.getByRole('alert').waitFor()
    assert.match(await page.title(), /^Error: Register/)
    assert.equal(await capacity(page, 4).inputValue(), 'head')
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'errors')

    const other = await opened('coordinator')
    await capacity(other, 5).selectOption('head')
    await save(other)
    await other.waitForURL(/did=saved/)
    await page.locator('#live-quorum', { hasText: '2 are represented' }).waitFor()
    assert.equal(await capacity(page, 4).inputValue(), 'head')
    assert.equal(await left(page, 4).inputValue(), '99:99')
    await other.context().close()
    await page.context().close()
  })
})
