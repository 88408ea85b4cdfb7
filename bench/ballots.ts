/**
 * An alliance of 3,500 schools votes between its meetings within one minute, at two servers: by name, the
 * same while fifty people follow the vote on its page, and in secret. Each head opens the page and votes. Each vote is
 * closed, and the secret one counted again from its published list by the program for it. Then the pages of votes.
 */
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Database } from '../src/platform/db.ts'
import { accounts } from '../src/sign-in/accounts.ts'
import { type Covered, coveredPaper, proven, uncovered } from '../test/voting-paper.ts'
import { load } from './load.ts'
import { ownDatabase, settings } from './records.ts'
import { follow, hiddenIn, servesVotes, told } from './voters.ts'

const SCHOOLS = 3_500
const WITHIN_MS = 60_000
const FOLLOWERS = 50

const ALLIANCE = `
insert into alliance (name, short_name) values ('Bench Learning Alliance', 'BLA');
insert into organisations (name, kind) values ('The office', 'office');
insert into schools (urn, name, short_name, type) select 900000 + i, 'School number ' || i, 'School ' || i, 'Community school' from generate_series(1, ${SCHOOLS}) i;
insert into memberships (joined_on) select '2016-09-01' from generate_series(1, ${SCHOOLS});
insert into membership_schools (membership_id, urn, from_on) select i, 900000 + i, '2016-09-01' from generate_series(1, ${SCHOOLS}) i;
insert into people (name, email) select 'Head number ' || i, 'p' || i || '@alliance.example' from generate_series(1, ${SCHOOLS}) i;
insert into people (name, email) values ('The office', 'office@alliance.example');
insert into posts (person_id, organisation_id, post, from_on) values (${SCHOOLS + 1}, 1, 'coordinator', '2016-09-01');
insert into posts (person_id, membership_id, post, from_on) select i, i, 'head', '2016-09-01' from generate_series(1, ${SCHOOLS}) i;
insert into ballots (by_correspondence, asks, manner, majority, question, accepted_at, opens_at, closes_at)
  select true, 'motion', case i when 2 then 'secret' else 'named' end, 'simple', 'Question ' || i, now(), now(),
    now() + interval '1 hour' from generate_series(1, 200) i;
analyze;
`

const { address, embedded, database } = await ownDatabase()
const owner = new Database(address, true)
await owner.pool.query(ALLIANCE)
const signing = accounts(database, settings)
const cookieOf = async (name: string) =>
  (await signing.open(await signing.tokenFor(`${name}@alliance.example`)))?.split(';')[0] ?? ''
const office = await cookieOf('office')
const cookies: string[] = []
while (cookies.length < SCHOOLS) {
  const next = Array.from({ length: 10 }, (_, i) => cookieOf(`p${cookies.length + i + 1}`))
  cookies.push(...(await Promise.all(next)))
}
const servers = await Promise.all([servesVotes(address), servesVotes(address)])
const [first] = servers
const serverOf = (nth: number) => servers[nth % 2] ?? first

type Times = Record<'page' | 'cast' | 'both' | 'after', number[]>
/** Votes for a school, and gives whether that was taken. */
type Way = (nth: number, times: Times) => Promise<boolean>

async function timed<T>(into: number[], work: () => Promise<T>): Promise<T> {
  const started = performance.now()
  const done = await work()
  into.push(performance.now() - started)
  return done
}

const choiceOf = (nth: number) => (nth % 3 === 0 ? 'against' : 'for')

/** Opens the page, sends its form, and is shown that it was taken. */
const byName =
  (ballot: number): Way =>
  async (nth, times) => {
    const { ask } = serverOf(nth)
    const [at, cookie = ''] = [`/ballots/${ballot}/vote`, cookies[nth]]
    const { status, to } = await timed(times.both, async () => {
      const { text } = await timed(times.page, () => ask(at, cookie))
      return timed(times.cast, () => ask(at, cookie, { ...hiddenIn(text), choice: choiceOf(nth) }))
    })
    if (status === 303) await timed(times.after, () => ask(to, cookie))
    return status === 303
  }

/** What a device does: has its paper signed for the school, uncovers it, and puts it into the box as nobody. */
const inSecret =
  (ballot: number, key: Buffer, papers: Covered[]): Way =>
  async (nth, times) => {
    const { ask } = serverOf(nth)
    const [at, cookie = '', paper] = [`/ballots/${ballot}`, cookies[nth], papers[nth]]
    if (!paper) return false
    const { status } = await timed(times.both, async () => {
      await timed(times.page, () => ask(`${at}/paper`, cookie))
      const blinded = paper.blinded.toString('base64')
      const taken = await timed(times.after, () => ask(`${at}/paper?school=${nth + 1}`, cookie, { blinded }))
      if (taken.status !== 200) return taken
      const signature = await uncovered(key, paper, Buffer.from(JSON.parse(taken.text).signed, 'base64'))
      const choice = choiceOf(nth)
      const made = { token: paper.token, signature, proof: proven(paper, key, ballot, choice) }
      const sent = Object.entries(made).map(([name, bytes]) => [name, bytes.toString('base64')])
      return timed(times.cast, () => ask(`${at}/box`, '', { ...Object.fromEntries(sent), choice }))
    })
    return status === 200
  }

