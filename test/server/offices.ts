import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type Alliance, type Answered, anAlliance, type Fields, officeAt } from './alliance.ts'
import { type Server, serving } from './process.ts'

/** One alliance, served by two processes. */
export type Offices = Alliance & { servers: [Server, Server] }

export async function twoOffices(): Promise<Offices> {
  const alliance = await anAlliance()
  const [one, other] = await Promise.all([1, 2].map(() => serving(alliance.settings, ['serve'])))
  assert.ok(one && other)
  return { ...alliance, servers: [one, other] }
}

/** Two offices at two servers do this at the same moment, each from a form of its own. */
export const bothAtOnce = (offices: Offices, deeds: readonly [[string, Fields], [string, Fields]]) =>
  Promise.all(
    deeds.map(([address, fields], n) =>
      officeAt(offices.servers[n as 0 | 1].url, offices).post(address, {
        ...fields,
        'form-key': randomUUID(),
      }),
    ),
  )

/** One of each two is done; the other is told why not, in these words. */
export function requireOneOfTwo(answers: Answered[][], told: RegExp) {
  for (const pair of answers) {
    const [done, refused] = pair.toSorted((a, b) => a.status - b.status)
    assert.equal(done?.status, 303, done?.text.slice(0, 3000))
    assert.ok(refused && [409, 422].includes(refused.status), String(refused?.status))
    assert.match(refused.text, told)
  }
}
