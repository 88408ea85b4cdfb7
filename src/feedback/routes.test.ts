import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type World, world } from '../../test/world.ts'
import { termsOf } from '../agreement/terms/rules.ts'
import { type AcademicYear, day } from '../platform/day.ts'
import { everything } from '../platform/db.ts'
import { feedbackJudged } from './commitments.ts'
import { needs } from './needs.ts'
import { feedbackOn } from './queries.ts'

const blank = { ref: null, importId: null, starts: null, ends: null, place: null }

/** A working group in which a teacher and a deputy of Ashmere represent the alliance, and boards before and after. */
async function send(w: World, metOn = '2018-02-20') {
  return w.database.transaction(everything, async (tx) => {
    const meeting = async (title: string, heldOn: string, status: 'held' | 'planned', groupId: number) => {
      const { id } = await tx
        .insertInto('meetings')
        .values({ ...blank, title, heldOn: day(heldOn), status })
        .returning('id')
        .executeTakeFirstOrThrow()
      await tx.insertInto('meetingGroups').values({ meetingId: id, groupId }).execute()
      return id
    }
    const group = { name: 'SEND group', kind: 'working group' as const, subject: null, leadId: null }
    const { id: groupId } = await tx
      .insertInto('groups')
      .values({ ...group, ref: null, importId: null })
      .returning('id')
      .executeTakeFirstOrThrow()
    const mandate = { groupId, membershipId: w.members.ashmere, toOn: null, note: null }
    const represents = { ...mandate, part: 'representative' as const }
    await tx
      .insertInto('groupMembers')
      .values([
        { ...represents, personId: w.people.teacher, fromOn: day(metOn) },
        { ...represents, personId: w.people.deputy, fromOn: day('2016-09-01'), toOn: day(metOn) },
        { ...represents, personId: w.people.otherHead, fromOn: day('2016-09-01'), toOn: day('2018-01-31') },
        { ...represents, personId: w.people.head, part: 'member', fromOn: day('2016-09-01') },
      ])
      .execute()
    const source = await meeting('SEND in spring', metOn, 'held', groupId)
    const late = await meeting('Board in February', '2018-02-28', 'held', w.groups.board)
    const next = await meeting('Board in March', '2018-03-15', 'planned', w.groups.board)
    const after = await meeting('Board in May', '2018-05-10', 'planned', w.groups.board)
    return { groupId, source, late, next, after }
  })
}

const on = async (w: World, meetingId: number) =>
  (await feedbackOn({ db: w.db, today: day('2018-03-05') }, meetingId)).map(
    ({ person, state }) => `${person}: ${state}`,
  )

describe('feedback appears by itself on the agenda', () => {
  test('of the first meeting whose agenda was open, for whoever represented the alliance on that day', async () => {
    const w = await world()
    const { late, next, after } = await send(w, '2018-02-22')
    assert.deepEqual(await on(w, late), [])
    assert.deepEqual(await on(w, next), ['Dev Deputy: due', 'Tess Teacher: due'])
    assert.deepEqual(await on(w, after), [])
  })

  test('stays until it is given, and is said to be late', async () => {
    const w = await world()
    const { source, late, next } = await send(w, '2018-02-21')
    assert.deepEqual(await on(w, late), ['Dev Deputy: late', 'Tess Teacher: late'])
    assert.deepEqual(await on(w, next), ['Dev Deputy: late', 'Tess Teacher: late'])
    const teacher = await w.as('teacher')
    assert.match((await teacher.get('/feedback')).text, /Yours to give[\s\S]*Report back from SEND group/)
    const at = `/feedback/${source}/${w.people.teacher}`
    const page = await teacher.get(`${at}/give`)
    assert.match(page.text, /<option value="\d+" selected[^>]*>Board in March/)
    const answers = { words: 'A new plan for support.', givenMeetingId: String(next) }
    const sent = await teacher.post(`${at}/give`, answers)
    assert.equal(sent.headers.get('location'), `${at}?did=saved`)
    assert.match((await teacher.get(at)).text, /Given late[\s\S]*A new plan for support/)
    assert.deepEqual(await on(w, next), ['Dev Deputy: late', 'Tess Teacher: given late'])
    const corrected = { ...answers, words: 'A new plan.', 'form-version': '1' }
    await teacher.post(`${at}/give`, corrected)
    assert.match((await teacher.get(at)).text, /Corrected once/)
    assert.equal((await teacher.post(`${at}/give`, corrected)).status, 409)
    const csv = (await (await w.as('head')).get('/feedback?format=csv&state=given+late')).text
    assert.match(csv, /SEND group,2018-02-21,Tess Teacher,Ashmere,2018-02-28,2018-03-15,Given late/)
  })

  test('another cut-off that the heads agree moves it', async () => {
    const w = await world()
    const { late, next } = await send(w, '2018-02-22')
    const agreed = {
      name: 'feedbackCutOff',
      year: 2017 as AcademicYear,
      value: 6,
      decision: 'Board',
      setBy: null,
    }
    await w.database.transaction(everything, (tx) => tx.insertInto('agreedTerms').values(agreed).execute())
    assert.deepEqual(await on(w, late), ['Dev Deputy: late', 'Tess Teacher: late'])
    assert.equal((await on(w, next)).length, 2)
  })
})

