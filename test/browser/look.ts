import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

const options = {
  runOnly: {
    type: 'tag' as const,
    values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  },
  rules: { 'target-size': { enabled: true } },
  resultTypes: ['violations' as const],
}
/** The narrowest screen that a page must fit: 1280 px enlarged four times. */
const NARROWEST = 320

export const desk = { width: 1280, height: 900 }
export const phone = { width: 390, height: 800 }

/** What axe finds wrong with a page as it stands, of all it knows of WCAG 2.2 AA and good practice. */
export async function faultsOn(page: Page, size: { width: number; height: number }): Promise<string[]> {
  await page.setViewportSize(size)
  // To read its large script into the page again takes as long as to look.
  const isThere = await page.evaluate(() => 'axe' in window)
  const axe = new AxeBuilder({ page, ...(isThere ? { axeSource: 'void 0' } : {}) })
  const { violations } = await axe.setLegacyMode(true).options(options).analyze()
  return violations.map(({ id, help, nodes }) => `${id} at ${size.width} px: ${help}: ${nodes[0]?.html}`)
}

/** What sticks out of the narrowest screen. Charts' own tables may scroll in their frame, as WCAG 1.4.10 allows. */
export async function sticksOut(page: Page): Promise<string[]> {
  await page.setViewportSize({ width: NARROWEST, height: 800 })
  return page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('.en-table-frame:not(:has(.en-table--whole))')]
      .filter((one) => one.scrollWidth > one.clientWidth + 1)
      .map((one) => `${one.nodeName} is ${one.scrollWidth} px wide`),
  )
}
