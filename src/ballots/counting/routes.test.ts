import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { moreSchools, motion, roomOn, type School, seat } from '../../../test/ballots.ts'
import { query, votesOf } from '../../../test/counting.ts'
import { type World, world } from '../../../test/world.ts'
import { ballotOf } from '../queries.ts'
import { resultOf } from './result.ts'

/** A page as it is read, without its marks. */
const words = (html: string) =>
  html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')

describe('a motion that is closed (scenario 5)', () => {
  /** Of 25 memberships 22 are in the room, two of them by one executive head; two-thirds of all are needed. */
  async function may6(
    more: object = {},
    before = async (_w: World, _ballot: number, _schools: School[]) => {},
  ) {
    const w = await world()
    const schools = await moreSchools(w, 23)
    const room = await roomOn(w)
    const there = schools.slice(0, 22)
    const executive = there[0]?.headId ?? 0
    for (const [at, { membershipId, headId }] of there.entries())
      if (at !== 1) await seat(w, room.meeting, { membershipId, personId: headId })
    await query(
      w,
      `insert into attendances (meeting_id, membership_id, urn, person_id, capacity)
       select $1, membership_id, urn, $3, 'head' from membership_schools where membership_id = $2`,
      [room.meeting, there[1]?.membershipId, executive],
    )
    const ballot = await motion(w, {
      itemId: room.item,
      majority: 'two thirds of all',
      question: 'Alter P32?',
      ...more,
    })
    await before(w, ballot, schools)
    await (await w.as('coordinator')).post(`/ballots/${ballot}/open`, {})
    const choices = there.map(({ membershipId }, at): [number, string] => [
      membershipId,
      at < 15 ? 'for' : at < 20 ? 'against' : 'abstain',
    ])
    return { w, schools, ballot, at: `/ballots/${ballot}`, choices }
  }

  test('says the sum to everybody, and to nobody before the close', async () => {
    const { w, schools, ballot, at, choices } = await may6()
    await votesOf(w, ballot, choices)
    const open = await ballotOf(w.db, ballot)
    assert.equal(await resultOf(w.db, open), null)
    assert.equal(
      await resultOf(w.db, { ...open, closedAt: new Date() }),
      null,
      'whoever says that it is closed: the database knows that it is not',
    )
    const office = await w.as('coordinator')
    assert.doesNotMatch(words((await office.get(at)).text), /Not carried|15 for|Result/)

    assert.equal((await office.post(`${at}/close`, {})).status, 303)
    for (const name of ['coordinator', 'otherHead', 'governor'] as const) {
      const text = words((await (await w.as(name)).get(at)).text)
      assert.match(text, /15 for, 5 against, 2 abstained: two short of the 17 it needed/, name)
      assert.ok(
        text.includes(
          'Two-thirds of all 25 memberships: 25 × 2/3 = 16.67, so 17 votes for. There were 15: two fewer. Not carried — though 15 of 20 votes cast, 75%, were for it.',
        ),
        name,
      )
      assert.match(text, /13 needed; 22 were represented when it opened/)
      assert.match(text, new RegExp(`Not represented Ashmere, Brindle Moor and ${schools[22]?.name}`))
    }
    const result = await resultOf(w.db, await ballotOf(w.db, ballot))
    assert.equal(
      result?.says,
      'Not carried: 15 for, 5 against, 2 abstained. Two-thirds of all 25 memberships is 17 votes.',
    )
    assert.equal(result?.outcome, 'not carried')
  })

  test('leaves a school with an interest out of the votes and of the denominator', async () => {
    const { w, schools, ballot, at, choices } = await may6()
    await votesOf(w, ballot, choices)
    const out = schools[16]?.membershipId
    await query(w, 'update ballot_electors set excluded = true where ballot_id = $1 and membership_id = $2', [
      ballot,
      out,
    ])
    await (await w.as('coordinator')).post(`${at}/close`, {})
    const text = words((await (await w.as('head')).get(at)).text)
    assert.match(text, /all 24 memberships: 24 × 2\/3 = 16, so 16 votes for. There were 15: one fewer/)
    assert.match(text, /15 for, 4 against, 2 abstained/)
    assert.match(
      text,
      new RegExp(`Outside this vote ${schools[16]?.name}, for an interest declared in the item`),
    )
  })

  test('counts a school that voted beforehand among those present', async () => {
    const fromAfar = { majority: 'two thirds of those present', absentFrom: '2018-03-04T09:00:00Z' }
    const { w, ballot, at, choices } = await may6(fromAfar, async (w, ballot, schools) => {
      const last = schools[22]?.membershipId ?? 0
      await query(
        w,
        'insert into ballot_electors (ballot_id, membership_id, present) values ($1, $2, false)',
        [ballot, last],
      )
      await votesOf(w, ballot, [[last, 'for']])
    })
    await votesOf(w, ballot, choices)
    await (await w.as('coordinator')).post(`${at}/close`, {})
    const text = words((await (await w.as('head')).get(at)).text)
    assert.match(
      text,
      /the 23 memberships present: 23 × 2\/3 = 15\.33, so 16 votes for. There were 16: exactly enough. Carried/,
    )
  })
})

