import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { agreed } from '../../test/agreement.ts'
import { type Browser, type CastName, today, type World, world } from '../../test/world.ts'
import { keepDraft, publish } from '../agreement/actions.ts'
import { addDays, type Day, day } from '../platform/day.ts'
import { everything, type Writer } from '../platform/db.ts'
import { nameSubstitute, withdrawSubstitute } from './substitutes/actions.ts'
import type { Capacity } from './tables.ts'

const minuted = { minute: 'FGB 3/2018', minuteOn: '1/3/2018' }
const prepared = async () => {
  const w = await world()
  return { ...w, version: await agreed(w) }
}
type Prepared = World & { version: number }

const change = (w: World, work: (tx: Writer) => Promise<unknown>) => w.database.transaction(everything, work)

/** The code in the last mail to somebody. */
async function codeFor({ db }: World, name: string): Promise<string> {
  const { body } = await db
    .selectFrom('mails')
    .select('body')
    .where('subject', '=', 'Your code for Endeavour')
    .where('body', 'like', `Hello ${name},%`)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  return /^\d{3} \d{3}$/m.exec(body)?.[0] ?? ''
}

const names: Partial<Record<CastName, string>> = {
  head: 'Hannah Head',
  chair: 'Chen Chair',
  governor: 'Grace Governor',
  otherHead: 'Olive Other',
}

const place = (w: World, capacity: Capacity, member: 'ashmere' | 'brindle' | 'carr' = 'ashmere') =>
  `/agreement/sign/${w.members[member]}/${capacity}`

/** The first step, up to the page that asks for the code. */
async function begin(w: Prepared, browser: Browser, at: string, answers = {}) {
  const begun = await browser.post(at, { read: String(w.version), ...answers })
  const confirm = begun.headers.get('location') ?? ''
  if (begun.status !== 303) return { begun, confirm, signing: '' }
  const { text } = await browser.get(confirm)
  return { begun, confirm, signing: /name="signing" value="([^"]+)"/.exec(text)?.[1] ?? '' }
}

/** Both steps; the answer to the last one sent. */
async function sign(w: Prepared, name: CastName, at: string, answers = {}) {
  const browser = await w.as(name)
  const { begun, confirm, signing } = await begin(w, browser, at, answers)
  if (begun.status !== 303) return begun
  return browser.post(confirm, { signing, code: await codeFor(w, names[name] ?? '') })
}

const made = ({ db }: World) =>
  db.selectFrom('signatures').selectAll().orderBy('capacity').orderBy('membershipId').execute()

