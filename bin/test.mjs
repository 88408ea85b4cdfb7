// npm test: sets up all it needs, runs every check and test, and ends with one line: N passed, N failed.
// `node bin/test.mjs rules|routes|browser|server [PATTERN]` runs one part, or those of its files that match.
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { batched } from './batches.mjs'
import { findCheckers } from './checkers.mjs'
import { findChromium } from './chromium.mjs'
import { at, build, install, prepare, root } from './setup.mjs'

/** For a test, and for all the tests of one process together. */
const A_TEST_MS = 300_000
const A_STEP_MS = 30 * 60_000

const files = (folder) =>
  readdirSync(at(folder), { recursive: true })
    .map((file) => path.join(folder, file))
    .filter((file) => /\.test\.tsx?$/.test(file))
    .sort()

const throughRoutes = (file) => path.basename(file).startsWith('routes.test.')
const parts = {
  rules: () => files('src').filter((file) => !throughRoutes(file)),
  routes: () => [
    ...files('test').filter((file) => path.dirname(file) === 'test'),
    ...files('src').filter(throughRoutes),
  ],
  browser: () => files('test/browser'),
  server: () => files('test/server'),
}

/**
 * Files beside the sources try what runs in one process anyway; the others fill it for minutes. One that waits for
 * something before its first test has a process of its own, in which no other’s tests end meanwhile.
 */
const mayShare = (file) => file.startsWith('src') && !/^\S.*\bawait\b/m.test(readFileSync(at(file), 'utf8'))

const checks = {
  format: ['biome', 'ci', '--colors=off', '--error-on-warnings'],
  types: ['tsc', '--noEmit', '--pretty', 'false'],
  boundaries: ['depcruise', 'src', '--output-type', 'err'],
  unused: ['knip', '--no-progress', '--no-config-hints'],
}

const total = { passed: 0, failed: 0 }
const started = Date.now()

function tell(name, since, failures, says = '') {
  const seconds = ((Date.now() - since) / 1000).toFixed(1)
  console.log(`${failures ? '✗' : '✓'} ${name}${says} (${seconds} s)`)
}

/** Runs a program in a process group of its own, so that nothing it started is left when it has to be ended. */
function run(command, args, { env = process.env, onLine } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    running.add(child)
    let output = ''
    const keep = (chunk) => {
      output = (output + chunk).slice(-200_000)
    }
    if (onLine) createInterface({ input: child.stdout }).on('line', onLine)
    else child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const limit = setTimeout(() => {
      keep(`\nIt was ended after ${A_STEP_MS / 60_000} minutes.\n`)
      end(child)
    }, A_STEP_MS)
    child.on('error', (error) => keep(error.message))
    child.on('close', (status) => {
      clearTimeout(limit)
      running.delete(child)
      resolve({ status, output: output.trim() })
    })
  })
}

const running = new Set()
function end(child) {
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    child.kill('SIGKILL')
  }
}
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    for (const child of running) end(child)
    process.exit(1)
  })

async function check(name, [program, ...args]) {
  const since = Date.now()
  const { status, output } = await run(at('node_modules', '.bin', program), args)
  if (status === 0) total.passed += 1
  else total.failed += 1
  tell(name, since, status !== 0)
  if (status !== 0) console.log(`${output}\n`)
}

function show({ name, file, error }) {
  const where = file ? path.relative(root, file) : ''
  console.log(`\n✗ ${name}\n  ${where}\n${String(error).replace(/^/gm, '    ')}\n`)
}

