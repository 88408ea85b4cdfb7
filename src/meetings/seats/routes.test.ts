import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { agreed } from '../../../test/agreement.ts'
import { boardMeeting, letters, registerSays, somebody } from '../../../test/board.ts'
import { emailOf, origin, secret, today, type World, world } from '../../../test/world.ts'
import { addDays, day } from '../../platform/day.ts'
import { deputyLink } from './token.ts'

const autumn = day('2017-11-09')

type Row = { personId: number; membershipId: number; capacity: string }
const add = async (w: World, meetingId: number, { personId, membershipId, capacity }: Row) => {
  const answers = { personId: String(personId), membershipId: String(membershipId), capacity }
  return (await w.as('coordinator')).post(`/meetings/${meetingId}/register/add`, answers)
}

/** Dev Deputy stood in for Ashmere’s head in the autumn; Ellis is another deputy there. */
async function secondDeputy() {
  const w = await world()
  await agreed(w)
  const ellis = await somebody(w, 'E. Ellis', 'deputy', w.members.ashmere)
  const before = await boardMeeting(w, autumn)
  const deputy = { personId: w.people.deputy, membershipId: w.members.ashmere, capacity: 'deputy' }
  await add(w, before, deputy)
  return { w, ellis, before, meeting: await boardMeeting(w), deputy }
}

const why =
  'Ashmere’s deputy, Dev Deputy, stood in for the head on 9 November 2017; the agreement (clause 32) allows it once a year, so E. Ellis comes as an observer, without a vote and outside the quorum.'

