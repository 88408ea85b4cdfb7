import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { motion, roomOn, seat } from '../../../test/ballots.ts'
import { asPerson, somebody } from '../../../test/board.ts'
import { again, type Browser, secret, type World, world } from '../../../test/world.ts'
import { needsOf } from '../../home/needs.ts'
import { day } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'
import { closeBallot, openBallot } from '../actions.ts'
import { voteLink } from './token.ts'

const urns = { ashmere: 990001, brindle: 990002 }
const noon = new Date('2018-03-05T12:00:00Z')
const url = 'http://alliance.test'
const aDay = 86_400_000
const window = () => ({
  byCorrespondence: true,
  opensAt: new Date(Date.now() - aDay),
  closesAt: new Date(Date.now() + aDay),
})

const votesIn = (w: World, ballotId: number) =>
  w.db
    .selectFrom('votes')
    .select(['membershipId', 'choice', 'reason', 'how', 'castBy', 'recordedBy', 'version'])
    .where('ballotId', '=', ballotId)
    .orderBy('membershipId')
    .execute()

const change = (w: World, table: 'attendances' | 'posts', of: object, set: object) =>
  w.database.transaction(everything, async (tx) => {
    let query = tx.updateTable(table).set(set as never)
    for (const [name, value] of Object.entries(of)) query = query.where(name as never, '=', value as never)
    await query.execute()
  })

/** A vote by name that is open in the room: Hannah’s deputy Dev sits for Ashmere, Olive for Brindle Moor. */
async function inRoom(w: World, more: object = {}) {
  const { meeting, item } = await roomOn(w)
  await seat(w, meeting, { membershipId: w.members.ashmere, personId: w.people.deputy, capacity: 'deputy' })
  await seat(w, meeting, { membershipId: w.members.brindle, personId: w.people.otherHead })
  const ballot = await motion(w, { itemId: item, ...more })
  await openBallot(await w.by('coordinator'), ballot, noon)
  return { meeting, item, ballot, at: `/ballots/${ballot}/vote` }
}

/** A vote between meetings that is open, with every head asked. */
async function between(w: World, more: object = {}) {
  const ballot = await motion(w, { ...window(), ...more })
  await openBallot(await w.by('coordinator'), ballot, noon)
  return { ballot, at: `/ballots/${ballot}/vote` }
}

const keyIn = ({ text }: { text: string }) => /name="form-key" value="([^"]+)"/.exec(text)?.[1] ?? ''
const versionIn = ({ text }: { text: string }) => /name="form-version" value="(\d+)"/.exec(text)?.[1] ?? ''
const filled = (page: { text: string }, more: object) => ({ 'form-key': keyIn(page), reason: '', ...more })

/** Opens the form of a vote and sends it. */
async function cast(browser: Browser, at: string, choice: string, reason = '') {
  const page = await browser.get(at)
  return browser.post(at, filled(page, { choice, reason, 'form-version': versionIn(page) }))
}

