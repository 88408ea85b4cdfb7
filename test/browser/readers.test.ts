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

/** What two readers are shown alike, but for the keys of its forms, is looked at once. */
const inside = (html: string) =>
  (/<main[\s\S]*<\/main>/.exec(html)?.[0] ?? '').replace(/name="form-key" value="[^"]*"/g, '')
const seen = new Set<string>()
const shown = new Map<Reader, PageFound[]>()
for (const reader of readers) {
  const fresh = (await pagesOf(site, reader)).filter(
    ({ route, html }) => route === '/' || !seen.has(inside(html)),
  )
  for (const { html } of fresh) seen.add(inside(html))
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
