import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, afterEach } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { projectFolder } from '../../src/platform/project.ts'

const command = path.join(projectFolder, 'bin/endeavour.mjs')

const undoing: (() => unknown)[] = []
const undoAll = async () => {
  for (const undo of undoing.splice(0).reverse()) await undo()
}
let shared = false
afterEach(() => (shared ? undefined : undoAll()))
after(undoAll)

/** What is started stays for all the tests of this file, and goes with the last. */
export function sharedByAll() {
  shared = true
}

/** Done when the test has ended, the last first. */
export const atTheEnd = (undo: () => unknown) => void undoing.push(undo)

/** A folder of this test's own. */
export function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'endeavour-server-'))
  // Under root the database runs as somebody else, who must be able to reach it here.
  chmodSync(made, 0o755)
  undoing.push(() => rmSync(made, { recursive: true, force: true }))
  return made
}

type Settings = Record<string, string>
const environment = (settings: Settings) => {
  const { NODE_TEST_CONTEXT: _, INIT_CWD: __, npm_lifecycle_event: ___, ...env } = process.env
  return { ...env, LOG: 'info', ...settings }
}

export type Done = { status: number | null; stdout: string; stderr: string }

/** Starts one command. */
export function starting(args: string[], settings: Settings, cwd = projectFolder) {
  const child = spawn(process.execPath, [command, ...args], { cwd, env: environment(settings) })
  return { process: child, done: ended(child) }
}

/** Runs one command to its end. */
export const endeavour = (args: string[], settings: Settings, cwd?: string): Promise<Done> =>
  starting(args, settings, cwd).done

function ended(child: ChildProcess): Promise<Done> {
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream]?.on('data', (chunk) => {
      said[stream] += chunk
    })
  return new Promise((resolve) => child.once('close', (status) => resolve({ status, ...said })))
}

export type Server = {
  url: string
  process: ChildProcess
  /** All it has written so far. */
  said: () => string
  done: Promise<Done>
  /** Milliseconds from its start until it was ready. */
  took: number
  stop: () => Promise<Done>
}

/** Starts a server and waits until it says that it is ready. */
export async function serving(settings: Settings, args = ['serve', '--demo']): Promise<Server> {
  const port = settings.PORT ?? String(await freePort())
  const started = performance.now()
  const child = spawn(process.execPath, [command, ...args], { env: environment({ ...settings, PORT: port }) })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk
    })
  const done = ended(child)
  const url = `http://localhost:${port}`
  const stop = () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    return done
  }
  undoing.push(stop)
  // Its own word comes first: whoever answers at the address might be another server.
  while (!said.includes('Endeavour is at ') || !(await isReady(url))) {
    if (child.exitCode !== null) throw new Error(`The server ended: ${said}`)
    await sleep(20)
  }
  return { url, process: child, said: () => said, done, took: performance.now() - started, stop }
}

export const isReady = (url: string) =>
  fetch(`${url}/readyz`).then(
    ({ status }) => status === 200,
    () => false,
  )

const PORTS_EACH = 20
let given = 0

/**
 * A port that nobody has. Test files run beside each other, and a port that the system would choose may be
 * given to two of them before either uses it: each process hands out its own, below those of the system.
 */
export async function freePort(): Promise<number> {
  const port = 20_000 + (process.pid % 600) * PORTS_EACH + (given++ % PORTS_EACH)
  return (await isFree(port)) ? port : freePort()
}

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })

/** The process of the embedded database of this data folder. */
export const databasePid = (dataDir: string) =>
  Number(readFileSync(path.join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0])
