import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { agreed } from '../../../test/agreement.ts'
import { type Browser, type World, world } from '../../../test/world.ts'
import { clausesOf } from '../queries.ts'
import { recognise } from '../readings/recognise.ts'

const compact = `Compact of the Vale

This is what our schools agree.

Sharing

- 1. We share what
we know.
- 2. We give what we can.

Caring

- 3. We care.

Signed

Chair of governors
`

const upload = (browser: Browser, content: string | Uint8Array, name: string) => {
  const form = new FormData()
  form.set('file', new File([typeof content === 'string' ? content : Uint8Array.from(content)], name))
  return browser.post('/agreement/readings/new', form)
}

/** Where an answer leads, without what it tells of itself. */
const to = ({ headers }: { headers: Headers }) => (headers.get('location') ?? '').replace(/\?.*/, '')

/** What a form on a page would send as it stands. */
function answersOn(html: string): Record<string, string> {
  const found: Record<string, string> = {}
  const form = /<form method="post"[^>]*class="en-form[^>]*>([\s\S]*?)<\/form>/.exec(html)?.[1] ?? ''
  for (const [, tag = ''] of form.matchAll(/<(input[^>]*)>/g)) {
    const name = /name="([^"]+)"/.exec(tag)?.[1]
    if (name && !/type="radio"/.test(tag)) found[name] = /value="([^"]*)"/.exec(tag)?.[1] ?? ''
  }
  for (const [, name = '', inside = ''] of form.matchAll(
    /<select[^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g,
  ))
    found[name] = /<option value="([^"]*)" selected/.exec(inside)?.[1] ?? ''
  for (const [, name = '', inside = ''] of form.matchAll(
    /<textarea[^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/textarea>/g,
  ))
    found[name] = inside
  return found
}

const publication = {
  publishedOn: '5/3/2018',
  rule: 'day',
  inForceOn: '1/4/2018',
  inForceSigned: '',
  signBy: '1/7/2018',
  reviewOn: '1/9/2018',
}

async function begun(w: World) {
  await agreed(w)
  const office = await w.as('coordinator')
  const draft = to(await office.post('/agreement/drafts/new', {}))
  return { office, draft, id: Number(draft.split('/').at(-1)) }
}

const publishing = async (office: Browser, draft: string, changes: Record<string, string> = {}) => ({
  ...answersOn((await office.get(`${draft}/publish`)).text),
  ...publication,
  ...changes,
})

/** The levels of a page’s headings, in their order. */
const levels = (html: string) => [...html.matchAll(/<h([1-6])\b/g)].map(([, level]) => Number(level))

