import { mkdir, rename, writeFile } from 'node:fs/promises'
import { build } from 'esbuild'
import { at } from './setup.mjs'

/** What runs in browsers: each file a script of its own in public/assets. */
const scripts = {
  'passkeys.js': at('src', 'platform', 'passkey-button.browser.ts'),
  'live.js': at('src', 'platform', 'live.browser.ts'),
  'keep-typed.js': at('src', 'platform', 'keep-typed.browser.ts'),
  'secret-ballot.js': at('src', 'ballots', 'secret', 'paper.browser.ts'),
}

/** A server that reads a file meanwhile gets the old one or the new one, never half of one. */
export async function buildScripts() {
  await mkdir(at('public', 'assets'), { recursive: true })
  for (const [name, entry] of Object.entries(scripts)) {
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      minify: true,
      platform: 'browser',
      target: 'es2022',
      format: 'esm',
      write: false,
      logLevel: 'silent',
      tsconfig: at('tsconfig.json'),
    })
    const file = at('public', 'assets', name)
    await writeFile(`${file}.${process.pid}`, outputFiles[0].contents)
    await rename(`${file}.${process.pid}`, file)
  }
}
