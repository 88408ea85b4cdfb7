import type { Browser, World } from './world.ts'

/** One question of a form as a page asks it. */
export type Asked = {
  name: string
  kind: 'hidden' | 'text' | 'long text' | 'select' | 'radio' | 'checkbox' | 'file'
  /** What a browser would send if nothing were touched. */
  values: string[]
  options: string[]
}
/** A form that is posted: where to, by the address and by the route that answers there. */
export type PageForm = { at: string; route: string; page: string; asked: Asked[] }
export type Sent = Record<string, string | string[]>

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
const unescaped = (html: string) => html.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => entities[name] ?? '')

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}(?:="([^"]*)")?(?=[\\s/>])`).exec(tag)
  return found ? unescaped(found[1] ?? '') : undefined
}

const QUESTION = /<input [^>]*>|<textarea [^>]*>[^<]*<\/textarea>|<select [^>]*>[\s\S]*?<\/select>/g

/** What each form of a page that is posted asks, by where it is sent. */
export function formsIn(html: string): { action: string | undefined; asked: Asked[] }[] {
  return [...html.matchAll(/(<form method="post"[^>]*>)([\s\S]*?)<\/form>/g)].map(
    ([, tag = '', inside = '']) => ({ action: attribute(tag, 'action'), asked: questionsIn(inside) }),
  )
}

function questionsIn(html: string): Asked[] {
  const byName = new Map<string, Asked>()
  for (const [whole] of html.matchAll(QUESTION)) {
    const one = questionIn(whole)
    const before = byName.get(one.name)
    before?.options.push(...one.options)
    before?.values.push(...one.values)
    if (!before) byName.set(one.name, one)
  }
  return [...byName.values()]
}

function questionIn(whole: string): Asked {
  const tag = /^<[^>]*>/.exec(whole)?.[0] ?? ''
  const name = attribute(tag, 'name') ?? ''
  const inside = unescaped(whole.slice(tag.length, whole.lastIndexOf('<')))
  if (tag.startsWith('<textarea')) return { name, kind: 'long text', values: [inside], options: [] }
  if (tag.startsWith('<select')) return { name, kind: 'select', ...chosenIn(whole) }
  const value = attribute(tag, 'value') ?? ''
  const type = attribute(tag, 'type')
  const chosen = attribute(tag, 'checked') === undefined ? [] : [value]
  if (type === 'radio' || type === 'checkbox') return { name, kind: type, values: chosen, options: [value] }
  if (type === 'file') return { name, kind: type, values: [], options: [] }
  return { name, kind: type === 'hidden' ? type : 'text', values: [value], options: [] }
}

function chosenIn(select: string) {
  const tags = [...select.matchAll(/<option[^>]*>/g)].map(([tag]) => tag)
  const options = tags.map((tag) => attribute(tag, 'value') ?? '')
  const chosen = tags.findIndex((tag) => attribute(tag, 'selected') !== undefined)
  return { values: [options[Math.max(0, chosen)] ?? ''], options }
}

/** What a browser would send of a form, untouched. */
export const untouched = (asked: Asked[]): Sent =>
  Object.fromEntries(asked.filter(({ kind }) => kind !== 'file').map(({ name, values }) => [name, values]))

