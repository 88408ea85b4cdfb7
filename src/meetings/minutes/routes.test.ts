import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { approved, board, press, SECRET, sign, stateOf, write, written } from '../../../test/minutes.ts'
import { mailsTo } from '../../../test/signing-in.ts'
import { type CastName, emailOf, today, type World } from '../../../test/world.ts'
import { everything } from '../../platform/db.ts'
import { recordDecision } from '../decisions/actions.ts'
import { approve } from './moves.ts'

describe('writing minutes', () => {
  test('the agenda is there with what the register says, and a box under each item', async () => {
    const b = await board()
    const { text } = await (await b.as('ssig')).get(b.at)
    assert.match(text, /Shared minibuses/)
    assert.match(text, /1 of 2 schools represented; 1 sent apologies/)
    assert.match(text, /Hannah Head/)
    assert.match(text, new RegExp(`name="words-${b.items.buses}"`))
  })

  test('two who write at once lose nothing', async () => {
    const b = await board()
    const [clerk, office] = [await b.as('ssig'), await b.as('coordinator')]
    await clerk.post(b.at, written(b, { buses: 'One.\n\nTwo.' }))
    await clerk.post(b.at, written(b, { buses: 'One, mended.\n\nTwo.' }, 1))
    const second = await office.post(
      b.at,
      written(b, { buses: 'One.\n\nTwo.\n\nThree.', welcome: 'Hello.' }, 1),
    )
    assert.match(second.headers.get('location') ?? '', /did=merged/)
    const { text } = await clerk.get(b.at)
    assert.match(text, /One, mended\.\n\nTwo\.\n\nThree\.<\/textarea>/)
    assert.match(text, /Hello\./)
  })

  test('what both changed is shown to the second as each wrote it, and nothing is saved before they have seen it', async () => {
    const b = await board()
    const [clerk, office] = [await b.as('ssig'), await b.as('coordinator')]
    await clerk.post(b.at, written(b, { buses: 'Eight buses.' }))
    await clerk.post(b.at, written(b, { buses: 'Nine buses.' }, 1))
    const both = await office.post(b.at, written(b, { buses: 'Ten buses.', welcome: 'Hello.' }, 1))
    assert.equal(both.status, 409)
    assert.match(both.text, /They wrote “Nine buses\.”; you wrote “Ten buses\.”/)
    assert.match(both.text, /Nine buses\.\nTen buses\.<\/textarea>/)
    assert.match(both.text, /Hello\.<\/textarea>/)
    assert.doesNotMatch((await clerk.get(b.at)).text, /Ten buses|Hello/)
    const settled = await office.post(b.at, written(b, { buses: 'Nine or ten buses.' }, 2))
    assert.equal(settled.status, 303)
    assert.match((await clerk.get(b.at)).text, /Nine or ten buses\./)
  })

  test('what is typed is kept before a decision or an action is recorded', async () => {
    const b = await board()
    const saved = await (await b.as('ssig')).post(b.at, {
      ...written(b, { buses: 'Heads talked.' }),
      next: `decision-${b.items.buses}`,
    })
    assert.equal(saved.headers.get('location'), `${b.at}/${b.items.buses}/decision?did=saved`)
    assert.match((await (await b.as('ssig')).get(b.at)).text, /Heads talked/)
  })

  test('of a confidential item a keeper who may not read it neither sees nor changes the minute', async () => {
    const b = await board()
    await write(b)
    await b.database.transaction(everything, (tx) =>
      tx
        .insertInto('itemReaders')
        .values({ itemId: b.items.secret, personId: b.people.ssig, may: false } as never)
        .execute(),
    )
    const clerk = await b.as('ssig')
    assert.doesNotMatch((await clerk.get(b.at)).text, new RegExp(SECRET))
    assert.equal((await clerk.post(b.at, written(b, { secret: 'Nothing.' }, 1))).status, 303)
    const { words } = await b.db
      .selectFrom('itemMinutes')
      .select('words')
      .where('itemId', '=', b.items.secret)
      .executeTakeFirstOrThrow()
    assert.match(words, new RegExp(SECRET))
  })
})