describe('signing for a school', () => {
  test('a draft that somebody names by hand is nothing to confirm', async () => {
    const w = await prepared()
    const clauses = [{ number: '1', part: '', words: 'We share.' }]
    const draft = await keepDraft(await w.by('coordinator'), { title: 'Draft', opening: '', clauses })
    const head = await w.as('head')
    const sent = { signing: 'x', code: '123 456' }
    const answer = await head.post(`${place(w, 'leadership')}/confirm?read=${draft}`, sent)
    assert.equal(answer.status, 404)
    assert.deepEqual(await made(w), [])
  })

  test('head and chair sign in either order, each with a seal of their own over what they declared', async () => {
    const w = await prepared()
    assert.equal((await sign(w, 'chair', place(w, 'governance'), minuted)).status, 303)
    const done = await sign(w, 'head', place(w, 'leadership'))
    assert.equal(done.headers.get('location'), `/agreement/register/${w.members.ashmere}?did=signed`)
    const [governance, leadership] = await made(w)
    const told = ({
      title,
      legalBody,
      minute,
      minuteOn,
      how,
      proof,
      signedOn,
      urn,
    }: typeof leadership & object) => [title, legalBody, minute, minuteOn, how, proof, signedOn, urn]
    assert.ok(governance && leadership)
    const chair = ['Chair of governors', 'Governing body', 'FGB 3/2018', '2018-03-01']
    assert.deepEqual(told(governance), [...chair, 'electronic', 'code', today, 990001])
    assert.deepEqual(told(leadership), ['Headteacher', null, null, null, 'electronic', 'code', today, 990001])
    assert.match(
      governance.statement ?? '',
      /^I, Chen Chair, Chair of governors, sign version 1 of .* for those who govern Ashmere High School \(URN 990001\)/,
    )
    assert.match(governance.statement ?? '', new RegExp(`digest ${governance.digest}`))
    assert.notDeepEqual(governance.certificate, leadership.certificate)
    const page = await (await w.as('head')).get(done.headers.get('location') ?? '')
    assert.match(page.text, /Chen Chair, Chair of governors/)
    assert.match(page.text, /FGB 3\/2018/)
  })

  test('the page shows the whole text, and to a school that signed before what changed first', async () => {
    const w = await prepared()
    const head = await w.as('head')
    const first = await head.get(place(w, 'leadership'))
    assert.match(first.text, /Every secondary learner/)
    assert.doesNotMatch(first.text, /What changed since/)
    await sign(w, 'head', place(w, 'leadership'))
    await sign(w, 'chair', place(w, 'governance'), minuted)
    await another(w)
    const again = await head.get(place(w, 'leadership'))
    assert.match(again.text, /What changed since version 1, which your school signed/)
    assert.match(again.text, /The whole text of version 2/)
  })

  test('the minute is asked for beside its question, and nothing typed is lost', async () => {
    const w = await prepared()
    const chair = await w.as('chair')
    const at = place(w, 'governance')
    const sent = (answers: Record<string, string>) => chair.post(at, { read: String(w.version), ...answers })
    assert.match((await sent({})).text, /<a href="#minute">Enter the reference of the minute/)
    const tomorrow = await sent({ ...minuted, minuteOn: '6/3/2018' })
    assert.equal(tomorrow.status, 422)
    assert.match(
      tomorrow.text,
      /<a href="#minuteOn">The meeting cannot be in the future: today is 5 March 2018/,
    )
    assert.match(tomorrow.text, /value="FGB 3\/2018"/)
    assert.equal((await sent({ ...minuted, minuteOn: '5/3/2018' })).status, 303)
    assert.match(
      (await sent({ ...minuted, minuteOn: '1/3/2010' })).text,
      /enter the date of the meeting that agreed/,
    )
    assert.deepEqual(await made(w), [])
  })

  test('a proof opens this very signing: with its minute, capacity or words changed it opens nothing', async () => {
    const w = await prepared()
    const chair = await w.as('chair')
    const { confirm, signing } = await begin(w, chair, place(w, 'governance'), minuted)
    const code = await codeFor(w, 'Chen Chair')
    const elsewhere = confirm.replace('FGB+3', 'FGB+4').replace('FGB%203', 'FGB%204')
    assert.notEqual(elsewhere, confirm)
    const changed = await chair.post(elsewhere, { signing, code })
    assert.equal(changed.status, 422)
    const other = /name="signing" value="([^"]+)"/.exec((await chair.get(elsewhere)).text)?.[1] ?? ''
    assert.equal((await chair.post(elsewhere, { signing: other, code })).status, 422)
    assert.deepEqual(await made(w), [])
    assert.equal((await chair.post(confirm, { signing, code })).status, 303)
    const again = await chair.post(confirm, { signing, code })
    assert.match(again.text, /was signed for those who govern Ashmere High School by Chen Chair/)
    assert.equal((await made(w)).length, 1)
  })

  test('a wrong code signs nothing, and five of them end it', async () => {
    const w = await prepared()
    const head = await w.as('head')
    const { confirm, signing } = await begin(w, head, place(w, 'leadership'))
    const code = await codeFor(w, 'Hannah Head')
    const wrong = code === '111 111' ? '222222' : '111111'
    for (let i = 0; i < 5; i += 1)
      assert.equal((await head.post(confirm, { signing, code: wrong })).status, 422)
    assert.match((await head.post(confirm, { signing, code })).text, /does not work any more/)
    assert.match((await head.post(confirm, { signing })).text, /Enter the code from the mail/)
    assert.deepEqual(await made(w), [])
  })

  test('an executive head signs for each school by itself, and for no two at once', async () => {
    const w = await prepared()
    await hold(w, 'head', 'brindle', { post: 'executive head' })
    const head = await w.as('head')
    assert.match((await head.get('/agreement/sign')).text, /cannot sign once\s+for all their schools/)
    const both = await head.post(`/agreement/sign/${w.members.ashmere},${w.members.brindle}/leadership`, {})
    assert.equal(both.status, 409)
    assert.match(both.text, /Sign for one school at a time/)
    for (const member of ['ashmere', 'brindle'] as const)
      assert.equal((await sign(w, 'head', place(w, 'leadership', member))).status, 303)
    assert.deepEqual(
      (await made(w)).map(({ membershipId, title }) => [membershipId, title]),
      [
        [w.members.ashmere, 'Headteacher'],
        [w.members.brindle, 'Executive headteacher'],
      ],
    )
  })

  test('hostile answers are refused in words, and keep nothing', async () => {
    const w = await prepared()
    const chair = await w.as('chair')
    const at = place(w, 'governance')
    const odd = { ...minuted, minute: `<script>alert(1)</script>\u0000'; drop table signatures; --` }
    const { confirm, begun } = await begin(w, chair, at, odd)
    assert.equal(begun.status, 303)
    const page = await chair.get(confirm)
    assert.match(page.text, /&lt;script&gt;alert\(1\)&lt;\/script&gt;/)
    for (const read of ['', '-1', '1e3', '99999999999999999999', 'x'.repeat(300), '1 or 1=1'])
      assert.equal((await chair.post(at, { ...minuted, read })).status, 422, read)
    assert.equal((await chair.post(at, { ...minuted, read: '999999' })).status, 404)
    assert.equal(
      (await chair.post(at, { ...minuted, read: String(w.version), minute: 'x'.repeat(201) })).status,
      422,
    )
    for (const path of ['abc/governance', '1/both', '-1/leadership', '1/__proto__'])
      assert.equal((await chair.get(`/agreement/sign/${path}`)).status, 404, path)
    assert.equal((await chair.get(`${at}/confirm?read=1&minute=%00&minuteOn=never`)).status, 303)
    assert.deepEqual(await made(w), [])
  })
})

