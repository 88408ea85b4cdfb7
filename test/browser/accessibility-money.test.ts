import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everyPage, lookAt, pagesAbout } from './looked-at.ts'
import { openSite } from './site.ts'

const pages = pagesAbout('money', (await everyPage(await openSite())).pages)

test('there are pages about money to look at', () => {
  assert.ok(pages.length > 60, `${pages.length} pages`)
})

lookAt(pages)
