// npm run bench [NAME]: bundles the benchmarks as the site is bundled, and runs one after another.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { findChromium } from './chromium.mjs'
import { at, build as buildSite, install, prepare, root } from './setup.mjs'

prepare(install, buildSite)
const { build } = await import('esbuild')
const sources = readdirSync(at('bench')).filter((file) => file.endsWith('.ts'))
const folder = at('dist', 'bench')
await build({
  entryPoints: sources.map((file) => at('bench', file)),
  outdir: folder,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  jsx: 'automatic',
  jsxImportSource: 'hono/jsx',
  logLevel: 'warning',
})

const wanted = process.argv[2]
  ? [process.argv[2]]
  : [
      'list',
      'review',
      'import',
      'standing',
      'meeting',
      'meetings',
      'ballots',
      'matching',
      'support',
      'lighthouse',
    ]
for (const name of wanted.filter((one) => sources.includes(`${one}.ts`))) {
  const env = { ...process.env, NODE_ENV: 'production' }
  if (name === 'lighthouse') env.CHROME_PATH = findChromium()
  spawnSync(process.execPath, [path.join(folder, `${name}.js`)], { cwd: root, stdio: 'inherit', env })
}
