import { type ChildProcess, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * The typesetter is native code that ends the whole process on some sequences of combining characters
 * (decision 005), so it runs in a process of its own, which also keeps ours free while it works. The script
 * is a string for the same reason as the template: a bundle has no files beside it.
 */
const SCRIPT = `
const { readFileSync } = require('node:fs')
const [typst, workspace, ...fonts] = process.argv.slice(1)
const settle = (compiler) => ({ template, document }) => {
  try {
    const source = { mainFileContent: template, inputs: { document } }
    process.send({ kind: 'set', bytes: compiler.pdf(source, { pdfStandard: 'ua-1' }) })
  } catch (error) {
    process.send({ kind: 'fault', diagnostics: String(error.code ?? error.message) })
  }
  // Remembering one document makes the next no faster, and the process larger.
  compiler.evictCache(0)
}
try {
  const { NodeCompiler } = require(typst)
  const fontBlobs = fonts.map((font) => readFileSync(font))
  process.on('message', settle(NodeCompiler.create({ workspace, fontArgs: [{ fontBlobs }] })))
} catch (error) {
  process.on('message', () => process.send({ kind: 'unavailable', cause: String(error.stack) }))
}
`

/** `ended`: the process died of this document, or was stopped for taking too long over it. */
export type Answer =
  | { readonly kind: 'set'; readonly bytes: Uint8Array }
  | { readonly kind: 'fault'; readonly diagnostics: string }
  | { readonly kind: 'unavailable'; readonly cause: string }
  | { readonly kind: 'ended' }

interface Source {
  readonly template: string
  readonly document: string
}

const LONGEST = 60_000
const IDLE = 60_000

// A workspace that does not exist: a document can read nothing on this machine.
const WORKSPACE = join(tmpdir(), 'no', 'such', 'folder')

function start(typst: string, fonts: readonly string[]): ChildProcess {
  // An empty environment: it needs none of our settings, and some of them are secrets.
  const child = spawn(process.execPath, ['-e', SCRIPT, typst, WORKSPACE, ...fonts], {
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
  })
  // An error nobody listens to would end our own process; whoever is waiting listens as well.
  return child.on('error', () => undefined)
}

/** While nothing is asked of the child it must not keep a command or a test from ending. */
function holdOpen(child: ChildProcess, open: boolean) {
  if (open) child.ref()
  else child.unref()
  if (open) child.channel?.ref()
  else child.channel?.unref()
}

const ask = (child: ChildProcess, source: Source) =>
  new Promise<Answer>((answer) => {
    const limit = setTimeout(() => child.kill('SIGKILL'), LONGEST)
    const ended = () => done({ kind: 'ended' })
    function done(given: Answer) {
      clearTimeout(limit)
      child.off('message', done).off('error', ended).off('exit', ended)
      answer(given)
    }
    child.once('message', done).once('error', ended).once('exit', ended)
    child.send(source, (failed) => failed && ended())
  })

/**
 * Sets one document after another in a process that starts with the first of them, is replaced when it dies
 * and stops a minute after the last.
 */
export function typesetter(typst: string, fonts: readonly string[]) {
  let child: ChildProcess | undefined
  let idle: NodeJS.Timeout | undefined
  let last: Promise<unknown> = Promise.resolve()

  function stop() {
    child?.kill()
    child = undefined
  }

  async function set(source: Source): Promise<Answer> {
    clearTimeout(idle)
    if (!child?.connected) child = start(typst, fonts)
    holdOpen(child, true)
    const answer = await ask(child, source)
    if (answer.kind === 'ended') stop()
    else holdOpen(child, false)
    idle = setTimeout(stop, IDLE).unref()
    return answer
  }

  return (source: Source): Promise<Answer> => {
    const answer = last.then(() => set(source))
    last = answer.catch(() => undefined)
    return answer
  }
}
