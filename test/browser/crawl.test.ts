import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { BrowserContext, Page } from 'playwright-core'
import { openSite, type Reader } from './site.ts'
import { pagesOf, type Step, telling, walk } from './walk.ts'

const site = await openSite()

const MOST_PAGES = 400
const LARGEST_LIST = 30_000
const MOST_REQUESTS = 4

const everywhere: [string, RegExp][] = [
  ['content-security-policy', /^default-src 'none'; .*frame-ancestors 'none'/],
  ['x-content-type-options', /^nosniff$/],
  ['referrer-policy', /^same-origin$/],
  ['x-frame-options', /^DENY$/],
  ['cross-origin-opener-policy', /^same-origin$/],
  ['cross-origin-resource-policy', /^same-origin$/],
  ['permissions-policy', /camera=\(\)/],
]

/** Everything a browser complains of by itself, and every answer that comes without its headers. */
function complaintsOf(context: BrowserContext): string[] {
  const heard: string[] = []
  context.on('console', (message) => heard.push(`${message.type()}: ${message.text()}`))
  context.on('weberror', (error) => heard.push(String(error.error())))
  context.on('response', (answer) => {
    if (!answer.url().startsWith(site.url)) heard.push(`${answer.url()} is not of this site`)
    for (const [name, says] of everywhere)
      if (!says.test(answer.headers()[name] ?? '')) heard.push(`${answer.url()} lacks ${name}`)
  })
  return heard
}

/** What is wrong with a page as somebody finds it who followed a link. */
async function wrongWith(page: Page): Promise<string[]> {
  const main = page.getByRole('main')
  const onwards = await page
    .getByRole('navigation', { name: 'Back' })
    .or(main.locator('a[href], button'))
    .count()
  const name = await page.title()
  return [
    (await page.locator('h1').count()) !== 1 && 'not one main heading',
    !/\S – Rivington Vale|^Rivington Vale/.test(name) && `the title “${name}”`,
    onwards === 0 && 'nothing leads on from it',
    (await main.innerText()).includes('undefined') && 'it says “undefined”',
    (await main.innerText()).includes('NaN') && 'it says “NaN”',
    (await main.innerText()).includes('[object') && 'it says “[object”',
  ].filter((one) => one !== false)
}

async function crawled(reader: Reader, first: string[]) {
  const context = await site.as(reader)
  const complaints = complaintsOf(context)
  const page = await context.newPage()
  const steps: Step[] = []
  const wrong: string[] = []
  await walk(
    site,
    async (step) => {
      steps.push(step)
      assert.ok(steps.length < MOST_PAGES, 'links go on without end')
      const isFile = /\.(csv|json|pdf)\b|\bformat=csv/.test(step.path)
      const answer = await (isFile ? context.request.get(step.path) : page.goto(step.path))
      if (answer?.status() !== 200) wrong.push(`${step.path}, from ${step.from}: ${answer?.status()}`)
      if (isFile) return []
      for (const one of await wrongWith(page)) wrong.push(`${step.path}, from ${step.from}: ${one}`)
      return page
        .locator('a[href]')
        .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
    },
    first,
  )
  return { steps, wrong, complaints, cookies: await context.cookies() }
}

describe('from the front page, every link followed', () => {
  for (const reader of ['coordinator', 'head', 'visitor'] as const)
    test(`as a ${reader} leads to a whole page, quietly`, async () => {
      const first = reader === 'coordinator' ? await telling(site) : []
      const { steps, wrong, complaints, cookies } = await crawled(reader, first)
      assert.ok(steps.length > (reader === 'visitor' ? 8 : 80), `${steps.length} pages`)
      assert.deepEqual(wrong, [])
      assert.deepEqual(complaints, [])
      assert.deepEqual(
        cookies.map(({ name }) => name),
        reader === 'visitor' ? [] : ['sid'],
      )
    })

  test('what a browser complains of would be heard', async () => {
    const context = await site.as('visitor')
    const complaints = complaintsOf(context)
    const page = await context.newPage()
    await page.goto('/')
    await page.evaluate(() => {
      document.body.innerHTML = '<p style="color:red">x</p><img src="https://elsewhere.example/x.png">'
    })
    await page.goto('/assets/no-such-file.css')
    assert.match(complaints.join('\n'), /style-src[\s\S]*elsewhere\.example[\s\S]*404/)
  })
})

describe('a page is light', () => {
  test('every list, as it is sent', async () => {
    const lists = (await pagesOf(site, 'coordinator')).filter(({ html }) => html.includes('class="en-pager"'))
    assert.ok(lists.length > 12, `${lists.length} lists`)
    const page = await (await site.as('coordinator')).newPage()
    const heavy: string[] = []
    for (const { path } of lists) {
      const answer = await page.goto(path)
      const { responseBodySize } = (await answer?.request().sizes()) ?? { responseBodySize: Number.NaN }
      if (!(responseBodySize <= LARGEST_LIST)) heavy.push(`${path}: ${responseBodySize} bytes`)
    }
    assert.deepEqual(heavy, [])
  })

  test('and asks the server for little more than itself once one page has been seen', async () => {
    const page = await (await site.as('head')).newPage()
    await page.goto('/', { waitUntil: 'networkidle' })
    for (const path of ['/people', '/meetings', '/review/2017-18']) {
      const before = site.served.length
      await page.goto(path, { waitUntil: 'networkidle' })
      const asked = site.served.slice(before)
      assert.ok(asked.includes(path) && asked.length <= MOST_REQUESTS, asked.join())
    }
  })
})
