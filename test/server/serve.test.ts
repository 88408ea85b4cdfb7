import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { projectFolder } from '../../src/platform/project.ts'
import { databasePid, endeavour, folder, freePort, isReady, serving } from './process.ts'

/** People of the demonstration who hold a post that does not end: each who asks is sent a link. */
const addresses = readFileSync(path.join(projectFolder, 'demo/2026-27/people.csv'), 'utf8')
  .split('\n')
  .filter((line) => /,(19|20[01])\d-?[^,]*,\r?$/.test(line))
  .flatMap((line) => line.match(/[\w.'-]+@[\w.-]+/) ?? [])

/** Asks for a sign-in link, which writes a mail and a line of the audit log before it is answered. */
const askForLink = (url: string, email: string) =>
  fetch(`${url}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url, 'sec-fetch-site': 'same-origin', connection: 'close' },
    body: new URLSearchParams({ email, 'form-key': crypto.randomUUID() }),
  })

test('the first start loads the demonstration, says where it is and whom to be; the second is quick', async () => {
  const settings = { DATA_DIR: folder() }
  const first = await serving(settings)
  while (!first.said().includes('Ctrl-C')) await sleep(20)
  assert.match(first.said(), new RegExp(`Endeavour is at ${first.url}\n`))
  for (const role of [
    'Alliance office',
    'Headteacher',
    'Hub lead',
    'Local authority officer',
    'Partner organisation',
  ])
    assert.match(first.said(), new RegExp(`  ${role} +\\S+ \\S+, `))
  const { status } = await first.stop()
  assert.equal(status, 0)

  const second = await serving(settings)
  const page = await fetch(`${second.url}/sign-in`)
  assert.equal(page.status, 200)
  assert.ok(second.took < 3_000, `it took ${second.took} ms`)
  assert.doesNotMatch(second.said(), /Loading/)
})

test('told to stop, it ends what is under way and leaves nothing running', async () => {
  const settings = { DATA_DIR: folder() }
  const server = await serving(settings)
  const slow = askForLink(server.url, addresses[0] ?? '')
  await sleep(20)
  const { status } = await server.stop()
  assert.equal((await slow).status, 303)
  assert.equal(status, 0)
  assert.equal(existsSync(path.join(settings.DATA_DIR, 'postgres/data/postmaster.pid')), false)
  const exported = await endeavour(['audit', 'export', 'audit.jsonl'], settings, settings.DATA_DIR)
  assert.equal(exported.status, 0)
  assert.match(readFileSync(path.join(settings.DATA_DIR, 'audit.jsonl'), 'utf8'), /sent a sign-in link/)
})

test('a port that is taken is said at once', async () => {
  const settings = { DATA_DIR: folder(), PORT: String(await freePort()) }
  await serving(settings, ['serve'])
  const { status, stderr, stdout } = await endeavour(['serve'], settings)
  assert.deepEqual(
    { status, stderr, stdout },
    {
      status: 1,
      stdout: '',
      stderr: `Port ${settings.PORT} is taken, perhaps by an Endeavour that is running already: stop that program, or set PORT to another number.\n`,
    },
  )
})

test('commands work beside a running server and leave it its database', async () => {
  const settings = { DATA_DIR: folder() }
  const server = await serving(settings)
  const backup = await endeavour(['backup', 'now.backup'], settings, settings.DATA_DIR)
  assert.equal(backup.status, 0, backup.stderr)
  const review = await endeavour(['review', '2017-18', '--json'], settings)
  assert.equal(JSON.parse(review.stdout).year, '2017-18')
  assert.equal(await isReady(server.url), true)
})

test('while its database is away it says so, and it goes on by itself when that is back', async () => {
  const settings = { DATA_DIR: folder() }
  const server = await serving(settings)
  const asking = addresses.slice(0, 30).map(async (email, at) => {
    await sleep(at * 10)
    return (await askForLink(server.url, email)).status
  })
  await sleep(100)
  process.kill(databasePid(settings.DATA_DIR), 'SIGKILL')
  const answers = await Promise.all(asking)
  assert.deepEqual([...new Set(answers)].filter((status) => status !== 303).sort(), [503])
  while (!server.said().includes('database started again')) await sleep(20)
  assert.equal((await askForLink(server.url, addresses[40] ?? '')).status, 303)
  assert.equal(await isReady(server.url), true)
})

test('killed while people write, it loses nothing it had acknowledged, and the log holds', async () => {
  const settings = { DATA_DIR: folder() }
  let acknowledged = 0
  for (const round of [0, 1]) {
    const server = await serving(settings)
    const writing = addresses.slice(round * 40, round * 40 + 40).map(async (email, at) => {
      await sleep(at * 15)
      const answer = await askForLink(server.url, email).catch(() => undefined)
      if (answer?.status === 303) acknowledged += 1
    })
    const before = acknowledged
    while (acknowledged < before + 3) await sleep(10)
    server.process.kill('SIGKILL')
    if (round === 1) process.kill(databasePid(settings.DATA_DIR), 'SIGKILL')
    await Promise.all(writing)
  }
  const exported = await endeavour(['audit', 'export', 'audit.jsonl'], settings, settings.DATA_DIR)
  assert.equal(exported.status, 0, exported.stderr)
  const verified = await endeavour(['audit', 'verify', 'audit.jsonl'], settings, settings.DATA_DIR)
  assert.equal(verified.status, 0, verified.stderr)
  const lines = readFileSync(path.join(settings.DATA_DIR, 'audit.jsonl'), 'utf8').match(
    /sent a sign-in link/g,
  )
  assert.ok((lines?.length ?? 0) >= acknowledged, `${lines?.length} of ${acknowledged} are there`)
})

test('it says no word of what people typed in its log', async () => {
  const server = await serving({ DATA_DIR: folder() }, ['serve'])
  await askForLink(server.url, 'somebody.private@elm.example')
  await fetch(`${server.url}/sign-in?next=private-words`)
  await server.stop()
  const { stdout } = await server.done
  assert.match(stdout, /"path":"\/sign-in","status":/)
  assert.doesNotMatch(stdout, /private/)
})
