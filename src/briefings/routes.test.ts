import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type World, world } from '../../test/world.ts'
import { day } from '../platform/day.ts'
import { everything } from '../platform/db.ts'
import { needs } from './needs.ts'

const secret = 'The trust will close its sixth form'
const blank = { ref: null, importId: null, starts: null, ends: null, place: null }

/** A board meeting with circulated minutes, two decisions of which one is confidential, and an action for Ashmere. */
async function board(w: World, state: 'writing' | 'circulated' = 'circulated') {
  return w.database.transaction(everything, async (tx) => {
    const held = { ...blank, title: 'Board in spring', heldOn: day('2018-02-06'), status: 'held' as const }
    const { id: meetingId } = await tx
      .insertInto('meetings')
      .values(held)
      .returning('id')
      .executeTakeFirstOrThrow()
    await tx.insertInto('meetingGroups').values({ meetingId, groupId: w.groups.board }).execute()
    await tx.insertInto('minutes').values({ meetingId, state }).execute()
    const item = async (position: number, partB: boolean) => {
      const values = { meetingId, position, kind: 'decision' as const, title: 'Item', partB }
      return (await tx.insertInto('agendaItems').values(values).returning('id').executeTakeFirstOrThrow()).id
    }
    const [open, closed] = [await item(1, false), await item(2, true)]
    const decided = { meetingId, means: 'Tell families.', takesEffectOn: null, recordedBy: null }
    await tx
      .insertInto('decisions')
      .values([
        { ...decided, itemId: open, number: '2017-18/1', words: 'One INSET day moves', pence: 12_000 },
        { ...decided, itemId: closed, number: '2017-18/2', words: secret, pence: 99_900 },
      ])
      .execute()
    const undone = { dueMeetingId: null, dueOn: null, closedOn: null, closedBy: null, outcome: null }
    const action = {
      meetingId,
      ownerId: w.people.head,
      ownerPost: 'head' as const,
      recordedBy: null,
      ...undone,
    }
    await tx
      .insertInto('meetingActions')
      .values([
        { ...action, itemId: open, words: 'Write to families', ownerMembershipId: w.members.ashmere },
        { ...action, itemId: closed, words: secret, ownerMembershipId: w.members.ashmere },
        { ...action, itemId: open, words: 'Somebody else’s', ownerMembershipId: w.members.brindle },
      ])
      .execute()
    return { meetingId, open }
  })
}

