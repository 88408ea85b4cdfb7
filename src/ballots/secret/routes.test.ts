import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, test } from 'node:test'
import { promisify } from 'node:util'
import { moreSchools, motion, roomOn, type School, seat } from '../../../test/ballots.ts'
import { asPerson } from '../../../test/board.ts'
import { type Covered, coveredPaper, proven, uncovered } from '../../../test/voting-paper.ts'
import { again, type Browser, today, type World, world } from '../../../test/world.ts'
import { everything } from '../../platform/db.ts'
import { cancelBallot, openBallot } from '../actions.ts'
import { castVote } from '../votes/actions.ts'
import { shownReceipt } from './paper.ts'
import { publicKeyOf } from './queries.ts'
import { receiptOf } from './signing.ts'
import { sweepBoxes } from './sweep.ts'

const JSON_ONLY = { accept: 'application/json' }

const kinds = {
  usual: {},
  fixed: { mayChange: false },
  preferences: { asks: 'election', counting: 'alternative vote', majority: null },
}
type Kind = keyof typeof kinds
const candidates = ['Ann', 'Ben', 'Cleo']

/** A board of nine in the room, and a secret vote of each kind that is open there, with papers that devices made. */
async function begun() {
  const w = await world()
  const { meeting, item } = await roomOn(w)
  const schools = await moreSchools(w, 7)
  for (const { membershipId, headId } of schools) await seat(w, meeting, { membershipId, personId: headId })
  await seat(w, meeting, { membershipId: w.members.ashmere, personId: w.people.head })
  await seat(w, meeting, { membershipId: w.members.brindle, personId: w.people.otherHead })
  const open = async (kind: Kind, papers: number) => {
    const id = await motion(w, { itemId: item, manner: 'secret', ...kinds[kind] })
    if (kind === 'preferences')
      await w.database.transaction(everything, (tx) =>
        tx
          .insertInto('ballotOptions')
          .values(candidates.map((words, i) => ({ ballotId: id, position: i + 1, words, personId: null })))
          .execute(),
      )
    await openBallot(await w.by('coordinator'), id, new Date(`${today}T12:00:00Z`))
    const key = (await publicKeyOf(w.database, id)) as Buffer
    return { id, key, papers: await Promise.all(schools.slice(0, papers).map(() => coveredPaper(key))) }
  }
  const ballots = {
    usual: await open('usual', 7),
    fixed: await open('fixed', 1),
    preferences: await open('preferences', 1),
  }
  return { w, schools, ballots }
}
const base = await begun()

/** A voter: their school, their browser, and the paper that their device made. */
type Voter = School & { browser: Browser; paper: Covered }
type Poll = { w: World; ballot: number; at: string; office: Browser; key: Buffer; voters: Voter[] }

/** A vote of that board with so many voters whose devices are at hand. */
async function poll(voting: number, kind: Kind = 'usual'): Promise<Poll> {
  const w = await again(base.w)
  const { id, key, papers } = base.ballots[kind]
  const voters = await Promise.all(
    base.schools.slice(0, voting).map(async (school, i) => ({
      ...school,
      browser: await asPerson(w, school.headId),
      paper: papers[i] as Covered,
    })),
  )
  return { w, key, voters, ballot: id, at: `/ballots/${id}`, office: await w.as('coordinator') }
}

const b64 = (bytes: Buffer) => bytes.toString('base64')

const asked = ({ at }: Poll, { browser, membershipId }: Voter, blinded: Buffer) =>
  browser.post(`${at}/paper?school=${membershipId}`, { blinded: b64(blinded) }, JSON_ONLY)

type Laid = { token: string; signature: string; choice: string; proof: string }

/** Takes a voter’s paper and says what it chooses; it is not yet in the box. */
async function filledIn(of: Poll, voter: Voter, choice: string): Promise<Laid> {
  const { status, text } = await asked(of, voter, voter.paper.blinded)
  assert.equal(status, 200, text)
  const signature = await uncovered(of.key, voter.paper, Buffer.from(JSON.parse(text).signed, 'base64'))
  return {
    ...{ token: b64(voter.paper.token), signature: b64(signature), choice },
    proof: b64(proven(voter.paper, of.key, of.ballot, choice)),
  }
}

