import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { linksIn, routeAt } from './forms.ts'
import { record } from './records.ts'
import { castNames, origin, world } from './world.ts'

const MOST_PAGES = 1_000
/** Pages of a route that are asked the same questions: they differ in their rows alone. */
const OF_A_KIND = 12

/** Where a mail leads, a form that asks or sends on, or another program; and pages that this world has none of. */
const notByLinks = [
  '/agreement/proposals/clauses/:id/remove',
  '/agreement/proposals/clauses/:id/reword',
  '/agreement/sign/:membership/:capacity/confirm',
  '/agreement/versions/:number/changes',
  '/calendar/:file',
  '/digest/stop',
  '/live',
  '/meetings/:id/minutes/:item/action',
  '/meetings/:id/minutes/:item/decision',
  '/meetings/deputy',
  '/reading/tests/:id/restore',
  '/register/changes/:id',
  '/review/:year/changes',
  '/sign-in/as',
  '/sign-in/link',
  '/sign-in/sent',
  '/sign-in/with/:id',
  '/sign-in/with/:id/back',
]

/** Whether pages enough of the kind of each address were opened. */
function afterSome() {
  const opened = new Map<string, number>()
  return (route: string, href: string) => {
    const kind = `${route} ${[...new URL(href, origin).searchParams.keys()].sort()}`
    const times = (opened.get(kind) ?? 0) + 1
    opened.set(kind, times)
    return times > OF_A_KIND
  }
}

describe('no link leads to a refusal, and links lead to every page', async () => {
  const w = await world()
  await record(w)
  const led = new Set<string>()

  for (const name of [...castNames, 'visitor'] as const)
    test(`for ${name}`, async () => {
      const browser = await w.as(name)
      const seen = new Map([['/', 'the front page']])
      const isEnough = afterSome()
      for (const [href, from] of seen) {
        const route = routeAt(w.site, 'GET', href) ?? href
        if (isEnough(route, href)) continue
        const { status, text, headers } = await browser.get(href)
        assert.ok(status === 200 || status === 303, `${href} on ${from} answers ${status}`)
        assert.doesNotMatch(headers.get('location') ?? '', /next=/, `${href} on ${from} asks to sign in`)
        led.add(route)
        for (const link of linksIn(text).filter((link) => !seen.has(link))) seen.set(link, href)
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
