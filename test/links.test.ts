import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { record } from './records.ts'
import { castNames, world } from './world.ts'

const MOST_PAGES = 1_000

/** Addresses of ours that a page leads to; of a list’s many orders and pages the first will do. */
const linksIn = (html: string) =>
  [...html.matchAll(/<a [^>]*href="(\/[^"#]*)/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))

describe('no link leads to a refusal', () => {
  for (const name of [...castNames, 'visitor'] as const)
    test(`for ${name}`, async () => {
      const w = await world()
      await record(w)
      const browser = await w.as(name)
      const seen = new Map([['/', 'the front page']])
      for (const [href, from] of seen) {
        const { status, text, headers } = await browser.get(href)
        assert.ok(status === 200 || status === 303, `${href} on ${from} answers ${status}`)
        assert.doesNotMatch(headers.get('location') ?? '', /next=/, `${href} on ${from} asks to sign in`)
        for (const link of linksIn(text)) if (!seen.has(link)) seen.set(link, href)
        assert.ok(seen.size < MOST_PAGES, 'links go on without end')
      }
      assert.ok(seen.size > 5)
    })
})
