import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { type CastName, emailOf, origin, secret, type World, world } from '../../test/world.ts'
import { comingOf } from '../home/coming.ts'
import { needsOf } from '../home/needs.ts'
import { addDays, type Day, day, dayInLondon } from '../platform/day.ts'
import { logTo } from '../platform/log.ts'
import type { Need, Needs } from '../platform/need.ts'
import { startDigest, stopDigest } from './actions.ts'
import { isWorkday } from './rules.ts'
import { sendDigests, stopLink } from './work.ts'

const settings = { url: origin, secret }
const log = logTo('nowhere')
const monday = day('2018-03-05')

const needing = (says: string): Need => ({ href: `/${says}`, says, on: null })

/** Runs the job on this day, when these needs wait for everybody, or for each what the function says. */
const run = ({ database }: World, today: Day, needs: Needs | string[]) =>
  sendDigests({
    ...{ database, log, settings },
    clock: { now: () => new Date(`${today}T07:00:00Z`), today: () => today },
    needs: Array.isArray(needs) ? async () => needs.map(needing) : needs,
    coming: async () => [],
  })

const sent = async ({ database }: World) => {
  const { rows } = await database.pool.query(
    'select recipient, subject, body, stop_link from mails order by id',
  )
  return rows as { recipient: string; subject: string; body: string; stop_link: string | null }[]
}

const told = async (w: World) => (await sent(w)).map(({ recipient }) => recipient).sort()

/** A world in which these alone have an address. */
async function written(...names: CastName[]) {
  const w = await world()
  const kept = names.map((name) => w.people[name])
  await w.database.pool.query('update people set email = null where id <> all ($1)', [kept])
  return w
}

const stop = async (w: World, name: CastName) =>
  stopDigest(await w.by(name), w.people[name], stopLink(settings, w.people[name]))

describe('the digest', () => {
  test('goes to whoever has an address and a post and is needed, as that person, with its link to stop', async () => {
    const w = await world()
    await w.database.pool.query(`update posts set to_on = '2018-03-04' where person_id = $1`, [
      w.people.governor,
    ])
    await w.database.pool.query('update people set email = null where id = $1', [w.people.chair])
    await run(w, monday, async ({ who }) => (who.name.includes('Hannah') ? [] : [needing(`for-${who.name}`)]))
    const mails = await sent(w)
    const expected = Object.keys(w.people)
      .filter((name) => !['governor', 'chair', 'head'].includes(name))
      .map((name) => emailOf(name as CastName))
    assert.deepEqual(await told(w), expected.sort())
    for (const { recipient, subject, stop_link } of mails) {
      const name = Object.keys(w.people).find((name) => emailOf(name as CastName) === recipient) as CastName
      assert.equal(subject, `One thing needs you: for-${(await w.who(name)).name}`)
      assert.equal(stop_link, stopLink(settings, w.people[name]))
    }
    const { rows } = await w.database.pool.query(`select count(*) from audit_log where did = 'sent a digest'`)
    assert.equal(rows[0].count, mails.length)
  })

  test('tells what stands on the front page', async () => {
    const w = await world()
    const add = `with meeting as (insert into meetings (title, held_on, status) values ($1, $2, $3) returning id)
      insert into meeting_groups select id, $4 from meeting`
    await w.database.pool.query(add, ['Maths in March', '2018-03-01', 'planned', w.groups.maths])
    await w.database.pool.query(add, ['Maths this week', '2018-03-08', 'planned', w.groups.maths])
    const clock = { now: () => new Date(), today: () => monday }
    await sendDigests({ database: w.database, log, settings, clock, needs: needsOf, coming: comingOf })
    const [mine] = (await sent(w)).filter(({ recipient }) => recipient === emailOf('hubLead'))
    assert.match(mine?.subject ?? '', / things need you: /)
    assert.match(mine?.body ?? '', /Say whether Maths in March was held on Thu 1 Mar 2018/)
    assert.match(mine?.body ?? '', /Invite people to Maths this week, Thu 8 Mar 2018/)
    assert.match(
      mine?.body ?? '',
      /seven days:\n\n\* Thu 8 Mar 2018: Maths this week\n {2}http:\/\/alliance\.test\/meetings\/\d+\n/,
    )
    assert.deepEqual(await told(w), [emailOf('coordinator'), emailOf('hubLead')].sort())
  })

  test('does not go for a signature alone, which has reminders of its own, and tells of it beside others', async () => {
    const w = await written('head')
    await run(w, monday, ['agreement/sign/1/leadership'])
    assert.deepEqual(await sent(w), [])
    await run(w, monday, ['agreement/sign/1/leadership', 'declare'])
    assert.match((await sent(w))[0]?.subject ?? '', /^Two things need you: agreement.sign/)
  })

  test('that fails for one goes to the others, and to that one when the job is run again', async () => {
    const w = await written('head', 'chair', 'deputy')
    const breaking: Needs = async ({ who }) => {
      if (who.personId === w.people.chair) throw new Error('no')
      return [needing('x')]
    }
    await assert.rejects(run(w, monday, breaking), /1 digests could not be made/)
    assert.deepEqual(await told(w), [emailOf('deputy'), emailOf('head')])
    await run(w, monday, ['x'])
    assert.deepEqual(await told(w), [emailOf('chair'), emailOf('deputy'), emailOf('head')])
  })
})

