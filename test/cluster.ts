import { startEmbedded } from '../src/platform/embedded.ts'
import { carefree } from './database.ts'

// Keeps the database server of one test run in the folder that is given, until whoever started this goes.
const [folder = ''] = process.argv.slice(2)
const { stop } = await startEmbedded(folder, { extra: carefree })
process.stdout.write('ready\n')
process.stdin.resume().once('close', () => void stop())
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.stdin.destroy())