describe('from the first word to the signature', () => {
  test('minutes go from the clerk by the chair to everybody, are approved, frozen and signed', async () => {
    const b = await board()
    const clerk = await write(b)
    assert.equal((await (await b.as('head')).get(b.at)).status, 404)
    await press(clerk, b, 'send')
    assert.equal((await press(clerk, b, 'take-back')).status, 303)
    assert.equal((await press(clerk, b, 'circulate')).status, 403)
    await press(clerk, b, 'send')
    const [asked] = await mailsTo(b, emailOf('otherHead'))
    assert.match(asked?.subject ?? '', /Minutes for you to read: Board, 6 February 2018/)
    const chair = await b.as('otherHead')
    const back = await chair.post(`${b.at}/send-back`, {
      asks: 'Name the driver',
      'form-version': String((await stateOf(b)).version),
    })
    assert.equal(back.status, 303, back.text)
    assert.match((await clerk.get(b.at)).text, /The chair asks: Name the driver/)
    await press(clerk, b, 'send')
    await press(chair, b, 'circulate')
    const draft = await (await b.as('head')).get(b.at)
    assert.match(draft.text, /<title>Draft minutes: Board, 6 February 2018/)
    assert.match(draft.text, /Draft: no meeting has approved/)
    assert.match(
      (await clerk.get(`/meetings/${b.next}/minutes`)).text,
      /Record that the minutes of Board, 6 February 2018, were approved/,
    )
    const recorded = await clerk.post(`${b.at}/approve`, {
      approvedMeetingId: String(b.next),
      amendments: 'Item 2: “nine” for “eight”.',
      'form-version': String((await stateOf(b)).version),
    })
    assert.equal(recorded.status, 303, recorded.text)
    assert.equal((await sign(b, 'otherHead')).status, 303)
    const signed = await (await b.as('head')).get(`/meetings/${b.id}/editions/1`)
    assert.match(signed.text, /Edition 1, signed by Olive Other/)
    assert.match(signed.text, /Unchanged since approval/)
    assert.match(signed.text, /Next board, 1 March 2018/)
    const row = await b.db.selectFrom('minuteSignatures').selectAll().executeTakeFirstOrThrow()
    const { digest } = await b.db.selectFrom('minuteEditions').select('digest').executeTakeFirstOrThrow()
    assert.deepEqual([row.digest, row.proof, row.personId], [digest, 'code', b.people.otherHead])
  })

  test('a decision that is being recorded while they are approved stands in what is approved', async () => {
    const b = await board()
    await press(await write(b), b, 'send')
    await press(await b.as('otherHead'), b, 'circulate')
    const { version } = await stateOf(b)
    const [office, clerk] = [await b.by('coordinator'), await b.by('ssig')]
    let approving = Promise.resolve()
    await office.together(async (_tx, by) => {
      const decided = { words: 'We buy a ninth bus.', means: null, pence: null, takesEffectOn: null }
      await recordDecision(by, { meetingId: b.id, itemId: b.items.buses }, decided)
      approving = approve(
        clerk,
        { id: b.id, version, today },
        { approvedMeetingId: b.next, amendments: null },
      )
      await sleep(300)
    })
    await approving
    const { rows } = await b.database.pool.query(
      `select from minute_edition_parts p join minute_edition_texts t on t.part_id = p.id where content like '%ninth bus%'`,
    )
    assert.equal(rows.length, 1)
  })

  test('who chaired the meeting that approved them may sign; nobody else, and nobody twice', async () => {
    const b = await board()
    await approved(b)
    assert.equal((await sign(b, 'chair')).status, 403)
    assert.equal((await sign(b, 'head')).status, 303)
    assert.equal((await sign(b, 'otherHead')).status, 409)
  })

  test('a correction makes a new edition with its reason, to be signed anew; the earlier one stays as it was', async () => {
    const b = await board()
    const clerk = await approved(b)
    await sign(b, 'head')
    const before = await clerk.get(`/meetings/${b.id}/editions/1`)
    const none = await clerk.post(`${b.at}/correct`, {
      ...written(b, { buses: 'Heads spoke.' }, 1),
      reason: '',
    })
    assert.equal(none.status, 422)
    const made = await clerk.post(`${b.at}/correct`, {
      ...written(b, { buses: 'Heads spoke.' }, 1),
      reason: 'A slip',
    })
    assert.equal(made.status, 303, made.text)
    const after = await clerk.get(`/meetings/${b.id}/editions/1`)
    assert.match(after.text, /Heads talked\./)
    assert.match(after.text, /A later edition corrects this one/)
    assert.match(before.text, /Heads talked\./)
    const second = await clerk.get(`/meetings/${b.id}/editions/2`)
    assert.match(second.text, /Heads spoke\./)
    assert.match(second.text, /Edition 2, approved\..*A slip/s)
    assert.equal((await stateOf(b)).state, 'approved')
  })

  test('a decision that is corrected afterwards asks for a reason, and makes a new edition too', async () => {
    const b = await board()
    const clerk = await approved(b)
    const decide = (reason: Record<string, string>) =>
      clerk.post(`${b.at}/${b.items.buses}/decision`, {
        words: 'Buy it',
        means: '',
        pence: '',
        takesEffectOn: '',
        ...reason,
      })
    assert.equal((await decide({})).status, 422)
    assert.equal((await decide({ reason: 'It was left out' })).status, 303)
    assert.match((await clerk.get(`/meetings/${b.id}/editions/2`)).text, /2017-18\/1: Buy it/)
  })
})

describe('what waits for whom', () => {
  const home = async (w: World, name: CastName) => (await (await w.as(name)).get('/')).text

  test('minutes that nobody began, that lie with the chair, that are to be approved, and to be signed', async () => {
    const b = await board()
    assert.match(await home(b, 'ssig'), /Write the minutes of Board, Tue 6 Feb 2018/)
    const clerk = await write(b)
    assert.doesNotMatch(await home(b, 'ssig'), /Write the minutes of Board,/)
    await press(clerk, b, 'send')
    assert.match(await home(b, 'otherHead'), /Read the minutes of Board/)
    await press(await b.as('otherHead'), b, 'circulate')
    assert.match(await home(b, 'ssig'), /Have the minutes of Board, Tue 6 Feb 2018 approved/)
  })
})