async function tests(name, chosen, env) {
  const since = Date.now()
  const count = { passed: 0, failed: 0 }
  const folder = mkdtempSync(path.join(tmpdir(), 'endeavour-batches-'))
  const ranBy = batched(chosen.filter(mayShare), folder, at)
  const heard = new Map()
  const silent = new Set(chosen)
  const faulty = new Set()
  const onLine = (text) => {
    const event = parsed(text)
    if (event?.file) silent.delete(path.relative(root, event.file))
    if (event?.outcome === 'said') heard.set(event.file, `${heard.get(event.file) ?? ''}${event.message}`)
    else if (event) count[event.outcome] += 1
    if (event?.outcome !== 'failed') return
    show(event)
    faulty.add(event.file)
  }
  const options = [
    '--import',
    'tsx',
    '--import',
    at('bin', 'guard.mjs'),
    '--test',
    '--test-concurrency=2',
    `--test-timeout=${A_TEST_MS}`,
  ]
  const reporter = [`--test-reporter=${at('bin', 'reporter.mjs')}`, '--test-reporter-destination=stdout']
  const alone = chosen.filter((file) => !ranBy.has(file))
  const modules = [...alone, ...new Set(ranBy.values())]
  const { status, output } = await run(process.execPath, [...options, ...reporter, ...modules], {
    env,
    onLine,
  })
  rmSync(folder, { recursive: true, force: true })
  for (const file of silent) {
    count.failed += 1
    faulty.add(at(file))
    show({ name: 'No test of this file ran.', file: at(file), error: '' })
  }
  for (const process of new Set([...faulty].map((file) => ranBy.get(path.relative(root, file)) ?? file)))
    if (heard.has(process))
      console.log(`What ${path.relative(root, process)} wrote to its error output:\n${heard.get(process)}`)
  if (count.passed + count.failed === 0 || (status !== 0 && count.failed === 0)) {
    count.failed += 1
    console.log(output)
  }
  total.passed += count.passed
  total.failed += count.failed
  tell(name, since, count.failed, `: ${count.passed} passed${count.failed ? `, ${count.failed} failed` : ''}`)
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const MEMORY = '/dev/shm'
const ROOM_BYTES = 8 * 2 ** 30

/** In memory where there is room: a database is made for nearly every test, and a disk takes longer than the tests. */
function place() {
  try {
    const { bavail, bsize } = statfsSync(MEMORY)
    return bavail * bsize > ROOM_BYTES ? MEMORY : tmpdir()
  } catch {
    return tmpdir()
  }
}

/** One database server for the whole run, in a folder that goes with it, and with all else that tests write. */
async function withDatabase(work) {
  const folder = mkdtempSync(path.join(place(), 'endeavour-tests-'))
  const clear = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', clear)
  // Under root the database runs as another user, who must be able to enter.
  chmodSync(folder, 0o755)
  const args = ['--import', 'tsx', at('test', 'cluster.ts'), folder]
  const server = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  })
  const gone = new Promise((resolve) => server.once('exit', resolve))
  const ready = new Promise((resolve) => server.stdout.once('data', resolve))
  await Promise.race([ready, gone])
  try {
    await work({ ...process.env, TEST_DATA_DIR: folder, TMPDIR: folder })
  } finally {
    server.stdin.end()
    await gone
    clear()
  }
}

/** Without the programs that signatures are held to, the files that ask them are left out, and that is a failure. */
function withCheckers(chosen) {
  const asks = (file) => path.basename(file) === 'pdfsig.test.ts'
  try {
    if (chosen.some(asks)) findCheckers()
    return chosen
  } catch (error) {
    total.failed += 1
    console.log(`✗ signatures\n    ${error.message}\n`)
    return chosen.filter((file) => !asks(file))
  }
}

async function part(name, pattern, env) {
  const chosen = withCheckers(parts[name]().filter((file) => file.includes(pattern)))
  if (chosen.length === 0) return pattern ? console.log(`No file of ${name} matches ${pattern}.`) : undefined
  try {
    if (name === 'browser') env = { ...env, CHROMIUM: findChromium() }
    if (name === 'browser' || name === 'server') build()
  } catch (error) {
    total.failed += 1
    return console.log(`✗ ${name}\n    ${error.message}\n`)
  }
  await tests(name, chosen, env)
}

prepare(install)
const [only, pattern = ''] = process.argv.slice(2)
if (only !== undefined && !(only in parts) && only !== 'checks') {
  console.error(`There is no part ${only}: choose checks, ${Object.keys(parts).join(', ')}, or none for all.`)
  process.exit(2)
}
if (only === undefined || only === 'checks')
  await Promise.all(Object.entries(checks).map(([name, command]) => check(name, command)))
if (only !== 'checks')
  await withDatabase(async (env) => {
    for (const name of only ? [only] : Object.keys(parts)) await part(name, pattern, env)
  })
console.log(`\nIt took ${Math.round((Date.now() - started) / 1000)} s.`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
