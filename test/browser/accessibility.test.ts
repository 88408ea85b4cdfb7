import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOn, phone, sticksOut } from './look.ts'
import { everyPage, lookAt, pagesAbout } from './looked-at.ts'
import { openSite } from './site.ts'

const site = await openSite()
const { pages, windowOf } = await everyPage(site)

const isFile = (route: string) =>
  /\.(\(\?:)?(csv|json|pdf|pem)\b|\/:file$|^\/live$|^\/agreement\/documents\/:id$|\/agreement\/file$|^\/subscriptions\/.*\/(pdf|xml|file)$/.test(
    route,
  )
/**
 * Comes after a form, and is looked at where that is filled in (agreement.test.ts); leads on to a provider, or to where
 * something stands now.
 */
const elsewhere = [
  '/agreement/sign/:membership/:capacity/confirm',
  '/sign-in/with/:id',
  '/sign-in/with/:id/back',
  '/support/:id{[0-9]+}',
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

lookAt(pagesAbout('the rest', pages))