test('between meetings fewer than the quorum decide nothing, however they vote', async () => {
  const w = await world()
  const schools = await moreSchools(w, 3)
  const from = { byCorrespondence: true, opensAt: '2018-03-01', closesAt: '2199-03-09' }
  const ballot = await motion(w, from)
  const office = await w.as('coordinator')
  await office.post(`/ballots/${ballot}/open`, {})
  await votesOf(
    w,
    ballot,
    schools.slice(0, 2).map(({ membershipId }) => [membershipId, 'for']),
  )
  await query(w, 'update ballots set closed_at = clock_timestamp() where id = $1', [ballot])
  const result = await resultOf(w.db, await ballotOf(w.db, ballot))
  assert.deepEqual(
    [result?.outcome, result?.says],
    ['no quorum', 'Not decided: no quorum: 2 for, 0 against, 0 abstained. 2 took part, and the quorum is 3.'],
  )
  assert.match(words((await office.get(`/ballots/${ballot}`)).text), /2 of 5 took part, which is no quorum/)
})

const NAMES = ['Ann Ash', 'Bob Birch', 'Cid Cedar']

/** An election in the room among three, which eight schools took part in as this says: `3 A>B`. */
async function elected(counting: string, ...heaps: string[]) {
  const w = await world()
  const schools = await moreSchools(w, 8)
  const room = await roomOn(w)
  for (const { membershipId, headId } of schools)
    await seat(w, room.meeting, { membershipId, personId: headId })
  const ballot = await motion(w, {
    ...{ itemId: room.item, asks: 'election', majority: null, counting, question: 'Who chairs?' },
  })
  const options = await query<{ id: string }>(
    w,
    `insert into ballot_options (ballot_id, position, words) select $1, n, w
     from unnest($2::text[]) with ordinality as o (w, n) returning id`,
    [ballot, NAMES],
  )
  const at = `/ballots/${ballot}`
  const office = await w.as('coordinator')
  await office.post(`${at}/open`, {})
  const choice = (said: string) => said.replace(/[A-C]/g, (name) => String(options['ABC'.indexOf(name)]?.id))
  const choices = heaps.flatMap((heap) => {
    const [many, said = ''] = heap.split(' ')
    return Array.from({ length: Number(many) }, () => choice(said))
  })
  await votesOf(
    w,
    ballot,
    choices.map((said, i) => [schools[i]?.membershipId ?? 0, said]),
  )
  return { w, ballot, at, office, close: () => office.post(`${at}/close`, {}) }
}

describe('an election', () => {
  test('is shown round by round, and who is elected goes on with the result', async () => {
    const { w, ballot, at, office, close } = await elected('alternative vote', '3 A', '2 B>C', '2 C>B', '1 C')
    await close()
    const text = words((await office.get(at)).text)
    assert.match(text, /Cid Cedar is elected in round 2, with 5 votes of the 8 papers that counted, 62\.5%/)
    assert.match(text, /Round 1: Bob Birch goes out with fewest votes\./)
    assert.match(text, /Cid Cedar Elected 3 5 \(\+2\)/)
    const result = await resultOf(w.db, await ballotOf(w.db, ballot))
    assert.deepEqual([result?.outcome, result?.options.map(({ words }) => words)], ['elected', ['Cid Cedar']])
    const lot = await office.get(`${at}/lot`)
    assert.match(lot.text, /This count needed no lot/)
    assert.doesNotMatch(lot.text, /<textarea|name="words"/)
    assert.equal((await office.post(`${at}/lot`, { words: '1, 2, 3' })).status, 422)
  })

  test('nobody voted for anybody: nobody is elected, by no lot either', async () => {
    const { w, ballot, at, office, close } = await elected('first past the post', '3 abstain')
    await close()
    assert.equal((await resultOf(w.db, await ballotOf(w.db, ballot)))?.outcome, 'nobody elected')
    assert.match(words((await office.get(at)).text), /Nobody is elected: no vote was cast for any candidate/)
  })
})

