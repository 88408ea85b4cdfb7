import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { inflateRawSync } from 'node:zlib'
import { sql } from 'kysely'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import pg from 'pg'
import pino from 'pino'
import { app } from '../src/app.ts'
import { makeBriefing } from '../src/briefings/actions.ts'
import { drafted } from '../src/briefings/draft.ts'
import { recorded } from '../src/briefings/records.ts'
import { sendDigests } from '../src/digest/work.ts'
import { makeFeed } from '../src/feeds/actions.ts'
import { comingOf } from '../src/home/coming.ts'
import { needsOf } from '../src/home/needs.ts'
import { sendInvitations, tell } from '../src/invitations/actions.ts'
import { closeAction, noteProgress, recordAction } from '../src/meetings/action-log/actions.ts'
import { addItem, correctItem } from '../src/meetings/agenda/actions.ts'
import { sendAgenda } from '../src/meetings/agenda/issue/actions.ts'
import { addPaper } from '../src/meetings/agenda/papers/actions.ts'
import { itemOf } from '../src/meetings/agenda/queries.ts'
import { mark, setReader, takeMarkingBack } from '../src/meetings/confidential/actions.ts'
import { recordDecision } from '../src/meetings/decisions/actions.ts'
import { writeMinutes } from '../src/meetings/minutes/actions.ts'
import { approve, circulate } from '../src/meetings/minutes/moves.ts'
import { minutesOf } from '../src/meetings/minutes/queries.ts'
import { meeting } from '../src/meetings/queries.ts'
import { type Day, day } from '../src/platform/day.ts'
import { everything } from '../src/platform/db.ts'
import { pdf } from '../src/platform/pdf.ts'
import { storedFile } from '../src/platform/stored-file.ts'
import { type Records, record } from './records.ts'
import { type CastName, castNames, origin, secret, today, type World, world } from './world.ts'

/** Put into everything that a confidential item holds; `FOUND_BY` stands beside it, to search for without naming it. */
const MARKER = 'qzxvorn'
const FOUND_BY = 'wobblefish'
const said = `${MARKER} ${FOUND_BY}`

/** The head of Ashmere reads it, and the office; from the head of Brindle Moor it is withheld. */
const readers: (CastName | 'visitor')[] = [
  'visitor',
  ...castNames.filter((name) => name !== 'coordinator' && name !== 'head'),
]

type Secret = { meeting: number; next: number; item: number; later: number; ids: Record<string, string[]> }
type Kept = { w: World; r: Records; secret: Secret; feeds: string[]; heard: string[]; logged: string[] }

const plain = { purpose: said, ownerId: null, minutes: null, followsId: null }

async function boardMeeting(
  { database, people, groups }: World,
  title: string,
  heldOn: Day,
): Promise<number> {
  return database.transaction(everything, async (tx) => {
    const { rows } = await sql<{ id: number }>`insert into meetings (title, held_on, status, chair_id, starts)
      values (${title}, ${heldOn}, 'planned', ${people.coordinator}, '09:00') returning id`.execute(tx)
    const id = rows[0]?.id as number
    await tx.insertInto('meetingGroups').values({ meetingId: id, groupId: groups.board }).execute()
    return id
  })
}

