import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { projectFolder } from '../../platform/project.ts'
import { deploymentsPrinted } from './printed.ts'
import { type Move, moveNames, moves } from './rules.ts'

test('docs/deployments.md is what the table of moves says now', () => {
  const kept = readFileSync(path.join(projectFolder, 'docs', 'deployments.md'), 'utf8')
  assert.equal(kept, deploymentsPrinted(), 'Print it anew: npm run -s endeavour -- deployments')
})

test('each move has its row, and an arrow from every state that it starts from', () => {
  const printed = deploymentsPrinted()
  for (const name of moveNames) {
    const { from }: Move = moves[name]
    assert.match(printed, new RegExp(`^\\| ${name} \\|`, 'm'))
    assert.equal([...printed.matchAll(new RegExp(` : ${name}$`, 'gm'))].length, from.length, name)
  }
})
