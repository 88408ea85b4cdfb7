import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(import.meta.url)

/** What stopped a file from being read: its length, a password, damage, or the limits of time and memory. */
export type Unread = 'long' | 'protected' | 'damaged' | 'ended'
export type ReadApart<Page> = { kind: 'pages'; pages: Page[] } | { kind: Unread }

export type Apart = {
  /**
   * The body of `read(data, most, ...modules)`, which answers `{ kind: 'pages', pages }` or why not. A string,
   * because a bundle has no files beside it; the modules are addresses to import.
   */
  read: string
  modules: string[]
  mostPages: number
  longestMs: number
  megabytes: number
}

const scriptOf = (read: string) => `
const [most, ...modules] = process.argv.slice(1)
const answer = (says) => process.send(says, () => process.exit(0))
const read = ${read}
process.once('message', (data) => read(data, Number(most), ...modules).then(answer, (error) =>
  answer({ kind: error && error.name === 'PasswordException' ? 'protected' : 'damaged' })))
`

/**
 * Reads a file in a process of its own (decision 011), with little memory and a limited time, because it may be made
 * to take up either.
 */
export function readApart<Page>(bytes: Buffer, apart: Apart): Promise<ReadApart<Page>> {
  const modules = apart.modules.map((name) => pathToFileURL(require.resolve(name)).href)
  const memory = `--max-old-space-size=${apart.megabytes}`
  // An empty environment: it needs none of our settings, and some of them are secrets.
  const child = spawn(
    process.execPath,
    [memory, '-e', scriptOf(apart.read), String(apart.mostPages), ...modules],
    { env: {}, stdio: ['ignore', 'ignore', 'ignore', 'ipc'], serialization: 'advanced' },
  )
  return new Promise((answer) => {
    const limit = setTimeout(() => child.kill('SIGKILL'), apart.longestMs)
    const done = (given: ReadApart<Page>) => {
      clearTimeout(limit)
      child.kill('SIGKILL')
      answer(given)
    }
    const ended = () => done({ kind: 'ended' })
    child
      .once('message', (given: ReadApart<Page>) => done(given))
      .once('error', ended)
      .once('exit', ended)
    child.send(bytes, (failed) => failed && ended())
  })
}