describe('the rule for deputies at the door (scenario 4)', () => {
  test('a second deputy of the year observes, and everybody concerned is told why', async () => {
    const { w, ellis, before, meeting, deputy } = await secondDeputy()
    assert.deepEqual(
      (await registerSays(w, before)).map(({ capacity }) => capacity),
      ['deputy'],
    )
    const sent = await add(w, meeting, { ...deputy, personId: ellis })
    assert.match(sent.headers.get('location') ?? '', /did=observed/)
    const [line] = await registerSays(w, meeting)
    assert.deepEqual([line?.capacity, line?.why], ['observer', why])
    const told = await letters(w)
    assert.deepEqual(told.map(({ recipient }) => recipient).sort(), [
      'eellis@alliance.example',
      emailOf('head'),
    ])
    for (const { body } of told) assert.ok(body.includes(why))
    const shown = await (await w.as('otherHead')).get(`/meetings/${meeting}`)
    assert.equal(shown.status, 200)
    assert.match(
      (await (await w.as('coordinator')).get(`/meetings/${meeting}/register`)).text,
      /comes as an observer/,
    )
  })

  test('an observer leaves the quorum one short', async () => {
    const { w, ellis, meeting, deputy } = await secondDeputy()
    await add(w, meeting, { personId: w.people.otherHead, membershipId: w.members.brindle, capacity: 'head' })
    await w.database.pool.query(
      `insert into agreed_terms (name, year, value, decision) values ('quorum', 2017, 100, 'The heads, July')`,
    )
    const office = await w.as('coordinator')
    const page = async () => (await office.get(`/meetings/${meeting}/register`)).text
    await add(w, meeting, { ...deputy, personId: ellis })
    assert.match(await page(), /2 of 2 needed; 1 is represented: one short\./)
    const letter = { membershipId: String(w.members.ashmere), personId: String(ellis), toOn: '' }
    await office.post('/meetings/letters/new', { ...letter, datedOn: '4/3/2018', fromOn: '4/3/2018' })
    assert.match(await page(), /2 are represented: a quorum/)
    assert.equal((await registerSays(w, meeting)).at(-1)?.capacity, 'acting head')
  })

  test('a letter of the meeting’s own day comes too late, and that is said', async () => {
    const { w, ellis, meeting, deputy } = await secondDeputy()
    const letter = { membershipId: String(w.members.ashmere), personId: String(ellis), toOn: '' }
    const office = await w.as('coordinator')
    await office.post('/meetings/letters/new', { ...letter, datedOn: '5/3/2018', fromOn: '5/3/2018' })
    await add(w, meeting, { ...deputy, personId: ellis })
    assert.match(
      (await registerSays(w, meeting))[0]?.why ?? '',
      /The letter of 5 March 2018 is not dated before/,
    )
    const listed = await office.get('/meetings/letters')
    const [, takeBack = ''] = /action="(\/meetings\/letters\/\d+\/remove)"/.exec(listed.text) ?? []
    await office.post(takeBack, {})
    assert.match((await office.get('/meetings/letters')).text, /No letter is recorded/)
  })

  test('what frees the allowance: the head who came late, a cancelled meeting, another year, a working group', async () => {
    const { w, ellis, before, meeting, deputy } = await secondDeputy()
    const judged = async () => {
      await add(w, meeting, { ...deputy, personId: ellis })
      const found = (await registerSays(w, meeting))[0]?.capacity
      await w.database.pool.query('delete from attendances where meeting_id = $1', [meeting])
      return found
    }
    assert.equal(await judged(), 'observer')
    const changes: [how: string, does: string, undoes: string][] = [
      [
        'cancelled',
        `update meetings set status = 'cancelled' where id = $1`,
        `update meetings set status = 'held' where id = $1`,
      ],
      [
        'last year',
        `update meetings set held_on = '2017-08-31' where id = $1`,
        `update meetings set held_on = '2017-09-01' where id = $1`,
      ],
      [
        'a hub’s',
        `update meeting_groups set group_id = ${w.groups.maths} where meeting_id = $1`,
        `update meeting_groups set group_id = ${w.groups.board} where meeting_id = $1`,
      ],
    ]
    for (const [how, does, undoes] of changes) {
      await w.database.pool.query(does, [before])
      assert.equal(await judged(), 'deputy', how)
      await w.database.pool.query(undoes, [before])
      assert.equal(await judged(), 'observer', `no longer ${how}`)
    }
    await add(w, before, { personId: w.people.head, membershipId: w.members.ashmere, capacity: 'head' })
    assert.equal(await judged(), 'deputy', 'the head came too')
  })

  test('conversion to another URN and a new head change nothing', async () => {
    const { w, ellis, meeting, deputy } = await secondDeputy()
    await w.database.pool.query(
      `insert into schools (urn, name, short_name, type) values (990077, 'Ashmere Academy', 'Ashmere', 'Academy converter')`,
    )
    await w.database.pool.query(`update membership_schools set to_on = '2018-01-31' where urn = 990001`)
    await w.database.pool.query(
      `insert into membership_schools (membership_id, urn, from_on) values ($1, 990077, '2018-02-01')`,
      [w.members.ashmere],
    )
    await w.database.pool.query(`update posts set to_on = '2018-02-01' where person_id = $1`, [w.people.head])
    await somebody(w, 'N. New', 'head', w.members.ashmere)
    await add(w, meeting, { ...deputy, personId: ellis })
    assert.equal((await registerSays(w, meeting))[0]?.capacity, 'observer')
  })

  test('a decision allows a further deputy, and who observed holds the seat', async () => {
    const { w, ellis, meeting, deputy } = await secondDeputy()
    await add(w, meeting, { ...deputy, personId: ellis })
    const office = await w.as('coordinator')
    const at = `/meetings/${meeting}/waivers`
    const waiver = {
      membershipId: String(w.members.ashmere),
      decision: '2017-18/9',
      reason: 'The head is ill',
    }
    assert.equal((await office.post(at, waiver)).status, 303)
    const [line] = await registerSays(w, meeting)
    assert.deepEqual([line?.capacity, line?.why], ['deputy', null])
    assert.match((await office.post(at, waiver)).text, /allowed at this meeting already/)
    assert.equal((await (await w.as('head')).get(at)).status, 403)
    const [, takeBack = ''] =
      new RegExp(`action="(${at}/\\d+/remove)"`).exec((await office.get(at)).text) ?? []
    await office.post(takeBack, {})
    assert.match((await office.get(at)).text, /No further deputy is allowed/)
  })

  test('a register typed at once: the second deputy of a school stays on it as an observer', async () => {
    const w = await world()
    const meeting = await boardMeeting(w)
    const ellis = await somebody(w, 'E. Ellis', 'deputy', w.members.ashmere)
    const deputy = { membershipId: w.members.ashmere, capacity: 'deputy' }
    await Promise.all([
      add(w, meeting, { ...deputy, personId: ellis }),
      add(w, meeting, { ...deputy, personId: w.people.deputy }),
    ])
    const lines = await registerSays(w, meeting)
    assert.deepEqual(lines.map(({ capacity }) => capacity).sort(), ['deputy', 'observer'])
    assert.match(lines.find(({ why }) => why)?.why ?? '', /holds Ashmere’s seat at this meeting/)
  })

  test('who is called head and is deputy by the directory is recorded as deputy', async () => {
    const w = await world()
    const meeting = await boardMeeting(w)
    await add(w, meeting, { personId: w.people.deputy, membershipId: w.members.ashmere, capacity: 'head' })
    const [line] = await registerSays(w, meeting)
    assert.equal(line?.capacity, 'deputy')
    assert.match(line?.why ?? '', /No post has Dev Deputy as head of Ashmere/)
  })
})

const linkTo = (w: World, meetingId: number) =>
  deputyLink(
    { url: origin, secret },
    { meetingId, membershipId: w.members.ashmere, personId: w.people.head },
  ).slice(origin.length)