/** Gives somebody a post at a school, or ends and begins the one they have. */
const hold = (w: World, name: CastName, member: 'ashmere' | 'brindle' | 'carr', spell: Partial<Held> = {}) =>
  change(w, (tx) =>
    tx
      .insertInto('posts')
      .values({
        ...{
          personId: w.people[name],
          membershipId: w.members[member],
          organisationId: null,
          importId: null,
        },
        ...{ post: 'head', fromOn: day('2016-09-01'), toOn: null, ...spell },
      })
      .execute(),
  )
type Held = {
  post: 'head' | 'executive head' | 'chair of governors' | 'teacher'
  fromOn: Day
  toOn: Day | null
}

/** Publishes the next version, with clause 1 reworded. */
async function another(w: Prepared): Promise<number> {
  const office = await w.by('coordinator')
  const clauses = await w.db
    .selectFrom('clauses')
    .select(['number', 'part', 'words', 'promiseId'])
    .where('versionId', '=', w.version)
    .orderBy('position')
    .execute()
  const reworded = clauses.map((one, i) => (i === 0 ? { ...one, words: 'Every learner matters.' } : one))
  const draft = { title: 'Protocols', opening: '', clauses: reworded, basedOn: w.version }
  const id = await keepDraft(office, draft)
  const given = { publishedOn: today, inForceOn: today, inForceSigned: null, signBy: null, reviewOn: null }
  await publish(office, id, given)
  return id
}