/** A confidential item through its whole life, as the office would keep it: agenda, pack, minutes, edition, what follows. */
async function secretKept(w: World, on: (day: Day) => void): Promise<Secret> {
  on(day('2018-02-12'))
  const office = () => w.by('coordinator')
  const id = await boardMeeting(w, 'Board', day('2018-02-26'))
  const next = await boardMeeting(w, 'Board again', today)
  await addItem(await office(), id, { ...plain, kind: 'report', title: 'Finance', purpose: null })
  const item = await addItem(await office(), id, { ...plain, kind: 'decision', title: said })
  const of = { id: item, meetingId: id }
  await mark(await office(), { ...of, version: 1 }, { audience: 'members', reason: said }, origin)
  await setReader(await office(), of, { personId: w.people.otherHead, may: 'withheld', reason: said })
  const { version } = await itemOf(w.db, item)
  await correctItem(await office(), { ...of, version }, { ...plain, kind: 'decision', title: `Now ${said}` })
  const paper = { title: said, summary: said }
  const typed = await addPaper(await office(), await itemOf(w.db, item), paper, { words: said })
  const printed = await pdf({ title: said, author: 'Office', date: today, sections: [] })
  const file = await storedFile(new File([Buffer.from(printed)], `${MARKER}.pdf`), undefined)
  const filed = await addPaper(await office(), await itemOf(w.db, item), paper, { file, pageTexts: [said] })
  await w.database.transaction(everything, async (tx) => {
    await sql`insert into item_interests (item_id, person_id, words) values (${item}, ${w.people.coordinator}, ${said})`.execute(
      tx,
    )
  })
  await sendInvitations(await office(), id)
  const organiser = { name: 'Office', address: 'office@alliance.example' }
  const site = { url: origin, host: 'alliance.test', organiser, alliance: 'Vale' }
  await tell(await office(), id, site, new Date('2018-02-12T12:00:00Z'))
  await sendAgenda(
    await office(),
    await meeting(w.db, id, 'all'),
    { reason: 'Short', words: null },
    { url: origin, secret },
  )
  on(day('2018-02-26'))
  await writeMinutes(await office(), id, [{ itemId: item, opened: 0, typed: said }])
  const decision = await recordDecision(
    await office(),
    { meetingId: id, itemId: item },
    { words: said, means: said, pence: 100, takesEffectOn: null },
  )
  const owner = {
    personId: w.people.teacher,
    post: 'teacher',
    membershipId: w.members.ashmere,
    groupId: null,
  } as const
  const act = async () =>
    recordAction(
      await office(),
      { meetingId: id, itemId: item },
      { words: said, owner, dueMeetingId: next, dueOn: null },
    )
  const [open, closed] = [await act(), await act()]
  await noteProgress(await office(), open, said)
  await closeAction(await office(), { id: closed, version: 1 }, said)
  await w.database.transaction(everything, (tx) =>
    sql`update meetings set status = 'held' where id = ${id}`.execute(tx),
  )
  await circulate(await office(), id, origin)
  on(today)
  const minutes = await minutesOf(w.db, id)
  await approve(
    await office(),
    { id, version: minutes.version, today },
    { approvedMeetingId: next, amendments: null },
  )
  const later = await addItem(await office(), next, {
    ...plain,
    kind: 'report',
    title: 'Later',
    purpose: null,
    followsId: item,
  })
  await sendAgenda(
    await office(),
    await meeting(w.db, next, 'all'),
    { reason: 'Short', words: null },
    { url: origin, secret },
  )
  const head = await w.by('head')
  const about = { meetingId: id, membershipId: w.members.ashmere }
  const briefing = await makeBriefing(head, about, drafted(await recorded(head.db, id, w.members.ashmere)))
  const ids = {
    item: [item],
    paper: [typed, filed],
    decision: [decision],
    action: [open, closed],
    briefing: [briefing],
  }
  const texts = Object.entries(ids).map(([name, all]) => [name, all.map(String)] as const)
  return { meeting: id, next, item, later, ids: Object.fromEntries(texts) }
}

/** A world with the secret in it, everything the site wrote of itself meanwhile, and calendars that anybody may subscribe to. */
async function kept(): Promise<Kept> {
  let now = today
  const clock = { now: () => new Date(`${now}T12:00:00Z`), today: () => now }
  const w = await world(clock)
  const heard = await listening(w)
  const r = await record(w)
  const secretItem = await secretKept(w, (day) => {
    now = day
  })
  const settings = { url: origin, secret, secure: false, providers: [] }
  const logged: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => logged.push(line) })
  const site = app({
    database: w.database,
    clock,
    log,
    settings,
    assets: { folder: 'public/assets', version: '' },
  })
  const feeds: string[] = []
  for (const name of ['deputy', 'otherHead', 'teacher'] as const)
    feeds.push(`/calendar/${await makeFeed(await w.by(name), { groupId: null, name: 'Mine' })}.ics`)
  await sendDigests({ ...{ database: w.database, clock, log, settings }, needs: needsOf, coming: comingOf })
  return { w: { ...w, site }, r, secret: secretItem, feeds, heard, logged }
}

/** What pages that are open hear of changes. */
async function listening({ database }: World): Promise<string[]> {
  const heard: string[] = []
  const client = new pg.Client({ ...database.pool.options, options: '' } as pg.ClientConfig)
  client.on('error', () => {})
  await client.connect()
  client.on('notification', ({ channel, payload }) => heard.push(`${channel} ${payload}`))
  await client.query(`listen ${database.schema}_live`)
  after(() => client.end())
  return heard
}

