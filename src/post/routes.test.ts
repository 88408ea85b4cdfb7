import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type World, world } from '../../test/world.ts'
import { everything } from '../platform/db.ts'
import { paragraphsOf } from './rules.ts'

const site = 'https://alliance.test'

describe('the text of a mail', () => {
  const links: [string, string][] = [
    ['https://alliance.test/people/3', '/people/3'],
    ['https://alliance.test/meetings?year=2017-18', '/meetings?year=2017-18'],
    ['https://alliance.test:443/me', '/me'],
  ]
  for (const [address, to] of links)
    test(`${address} is a link`, () =>
      assert.deepEqual(paragraphsOf(`See ${address}`, site, true), [
        [{ text: 'See ' }, { text: address, to }],
      ]))

  const none = [
    'https://evil.example/',
    'http://alliance.test/',
    'https://alliance.test.evil.example/',
    'https://alliance.test@evil.example/',
    'https://',
    'javascript:alert(1)',
  ]
  for (const address of none)
    test(`${address} is text`, () =>
      assert.ok(
        paragraphsOf(`See ${address}`, site, true)
          .flat()
          .every(({ to }) => to === undefined),
      ))

  test('a link to sign in is theirs alone', () => {
    const link = 'https://alliance.test/sign-in/link?token=abc&next=%2F'
    assert.doesNotMatch(JSON.stringify(paragraphsOf(`Use ${link}`, site, true)), /abc/)
    assert.match(JSON.stringify(paragraphsOf(`Use ${link}`, site, false)), /"to":"\/sign-in\/link\?token=abc/)
  })

  test('loses nothing else, and keeps its paragraphs', () => {
    const body = 'Hello\n\nOne https://alliance.test/a two\n\n\nBye'
    const paragraphs = paragraphsOf(body, site, false).map((one) => one.map(({ text }) => text).join(''))
    assert.deepEqual(paragraphs, ['Hello', 'One https://alliance.test/a two', 'Bye'])
  })
})

const write = (w: World, subject: string, body: string, state: 'waiting' | 'failed' = 'waiting') =>
  w.database.transaction(everything, (tx) =>
    tx
      .insertInto('mails')
      .values({
        messageId: `<${subject}@alliance.test>`,
        recipient: 'head@alliance.example',
        subject,
        body,
        state,
        lastError: null,
        sentAt: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow(),
  )

describe('the outbox', () => {
  test('shows the office what is to go, narrowed by state and words, as text', async () => {
    const w = await world()
    await write(w, 'Waiting <b>', 'Hello')
    const { id } = await write(w, 'Stuck', '<script>alert(1)</script>', 'failed')
    const office = await w.as('coordinator')
    assert.match(
      (await office.get('/mails')).text,
      /Waiting &lt;b&gt;[\s\S]*2 mails|2 mails[\s\S]*Waiting &lt;b&gt;/,
    )
    const failed = (await office.get('/mails?state=failed')).text
    assert.match(failed, /Stuck/)
    assert.doesNotMatch(failed, /Waiting &lt;b/)
    assert.match((await office.get('/mails?words=head@')).text, /Stuck/)
    assert.match((await office.get(`/mails/${id}`)).text, /&lt;script&gt;alert/)
  })

  test('hides links to sign in from the office, and shows them to anybody in the demonstration', async () => {
    const w = await world()
    const { id } = await write(w, 'Link', 'Use http://alliance.test/sign-in/link?token=abc to sign in')
    assert.doesNotMatch((await (await w.as('coordinator')).get(`/mails/${id}`)).text, /abc/)
    const other = await world()
    await other.database.pool.query('update alliance set demonstration = true')
    const sent = await write(other, 'Link', 'Use http://alliance.test/sign-in/link?token=abc to sign in')
    const page = await (await other.as('visitor')).get(`/mails/${sent.id}`)
    assert.match(page.text, /href="\/sign-in\/link\?token=abc"/)
  })
})