/** As nobody: without a session. */
async function laid({ w, at }: Poll, paper: Laid) {
  const { status, text } = await (await w.as('visitor')).post(`${at}/box`, paper, JSON_ONLY)
  return { status, ...JSON.parse(text) } as { status: number; receipt?: string; says?: string }
}

async function voted(of: Poll, voter: Voter, choice: string): Promise<string> {
  const { receipt } = await laid(of, await filledIn(of, voter, choice))
  return receipt as string
}

const close = async ({ office, at }: Poll) => assert.equal((await office.post(`${at}/close`, {})).status, 303)

/** Every table of the alliance as text, row by row, as its owner sees it. */
async function dump({ database }: World): Promise<Map<string, string[]>> {
  const client = await database.pool.connect()
  try {
    await client.query('set role none')
    const { rows } = await client.query<{ name: string }>(
      `select table_schema || '.' || table_name as name from information_schema.tables
       where table_schema in ('alliance', 'alliance_jobs') and table_type = 'BASE TABLE'`,
    )
    const tables = new Map<string, string[]>()
    for (const { name } of rows) {
      const found = await client.query<{ row: string }>(`select t::text as row from ${name} t`)
      tables.set(
        name.replace('alliance.', ''),
        found.rows.map(({ row }) => row),
      )
    }
    return tables
  } finally {
    client.release(true)
  }
}

const keyRow = (tables: Map<string, string[]>, ballot: number) =>
  tables.get('ballot_keys')?.find((row) => row.startsWith(`(${ballot},`)) ?? ''
const NO_PRIVATE_HALF = /^\(\d+,"\\\\x[0-9a-f]+",,f\)$/

/** The tables in which any of these stands. */
const holding = (tables: Map<string, string[]>, traces: string[]) =>
  [...tables].flatMap(([table, rows]) =>
    rows.some((row) => traces.some((trace) => row.includes(trace))) ? [table] : [],
  )

/** Tables as their owner reads them, past every policy. */
async function asOwner<Row extends object>({ database }: World, query: string): Promise<Row[]> {
  const client = await database.pool.connect()
  try {
    await client.query('set role none')
    return (await client.query<Row>(query)).rows
  } finally {
    client.release(true)
  }
}

