import type { BrowserContext, Page } from 'playwright-core'
import type { Site } from './site.ts'

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
export function complaintsOf(site: Site, context: BrowserContext): string[] {
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
export async function wrongWith(page: Page): Promise<string[]> {
  const main = page.getByRole('main')
  const onwards = await page
    .getByRole('navigation', { name: 'Back' })
    .or(main.locator('a[href], button'))
    .count()
  const name = await page.title()
  const words = await main.innerText()
  return [
    (await page.locator('h1').count()) !== 1 && 'not one main heading',
    !/\S – Rivington Vale|^Rivington Vale/.test(name) && `the title “${name}”`,
    onwards === 0 && 'nothing leads on from it',
    ...['undefined', 'NaN', '[object'].map((one) => words.includes(one) && `it says “${one}”`),
  ].filter((one) => one !== false)
}
