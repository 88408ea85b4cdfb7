import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { projectFolder } from '../platform/project.ts'
import { deploymentsPrinted } from '../support/deployments/printed.ts'
import { say } from './said.ts'

const FILE = path.join('docs', 'deployments.md')

/** Writes the states of a deployment and who moves it, for those who work on it. */
export function printDeployments() {
  writeFileSync(path.join(projectFolder, FILE), deploymentsPrinted())
  say(`${FILE} says who moves a deployment, from where to where.`)
}