describe('from a file to a version', () => {
  test('a text is read, corrected, kept as a draft and published', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const reading = to(await upload(office, compact, 'compact.txt'))
    assert.match(reading, /^\/agreement\/readings\/\d+$/)
    const page = await office.get(reading)
    assert.match(page.text, /3 clauses in 2 parts/)
    assert.match(page.text, /We share what we know\./)

    const answers = answersOn(page.text)
    const third = Object.keys(answers).find((name) => answers[name] === 'begins' && name === 'line12') ?? ''
    assert.equal(answers[third], 'begins')
    const saved = await office.post(reading, { ...answers, [third]: 'continues' })
    assert.equal(saved.status, 303)
    assert.match((await office.get(reading)).text, /2 clauses/)
    const again = answersOn((await office.get(reading)).text)
    await office.post(reading, { ...again, [third]: 'begins' })

    const keep = answersOn((await office.get(`${reading}/keep`)).text)
    assert.equal(keep.title, 'Compact of the Vale')
    const draft = to(await office.post(`${reading}/keep`, keep))
    assert.match(draft, /^\/agreement\/drafts\/\d+$/)
    const version = to(await office.post(`${draft}/publish`, await publishing(office, draft)))
    assert.equal(version, '/agreement/versions/1')

    const visitor = await w.as('visitor')
    const published = await visitor.get('/agreement')
    assert.match(published.text, /comes into force on 1 April 2018/)
    assert.match(published.text, /id="clause-2"/)
    assert.match(published.text, /This is what our schools agree\./)
    assert.doesNotMatch(published.text, /Chair of governors|Drafts/)
    assert.equal((await office.get(draft)).status, 404)
  })

  test('a new text takes over what is promised from the version before', async () => {
    const w = await world()
    const first = await agreed(w)
    const office = await w.as('coordinator')
    const clauses = await clausesOf(w.db, first)
    const text = [
      'Protocols',
      '',
      '1. We hold a fair.',
      ...clauses.slice(1).map(({ words }, i) => `${i + 2}. ${words}`),
    ]
    const reading = to(await upload(office, text.join('\n'), 'next.md'))
    const keep = answersOn((await office.get(`${reading}/keep`)).text)
    assert.equal(keep.clause0, '')
    assert.equal(keep.clause1, String(clauses[1]?.promiseId))
    const draft = to(await office.post(`${reading}/keep`, keep))
    const kept = await clausesOf(w.db, Number(draft.split('/').at(-1)))
    assert.equal(kept.length, 48)
    assert.deepEqual(
      kept.slice(1).map(({ commitment }) => commitment),
      clauses.slice(1).map(({ commitment }) => commitment),
    )
    const { text: differs } = await office.get(`${draft}/changes`)
    assert.match(differs, /Clause 1 is new\./)
    assert.deepEqual([...new Set(levels(differs))], [1, 2, 3])
    const twice = { ...keep, clause2: keep.clause1 ?? '' }
    const other = to(await upload(office, text.join('\n'), 'next.md'))
    const refused = await office.post(`${other}/keep`, {
      ...answersOn((await office.get(`${other}/keep`)).text),
      ...twice,
      'form-version': '1',
      'form-key': '',
    })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /Two clauses cannot take the place of the same one/)
    const version = to(await office.post(`${draft}/publish`, await publishing(office, draft)))
    const published = await office.get(`${version}/changes`)
    assert.match(published.text, /Clause 1 is new\./)
    assert.deepEqual([...new Set(levels(published.text))], [1, 2, 3])
  })

  test('what cannot be kept says why, and nothing of it is', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const faulty = to(await upload(office, '1. We share.\n1. We give.\n2. We care.', 'twice.txt'))
    const page = await office.get(faulty)
    assert.match(page.text, /Two clauses have the number 1\./)
    assert.equal((await office.get(`${faulty}/keep`)).status, 409)
    assert.equal((await office.post(`${faulty}/keep`, { title: 'Compact' })).status, 409)
    for (const [content, name, says] of [
      ['', 'empty.txt', /This file is empty/],
      [new Uint8Array([1, 2, 3, 0, 5, 6, 7, 8, 9]), 'program.bin', /holds no text that can be read/],
      [Buffer.from('%PDF-1.7\nnothing'), 'broken.pdf', /This PDF is damaged/],
      [Buffer.from('PK\x03\x04 nothing'), 'broken.docx', /This document is damaged/],
      ['{\\rtf1 text}', 'old.rtf', /Rich Text/],
    ] as const) {
      const refused = await upload(office, content, name)
      assert.equal(refused.status, 422, name)
      assert.match(refused.text, says)
    }
    assert.equal((await office.post('/agreement/readings/new', new FormData())).status, 422)
    assert.equal((await w.db.selectFrom('agreementReadings').select('id').execute()).length, 1)
    assert.equal((await w.db.selectFrom('agreementVersions').select('id').execute()).length, 0)
  })
})

