import type { Locator, Page } from 'playwright-core'

export const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText()
export const notice = (page: Page) => page.getByRole('alert').innerText()

/** The rows of a table as a reader has them, without its headings. */
export async function rowsOf(page: Page, caption: string): Promise<string[][]> {
  const rows = await page.getByRole('table', { name: caption }).getByRole('row').all()
  const cells = await Promise.all(rows.slice(1).map((row) => row.locator('th, td').allInnerTexts()))
  return cells.map((row) => row.map((cell) => cell.trim()))
}

export const isFocused = (one: Locator) => one.evaluate((element) => element === document.activeElement)

/** How many a list holds, as it says beneath itself. */
export async function countOf(page: Page): Promise<number> {
  const list = page.getByRole('navigation', { name: 'This list' })
  const [count = '0'] = (await list.count()) > 0 ? (await list.innerText()).split(' ') : []
  return Number(count.replaceAll(',', ''))
}
