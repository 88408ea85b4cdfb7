// Makes the pictures of README.md from the running demonstration: node bin/pictures.mjs
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { chromium } from 'playwright-core'
import { findChromium } from './chromium.mjs'
import { at, build, install, prepare } from './setup.mjs'

const PORT = 4390
const url = `http://localhost:${PORT}`
const START_MS = 120_000

const desk = { width: 1280, height: 900 }
const tall = { width: 1280, height: 1800 }
const phone = { width: 390, height: 800 }

/** A few records with the mistakes that offices make. */
const faulty = {
  'meetings.csv': [
    'ref,group,title,held_on,starts,ends,place,status',
    'maths-2026-11-12,maths,Mastery in Year 8,12/11/2026,15:45,17:15,Beckside,held',
    'science-2026-11-31,science,Bunsen to bench,31/11/2026,15:45,17:15,Ashmere,held',
    'art-2026-11-19,arts,Sketchbooks,19/11/2026,15:45,5.15,Carr Lane,held',
  ],
  'support.csv': [
    'ref,commission,subject,practitioner,from_urn,to_urn,on,half,status,through_ssig',
    'V2627-101,,Maths,p-0087,990002,990012,2062-11-03,day,done,yes',
    'V2627-102,,Literacy,p-0087,990002,990999,2026-11-04,afternoon,done,yes',
    'V2627-102,,Literacy,p-0087,990002,990012,2026-11-05,am,done,perhaps',
  ],
}

function serving(folder) {
  const env = { ...process.env, PORT: String(PORT), DATA_DIR: folder, ALLIANCE_URL: url, LOG: 'warn' }
  return spawn(process.execPath, [at('dist', 'main.js'), 'serve', '--demo'], { env, stdio: 'inherit' })
}

async function ready(server) {
  const limit = Date.now() + START_MS
  const isReady = () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
  while (!(await isReady())) {
    if (server.exitCode !== null || Date.now() > limit) throw new Error('The demonstration is not served.')
    await pause(250)
  }
}

async function pictures(browser) {
  const context = await browser.newContext({ baseURL: url, javaScriptEnabled: false, viewport: desk })
  const page = await context.newPage()
  const take = (name) => page.screenshot({ path: at('docs', 'pictures', `${name}.png`) })
  await page.goto('/sign-in/as')
  await page.getByRole('button', { name: 'Sign in as Amina Rahman' }).click()
  await page.goto('/review/2017-18')
  await take('review')
  await page.goto('/standing/schools')
  await page.getByRole('link', { name: 'How Zahra Hall stands' }).click()
  await page.setViewportSize(tall)
  await take('standing')
  await page.setViewportSize(desk)
  await page.goto('/support?year=2017-18')
  await take('support')
  await page.goto('/meetings?kind=board&year=2026-27')
  await page.getByRole('link', { name: 'Autumn second meeting' }).click()
  await take('meeting')
  await page.goto('/imports/new')
  await page.getByRole('radio', { name: 'A year of records' }).check()
  const files = Object.entries(faulty).map(([name, lines]) => ({
    name,
    mimeType: 'text/csv',
    buffer: Buffer.from(lines.join('\r\n')),
  }))
  await page.getByLabel('Files', { exact: true }).setInputFiles(files)
  await page.getByRole('button', { name: 'Check the files' }).click()
  await page.locator('main dl').getByText('Has faults').waitFor()
  await take('import')
  await page.setViewportSize(phone)
  await page.goto('/')
  await take('home-phone')
}

prepare(install, build)
mkdirSync(at('docs', 'pictures'), { recursive: true })
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] })
const folder = mkdtempSync(path.join(tmpdir(), 'endeavour-pictures-'))
const server = serving(folder)
try {
  await ready(server)
  await pictures(browser)
} finally {
  await browser.close()
  server.kill()
  if (server.exitCode === null) await once(server, 'exit')
  rmSync(folder, { recursive: true, force: true })
}