describe('who may not sign', () => {
  test('whoever is not the school’s signatory is told so, and a visitor is asked to sign in', async () => {
    const w = await prepared()
    const at = place(w, 'leadership')
    for (const name of [
      'otherHead',
      'deputy',
      'governor',
      'chair',
      'coordinator',
      'teacher',
      'partner',
    ] as const) {
      const browser = await w.as(name)
      for (const answer of [await browser.get(at), await browser.post(at, { read: String(w.version) })]) {
        assert.equal(answer.status, 403, name)
        assert.match(answer.text, /You are not recorded as head of Ashmere High School/)
      }
    }
    const visitor = await (await w.as('visitor')).get(at)
    assert.match(visitor.headers.get('location') ?? '', /^\/sign-in\?next=/)
  })

  const spells: [says: string, fromOn: Day, toOn: Day | null, refused: RegExp | null][] = [
    ['ended yesterday', day('2016-09-01'), addDays(today, -1), /ended on 4 March 2018/],
    ['ends today', day('2016-09-01'), today, null],
    ['begins tomorrow', addDays(today, 1), null, /begins on 6 March 2018/],
    ['begins today', today, null, null],
  ]
  for (const [says, fromOn, toOn, refused] of spells)
    test(`a head whose post ${says}`, async () => {
      const w = await prepared()
      await hold(w, 'teacher', 'brindle', { fromOn, toOn })
      const answer = await (await w.as('teacher')).post(place(w, 'leadership', 'brindle'), {
        read: String(w.version),
      })
      assert.equal(answer.status, refused ? 422 : 303)
      if (refused) assert.match(answer.text, refused)
    })

  test('a school that has left is signed for by nobody', async () => {
    const w = await prepared()
    await hold(w, 'teacher', 'carr', { fromOn: day('2016-09-01') })
    const answer = await (await w.as('teacher')).post(place(w, 'leadership', 'carr'), {
      read: String(w.version),
    })
    assert.match(answer.text, /Carr Lane Academy left the alliance on 31 December 2017/)
  })

  test('a draft and a superseded version are refused', async () => {
    const w = await prepared()
    const office = await w.by('coordinator')
    const clauses = [{ number: '1', part: '', words: 'New' }]
    const draft = await keepDraft(office, { title: 'Draft', opening: '', clauses, basedOn: w.version })
    const head = await w.as('head')
    const sent = (read: number) => head.post(place(w, 'leadership'), { read: String(read) })
    assert.match((await sent(draft)).text, /has not been published, so it cannot be signed yet/)
    const next = await another(w)
    assert.match((await sent(w.version)).text, /Version 1 was superseded on 5 March 2018: read version 2/)
    assert.equal((await sent(next)).status, 303)
  })

  test('the same person in both boxes, unless the heads agreed to it', async () => {
    const w = await prepared()
    await hold(w, 'head', 'ashmere', { post: 'chair of governors' })
    await sign(w, 'head', place(w, 'leadership'))
    const second = await sign(w, 'head', place(w, 'governance'), minuted)
    assert.equal(second.status, 422)
    assert.match(second.text, /two different people sign for a school/)
    await change(w, (tx) =>
      tx
        .insertInto('agreedTerms')
        .values({ name: 'samePersonSigns', year: 2017 as never, value: 1, setBy: null })
        .execute(),
    )
    assert.equal((await sign(w, 'head', place(w, 'governance'), minuted)).status, 303)
  })
})

describe('at the same moment', () => {
  test('both sign; the same person twice signs once', async () => {
    const w = await prepared()
    const [head, chair] = [await w.as('head'), await w.as('chair')]
    const led = await begin(w, head, place(w, 'leadership'))
    const governed = await begin(w, chair, place(w, 'governance'), minuted)
    const code = await codeFor(w, 'Hannah Head')
    const answers = await Promise.all([
      head.post(led.confirm, { signing: led.signing, code }),
      head.post(led.confirm, { signing: led.signing, code }),
      chair.post(governed.confirm, { signing: governed.signing, code: await codeFor(w, 'Chen Chair') }),
    ])
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 303, 422])
    assert.equal((await made(w)).length, 2)
  })

  test('one person in both boxes takes one of them', async () => {
    const w = await prepared()
    await hold(w, 'head', 'ashmere', { post: 'chair of governors' })
    const head = await w.as('head')
    const led = await begin(w, head, place(w, 'leadership'))
    const first = await codeFor(w, 'Hannah Head')
    const governed = await begin(w, head, place(w, 'governance'), minuted)
    const second = await codeFor(w, 'Hannah Head')
    const answers = await Promise.all([
      head.post(led.confirm, { signing: led.signing, code: first }),
      head.post(governed.confirm, { signing: governed.signing, code: second }),
    ])
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422])
    assert.equal((await made(w)).length, 1)
  })

  test('a publication and a signing come one after the other: what was signed was current', async () => {
    const w = await prepared()
    const head = await w.as('head')
    const { confirm, signing } = await begin(w, head, place(w, 'leadership'))
    const code = await codeFor(w, 'Hannah Head')
    const [signed, published] = await Promise.allSettled([head.post(confirm, { signing, code }), another(w)])
    assert.equal(published.status, 'fulfilled')
    assert.ok(signed.status === 'fulfilled')
    const rows = await made(w)
    assert.equal(signed.value.status, rows.length === 1 ? 303 : 422)
    if (rows.length === 0) assert.match(signed.value.text, /was superseded/)
  })
})

