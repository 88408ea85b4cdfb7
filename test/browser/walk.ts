import { linksIn, routeAt } from '../forms.ts'
import type { Reader, Site } from './site.ts'

export type Step = {
  /** The app's own pattern for this address, such as `/people/:id`. */
  route: string
  path: string
  /** The page that led here. */
  from: string
}

/** Opens one page and gives the addresses that it leads to, as they stand in it. */
type Open = (step: Step) => Promise<string[]>

/**
 * Follows the links of the site from its front page on, opening one page of each kind: a kind is a route with
 * the questions in its address. `first` are pages to open whatever else there is of their kind.
 */
export async function walk({ app, url }: Site, open: Open, first: string[] = []) {
  const kinds = new Set<string>()
  const queue = [...first, '/'].map((path) => ({ path, from: 'the address bar' }))
  for (const [i, { path, from }] of queue.entries()) {
    const { pathname, searchParams } = new URL(path, url)
    const route = routeAt(app, 'GET', pathname) ?? pathname
    const kind = [route, ...[...searchParams.keys()].sort()].join(' ')
    if (kinds.has(kind) && i >= first.length) continue
    kinds.add(kind)
    for (const href of await open({ route, path, from })) {
      const to = new URL(href, url + path)
      if (to.origin === url) queue.push({ path: to.pathname + to.search, from: path })
    }
  }
}

export type PageFound = Step & { html: string }

/** One page of every route that this reader comes to: of those that were opened, the one with the most on it. */
export async function pagesOf(site: Site, reader: Reader): Promise<PageFound[]> {
  const found = new Map<string, PageFound>()
  const cookie = (await site.cookies(reader)).map(({ name, value }) => `${name}=${value}`).join()
  const open: Open = async (step) => {
    const answer = await fetch(site.url + step.path, { headers: { cookie }, redirect: 'manual' })
    const html = await answer.text()
    if (answer.status !== 200 || !answer.headers.get('content-type')?.startsWith('text/html')) return []
    if (html.length > (found.get(step.route)?.html.length ?? 0)) found.set(step.route, { ...step, html })
    return linksIn(html)
  }
  await walk(site, open, await telling(site))
  return [...found.values()]
}

/** Pages on which there is more than on others of their kind, so that everything leads from them that can. */
export async function telling({ db }: Site): Promise<string[]> {
  const held = await db
    .selectFrom('attendances')
    .select('meetingId as id')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  const left = await db
    .selectFrom('memberships')
    .select('id')
    .where('leftOn', 'is not', null)
    .executeTakeFirst()
  const converted = await db
    .selectFrom('membershipSchools')
    .select('membershipId as id')
    .groupBy('membershipId')
    .having((eb) => eb(eb.fn.countAll(), '>', 1))
    .executeTakeFirst()
  const broughtIn = await db
    .selectFrom('imports')
    .select('id')
    .where('state', '=', 'applied')
    .executeTakeFirst()
  const taught = await db
    .selectFrom('participants')
    .select('courseId as id')
    .orderBy('id', 'desc')
    .executeTakeFirst()
  const removed = await db
    .selectFrom('revisions')
    .select('rowId')
    .where('tableName', '=', 'reading_tests')
    .executeTakeFirst()
  const tested = await db.selectFrom('readingTests').select('cohort').orderBy('id', 'desc').executeTakeFirst()
  return [
    `/meetings/${held.id}`,
    `/members/${left?.id}`,
    `/members/${converted?.id}`,
    `/imports/${broughtIn?.id}`,
    `/learning/${taught?.id}/participants`,
    `/reading/${tested?.cohort}/pupils`,
    `/reading/tests/${removed?.rowId}/restore`,
    '/review/2016-17',
    '/sign-in/sent',
    '/sign-in/link?token=none',
  ]
}
