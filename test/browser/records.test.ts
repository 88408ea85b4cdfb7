import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { ledMemberships } from '../../src/platform/who.ts'
import { keyboardOf } from './keyboard.ts'
import { comesIntoFocus, heading, isFocused, notice, rowsOf } from './shown.ts'
import { openSite } from './site.ts'

const site = await openSite()

describe('with the keyboard alone, the office', () => {
  test('records a meeting and keeps its register', async () => {
    const page = await (await site.as('coordinator')).newPage()
    const keys = keyboardOf(page)
    await page.goto('/')
    await keys.follow('Record a meeting')
    await keys.type('Title', 'Mastery in Year 8')
    await keys.tick('Maths Hub')
    await keys.type('Date', '12/11/2026')
    await keys.type('Start (optional)', '3.45pm')
    await keys.choose('What became of it', 'Held')
    await keys.press('Save')
    assert.equal(await heading(page), 'Mastery in Year 8')
    assert.equal(await notice(page), 'Added')
    assert.match(await page.locator('main').innerText(), /12 November 2026, from 15:45/)

    await keys.follow('Keep the register')
    const line = (school: string) =>
      page.getByRole('group', { name: school, exact: true }).getByLabel('Capacity')
    await keys.pick(line('Ashmere'), 'Representative')
    await keys.pick(line('Brindle Moor'), 'Apologies')
    await keys.press('Save the register')
    assert.equal(await notice(page), 'Saved')
    const register = [
      ['Ashmere', 'Representative', ''],
      ['Brindle Moor', 'Apologies', ''],
    ]
    assert.deepEqual(await rowsOf(page, 'Register'), register)

    await keys.follow('Keep the register')
    await keys.pick(line('Brindle Moor'), 'Not recorded')
    await keys.press('Save the register')
    assert.deepEqual(await rowsOf(page, 'Register'), register.slice(0, 1))
    await keys.press(/^Put back\s*: Brindle Moor, apologies$/)
    assert.equal(await notice(page), 'Put back')
    assert.deepEqual(await rowsOf(page, 'Register'), register)
  })

  test('records a support visit, and is told of an error first with all that was typed kept', async () => {
    const page = await (await site.as('coordinator')).newPage()
    const keys = keyboardOf(page)
    await page.goto('/support/visits')
    await keys.follow('Record a visit')
    await keys.type('Date of the visit', '31/11/2026')
    await keys.choose('Part of the day', 'Afternoon')
    await keys.pick(page.getByLabel('Practitioner', { exact: true }), 'Abena Osei')
    await keys.pick(page.getByLabel('Supporting school'), 'Ashmere')
    await keys.pick(page.getByLabel('Supported school'), 'Kestrel')
    await keys.type('Subject or area (optional)', 'Literacy & “talk”')
    await keys.choose('What became of it', 'Done')
    await keys.choose('Was it arranged through SSIG?', 'Yes')
    await keys.press('Save')

    assert.match(await page.title(), /^Error: Record a support visit/)
    const summary = page.getByRole('alert', { name: 'There is a problem' })
    assert.ok(await comesIntoFocus(summary), 'the summary has the focus')
    const complaint = 'Date of the visit must be a real date, like 27/3/2018'
    assert.deepEqual(await summary.getByRole('link').allInnerTexts(), [complaint])
    const date = page.getByLabel('Date of the visit')
    assert.equal(await date.inputValue(), '31/11/2026')
    assert.equal(await page.getByLabel('Subject or area (optional)').inputValue(), 'Literacy & “talk”')
    for (const name of ['Afternoon', 'Done', 'Yes'])
      assert.ok(await page.getByRole('radio', { name, exact: true }).isChecked(), name)
    assert.equal(await chosenIn(page, 'Practitioner'), 'Abena Osei')

    await keys.reach(summary.getByRole('link'))
    await page.keyboard.press('Enter')
    assert.ok(await isFocused(date), 'the question has the focus')
    await keys.type('Date of the visit', '13/11/2026')
    await keys.press('Save')
    assert.equal(await notice(page), 'Added')
    assert.equal(await heading(page), 'Abena Osei at Kestrel UTC')
    assert.match(await page.locator('main').innerText(), /13 November 2026, afternoon/)
    assert.match(await page.locator('main').innerText(), /Literacy & “talk”/)
  })
})

const chosenIn = async (page: Page, label: string) =>
  (await page.getByLabel(label, { exact: true }).locator('option:checked').innerText()).split(',')[0]

describe('a head', () => {
  test('sees the visits of their own school and no others', async () => {
    const { school, own, other } = await visitsOfHead()
    assert.ok(own > 0 && other > 0)
    const page = await (await site.as('head')).newPage()
    await page.goto('/support/visits')
    const seen = await rowsOf(page, 'Support visits')
    for (const [, , from, to] of seen) assert.ok(from === school || to === school, `${from} to ${to}`)
    assert.match(
      await page.getByRole('navigation', { name: 'This list' }).innerText(),
      new RegExp(`^${own} visit`),
    )
    const answer = await page.goto(`/support/visits/${other}`)
    assert.equal(answer?.status(), 404)
    assert.equal(await page.getByRole('link', { name: 'Record a visit' }).count(), 0)
  })
})

/** The head's school, how many visits are recorded for it, and one visit between two others. */
async function visitsOfHead() {
  const [id = 0] = ledMemberships(await site.who('head'))
  const visits = await site.db
    .selectFrom('supportVisits')
    .select(['id', 'fromMembershipId', 'toMembershipId'])
    .execute()
  const isOwn = (visit: (typeof visits)[number]) =>
    [visit.fromMembershipId, visit.toMembershipId].includes(id)
  const { school } = await site.db
    .selectFrom('members')
    .select('shortName as school')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return { school, own: visits.filter(isOwn).length, other: visits.find((visit) => !isOwn(visit))?.id ?? 0 }
}
