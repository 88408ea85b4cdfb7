import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { keyboardOf } from './keyboard.ts'
import { countOf, heading, notice, rowsOf } from './shown.ts'
import { openSite } from './site.ts'

const site = await openSite()

const meetings = [
  'ref,group,title,held_on,starts,ends,place,status',
  'maths-2025-10-02,maths,Fractions without fear,02/10/2025,15:45,17:15,Beckside,held',
  'maths-2025-11-06,maths; science,Graphs in both subjects,2025-11-06,15:45,17:15,Ashmere,held',
]
const attendance = [
  'meeting,urn,person,capacity',
  'maths-2025-10-02,990001,,representative',
  'maths-2025-10-02,990002,,apologies',
  'maths-2025-11-06,990001,,representative',
]
const support = [
  'ref,commission,subject,practitioner,from_urn,to_urn,on,half,status,through_ssig',
  'V2526-001,,Maths,p-0087,990002,990012,2025-12-03,day,done,yes',
]
const right = { meetings, attendance, support }
const faulty = {
  ...right,
  meetings: meetings.map((line) => line.replace('2025-11-06,15:45', '2025-11-31,15:45')),
  attendance: [...attendance, 'maths-2025-12-04,990001,,visiter'],
}

/** The files of a year, as if chosen in the window that the browser opens for it. */
async function give(page: Page, year: Record<string, string[]>) {
  const keys = keyboardOf(page)
  await keys.choose('What is in the files?', 'A year of records')
  const question = page.getByLabel('Files', { exact: true })
  await keys.reach(question)
  const files = Object.entries(year).map(([name, lines]) => ({
    name: `${name}.csv`,
    mimeType: 'text/csv',
    buffer: Buffer.from(lines.join('\r\n')),
  }))
  await question.setInputFiles(files)
  await keys.press('Check the files')
}

const untilState = (page: Page, state: string) =>
  page.locator('main dl strong').getByText(state, { exact: true }).waitFor()

const recorded = async (page: Page) => {
  const counts = []
  for (const list of ['meetings?year=2025-26', 'support?year=2025-26']) {
    await page.goto(`/${list}`)
    counts.push(await countOf(page))
  }
  return counts
}

describe('with the keyboard alone, the office imports a year', () => {
  test('is told of its faults, gives it corrected, finds its rows and takes it back', async () => {
    const page = await (await site.as('coordinator')).newPage()
    const keys = keyboardOf(page)
    assert.deepEqual(await recorded(page), [0, 0])

    await page.goto('/')
    await keys.follow('Import')
    await keys.follow('Import files')
    await give(page, faulty)
    await untilState(page, 'Has faults')
    const where = (await rowsOf(page, 'What is wrong')).map(([file, row, column, value]) => [
      file,
      row,
      column,
      value,
    ])
    assert.deepEqual(where, [
      ['meetings.csv', '3', 'held_on', '2025-11-31'],
      ['attendance.csv', '5', 'capacity', 'visiter'],
    ])
    assert.match(await page.locator('main').innerText(), /nothing of it was kept/)
    assert.equal(await page.getByRole('button', { name: 'Bring it in' }).count(), 0)

    await keys.follow('give them again')
    await give(page, right)
    await untilState(page, 'Ready to bring in')
    const address = page.url()
    assert.deepEqual(await recorded(page), [0, 0])
    await page.goto(address)
    await keys.press('Bring it in')
    await untilState(page, 'Brought in')
    const brought = (await rowsOf(page, 'What was brought in')).map(([what, , added]) => [what, added])
    assert.deepEqual(brought, [
      ['Meetings', '2'],
      ['Attendances', '3'],
      ['Support visits', '1'],
    ])
    assert.deepEqual(await recorded(page), [2, 1])
    await page.goto('/meetings?year=2025-26')
    await keys.follow('Graphs in both subjects')
    assert.equal(await heading(page), 'Graphs in both subjects')
    assert.deepEqual(await rowsOf(page, 'Register'), [['Ashmere', 'Representative', '']])

    await page.goto(address)
    await keys.follow('Undo this import')
    await keys.press('Undo this import')
    await untilState(page, 'Undone')
    assert.deepEqual(await recorded(page), [0, 0])
  })

  test('in nothing, and is told to select the files', async () => {
    const page = await (await site.as('coordinator')).newPage()
    const keys = keyboardOf(page)
    await page.goto('/imports/new')
    await keys.choose('What is in the files?', 'A year of records')
    await keys.press('Check the files')
    assert.match(await notice(page), /Select the files/)
    assert.ok(await page.getByRole('radio', { name: 'A year of records' }).isChecked())
  })
})
