/**
 * A signed-in list of 50 records with layout, permission and row security, beside a bare floor in the same
 * run: the framework, a constant layout around the same rows, and the same three queries on the same database.
 * Each server is a process of its own, so that the load does not sit on its back.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { type Load, load } from './load.ts'

type Ready = { url: string; cookie: string }
type Spent = { cpu: number; memory: number }

const ROUNDS = 3

async function serving(kind: 'ours' | 'floor') {
  const child = fork(path.join(import.meta.dirname, 'list-server.js'), [kind])
  const [ready] = (await once(child, 'message')) as [Ready]
  const spent = async () => {
    child.send('spent')
    const [answer] = (await once(child, 'message')) as [Spent]
    return answer
  }
  return { ...ready, spent, stop: () => child.send('stop') }
}

const ours = await serving('ours')
const floor = await serving('floor')
const results: { ours: Load; floor: Load; cpu: number }[] = []
for (const server of [ours, floor]) await load(server.url, { cookie: server.cookie }, 20, 2)
for (let round = 0; round < ROUNDS; round += 1) {
  const before = await ours.spent()
  const mine = await load(ours.url, { cookie: ours.cookie })
  const after = await ours.spent()
  const bare = await load(floor.url, { cookie: floor.cookie })
  results.push({ ours: mine, floor: bare, cpu: (after.cpu - before.cpu) / (mine.perSecond * 5) })
}
const { memory } = await ours.spent()
const middle =
  [...results].sort(
    (a, b) => a.ours.perSecond / a.floor.perSecond - b.ours.perSecond / b.floor.perSecond,
  )[1] ?? results[0]
if (middle) {
  const { ours: mine, floor: bare, cpu } = middle
  console.log(
    `list of 50: ${mine.perSecond.toFixed(0)} pages/s, floor ${bare.perSecond.toFixed(0)}: ${(mine.perSecond / bare.perSecond).toFixed(2)} of the floor (wanted 0.40)`,
  )
  console.log(
    `p99 ${mine.p99.toFixed(0)} ms at 20 connections (wanted under 60), p50 ${mine.p50.toFixed(0)} ms; floor's p99 ${bare.p99.toFixed(0)} ms`,
  )
  console.log(
    `${cpu.toFixed(2)} ms of CPU a page (wanted 2), ${(mine.bytes / 1024).toFixed(1)} kB a page (wanted 30), ${memory.toFixed(0)} MB of memory (wanted 150)`,
  )
}
ours.stop()
floor.stop()
