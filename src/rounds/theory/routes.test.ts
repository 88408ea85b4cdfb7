import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { adding } from '../../../test/adding.ts'
import { roundAt } from '../../../test/rounds.ts'
import { type CastName, today, type World, world } from '../../../test/world.ts'
import { addDays } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'
import { needs } from '../needs.ts'
import { type Stage, stages } from '../tables.ts'

const key = () => ({ 'form-key': crypto.randomUUID() })
const addressOf = ({ headers }: { headers: Headers }) => (headers.get('location') ?? '').split('?')[0] ?? ''

/** A round whose debrief is over, with a theory of action, due to be gone back to in six weeks. */
async function debriefed(w: World, given = {}) {
  const made = await roundAt(w, {
    ...{ state: 'debriefed', theoryIf: 'give pupils a minute', theoryThen: 'more of them will answer' },
    ...{ returnOn: addDays(today, 42), ...given },
  })
  await w.database.transaction(everything, async (tx) => {
    for (const stage of Object.keys(stages) as Stage[])
      await adding(tx)('roundStages', {
        ...{
          roundId: made.id,
          stage,
          words: `Our ${stage}.`,
          agreedBy: w.people.deputy,
          agreedAt: new Date(),
        },
      })
  })
  return made
}

const says = async (w: World, name: CastName) => (await needs(await w.by(name))).map((need) => need.says)

describe('the return', () => {
  test('is told by the head, ends the round, and tells the alliance its theory of action', async () => {
    const w = await world()
    const { at, rooms } = await debriefed(w)
    const [head, governor] = [await w.as('head'), await w.as('governor')]
    assert.doesNotMatch((await governor.get(at)).text, /a minute/)
    const words = 'Six rooms wait now. Mr Bell does not.'
    const named = await head.post(`${at}/return`, { ...key(), words, 'form-version': '1' })
    assert.equal(named.status, 422)
    assert.ok(named.text.includes(words))
    assert.equal((await (await w.as('hubLead')).get(`${at}/return`)).status, 403)
    const told = { words: 'Six rooms wait now.', 'form-version': '1' }
    const twice = key()
    const both = await Promise.all([
      head.post(`${at}/return`, { ...twice, ...told }),
      head.post(`${at}/return`, { ...twice, ...told }),
    ])
    assert.deepEqual(
      both.map(({ status }) => status),
      [303, 303],
    )
    assert.equal((await head.post(`${at}/return`, { ...key(), ...told, words: 'Other' })).status, 409)
    const public_ = (await governor.get(at)).text
    assert.match(public_, /Returned to[\s\S]*If we give pupils a minute, then more of them will answer\./)
    assert.doesNotMatch(public_, /Six rooms|A few pupils/)
    for (const path of ['theory', 'debrief/next-level', 'debrief/patterns/new'])
      assert.notEqual((await head.get(`${at}/${path}`)).status, 200, path)
    const late = await head.post(`${at}/notes`, { ...key(), roomId: String(rooms[0]), words: 'x' })
    assert.equal(late.status, 422)
  })

  test('waits for the head as it comes due, and notes for a visitor from the day after', async () => {
    const w = await world()
    await debriefed(w, { returnOn: addDays(today, 8) })
    assert.deepEqual(await says(w, 'head'), [])
    await debriefed(w, { returnOn: addDays(today, 7) })
    assert.deepEqual(await says(w, 'head'), ['Tell what was found on return'])
    await roundAt(w, { visitOn: today })
    assert.deepEqual(await says(w, 'hubLead'), [])
    assert.deepEqual(await says(w, 'deputy'), ['Mark the lessons as visited'])
    await roundAt(w, { visitOn: addDays(today, -1), state: 'visited' })
    assert.deepEqual(await says(w, 'hubLead'), ['Write down what you saw in lessons'])
    assert.ok((await says(w, 'deputy')).includes('Go on with the debrief'))
    assert.deepEqual(await says(w, 'teacher'), [])
    assert.deepEqual(await says(w, 'partner'), [])
  })
})