describe('who gives it', () => {
  test('the representative, who keeps the meeting, or a head of the school; only for a meeting to come', async () => {
    const w = await world()
    const { source, late, next, groupId } = await send(w)
    const at = `/feedback/${source}/${w.people.teacher}/give`
    const answers = { words: 'Nothing new.', givenMeetingId: String(late) }
    const refused = await (await w.as('teacher')).post(at, answers)
    assert.equal(refused.status, 422)
    assert.match(refused.text, /Select the meeting at which it is given/)
    for (const name of ['hubLead', 'governor', 'otherHead', 'ssig'] as const)
      assert.equal(
        (await (await w.as(name)).post(at, { ...answers, givenMeetingId: String(next) })).status,
        403,
        name,
      )
    assert.equal((await (await w.as('hubLead')).get(`/feedback/${source}/${w.people.teacher}`)).status, 403)
    assert.equal((await (await w.as('coordinator')).post(at, answers)).status, 303)
    assert.match(
      (await (await w.as('head')).get(`/feedback/${source}/${w.people.teacher}`)).text,
      /Recorded by/,
    )
    assert.equal((await (await w.as('teacher')).get(at)).status, 403)
    assert.equal((await (await w.as('coordinator')).get(`/feedback/${source}/${w.people.head}`)).status, 404)
    assert.ok(groupId > 0)
  })

  test('of somebody who has left the school still owes it, and its head is told', async () => {
    const w = await world()
    await send(w)
    assert.deepEqual(await needs(await w.by('head')), [])
    const left = { toOn: day('2018-03-01') }
    await w.database.transaction(everything, (tx) =>
      tx.updateTable('posts').set(left).where('personId', '=', w.people.teacher).execute(),
    )
    const [told] = await needs(await w.by('head'))
    assert.match(told?.why ?? '', /Tess Teacher, who was there for Ashmere, has left/)
    assert.deepEqual(
      (await needs(await w.by('deputy'))).map(({ why }) => why?.slice(0, 12)),
      ['Due on 28 Feb', 'Tess Teacher'].map((text) => text.slice(0, 12)),
    )
    assert.match((await needs(await w.by('coordinator')))[0]?.says ?? '', /2 reports from groups are late/)
  })

  test('a school is judged by its mandates, and by the cut-off that is asked for', async () => {
    const w = await world()
    await send(w, '2018-02-22')
    const year = 2017 as AcademicYear
    const judged = async (feedbackCutOff: number) =>
      (
        await feedbackJudged(w.db, { on: day('2018-03-05'), terms: { ...termsOf([], year), feedbackCutOff } })
      ).map(({ membershipId, state }) => [membershipId, state])
    assert.deepEqual(await judged(7), [
      [w.members.ashmere, 'due'],
      [w.members.ashmere, 'due'],
    ])
    assert.deepEqual(await judged(6), [
      [w.members.ashmere, 'late'],
      [w.members.ashmere, 'late'],
    ])
  })
})
