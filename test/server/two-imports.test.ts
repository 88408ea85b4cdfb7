import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { anAlliance, officeAt } from './alliance.ts'
import { bringIn, checked, halves, idIn, importsIn, rested, undo, yearFiles } from './importing.ts'
import { serving, sharedByAll } from './process.ts'

const packages = (title: string) =>
  new File([`ref,partner,title,subsidised,from,to\nk-1,Vale Arts,${title},yes,2015-09-01,\n`], 'packages.csv')

test('imports, two servers', async (t) => {
  sharedByAll()
  const alliance = await anAlliance()
  const { settings, records } = alliance
  const [one, other] = await Promise.all([1, 2].map(() => serving(settings, ['serve'])))
  assert.ok(one && other)
  const here = officeAt(one.url, alliance)
  const there = officeAt(other.url, alliance)

  await t.test('one that is approved many times at once is brought in once', async () => {
    const at = await checked(here, records, yearFiles('2016-17'))
    const answers = await Promise.all([here, there, here, there].map((office) => bringIn(office, at)))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409, 409, 409])
    for (const { text } of answers.filter(({ status }) => status === 409))
      assert.match(text, /not ready to be brought in, or was brought in already/)
    assert.equal(await rested(records, idIn(at)), 'applied')
    assert.deepEqual(await halves(records), [])
    await undo(there, at)
  })

  await t.test('the same files given twice and approved at once are brought in once', async () => {
    const files = yearFiles('2016-17')
    const [first, second] = [await checked(here, records, files), await checked(there, records, files)]
    await Promise.all([bringIn(here, first), bringIn(there, second)])
    const states = await Promise.all([first, second].map((at) => rested(records, idIn(at))))
    assert.deepEqual(states.sort(), ['applied', 'checked'])
    assert.deepEqual(await halves(records), [])
  })

  await t.test(
    'two that say different things of one row take their turns, and what stood first is kept',
    async () => {
      const given = [
        await checked(here, records, [packages('Music')]),
        await checked(there, records, [packages('Dance')]),
      ]
      await Promise.all(given.map((at, n) => bringIn(n === 0 ? here : there, at)))
      for (const at of given) assert.equal(await rested(records, idIn(at)), 'applied')
      const { rows } = await records.pool.query<{ title: string; version: number; before: string }>(
        `select title, packages.version, before ->> 'title' as before from packages
       join revisions on table_name = 'packages' and row_id = packages.id where ref = 'k-1'`,
      )
      assert.deepEqual(
        rows.map(({ title, before }) => [title, before].sort()),
        [['Dance', 'Music']],
      )
      assert.equal(rows[0]?.version, 2)
    },
  )

  await t.test('one that goes in while years are frozen neither stops that nor is stopped', async () => {
    const year = yearFiles('2017-18')
    const of = (names: RegExp) => year.filter(({ name }) => names.test(name))
    const first = await checked(here, records, of(/^(schools|people|groups)\./))
    await bringIn(here, first)
    assert.equal(await rested(records, idIn(first)), 'applied')
    const at = await checked(here, records, of(/^(meetings|attendance|support)\./))
    const id = idIn(at)
    await bringIn(here, at)
    const statuses = new Set<number>()
    const freezing = ['2015-16', '2016-17', '2017-18'].map(async (frozen) => {
      while ((await importsIn(records)).some((found) => found.id === id && found.state === 'applying'))
        statuses.add((await there.post(`/review/${frozen}/freeze`, { 'form-key': randomUUID() })).status)
    })
    await Promise.all(freezing)
    assert.equal(await rested(records, id), 'applied')
    assert.deepEqual(
      [...statuses].filter((status) => status !== 303 && status !== 422),
      [],
    )
    assert.ok(statuses.size > 0)
    assert.deepEqual(await halves(records), [])
  })
})