describe('in the room (33)', () => {
  test('a deputy in the seat votes in full; the late head takes it back and may change it; who left may not', async () => {
    const w = await world()
    const { meeting, ballot, at } = await inRoom(w)
    const deputy = await w.as('deputy')
    assert.match((await deputy.get(`/ballots/${ballot}`)).text, /Vote for Ashmere/)
    const form = await deputy.get(at)
    assert.match(form.text, /Shall we buy eight minibuses\?/)
    assert.match(form.text, /You may change it until the close\./)
    const empty = await deputy.post(at, filled(form, {}))
    assert.match(empty.text, /Select how Ashmere votes/)
    assert.equal((await cast(deputy, at, 'for', 'Our pupils walk')).status, 303)
    const after = await deputy.get(`${at}?did=voted`)
    assert.match(after.text, /Ashmere voted: For, by Dev Deputy at \d\d:\d\d[^.]*\. You may change it until/)

    // Until now the head was not there; now she is, and the seat is hers.
    const head = await w.as('head')
    assert.match(
      (await head.get(at)).text,
      /Dev Deputy holds Ashmere’s seat at this moment, and votes for it/,
    )
    await seat(w, meeting, { membershipId: w.members.ashmere, personId: w.people.head })
    assert.match((await deputy.get(at)).text, /Ashmere voted: For/)
    assert.doesNotMatch((await deputy.get(at)).text, /Change Ashmere’s vote/)
    assert.equal((await cast(head, `${at}?change=yes`, 'against')).status, 303)
    const changed = await head.get(at)
    assert.match(changed.text, /Ashmere voted: Against, by Hannah Head/)
    assert.match(changed.text, /Before that: For, by Dev Deputy/)
    assert.deepEqual(await votesIn(w, ballot), [
      {
        ...{ membershipId: w.members.ashmere, choice: 'against', reason: null, how: 'page', version: 2 },
        ...{ castBy: w.people.head, recordedBy: null },
      },
    ])

    // She leaves: what stands stands, and she changes it no more.
    await change(w, 'attendances', { personId: w.people.head }, { departed: '11:50' })
    const left = await head.post(`${at}?change=yes`, filled(changed, { choice: 'for', 'form-version': '2' }))
    assert.equal(left.status, 422)
    assert.match(left.text, /Somebody else holds Ashmere’s seat at this moment/)
    assert.equal((await votesIn(w, ballot))[0]?.choice, 'against')
    assert.doesNotMatch((await head.get(at)).text, /Change Ashmere’s vote/)
  })

  test('an observer never votes, nor the authority, nor the office, nor a school outside the vote', async () => {
    const w = await world()
    const second = await somebody(w, 'Ellis Second', 'deputy', w.members.ashmere)
    const { meeting, ballot, at } = await inRoom(w)
    const why = 'Ashmere’s deputy stood in once this year.'
    await seat(w, meeting, {
      ...{ membershipId: w.members.ashmere, personId: second, capacity: 'observer' },
      ...({ why } as object),
    })
    const observer = await asPerson(w, second)
    assert.match((await observer.get(at)).text, /stood in once this year/)
    for (const choice of ['for', 'against'])
      assert.equal((await cast(observer, at, choice)).status, 422, 'what they send is refused too')
    const authority = await (await w.as('officer')).get(at)
    assert.match(authority.text, /the authority has none/)
    assert.doesNotMatch(authority.text, /name="choice"/)
    assert.match((await (await w.as('coordinator')).get(at)).text, /the office has none/)
    assert.match((await (await w.as('teacher')).get(at)).text, /could not find/)
    assert.deepEqual(await votesIn(w, ballot), [])

    await w.database.transaction(everything, (tx) =>
      tx
        .updateTable('ballotElectors')
        .set({ excluded: true })
        .where('membershipId', '=', w.members.brindle)
        .execute(),
    )
    const outside = await w.as('otherHead')
    assert.match((await outside.get(at)).text, /Brindle Moor has no part in this vote: an interest/)
    assert.equal((await cast(outside, at, 'for')).status, 422)
  })

  test('a school that was not there when it opened has no vote, though its head comes or writes from home', async () => {
    const w = await world()
    const { meeting, item } = await roomOn(w)
    await seat(w, meeting, { membershipId: w.members.brindle, personId: w.people.otherHead })
    const ballot = await motion(w, { itemId: item })
    await openBallot(await w.by('coordinator'), ballot, noon)
    const head = await w.as('head')
    const at = `/ballots/${ballot}/vote`
    const said = /not represented when this vote opened at \d\d:\d\d, and it was not opened beforehand/
    assert.match((await head.get(at)).text, said)
    const names = { ballotId: ballot, membershipId: w.members.ashmere, personId: w.people.head }
    const mail = voteLink({ url: '', secret }, names, 'for')
    assert.match((await (await w.as('visitor')).get(mail)).text, said)
    await seat(w, meeting, { membershipId: w.members.ashmere, personId: w.people.head })
    assert.equal((await cast(head, at, 'for')).status, 422)
    assert.deepEqual(await votesIn(w, ballot), [])
  })

  test('an executive head votes once for each of two schools', async () => {
    const w = await world()
    await w.database.transaction(everything, (tx) =>
      tx
        .insertInto('posts')
        .values({
          ...{ personId: w.people.head, post: 'executive head', membershipId: w.members.brindle },
          ...{ organisationId: null, fromOn: day('2016-09-01'), toOn: null, importId: null },
        })
        .execute(),
    )
    const { meeting, item } = await roomOn(w)
    for (const school of ['ashmere', 'brindle'] as const)
      await seat(w, meeting, {
        ...{ membershipId: w.members[school], personId: w.people.head },
        ...({ urn: urns[school] } as object),
      })
    const ballot = await motion(w, { itemId: item })
    await openBallot(await w.by('coordinator'), ballot, noon)
    const head = await w.as('head')
    const at = `/ballots/${ballot}/vote`
    const both = await head.get(at)
    assert.match(both.text, /Vote for Ashmere[\s\S]*Vote for Brindle Moor/)
    assert.equal((await needsOf(await w.by('head'))).filter(({ says }) => /^Vote for/.test(says)).length, 2)
    const [ashmere, brindle] = [w.members.ashmere, w.members.brindle]
    assert.equal((await cast(head, `${at}?school=${ashmere}`, 'for')).status, 303)
    assert.match((await head.get(`${at}?school=${ashmere}`)).text, /Vote for Brindle Moor/)
    assert.equal((await cast(head, `${at}?school=${brindle}`, 'abstain')).status, 303)
    const [one, other] = await votesIn(w, ballot)
    assert.deepEqual([one?.choice, other?.choice], ['for', 'abstain'])
    assert.deepEqual(
      (await needsOf(await w.by('head'))).filter(({ says }) => /^Vote for/.test(says)),
      [],
    )
  })
})