describe('voting in secret', () => {
  test('from the paper to the list: each counted, found by its receipt, and counted again by the checking program', async () => {
    const of = await poll(6)
    const { w, at, voters, office } = of
    const choices = ['for', 'against', 'for', 'abstain', 'for', 'against']
    const receipts: string[] = []
    for (const [i, voter] of voters.entries()) receipts.push(await voted(of, voter, choices[i] as string))
    assert.deepEqual(
      receipts,
      voters.map(({ paper }) => receiptOf(paper.token)),
    )
    await castVote(
      await w.by('otherHead'),
      { ballotId: of.ballot, membershipId: w.members.brindle, choice: 'for', how: 'page' },
      new Date(`${today}T12:00:00Z`),
    )
    const receipt = shownReceipt(receipts[1] as string)
    const early = await office.post(`${at}/receipt`, { receipt })
    assert.match(early.text, /is in the box/)
    assert.doesNotMatch(early.text, /against/i, 'nothing of the choice')
    assert.equal((await office.get(`${at}/papers`)).status, 409)
    await close(of)
    const later = await office.post(`${at}/receipt`, { receipt: receipt.toLowerCase() })
    assert.match(later.text, /was counted: Against\./)
    const none = await office.post(`${at}/receipt`, { receipt: '0'.repeat(20) })
    assert.match(none.text, /No paper with this receipt was counted/)
    const list = await office.get(`${at}/papers`)
    for (const one of receipts) assert.ok(list.text.includes(shownReceipt(one)))
    assert.match(list.text, /6 schools took a voting paper, and 6 papers were in the box\./)
    const { text } = await office.get(`${at}/papers.json`)
    const file = JSON.parse(text)
    assert.deepEqual(
      [file.papers.length, file.took.length, file.named],
      [6, 6, [{ school: 'Brindle Moor High School', choice: 'for' }]],
    )
    assert.deepEqual(
      file.papers.map((paper: { receipt: string }) => paper.receipt),
      [...receipts].sort(),
    )
    assert.deepEqual(
      file.options,
      ['For', 'Against', 'Abstain'].map((says, i) => ({ choice: says.toLowerCase(), says, position: i + 1 })),
      'the words that the digests of earlier votes hold',
    )
    assert.equal((await office.get(`${at}/papers.csv`)).text.trim().split('\n').length, 7)
    const sealed = await w.db
      .selectFrom('auditLog')
      .select('details')
      .where('did', '=', 'published what was in the box')
      .executeTakeFirstOrThrow()
    assert.deepEqual(JSON.parse(sealed.details), { digest: file.digest })
    const saved = path.join(await mkdtemp(path.join(tmpdir(), 'papers-')), 'papers.json')
    await writeFile(saved, text)
    const args = ['bin/verify-ballot.mjs', saved, '--digest', file.digest, '--receipt', receipt]
    const { stdout } = await promisify(execFile)(process.execPath, args)
    assert.match(stdout, /All of this holds\./)
  })

  test('without a script in two steps, and the form sent twice is one paper', async () => {
    const of = await poll(1)
    const { at, voters, w } = of
    const { browser, membershipId } = voters[0] as Voter
    const booth = (await browser.get(`${at}/paper`)).text
    const seed = hidden(booth, 'seed')
    const [one, again] = await Promise.all([
      browser.post(`${at}/paper?school=${membershipId}`, { seed }),
      browser.post(`${at}/paper?school=${membershipId}`, { seed }),
    ])
    assert.deepEqual([one.status, again.status], [200, 200])
    assert.equal(hidden(one.text, 'token'), hidden(again.text, 'token'))
    const paper = { token: '', signature: '', key: '' }
    for (const name of ['token', 'signature', 'key'] as const) paper[name] = hidden(one.text, name)
    const unsaid = await browser.post(`${at}/box`, paper)
    assert.equal(unsaid.status, 422)
    assert.match(unsaid.text, /Select how your school votes/)
    assert.equal(hidden(unsaid.text, 'token'), paper.token, 'the paper is still there')
    const cast = await browser.post(`${at}/box`, { ...paper, choice: 'for' })
    assert.match(cast.text, /Your paper is in the box/)
    assert.match(cast.text, new RegExp(shownReceipt(receiptOf(Buffer.from(paper.token, 'base64')))))
    const changed = await browser.post(`${at}/box`, { ...paper, choice: 'against' })
    assert.match(changed.text, /Your paper is in the box/)
    const other = await browser.post(`${at}/paper?school=${membershipId}`, { seed: b64(randomBytes(32)) })
    assert.equal(other.status, 409)
    assert.match(other.text, /School 0001 has taken its voting paper already/)
    await close(of)
    const counted = await w.db.selectFrom('countedPapers').select('choice').execute()
    assert.deepEqual(counted, [{ choice: 'against' }])
  })

  test('an election by preferences is voted on in the same way', async () => {
    const of = await poll(1, 'preferences')
    const [ann, , cleo] = await of.w.db.selectFrom('ballotOptions').select('id').orderBy('position').execute()
    const voter = of.voters[0] as Voter
    const paper = await filledIn(of, voter, `${cleo?.id}>${ann?.id}`)
    assert.equal((await laid(of, paper)).status, 200)
    await close(of)
    assert.match((await of.office.get(`${of.at}/papers`)).text, /1\. Cleo, 2\. Ann/)
  })
})

const hidden = (page: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1]?.replaceAll('&#43;', '+') ?? ''