describe('a case study of a round', () => {
  test('is made by the office once the head has offered it, and names the school only if they agreed', async () => {
    const w = await world()
    const { at } = await debriefed(w)
    const [head, office] = [await w.as('head'), await w.as('coordinator')]
    assert.equal((await office.get(`${at}/case-study`)).status, 409)
    assert.equal((await office.get(`${at}/share`)).status, 403)
    assert.equal((await (await w.as('deputy')).get(`${at}/share`)).status, 403, 'the head’s own to say')
    const offer = { shared: 'no', offered: 'unnamed', 'form-version': '1' }
    assert.equal((await head.post(`${at}/share`, { ...key(), ...offer })).status, 303)
    assert.deepEqual(await says(w, 'coordinator'), ['A round is offered as a case study'])
    const form = (await office.get(`${at}/case-study`)).text
    assert.match(form, /A few pupils answer[\s\S]*Our next level/)
    const study = {
      title: 'Who thinks',
      theoryOfAction: 'If we …, then …',
      issue: 'A few answered.',
      done: '',
      impact: '',
    }
    const naming = await office.post(`${at}/case-study`, {
      ...key(),
      ...study,
      issue: 'At Ashmere a few answered.',
    })
    assert.match(naming.text, /has not agreed that the school is named/)
    assert.equal((await head.post(`${at}/case-study`, { ...key(), ...study })).status, 403)
    const both = await Promise.all([
      office.post(`${at}/case-study`, { ...key(), ...study }),
      office.post(`${at}/case-study`, { ...key(), ...study }),
    ])
    assert.deepEqual(both.map(({ status }) => status).sort(), [303, 422])
    const made = addressOf(both.find(({ status }) => status === 303) ?? both[0])
    const read = (await (await w.as('governor')).get(made)).text
    assert.match(read, /Who thinks[\s\S]*If we …, then …/)
    assert.doesNotMatch(read, /Ashmere/)
    assert.ok((await head.get(at)).text.includes(made))
    const late = { ...offer, offered: 'named', 'form-version': '3' }
    assert.match((await head.post(`${at}/share`, { ...key(), ...late })).text, /ask the office/)
  })
})

describe('a debrief', () => {
  test('shows two who write one stage at once each other’s words, and agrees what was read', async () => {
    const w = await world()
    const { at } = await roundAt(w, { state: 'visited' })
    const [lead, olive] = [await w.as('deputy'), await w.as('otherHead')]
    const write = (who: typeof lead, words: string, version: string) =>
      who.post(`${at}/debrief/description`, { ...key(), words, 'form-version': version })
    const both = await Promise.all([write(lead, 'First words.', '0'), write(olive, 'Second words.', '0')])
    assert.deepEqual(both.map(({ status }) => status).sort(), [303, 409])
    const second = both.find(({ status }) => status === 409)?.text ?? ''
    assert.match(second, /First words\./)
    assert.match(second, /Second words\./)
    assert.equal((await write(olive, 'Both words.', '1')).status, 303)
    const agree = (version: string) => lead.post(`${at}/debrief/description/agree`, { ...key(), version })
    assert.match((await agree('1')).text, /changed meanwhile/)
    assert.equal((await lead.post(`${at}/debrief/description/agree`, key())).status, 409)
    const once = await Promise.all([agree('2'), agree('2')])
    assert.deepEqual(once.map(({ status }) => status).sort(), [303, 409])
    assert.equal((await lead.post(`${at}/debrief/description/reopen`, key())).status, 303)
    assert.equal((await agree('4')).status, 303)
    await olive.post(`${at}/debrief/analysis`, { ...key(), words: 'So.', 'form-version': '0' })
    assert.match((await lead.post(`${at}/debrief/description/reopen`, key())).text, /later stage has words/)
    assert.equal((await lead.get(`${at}/debrief/evaluation`)).status, 404)
  })

  test('a pattern is corrected and removed until the analysis is agreed', async () => {
    const w = await world()
    const { at, id, rooms } = await roundAt(w, { state: 'visited' })
    await w.database.transaction(everything, (tx) =>
      adding(tx)('roundStages', {
        ...{ roundId: id, stage: 'description', words: 'So.', agreedBy: null, agreedAt: new Date() },
      }),
    )
    const olive = await w.as('otherHead')
    const made = { words: 'Pupils wait.', rooms: rooms.slice(0, 2).map(String) }
    assert.equal((await olive.post(`${at}/debrief/patterns/new`, { ...key(), ...made })).status, 303)
    const found = await w.db.selectFrom('roundPatterns').selectAll().executeTakeFirstOrThrow()
    const one = `${at}/debrief/patterns/${found.id}`
    const three = { ...made, rooms: rooms.slice(0, 3).map(String), 'form-version': '1' }
    assert.equal((await olive.post(`${one}/correct`, { ...key(), ...three })).status, 303)
    assert.match((await olive.get(`${at}/debrief`)).text, /seen in 3 of 7 rooms</)
    assert.equal((await olive.post(`${one}/correct`, { ...key(), ...three, words: 'Other' })).status, 409)
    const other = await roundAt(w, { state: 'visited' })
    assert.equal((await olive.get(`${other.at}/debrief/patterns/${found.id}/correct`)).status, 409)
    assert.equal((await olive.post(`${other.at}/debrief/patterns/${found.id}/remove`, key())).status, 409)
    const again = key()
    const gone = [await olive.post(`${one}/remove`, again), await olive.post(`${one}/remove`, again)]
    assert.deepEqual(
      gone.map(({ status }) => status),
      [303, 303],
    )
  })
})