const wordsIn = (html: string) => /<textarea[^>]*>([\s\S]*?)<\/textarea>/.exec(html)?.[1]?.trim() ?? ''
const addressOf = ({ headers }: { headers: Headers }) => (headers.get('location') ?? '').split('?')[0] ?? ''
const plain = (html: string) => html.replace(/&#39;/g, '’').replaceAll('&quot;', '"')

async function made(w: World, more = '') {
  const { meetingId, open } = await board(w)
  const head = await w.as('head')
  const draft = wordsIn((await head.get(`/briefings/new?meeting=${meetingId}`)).text)
  const at = addressOf(
    await head.post(`/briefings/new?meeting=${meetingId}`, { words: `${plain(draft)}${more}` }),
  )
  return { meetingId, open, head, draft, at }
}

describe('a briefing', () => {
  test('is drafted from the open part of the records, even for who may read the rest', async () => {
    const w = await world()
    const { head, draft, at, meetingId } = await made(w, '\n\nCome and ask me.')
    assert.match(draft, /One INSET day moves\.[\s\S]*Tell families\. It costs each school £120\.00/)
    assert.match(draft, /ask our school for £120\.00 in all/)
    assert.match(draft, /Write to families\. Hannah Head/)
    assert.doesNotMatch(draft, /sixth form|999\.00|Somebody else/)
    const page = (await head.get(at)).text
    assert.match(page, /<h2[^>]*>Decisions and what they mean for our school<\/h2>[\s\S]*Come and ask me/)
    assert.equal(addressOf(await head.get(`/briefings/new?meeting=${meetingId}`)), at)
    const pdf = await head.get(`${at}/briefing.pdf`)
    assert.equal(pdf.headers.get('content-type'), 'application/pdf')
    assert.match(pdf.headers.get('content-disposition') ?? '', /briefing-2018-02-06\.pdf/)
  })

  test('waits for the minutes to be circulated, and then takes in what changed around what was edited', async () => {
    const w = await world()
    const { meetingId } = await board(w, 'writing')
    const head = await w.as('head')
    const draft = wordsIn((await head.get(`/briefings/new?meeting=${meetingId}`)).text)
    assert.match(draft, /have not been circulated yet/)
    assert.doesNotMatch(draft, /INSET/)
    const sent = { words: `${plain(draft)}\n\nCome and ask me.` }
    const at = addressOf(await head.post(`/briefings/new?meeting=${meetingId}`, sent))
    assert.match((await head.get(`${at}/redo`)).text, /Nothing of this meeting has changed/)
    await w.database.transaction(everything, (tx) =>
      tx.updateTable('minutes').set({ state: 'approved' }).execute(),
    )
    const redo = (await head.get(`${at}/redo`)).text
    assert.match(redo, /What changed in the records since/)
    const words = plain(wordsIn(redo))
    assert.match(words, /One INSET day moves[\s\S]*Come and ask me/)
    assert.doesNotMatch(words, /have not been circulated yet/)
    assert.equal((await head.post(`${at}/redo`, { words, 'form-version': '1' })).status, 303)
    assert.match((await head.get(`${at}/redo`)).text, /Nothing of this meeting has changed/)
  })

  test('is withheld at once when that happened while it was being edited, in making it and in making it again', async () => {
    const w = await world()
    const { meetingId, open } = await board(w)
    const [head, governor] = [await w.as('head'), await w.as('governor')]
    const mark = () =>
      w.database.pool.query(
        `insert into item_markings (item_id, part_b, reason, circulated) values ($1, true, 'A name', false)`,
        [open],
      )
    const form = (text: string) => ({
      words: plain(wordsIn(text)),
      askedAt: /name="askedAt" value="([^"]*)"/.exec(text)?.[1] ?? '',
      'form-version': /name="form-version" value="(\d+)"/.exec(text)?.[1] ?? '',
    })
    const opened = form((await head.get(`/briefings/new?meeting=${meetingId}`)).text)
    await mark()
    const at = addressOf(await head.post(`/briefings/new?meeting=${meetingId}`, opened))
    assert.doesNotMatch((await governor.get(at)).text, /INSET day/)
    const redone = form((await head.get(`${at}/redo`)).text)
    await mark()
    await head.post(`${at}/redo`, redone)
    assert.doesNotMatch((await governor.get(at)).text, /INSET day/)
    await head.post(`${at}/redo`, form((await head.get(`${at}/redo`)).text))
    assert.match((await governor.get(at)).text, /INSET day/)
  })

  test('is withheld when something of the meeting is marked confidential, until it is made again', async () => {
    const w = await world()
    const { head, at, open } = await made(w)
    await w.database.transaction(everything, async (tx) => {
      await tx.updateTable('agendaItems').set({ partB: true }).where('id', '=', open).execute()
      const marking = { itemId: open, partB: true, reason: 'A family', circulated: true, markedBy: null }
      await tx
        .insertInto('itemMarkings')
        .values({ ...marking, markedAt: new Date(Date.now() + 1000) })
        .execute()
    })
    for (const browser of [head, await w.as('governor')]) {
      assert.doesNotMatch((await browser.get(at)).text, /INSET/)
      assert.equal((await browser.get(`${at}/briefing.pdf`)).status, 409)
    }
    const mail = { people: String(w.people.chair), body: 'Governing body', bodyKind: 'governing body' }
    assert.equal((await head.post(`${at}/mail`, mail)).status, 422)
    assert.match((await needs(await w.by('head'))).at(-1)?.says ?? '', /again from the records/)
    assert.doesNotMatch(wordsIn((await head.get(`${at}/redo`)).text), /INSET/)
  })

  test('goes by mail to those who govern, which is recorded as given', async () => {
    const w = await world()
    const { head, at } = await made(w)
    const people = [String(w.people.chair), String(w.people.governor)]
    const answers = { people, body: 'Governing body', bodyKind: 'governing body' }
    assert.equal(
      (await head.post(`${at}/mail`, { ...answers, people: String(w.people.teacher) })).status,
      422,
    )
    assert.equal((await head.post(`${at}/mail`, answers)).status, 303)
    const mails = await w.db.selectFrom('mails').select(['recipient', 'subject', 'body']).execute()
    assert.equal(mails.length, 2)
    assert.match(mails[0]?.body ?? '', /One INSET day moves[\s\S]*among those who govern Ashmere/)
    assert.doesNotMatch(JSON.stringify(mails), /sixth form/)
    assert.match((await head.get(at)).text, /Governing body[\s\S]*By mail/)
  })

  test('is given to a body, on a day and in a way, which may be corrected and taken back', async () => {
    const w = await world()
    const { head, at } = await made(w)
    const answers = {
      ...{ bodyKind: 'governing body', body: 'Full governing body', givenOn: '1/3/2018', how: 'meeting' },
      minuteReference: 'FGB 7.2',
    }
    const ahead = await head.post(`${at}/given`, { ...answers, givenOn: '6/3/2018' })
    assert.match(ahead.text, /must be today or in the past/)
    const given = addressOf(await head.post(`${at}/given`, answers))
    assert.match((await head.get(given)).text, /FGB 7\.2[\s\S]*Board in spring/)
    const csv = (await (await w.as('chair')).get('/briefings/givings?format=csv&year=2017-18')).text
    assert.match(csv, /Full governing body,Governing body,2018-03-01,At a meeting,FGB 7\.2,Ashmere/)
    await head.post(`${given}/correct`, { ...answers, minuteReference: '', 'form-version': '1' })
    assert.match((await head.get(given)).text, /Corrected once/)
    assert.match(
      (await (await w.as('coordinator')).get('/briefings?format=csv')).text,
      /Ashmere,1,1,2018-03-01/,
    )
    assert.equal((await head.post(`${given}/remove`, {})).status, 303)
    assert.equal((await head.get(given)).status, 404)
  })
})

