import { spawnSync } from 'node:child_process'
import { aptInstalled } from './apt.mjs'

const programs = { pdfsig: '-v', pdfinfo: '-v', openssl: 'version' }

const missing = () =>
  Object.entries(programs)
    .filter(([program, asks]) => spawnSync(program, [asks], { timeout: 30_000 }).error)
    .map(([program]) => program)

/**
 * The programs of others that our signatures are held to, installed from Debian's packages where that can be done.
 * @throws Error with what to do about it where there are none.
 */
export function findCheckers() {
  if (missing().length === 0) return
  if (aptInstalled('what signatures are checked with', 'poppler-utils', 'openssl') && missing().length === 0)
    return
  throw new Error(
    `The tests of signatures need ${missing().join(', ')}. Install Poppler’s tools and OpenSSL (Debian and Ubuntu: sudo apt-get install poppler-utils openssl; macOS: brew install poppler openssl).`,
  )
}
