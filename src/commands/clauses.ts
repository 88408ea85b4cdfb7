import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { projectFolder } from '../platform/project.ts'
import { clausesPrinted } from '../standing/printed.ts'
import { say } from './said.ts'

const FILE = path.join('docs', 'clauses.md')

/** Writes how each clause is held as Endeavour ships it, for those who work on it. */
export function printClauses() {
  writeFileSync(path.join(projectFolder, FILE), clausesPrinted())
  say(`${FILE} says how each clause is held.`)
}
