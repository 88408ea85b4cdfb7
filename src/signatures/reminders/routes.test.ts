import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { agreed } from '../../../test/agreement.ts'
import { origin, today, type World, world } from '../../../test/world.ts'
import { actor } from '../../platform/action.ts'
import { addDays, type Day } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'
import { system } from '../../platform/who.ts'
import { recordPaper } from '../paper/actions.ts'
import { nameSubstitute, withdrawSubstitute } from '../substitutes/actions.ts'
import { sendReminders } from './actions.ts'

const prepared = async () => {
  const w = await world()
  return { ...w, version: await agreed(w) }
}

/** Runs the job on a day, and gives whom it wrote to. */
async function run({ database, db }: World, on: Day): Promise<string[]> {
  const before = await db.selectFrom('mails').select('id').execute()
  await sendReminders(actor(database, system, on), origin)
  const mails = await db.selectFrom('mails').select(['id', 'recipient']).orderBy('recipient').execute()
  const known = new Set(before.map(({ id }) => id))
  return mails
    .filter(({ id }) => !known.has(id))
    .map(({ recipient }) => recipient.replace('@alliance.example', ''))
}

const all = ['chair', 'head', 'otherhead']

describe('reminders', () => {
  test('begin with an invitation, come weekly, and stop for whoever signed, declined or left', async () => {
    const w = await prepared()
    assert.deepEqual(await run(w, today), all)
    assert.deepEqual(await run(w, today), [])
    assert.deepEqual(await run(w, addDays(today, 6)), [])
    assert.deepEqual(await run(w, addDays(today, 7)), all)
    const office = await w.by('coordinator')
    const paper = { versionId: w.version, signedOn: today, minute: null, minuteOn: null }
    const head = { ...paper, capacity: 'leadership', personId: w.people.head } as const
    await recordPaper(office, w.members.ashmere, head)
    assert.deepEqual(await run(w, addDays(today, 14)), ['chair', 'otherhead'])
    const at = `/agreement/sign/${w.members.brindle}/leadership/decline`
    await (await w.as('otherHead')).post(at, { read: String(w.version), reason: 'Not yet.' })
    assert.deepEqual(await run(w, addDays(today, 21)), ['chair'])
    await w.database.transaction(everything, (tx) =>
      tx
        .updateTable('memberships')
        .set({ leftOn: addDays(today, 22) })
        .where('id', '=', w.members.ashmere)
        .execute(),
    )
    assert.deepEqual(await run(w, addDays(today, 28)), [])
  })

  test('go to the substitute instead, and back when the naming is taken back', async () => {
    const w = await prepared()
    await run(w, today)
    const office = await w.by('coordinator')
    const named = { capacity: 'governance', personId: w.people.governor, reason: 'On leave' } as const
    const id = await nameSubstitute(office, w.members.ashmere, named)
    assert.deepEqual(await run(w, addDays(today, 1)), ['governor'])
    assert.deepEqual(await run(w, addDays(today, 8)), ['governor', 'head', 'otherhead'])
    await withdrawSubstitute(office, w.members.ashmere, id)
    assert.deepEqual(await run(w, addDays(today, 15)), all)
  })

  test('invite a new signatory when a post changes hands', async () => {
    const w = await prepared()
    await run(w, today)
    await w.database.transaction(everything, async (tx) => {
      await tx.updateTable('posts').set({ toOn: today }).where('personId', '=', w.people.head).execute()
      await tx
        .insertInto('posts')
        .values({
          ...{ personId: w.people.deputy, post: 'acting head', membershipId: w.members.ashmere },
          ...{ organisationId: null, fromOn: addDays(today, 1), toOn: null, importId: null },
        })
        .execute()
    })
    assert.deepEqual(await run(w, addDays(today, 1)), ['deputy'])
  })

  test('are one mail a day for all of somebody’s schools, exactly once however often the job runs', async () => {
    const w = await prepared()
    await w.database.transaction(everything, (tx) =>
      tx
        .insertInto('posts')
        .values({
          ...{ personId: w.people.head, post: 'executive head', membershipId: w.members.brindle },
          ...{ organisationId: null, fromOn: null, toOn: null, importId: null },
        })
        .execute(),
    )
    const runJob = () => sendReminders(actor(w.database, system, today), origin)
    await Promise.all([runJob(), runJob(), runJob()])
    const mails = await w.db.selectFrom('mails').select(['recipient', 'body']).execute()
    assert.equal(mails.length, 3)
    const [mine] = mails.filter(({ recipient }) => recipient === 'head@alliance.example')
    assert.match(mine?.body ?? '', /- as head of Ashmere High School\n- as head of Brindle Moor High School/)
    const rows = await w.db.selectFrom('signingReminders').selectAll().execute()
    assert.equal(rows.length, 4)
  })

  test('go at once when the office asks, and not twice in a day', async () => {
    const w = await prepared()
    const at = `/agreement/register/${w.members.ashmere}/remind`
    assert.equal((await (await w.as('head')).post(at, {})).status, 403)
    const office = await w.as('coordinator')
    assert.match((await office.post(at, {})).headers.get('location') ?? '', /did=reminded$/)
    assert.match((await office.post(at, {})).headers.get('location') ?? '', /did=reminded-before$/)
    assert.deepEqual(await run(w, today), ['otherhead'])
  })
})
