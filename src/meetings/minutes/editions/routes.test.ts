import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { approved, board, SECRET, sign, write } from '../../../../test/minutes.ts'
import { castNames } from '../../../../test/world.ts'
import { everything } from '../../../platform/db.ts'

describe('what somebody is given of approved minutes', () => {
  test('everybody, by the role they come in', async () => {
    const b = await board()
    await approved(b)
    const sees: Record<string, [status: number, secret: boolean, names: boolean]> = {
      coordinator: [200, true, true],
      head: [200, true, true],
      otherHead: [200, true, true],
      ssig: [200, true, true],
      practitioner: [200, false, false],
      deputy: [200, false, true],
      chair: [200, false, true],
      governor: [200, false, false],
      businessManager: [200, false, false],
      officer: [200, false, false],
      hubLead: [404, false, false],
      teacher: [404, false, false],
      partner: [404, false, false],
    }
    for (const name of castNames) {
      const { status, text } = await (await b.as(name)).get(`/meetings/${b.id}/editions/1`)
      const found = [status, text.includes(SECRET), text.includes('Hannah Head')]
      assert.deepEqual(found, sees[name], name)
      const file = await (await b.as(name)).get(`/meetings/${b.id}/editions/1/minutes.json`)
      assert.equal(file.text.includes(SECRET), sees[name]?.[1], `${name}, file`)
    }
  })

  test('the governors’ edition carries the digest of the whole, and anybody can work it out again', async () => {
    const b = await board()
    await approved(b)
    const full = JSON.parse(
      (await (await b.as('head')).get(`/meetings/${b.id}/editions/1/minutes.json`)).text,
    )
    const { text } = await (await b.as('governor')).get(`/meetings/${b.id}/editions/1/minutes.json`)
    const given = JSON.parse(text)
    const sha = (said: string) => createHash('sha256').update(said).digest('hex')
    type Part = { digest: string; nonce?: string; content?: string }
    for (const { digest, nonce, content } of given.parts as Part[])
      if (nonce) assert.equal(sha(nonce + content), digest)
    assert.equal(sha((given.parts as Part[]).map(({ digest }) => digest).join('\n')), full.digest)
    assert.equal(given.digest, full.digest)
    assert.ok((given.parts as Part[]).some(({ content }) => content === undefined))
    assert.doesNotMatch(text, /Hannah Head|nightingale/)
  })

  test('a part that is made confidential afterwards is withheld from then on, and the digest still holds', async () => {
    const b = await board()
    await approved(b)
    await b.database.transaction(everything, (tx) =>
      tx.updateTable('agendaItems').set({ partB: true }).where('id', '=', b.items.buses).execute(),
    )
    for (const [name, query] of [
      ['governor', ''],
      ['head', '?for=governors'],
      ['coordinator', '?for=public'],
    ] as const) {
      const { text } = await (await b.as(name)).get(`/meetings/${b.id}/editions/1${query}`)
      assert.doesNotMatch(text, /Shared minibuses|Heads talked/, name)
      assert.match(text, /Unchanged since approval/)
    }
  })

  test('the office says what an edition leaves out', async () => {
    const b = await board()
    await approved(b)
    const office = await b.as('coordinator')
    const said = await office.post('/meetings/editions/governors', {
      withheld: ['2', '4'],
      'form-version': '1',
    })
    assert.equal(said.status, 303, said.text)
    const { text } = await (await b.as('governor')).get(`/meetings/${b.id}/editions/1`)
    assert.doesNotMatch(text, /Hannah Head|Heads talked/)
    assert.equal((await (await b.as('head')).get('/meetings/editions')).status, 403)
  })

  test('the PDF of a draft says so, and that of an edition has its digest', async () => {
    const b = await board()
    await write(b)
    const draft = await (await b.as('ssig')).get(`/meetings/${b.id}/minutes.pdf`)
    assert.equal(draft.headers.get('content-type'), 'application/pdf')
    assert.match(draft.headers.get('content-disposition') ?? '', /minutes-\d+\.pdf/)
  })

  test('neither mail nor the log says a word of what is confidential', async () => {
    const b = await board()
    await approved(b)
    await sign(b, 'head')
    const mails = await b.db.selectFrom('mails').select(['subject', 'body']).execute()
    const log = await b.db.selectFrom('auditLog').selectAll().execute()
    assert.ok(mails.length > 2)
    assert.doesNotMatch(JSON.stringify([mails, log]), /nightingale|minibuses/)
  })
})
