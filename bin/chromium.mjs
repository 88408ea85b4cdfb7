import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { aptInstalled } from './apt.mjs'

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

const runs = (file) => spawnSync(file, ['--version'], { timeout: 30_000 }).status === 0

/**
 * The Chromium that the browser tests drive, installed from Debian's packages where that can be done.
 * @throws Error with what to do about it where there is none.
 */
export function findChromium() {
  const chosen = process.env.CHROMIUM
  if (chosen) {
    if (runs(chosen)) return chosen
    throw new Error(`CHROMIUM is ${chosen}, which does not run.`)
  }
  return installed() ?? installing() ?? refuse()
}

const installed = () => places.find((file) => existsSync(file) && runs(file))

const installing = () =>
  aptInstalled('Chromium for the browser tests', 'chromium') ? installed() : undefined

function refuse() {
  throw new Error(
    'The browser tests need Chromium or Chrome. Install one (Debian and Ubuntu: sudo apt-get install chromium; macOS: brew install --cask chromium), or set CHROMIUM to where it is.',
  )
}