describe('a draft', () => {
  test('begins as the version in force, and its clauses are corrected, moved, added, removed and put back', async () => {
    const w = await world()
    const { office, draft, id } = await begun(w)
    const [first, second, third] = await clausesOf(w.db, id)
    assert.match((await office.get(draft)).text, /No clause differs from version 1/)
    const at = `${draft}/clauses/${third?.id}`
    const sent = { ...answersOn((await office.get(at)).text), words: 'We improve, and learn.', after: '0' }
    assert.equal((await office.post(at, sent)).status, 303)
    assert.equal((await office.post(`${draft}/clauses/${second?.id}/remove`, {})).status, 303)
    const added = { number: '2', words: 'We sing.', part: 'Strategy', after: String(first?.id) }
    assert.equal((await office.post(`${draft}/clauses/new`, added)).status, 303)
    assert.deepEqual(
      (await clausesOf(w.db, id)).slice(0, 3).map(({ number, words }) => [number, words.slice(0, 8)]),
      [
        ['3', 'We impro'],
        ['1', 'Every se'],
        ['2', 'We sing.'],
      ],
    )
    const changes = (await office.get(`${draft}/changes`)).text
    assert.match(changes, /Clause 3 is reworded, and stands in another place\./)
    assert.match(changes, /Clause 2 is removed\./)
    assert.match(changes, /Clause 2 is new\./)
    assert.match(changes, /<ins>/)
    const back = await office.post(`${draft}/clauses/${second?.id}/restore`, {})
    assert.equal(back.status, 409)
    assert.match(back.text, /cannot have the same number/)
    assert.equal((await office.post(`${draft}/renumber`, {})).status, 303)
    assert.deepEqual(
      (await clausesOf(w.db, id)).slice(0, 3).map(({ number }) => number),
      ['1', '2', '3'],
    )
  })

  test('two who correct one clause are told of each other', async () => {
    const w = await world()
    const { office, draft, id } = await begun(w)
    const [clause] = await clausesOf(w.db, id)
    const at = `${draft}/clauses/${clause?.id}`
    const answers = answersOn((await office.get(at)).text)
    const [mine, theirs] = await Promise.all([
      office.post(at, { ...answers, words: 'Mine.', 'form-key': '' }),
      office.post(at, { ...answers, words: 'Theirs.', 'form-key': '' }),
    ])
    assert.deepEqual([mine.status, theirs.status].sort(), [303, 409])
    assert.match(
      mine.status === 409 ? mine.text : theirs.text,
      /was changed to (Mine|Theirs)\. while you were typing/,
    )
  })

  test('is given up, and taken up again with the clauses it had', async () => {
    const w = await world()
    const { office, draft, id } = await begun(w)
    const [, second] = await clausesOf(w.db, id)
    await office.post(`${draft}/clauses/${second?.id}/remove`, {})
    const before = await clausesOf(w.db, id)
    assert.equal((await office.post(`${draft}/discard`, {})).status, 303)
    assert.equal((await office.get(draft)).status, 404)
    assert.match((await office.get('/agreement/drafts')).text, /Given up/)
    assert.equal((await office.post(`${draft}/take-up`, {})).status, 303)
    const words = (clauses: typeof before) =>
      clauses.map(({ number, words, promiseId }) => [number, words, promiseId])
    assert.deepEqual(words(await clausesOf(w.db, id)), words(before))
  })
})

