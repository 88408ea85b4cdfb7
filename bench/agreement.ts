import { readFileSync } from 'node:fs'
import path from 'node:path'
import { keepDraft, publish } from '../src/agreement/actions.ts'
import { recognise } from '../src/agreement/readings/recognise.ts'
import { actor } from '../src/platform/action.ts'
import { day } from '../src/platform/day.ts'
import type { Database } from '../src/platform/db.ts'
import { projectFolder } from '../src/platform/project.ts'
import { system } from '../src/platform/who.ts'
import { type ShippedClause, shipped } from '../src/standing/shipped.ts'
import { today } from './records.ts'

/** The working protocols in force, bound as they are shipped. */
export async function agree(database: Database) {
  const office = actor(database, system, today)
  const lines = readFileSync(path.join(projectFolder, 'demo', 'agreement', '2.md'), 'utf8').split('\n')
  const { clauses, ...words } = recognise(lines)
  const bound = clauses.map((clause) => ({ ...clause, binding: shipped[clause.number as ShippedClause] }))
  const on = day('2016-09-01')
  const id = await keepDraft(office, { ...words, clauses: bound })
  await publish(office, id, {
    publishedOn: on,
    inForceOn: on,
    inForceSigned: null,
    signBy: null,
    reviewOn: null,
  })
}
