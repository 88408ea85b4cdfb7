import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { packed } from '../../../../test/workbook.ts'
import { type Browser, type CastName, origin, type World, world } from '../../../../test/world.ts'
import { day } from '../../../platform/day.ts'
import { everything } from '../../../platform/db.ts'
import { pdf } from '../../../platform/pdf.ts'
import { agendaOf } from '../queries.ts'

/** A board meeting with these items on its agenda. */
async function meetingOf(w: World, titles: string[]) {
  const [meetingId] = await w.database.transaction(everything, async (tx) => {
    const { id } = await tx
      .insertInto('meetings')
      .values({
        ...{ title: 'Board', heldOn: day('2018-03-22'), starts: '15:45', ends: '17:15', status: 'planned' },
        ...{ ref: null, place: 'Ashmere', importId: null },
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await tx.insertInto('meetingGroups').values({ meetingId: id, groupId: w.groups.board }).execute()
    return [id]
  })
  const office = await w.as('coordinator')
  const about = { kind: 'report', purpose: 'To note', ownerId: '', minutes: '10', followsId: '' }
  for (const title of titles) await office.post(`/meetings/${meetingId}/agenda/add`, { ...about, title })
  const ids = (await agendaOf(w.db, meetingId)).map(({ id }) => id)
  return { meetingId, ids, office, at: (i: number) => `/meetings/${meetingId}/items/${ids[i]}` }
}

const send = (office: Browser, meetingId: number) =>
  office.post(`/meetings/${meetingId}/agenda/issue`, { reason: '', words: '' })

type Given = { title: string; words?: string; file?: File; summary?: string }

function asForm({ title, words = '', file, summary = '' }: Given): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries({ title, words, summary })) data.set(name, value)
  if (file) data.set('file', file)
  return data
}

const pages = async (title: string, words: string[]) =>
  new File(
    [
      (await pdf({
        ...{ title, author: 'Ashmere', date: day('2018-03-01') },
        sections: words.flatMap((text) => [
          { kind: 'heading', level: 1, text } as const,
          { kind: 'page break' } as const,
        ]),
      })) as BlobPart,
    ],
    `${title}.pdf`,
  )

/** The bytes of an answer, which a browser in a test reads as text. */
async function bytesOf(w: World, as: CastName, path: string) {
  const answer = await w.site.request(origin + path, { headers: { cookie: await w.cookie(as) } })
  assert.equal(answer.status, 200)
  return new Uint8Array(await answer.arrayBuffer())
}

const opened = async (bytes: Uint8Array) => getDocument({ data: bytes, verbosity: 0 }).promise

type Tag = { role?: string; children?: Tag[]; alt?: string }
const rolesIn = (tag: Tag): string[] => [
  ...(tag.role ? [tag.role] : []),
  ...(tag.children ?? []).flatMap(rolesIn),
]

describe('papers', () => {
  test('typed or as a file, opened under safe headers, corrected, withdrawn and put back', async () => {
    const w = await world()
    const { at, office, meetingId } = await meetingOf(w, ['Budget'])
    await office.post(
      `${at(0)}/papers/new`,
      asForm({ title: 'Outlook', words: '## Next year\n\nIt is tight.' }),
    )
    const file = new File(['<b>not a page</b>'], '../sheet".txt')
    await office.post(`${at(0)}/papers/new`, asForm({ title: 'Figures', file, summary: 'What is left' }))
    await send(office, meetingId)
    const head = await w.as('head')
    const { text } = await head.get(at(0))
    const [typed, kept] = [...text.matchAll(/href="(\/meetings\/\d+\/papers\/\d+)"/g)].map(
      ([, href = '']) => href,
    )
    assert.match((await head.get(typed ?? '')).text, /<h3>Next year<\/h3>/)
    const answer = await head.get(kept ?? '')
    assert.equal(answer.headers.get('content-type'), 'text/plain; charset=utf-8')
    assert.match(answer.headers.get('content-disposition') ?? '', /^attachment; filename="sheet.txt"/)
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
    assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'/)
    const corrected = { title: 'Outlook', summary: '', words: 'It is not so tight.', 'form-version': '1' }
    assert.equal((await office.post(`${typed}/correct`, corrected)).status, 303)
    assert.equal((await head.post(`${typed}/withdraw`, {})).status, 403)
    await office.post(`${typed}/withdraw`, {})
    assert.equal((await head.get(typed ?? '')).status, 404)
    await office.post(`${typed}/restore`, {})
    assert.match((await head.get(typed ?? '')).text, /not so tight/)
    const [last] = await w.db.selectFrom('itemOpenings').selectAll().where('what', '=', 'paper').execute()
    assert.deepEqual([last?.personId, last?.partB], [w.people.head, false])
  })

  test('what is no paper is refused beside its question, and nothing of it is kept', async () => {
    const w = await world()
    const { at, office } = await meetingOf(w, ['Budget'])
    const bomb = packed([
      { name: '[Content_Types].xml', content: '' },
      { name: 'word/document.xml', content: Buffer.alloc(30 * 1024 * 1024) },
    ]) as BlobPart
    const cases: [Given, RegExp][] = [
      [{ title: 'A' }, /Choose a file/],
      [{ title: 'A', words: 'w', file: new File(['w'], 'w.txt') }, /not both/],
      [{ title: 'A', file: new File(['#!/bin/sh'], 'script.pdf') }, /by its content it is plain text/],
      [{ title: 'A', file: new File([bomb], 'bomb.docx') }, /unpacks to far more/],
      [{ title: 'A', file: new File([''], 'empty.pdf') }, /This file is empty/],
      [{ title: 'A', file: new File(['%PDF-1.7 and no more'], 'broken.pdf') }, /damaged/],
    ]
    for (const [given, says] of cases) {
      const answer = await office.post(`${at(0)}/papers/new`, asForm(given))
      assert.equal(answer.status, 422)
      assert.match(answer.text, says)
      assert.match(answer.text, /value="A"/)
    }
    const large = new File([Buffer.alloc(27 * 1024 * 1024)], 'large.pdf')
    const over = await office.post(`${at(0)}/papers/new`, asForm({ title: 'A', file: large }))
    assert.equal(over.status, 413)
    assert.deepEqual(await w.db.selectFrom('papers').select('id').execute(), [])
  })

  test('are brought by whoever leads the item, and by nobody else who only reads it', async () => {
    const w = await world()
    const { at, office, ids, meetingId } = await meetingOf(w, ['Budget'])
    await w.database.transaction(everything, (tx) =>
      tx
        .updateTable('agendaItems')
        .set({ ownerId: w.people.head })
        .where('id', '=', ids[0] as number)
        .execute(),
    )
    const head = await w.as('head')
    const paper = asForm({ title: 'Mine', words: 'Words' })
    assert.equal((await head.post(`${at(0)}/papers/new`, paper)).status, 303)
    await send(office, meetingId)
    assert.equal((await (await w.as('otherHead')).post(`${at(0)}/papers/new`, paper)).status, 403)
  })
})

