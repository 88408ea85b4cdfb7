import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { filled, formsFrom, linksIn, type PageForm, routeAt, type Sent } from '../forms.ts'
import type { Browser } from '../world.ts'
import { today } from './demonstration.ts'
import { pageAt } from './shown.ts'
import { openSite } from './site.ts'
import { type Step, telling, walk } from './walk.ts'

const site = await openSite()

const SIGN = 'onload=__xss=1'
/** Whatever a page does with what was typed, one of these would show it; the shorter is for where few letters fit. */
const markers = [
  `"><svg/${SIGN}></textarea></title></script><script>__xss=1</script>' autofocus onfocus=__xss=1 {{7*7}} \u0000\u202e![x](javascript:__xss=1)`,
  `'"><svg/${SIGN}>`,
]

/** Where each form led that was taken with a marker in it, by its route. */
const planted = new Map<string, string>()

/** Sends what a browser of the office would send. */
async function office(): Promise<Browser> {
  const cookie = (await site.cookies('coordinator')).map(({ name, value }) => `${name}=${value}`).join()
  const ask = async (path: string, init: RequestInit = {}) => {
    const headers = { cookie, origin: site.url }
    const answer = await fetch(site.url + path, { ...init, headers, redirect: 'manual' })
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  }
  const post = async (path: string, answers: Sent | FormData) => {
    const pairs = Object.entries(answers as Sent).flatMap(([name, value]) =>
      [value].flat().map((one) => [name, one]),
    )
    const answer = await ask(path, { method: 'POST', body: new URLSearchParams(pairs) })
    const leads = answer.headers.get('location')?.replace(/\?.*/, '')
    const route = routeAt(site.app, 'POST', path)
    if (leads && route && JSON.stringify(pairs).includes(SIGN)) planted.set(route, leads)
    return answer
  }
  return { get: ask, post }
}

const takesTexts = ({ route, asked }: PageForm) =>
  asked.some(({ kind }) => kind === 'text' || kind === 'long text') &&
  !asked.some(({ kind }) => kind === 'file') &&
  !route.startsWith('/sign-in')

/** A day that most forms take; tried where a marker is none. */
const todayTyped = today.split('-').reverse().join('/')

/** Nothing can be planned, corrected or chosen any more of what one of these has settled. */
const settles = /\/(withdraw|decline|end|pause|call-off|return|unmatch|cancel|publish)$/
/** Asked for a day, a number or a sum alone. */
const takesNoWords =
  /^\/support\/deployments\/:id\/close$|\/offers\/:year$|\/away\/new$|\/payments\/:id\/match$/

/** Forms that ask for days which must follow on from what stands, or for what only a mail or a screen holds. */
const notGuessed =
  /^\/members\/:id\/(dates|again|conversion)$|\/posts\/|^\/register\/changes\/|\/paper\/|\/publish$|\/passkeys\/new$|\/here$|\/agenda\/order$|\/members\/many$|\/letters\/new$|\/appoint$|\/receipt$|\/hands$/

/** As they were found, but what settles last; and of a form that may ask more, such as why, first the one that does. */
function inTurn(found: PageForm[]): PageForm[] {
  const forms = found.filter((form) => takesTexts(form) && !takesNoWords.test(form.route))
  const routes = [...new Set(forms.map(({ route }) => route))]
  const turn = ({ route }: PageForm) => routes.indexOf(route) + (settles.test(route) ? routes.length : 0)
  return forms.sort((a, b) => turn(a) - turn(b) || b.asked.length - a.asked.length)
}

/** Where somebody is chosen among several, as why it is not the first of them is asked for. */
async function whoIsChosen(): Promise<string> {
  const { id } = await site.db
    .selectFrom('deployments')
    .innerJoin('supportAreas', 'supportAreas.id', 'areaId')
    .select('deployments.id')
    .where('state', '=', 'triaged')
    .where('name', '<>', 'Chess')
    .orderBy('deployments.id')
    .executeTakeFirstOrThrow()
  return `/support/deployments/${id}/match`
}

test('markers are taken by every form that takes a text', async () => {
  const browser = await office()
  const first = [await whoIsChosen(), '/', ...(await telling(site))]
  const forms = await formsFrom(site.app, browser, first, { ofARoute: 6 })
  const unplanted = new Set<string>()
  for (const [n, form] of inTurn(forms).entries()) {
    if (planted.has(form.route) || (unplanted.has(form.route) && notGuessed.test(form.route))) continue
    await filled(browser, form, n, {}, [...markers.map((marker) => `${marker}${n}`), todayTyped])
    if (planted.has(form.route)) unplanted.delete(form.route)
    else unplanted.add(form.route)
  }
  const refused = [...unplanted].filter((route) => !notGuessed.test(route))
  assert.deepEqual(refused, [])
})

/** Whether anything of it was taken for more than text on this page, and whether it can be read there. */
const foundOn = (page: Page) =>
  page.evaluate((sign) => {
    const made =
      '[onload], [onfocus], [href^="javascript:" i], [src^="javascript:" i], script:not([src^="/assets/"])'
    const text = `${document.body.textContent} ${[...document.querySelectorAll('input')].map(({ value }) => value)}`
    return { ran: '__xss' in window, made: document.querySelectorAll(made).length, read: text.includes(sign) }
  }, SIGN)

/** A page that holds nothing of it has nothing to come alive, and need not be drawn. */
async function foundAt(page: Page, path: string, html: string) {
  if (!html.includes('__xss') || !(await pageAt(page, path))) return { isAlive: false, isRead: false }
  const { ran, made, read } = await foundOn(page)
  return { isAlive: ran || made > 0, isRead: read }
}

/** Files, and lists that only stand in another order. */
const isLeftOut = (path: string) => /\.(csv|json|pdf)\b|\b(format|sort|page)=/.test(path)

describe('with scripts on and our own policy lifted, what was typed stays text', () => {
  const readers = [
    ['coordinator', 30],
    ['head', 15],
    ['visitor', 3],
  ] as const
  for (const [reader, least] of readers)
    test(`on all that a ${reader} sees`, async () => {
      const page = await (await site.as(reader, { javaScriptEnabled: true, bypassCSP: true })).newPage()
      const wrong: string[] = []
      let read = 0
      const open = async ({ path }: Step) => {
        if (isLeftOut(path)) return []
        const html = await (await page.context().request.get(path)).text()
        const { isAlive, isRead } = await foundAt(page, path, html)
        if (isAlive) wrong.push(path)
        if (isRead) read += 1
        return linksIn(html)
      }
      await walk(site, open, [...new Set(planted.values())])
      assert.deepEqual(wrong, [])
      assert.ok(read >= least, `it can be read on ${read} pages`)
    })

  test('and what did not would be noticed', async () => {
    const page = await (await site.as('visitor', { javaScriptEnabled: true, bypassCSP: true })).newPage()
    await page.setContent(`<main>${markers[0]}</main>`)
    assert.deepEqual(await foundOn(page), { ran: true, made: 2, read: false })
  })
})
