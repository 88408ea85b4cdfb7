// npm run dev: serves the demonstration from the sources, again after each change.
import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { at, install, prepare } from './setup.mjs'

prepare(install)
const [{ buildStyles }, { buildScripts }] = await Promise.all([
  import('./styles.mjs'),
  import('./scripts.mjs'),
])
await Promise.all([buildStyles(), buildScripts()])
watch(at('styles'), () => buildStyles().catch((error) => console.error(error.message)))

const options = ['watch', '--clear-screen=false', at('src', 'main.ts'), 'serve', '--demo']
const server = spawn(process.execPath, [at('node_modules', 'tsx', 'dist', 'cli.mjs'), ...options], {
  stdio: 'inherit',
  env: { ...process.env, LOG: process.env.LOG || 'info' },
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
server.on('exit', (code) => process.exit(code ?? 1))
