import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { pageAt } from './shown.ts'
import { openSite, type Reader } from './site.ts'
import { complaintsOf, wrongWith } from './sound.ts'
import { pagesOf, type Step, telling, walk } from './walk.ts'

const site = await openSite()

const MOST_PAGES = 1_000
const LARGEST_LIST = 30_000
const MOST_REQUESTS = 4

async function crawled(reader: Reader) {
  const context = await site.as(reader)
  const complaints = complaintsOf(site, context)
  const page = await context.newPage()
  const steps: Step[] = []
  const wrong: string[] = []
  await walk(site, async (step) => {
    steps.push(step)
    assert.ok(steps.length < MOST_PAGES, 'links go on without end')
    const isFile = /\.(csv|json|pdf)\b|\bformat=csv/.test(step.path)
    const shown = isFile ? undefined : await pageAt(page, step.path)
    const answer = shown ?? (await context.request.get(step.path))
    if (answer?.status() !== 200) wrong.push(`${step.path}, from ${step.from}: ${answer?.status()}`)
    if (!shown) return []
    for (const one of await wrongWith(page)) wrong.push(`${step.path}, from ${step.from}: ${one}`)
    return page
      .locator('a[href]')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
  })
  return { steps, wrong, complaints, cookies: await context.cookies() }
}

const HREF = /<a [^>]*href="([^"]*)"/g

describe('from the front page, every link followed', () => {
  // What each of these pages is like is looked at where it is measured: see looked-at.ts.
  test('as a coordinator leads to an answer', async () => {
    const { request } = await site.as('coordinator')
    const wrong: string[] = []
    let steps = 0
    const open = async ({ path, from }: Step) => {
      steps += 1
      assert.ok(steps < MOST_PAGES, 'links go on without end')
      const answer = await request.get(path)
      if (answer.status() !== 200) wrong.push(`${path}, from ${from}: ${answer.status()}`)
      if (!answer.headers()['content-type']?.startsWith('text/html')) return []
      return [...(await answer.text()).matchAll(HREF)].map(([, href = '']) => href.replaceAll('&amp;', '&'))
    }
    await walk(site, open, await telling(site))
    assert.ok(steps > 200, `${steps} pages`)
    assert.deepEqual(wrong, [])
  })

  for (const reader of ['head', 'visitor'] as const)
    test(`as a ${reader} leads to a whole page, quietly`, async () => {
      const { steps, wrong, complaints, cookies } = await crawled(reader)
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
    const complaints = complaintsOf(site, context)
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
