import { mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'esbuild'
import { buildScripts } from './scripts.mjs'
import { at, STAMP, sources } from './setup.mjs'
import { buildStyles } from './styles.mjs'

/**
 * One file for each command's own part, so that a command loads only what it needs. Each is put in its place
 * whole, because a server that is running may read them at any moment; parts of earlier builds stay for it.
 */
async function bundle() {
  const { outputFiles } = await build({
    entryPoints: [at('src', 'main.ts')],
    outdir: at('dist'),
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    write: false,
    logLevel: 'silent',
    tsconfig: at('tsconfig.json'),
  })
  await mkdir(at('dist'), { recursive: true })
  const last = path.join(at('dist'), 'main.js')
  for (const { path: file, contents } of outputFiles.sort((a, b) => (a.path === last) - (b.path === last))) {
    await writeFile(`${file}.${process.pid}`, contents)
    await rename(`${file}.${process.pid}`, file)
  }
}

const built = sources()
try {
  await Promise.all([bundle(), buildStyles(), buildScripts()])
  await writeFile(STAMP, built)
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
