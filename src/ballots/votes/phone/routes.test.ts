import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { motion, roomOn, seat } from '../../../../test/ballots.ts'
import { letters } from '../../../../test/board.ts'
import { type Browser, emailOf, type World, world } from '../../../../test/world.ts'
import { everything } from '../../../platform/db.ts'
import { openBallot, openBeforehand } from '../../actions.ts'

const noon = new Date('2018-03-05T12:00:00Z')
const aDay = 86_400_000
const keyIn = (text: string) => /name="form-key" value="([^"]+)"/.exec(text)?.[1] ?? ''
const versionIn = (text: string) => /name="form-version" value="(\d+)"/.exec(text)?.[1] ?? ''
const source = 'Mrs Head herself, ringing from the number of the school'

async function between(w: World, more: object = {}) {
  const window = { opensAt: new Date(Date.now() - aDay), closesAt: new Date(Date.now() + aDay) }
  const ballot = await motion(w, { byCorrespondence: true, ...window, ...more })
  await openBallot(await w.by('coordinator'), ballot, noon)
  return { ballot, at: `/ballots/${ballot}/phone` }
}

async function ring(office: Browser, at: string, more: Record<string, string>) {
  const { text } = await office.get(at)
  return office.post(at, { 'form-key': keyIn(text), choice: 'against', source, ...more })
}

const vote = (w: World, ballotId: number) =>
  w.db.selectFrom('votes').selectAll().where('ballotId', '=', ballotId).executeTakeFirst()