describe('two for one school', () => {
  test('the second is told who voted and when, keeps what was typed, and may change it by sending it again', async () => {
    const w = await world()
    const acting = await somebody(w, 'Alan Acting', 'head', w.members.ashmere)
    const { ballot, at } = await between(w)
    const [head, other] = [await w.as('head'), await asPerson(w, acting)]
    const [first, second] = [await head.get(at), await other.get(at)]
    const answers = await Promise.all([
      head.post(at, filled(first, { choice: 'for', reason: 'First' })),
      other.post(at, filled(second, { choice: 'against', reason: 'Second' })),
    ])
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409])
    const lost = answers.find(({ status }) => status === 409)
    const [won, loser] = answers[0]?.status === 303 ? ['Hannah Head', other] : ['Alan Acting', head]
    assert.match(
      lost?.text ?? '',
      new RegExp(`Ashmere has voted already: ${won} voted for it at \\d\\d:\\d\\d on`),
    )
    const typed = won === 'Hannah Head' ? ['against', 'Second'] : ['for', 'First']
    assert.match(lost?.text ?? '', new RegExp(typed[1] as string))
    assert.match(lost?.text ?? '', new RegExp(`value="${typed[0]}" checked`))
    assert.equal((await votesIn(w, ballot)).length, 1)

    const page = lost as { text: string }
    const again = filled(page, { choice: typed[0], reason: typed[1], 'form-version': versionIn(page) })
    assert.equal((await loser.post(at, again)).status, 303)
    assert.deepEqual(
      (await votesIn(w, ballot)).map(({ choice, version }) => [choice, version]),
      [[typed[0], 2]],
    )

    // Who opened the form before that is shown who changed it.
    const stale = filled(page, { choice: 'abstain', 'form-version': '1' })
    const late = await head.post(`${at}?change=yes`, {
      ...stale,
      'form-key': keyIn(await head.get(`${at}?change=yes`)),
    })
    assert.equal(late.status, 409)
    assert.match(late.text, /Ashmere has voted already/)
  })

  test('where a vote may not be changed this is said before, and the second cannot', async () => {
    const w = await world()
    const acting = await somebody(w, 'Alan Acting', 'head', w.members.ashmere)
    const { ballot, at } = await between(w, { mayChange: false })
    const [head, other] = [await w.as('head'), await asPerson(w, acting)]
    const opened = await other.get(at)
    assert.match(opened.text, /In this vote a vote that was cast stays as it is/)
    assert.equal((await cast(head, at, 'for')).status, 303)
    const lost = await other.post(at, filled(opened, { choice: 'against' }))
    assert.equal(lost.status, 422)
    assert.match(lost.text, /Ashmere has voted already: Hannah Head voted for it at/)
    const forced = await other.post(at, filled(lost, { choice: 'against', 'form-version': '1' }))
    assert.match(forced.text, /In this ballot a vote that was cast stays as it is/)
    assert.doesNotMatch((await head.get(at)).text, /Change Ashmere’s vote/)
    assert.deepEqual(
      (await votesIn(w, ballot)).map(({ choice }) => choice),
      ['for'],
    )
  })
})