describe('a voting paper is taken once', () => {
  test('the same again gets the same signature; another, or another person’s, is refused', async () => {
    const of = await poll(1)
    const { w, at, key, voters } = of
    const voter = voters[0] as Voter
    const [one, again] = [
      await asked(of, voter, voter.paper.blinded),
      await asked(of, voter, voter.paper.blinded),
    ]
    assert.deepEqual([one.status, one.text], [200, again.text])
    const another = await coveredPaper(key)
    const refused = await asked(of, voter, another.blinded)
    assert.equal(refused.status, 409)
    assert.deepEqual(JSON.parse(refused.text), { says: 'School 0001 has taken its voting paper already' })
    const named = await voter.browser.post(`${at}/vote?school=${voter.membershipId}`, { choice: 'for' })
    assert.match(named.text, /has taken its voting paper/, 'nor does the school vote by name then')
    for (const [who, status] of [
      ['head', 409],
      ['coordinator', 409],
      ['visitor', 404],
    ] as const) {
      const browser = await w.as(who)
      const answer = await asked(of, { ...voter, browser }, another.blinded)
      assert.equal(answer.status, status, who)
    }
    const lines = await w.db
      .selectFrom('auditLog')
      .select('who')
      .where('did', '=', 'took a voting paper')
      .execute()
    assert.deepEqual(lines, [{ who: String(voter.headId) }], 'and one line says so')
  })

  test('of two papers for one school at once one is signed', async () => {
    const of = await poll(1)
    const voter = of.voters[0] as Voter
    const papers = await Promise.all(Array.from({ length: 6 }, () => coveredPaper(of.key)))
    const answers = await Promise.all(papers.map(({ blinded }) => asked(of, voter, blinded)))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409, 409, 409, 409])
  })

  test('what is no blinded message is not signed, and the school may still vote', async () => {
    const of = await poll(1)
    const voter = of.voters[0] as Voter
    for (const wrong of [Buffer.alloc(256, 255), randomBytes(255), Buffer.alloc(0)])
      assert.equal((await asked(of, voter, wrong)).status, 409)
    assert.equal((await voted(of, voter, 'for')).length, 20)
  })
})

describe('the box takes', () => {
  test('no forged, altered, foreign or late paper', async () => {
    const of = await poll(3)
    const { w, office, voters } = of
    const [one, two, three] = voters as [Voter, Voter, Voter]
    const paper = await filledIn(of, one, 'for')
    const other = base.ballots.fixed.id
    const foreign = await laid({ ...of, at: `/ballots/${other}` }, paper)
    assert.equal(foreign.status, 409)
    const unsigned = {
      ...paper,
      token: b64(three.paper.token),
      proof: b64(proven(three.paper, of.key, of.ballot, 'for')),
    }
    const cases: [string, Laid][] = [
      ['a choice that its holder did not make', { ...paper, choice: 'against' }],
      ['a paper that nobody signed', unsigned],
      [
        'a choice that there is not',
        { ...paper, choice: '7', proof: b64(proven(one.paper, of.key, of.ballot, '7')) },
      ],
      ['nothing', { ...paper, proof: '' }],
    ]
    for (const [what, forged] of cases) assert.equal((await laid(of, forged)).status, 409, what)
    const replayed = [await laid(of, paper), await laid(of, paper)]
    assert.deepEqual(
      replayed.map(({ status }) => status),
      [200, 200],
    )
    assert.equal(replayed[0]?.receipt, replayed[1]?.receipt)
    const kept = await filledIn(of, two, 'for')
    await close(of)
    const late = await laid(of, kept)
    assert.deepEqual(
      [late.status, late.says],
      [409, 'This vote is closed, so the paper was not put into the box'],
    )
    assert.equal((await asked(of, three, three.paper.blinded)).status, 409)
    const counted = await w.db.selectFrom('countedPapers').select(['ballotId', 'choice']).execute()
    assert.deepEqual(counted, [{ ballotId: of.ballot, choice: 'for' }])
    assert.match(
      (await office.get(`${of.at}/papers`)).text,
      /2 schools took a voting paper, and 1 paper was in the box\. A school/,
    )
  })

  test('another choice on the same paper where votes may be changed, and the last is counted; elsewhere the first stays', async () => {
    for (const [mayChange, status, choice] of [
      [true, 200, 'against'],
      [false, 409, 'for'],
    ] as const) {
      const of = await poll(1, mayChange ? 'usual' : 'fixed')
      const voter = of.voters[0] as Voter
      const paper = await filledIn(of, voter, 'for')
      await laid(of, paper)
      const again = await laid(of, {
        ...paper,
        choice: 'against',
        proof: b64(proven(voter.paper, of.key, of.ballot, 'against')),
      })
      assert.equal(again.status, status)
      await close(of)
      assert.deepEqual(await of.w.db.selectFrom('countedPapers').select('choice').execute(), [{ choice }])
    }
  })

  test('a paper whoever sends it, and their session is not looked at', async () => {
    const of = await poll(1)
    const voter = of.voters[0] as Voter
    const paper = await filledIn(of, voter, 'for')
    const { status } = await voter.browser.post(`${of.at}/box`, paper, JSON_ONLY)
    assert.equal(status, 200)
    const line = await of.w.db
      .selectFrom('auditLog')
      .select(['who', 'details'])
      .where('did', '=', 'put a paper into the box')
      .executeTakeFirstOrThrow()
    assert.deepEqual(line, { who: 'system', details: '{}' })
  })

  test('a paper that was tampered with in the database is left out, and the log says so', async () => {
    const of = await poll(2)
    const [one, two] = of.voters as [Voter, Voter]
    await voted(of, one, 'for')
    await voted(of, two, 'for')
    await asOwner(
      of.w,
      `update ballot_box set choice = 'against' where token = '\\x${two.paper.token.toString('hex')}'`,
    )
    await close(of)
    assert.deepEqual(await of.w.db.selectFrom('countedPapers').select('choice').execute(), [
      { choice: 'for' },
    ])
    const { details } = await of.w.db
      .selectFrom('auditLog')
      .select('details')
      .where('did', '=', 'published what was in the box')
      .executeTakeFirstOrThrow()
    assert.equal(JSON.parse(details).leftOut, 1)
  })
})

