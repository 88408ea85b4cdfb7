import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
export const at = (...parts) => path.join(root, ...parts)
const digest = (...texts) =>
  texts.reduce((hash, text) => hash.update(text), createHash('sha256')).digest('hex')

const OLDEST = [20, 19]

/** Makes ready whatever is missing; where that cannot be done, says why in a sentence and stops. */
export function prepare(...steps) {
  try {
    for (const step of [requireNode, ...steps]) step()
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return
  throw new Error(
    `Endeavour needs Node.js ${OLDEST.join('.')} or newer, and this is ${process.versions.node}. Install the current one from https://nodejs.org.`,
  )
}

/** Installs the packages of the lock file unless they are there. */
export function install() {
  const lock = digest(readFileSync(at('package-lock.json')))
  const stamp = at('node_modules', '.endeavour-lock')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  if (!isInstalled()) {
    console.error('Installing what Endeavour needs. This takes a minute or two, once.')
    npm('ci', '--include=dev', '--no-audit', '--no-fund')
  }
  writeFileSync(stamp, lock)
}

/** npm leaves its own copy of the lock file when it has finished. */
function isInstalled() {
  const made = statSync(at('node_modules', '.package-lock.json'), { throwIfNoEntry: false })
  return made !== undefined && made.mtimeMs >= statSync(at('package-lock.json')).mtimeMs
}

function npm(...args) {
  const running = process.env.npm_execpath
  const [command, ...before] = running?.endsWith('.js') ? [process.execPath, running] : ['npm']
  const done = spawnSync(command, [...before, ...args], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32' && command === 'npm',
  })
  if (done.status === 0) return
  const says = `${done.stdout ?? ''}${done.stderr ?? done.error?.message ?? ''}`.trim()
  throw new Error(
    `${says}\nThe packages could not be installed. Put right what npm says above and start again.`,
  )
}

/** Of which sources dist/ was built. */
export const STAMP = at('dist', '.digest')

/** Builds dist/ and public/assets/ unless they are of these very sources. */
export function build() {
  const wanted = sources()
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return
  console.error('Building.')
  const done = spawnSync(process.execPath, [at('bin', 'build.mjs')], { cwd: root, encoding: 'utf8' })
  if (done.status !== 0)
    throw new Error(
      `${`${done.stdout}${done.stderr}`.trim()}\nEndeavour could not be built; what is wrong stands above.`,
    )
}

/** Everything that what is built follows from. */
export function sources() {
  const files = ['src', 'styles', 'bin'].flatMap((folder) =>
    readdirSync(at(folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name)),
  )
  files.push(at('package-lock.json'), at('tsconfig.json'))
  return digest(...files.sort().flatMap((file) => [path.relative(root, file), '\0', readFileSync(file)]))
}

/** npm does not pass on the signal that ends it, so that what it had started would stay behind unseen. */
export function stopWithNpm() {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const looking = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(looking)
    process.kill(process.pid, 'SIGTERM')
  }, 250).unref()
}
