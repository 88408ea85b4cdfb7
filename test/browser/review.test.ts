import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { keyboardOf } from './keyboard.ts'
import { countOf, heading, notice, rowsOf } from './shown.ts'
import { openSite } from './site.ts'

const site = await openSite()

const words = (page: Page) => page.locator('main').innerText()

describe('with the keyboard alone, the office', () => {
  test('opens the 66 days of the review of 2017-18 and counts the visits behind them', async () => {
    const page = await (await site.as('coordinator')).newPage()
    const keys = keyboardOf(page)
    await page.goto('/')
    await keys.follow('Annual review')
    await keys.follow('2017-18')
    assert.match(await heading(page), /2017-18$/)
    await keys.follow('66')
    const said = await countOf(page)
    const halfDays: number[] = []
    for (;;) {
      const times = (await rowsOf(page, 'Support visits')).map((row) => row[6])
      halfDays.push(...times.map((time) => (time === '½ day' ? 1 : 2)))
      if ((await page.getByRole('link', { name: 'Next page' }).count()) === 0) break
      await keys.follow('Next page')
    }
    assert.equal(halfDays.length, said)
    assert.equal(halfDays.reduce((sum, one) => sum + one, 0) / 2, 66)
  })

  test('changes the words, freezes an edition and takes it along as PDF, CSV and JSON', async () => {
    const page = await (await site.as('coordinator')).newPage()
    const keys = keyboardOf(page)
    await page.goto('/review/2017-18')
    await keys.follow('Change the words')
    await keys.follow('Change “School-to-school support”')
    await keys.type('Words', 'We lent each other {{days_of_support}} days.')
    await keys.press('Save')
    assert.match(await notice(page), /days_of_support/)
    assert.equal(await page.getByLabel('Words').inputValue(), 'We lent each other {{days_of_support}} days.')
    await keys.type('Words', 'We lent each other {{support_days}} days.')
    await keys.press('Save')
    assert.equal(await notice(page), 'Saved')

    await keys.follow('The review')
    await keys.follow('Freeze an edition')
    await keys.press('Freeze the edition')
    assert.equal(await notice(page), 'Frozen as an edition')
    assert.match(await words(page), /Edition 2/)
    assert.match(await words(page), /We lent each other 66 days\./)

    const pdf = await download(page, 'The review as a PDF')
    assert.equal(pdf.name, 'review-2017-18.pdf')
    assert.equal(pdf.content.subarray(0, 5).toString(), '%PDF-')
    const csv = await download(page, 'The figures as CSV')
    assert.match(csv.content.toString(), /^support_days,.*\b66\b/m)
    const json = JSON.parse((await download(page, 'The figures as JSON')).content.toString())
    const named = (key: string) => json.figures.find((one: { key: string }) => one.key === key)
    assert.equal(named('support_days').value, 66)
  })
})

async function download(page: Page, name: string) {
  await keyboardOf(page).reach(page.getByRole('link', { name }))
  const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
  return { name: file.suggestedFilename(), content: await readFile(await file.path()) }
}

describe('somebody who has not signed in', () => {
  test('reads the frozen public edition, and no draft', async () => {
    const office = await (await site.as('coordinator')).newPage()
    await office.goto('/review/2018-19/words/support')
    await office.getByLabel('Words').fill('A draft that is nobody’s business yet.')
    await office.getByRole('button', { name: 'Save' }).click()
    await office.goto('/review/2018-19?draft=yes')
    assert.match(await words(office), /nobody’s business yet/)

    const page = await (await site.as('visitor')).newPage()
    const keys = keyboardOf(page)
    await page.goto('/')
    await keys.follow('Annual reviews')
    await keys.follow('2018-19')
    assert.match(await words(page), /Edition 1[\s\S]*Numbers too small to publish are left out/)
    for (const asked of ['', '?draft=yes', '?edition=members', '?edition=members&draft=yes']) {
      await page.goto(`/review/2018-19${asked}`)
      assert.doesNotMatch(await words(page), /nobody’s business yet|Draft/, asked)
      assert.equal(await page.locator('main a[href^="/support/visits"]').count(), 0, asked)
    }
  })

  test('finds no year that has only a draft', async () => {
    const page = await (await site.as('visitor')).newPage()
    await page.goto('/review')
    assert.equal(await page.getByRole('link', { name: '2026-27' }).count(), 0)
    for (const address of ['', '?draft=yes', '/figures', '/review.json', '/review.csv', '/review.pdf'])
      assert.equal((await page.request.get(`/review/2026-27${address}`)).status(), 404, address)
  })
})
