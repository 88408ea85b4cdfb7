import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type RoundMade, roundAt } from '../../test/rounds.ts'
import { termDates } from '../../test/support.ts'
import { type World, world } from '../../test/world.ts'
import { academicYearOf, day } from '../platform/day.ts'
import { everything } from '../platform/db.ts'
import { roundsCounted } from './queries.ts'

const addressOf = ({ headers }: { headers: Headers }) => (headers.get('location') ?? '').split('?')[0] ?? ''
const key = () => ({ 'form-key': crypto.randomUUID() })

/** Ashmere as scenario 11 calls it. */
const larkfield = (w: World) =>
  w.database.transaction(everything, (tx) =>
    tx
      .updateTable('schools')
      .set({ name: 'Larkfield High School', shortName: 'Larkfield' })
      .where('urn', '=', 990001)
      .execute(),
  )

const marks = {
  core: 'Who thinks depends on the task.',
  observable: 'Who answers can be counted.',
  actionable: 'Waiting costs nothing.',
  strategy: 'It is in the plan.',
  leverage: 'Who thinks learns.',
  evidence: 'Staff read the survey together.',
}
const planned = (w: World) => ({
  ...{ hostMembershipId: String(w.members.ashmere), title: 'Who does the thinking', visitOn: '5/3/2018' },
  ...{ problem: 'A few pupils answer most questions.', starts: '9:00', ends: '15:00' },
  leadId: String(w.people.deputy),
})

/** The version that the page’s button to agree was drawn with. */
async function agree(who: Awaited<ReturnType<World['as']>>, { at }: RoundMade, slug: string) {
  const { text } = await who.get(`${at}/debrief`)
  const [, version = ''] =
    new RegExp(`debrief/${slug}/agree"[\\s\\S]*?name="version" value="(\\d+)"`).exec(text) ?? []
  return who.post(`${at}/debrief/${slug}/agree`, { ...key(), version })
}

