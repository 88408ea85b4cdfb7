import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { keyboardOf } from './keyboard.ts'
import { desk, phone } from './look.ts'
import { isFocused } from './shown.ts'
import { openSite, type Reader } from './site.ts'

const site = await openSite()

const MOST_STOPS = 500

/** A meeting that goes on now. */
const { id: meeting } = await site.db
  .selectFrom('meetings')
  .select('id')
  .where('doorCode', 'is not', null)
  .executeTakeFirstOrThrow()

type Stop = { what: string; seen: boolean; marked: boolean; inView: boolean }

/** What has the focus: whether it looks otherwise than without it, can be seen, and nothing lies over it. */
const stopOn = (page: Page) =>
  page.evaluate((): Stop | undefined => {
    const one = document.activeElement as HTMLElement | null
    if (!one || one === document.body) return undefined
    const drawn = [one, ...((one as HTMLInputElement).labels ?? [])]
    const looks = ['outline', 'boxShadow', 'backgroundColor', 'borderColor'] as const
    const sides = [null, '::before', '::after']
    const now = drawn.flatMap((el) =>
      sides.flatMap((side) => looks.map((look) => getComputedStyle(el, side)[look])),
    )
    const [line = one.getBoundingClientRect()] = one.getClientRects()
    const { left, top, bottom, width, height } = line
    const middle = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2
    const over = document.elementFromPoint(left + width / 2, middle)
    one.blur()
    const then = drawn.flatMap((el) =>
      sides.flatMap((side) => looks.map((look) => getComputedStyle(el, side)[look])),
    )
    one.focus()
    return {
      what: one.outerHTML.slice(0, 120),
      seen: width > 0 && height > 0 && (one.contains(over) || drawn.some((el) => el.contains(over))),
      marked: now.join() !== then.join(),
      inView: bottom > 0 && top < innerHeight && left >= -1 && left < innerWidth,
    }
  })

async function stops(page: Page): Promise<Stop[]> {
  const found: Stop[] = []
  for (let n = 0; n < MOST_STOPS; n += 1) {
    await page.keyboard.press('Tab')
    const stop = await stopOn(page)
    if (!stop) return found
    found.push(stop)
  }
  return found
}

describe('wherever Tab goes, the focus is seen', () => {
  const pages: [Reader, string, number][] = [
    ['coordinator', '/', 15],
    ['coordinator', '/groups', 30],
    ['coordinator', '/support/visits/new', 15],
    ['coordinator', '/imports/new', 20],
    ['head', '/review/2017-18', 20],
    ['coordinator', `/meetings/${meeting}/register`, 90],
    ['coordinator', `/meetings/${meeting}/agenda`, 30],
    ['head', `/meetings/${meeting}/here`, 8],
    ['visitor', '/sign-in', 6],
  ]
  for (const size of [desk, phone])
    for (const [reader, path, least] of pages)
      test(`${path} for a ${reader}, ${size.width} px wide`, async () => {
        const page = await (await site.as(reader, { viewport: size })).newPage()
        await page.goto(path)
        const found = await stops(page)
        assert.ok(found.length >= least && found.length < MOST_STOPS, `${found.length} stops`)
        assert.deepEqual(
          found.filter(({ seen, marked, inView }) => !(seen && marked && inView)),
          [],
        )
      })
})

test('the first stop leads past the menu to what the page is about', async () => {
  const page = await (await site.as('coordinator')).newPage()
  await page.goto('/support/visits')
  await page.keyboard.press('Tab')
  const skip = page.getByRole('link', { name: 'Skip to main content' })
  assert.ok(await isFocused(skip))
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  assert.ok(await isFocused(page.getByRole('link', { name: 'Record a visit' })))
})

test('on a phone the menu and the filter open by key, and the page stands without either', async () => {
  const page = await (await site.as('coordinator', { viewport: phone })).newPage()
  const keys = keyboardOf(page)
  await page.goto('/')
  assert.equal(
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'People' }).isVisible(),
    false,
  )
  await keys.reach(page.locator('summary', { hasText: 'Menu: Home' }))
  await page.keyboard.press('Enter')
  await keys.follow('People')
  await keys.reach(page.locator('summary', { hasText: 'Find in this list' }))
  await page.keyboard.press('Space')
  await keys.type('Search', 'osei')
  await keys.press('Show')
  assert.equal(new URL(page.url()).searchParams.get('words'), 'osei')
  assert.equal(await page.getByLabel('Search').inputValue(), 'osei')
  await keys.follow('Show all')
  assert.equal(new URL(page.url()).search, '')
})