describe('nobody learns', () => {
  test('what is in the box while it is open: not the office, not whoever keeps the vote, by no page or query', async () => {
    const of = await poll(2)
    const { w, at, office } = of
    const voter = of.voters[0] as Voter
    const receipt = await voted(of, voter, 'for')
    const by = await w.by('coordinator')
    for (const table of ['ballotBox', 'ballotKeys', 'ballotPapers'] as const)
      assert.deepEqual(await by.db.selectFrom(table).selectAll().execute(), [], table)
    assert.deepEqual(await by.totals.selectFrom('ballotBox').selectAll().execute(), [])
    const looks = async () =>
      [await office.get(at), await office.post(`${at}/receipt`, { receipt })].map(({ text }) =>
        text.replace(/name="form-key" value="[^"]*"/g, ''),
      )
    const before = await looks()
    assert.match(before[0] ?? '', /1 of 9/)
    await voted(of, voter, 'against')
    assert.deepEqual(await looks(), before, 'what is chosen changes no page')
  })

  test('once it is closed, whose a paper is: no table, log, form key or order of rows leads there', async () => {
    const of = await poll(7)
    const { w, voters } = of
    // In an order of their own, which must be nowhere afterwards.
    const order = [4, 0, 6, 2, 5, 1, 3].map((i) => voters[i] as Voter)
    for (const [i, voter] of order.entries()) await voted(of, voter, i % 2 ? 'for' : 'against')
    // Who looks up a receipt leaves nothing.
    const looking = order[0] as Voter
    await looking.browser.post(`${of.at}/receipt`, {
      receipt: receiptOf(looking.paper.token),
      'form-key': crypto.randomUUID(),
    })
    await close(of)
    await looking.browser.post(`${of.at}/receipt`, {
      receipt: receiptOf(looking.paper.token),
      'form-key': crypto.randomUUID(),
    })
    const tables = await dump(w)
    assert.deepEqual(tables.get('ballot_box'), [])
    assert.equal(tables.get('counted_papers')?.length, 7)
    const traces = order.flatMap(({ paper }) => [
      paper.token.toString('hex'),
      paper.blinded.toString('hex'),
      receiptOf(paper.token),
    ])
    assert.deepEqual(holding(tables, traces), ['counted_papers'])
    assert.match(keyRow(tables, of.ballot), NO_PRIVATE_HALF)
    type Placed = { xmin: string; member?: string; receipt?: string }
    const took = await asOwner<Placed>(
      w,
      'select xmin::text, membership_id::text as member from ballot_papers order by ctid',
    )
    const counted = await asOwner<Placed>(w, 'select xmin::text, receipt from counted_papers order by ctid')
    assert.equal(
      new Set([...took, ...counted].map(({ xmin }) => xmin)).size <= 2,
      true,
      'all were written by the close',
    )
    const members = took.map(({ member }) => Number(member))
    assert.deepEqual(
      members,
      [...members].sort((a, b) => a - b),
      'in the order of the schools',
    )
    const receipts = counted.map(({ receipt }) => receipt)
    assert.deepEqual(receipts, [...receipts].sort(), 'in the order of the receipts')
  })

  test('and the files of the tables hold no trace once they are swept', async () => {
    const of = await poll(3)
    for (const voter of of.voters) await voted(of, voter, 'for')
    await close(of)
    const { token, blinded } = (of.voters[0] as Voter).paper
    const held = async (table: string, bytes: Buffer) => {
      await asOwner(of.w, 'checkpoint')
      const [row] = await asOwner<{ at: number }>(
        of.w,
        `select position('\\x${bytes.toString('hex')}'::bytea in pg_read_binary_file(pg_relation_filepath('${table}'))) as at`,
      )
      return (row?.at ?? 0) > 0
    }
    assert.deepEqual([await held('ballot_box', token), await held('ballot_papers', blinded)], [true, true])
    await sweepBoxes(of.w.database)
    assert.deepEqual([await held('ballot_box', token), await held('ballot_papers', blinded)], [false, false])
    assert.equal((await of.office.get(`${of.at}/papers`)).status, 200)
    const [{ swept } = { swept: false }] = await asOwner<{ swept: boolean }>(
      of.w,
      `select swept from ballot_keys where ballot_id = ${of.ballot}`,
    )
    assert.ok(swept)
  })

  test('of a vote that is cancelled anything at all', async () => {
    const of = await poll(2)
    await voted(of, of.voters[0] as Voter, 'for')
    await cancelBallot(await of.w.by('coordinator'), of.ballot, 'Put wrongly')
    const tables = await dump(of.w)
    assert.deepEqual([tables.get('ballot_box'), tables.get('counted_papers')], [[], []])
    assert.match(keyRow(tables, of.ballot), NO_PRIVATE_HALF)
    assert.equal((await of.office.get(`${of.at}/papers`)).status, 409)
  })
})