describe('who reads a briefing', () => {
  test('those who lead and govern the school; the office is told how many', async () => {
    const w = await world()
    const { at, meetingId } = await made(w)
    for (const name of ['head', 'deputy', 'chair', 'governor'] as const)
      assert.equal((await (await w.as(name)).get(at)).status, 200, name)
    assert.equal((await (await w.as('otherHead')).get(at)).status, 404)
    assert.equal((await (await w.as('coordinator')).get(at)).status, 404)
    for (const name of ['teacher', 'ssig', 'businessManager', 'officer', 'partner'] as const)
      assert.equal((await (await w.as(name)).get(at)).status, 403, name)
    assert.equal((await (await w.as('chair')).get(`${at}/correct`)).status, 403)
    assert.equal((await (await w.as('chair')).get(`/briefings/new?meeting=${meetingId}`)).status, 403)
    const other = await w.as('otherHead')
    assert.match(wordsIn((await other.get(`/briefings/new?meeting=${meetingId}`)).text), /For Brindle Moor/)
    assert.equal(
      (await other.get(`/briefings/new?meeting=${meetingId}&school=${w.members.ashmere}`)).status,
      404,
    )
  })

  test('heads are asked after a meeting of the board, until there is a briefing', async () => {
    const w = await world()
    await board(w)
    assert.deepEqual(
      (await needs(await w.by('head'))).map(({ says }) => says),
      ['Brief your governors on Board in spring, Tue 6 Feb 2018'],
    )
    assert.deepEqual(await needs(await w.by('chair')), [])
  })
})