/** What stands for a name in an address, by the folder of the site it is in; several where the site has several. */
function fillsFor(
  route: string,
  { r, secret: { meeting, next, item, later, ids } }: Kept,
): Record<string, string[]> {
  const meetings = [String(meeting), String(next)]
  const own: Record<string, string[]> = {
    ...{ item: [String(item), String(later)], paper: ids.paper ?? [], number: ['1'], edition: ['1'] },
    ...{ membership: [r.member], year: ['2017-18'], capacity: ['leadership'], row: ['1'], source: meetings },
  }
  const folders: [RegExp, string[]][] = [
    [/^\/meetings\/decisions\//, ids.decision ?? []],
    [/^\/meetings\/actions\//, ids.action ?? []],
    [/^\/(meetings|invitations|planning)\//, meetings],
    [/^\/briefings\//, ids.briefing ?? []],
    [/^\/groups\//, [r.board]],
    [/^\/people\//, [r.person]],
    [/^\/audit|^\/mails/, [r.mail]],
    [/^\/members|^\/standing/, [r.member]],
  ]
  return { id: folders.find(([folder]) => folder.test(route))?.[1] ?? ['1'], ...own }
}

/** `agreement\.(?:pdf|md)` stands for two names. */
const alternatives = (pattern: string): string[] => {
  const [, before = '', among = '', behind = ''] = /^(.*?)\((?:\?:)?([^()]*)\)(.*)$/.exec(pattern) ?? []
  const said = among === '' ? [pattern] : among.split('|').map((one) => before + one + behind)
  return said.map((one) => one.replaceAll('\\', '').replace('[0-9]+', '1').replace('d+', '1'))
}

function addresses(k: Kept): string[] {
  const routes = k.w.site.routes.filter(({ method, path }) => method === 'GET' && !path.includes('*'))
  const silent = ['/live', '/calendar/:file']
  const open = [...new Set(routes.map(({ path }) => path))].filter((path) => !silent.includes(path))
  const filled = open.flatMap((route) => {
    const fills = fillsFor(route, k)
    return route.split('/').reduce<string[]>(
      (all, part) => {
        const [, name, pattern] = /^:(\w+)(?:\{(.*)\})?/.exec(part) ?? []
        const rest = name ? part.replace(/^:\w+(\{.*\})?/, '') : ''
        const fits = !name ? [part] : pattern ? alternatives(pattern) : (fills[name] ?? ['1'])
        return all.flatMap((path) => fits.map((fit) => `${path}/${fit}${rest}`))
      },
      [''],
    )
  })
  return [...filled.map((path) => path.replace(/^\/\//, '/')), ...k.feeds]
}

const parameters = new URLSearchParams({
  ...{
    format: 'csv',
    words: FOUND_BY,
    q: FOUND_BY,
    year: '2017-18',
    audience: 'public',
    edition: '1',
    all: 'yes',
  },
})

/** Everything an answer says, its headers too; a PDF is read, and what is packed is unpacked. */
async function saidBy(answer: Response): Promise<string> {
  const headers = JSON.stringify([...answer.headers])
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const type = answer.headers.get('content-type') ?? ''
  if (type.includes('pdf')) return headers + (await wordsOf(bytes))
  return `${headers}${Buffer.from(bytes).toString('utf8')}${/zip|sheet/.test(type) ? unpacked(Buffer.from(bytes)) : ''}`
}

async function wordsOf(data: Uint8Array): Promise<string> {
  // One of the records stands for a signed document and is no real one.
  if (data.length < 100) return Buffer.from(data).toString('utf8')
  const pdf = await getDocument({ data, verbosity: 0 }).promise
  const pages = await Promise.all(Array.from({ length: pdf.numPages }, (_, i) => pdf.getPage(i + 1)))
  const texts = await Promise.all(pages.map((page) => page.getTextContent()))
  const outline = JSON.stringify([await pdf.getOutline(), await pdf.getMetadata()])
  return outline + texts.flatMap(({ items }) => items.map((item) => ('str' in item ? item.str : ''))).join('')
}

/** The files packed into a zip, one after another. */
function unpacked(zip: Buffer): string {
  let found = ''
  for (let at = zip.indexOf('PK\u0003\u0004'); at >= 0; at = zip.indexOf('PK\u0003\u0004', at + 4)) {
    const from = at + 30 + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28)
    const size = zip.readUInt32LE(at + 18)
    if (zip.readUInt16LE(at + 8) === 8 && size > 0)
      found += inflateRawSync(zip.subarray(from, from + size)).toString('utf8')
  }
  return found
}

/** Where what is said at a meeting is told, and so where every parameter that anybody knows is tried too. */
const near = /^\/($|\?|meetings|groups|briefings|feedback|hubs|planning|feeds|people|members|audit|mails)/

/** Where the marker is found by somebody who opens every address of the site. */
async function foundBy(name: CastName | 'visitor', k: Kept): Promise<{ found: string[]; opened: number }> {
  const headers: Record<string, string> = name === 'visitor' ? {} : { cookie: await k.w.cookie(name) }
  const seen = { found: [] as string[], opened: 0 }
  for (const address of addresses(k))
    if ((await tells(address)) && near.test(address)) await tells(`${address}?${parameters}`)
  return seen

  /** Whether there is more to ask of it than it tells as it stands: it opened, and is no PDF. */
  async function tells(asked: string): Promise<boolean> {
    const answer = await k.w.site.request(origin + asked, { headers })
    assert.ok(answer.status < 500, `${asked} failed for ${name}`)
    if (answer.status === 200) seen.opened += 1
    if ((await saidBy(answer)).toLowerCase().includes(MARKER)) seen.found.push(asked)
    return answer.status === 200 && !(answer.headers.get('content-type') ?? '').includes('pdf')
  }
}

const k = await kept()

test('whoever may not read a confidential item finds nothing of it anywhere on the site', async () => {
  for (const name of readers) {
    const { found, opened } = await foundBy(name, k)
    assert.deepEqual(found, [], name)
    assert.ok(opened > (name === 'visitor' || name === 'partner' ? 15 : 60), `${name} opened ${opened}`)
  }
})

test('nor does it stand in any mail, in the log of actions or of requests, or in what open pages hear', async () => {
  const { rows } = await k.w.database.pool.query(`
    select 'mail' as kind, concat_ws(' ', recipient, subject, body, calendar) as said from mails
    union all select 'deed', concat_ws(' ', did, subject, details::text) from audit_log
    union all select 'form', location from form_keys`)
  const kinds = new Set(rows.map(({ kind }) => kind))
  assert.deepEqual([...kinds].sort(), ['deed', 'mail'])
  assert.deepEqual(
    rows.filter(({ said }) => said.toLowerCase().includes(MARKER)),
    [],
  )
  assert.ok(k.logged.length > 1_000 && k.heard.length > 5)
  assert.deepEqual(
    [...k.logged, ...k.heard].filter((line) => line.toLowerCase().includes(MARKER)),
    [],
  )
})

test('whoever may read it finds it with the same steps, and so does everybody once the marking is taken back', async () => {
  const ofReader = await foundBy('head', k)
  const { item, meeting } = k.secret
  const { version } = await itemOf(k.w.db, item)
  await takeMarkingBack(await k.w.by('coordinator'), { id: item, meetingId: meeting, version }, 'Open now')
  const unmarked = await foundBy('deputy', k)
  for (const { found } of [ofReader, unmarked]) {
    for (const place of places(k))
      assert.ok(
        found.some((asked) => asked.startsWith(place)),
        `not found at ${place}`,
      )
    assert.ok(found.length >= 15, `found at ${found.length}`)
  }
})

test('and when it is marked after all of it has gone out, nobody finds anything of it again', async () => {
  const { item, meeting } = k.secret
  const { version } = await itemOf(k.w.db, item)
  const marked = { id: item, meetingId: meeting, version }
  await mark(await k.w.by('coordinator'), marked, { audience: 'named', reason: said }, origin)
  for (const name of ['deputy', 'otherHead', 'teacher'] as const)
    assert.deepEqual((await foundBy(name, k)).found, [], name)
})

/** Where a marker that is looked for must be found: every kind of output that a meeting has. */
const places = ({ secret: { meeting, next, item, later, ids } }: Kept) => [
  `/meetings/${meeting}`,
  `/meetings/${meeting}/items/${item}`,
  `/meetings/${next}/items/${later}`,
  ...(ids.paper ?? []).map((paper) => `/meetings/${meeting}/papers/${paper}`),
  `/meetings/${meeting}/pack`,
  `/meetings/${meeting}/pack.pdf`,
  `/meetings/${meeting}/minutes`,
  `/meetings/search?`,
  ...(ids.decision ?? []).map((decision) => `/meetings/decisions/${decision}`),
]
