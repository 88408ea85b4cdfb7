import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Role, roles } from '../../src/platform/who.ts'
import { faultsOn, phone, sticksOut } from './look.ts'
import { openSite, type Reader } from './site.ts'
import { type PageFound, pagesOf } from './walk.ts'

const site = await openSite()
const readers: Reader[] = [
  ...(Object.keys(roles) as Role[]).filter((role) => role !== 'coordinator'),
  'visitor',
]

const WORDS = />[^<]+</g
const ADDRESSES = / (?:href|id|value|name|for|src|action|data-[\w-]+|aria-\w+|datetime|content)="[^"]*"/g
const REPEATED = /(<(tr|li|option)\b[\s\S]*?<\/\2>)\1+/g

/** What a page is made of, whatever it says: what two readers are shown alike is looked at once. */
const shapeOf = ({ route, html }: PageFound) =>
  route +
  (/<main[\s\S]*<\/main>/.exec(html)?.[0] ?? '')
    .replace(WORDS, '><')
    .replace(ADDRESSES, '')
    .replace(REPEATED, '$1')

/** The office’s pages are looked at in files of their own. */
const seen = new Set((await pagesOf(site, 'coordinator')).map(shapeOf))
const shown = new Map<Reader, PageFound[]>()
for (const reader of readers) {
  const fresh = (await pagesOf(site, reader)).filter((page) => page.route === '/' || !seen.has(shapeOf(page)))
  for (const page of fresh) seen.add(shapeOf(page))
  shown.set(reader, fresh)
}

for (const [reader, pages] of shown)
  describe(`on a phone, what only a ${reader} sees meets WCAG 2.2 AA and fits`, async () => {
    const page = await (await site.as(reader, { javaScriptEnabled: true })).newPage()
    for (const { route, path } of pages)
      test(`${route}, such as ${path}`, async () => {
        await page.goto(path)
        assert.deepEqual(await faultsOn(page, phone), [])
        assert.deepEqual(await sticksOut(page), [])
      })
  })

describe('a page that refuses is as accessible as any', () => {
  const refusals: [Reader, string, number][] = [
    ['visitor', '/no/such/page', 404],
    ['teacher', '/settings', 403],
    ['head', '/people/999999', 404],
    ['visitor', '/review/2026-27', 404],
  ]
  for (const [reader, path, status] of refusals)
    test(`${status}: ${path} for a ${reader}`, async () => {
      const page = await (await site.as(reader, { javaScriptEnabled: true })).newPage()
      assert.equal((await page.goto(path))?.status(), status)
      assert.deepEqual(await faultsOn(page, phone), [])
      assert.equal(await page.getByRole('main').getByRole('link', { name: 'front page' }).count(), 1)
    })
})
