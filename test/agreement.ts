import { readFileSync } from 'node:fs'
import path from 'node:path'
import { keepDraft, publish } from '../src/agreement/actions.ts'
import { recognise } from '../src/agreement/readings/recognise.ts'
import { day } from '../src/platform/day.ts'
import { projectFolder } from '../src/platform/project.ts'
import { type ShippedClause, shipped } from '../src/standing/shipped.ts'
import type { World } from './world.ts'

const text = () => readFileSync(path.join(projectFolder, 'demo', 'agreement', '2.md'), 'utf8').split('\n')

/** The 48 working protocols, bound as they are shipped and in force since this day in the small alliance. */
export async function agreed({ by }: World, publishedOn = day('2017-09-01')): Promise<number> {
  const office = await by('coordinator')
  const { clauses, ...words } = recognise(text())
  const bound = clauses.map((clause) => ({ ...clause, binding: shipped[clause.number as ShippedClause] }))
  const id = await keepDraft(office, { ...words, clauses: bound })
  await publish(office, id, {
    publishedOn,
    inForceOn: publishedOn,
    inForceSigned: null,
    signBy: day('2018-07-20'),
    reviewOn: day('2018-07-01'),
  })
  return id
}