describe('by the link of a mail', () => {
  const clean = world()
  const link = (w: World, ballotId: number, choice?: string) =>
    voteLink(
      { url, secret },
      { ballotId, membershipId: w.members.ashmere, personId: w.people.head },
      choice,
    ).replace(url, '')

  test('opening it changes nothing; the choice it names is selected, and one press by anybody signed out casts it', async () => {
    const w = await again(await clean)
    const { ballot } = await between(w)
    const visitor = await w.as('visitor')
    const address = link(w, ballot, 'against')
    for (let i = 0; i < 2; i++) await visitor.get(address)
    assert.deepEqual(await votesIn(w, ballot), [], 'mail filters open every link')
    const page = await visitor.get(address)
    assert.match(page.text, /Shall we buy eight minibuses\?/)
    assert.match(page.text, /value="against" checked/)
    assert.equal(page.text.match(/<button/g)?.length, 1)
    assert.equal((await visitor.post(address, filled(page, { choice: 'against' }))).status, 303)
    const [vote] = await votesIn(w, ballot)
    assert.deepEqual([vote?.how, vote?.castBy, vote?.choice], ['mail', w.people.head, 'against'])
    const after = await visitor.get(address)
    assert.match(after.text, /Ashmere voted: Against, by Hannah Head, from a mail,/)
    assert.match(after.text, /Change Ashmere’s vote/)
    const line = await w.db
      .selectFrom('auditLog')
      .select(['who', 'did', 'details'])
      .orderBy('seq', 'desc')
      .limit(1)
    const [said] = await line.execute()
    assert.deepEqual([said?.who, said?.did], [String(w.people.head), 'voted'])
    assert.doesNotMatch(JSON.stringify(said?.details), /against/)

    await closeBallotNow(w, ballot)
    const closed = await visitor.get(address)
    assert.match(closed.text, /This vote is closed/)
    assert.doesNotMatch(closed.text, /name="choice"/)
  })

  test('it holds for who heads the school, while they do, and is nobody else’s', async () => {
    const w = await again(await clean)
    const { ballot } = await between(w)
    const visitor = await w.as('visitor')
    const broken = await visitor.get(link(w, ballot).replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))
    assert.deepEqual([broken.status, /This link casts no vote/.test(broken.text)], [422, true])
    const address = link(w, ballot)
    const page = await visitor.get(address)
    await change(w, 'posts', { personId: w.people.head }, { toOn: day('2018-03-04') })
    const gone = await visitor.post(address, filled(page, { choice: 'for' }))
    assert.deepEqual([gone.status, await votesIn(w, ballot)], [422, []])
  })

  test('nothing of a confidential item is told by it', async () => {
    const w = await again(await clean)
    const { ballot, item } = await inRoom(w, { question: 'Shall the reserve be spent?' })
    await w.database.transaction(everything, (tx) =>
      tx.updateTable('agendaItems').set({ partB: true }).where('id', '=', item).execute(),
    )
    const answer = await (await w.as('visitor')).get(link(w, ballot))
    assert.equal(answer.status, 422)
    assert.doesNotMatch(answer.text, /reserve/)
  })
})

async function closeBallotNow(w: World, ballot: number) {
  await w.database.transaction(everything, (tx) =>
    tx.updateTable('ballotElectors').set({ excluded: true }).where('took', 'is', null).execute(),
  )
  await closeBallot(await w.by('coordinator'), ballot)
}

