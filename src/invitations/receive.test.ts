import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { replyMail, replyMails } from '../../test/replies.ts'
import { type CastName, emailOf, origin, secret, today, type World, world } from '../../test/world.ts'
import { addDays } from '../platform/day.ts'
import { invite, tellInvited } from './actions.ts'
import { repliesTo } from './queries.ts'
import { receive } from './receive.ts'
import { tellOf } from './work.ts'

const clock = { now: () => new Date('2018-03-05T12:00:00Z'), today: () => today }
const mail = { url: 'smtp://mail.test', from: 'Vale <office@alliance.test>' }
const given = ({ database }: World) => ({ database, clock, settings: { url: origin, secret, mail } })

/** A meeting of this group to which these are invited, with the name calendars know it by. */
async function invited(w: World, group: keyof World['groups'], ...names: CastName[]) {
  const by = await w.by('coordinator')
  const { rows } = await w.database.pool.query(
    `with meeting as (insert into meetings (title, held_on, starts, status)
       values ('Bar models', $1, '15:45', 'planned') returning id)
     insert into meeting_groups select id, $2 from meeting returning meeting_id as id`,
    [addDays(today, 10), w.groups[group]],
  )
  const id = Number(rows[0].id)
  for (const name of names) await invite(by, id, w.people[name])
  await tellOf(given(w), id)
  return { id, uid: `meeting-${id}@alliance.test` }
}

/** The meeting moves by a day, and those invited are told. */
async function moved(w: World, id: number) {
  await w.database.pool.query('update meetings set held_on = held_on + 1 where id = $1', [id])
  const by = await w.by('coordinator')
  await by.together((tx, by) => tellInvited(tx, by, id))
  await tellOf(given(w), id)
}

const said = async (w: World, id: number) =>
  (await repliesTo(w.db, id)).map(
    ({ name, reply, outdated }) => `${name}: ${reply}${outdated ? ' (before)' : ''}`,
  )

const outcomes = async (w: World) =>
  (await w.db.selectFrom('receivedMails').select('outcome').orderBy('id').execute()).map(
    ({ outcome }) => outcome,
  )

const from = emailOf('teacher')

