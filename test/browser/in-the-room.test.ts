import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { keyboardOf } from './keyboard.ts'
import { phone } from './look.ts'
import { heading, notice } from './shown.ts'
import { openSite } from './site.ts'

const site = await openSite()
/** Of the board, which meets now. */
const { id } = await site.db
  .selectFrom('meetings')
  .select('id')
  .where('doorCode', 'is not', null)
  .executeTakeFirstOrThrow()
const at = `${site.url}/meetings/${id}`

const CHANGES_WITHIN_MS = 2_000
const item = 'Closing in snow'

/** As whoever holds the door open reads it out, or a phone reads the picture. */
async function linkAtTheDoor(page: Page): Promise<string> {
  await page.goto(`${at}/door`)
  return (await page.getByRole('main').locator('a[href*="/here?code="]').getAttribute('href')) ?? ''
}

describe('without a script and by keyboard, a meeting from its register to an action', () => {
  test('a head checks in on a phone with the link at the door, and the clerk keeps the register of every school', async () => {
    const clerk = await (await site.as('coordinator')).newPage()
    const head = await (await site.as('head', { viewport: phone })).newPage()
    await head.goto(await linkAtTheDoor(clerk))
    await keyboardOf(head).press('I am here')
    assert.equal(await heading(head), 'You are here')
    assert.match(await head.getByRole('main').innerText(), /On the register as headteacher/)

    const keys = keyboardOf(clerk)
    await clerk.goto(at)
    await keys.follow('Keep the register')
    const lines = clerk.getByLabel('Capacity')
    const chosen = await lines.evaluateAll((all) => all.map((one) => (one as HTMLSelectElement).value))
    assert.equal(chosen.filter((value) => value === 'head').length, 1, 'who checked in stands there')
    const schools = chosen.length - 1
    for (const [n, value] of chosen.slice(0, schools).entries())
      if (value === '') await keys.pick(lines.nth(n), n < schools - 3 ? 'Headteacher' : 'Apologies')
    await keys.press('Save the register')
    assert.equal(await notice(clerk), 'Saved')
    const here = schools - 3
    await clerk.goto(at)
    assert.match(await clerk.locator('#register').innerText(), new RegExp(`${here} of ${schools} schools`))
    for (const page of [clerk, head]) await page.context().close()
  })

  test('a head names who stands in at the next one', async () => {
    const page = await (await site.as('head', { viewport: phone })).newPage()
    const keys = keyboardOf(page)
    const next = await site.db
      .selectFrom('agendaItems')
      .select('meetingId')
      .where('state', '=', 'proposed')
      .executeTakeFirstOrThrow()
    await page.goto(`/meetings/${next.meetingId}`)
    await keys.follow(/Say who stands in/)
    await keys.reach(page.getByLabel('Who stands in'))
    await page.keyboard.press('ArrowDown')
    await keys.press('Name them')
    assert.match(await page.getByRole('main').innerText(), /stands in, named by/)
    await page.context().close()
  })

  test('the clerk writes a minute, records a decision and an action, and the page shows them', async () => {
    const page = await (await site.as('coordinator')).newPage()
    const keys = keyboardOf(page)
    await page.goto(at)
    await keys.follow('Write the minutes')
    const words = page.getByRole('group', { name: item }).getByLabel('What was said')
    await keys.reach(words)
    await page.keyboard.press('Control+End')
    await page.keyboard.type(' The depot was asked.')
    await keys.press(new RegExp(`Record a decision\\s*: .*${item}`))
    await keys.type('The decision', 'The depot sends a message by six.')
    await keys.press('Save the decision')
    await keys.press(new RegExp(`Record an action\\s*: .*${item}`))
    await keys.type('The action', 'Give the depot our numbers')
    await keys.reach(page.getByLabel('Owner'))
    await page.keyboard.press('ArrowDown')
    await keys.press('Save the action')
    assert.match(await words.inputValue(), /The depot was asked\.$/)
    await page.goto(at)
    const shown = await page.getByRole('main').innerText()
    for (const says of ['The depot sends a message by six.', 'Give the depot our numbers'])
      assert.ok(shown.includes(says), says)
    await page.context().close()
  })
})

describe('with scripts', () => {
  test('what happens at the door stands on another’s page within two seconds', async () => {
    const clerk = await (await site.as('coordinator', { javaScriptEnabled: true })).newPage()
    const link = await linkAtTheDoor(clerk)
    await clerk.getByText(/checked in by phone/).waitFor()
    const before = await clerk.locator('#live-checked-in').innerText()
    const officer = await (await site.as('authority officer', { viewport: phone })).newPage()
    await officer.goto(link)
    await officer.getByRole('button', { name: 'I am here' }).click()
    await clerk.waitForFunction(
      (said) => document.querySelector<HTMLElement>('#live-checked-in')?.innerText !== said,
      before,
      { timeout: CHANGES_WITHIN_MS },
    )
    for (const page of [clerk, officer]) await page.context().close()
  })

  test('minutes sent while the connection is gone keep what was typed, and are sent once when it is back', async () => {
    const context = await site.as('coordinator', { javaScriptEnabled: true })
    const page = await context.newPage()
    await page.goto(`${at}/minutes`)
    const words = page.getByRole('group', { name: item }).getByLabel('What was said')
    await words.fill('Heads spoke of buses and of the road to the moor.')
    const written = () =>
      site.db
        .selectFrom('auditLog')
        .select((eb) => eb.fn.countAll<number>().as('times'))
        .where('did', '=', 'wrote minutes')
        .executeTakeFirstOrThrow()
    const { times } = await written()
    await context.setOffline(true)
    await page.getByRole('button', { name: 'Save all' }).click()
    await page.getByText('The connection is gone').waitFor()
    assert.match(await words.inputValue(), /the road to the moor/)
    await context.setOffline(false)
    await page.waitForURL(/did=saved/)
    assert.match(await words.inputValue(), /the road to the moor/)
    assert.equal(Number((await written()).times), Number(times) + 1)
    await context.close()
  })
})