describe('the pack as one PDF', () => {
  test('has a bookmark for every item and paper, tags on every page, and what others made bound in its place', async () => {
    const w = await world()
    const { at, office, meetingId } = await meetingOf(w, ['Budget', 'Prospectus'])
    await office.post(`${at(0)}/papers/new`, asForm({ title: 'Outlook', words: 'It is **tight**.' }))
    const file = await pages('Plan', ['First page of the plan', 'Second page of the plan'])
    await office.post(`${at(0)}/papers/new`, asForm({ title: 'Plan', file, summary: 'Two years ahead' }))
    const sheet = new File(['a,b\n1,2'], 'Figures.csv')
    await office.post(`${at(1)}/papers/new`, asForm({ title: 'Figures', file: sheet }))
    await send(office, meetingId)
    const book = await opened(await bytesOf(w, 'head', `/meetings/${meetingId}/pack.pdf`))
    const outline = (await book.getOutline()).map(({ title, items }) => [
      title,
      items.map((one) => one.title),
    ])
    assert.deepEqual(outline, [
      ['Agenda', []],
      ['1. Budget', ['Paper 1.1: Outlook', 'Paper 1.2: Plan']],
      ['2. Prospectus', ['Paper 2.1: Figures']],
    ])
    const shown = await Promise.all(
      Array.from({ length: book.numPages }, async (_, i) => {
        const page = await book.getPage(i + 1)
        const { items } = await page.getTextContent()
        const text = items.map((item) => ('str' in item ? item.str : '')).join(' ')
        return { text, roles: rolesIn((await page.getStructTree()) as Tag) }
      }),
    )
    const where = (words: string) => shown.findIndex(({ text }) => text.includes(words))
    assert.ok(where('It is') < where('First page of the plan'))
    assert.equal(where('Second page of the plan'), where('First page of the plan') + 1)
    assert.ok(where('Second page of the plan') < where('2. Prospectus') || where('2. Prospectus') === 0)
    for (const { roles } of shown)
      assert.ok(
        roles.some((role) => /^(P|H[1-3]|Table)$/.test(role)),
        `${roles}`,
      )
    assert.deepEqual(Object.keys((await book.getAttachments()) ?? {}), ['2.1 Figures.csv'])
    assert.match(shown[0]?.text ?? '', /15:45/)
  })

  test('holds for each reader what they may read, and its opening is written down', async () => {
    const w = await world()
    const { at, office, ids, meetingId } = await meetingOf(w, ['Budget', 'MARKER'])
    await office.post(`${at(1)}/papers/new`, asForm({ title: 'MARKER paper', words: 'MARKER words' }))
    await w.database.transaction(everything, (tx) =>
      tx
        .updateTable('agendaItems')
        .set({ partB: true })
        .where('id', '=', ids[1] as number)
        .execute(),
    )
    await send(office, meetingId)
    const titles = async (name: CastName) => {
      const bytes = await bytesOf(w, name, `/meetings/${meetingId}/pack.pdf`)
      return (await (await opened(bytes)).getOutline()).map(({ title }) => title)
    }
    assert.deepEqual(await titles('head'), ['Agenda', '1. Budget', '2. MARKER'])
    assert.deepEqual(await titles('governor'), ['Agenda', '1. Budget'])
    const read = await w.db.selectFrom('itemOpenings').selectAll().where('what', '=', 'pack').execute()
    const by = (id: number) => read.filter((one) => one.itemId === id).map(({ personId }) => personId)
    assert.deepEqual(by(ids[1] as number), [w.people.head])
    assert.deepEqual(by(ids[0] as number), [w.people.head, w.people.governor])
    const inWords = await w.db.selectFrom('auditLog').select(['did', 'details', 'subject']).execute()
    assert.doesNotMatch(JSON.stringify(inWords), /MARKER/)
  })
})
