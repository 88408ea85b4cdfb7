import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { desk, faultsOn, phone, sticksOut } from './look.ts'
import type { Reader, Site } from './site.ts'
import { complaintsOf, wrongWith } from './sound.ts'
import { type PageFound, pagesOf } from './walk.ts'

type Looked = PageFound & { page: Page; complaints: string[] }

/** Every page the office comes to, and those that only others do: where a school signs, declares and prepares. */
export async function everyPage(site: Site) {
  const windows = new Map<Reader, { page: Page; complaints: string[] }>()
  /** A window of this reader’s. axe is a script, which the browser runs beside the page: most pages have none. */
  const windowOf = async (reader: Reader) => {
    const there = windows.get(reader)
    if (there) return there
    const context = await site.as(reader, { javaScriptEnabled: true })
    const made = { page: await context.newPage(), complaints: complaintsOf(site, context) }
    windows.set(reader, made)
    return made
  }
  const pages: Looked[] = []
  for (const reader of ['coordinator', 'head', 'deputy', 'chair'] as const) {
    const its = await windowOf(reader)
    const known = new Set(pages.map(({ route }) => route))
    const fresh = (await pagesOf(site, reader)).filter(({ route }) => !known.has(route))
    pages.push(...fresh.map((one) => ({ ...one, ...its })))
  }
  return { pages, windowOf }
}

/** All that is about meetings and who meets: so many pages that a file of its own looks at them. */
export const isOfMeetings = (route: string) =>
  /^\/(meetings|groups|hubs|planning|feeds|invitations|feedback|briefings|library)\b/.test(route)

export const meetAndFit = (pages: Looked[]) =>
  describe('a page is whole and quiet, meets WCAG 2.2 AA at a desk and on a phone, and fits the narrowest screen', () => {
    for (const { route, path, page, complaints } of pages)
      test(`${route}, such as ${path}`, async () => {
        complaints.length = 0
        await page.goto(path)
        assert.deepEqual([...(await wrongWith(page)), ...complaints], [])
        assert.deepEqual(await faultsOn(page, desk), [])
        assert.deepEqual(await faultsOn(page, phone), [])
        assert.deepEqual(await sticksOut(page), [])
      })
  })
