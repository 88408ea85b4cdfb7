import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { faultsOn, phone, sticksOut } from './look.ts'
import { everyPage, isOfMeetings, meetAndFit } from './looked-at.ts'
import { comesIntoFocus } from './shown.ts'
import { openSite } from './site.ts'

const site = await openSite()
const { pages, windowOf } = await everyPage(site)

const isFile = (route: string) =>
  /\.(\(\?:)?(csv|json|pdf|pem)\b|\/:file$|^\/live$|^\/agreement\/documents\/:id$|\/agreement\/file$/.test(
    route,
  )
/**
 * Comes after a form, and is looked at where that is filled in (agreement.test.ts); leads on to a provider, or to where
 * something stands now; or is for those who support others, of whom nobody walks here.
 */
const elsewhere = [
  '/agreement/sign/:membership/:capacity/confirm',
  '/sign-in/with/:id',
  '/sign-in/with/:id/back',
  '/support/:id{[0-9]+}',
  '/support/deployments/:id/agreement/:capacity/confirm',
  '/support/deployments/:id{[0-9]+}/release',
  '/support/deployments/:id{[0-9]+}/refuse',
  '/support/mine',
  '/support/practitioners/:id/vouch',
]

test('every page there is can be come to by links', () => {
  const found = new Set(pages.map(({ route }) => route))
  const all = site.app.routes.filter(({ method, path }) => method === 'GET' && !isFile(path))
  const missed = all.map(({ path }) => path).filter((path) => !found.has(path) && !elsewhere.includes(path))
  assert.deepEqual(missed, [])
})

test('what is wrong would be found', async () => {
  const control = await (await windowOf('coordinator')).page.context().newPage()
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

meetAndFit(pages.filter(({ route }) => !isOfMeetings(route)))

describe('a form that is sent empty says so first, accessibly', () => {
  for (const { route, path, page } of pages.filter(
    // A passkey is asked of the device before anything is sent, and with a query the form is not empty.
    ({ route, path, html }) =>
      (/\/(new|add)$/.test(route) || route === '/sign-in') &&
      !path.includes('?') &&
      html.includes('<form method="post" novalidate') &&
      !html.includes('data-passkey'),
  ))
    test(`${route}, such as ${path}`, async () => {
      await page.goto(path)
      await page.locator('form.en-form button[type=submit]').click()
      const summary = page.getByRole('alert', { name: 'There is a problem' })
      assert.ok(await comesIntoFocus(summary))
      assert.match(await page.title(), /^Error: /)
      assert.deepEqual(await faultsOn(page, phone), [])
    })
})
