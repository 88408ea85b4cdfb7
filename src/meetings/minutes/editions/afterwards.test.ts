import assert from 'node:assert/strict'
import { test } from 'node:test'
import { adding } from '../../../../test/adding.ts'
import { approved, type Board, board } from '../../../../test/minutes.ts'
import { day } from '../../../platform/day.ts'
import { everything } from '../../../platform/db.ts'

const plain = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

/** A panel at which Tess and Dev represented Ashmere; the board’s agenda hears feedback, and Tess gave hers. */
async function heard(b: Board) {
  const { people, members, groups } = b
  return b.database.transaction(everything, async (tx) => {
    const add = adding(tx)
    const nothing = { ref: null, importId: null }
    const panel = { name: 'Admissions panel', kind: 'panel', subject: null, leadId: null } as const
    const groupId = await add('groups', { ...nothing, ...panel, reportsTo: groups.board })
    for (const personId of [people.teacher, people.deputy])
      await add('groupMembers', {
        ...{ groupId, personId, membershipId: members.ashmere, part: 'representative' as const },
        ...{ fromOn: day('2017-09-01'), toOn: null, note: null },
      })
    const met = { heldOn: day('2018-01-10'), starts: null, ends: null, place: null, status: 'held' } as const
    const source = await add('meetings', { ...nothing, ...met, title: 'Panel' })
    await tx.insertInto('meetingGroups').values({ meetingId: source, groupId }).execute()
    const item = { meetingId: b.id, position: 4, kind: 'feedback', title: 'Feedback from groups' } as const
    await add('agendaItems', { ...item, ownerId: null, minutes: null } as never)
    const given = { sourceMeetingId: source, givenMeetingId: b.id, words: 'Tess told of places.' }
    await add('feedbacks', {
      ...{ ...given, personId: people.teacher, membershipId: members.ashmere },
      givenBy: people.teacher,
    })
    return source
  })
}

test('minutes tell what was reported back and what is owed; what is recorded afterwards makes a new edition', async () => {
  const b = await board()
  const source = await heard(b)
  const office = await b.as('coordinator')
  const told = 'Admissions panel, 10 January 2018: Tess Teacher, Ashmere. Given. Tess told of places.'
  const owed = /Admissions panel, 10 January 2018: Dev Deputy, Ashmere\. Not given/
  const writing = plain((await office.get(b.at)).text)
  assert.match(writing, /Tess Teacher, Ashmere\. Given\. Tess told of places/)
  await approved(b)
  for (const path of [`${b.at}/read`, `/meetings/${b.id}/editions/1`]) {
    const page = plain((await office.get(path)).text)
    assert.ok(page.includes(told), path)
    assert.match(page, owed)
  }
  const governor = await b.as('governor')
  const less = plain((await governor.get(`/meetings/${b.id}/editions/1`)).text)
  assert.match(less, /Ashmere\. Given\. Tess told of places/)
  assert.doesNotMatch(less, /Tess Teacher|Dev Deputy/)
  const publicly = (await office.get(`/meetings/${b.id}/editions/1?for=public`)).text
  assert.doesNotMatch(publicly, /Tess told/)

  const late = { givenMeetingId: String(b.id), words: 'Dev told of appeals.' }
  assert.equal((await office.post(`/feedback/${source}/${b.people.deputy}/give`, late)).status, 303)
  assert.doesNotMatch((await office.get(`/meetings/${b.id}/editions/1`)).text, /Dev told/)
  const second = plain((await office.get(`/meetings/${b.id}/editions/2`)).text)
  assert.match(second, /Dev Deputy, Ashmere\. Given\. Dev told of appeals/)
  assert.match(second, /Feedback from Admissions panel of 10 January 2018 was recorded afterwards/)
})

test('a register corrected after the minutes were approved makes a new edition; one saved as it stood makes none', async () => {
  const b = await board()
  await approved(b)
  const office = await b.as('coordinator')
  const one = { personId: String(b.people.teacher), membershipId: String(b.members.ashmere) }
  const at = `/meetings/${b.id}/register`
  const answers = { ...one, capacity: 'observer' }
  assert.equal((await office.post(`${at}/add`, answers)).status, 303)
  assert.doesNotMatch(plain((await office.get(`/meetings/${b.id}/editions/1`)).text), /Tess Teacher/)
  const second = plain((await office.get(`/meetings/${b.id}/editions/2`)).text)
  assert.match(second, /Tess Teacher/)
  assert.match(second, /The register was corrected after the minutes were approved/)
  assert.equal((await office.post(at, {})).status, 303)
  assert.equal((await office.get(`/meetings/${b.id}/editions/3`)).status, 404)
})
