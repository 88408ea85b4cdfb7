import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'
import { isFocused } from './shown.ts'

const MOST_STOPS = 400

/** Somebody who has no mouse: everything is reached with Tab and the arrow keys, as it stands on the page. */
export function keyboardOf(page: Page) {
  /** Goes on with Tab until this has the focus. */
  async function reach(one: Locator) {
    await one.waitFor()
    for (let stops = 0; stops < MOST_STOPS; stops += 1) {
      if (await isFocused(one)) return
      await page.keyboard.press('Tab')
    }
    assert.fail(`Tab does not come to ${one}`)
  }

  /** Follows a link or presses a button, and waits for the page that it leads to. */
  async function activate(one: Locator) {
    await reach(one)
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
  }

  return {
    reach,
    activate,
    follow: (name: string | RegExp) => activate(page.getByRole('link', { name, exact: true }).first()),
    press: (name: string | RegExp) => activate(page.getByRole('button', { name, exact: true })),

    async type(label: string, text: string) {
      await reach(page.getByLabel(label))
      await page.keyboard.press('Control+A')
      await page.keyboard.type(text)
    },

    /** In a drop-down list one types the beginning of what one wants. */
    async pick(list: Locator, beginning: string) {
      await reach(list)
      await page.keyboard.type(beginning)
      const chosen = await list.evaluate(
        (element: HTMLSelectElement) => element.selectedOptions[0]?.text ?? '',
      )
      assert.ok(chosen.startsWith(beginning), `${chosen} was chosen for ${beginning}`)
    },

    /** One of a few: Tab comes to the group, and the arrows go through it. */
    async choose(group: string, name: string) {
      const radios = page.getByRole('group', { name: group }).getByRole('radio')
      await reach(radios.first())
      await page.keyboard.press('Space')
      const wanted = page.getByRole('group', { name: group }).getByRole('radio', { name, exact: true })
      for (let steps = await radios.count(); steps > 0 && !(await isFocused(wanted)); steps -= 1)
        await page.keyboard.press('ArrowDown')
      assert.ok(await wanted.isChecked(), `${name} of ${group} is not chosen`)
    },

    async tick(name: string) {
      const box = page.getByRole('checkbox', { name, exact: true })
      await reach(box)
      await page.keyboard.press('Space')
      assert.ok(await box.isChecked(), `${name} is not ticked`)
    },
  }
}
