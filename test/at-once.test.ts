import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { app } from '../src/app.ts'
import { Database } from '../src/platform/db.ts'
import { logTo } from '../src/platform/log.ts'
import { drawn, pagesFrom, type Sent, untouched } from './forms.ts'
import {
  type FoundForm,
  fillEvery,
  type Prepared,
  prepared,
  providers,
  rightAnswers,
  Told,
} from './hostile.ts'
import { type Browser, browser, type CastName, origin, secret, today } from './world.ts'

/** Not more than the links that one address may ask for at a time. */
const MANY = 5

/** Sends a form as it is drawn now many times at once, by many people who know the right answers. */
async function sentAtOnce({ people }: Prepared, form: FoundForm, answers: Sent, keys: () => string) {
  const browser = people[form.finder]
  const hidden = untouched(
    ((await drawn(browser, form)) ?? form.asked).filter(({ kind }) => kind === 'hidden'),
  )
  const sent = Array.from({ length: MANY }, () => ({ ...answers, ...hidden, 'form-key': keys() }))
  return Promise.all(sent.map((one) => browser.post(form.at, one)))
}

test('every form that is sent many times at once acts as often as it should', async (t) => {
  const answers = await rightAnswers()

  await t.test('once under one key, and everybody is told the same', async () => {
    const w = await prepared()
    const wrong: string[] = []
    let done = 0
    for (const form of w.forms) {
      const key = randomUUID()
      const all = await sentAtOnce(w, form, answers.get(form.route) ?? {}, () => key)
      const told = new Set(all.map(({ status, headers }) => `${status} ${headers.get('location') ?? ''}`))
      if (told.size !== 1) wrong.push(`${form.route}: ${[...told].join(', ')}`)
      if (all[0]?.status === 303) done += 1
    }
    assert.deepEqual(wrong, [])
    assert.ok(done > 50, `${done} were done`)
  })

  await t.test('and under keys of their own each is done, or told why not', async () => {
    const w = await prepared()
    const told = new Told()
    for (const form of w.forms)
      for (const answer of await sentAtOnce(w, form, answers.get(form.route) ?? {}, randomUUID))
        told.take(answer, form.route)
    assert.deepEqual(told.wrong, [])
  })
})

test('an answer never waits for a second connection, so that many at once cannot hold each other up', async () => {
  const w = await prepared()
  const { pool, schema } = w.database
  const connection = { ...pool.options, max: 1, connectionTimeoutMillis: 1_000 }
  const narrow = new Database({ connection, schema })
  after(() => narrow.close())
  const clock = { now: () => new Date(`${today}T12:00:00Z`), today: () => today }
  const settings = { url: origin, secret, secure: false, providers }
  const site = app({
    database: narrow,
    clock,
    log: logTo('nowhere'),
    settings,
    assets: { folder: 'public/assets', version: '' },
  })
  const told = new Told()
  const narrowed = async (name: CastName): Promise<Browser> => {
    const { get, post } = browser(site, await w.cookie(name))
    const telling: typeof post = async (...given) => {
      const answer = await post(...given)
      told.take(answer, `POST ${given[0]}`)
      return answer
    }
    return { get, post: telling }
  }
  const people = { ...w.people }
  for (const name of Object.keys(people) as (keyof typeof people)[]) people[name] = await narrowed(name)
  assert.ok((await fillEvery({ people, forms: w.forms })) > 50)
  for await (const { address, ...answer } of pagesFrom(site, people.coordinator, ['/'], { ofARoute: 1 }))
    told.take(answer, address)
  assert.deepEqual(told.wrong, [])
})
