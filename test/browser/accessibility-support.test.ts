import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everyPage, lookAt, pagesAbout } from './looked-at.ts'
import { openSite } from './site.ts'

const pages = pagesAbout('support', (await everyPage(await openSite())).pages)

test('there are pages about support to look at', () => {
  assert.ok(pages.length > 80, `${pages.length} pages`)
})

lookAt(pages)
