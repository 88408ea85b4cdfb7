import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type World, world } from '../../test/world.ts'
import { day } from '../platform/day.ts'
import { everything } from '../platform/db.ts'
import { needs } from './needs.ts'

const blank = { ref: null, importId: null, starts: null, ends: null, place: null }
const addressOf = ({ headers }: { headers: Headers }) => (headers.get('location') ?? '').split('?')[0] ?? ''

/** The maths hub with a teacher of Ashmere in it, a meeting held, and a meeting of the hub leads to come. */
async function maths(w: World) {
  return w.database.transaction(everything, async (tx) => {
    const leads = { name: 'Hub leads', kind: 'hub leads' as const, subject: null, leadId: null }
    const { id: leadsId } = await tx
      .insertInto('groups')
      .values({ ...leads, ref: null, importId: null })
      .returning('id')
      .executeTakeFirstOrThrow()
    const meeting = async (title: string, heldOn: string, status: 'held' | 'planned', groupId: number) => {
      const { id } = await tx
        .insertInto('meetings')
        .values({ ...blank, title, heldOn: day(heldOn), status })
        .returning('id')
        .executeTakeFirstOrThrow()
      await tx.insertInto('meetingGroups').values({ meetingId: id, groupId }).execute()
      return id
    }
    const member = { groupId: w.groups.maths, membershipId: w.members.ashmere, fromOn: day('2017-09-01') }
    await tx
      .insertInto('groupMembers')
      .values({ ...member, personId: w.people.teacher, part: 'member', toOn: null, note: null })
      .execute()
    const held = await meeting('Bar models', '2018-02-06', 'held', w.groups.maths)
    const came = { membershipId: w.members.ashmere, urn: 990001, personId: w.people.teacher, importId: null }
    await tx
      .insertInto('attendances')
      .values({ ...came, meetingId: held, capacity: 'representative' })
      .execute()
    return { held, report: await meeting('Hub leads in spring', '2018-03-20', 'planned', leadsId) }
  })
}