describe('who may', () => {
  test('the list is for everybody who sees the vote, and for nobody else', async () => {
    const of = await poll(1)
    await voted(of, of.voters[0] as Voter, 'for')
    await close(of)
    for (const [who, status] of [
      ['head', 200],
      ['chair', 200],
      ['partner', 404],
      ['visitor', 404],
    ] as const)
      for (const address of ['papers', 'papers.json', 'papers.csv', 'receipt'])
        assert.equal(
          (await (await of.w.as(who)).get(`${of.at}/${address}`)).status,
          status,
          `${who} ${address}`,
        )
  })

  test('a vote that is not secret has no papers', async () => {
    const w = await world()
    const ballot = await w.database.transaction(everything, async () => motion(w, { byCorrespondence: true }))
    const head = await w.as('head')
    for (const address of ['paper', 'papers', 'papers.json', 'receipt'])
      assert.equal((await head.get(`/ballots/${ballot}/${address}`)).status, 404, address)
  })

  test('what is confidential is told to nobody who only sends something to its box', async () => {
    const of = await poll(1)
    await asOwner(of.w, 'update agenda_items set part_b = true')
    const visitor = await of.w.as('visitor')
    const answer = await visitor.post(`${of.at}/box`, {
      token: b64(randomBytes(97)),
      signature: b64(randomBytes(256)),
      key: b64(randomBytes(32)),
      choice: 'for',
    })
    assert.equal(answer.status, 409)
    assert.doesNotMatch(answer.text, /minibuses/)
  })
})
