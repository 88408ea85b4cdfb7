import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after } from 'node:test'

const folder = mkdtempSync(path.join(tmpdir(), 'endeavour-programs-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** A file of this name for a program to read. */
export function written(name: string, content: Uint8Array | string): string {
  const file = path.join(folder, name)
  writeFileSync(file, content)
  return file
}

/** What a program wrote into a file of this name. */
export const wrote = (name: string): Buffer => readFileSync(path.join(folder, name))

/** Runs somebody else's program on our files and gives what it says, whether or not it liked them. */
export function said(program: string, ...args: string[]): { ok: boolean; says: string } {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    cwd: folder,
    timeout: 60_000,
  })
  if (error) throw error
  return { ok: status === 0, says: `${stdout}${stderr}` }
}

/** What pdfsig says of each signature in a file. */
export const pdfsig = (content: Uint8Array): string[] =>
  [...said('pdfsig', written('asked.pdf', content)).says.matchAll(/Signature Validation: (.*)/g)].map(
    ([, says = '']) => says,
  )
