import assert from 'node:assert/strict'
import { test } from 'node:test'
import { everyPage, isOfMeetings, meetAndFit } from './looked-at.ts'
import { openSite } from './site.ts'

const site = await openSite()
const pages = (await everyPage(site)).pages.filter(({ route }) => isOfMeetings(route))

test('there are pages about meetings to look at', () => {
  assert.ok(pages.length > 100, `${pages.length} pages`)
})

meetAndFit(pages)