async function press(ballot: number, deed: 'open' | 'close') {
  const started = performance.now()
  const { status, text } = await first.ask(`/ballots/${ballot}/${deed}`, office, { 'form-key': randomUUID() })
  if (status !== 303) throw new Error(`vote ${ballot}, ${deed}: ${status} ${text.slice(-2_000)}`)
  return performance.now() - started
}

const spent = async () => (await Promise.all(servers.map((one) => one.spent()))).reduce((a, b) => a + b)

/** All vote within the minute, and each vote is there once. */
async function everybody(ballot: number, way: Way, after: string, followers = 0) {
  const times: Times = { page: [], cast: [], both: [], after: [] }
  const again: number[] = []
  for (let warm = 0; warm < 100; warm += 1)
    await serverOf(warm).ask(`/ballots/${ballot}`, cookies[warm] ?? '')
  for (let nth = 0; nth < followers; nth += 1)
    follow(serverOf(nth), ballot, cookies[nth] ?? '', again).catch(() => {})
  await sleep(1_000)
  const [began, before] = [performance.now(), await spent()]
  const answers = cookies.map(async (_, nth) => {
    await sleep(Math.random() * WITHIN_MS)
    return way(nth, times)
  })
  const accepted = (await Promise.all(answers)).filter(Boolean).length
  const [took, cpu] = [(performance.now() - began) / 1000, (await spent()) - before]
  const { rows } = await owner.pool.query<{ votes: number; part: number }>(
    `select (select count(*)::integer from votes where ballot_id = $1)
        + (select count(*)::integer from ballot_box where ballot_id = $1) as votes,
      (select count(took)::integer from ballot_electors where ballot_id = $1) as part`,
    [ballot],
  )
  console.log(`  all in ${took.toFixed(0)} s; casting ${told(times.cast)} (wanted under 300 at p99)`)
  console.log(
    `  the page ${told(times.page)}; the page and casting ${told(times.both)}; ${after} ${told(times.after)}`,
  )
  console.log(
    `  ${again.length} times a page that followed, ${told(again)}; ${(cpu / SCHOOLS).toFixed(1)} ms of the servers’ CPU for each school`,
  )
  console.log(
    `  accepted ${accepted}, votes ${rows[0]?.votes}, took part ${rows[0]?.part} (wanted ${SCHOOLS} each)`,
  )
}

for (const [ballot, followers] of [
  [1, 0],
  [3, FOLLOWERS],
] as const) {
  console.log(`${SCHOOLS} schools vote by name, ${followers} pages follow:`)
  await press(ballot, 'open')
  await everybody(ballot, byName(ballot), 'the page after it', followers)
  console.log(`  closed in ${(await press(ballot, 'close')).toFixed(0)} ms`)
}

console.log(`${SCHOOLS} schools vote in secret:`)
await press(2, 'open')
const { rows: keys } = await owner.pool.query<{ key: Buffer }>(
  'select public_key as key from ballot_keys where ballot_id = 2',
)
const key = keys[0]?.key ?? Buffer.of()
const papers: Covered[] = []
while (papers.length < SCHOOLS) papers.push(await coveredPaper(key))
await everybody(2, inSecret(2, key, papers), 'taking a paper')
console.log(`  closed, counted and published in ${(await press(2, 'close')).toFixed(0)} ms`)
const folder = mkdtempSync(path.join(tmpdir(), 'endeavour-bench-papers-'))
const published = path.join(folder, 'papers.json')
writeFileSync(published, (await first.ask('/ballots/2/papers.json', office)).text)
const started = performance.now()
const { stdout } = spawnSync(process.execPath, ['bin/verify-ballot.mjs', published], { encoding: 'utf8' })
console.log(
  `  counted again in ${(performance.now() - started).toFixed(0)} ms: ${stdout.trim().split('\n').at(-1)}`,
)
rmSync(folder, { recursive: true })

await press(4, 'open')
for (const [name, at, cookie = ''] of [
  ['a vote that is open, head', '/ballots/4', cookies[0]],
  ['a vote that is closed, head', '/ballots/1', cookies[0]],
  ['a vote that is closed, office', '/ballots/1', office],
  ['all votes, head', '/ballots', cookies[0]],
  ['all votes, office', '/ballots', office],
] as const) {
  const { perSecond, p50, p99, bytes } = await load(`${first.url}${at}`, { cookie }, 20, 3)
  console.log(
    `${name}: ${perSecond.toFixed(0)} pages/s, p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, ${(bytes / 1024).toFixed(0)} kB`,
  )
}
for (const server of servers) server.stop()
await owner.close()
await database.close()
await embedded.stop()
process.exit(0)
