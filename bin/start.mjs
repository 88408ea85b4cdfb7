// npm start: makes ready whatever is missing, then serves the demonstration.
import { pathToFileURL } from 'node:url'
import { at, build, install, prepare, stopWithNpm } from './setup.mjs'

prepare(install, build)
stopWithNpm()
process.setSourceMapsEnabled(true)
process.env.LOG ||= 'warn'
process.argv.splice(2, 0, 'serve', '--demo')
await import(pathToFileURL(at('dist', 'main.js')))