describe('an instructional round', () => {
  test('scenario 11: seven rooms, twelve visitors, a pattern in five, and a return after six weeks', async () => {
    const w = await world()
    await larkfield(w)
    await termDates(w)
    const round = await roundAt(w)
    const { at, rooms } = round
    const lead = await w.as('deputy')
    const [olive, lee, priya] = [await w.as('otherHead'), await w.as('hubLead'), await w.as('practitioner')]
    const page = (await lead.get(at)).text
    assert.match(page, /Larkfield[\s\S]*M1: Year 7, Maths[\s\S]*M7: Year 13, Maths/)
    assert.equal(page.match(/Vee Visitor\d, Brindle Moor/g)?.length, 7)

    const write = (who: typeof lead, room: number, words: string, more = {}) =>
      who.post(`${at}/notes`, { ...key(), roomId: String(rooms[room]), words, ...more })
    for (const [who, words] of [
      [olive, 'Good pace in this room'],
      [lee, 'There was good pace throughout'],
    ] as const) {
      const bounced = await write(who, 0, words)
      assert.equal(bounced.status, 422)
      assert.match(bounced.text, /“(Good|good)” judges\. Say what you saw or heard/)
      assert.ok(bounced.text.includes(words), 'what was typed is kept')
    }
    assert.equal((await write(olive, 0, 'Five tasks in twenty minutes.')).status, 303)
    assert.equal((await write(lee, 0, '“Good pace”, said the teacher.')).status, 303)
    assert.equal(
      (await write(priya, 1, 'Three pupils were told “better”. Well, better!', { asSaid: '1' })).status,
      303,
    )
    const named = await write(priya, 1, 'Mr Smith asked eleven questions')
    assert.match(named.text, /“Mr Smith” names somebody\. Names are scrubbed/)
    const staff = await write(priya, 1, 'Tess Teacher asked eleven questions')
    assert.match(staff.text, /“Tess Teacher” names somebody/)

    assert.doesNotMatch((await olive.get(`${at}/notes`)).text, /said the teacher/)
    assert.equal((await olive.post(`${at}/visited`, key())).status, 403)
    assert.equal((await lead.post(`${at}/visited`, key())).status, 303)
    assert.match((await olive.get(`${at}/notes`)).text, /said the teacher[\s\S]*were said in the room/)

    const stage = (who: typeof lead, slug: string, words: string, version = '0') =>
      who.post(`${at}/debrief/${slug}`, { ...key(), words, 'form-version': version })
    assert.equal((await stage(lead, 'analysis', 'Too early')).status, 422)
    const judged = await stage(olive, 'description', 'Pace was good in M1')
    assert.match(judged.text, /“good” judges[\s\S]*quotation marks/)
    assert.equal((await stage(olive, 'description', 'In M1 five tasks were set.')).status, 303)
    assert.equal((await agree(olive, round, 'description')).status, 403)
    assert.equal((await agree(lead, round, 'description')).status, 303)
    assert.equal((await write(olive, 0, 'Too late')).status, 422)

    assert.equal((await stage(olive, 'analysis', 'Tasks are many, and short.')).status, 303)
    const early = await agree(lead, round, 'analysis')
    assert.equal(early.status, 409)
    assert.match(early.text, /at least 3 rooms/)
    const pattern = (seen: number[]) =>
      olive.post(`${at}/debrief/patterns/new`, {
        ...key(),
        words: 'Pupils wait to be told.',
        rooms: seen.map(String),
      })
    await pattern(rooms.slice(0, 2))
    assert.equal((await agree(lead, round, 'analysis')).status, 409)
    await pattern(rooms.slice(0, 5))
    assert.match(
      (await lee.get(`${at}/debrief`)).text,
      /seen in 2 of 7 rooms: not yet a pattern[\s\S]*seen in 5 of 7 rooms</,
    )
    assert.equal((await agree(lead, round, 'analysis')).status, 303)

    assert.equal((await lead.get(`${at}/theory`)).status, 409)
    await stage(lee, 'prediction', 'Pupils would know what to write, and not why.')
    assert.equal((await agree(await w.as('head'), round, 'prediction')).status, 303)
    const formed = (await lead.get(`${at}/theory`)).text
    assert.match(formed, /value="16\/04\/2018"/, 'six weeks on, in term')
    const version = /name="form-version" value="(\d+)"/.exec(formed)?.[1] ?? ''
    const theory = (then: string) =>
      lead.post(`${at}/theory`, {
        ...{ ...key(), theoryIf: 'If we let pupils choose a task', theoryThen: then, returnOn: '16/4/2018' },
        'form-version': version,
      })
    assert.match((await theory('we will train staff')).text, /rather than what else you will do/)
    assert.equal((await theory('then more of them will explain it')).status, 303)
    await stage(lead, 'next-level', 'Each department plans one task.')
    assert.equal((await agree(lead, round, 'next-level')).status, 303)
    const done = (await lead.get(at)).text
    assert.match(
      done,
      /Debriefed[\s\S]*If we let pupils choose a task, then more of them will explain it\.[\s\S]*due on 16 April 2018/,
    )
    const counted = await roundsCounted(w.db, academicYearOf(day('2018-03-05')))
    assert.deepEqual(counted, { hosts: [w.members.ashmere], sessions: 1 })
  })

  test('is planned by its head, SSIG or the office, and a mark without a why is pointed out', async () => {
    const w = await world()
    const head = await w.as('head')
    const draft = await head.post('/rounds/new', { ...key(), ...planned(w), ...marks, observable: '' })
    const at = addressOf(draft)
    assert.match(
      (await head.get(at)).text,
      /Not yet a problem of practice: say why it can be seen in lessons/,
    )
    await head.post(`${at}/rooms`, { ...key(), code: 'M4', yearGroup: 'Year 8', subject: 'Maths' })
    await head.post(`${at}/visitors`, { ...key(), personId: String(w.people.hubLead) })
    assert.match((await head.post(`${at}/visited`, key())).text, /Not yet a problem of practice/)
    const corrected = { ...planned(w), ...marks, 'form-version': '1' }
    assert.equal((await head.post(`${at}/correct`, { ...key(), ...corrected })).status, 303)
    assert.equal((await head.post(`${at}/correct`, { ...key(), ...corrected, title: 'Other' })).status, 409)
    assert.equal((await head.post(`${at}/visited`, key())).status, 303)
    assert.equal((await head.post(`${at}/cancel`, key())).status, 409)

    const elsewhere = { ...planned(w), hostMembershipId: String(w.members.brindle) }
    assert.equal((await head.post('/rounds/new', { ...key(), ...elsewhere })).status, 422)
    const ssig = await w.as('ssig')
    const theirs = await ssig.post('/rounds/new', { ...key(), ...planned(w), leadId: '' })
    assert.match((await ssig.get(addressOf(theirs))).text, /Leads the debrief[\s\S]*Sana Support/)
    for (const who of [
      'deputy',
      'governor',
      'teacher',
      'hubLead',
      'practitioner',
      'partner',
      'officer',
    ] as const)
      assert.equal((await (await w.as(who)).get('/rounds/new')).status, 403, who)
    const named = await head.post('/rounds/new', { ...key(), ...planned(w), title: 'With Mrs Jones' })
    assert.match(named.text, /“Mrs Jones” names somebody/)
  })

  test('has rooms without names, and visitors who are not colleagues of those visited', async () => {
    const w = await world()
    const { at, rooms } = await roundAt(w)
    const lead = await w.as('deputy')
    const room = (filled: object) =>
      lead.post(`${at}/rooms`, { ...key(), code: 'B1', yearGroup: 'Year 9', subject: 'Art', ...filled })
    for (const wrong of [{ code: 'Mr Bell' }, { subject: 'Art, Chen Chair' }, { code: 'M1' }]) {
      const answer = await room(wrong)
      assert.equal(answer.status, 422)
      assert.ok(answer.text.includes(Object.values(wrong)[0] as string))
    }
    assert.equal((await room({ subject: '<script>alert(1)</script>' })).status, 303)
    assert.doesNotMatch((await lead.get(at)).text, /<script>alert/)
    assert.equal((await lead.post(`${at}/rooms/${rooms[6]}/remove`, key())).status, 303)

    const come = (personId: number) => lead.post(`${at}/visitors`, { ...key(), personId: String(personId) })
    assert.equal((await come(w.people.teacher)).status, 422, 'a teacher of the host')
    assert.equal((await come(w.people.officer)).status, 422, 'nobody of a school')
    assert.equal((await come(w.people.deputy)).status, 303, 'a leader of the host')
    assert.equal((await come(w.people.deputy)).status, 422, 'twice')

    const priya = await w.as('practitioner')
    await priya.post(`${at}/notes`, { ...key(), roomId: String(rooms[0]), words: 'Five tasks.' })
    const stays = await lead.post(`${at}/rooms/${rooms[0]}/remove`, key())
    assert.match(stays.text, /Notes were written in M1, so it stays/)
    assert.equal((await lead.post(`${at}/cancel`, key())).status, 409)
    const visitors = (await lead.get(`${at}/visitors`)).text
    const off = /visitors\/(\d+)\/remove"[\s\S]{0,200}?Priya/.exec(visitors)?.[1]
    assert.match((await lead.post(`${at}/visitors/${off}/remove`, key())).text, /has written notes/)
  })

  test('each corrects and takes away their own notes only, and two of one form are one', async () => {
    const w = await world()
    const { at, id, rooms } = await roundAt(w)
    const [olive, lee] = [await w.as('otherHead'), await w.as('hubLead')]
    const note = { ...key(), roomId: String(rooms[0]), words: 'Five tasks.' }
    const twice = await Promise.all([olive.post(`${at}/notes`, note), olive.post(`${at}/notes`, note)])
    assert.deepEqual(
      twice.map(({ status }) => status),
      [303, 303],
    )
    const notes = await w.db.selectFrom('roundNotes').select('id').where('roundId', '=', id).execute()
    assert.equal(notes.length, 1)
    const mine = `${at}/notes/${notes[0]?.id}`
    assert.equal((await lee.get(`${mine}/correct`)).status, 404)
    assert.equal((await lee.post(`${mine}/remove`, key())).status, 404)
    assert.equal(
      (await (await w.as('deputy')).post(`${mine}/remove`, key())).status,
      403,
      'the lead does not visit',
    )
    const changed = { ...note, ...key(), words: 'Six tasks.', 'form-version': '1' }
    assert.equal((await olive.post(`${mine}/correct`, changed)).status, 303)
    const stale = await olive.post(`${mine}/correct`, { ...changed, ...key(), words: 'Seven.' })
    assert.equal(stale.status, 409)
    assert.match(stale.text, /Six tasks/)
    const huge = await olive.post(`${at}/notes`, { ...note, ...key(), words: 'x'.repeat(4_001) })
    assert.equal(huge.status, 422)
    const again = key()
    const gone = await Promise.all([olive.post(`${mine}/remove`, again), olive.post(`${mine}/remove`, again)])
    assert.deepEqual(
      gone.map(({ status }) => status),
      [303, 303],
    )
  })
})
