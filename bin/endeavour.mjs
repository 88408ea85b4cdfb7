// npm run -s endeavour -- COMMAND: the command line, made ready where it is not.
import { pathToFileURL } from 'node:url'
import { at, build, install, prepare, stopWithNpm } from './setup.mjs'

prepare(install, build)
stopWithNpm()
process.setSourceMapsEnabled(true)
await import(pathToFileURL(at('dist', 'main.js')))
