import { setTimeout as sleep } from 'node:timers/promises'
import type { Locator, Page, Response } from 'playwright-core'

export const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText()
/** Goes to a page. @returns nothing where a file to take away is there instead. */
export async function pageAt(page: Page, path: string): Promise<Response | undefined> {
  try {
    return (await page.goto(path)) ?? undefined
  } catch (error) {
    if (String(error).includes('Download is starting')) return undefined
    throw error
  }
}

export const notice = (page: Page) => page.getByRole('alert').innerText()

/** The rows of a table as a reader has them, without its headings. */
export async function rowsOf(page: Page, caption: string): Promise<string[][]> {
  const rows = await page.getByRole('table', { name: caption }).getByRole('row').all()
  const cells = await Promise.all(rows.slice(1).map((row) => row.locator('th, td').allInnerTexts()))
  return cells.map((row) => row.map((cell) => cell.trim()))
}

const LOOKS = 50

export const isFocused = (one: Locator) => one.evaluate((element) => element === document.activeElement)

/** Whether this has the focus once the page is drawn, which is when a browser sets it of itself. */
export async function comesIntoFocus(one: Locator): Promise<boolean> {
  for (let look = 1; look < LOOKS; look += 1) {
    if (await isFocused(one)) return true
    await sleep(20)
  }
  return isFocused(one)
}

/** How many a list holds, as it says beneath itself. */
export async function countOf(page: Page): Promise<number> {
  const list = page.getByRole('navigation', { name: 'This list' })
  const [count = '0'] = (await list.count()) > 0 ? (await list.innerText()).split(' ') : []
  return Number(count.replaceAll(',', ''))
}
