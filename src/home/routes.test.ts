import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { agreed } from '../../test/agreement.ts'
import { record } from '../../test/records.ts'
import { type CastName, castNames, today, type World, world } from '../../test/world.ts'
import { day } from '../platform/day.ts'
import { everything } from '../platform/db.ts'
import { schoolsSigning } from '../signatures/register/queries.ts'
import { countSigned } from '../signatures/register/rules.ts'

/** The figures of the front page: what each says and where it leads. */
const figuresIn = (html: string) =>
  [
    ...html.matchAll(/<li class="en-figure">(?:<a href="([^"]*)">)?.*?__value">([^<]*)<.*?__of">([^<]*)</g),
  ].map(([, href, value, of]) => ({ href: href?.replaceAll('&amp;', '&'), value, of }))

const section = (html: string, title: string) =>
  new RegExp(`<h2[^>]*>${title}</h2>([\\s\\S]*?)</section>`).exec(html)?.[1]

/** What waits for somebody on their front page, in its order. */
const waiting = async (w: World, name: CastName) => {
  const { text } = await (await w.as(name)).get('/')
  return [...text.matchAll(/<li class="en-step"><div><a href="[^"]*">([^<]*)</g)].map(([, says]) => says)
}

describe('the front page', () => {
  test('tells a visitor what this is, and nobody’s name', async () => {
    const w = await world()
    const page = await (await w.as('visitor')).get('/')
    assert.match(page.text, /<h1[^>]*>Vale Learning Alliance/)
    assert.match(page.text, /href="\/sign-in"/)
    assert.doesNotMatch(page.text, /Hannah|Ashmere|What you can do/)
  })

  test('shows a visitor the agreement once there is one, and how many have signed it', async () => {
    const w = await world()
    const choices = async () => [
      ...(await (await w.as('visitor')).get('/')).text.matchAll(/<h2[^>]*><a href="([^"]+)"/g),
    ]
    assert.deepEqual(
      (await choices()).map(([, href]) => href),
      ['/review'],
    )
    await agreed(w)
    const { text } = await (await w.as('visitor')).get('/')
    assert.equal((await choices())[0]?.[1], '/agreement')
    assert.doesNotMatch(text, /Hannah|Ashmere/)
  })

  test('tells everybody who they are here and what needs them, and those whom nothing needs that it does not', async () => {
    const w = await world()
    for (const name of castNames) {
      const { text } = await (await w.as(name)).get('/')
      const { name: full } = await w.who(name)
      assert.match(text, new RegExp(`${full}, [A-Z]`))
      const nothing = name !== 'coordinator' && name !== 'hubLead'
      assert.equal(/<h1[^>]*>Nothing needs you now/.test(text), nothing, name)
      assert.ok(text.length < 30_000, `${name}: ${text.length}`)
    }
    assert.deepEqual(await waiting(w, 'hubLead'), ['Plan the meetings of Maths hub'])
  })

  test('each figure is the number of rows in the list that it opens', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const [members] = figuresIn((await (await w.as('head')).get('/')).text)
    assert.deepEqual(members, { href: '/members', value: '2', of: 'members today' })
    await record(w)
    const figures = figuresIn((await office.get('/')).text)
    const meetings = figures.find(({ of }) => of === 'meetings held')
    const rows = (await office.get(`${meetings?.href}&format=csv`)).text.trim().split('\n')
    const held = (await w.db.selectFrom('meetings').select(['status', 'heldOn']).execute()).filter(
      ({ status, heldOn }) => status === 'held' && heldOn >= '2017-09-01',
    )
    assert.equal(meetings?.value, String(rows.length - 1))
    assert.deepEqual(
      figures.map(({ value, of }) => `${value} ${of}`),
      [
        '0 of 3 schools have signed version 1 of the agreement',
        `${held.length} meetings held`,
        '½ day of support through SSIG',
        '1 people on courses',
      ],
    )
  })

  test('counts the schools that have signed as the public register does', async () => {
    const w = await world()
    const version = await agreed(w)
    const office = await w.as('coordinator')
    const head = await w.as('head')
    const signed = async () => figuresIn((await head.get('/')).text)[0]?.value
    const paper = (person: number, capacity: string, more = {}) =>
      office.post(`/agreement/register/${w.members.ashmere}/paper/new`, {
        ...{ versionId: String(version), capacity, personId: String(person), signedOn: '2/10/2017' },
        ...{ minute: '', minuteOn: '', ...more },
      })
    const minuted = { minute: 'FGB 9/2017', minuteOn: '28/9/2017' }
    const told: (string | undefined)[] = [await signed()]
    assert.equal((await paper(w.people.head, 'leadership')).status, 303)
    told.push(await signed())
    assert.equal((await paper(w.people.chair, 'governance', minuted)).status, 303)
    told.push(await signed())
    const schools = await schoolsSigning(w.db, today)
    assert.deepEqual(told, ['0 of 2', '0 of 2', `${countSigned(schools)} of ${schools.length}`])
    assert.equal(told[2], '1 of 2')
  })

  test('gives a head and a chair their school’s standing and what waits for it, and nobody else’s', async () => {
    const w = await world()
    await agreed(w)
    const text = async (name: CastName) => (await (await w.as(name)).get('/')).text
    for (const name of ['head', 'deputy', 'chair'] as const) {
      assert.match(await text(name), /href="\/standing\/schools\/\d+">Ashmere: \d+ clauses? kept/, name)
      assert.doesNotMatch(await text(name), /Brindle Moor: /, name)
    }
    for (const name of ['governor', 'officer', 'ssig', 'hubLead'] as const)
      assert.match(await text(name), /href="\/standing">On \d+ of 48 clauses no school is behind\./, name)
    for (const name of ['teacher', 'partner'] as const)
      assert.doesNotMatch(await text(name), /no school is behind|clauses? kept/, name)
    const [first] = await waiting(w, 'head')
    assert.match(`${await waiting(w, 'head')}`, /Sign version 1/)
    assert.ok(first)
    assert.deepEqual(await waiting(w, 'partner'), [])
    assert.match(section(await text('officer'), 'What is coming') ?? '', /Yearly review of the agreement/)
    assert.doesNotMatch(section(await text('head'), 'What is coming') ?? '', /Last day to sign/)
  })

  test('says the soonest planned meetings of the groups one sees', async () => {
    const w = await world()
    await w.database.transaction(everything, async (tx) => {
      const blank = {
        ref: null,
        starts: null,
        ends: null,
        place: null,
        importId: null,
        status: 'planned',
      } as const
      const add = async (title: string, heldOn: string, groupId: number) => {
        const { id } = await tx
          .insertInto('meetings')
          .values({ ...blank, title, heldOn: day(heldOn) })
          .returning('id')
          .executeTakeFirstOrThrow()
        await tx.insertInto('meetingGroups').values({ meetingId: id, groupId }).execute()
      }
      await add('Maths in May', '2018-05-01', w.groups.maths)
      await add('Maths today', '2018-03-05', w.groups.maths)
      await add('Board in April', '2018-04-01', w.groups.board)
      await add('Maths long ago', '2018-03-04', w.groups.maths)
    })
    const ahead = async (name: 'head' | 'teacher' | 'governor' | 'partner') =>
      [
        ...(section((await (await w.as(name)).get('/')).text, 'What is coming') ?? '').matchAll(
          />([^<]+)<\/a>/g,
        ),
      ].map(([, title]) => title)
    assert.deepEqual(await ahead('head'), ['Maths today', 'Board in April', 'Maths in May'])
    assert.deepEqual(await ahead('teacher'), ['Maths today', 'Maths in May'])
    assert.deepEqual(await ahead('governor'), ['Board in April'])
    assert.deepEqual(await ahead('partner'), [])
    assert.ok((await waiting(w, 'coordinator')).includes('One meeting is past and still planned'))
    const lead = await waiting(w, 'hubLead')
    assert.ok(lead.includes('Say whether Maths long ago was held on Sun 4 Mar 2018'))
    assert.ok(lead.includes('Invite people to Maths today, Mon 5 Mar 2018'))
    assert.deepEqual(await waiting(w, 'head'), [])
  })

  test('tells the office of an empty alliance how to begin', async () => {
    const w = await world()
    await w.database.pool.query(`
      delete from posts where membership_id is not null;
      delete from membership_schools; delete from memberships; delete from group_members; delete from groups;`)
    const { text } = await (await w.as('coordinator')).get('/')
    assert.match(text, /<h1[^>]*>How to begin[\s\S]*href="\/imports\/new"[\s\S]*href="\/members\/new"/)
    assert.equal(section(text, 'How the alliance is doing, 2017-18'), undefined)
  })
})