describe('at most one a day', () => {
  test('when many servers run the job at once', async () => {
    const w = await world()
    await Promise.all([1, 2, 3, 4, 5].map((n) => run(w, monday, [`x${n}`])))
    assert.deepEqual(
      await told(w),
      Object.keys(w.people)
        .map((name) => emailOf(name as CastName))
        .sort(),
    )
  })

  test('when it is broken off with a mail half written: nothing of it stays, and it goes when run again', async () => {
    const w = await written('head')
    const holder = await w.database.pool.connect()
    await holder.query('set role none; begin; lock table mails in access exclusive mode')
    const watcher = await w.database.pool.connect()
    await watcher.query('set role none')
    const broken = assert.rejects(run(w, monday, ['x']))
    const waiting = `select pid from pg_stat_activity where wait_event_type = 'Lock' and query ilike '%mails%' and pid <> pg_backend_pid()`
    let pids: { pid: number }[] = []
    while (pids.length === 0) {
      pids = (await watcher.query(waiting)).rows
      await sleep(5)
    }
    for (const { pid } of pids) await watcher.query('select pg_terminate_backend($1)', [pid])
    await holder.query('rollback')
    for (const client of [holder, watcher]) client.release(true)
    await broken
    const { rows } = await w.database.pool.query(
      'select (select count(*) from digests) + (select count(*) from mails) as rows',
    )
    assert.equal(rows[0].rows, 0)
    await run(w, monday, ['x'])
    assert.deepEqual(await told(w), [emailOf('head')])
  })

  const moments: [string, string[], number][] = [
    ['two in a winter’s day', ['2018-01-08T00:00:00Z', '2018-01-08T23:59:59Z'], 1],
    ['either side of a winter’s midnight', ['2018-01-08T23:59:59Z', '2018-01-09T00:00:00Z'], 2],
    ['two in a summer’s day', ['2018-06-04T23:00:00Z', '2018-06-05T22:59:59Z'], 1],
    ['either side of a summer’s midnight', ['2018-06-05T22:59:59Z', '2018-06-05T23:00:00Z'], 2],
    ['the last of Friday in summer, and Saturday', ['2018-06-08T22:59:59Z', '2018-06-08T23:00:00Z'], 1],
    [
      'the night before the clocks go forward and the Monday',
      ['2018-03-24T23:30:00Z', '2018-03-25T23:30:00Z'],
      1,
    ],
    [
      'the Monday after they go back',
      ['2018-10-28T23:59:59Z', '2018-10-29T00:00:00Z', '2018-10-29T23:59:59Z'],
      1,
    ],
  ]
  for (const [name, at, count] of moments)
    test(`by London’s days: ${name}`, async () => {
      const w = await written('head')
      for (const moment of at) await run(w, dayInLondon(new Date(moment)), [moment])
      assert.equal((await sent(w)).length, count)
    })
})

