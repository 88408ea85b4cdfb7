import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { desk, faultsOn, phone, sticksOut } from './look.ts'
import { isFocused } from './shown.ts'
import { openSite } from './site.ts'
import { pagesOf } from './walk.ts'

const site = await openSite()
const pages = await pagesOf(site, 'coordinator')
// axe is a script, which the browser runs beside the page: the page has none of its own.
const page = await (await site.as('coordinator', { javaScriptEnabled: true })).newPage()

const isFile = (route: string) => /\.(csv|json|pdf)\}?$/.test(route)

test('every page there is can be come to by links', () => {
  const found = new Set(pages.map(({ route }) => route))
  const all = site.app.routes.filter(({ method, path }) => method === 'GET' && !isFile(path))
  const missed = all.map(({ path }) => path).filter((path) => !found.has(path))
  assert.deepEqual(missed, [])
})

test('what is wrong would be found', async () => {
  const control = await page.context().newPage()
  await control.setContent(
    `<html><title>x</title><img src="x"><p style="color:#999">pale<h3>deep</h3>
     <button style="width:9px;height:9px;padding:0">a</button><button style="width:9px;height:9px;padding:0">b</button>
     <div class="en-table-frame" style="overflow:auto"><table><td style="min-width:900px">x</table></div>`,
  )
  const found = (await faultsOn(control, phone)).map((fault) => fault.split(' ')[0])
  for (const rule of ['image-alt', 'color-contrast', 'target-size', 'html-has-lang', 'landmark-one-main'])
    assert.ok(found.includes(rule), `${rule} of ${found}`)
  assert.equal((await sticksOut(control)).length, 1)
  await control.close()
})

describe('a page of the office meets WCAG 2.2 AA at a desk and on a phone, and fits the narrowest screen', () => {
  for (const { route, path } of pages)
    test(`${route}, such as ${path}`, async () => {
      await page.goto(path)
      assert.deepEqual(await faultsOn(page, desk), [])
      assert.deepEqual(await faultsOn(page, phone), [])
      assert.deepEqual(await sticksOut(page), [])
    })
})

describe('a form that is sent empty says so first, accessibly', () => {
  for (const { route, path } of pages.filter(
    ({ route }) => /\/(new|add)$/.test(route) || route === '/sign-in',
  ))
    test(`${route}, such as ${path}`, async () => {
      await page.goto(path)
      await page.locator('form.en-form button[type=submit]').click()
      const summary = page.getByRole('alert', { name: 'There is a problem' })
      assert.ok(await isFocused(summary))
      assert.match(await page.title(), /^Error: /)
      assert.deepEqual(await faultsOn(page, phone), [])
    })
})