describe('a substitute', () => {
  test('signs in another’s place with the reason kept, until the office takes it back', async () => {
    const w = await prepared()
    const office = await w.by('coordinator')
    const reason = 'The chair is on leave; minute FGB 2/2018.'
    const named = { capacity: 'governance', personId: w.people.governor, reason } as const
    const id = await nameSubstitute(office, w.members.ashmere, named)
    const governor = await w.as('governor')
    assert.match((await governor.get('/agreement/sign')).text, /Ashmere High School: for those who govern/)
    assert.equal((await governor.get(place(w, 'leadership'))).status, 403)
    await withdrawSubstitute(office, w.members.ashmere, id)
    assert.equal((await governor.get(place(w, 'governance'))).status, 403)
    await nameSubstitute(office, w.members.ashmere, named)
    assert.equal((await sign(w, 'governor', place(w, 'governance'), minuted)).status, 303)
    const [row] = await made(w)
    assert.deepEqual([row?.name, row?.title, row?.substituteReason], ['Grace Governor', 'Governor', reason])
    assert.match(row?.statement ?? '', /I sign in another’s place: The chair is on leave/)
    const again = nameSubstitute(office, w.members.ashmere, named)
    await assert.rejects(again, /already signed in that capacity/)
  })

  test('is named by the office alone, once for a place, and holds a post', async () => {
    const w = await prepared()
    const at = `/agreement/register/${w.members.ashmere}/substitutes/new`
    const office = await w.as('coordinator')
    const answers = { capacity: 'leadership', personId: String(w.people.deputy), reason: 'The head is ill.' }
    assert.equal((await (await w.as('head')).post(at, answers)).status, 403)
    assert.match((await office.post(at, { ...answers, reason: '' })).text, /Enter why somebody else signs/)
    assert.equal((await office.post(at, answers)).status, 303)
    assert.match((await office.post(at, answers)).text, /Somebody is already named/)
    await change(w, (tx) =>
      tx
        .updateTable('posts')
        .set({ toOn: addDays(today, -1) })
        .where('personId', '=', w.people.governor)
        .execute(),
    )
    const gone = await office.post(at, {
      ...answers,
      capacity: 'governance',
      personId: String(w.people.governor),
    })
    assert.match(gone.text, /holds no post today/)
  })
})

describe('declining', () => {
  test('tells the school and the office why, everybody else nothing, and is not final', async () => {
    const w = await prepared()
    const head = await w.as('head')
    const at = `${place(w, 'leadership')}/decline`
    const blank = await head.post(at, { read: String(w.version), reason: '' })
    assert.match(blank.text, /Enter why you decline/)
    const declined = await head.post(at, { read: String(w.version), reason: 'Clause 25 is too dear.' })
    assert.equal(declined.status, 303)
    const page = declined.headers.get('location') ?? ''
    for (const name of ['head', 'chair', 'coordinator'] as const)
      assert.match((await (await w.as(name)).get(page)).text, /Clause 25 is too dear/, name)
    for (const name of ['visitor', 'otherHead', 'deputy', 'governor', 'officer'] as const)
      for (const path of [page, '/agreement/register', '/agreement/register?format=csv']) {
        const { text } = await (await w.as(name)).get(path)
        assert.doesNotMatch(text, /too dear|Declined|Hannah/, `${name} at ${path}`)
        assert.match(path === page ? 'Not signed' : text, /Not signed/)
      }
    assert.match((await head.get('/agreement/sign')).text, /You declined\. You can still sign/)
    assert.equal((await sign(w, 'head', place(w, 'leadership'))).status, 303)
  })
})