describe('an answer by mail', () => {
  for (const [how, written] of Object.entries(replyMails))
    test(`is taken once, ${how}`, async () => {
      const w = await world()
      const { id, uid } = await invited(w, 'maths', 'teacher')
      const raw = written({ uid, from: from.toUpperCase(), status: 'ACCEPTED', id: 'one' })
      assert.equal(await receive(given(w), raw), 'Taken: coming')
      assert.equal(await receive(given(w), raw), 'It was taken before')
      assert.deepEqual(await said(w, id), ['Tess Teacher: ACCEPTED'])
      const page = await (await w.as('coordinator')).get(`/meetings/${id}/invitations`)
      assert.match(page.text, /1 is coming/)
      const list = await (await w.as('coordinator')).get('/invitations/received')
      assert.match(list.text, /Taken: coming/)
    })

  test('to what has changed since is shown as one, and the next takes its place', async () => {
    const w = await world()
    const { id, uid } = await invited(w, 'maths', 'teacher')
    await moved(w, id)
    await receive(given(w), replyMail({ uid, from, status: 'ACCEPTED', sequence: 0 }))
    assert.deepEqual(await said(w, id), ['Tess Teacher: ACCEPTED (before)'])
    await receive(given(w), replyMail({ uid, from, status: 'DECLINED', sequence: 1 }))
    assert.deepEqual(await said(w, id), ['Tess Teacher: DECLINED'])
  })

  test('in whatever order they come, the last one made is what counts', async () => {
    const w = await world()
    const { id, uid } = await invited(w, 'maths', 'teacher')
    await moved(w, id)
    const one = fc.record({
      sequence: fc.integer({ min: 0, max: 1 }),
      minute: fc.integer({ min: 0, max: 9 }),
      status: fc.constantFrom('ACCEPTED', 'DECLINED', 'TENTATIVE'),
    })
    const all = fc.uniqueArray(one, {
      minLength: 1,
      maxLength: 6,
      selector: ({ sequence, minute }) => `${sequence} ${minute}`,
    })
    await fc.assert(
      fc.asyncProperty(all, async (answers) => {
        await w.database.pool.query(
          'update invitations set reply = null, reply_sequence = null, reply_stamp = null, replied_at = null',
        )
        for (const { sequence, minute, status } of answers)
          await receive(
            given(w),
            replyMail({ uid, from, status, sequence, stamp: `20180305T110${minute}00Z` }),
          )
        const last = answers.reduce((a, b) =>
          b.sequence * 10 + b.minute > a.sequence * 10 + a.minute ? b : a,
        )
        assert.deepEqual(await said(w, id), [
          `Tess Teacher: ${last.status}${last.sequence === 0 ? ' (before)' : ''}`,
        ])
      }),
      { numRuns: 12 },
    )
  })

  test('from a time to come, or to a sending that never was, does not keep later ones out', async () => {
    const w = await world()
    const { id, uid } = await invited(w, 'maths', 'teacher')
    await receive(
      given(w),
      replyMail({ uid, from, status: 'DECLINED', sequence: 99, stamp: '20990101T000000Z' }),
    )
    const later = { ...given(w), clock: { ...clock, now: () => new Date('2018-03-06T12:00:00Z') } }
    await receive(later, replyMail({ uid, from, status: 'ACCEPTED', stamp: '20180306T110000Z' }))
    assert.deepEqual(await said(w, id), ['Tess Teacher: ACCEPTED'])
  })

  test('for somebody else, or to nothing, is noted and changes nothing', async () => {
    const w = await world()
    const { id, uid } = await invited(w, 'maths', 'teacher')
    const bad: [Parameters<typeof replyMail>[0], RegExp][] = [
      [{ uid, from: 'spy@else.example', attendee: from, status: 'DECLINED' }, /another address/],
      [{ uid, from: emailOf('head'), status: 'ACCEPTED' }, /nobody with this address/],
      [{ uid: 'meeting-999@alliance.test', from, status: 'ACCEPTED' }, /nobody with this address/],
      [{ uid, from, status: 'DELEGATED' }, /neither yes, perhaps nor no/],
      [{ uid, from, status: 'ACCEPTED', method: 'COUNTER' }, /no answer to an invitation/],
    ]
    for (const [replied, says] of bad) assert.match(await receive(given(w), replyMail(replied)), says)
    assert.deepEqual(await said(w, id), [])
    assert.equal((await outcomes(w)).length, bad.length)
  })

  test('from a head who cannot come to the board brings the way to name a deputy, once', async () => {
    const w = await world()
    const { uid } = await invited(w, 'board', 'head', 'teacher')
    for (const name of ['head', 'teacher'] as const)
      for (const minute of [1, 2])
        await receive(
          given(w),
          replyMail({ uid, from: emailOf(name), status: 'DECLINED', stamp: `20180305T110${minute}00Z` }),
        )
    const mails = await w.db.selectFrom('mails').selectAll().where('calendar', 'is', null).execute()
    assert.deepEqual(
      mails.map(({ recipient }) => recipient),
      [emailOf('head')],
    )
    const [, link = ''] =
      new RegExp(`Ashmere: ${origin}(/meetings/deputy\\?token=\\S+)`).exec(mails[0]?.body ?? '') ?? []
    const opened = await (await w.as('visitor')).get(link)
    assert.equal(opened.status, 200)
    assert.match(opened.text, /Dev Deputy/)
  })
})

const bounce = (uid: string) =>
  Buffer.from(
    [
      'From: MAILER-DAEMON@mail.test',
      'Message-ID: <bounce@mail.test>',
      'Auto-Submitted: auto-replied',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=r',
      '',
      '--r',
      'Content-Type: text/plain',
      '',
      'It could not be delivered.',
      '--r',
      'Content-Type: message/rfc822',
      '',
      replyMail({ uid, from, status: 'DECLINED' }).toString(),
      '--r--',
      '',
    ].join('\r\n'),
  )

describe('mail that is no answer', () => {
  test('is left alone: a letter, an automatic one, one that came back', async () => {
    const w = await world()
    const { id, uid } = await invited(w, 'maths', 'teacher')
    const letter = 'From: a@b.example\r\nMessage-ID: <x@y>\r\nAuto-Submitted: auto-replied\r\n\r\nI am away.'
    for (const raw of [Buffer.from(letter), bounce(uid), Buffer.from('')])
      assert.match(await receive(given(w), raw), /^Left alone/)
    assert.deepEqual(await said(w, id), [])
    assert.deepEqual(await outcomes(w), [])
  })

  test('is never a fault of ours, however broken, hostile or large', async () => {
    const w = await world()
    const { id, uid } = await invited(w, 'maths', 'teacher')
    const good = replyMail({ uid, from, status: 'ACCEPTED' })
    const large = Buffer.concat([good, Buffer.alloc(2 * 1024 * 1024, 'a')])
    assert.match(await receive(given(w), large), /too large/)
    await fc.assert(
      fc.asyncProperty(
        fc.nat(good.length),
        fc.uint8Array({ maxLength: 40 }),
        fc.nat(good.length),
        async (at, put, cut) => {
          const raw = Buffer.concat([good.subarray(0, at), put, good.subarray(at).subarray(0, cut)])
          assert.match(await receive(given(w), raw), /^(Taken|Not used|Left alone|It was taken)/)
        },
      ),
      { numRuns: 60 },
    )
    assert.ok((await said(w, id)).length <= 1)
  })
})
