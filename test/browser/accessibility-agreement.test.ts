import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everyPage, lookAt, pagesAbout } from './looked-at.ts'
import { openSite } from './site.ts'

const pages = pagesAbout('agreement', (await everyPage(await openSite())).pages)

test('there are pages about the agreement, votes and reviews to look at', () => {
  assert.ok(pages.length > 130, `${pages.length} pages`)
})

lookAt(pages)
