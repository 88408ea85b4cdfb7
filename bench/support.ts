/**
 * The pages of support between schools with ten years of it recorded, as the office, as SSIG and as a head, each beside
 * its bare floor in the same run. `node dist/bench/support.js WORDS` asks only for pages whose name has these words.
 */
import { actor } from '../src/platform/action.ts'
import { system } from '../src/platform/who.ts'
import { workOnMatching } from '../src/support/matching/together/actions.ts'
import { besideTheFloor, cookieOf } from './pages.ts'
import type { Page } from './pages-server.ts'
import { ownDatabase, recordTenYears, today } from './records.ts'
import { recordSupport } from './ten-years-of-support.ts'

type By = 'office' | 'ssig' | 'head'

const { address, embedded, database } = await ownDatabase()
await recordTenYears(address)
const { school, head, deployment, triaged, matching } = await recordSupport(address)
await workOnMatching(actor(database, system, today), matching, true)

const asked: [name: string, path: string, ...by: By[]][] = [
  ['support', '/support', 'office', 'ssig', 'head'],
  ['days of all schools', '/support/days', 'office'],
  ['days of a school', `/support/days/${school}`, 'head', 'office'],
  ['deployments', '/support/deployments', 'office', 'head'],
  ['a deployment', `/support/deployments/${deployment}`, 'office', 'head'],
  ['visits', '/support/visits', 'office', 'head'],
  ['visits that count', '/support/visits?year=2025-26&counted=yes', 'office', 'head'],
  ['practitioners', '/support/practitioners', 'office', 'head'],
  ['suggestions for a request', `/support/deployments/${triaged}/match`, 'ssig', 'office'],
  ['a matching', `/support/matching/${matching}`, 'ssig'],
  ['demand', '/support/demand', 'office'],
  ['giving and receiving', '/support/demand/balance', 'office'],
  ['evaluations', '/support/evaluations', 'office', 'head'],
  ['peer review', '/peer-review', 'office', 'head'],
  ['rounds', '/rounds', 'office', 'head'],
]

const cookies: Record<By, string> = {
  office: await cookieOf(database, 'office'),
  ssig: await cookieOf(database, 'p200'),
  head: await cookieOf(database, `p${head}`),
}
const words = process.argv.slice(2).join(' ')
const pages = asked.flatMap(([name, path, ...by]) =>
  by.map((who): Page => ({ name: `${name}, ${who}`, path, cookie: cookies[who] })),
)
await besideTheFloor(
  address,
  pages.filter(({ name }) => name.includes(words)),
)
await database.close()
await embedded.stop()