describe('naming the alliance', () => {
  test('the new name stands on the next page, and who named it in the log', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    assert.match((await office.get('/')).text, /__alliance">Vale Learning Alliance/)
    const named = { name: 'Dale <Alliance>', shortName: 'DA', 'form-version': '1' }
    assert.equal((await office.post('/settings', named)).status, 303)
    assert.match((await office.get('/')).text, /__alliance">Dale &lt;Alliance&gt;/)
    assert.match((await office.get('/audit')).text, /named the alliance/)
  })

  test('of two who name it at once, the second is told of the first', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    await office.post('/settings', { name: 'First', shortName: 'F', 'form-version': '1' })
    const second = await office.post('/settings', { name: 'Second', shortName: 'S', 'form-version': '1' })
    assert.equal(second.status, 409)
    assert.match(second.text, /was changed to First while you were typing/)
    assert.match(second.text, /value="Second"/)
  })
})

test('everybody sees on their own page what their posts let them do, and their own part', async () => {
  const w = await world()
  await record(w)
  const me = async (name: 'teacher' | 'hubLead') => (await (await w.as(name)).get('/me')).text
  assert.match(await me('teacher'), /teacher@alliance\.example[\s\S]*see hub meetings[\s\S]*Coaching/)
  assert.match(await me('hubLead'), /keep the meetings of the groups you lead[\s\S]*Maths hub/)
})
