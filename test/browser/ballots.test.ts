import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { after, describe, test } from 'node:test'
import { serve } from '@hono/node-server'
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { closeBallot, openBallot } from '../../src/ballots/actions.ts'
import { motion, roomOn, seat } from '../ballots.ts'
import { type CastName, today, world } from '../world.ts'
import { keyboardOf } from './keyboard.ts'
import { phone } from './look.ts'
import { heading } from './shown.ts'

/** The small alliance in the room, served to a real browser. */
const w = await world()
const server = serve({ fetch: w.site.fetch, port: 0, hostname: '127.0.0.1' })
await once(server, 'listening')
const url = `http://localhost:${(server.address() as AddressInfo).port}`
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
after(async () => {
  await browser.close()
  await new Promise((resolve) => server.close(resolve))
})

const { meeting, item } = await roomOn(w)
await seat(w, meeting, { membershipId: w.members.ashmere, personId: w.people.head })
await seat(w, meeting, { membershipId: w.members.brindle, personId: w.people.otherHead })

const office = await w.by('coordinator')
async function secretVote(): Promise<number> {
  const id = await motion(w, { itemId: item, manner: 'secret' })
  await openBallot(office, id, new Date(`${today}T12:00:00Z`))
  return id
}

async function as(who: CastName, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, viewport: phone, ...options })
  context.setDefaultTimeout(20_000)
  const cookie = await w.cookie(who)
  const at = cookie.indexOf('=')
  await context.addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url }])
  return context.newPage()
}

const counted = (ballotId: number) =>
  w.db.selectFrom('countedPapers').select(['receipt', 'choice']).where('ballotId', '=', ballotId).execute()

const receiptOn = async (page: Page) =>
  (await page.locator('[data-receipt] [data-code]').innerText()).replaceAll('-', '').trim()

describe('a secret vote', () => {
  test('by its script: a lost connection loses nothing, a vote is changed, and the receipt finds it once it is closed', async () => {
    const id = await secretVote()
    const page = await as('head', { javaScriptEnabled: true })
    const wrong: string[] = []
    page.on('console', (line) => line.type() === 'error' && wrong.push(line.text()))
    const boxed: (string | undefined)[] = []
    page.on('request', (request) => {
      if (request.url().endsWith('/box')) boxed.push(request.headers().cookie)
    })
    await page.goto(`/ballots/${id}`)
    await page.getByRole('link', { name: 'Vote in secret for Ashmere' }).click()
    const voting = page.getByRole('button', { name: 'Vote in secret' })
    await voting.waitFor()
    // What asks a browser without a script gives way as soon as the script runs.
    await page.getByRole('button', { name: 'Take the voting paper' }).waitFor({ state: 'hidden' })
    await voting.click()
    await page.getByText('Select how your school votes.').waitFor()
    await page.getByLabel('For', { exact: true }).check()
    // The answer with the signature is lost on the way.
    await page.route(
      '**/paper?*',
      async (route) => {
        await route.fetch()
        await route.abort()
      },
      { times: 1 },
    )
    await page.getByRole('button', { name: 'Vote in secret' }).click()
    await page.getByText('Nothing is lost').waitFor()
    await page.reload()
    await page.getByText('not yet in the box').waitFor()
    await page.getByLabel('For', { exact: true }).check()
    await page.getByRole('button', { name: 'Vote in secret' }).click()
    await page.getByRole('heading', { name: 'Your paper is in the box' }).waitFor()
    const receipt = await receiptOn(page)
    await page.getByLabel('Against').check()
    await page.getByRole('button', { name: 'Change our vote' }).click()
    await page.waitForResponse((answer) => answer.url().endsWith('/box') && answer.ok())
    await page.getByRole('heading', { name: 'Your paper is in the box' }).waitFor()
    assert.equal(await receiptOn(page), receipt, 'the receipt stays the same')
    assert.deepEqual(boxed, [undefined, undefined], 'no cookie goes to the box')
    assert.deepEqual(
      wrong.filter((line) => !/ERR_FAILED/.test(line)),
      [],
      'nothing is refused by the policy',
    )
    await closeBallot(office, id)
    assert.deepEqual(await counted(id), [{ receipt, choice: 'against' }])
    await page.goto(`/ballots/${id}/receipt`)
    await page.getByText('This device keeps the receipt').waitFor()
    await page.getByRole('button', { name: 'Look it up' }).click()
    await page.getByText('was counted: Against.').waitFor()
    const kept = await page.evaluate(() => Object.values(localStorage))
    assert.deepEqual(kept, [JSON.stringify({ receipt })], 'the paper itself is gone from the device')
    await page.getByRole('button', { name: 'Forget it on this device' }).click()
    assert.equal(await page.evaluate(() => localStorage.length), 0)
    await page.context().close()
  })

  test('without a script and by keyboard: the paper is taken, and put into the box', async () => {
    const id = await secretVote()
    const page = await as('otherHead', { javaScriptEnabled: false })
    const keys = keyboardOf(page)
    await page.goto(`/ballots/${id}`)
    await keys.follow('Vote in secret for Brindle Moor')
    assert.match(await page.getByRole('main').innerText(), /made by the server instead of by your own device/)
    await keys.press('Take the voting paper')
    assert.equal(await heading(page), 'Your voting paper')
    await keys.reach(page.getByLabel('For', { exact: true }))
    await page.keyboard.press('Space')
    await keys.press('Put it into the box')
    assert.equal(await heading(page), 'Your paper is in the box')
    await closeBallot(office, id)
    const [paper] = await counted(id)
    assert.equal(paper?.choice, 'for')
    const shown = (await page.getByRole('main').innerText()).replaceAll('-', '')
    assert.ok(shown.includes(paper?.receipt ?? 'none'))
    await page.context().close()
  })
})
