import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { linksIn, routeAt } from './forms.ts'
import { record } from './records.ts'
import { castNames, world } from './world.ts'

const MOST_PAGES = 2_500

/** Where a mail leads, a form that asks or sends on, or another program; and pages that this world has none of. */
const notByLinks = [
  '/agreement/proposals/clauses/:id/remove',
  '/agreement/proposals/clauses/:id/reword',
  '/agreement/sign/:membership/:capacity/confirm',
  '/agreement/versions/:number/changes',
  '/ballots/vote',
  '/calendar/:file',
  '/digest/stop',
  '/live',
  '/meetings/:id/minutes/:item/action',
  '/meetings/:id/minutes/:item/decision',
  '/meetings/deputy',
  '/reading/tests/:id/restore',
  '/register/changes/:id',
  '/sign-in/as',
  '/sign-in/link',
  '/sign-in/sent',
  '/sign-in/with/:id',
  '/sign-in/with/:id/back',
  '/subscriptions/books/opening/undo',
  '/support/:id{[0-9]+}',
  '/support/deployments/:id/agreement/:capacity/confirm',
  '/support/deployments/:id/agreement/file',
]

describe('no link leads to a refusal, and links lead to every page', async () => {
  const w = await world()
  await record(w)
  const led = new Set<string>()

  for (const name of [...castNames, 'visitor'] as const)
    test(`for ${name}`, async () => {
      const browser = await w.as(name)
      const seen = new Map([['/', 'the front page']])
      for (const [href, from] of seen) {
        const { status, text, headers } = await browser.get(href)
        assert.ok(status === 200 || status === 303, `${href} on ${from} answers ${status}`)
        assert.doesNotMatch(headers.get('location') ?? '', /next=/, `${href} on ${from} asks to sign in`)
        led.add(routeAt(w.site, 'GET', href) ?? href)
        for (const link of linksIn(text)) if (!seen.has(link)) seen.set(link, href)
        assert.ok(seen.size < MOST_PAGES, 'links go on without end')
      }
      assert.ok(seen.size > 5)
    })

  test('none is without', () => {
    const pages = w.site.routes.filter(({ method, path }) => method === 'GET' && !path.includes('*'))
    const without = new Set(pages.map(({ path }) => path).filter((path) => !led.has(path)))
    assert.deepEqual([...without].sort(), notByLinks)
  })
})