/** A small PNG, and something that only says it is one. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
)
const withFile = (answers: Record<string, string>, content: Buffer, name: string) => {
  const data = new FormData()
  for (const [key, value] of Object.entries(answers)) data.set(key, value)
  data.set('file', new File([new Uint8Array(content)], name))
  return data
}

describe('a hub’s space', () => {
  test('shows its programme, members and, to its lead, the schools that have nobody here', async () => {
    const w = await world()
    await maths(w)
    const at = `/hubs/${w.groups.maths}`
    const lead = (await (await w.as('hubLead')).get(at)).text
    assert.match(lead, /1 of 3 meetings held; 2 more are to be planned/)
    assert.match(lead, /Tess Teacher[\s\S]*1 school has nobody here yet[\s\S]*Brindle Moor/)
    assert.doesNotMatch((await (await w.as('head')).get(at)).text, /nobody here yet/)
    assert.match((await (await w.as('teacher')).get('/hubs')).text, /Maths hub/)
    assert.equal((await (await w.as('partner')).get(at)).status, 403)
    assert.equal((await (await w.as('head')).get(`/hubs/${w.groups.board}`)).status, 404)
    assert.match((await (await w.as('teacher')).get(`${at}/colleagues`)).text, /Tess Teacher, Ashmere/)
    assert.equal((await (await w.as('governor')).get(`${at}/colleagues`)).status, 403)
  })

  test('its lead writes notes, which are corrected and not overwritten', async () => {
    const w = await world()
    const { held } = await maths(w)
    const lead = await w.as('hubLead')
    const answers = { title: 'What we tried', meetingId: String(held), words: 'Bar models in **Year 7**.' }
    const at = addressOf(await lead.post(`/hubs/${w.groups.maths}/notes/new`, answers))
    assert.match(
      (await (await w.as('teacher')).get(at)).text,
      /Bar models<\/a>, 6 February 2018[\s\S]*<strong>Year 7/,
    )
    await lead.post(`${at}/correct`, { ...answers, words: 'Shorter.', 'form-version': '1' })
    assert.equal((await lead.post(`${at}/correct`, { ...answers, 'form-version': '1' })).status, 409)
    assert.equal((await (await w.as('teacher')).post(`${at}/correct`, answers)).status, 403)
  })

  test('what schools give is told to each of its own beside the whole', async () => {
    const w = await world()
    await maths(w)
    const lead = await w.as('hubLead')
    const at = `/hubs/${w.groups.maths}`
    const answers = {
      membershipId: String(w.members.ashmere),
      kind: 'hosted',
      givenOn: '6/2/2018',
      words: 'In the hall',
    }
    const one = addressOf(await lead.post(`${at}/contributions/new`, answers))
    assert.match(
      (await (await w.as('head')).get(at)).text,
      /One contribution by schools of the alliance in 2017-18, 1 of them by Ashmere/,
    )
    const other = (await (await w.as('otherHead')).get(at)).text
    assert.match(
      other,
      /One contribution by schools of the alliance in 2017-18; one from Brindle Moor would be welcome/,
    )
    assert.doesNotMatch(other, /In the hall/)
    assert.equal((await (await w.as('otherHead')).get(one)).status, 403)
    const ahead = await lead.post(`${at}/contributions/new`, { ...answers, givenOn: '6/3/2018' })
    assert.match(ahead.text, /must be today or in the past/)
    const left = await lead.post(`${at}/contributions/new`, {
      ...answers,
      membershipId: String(w.members.carr),
    })
    assert.equal(left.status, 422)
  })

  test('a note and a contribution are taken off by the lead and put back as they stood', async () => {
    const w = await world()
    const lead = await w.as('hubLead')
    const at = `/hubs/${w.groups.maths}`
    const given = { membershipId: String(w.members.ashmere), kind: 'hosted', givenOn: '6/2/2018' }
    const note = addressOf(
      await lead.post(`${at}/notes/new`, { title: 'Ratio', words: 'Tried.', meetingId: '' }),
    )
    const gift = addressOf(
      await lead.post(`${at}/contributions/new`, { ...given, meetingId: '', words: 'In the hall' }),
    )
    for (const [one, says] of [
      [note, /Ratio/],
      [gift, /Ashmere, Hosted a meeting, Tue 6 Feb 2018/],
    ] as const) {
      assert.match((await lead.get(one)).text, /Take this off/)
      assert.equal((await (await w.as('head')).post(`${one}/remove`, {})).status, 403)
      assert.equal((await lead.post(`${one}/remove`, {})).status, 303)
      assert.equal((await lead.get(one)).status, 404)
      const page = (await lead.get(at)).text
      assert.match(page, /Taken off \(1\)/)
      assert.match(page, says)
      assert.doesNotMatch((await (await w.as('head')).get(at)).text, /Taken off/)
      assert.equal((await lead.post(`${one}/restore`, {})).status, 303)
      assert.match((await lead.get(one)).text, /Corrected once/)
    }
    assert.equal((await lead.post(`/hubs/${w.groups.board}/notes/1/restore`, {})).status, 404)
  })

  test('the lead’s report is drafted, edited and sent to the hub leads', async () => {
    const w = await world()
    const { report } = await maths(w)
    const lead = await w.as('hubLead')
    const at = `/hubs/${w.groups.maths}/report`
    assert.equal((await needs(await w.by('hubLead')))[0]?.href, at)
    assert.match((await lead.get(at)).text, /6 February 2018, Bar models: 1 school/)
    await lead.post(at, { words: 'We met once.' })
    assert.match((await lead.get(`/hubs/reports/${report}`)).text, /No hub has sent its report/)
    const sending = new FormData()
    sending.set('words', 'We met once, and liked it.')
    sending.set('form-version', '1')
    sending.set('then', 'send')
    const sent = await lead.post(at, sending)
    assert.equal(sent.headers.get('location'), `/hubs/reports/${report}?did=sent`)
    assert.match(
      (await (await w.as('head')).get(`/hubs/reports/${report}`)).text,
      /We met once, and liked it/,
    )
    assert.deepEqual(await needs(await w.by('hubLead')), [])
    assert.equal((await (await w.as('head')).get(at)).status, 403)
  })
})

describe('resources as files', () => {
  const answers = { title: 'Sheets', kind: 'other', words: 'For Year 7.', licence: 'CC BY 4.0' }

  test('a member shares one with a licence; versions are kept, uses counted by school, openings not at all', async () => {
    const w = await world()
    await maths(w)
    const teacher = await w.as('teacher')
    const share = `/hubs/${w.groups.maths}/share`
    const at = addressOf(await teacher.post(share, withFile(answers, png, '../sheet one.png')))
    const page = (await teacher.get(at)).text
    assert.match(page, /CC BY 4\.0: anybody[\s\S]*sheet one\.png/)
    const file = /href="(\/library\/\d+\/files\/\d+)"/.exec(page)?.[1] ?? ''
    const opened = await (await w.as('head')).get(file)
    assert.equal(opened.headers.get('content-type'), 'image/png')
    assert.match(opened.headers.get('content-disposition') ?? '', /attachment; filename="sheet-one\.png"/)
    await teacher.post(`${at}/files/new`, withFile({}, png, 'sheet two.png'))
    assert.match(
      (await teacher.get(at)).text,
      /sheet two\.png[\s\S]*One earlier version[\s\S]*sheet one\.png/,
    )
    const head = await w.as('otherHead')
    await head.post(`${at}/used`, { usedOn: '5/3/2018', thanks: 'Just right' })
    const again = await head.post(`${at}/used`, { usedOn: '5/3/2018', thanks: '' })
    assert.match(again.text, /You have said already that you used it on that day/)
    assert.match((await teacher.get(at)).text, /Used once, by 1 school[\s\S]*“Just right” Brindle Moor/)
    assert.match(
      (await teacher.get(`/hubs/${w.groups.maths}`)).text,
      /Sheets[\s\S]*One contribution by schools/,
    )
    assert.equal((await (await w.as('hubLead')).get(`${at}/files/new`)).status, 200)
    assert.equal((await head.get(`${at}/files/new`)).status, 403)
  })

  test('a file must be what it says it is, and only members of the hub share with it', async () => {
    const w = await world()
    await maths(w)
    const share = `/hubs/${w.groups.maths}/share`
    const teacher = await w.as('teacher')
    const wrong = await teacher.post(share, withFile(answers, Buffer.from('MZ not a picture'), 'sheet.png'))
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /href="#file"|There is a problem/)
    assert.match(wrong.text, /value="Sheets"/)
    assert.equal((await teacher.post(share, answers)).status, 303)
    assert.equal((await (await w.as('governor')).post(share, answers)).status, 403)
    assert.equal((await (await w.as('head')).get('/library/1/files/99')).status, 404)
  })
})
