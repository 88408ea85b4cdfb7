import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { desk, faultsOn, phone, sticksOut } from './look.ts'
import { comesIntoFocus } from './shown.ts'
import type { Reader, Site } from './site.ts'
import { complaintsOf, wrongWith } from './sound.ts'
import { type PageFound, pagesOf } from './walk.ts'

type Looked = PageFound & { page: Page; complaints: string[] }

/** The head of the school that releases whom the prepared requests ask for, and a practitioner with visits to come. */
async function thoseWhoSupport({ db }: Site): Promise<Reader[]> {
  const { rows } = await sql<{ email: string }>`
    (select email from posts join people on people.id = person_id
      where post = 'head' and to_on is null and posts.membership_id = (
        select membership_id from practitioners where profile = 'Known for it' order by id limit 1)
      order by posts.id limit 1)
    union all
    (select email from posts join people on people.id = person_id join support_visits v on v.practitioner_id = person_id
      where post = 'practitioner' and to_on is null and v.status = 'planned' and email is not null
      group by person_id, email order by count(*) desc, person_id limit 1)`.execute(db)
  return rows
}

/** Where a head confirms their signature, which no link leads to: it comes after the form on which the words are read. */
async function signed({ db }: Site): Promise<string> {
  const { deploymentId } = await db
    .selectFrom('deploymentAgreements')
    .select('deploymentId')
    .where('digest', '=', 'of the words')
    .executeTakeFirstOrThrow()
  return `/support/deployments/${deploymentId}/agreement/supported-head/confirm?read=of%20the%20words`
}

/**
 * Every page the office comes to, and those that only others do: where a school signs, declares and prepares, and where
 * whoever supports another school releases, vouches and looks up their visits.
 */
export async function everyPage(site: Site) {
  const windows = new Map<Reader, { page: Page; complaints: string[] }>()
  /** A window of this reader’s. axe is a script, which the browser runs beside the page: most pages have none. */
  const windowOf = async (reader: Reader) => {
    const there = windows.get(reader)
    if (there) return there
    const context = await site.as(reader, { javaScriptEnabled: true })
    const made = { page: await context.newPage(), complaints: complaintsOf(site, context) }
    windows.set(reader, made)
    return made
  }
  const pages: Looked[] = []
  const readers: Reader[] = ['coordinator', 'head', 'deputy', 'chair', ...(await thoseWhoSupport(site))]
  assert.equal(readers.length, 6)
  const confirms = await signed(site)
  for (const reader of readers) {
    const its = await windowOf(reader)
    const known = new Set(pages.map(({ route }) => route))
    const fresh = (await pagesOf(site, reader, [confirms])).filter(
      ({ route }) => !known.has(route) || isOfItsReader(route),
    )
    pages.push(...fresh.map((one) => ({ ...one, ...its })))
  }
  return { pages, windowOf }
}

/** What is at one address another page for a school, for those who govern it and for the office. */
const isOfItsReader = (route: string) => route === '/subscriptions'

/** There are so many pages that a file of its own looks at those of each area; what is of none of these is the rest. */
const areas = {
  meetings: /^\/(meetings|groups|hubs|planning|feeds|invitations|feedback|briefings|library)\b/,
  support: /^\/support\b/,
  money: /^\/subscriptions\b/,
  agreement: /^\/(agreement|ballots|standing|declarations|peer-review|rounds)\b/,
}

type Area = keyof typeof areas | 'the rest'

const areaOf = (route: string): Area =>
  (Object.keys(areas) as (keyof typeof areas)[]).find((area) => areas[area].test(route)) ?? 'the rest'

export const pagesAbout = (area: Area, pages: Looked[]) => pages.filter(({ route }) => areaOf(route) === area)

/** All that is asked of a page. */
export function lookAt(pages: Looked[]) {
  meetAndFit(pages)
  saySoFirst(pages)
}

const meetAndFit = (pages: Looked[]) =>
  describe('a page is whole and quiet, meets WCAG 2.2 AA at a desk and on a phone, and fits the narrowest screen', () => {
    for (const { route, path, page, complaints } of pages)
      test(`${route}, such as ${path}`, async () => {
        complaints.length = 0
        await page.goto(path)
        assert.deepEqual([...(await wrongWith(page)), ...complaints], [])
        assert.deepEqual(await faultsOn(page, desk), [])
        assert.deepEqual(await faultsOn(page, phone), [])
        assert.deepEqual(await sticksOut(page), [])
      })
  })

const saySoFirst = (pages: Looked[]) =>
  describe('a form that is sent empty says so first, accessibly', () => {
    for (const { route, path, page } of pages.filter(
      // A passkey is asked of the device before anything is sent, and with a query the form is not empty.
      ({ route, path, html }) =>
        (/\/(new|add)$/.test(route) || route === '/sign-in') &&
        !path.includes('?') &&
        html.includes('<form method="post" novalidate') &&
        !html.includes('data-passkey'),
    ))
      test(`${route}, such as ${path}`, async () => {
        await page.goto(path)
        await page.locator('form.en-form button[type=submit]').click()
        const summary = page.getByRole('alert', { name: 'There is a problem' })
        assert.ok(await comesIntoFocus(summary))
        assert.match(await page.title(), /^Error: /)
        assert.deepEqual(await faultsOn(page, phone), [])
      })
  })