describe('the lot of an election', () => {
  const level = () => elected('first past the post', '3 A', '3 C', '2 B')
  const seedOf = async (w: World, ballot: number) =>
    (
      await query<{ seed: string }>(w, `select encode(lot_seed, 'hex') as seed from ballots where id = $1`, [
        ballot,
      ])
    )[0]?.seed ?? ''

  test('is promised from the opening on, and its seed is told to nobody before it is drawn', async () => {
    const { w, ballot, at, office, close } = await level()
    const seed = await seedOf(w, ballot)
    const promise = createHash('sha256').update(Buffer.from(seed, 'hex')).digest('hex')
    const reader = await w.as('otherHead')
    for (const path of [at, `${at}/lot`]) {
      const { text } = await reader.get(path)
      assert.ok(text.includes(promise), path)
      assert.ok(!text.includes(seed), path)
    }
    assert.equal((await office.post(`${at}/lot`, { words: '1, 2, 3' })).status, 422, 'not before the close')
    await close()
    for (const browser of [reader, office])
      for (const path of [at, `${at}/lot`]) assert.ok(!(await browser.get(path)).text.includes(seed), path)
    assert.match(
      words((await reader.get(at)).text),
      /A lot decides between Ann Ash and Cid Cedar, who have 3 votes each/,
    )
  })

  test('waits for whoever keeps the vote, and for nobody else', async () => {
    const { w, at, office, close } = await level()
    await close()
    assert.match((await office.get('/')).text, new RegExp(`${at}/lot`))
    const other = await w.as('otherHead')
    assert.doesNotMatch((await other.get('/')).text, new RegExp(`${at}/lot`))
    assert.doesNotMatch((await other.get(`${at}/lot`)).text, /name="words"/)
    assert.equal((await other.post(`${at}/lot`, { words: '1, 2, 3' })).status, 403)
    assert.equal((await (await w.as('teacher')).get(`${at}/lot`)).status, 404)
    for (const said of ['', ' x ', 'x'.repeat(201)])
      assert.equal((await office.post(`${at}/lot`, { words: said })).status, 422, said)
    assert.equal((await office.post(`${at}/lot`, { words: '417, 23, 9006' })).status, 303)
    assert.doesNotMatch((await office.get('/')).text, new RegExp(`${at}/lot`))
  })

  test('is drawn once: of two at once the second is told', async () => {
    const { w, ballot, at, close } = await level()
    await close()
    const sent = await Promise.all(
      ['417, 23, 9006', 'one, two, three'].map(async (said) =>
        (await w.as('coordinator')).post(`${at}/lot`, { words: said }),
      ),
    )
    assert.deepEqual(sent.map(({ status }) => status).sort(), [303, 422])
    assert.match(
      sent.find(({ status }) => status === 422)?.text ?? '',
      /The lot was drawn already, at \d\d:\d\d by Amina Office: it is drawn once, and stays/,
    )
    const drawn = await query<{ did: string; details: string }>(
      w,
      `select did, details from audit_log where subject = $1 and did like 'drew%'`,
      [`ballots/${ballot}`],
    )
    assert.deepEqual(drawn, [{ did: 'drew the lot of an election', details: '{}' }])
  })

  test('elects whom anybody finds with the commands that the page shows', async () => {
    const { w, ballot, at, office, close } = await level()
    await close()
    const said = 'O\'Brien: 417;  $(id) "23" %s 9006'
    await office.post(`${at}/lot`, { words: said })
    const text = words((await (await w.as('otherHead')).get(`${at}/lot`)).text)
    const shown = [...text.matchAll(/(printf .*? \| sha256sum) gives ([0-9a-f]{64})/g)]
    assert.equal(shown.length, 4, 'one for the promise, and one for each candidate')
    for (const [, command = '', gives] of shown)
      assert.equal(
        execFileSync('bash', ['-c', command.replaceAll('&gt;', '>')], { encoding: 'utf8' }).slice(0, 64),
        gives,
        command,
      )
    const [ann = '', , cid = ''] = shown.slice(1).map(([, , digest = '']) => digest)
    const result = await resultOf(w.db, await ballotOf(w.db, ballot))
    const winner = ann < cid ? 'Ann Ash' : 'Cid Cedar'
    assert.deepEqual([result?.outcome, result?.options.map(({ words }) => words)], ['elected', [winner]])
    assert.match(words((await office.get(at)).text), new RegExp(`${winner} is elected by lot, level with`))
    const [kept] = await query<{ words: string }>(w, 'select lot_words as words from ballots where id = $1', [
      ballot,
    ])
    assert.equal(kept?.words, 'O\'Brien: 417; $(id) "23" %s 9006')
  })

  test('a motion has none', async () => {
    const w = await world()
    const room = await roomOn(w)
    const ballot = await motion(w, { itemId: room.item })
    assert.equal((await (await w.as('coordinator')).get(`/ballots/${ballot}/lot`)).status, 404)
  })
})