describe('elections', () => {
  const candidates = ['Kim Kale', 'Ana Ash', 'Lee Lime']
  async function election(w: World, counting: string) {
    const ballot = await motion(w, { ...window(), asks: 'election', majority: null, counting })
    const options = await w.database.transaction(everything, (tx) =>
      tx
        .insertInto('ballotOptions')
        .values(candidates.map((words, i) => ({ ballotId: ballot, position: i + 1, words, personId: null })))
        .returning('id')
        .execute(),
    )
    await openBallot(await w.by('coordinator'), ballot, noon)
    return { ballot, at: `/ballots/${ballot}/vote`, options: options.map(({ id }) => id) }
  }

  test('first past the post: one candidate, or to abstain', async () => {
    const w = await world()
    const { ballot, at, options } = await election(w, 'first past the post')
    const head = await w.as('head')
    const page = await head.get(at)
    assert.match(page.text, /Kim Kale[\s\S]*Ana Ash[\s\S]*Lee Lime[\s\S]*Abstain/)
    assert.equal((await cast(head, at, `option-${options[1]}`)).status, 303)
    assert.equal((await votesIn(w, ballot))[0]?.choice, String(options[1]))
    assert.match((await head.get(at)).text, /Ashmere voted: Ana Ash, by Hannah Head/)
    assert.match(
      (await head.get(`${at}?change=yes`)).text,
      new RegExp(`value="option-${options[1]}" checked`),
    )
    assert.equal((await cast(head, `${at}?change=yes`, 'option-999999')).status, 422)
  })

  test('alternative vote: a preference for each, twice is refused beside it, gaps are closed up and said', async () => {
    const w = await world()
    const { ballot, at, options } = await election(w, 'alternative vote')
    const [kim, ana, lee] = options.map((id) => `rank-${id}`) as [string, string, string]
    const head = await w.as('head')
    const page = await head.get(at)
    assert.match(page.text, /No preference/)
    const twice = await head.post(at, filled(page, { [kim]: '1', [ana]: '1', [lee]: '' }))
    assert.equal(twice.status, 422)
    assert.match(twice.text, new RegExp(`id="${ana}-error"[\\s\\S]*1st preference is given twice`))
    const gap = await head.post(at, filled(twice, { [kim]: '3', [ana]: '', [lee]: '1' }))
    assert.match(gap.headers.get('location') ?? '', /did=voted-closed-up/)
    const after = await head.get(gap.headers.get('location') ?? '')
    assert.match(after.text, /gaps between your preferences, which were closed up/)
    assert.match(after.text, /Ashmere voted: 1\. Lee Lime, 2\. Kim Kale/)
    assert.equal((await votesIn(w, ballot))[0]?.choice, `${options[2]}>${options[0]}`)
  })
})

describe('a secret vote', () => {
  test('a school that prefers it votes by name, warned before; its paper is then taken no more', async () => {
    const w = await world()
    const { ballot, at } = await between(w, { manner: 'secret' })
    const head = await w.as('head')
    const page = await head.get(at)
    assert.match(page.text, /everybody will read how Ashmere voted, beside its name/)
    assert.match(page.text, /Cast Ashmere’s vote by name/)
    assert.equal((await cast(head, at, 'for')).status, 303)
    const own = await head.get(`/ballots/${ballot}`)
    assert.match(own.text, /Ashmere voted: For/)
    const others = await (await w.as('otherHead')).get(`/ballots/${ballot}`)
    assert.doesNotMatch(others.text, /Ashmere voted/)
  })
})

describe('while it is open nobody is told how anybody voted, and after the close everybody is', () => {
  test('pages, the list and its CSV', async () => {
    const w = await world()
    const { ballot, at } = await inRoom(w)
    await cast(await w.as('deputy'), at, 'against', 'Too dear for us')
    const readers = ['coordinator', 'otherHead', 'officer', 'teacher'] as const
    for (const name of readers) {
      const browser = await w.as(name)
      for (const path of ['', '/vote', '/votes', '/votes.csv', '/phone', '/roll']) {
        const { text } = await browser.get(`/ballots/${ballot}${path}`)
        assert.doesNotMatch(text, /Too dear|Ashmere voted/, `${name} reads it at ${path}`)
      }
    }
    const other = await w.as('otherHead')
    assert.equal((await other.get(`/ballots/${ballot}/votes`)).status, 404)
    assert.equal((await other.get(`/ballots/${ballot}/votes.csv`)).status, 404)
    await cast(other, at, 'for')
    await closeBallot(await w.by('coordinator'), ballot)
    for (const path of ['', '/votes', '/votes.csv'])
      assert.match(
        (await other.get(`/ballots/${ballot}${path}`)).text,
        /Ashmere[\s\S]*Against[\s\S]*Too dear/,
      )
    const sorted = await other.get(`/ballots/${ballot}/votes?sort=-choice`)
    assert.match(sorted.text, /scope="row"[^>]*>Brindle Moor[\s\S]*scope="row"[^>]*>Ashmere/)
    const refused = await (await w.as('deputy')).post(`${at}?change=yes`, {
      choice: 'for',
      'form-version': '1',
    })
    assert.match(refused.text, /This vote is closed/)
  })
})