/** Addresses of ours that a page leads to; of a list’s many orders and pages the first will do. */
export const linksIn = (html: string) =>
  [...html.matchAll(/<a [^>]*href="(\/[^"#]*)/g)].map(([, href = '']) => unescaped(href))

type Site = World['site']

/** The pattern among the routes of this method that answers at an address. */
export function routeAt(site: Site, method: 'GET' | 'POST', address: string): string | undefined {
  const path = address.replace(/\?.*/, '')
  return site.routes.find((one) => one.method === method && patternOf(one.path).test(path))?.path
}

const patternOf = (route: string) =>
  new RegExp(`^${route.replace(/:\w+(?:\{([^}]*)\})?/g, (_, own?: string) => own ?? '[^/]+')}$`)

/** How pages are looked for: unless it `follows`, those pages only; so many of each route; only where it `holds`. */
type Looking = { follows?: boolean; ofARoute?: number; holds?: (address: string) => boolean }

/** Opens these pages, and every page that can be come to from them: of each kind a few, as they differ only in rows. */
export async function* pagesFrom(
  site: Site,
  browser: Browser,
  addresses: string[],
  { follows = true, ofARoute = 3, holds = () => true }: Looking = {},
) {
  const opened = new Map<string, number>()
  const known = new Set(addresses)
  const given = new Set(addresses)
  for (const address of known) {
    const route = routeAt(site, 'GET', address) ?? address
    const times = (opened.get(route) ?? 0) + 1
    if ((times > ofARoute && !given.has(address)) || !holds(address)) continue
    opened.set(route, times)
    const answer = await browser.get(address)
    yield { address, ...answer }
    if (follows) for (const link of linksIn(answer.text)) known.add(link)
  }
}

/** Not a file to take away, in which no form is. */
const isPage = (address: string) => !/\.(?:pdf|csv|json|pem|md|txt)(?:\?|$)|[?&]format=csv/.test(address)

/** Every form of every route that takes a post, found as a person finds it: by following links. */
export async function formsFrom(
  site: Site,
  browser: Browser,
  addresses: string[],
  looking: Looking = {},
): Promise<PageForm[]> {
  const found = new Map<string, PageForm>()
  for await (const { address, text } of pagesFrom(site, browser, addresses, { ...looking, holds: isPage }))
    for (const { action, asked } of formsIn(text)) {
      const at = action ?? address
      const route = routeAt(site, 'POST', at)
      if (route && !found.has(at)) found.set(at, { at, route, page: address, asked })
    }
  return [...found.values()]
}

/** The first form of each route. */
export async function everyForm(...asked: Parameters<typeof formsFrom>): Promise<PageForm[]> {
  const found = new Map<string, PageForm>()
  for (const form of await formsFrom(...asked)) if (!found.has(form.route)) found.set(form.route, form)
  return [...found.values()]
}

const guesses = (n: number) => [
  '',
  `Something ${n}`,
  '28/2/2018',
  '12',
  `a${n}@b.example`,
  '10:05',
  '2017-18',
  String(990_100 + n),
  `A${n}`,
  '1/9/2018',
  '2',
]

/** What a person would try next in a question that was complained about, after what they had in mind for texts. */
function guess({ kind, values, options }: Asked, tried: number, n: number, texts: string[]): string[] {
  const isText = kind === 'text' || kind === 'long text'
  const inMind = isText ? texts[tried] : undefined
  if (inMind !== undefined) return [inMind]
  const times = tried - (isText ? texts.length : 0)
  if (kind === 'hidden' || times === 0) return values
  if (isText) return [guesses(n)[times % guesses(n).length] ?? '']
  const real = options.filter((option) => option !== '')
  return real.length === 0 ? [] : [real[(times - 1) % real.length] ?? '']
}

const MOST_TRIES = 20

/** A form as it is drawn now. */
export async function drawn(browser: Browser, { at, page }: PageForm): Promise<Asked[] | undefined> {
  const { text } = await browser.get(page)
  return formsIn(text).find((one) => (one.action ?? page) === at)?.asked
}

/**
 * Fills in a form as it is drawn, trying again what is complained about, until it is taken.
 * What must be unique holds `n`. `texts` are tried first in whatever is a text.
 */
export async function filled(
  browser: Browser,
  form: PageForm,
  n: number,
  more: Sent = {},
  texts: string[] = [],
): Promise<Sent | undefined> {
  const times = new Map<string, number>()
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const asked = await drawn(browser, form)
    if (!asked) return undefined
    const sent = Object.fromEntries(
      asked.map((one) => [one.name, guess(one, times.get(one.name) ?? 0, n, texts)]),
    )
    const { status, text } = await browser.post(form.at, { ...sent, ...more })
    if (status === 303) return sent
    for (const [, name = ''] of text.matchAll(/id="([^"]*)-error"/g))
      times.set(name, (times.get(name) ?? 0) + 1)
  }
  return undefined
}