describe('stopped', () => {
  test('means stopped, also for one that waits to be handed over; other mail still goes', async () => {
    const w = await written('head', 'chair')
    await run(w, monday, ['x'])
    await w.database.pool.query(
      `insert into mails (message_id, recipient, subject, body) values ('m', $1, 'Link', 'l')`,
      [emailOf('head')],
    )
    await stop(w, 'head')
    await stop(w, 'head')
    await run(w, addDays(monday, 1), ['y'])
    assert.deepEqual((await sent(w)).map(({ recipient, subject }) => `${recipient}: ${subject}`).sort(), [
      `${emailOf('chair')}: One thing needs you: x`,
      `${emailOf('chair')}: One thing needs you: y`,
      `${emailOf('head')}: Link`,
    ])
    const { rows } = await w.database.pool.query(
      `select count(*) from audit_log where did = 'stopped the digest'`,
    )
    assert.equal(rows[0].count, 1)
    await startDigest(await w.by('head'), w.people.head)
    await run(w, addDays(monday, 2), ['y'])
    assert.equal((await sent(w)).filter(({ recipient }) => recipient === emailOf('head')).length, 2)
  })

  test('at the moment it is written, none is left to go', async () => {
    const w = await written('head')
    for (let n = 0; n < 20; n += 1) {
      await Promise.all([run(w, addDays(monday, 7 * n), [`x${n}`]), stop(w, 'head')])
      assert.deepEqual(await sent(w), [])
      await startDigest(await w.by('head'), w.people.head)
    }
  })
})

type DayOf = { needs: string[]; stops: boolean; starts: boolean; runs: number }
const aDay: fc.Arbitrary<DayOf> = fc.record({
  needs: fc.subarray(['a', 'b', 'c']),
  stops: fc.nat(9).map((n) => n === 0),
  starts: fc.nat(3).map((n) => n === 0),
  runs: fc.integer({ min: 0, max: 2 }),
})

/** What the head was told by the end of each day, and what had been told before. */
async function livedThrough(w: World, history: DayOf[]) {
  await w.database.pool.query('delete from digests; delete from digest_stops; delete from mails')
  const days: (DayOf & { today: Day; stopped: boolean; came: number })[] = []
  let stopped = false
  for (const [n, one] of history.entries()) {
    const today = addDays(monday, n)
    if (one.stops) await stop(w, 'head')
    if (one.starts) await startDigest(await w.by('head'), w.people.head)
    stopped = !one.starts && (stopped || one.stops)
    for (let time = 0; time < one.runs; time += 1) await run(w, today, one.needs)
    const { rows } = await w.database.pool.query('select count(*) from digests where sent_on = $1', [today])
    days.push({ ...one, today, stopped, came: rows[0].count })
  }
  return days
}

test('through any history: one a day at most, none without need, none while stopped, and what is new is told', async () => {
  const w = await written('head')
  await fc.assert(
    fc.asyncProperty(fc.array(aDay, { minLength: 1, maxLength: 14 }), async (history) => {
      let known: string[] = []
      for (const { needs, stopped, today, came, runs } of await livedThrough(w, history)) {
        const mayCome = needs.length > 0 && !stopped && isWorkday(today) && runs > 0
        assert.ok(came === 0 || (came === 1 && mayCome))
        if (came === 1) known = needs
        assert.ok(!mayCome || needs.every((need) => known.includes(need)))
      }
    }),
    { numRuns: 15 },
  )
})