describe('a vote by phone', () => {
  test('is told to the head at once, who overturns it by the link though the ballot allows no change', async () => {
    const w = await world()
    const { ballot, at } = await between(w, { mayChange: false })
    const office = await w.as('coordinator')
    assert.match((await office.get(`/ballots/${ballot}`)).text, /Write down a vote by phone/)
    const school = { membershipId: String(w.members.ashmere) }
    const silent = await ring(office, at, { ...school, source: '' })
    assert.match(silent.text, /Enter who rang, and how you recognised them/)
    assert.equal((await ring(office, at, school)).status, 303)
    const written = await vote(w, ballot)
    assert.deepEqual(
      [written?.how, written?.castBy, written?.recordedBy, written?.source],
      ['phone', null, w.people.coordinator, source],
    )

    const head = await w.as('head')
    const own = await head.get(`/ballots/${ballot}/vote`)
    assert.match(own.text, new RegExp(`by phone at [^,]*, written down by Amina Office: ${source}`))
    assert.match(own.text, /Because it came by phone you may overturn it until the close/)
    for (const name of ['coordinator', 'otherHead'] as const) {
      const other = await w.as(name)
      for (const path of ['', '/vote', '/phone', '/roll'])
        assert.doesNotMatch((await other.get(`/ballots/${ballot}${path}`)).text, /ringing from the number/)
    }

    const told = await letters(w)
    assert.deepEqual(
      told.map(({ recipient }) => recipient),
      [emailOf('head')],
    )
    const [mail] = told
    assert.match(mail?.body ?? '', /Amina Office wrote down a vote by phone for Ashmere/)
    assert.match(mail?.body ?? '', /\nAgainst\n[\s\S]*ringing from the number/)
    const link = /http:\/\/alliance\.test(\/ballots\/vote\?\S+)/.exec(mail?.body ?? '')?.[1] ?? ''
    const visitor = await w.as('visitor')
    const { text } = await visitor.get(link)
    assert.match(text, /value="against" checked/)
    const overturned = { 'form-key': keyIn(text), 'form-version': versionIn(text), choice: 'for', reason: '' }
    assert.equal((await visitor.post(link, overturned)).status, 303)
    const now = await vote(w, ballot)
    assert.deepEqual([now?.choice, now?.how, now?.castBy, now?.source], ['for', 'mail', w.people.head, null])
    const again = await visitor.get(link)
    assert.doesNotMatch(again.text, /name="choice"/, 'what she cast herself stays as it is')
  })

  test('is for whoever keeps the ballot, and for a school that has not voted', async () => {
    const w = await world()
    const { ballot, at } = await between(w)
    for (const name of ['head', 'officer', 'deputy'] as const) {
      const browser = await w.as(name)
      assert.equal((await browser.get(at)).status, 403)
      const posted = await browser.post(at, {
        membershipId: String(w.members.ashmere),
        choice: 'for',
        source,
      })
      assert.equal(posted.status, 403)
    }
    const head = await w.as('head')
    const own = `/ballots/${ballot}/vote`
    const key = keyIn((await head.get(own)).text)
    await head.post(own, { 'form-key': key, choice: 'for', reason: '' })
    const office = await w.as('coordinator')
    const late = await ring(office, at, { membershipId: String(w.members.ashmere) })
    assert.equal(late.status, 422)
    assert.match(late.text, /Ashmere has taken part already/)
    assert.match(late.text, /ringing from the number/, 'what was typed is kept')
    assert.equal((await vote(w, ballot))?.how, 'page')
  })

  test('a school in the room votes there itself; one that votes beforehand may ring', async () => {
    const w = await world()
    const { meeting, item } = await roomOn(w, undefined, false)
    const ballot = await motion(w, { itemId: item })
    const at = `/ballots/${ballot}/phone`
    const office = await w.as('coordinator')
    assert.match((await office.get(at)).text, /This vote is not open yet/)
    const by = await w.by('coordinator')
    await openBeforehand(by, ballot, noon)
    assert.equal((await ring(office, at, { membershipId: String(w.members.ashmere) })).status, 303)
    await w.database.transaction(everything, (tx) =>
      tx.updateTable('meetings').set({ beganAt: noon }).where('id', '=', meeting).execute(),
    )
    await seat(w, meeting, { membershipId: w.members.brindle, personId: w.people.otherHead })
    await openBallot(by, ballot, noon)
    const { text } = await office.get(at)
    assert.match(text, /Every school that votes from afar has taken part/)
    const inRoom = await office.post(at, {
      ...{ 'form-key': crypto.randomUUID(), membershipId: String(w.members.brindle), choice: 'for', source },
    })
    assert.equal(inRoom.status, 422)
    assert.match(inRoom.text, /Brindle Moor is in the room: who holds its seat votes for it/)
  })

  test('in a secret vote the clerk ticks that it is by name; of a confidential item no mail tells the question', async () => {
    const w = await world()
    const secret = await between(w, { manner: 'secret' })
    const office = await w.as('coordinator')
    const school = { membershipId: String(w.members.ashmere) }
    const unticked = await ring(office, secret.at, school)
    assert.equal(unticked.status, 422)
    assert.match(unticked.text, /Tick that the school wishes to vote by name/)
    assert.equal((await ring(office, secret.at, { ...school, named: '1' })).status, 303)
    assert.equal((await vote(w, secret.ballot))?.how, 'phone')

    const { item } = await roomOn(w)
    await w.database.transaction(everything, (tx) =>
      tx.updateTable('agendaItems').set({ partB: true }).where('id', '=', item).execute(),
    )
    const hidden = await between(w, { itemId: item, question: 'Shall the reserve be spent?' })
    assert.equal((await ring(office, hidden.at, school)).status, 303)
    const [, mail] = await letters(w)
    assert.match(mail?.body ?? '', /on a confidential item/)
    assert.doesNotMatch(`${mail?.subject}${mail?.body}`, /reserve|token=/)
  })

  test('is refused where nobody who heads the school can be told', async () => {
    const w = await world()
    const { ballot, at } = await between(w)
    await w.database.transaction(everything, (tx) =>
      tx.updateTable('people').set({ email: null }).where('id', '=', w.people.head).execute(),
    )
    const answer = await ring(await w.as('coordinator'), at, { membershipId: String(w.members.ashmere) })
    assert.match(answer.text, /Nobody who heads Ashmere can be written to/)
    assert.equal(await vote(w, ballot), undefined)
  })
})