describe('a head names who stands in', () => {
  test('from a page, knowing what is left of the allowance; told to the deputy; taken back', async () => {
    const w = await world()
    const meeting = await boardMeeting(w, addDays(today, 7))
    const head = await w.as('head')
    const at = `/meetings/${meeting}/deputy`
    const page = await head.get(at)
    assert.match(page.text, /Ashmere may send a deputy with the vote once this academic year/)
    assert.doesNotMatch(page.text, /Tess Teacher/, 'only who leads beside the head')
    assert.equal((await head.post(at, { personId: String(w.people.deputy) })).status, 303)
    assert.match((await head.get(at)).text, /Dev Deputy stands in, named by Hannah Head/)
    assert.match(
      (await (await w.as('coordinator')).get(`/meetings/${meeting}/register`)).text,
      /Dev Deputy stands in/,
    )
    const [told] = await letters(w)
    assert.equal(told?.recipient, emailOf('deputy'))
    assert.match(told?.body ?? '', /You hold the school’s seat there, with its vote/)
    assert.equal((await head.post(`${at}/withdraw`, {})).status, 303)
    assert.match((await head.get(at)).text, /Nobody is named yet/)
    assert.match((await letters(w)).at(-1)?.body ?? '', /taken back/)
    assert.equal((await head.post(at, { personId: String(w.people.teacher) })).status, 422)
    assert.equal((await (await w.as('teacher')).get(at)).status, 404)
    assert.equal((await (await w.as('deputy')).get(at)).status, 403)
  })

  test('straight from a mail, without signing in, for that meeting and school alone', async () => {
    const w = await world()
    const meeting = await boardMeeting(w, addDays(today, 7))
    const visitor = await w.as('visitor')
    const link = linkTo(w, meeting)
    assert.match((await visitor.get(link)).text, /Nobody is named yet/)
    const sent = await visitor.post(link, { personId: String(w.people.deputy) })
    assert.equal(sent.status, 303)
    assert.match(
      (await visitor.get(sent.headers.get('location') ?? '')).text,
      /Dev Deputy stands in, named by Hannah Head/,
    )
    const naming = await w.db.selectFrom('deputyNamings').select(['how', 'namedBy']).executeTakeFirst()
    assert.deepEqual(naming, { how: 'mail', namedBy: w.people.head })
    const told = (await letters(w)).map(({ recipient }) => recipient)
    assert.ok(told.includes(emailOf('head')), 'the mail may have been passed on')
    for (const wrong of [
      link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
      '/meetings/deputy',
      linkTo(w, meeting + 1),
    ])
      assert.notEqual((await visitor.get(wrong)).status, 200, wrong)
    const elsewhere = await visitor.post(link, { personId: '1' }, { origin: 'https://elsewhere.example' })
    assert.equal(elsewhere.status, 403)
  })

  test('the link ends with the meeting, and with the post of the head', async () => {
    const w = await world()
    const visitor = await w.as('visitor')
    const over = linkTo(w, await boardMeeting(w, addDays(today, -1)))
    assert.equal((await visitor.get(over)).status, 422)
    assert.equal((await visitor.post(over, { personId: String(w.people.deputy) })).status, 422)
    const meeting = await boardMeeting(w, addDays(today, 7))
    assert.equal((await visitor.get(linkTo(w, meeting))).status, 200)
    await w.database.pool.query(`update posts set to_on = '2018-03-04' where person_id = $1`, [w.people.head])
    assert.equal((await visitor.get(linkTo(w, meeting))).status, 422)
  })

  test('the clerk writes down what was told by phone, for any school', async () => {
    const w = await world()
    const meeting = await boardMeeting(w, addDays(today, 7))
    const office = await w.as('coordinator')
    const at = `/meetings/${meeting}/deputy?school=${w.members.ashmere}`
    assert.match((await office.get(`/meetings/${meeting}/deputy`)).text, /Brindle Moor<\/a>: nobody is named/)
    assert.equal((await office.post(at, { personId: String(w.people.deputy) })).status, 303)
    assert.match((await office.get(at)).text, /Dev Deputy stands in, written down by Amina Office/)
    const told = (await letters(w)).map(({ recipient }) => recipient).sort()
    assert.deepEqual(told, [emailOf('deputy'), emailOf('head')])
  })

  test('an executive head names one for each of two schools', async () => {
    const w = await world()
    await w.database.pool.query(
      `insert into posts (person_id, membership_id, post, from_on) values ($1, $2, 'executive head', '2016-09-01')`,
      [w.people.head, w.members.brindle],
    )
    const other = await somebody(w, 'B. Brown', 'senior leader', w.members.brindle)
    const meeting = await boardMeeting(w, addDays(today, 7))
    const head = await w.as('head')
    const at = (school: number) => `/meetings/${meeting}/deputy?school=${school}`
    assert.equal((await head.post(at(w.members.ashmere), { personId: String(w.people.deputy) })).status, 303)
    assert.equal((await head.post(at(w.members.brindle), { personId: String(other) })).status, 303)
    const named = await w.db.selectFrom('deputyNamings').select('membershipId').execute()
    assert.equal(named.length, 2)
  })
})