describe('publishing', () => {
  test('what is impossible is refused beside its question', async () => {
    const w = await world()
    const { office, draft } = await begun(w)
    const refusals: [Record<string, string>, RegExp][] = [
      [{ reviewOn: '5/3/2018' }, /It is reviewed after 5 March 2018/],
      [
        { publishedOn: '6/3/2018' },
        /A version is published today, 5 March 2018, or counts from a day before/,
      ],
      [{ publishedOn: '1/8/2017' }, /Version 1 was published on 1 September 2017/],
      [{ inForceOn: '4/3/2018' }, /cannot come into force before 5 March 2018/],
      [{ inForceOn: '' }, /Enter the day it comes into force/],
      [{ rule: 'signed', inForceSigned: '3' }, /There are 2 members today: it would never come into force/],
      [{ rule: 'signed', inForceSigned: '' }, /Enter how many members must have signed/],
      [{ signBy: '4/3/2018' }, /cannot be asked to sign before 5 March 2018/],
      [{ rule: '' }, /Select when it comes into force/],
    ]
    for (const [changes, says] of refusals) {
      const refused = await office.post(`${draft}/publish`, await publishing(office, draft, changes))
      assert.equal(refused.status, 422)
      assert.match(refused.text, says)
    }
    assert.equal(
      (await w.db.selectFrom('agreementVersions').where('number', '=', 2).select('id').execute()).length,
      0,
    )
    const signed = await publishing(office, draft, { rule: 'signed', inForceOn: '', inForceSigned: '2' })
    assert.equal(to(await office.post(`${draft}/publish`, signed)), '/agreement/versions/2')
    const page = (await (await w.as('visitor')).get('/agreement')).text
    assert.match(page, /Version 1, in force since 1 September 2017/)
    assert.match(page, /Version 2 is being signed/)
  })

  test('of two drafts published at once one is, and the other is told', async () => {
    const w = await world()
    const { office, draft } = await begun(w)
    const other = to(await office.post('/agreement/drafts/new', {}))
    const sent = await Promise.all(
      [draft, other].map(async (one) => office.post(`${one}/publish`, await publishing(office, one))),
    )
    assert.deepEqual(sent.map(({ status }) => status).sort(), [303, 422])
    assert.match(
      sent.find(({ status }) => status === 422)?.text ?? '',
      /Version 2 was published after this draft was begun/,
    )
  })

  test('nobody publishes what they have not read', async () => {
    const w = await world()
    const { office, draft, id } = await begun(w)
    const answers = await publishing(office, draft)
    const [clause] = await clausesOf(w.db, id)
    const at = `${draft}/clauses/${clause?.id}`
    await office.post(at, { ...answersOn((await office.get(at)).text), words: 'Slipped in.' })
    const refused = await office.post(`${draft}/publish`, answers)
    assert.equal(refused.status, 422)
    assert.match(refused.text, /The draft was changed since you opened this page/)
  })
})

describe('a published version', () => {
  test('is read, compared and downloaded by anybody, and what is downloaded reads the same', async () => {
    const w = await world()
    const { office, draft, id } = await begun(w)
    const [clause] = await clausesOf(w.db, id)
    const at = `${draft}/clauses/${clause?.id}`
    await office.post(at, {
      ...answersOn((await office.get(at)).text),
      words: 'Every learner in the vale is our concern.',
    })
    await office.post(`${draft}/publish`, await publishing(office, draft))
    const visitor = await w.as('visitor')
    assert.match((await visitor.get('/agreement/versions')).text, /Version 2/)
    const changes = (await visitor.get('/agreement/versions/2/changes?since=1')).text
    assert.match(changes, /1 clause differs\./)
    assert.match(changes, /Clause 1 is reworded\./)
    assert.match((await visitor.get('/agreement/versions/1/changes')).text, /word for word/)
    assert.equal((await visitor.get('/agreement/versions/2/changes?since=9')).status, 404)
    assert.equal((await visitor.get('/agreement/versions/3')).status, 404)
    const markdown = await visitor.get('/agreement/versions/2/agreement.md')
    const read = recognise(markdown.text.split('\n'))
    assert.equal(read.clauses.length, 48)
    assert.equal(read.clauses[0]?.words, 'Every learner in the vale is our concern.')
    assert.match((await visitor.get('/agreement/versions/2/agreement.txt')).text, /^48\. /m)
  })

  test('is read again from its own PDF, word for word', async () => {
    const w = await world()
    const { office, id } = await begun(w)
    const answer = await w.site.request('http://alliance.test/agreement/versions/1/agreement.pdf')
    assert.equal(answer.headers.get('content-type'), 'application/pdf')
    const reading = to(await upload(office, new Uint8Array(await answer.arrayBuffer()), 'agreement.pdf'))
    const draft = to(
      await office.post(`${reading}/keep`, answersOn((await office.get(`${reading}/keep`)).text)),
    )
    const said = async (of: number) =>
      (await clausesOf(w.db, of)).map(({ promiseId, number, part, words }) => ({
        promiseId,
        number,
        part,
        words,
      }))
    assert.deepEqual(await said(Number(draft.split('/').at(-1))), await said(id))
  })
})
