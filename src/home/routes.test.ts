import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { record } from '../../test/records.ts'
import { castNames, world } from '../../test/world.ts'
import { day } from '../platform/day.ts'
import { everything } from '../platform/db.ts'

/** The figures of the front page: what each says and where it leads. */
const figuresIn = (html: string) =>
  [
    ...html.matchAll(/<li class="en-figure">(?:<a href="([^"]*)">)?.*?__value">([^<]*)<.*?__of">([^<]*)</g),
  ].map(([, href, value, of]) => ({ href: href?.replaceAll('&amp;', '&'), value, of }))

const section = (html: string, title: string) =>
  new RegExp(`<h2[^>]*>${title}</h2>([\\s\\S]*?)</section>`).exec(html)?.[1]

describe('the front page', () => {
  test('tells a visitor what this is, and nobody’s name', async () => {
    const w = await world()
    const page = await (await w.as('visitor')).get('/')
    assert.match(page.text, /<h1[^>]*>Vale Learning Alliance/)
    assert.match(page.text, /href="\/sign-in"/)
    assert.doesNotMatch(page.text, /Hannah|Ashmere|What you can do/)
  })

  test('tells everybody who they are here, and the office alone what to put right', async () => {
    const w = await world()
    for (const name of castNames) {
      const { text } = await (await w.as(name)).get('/')
      const { name: full } = await w.who(name)
      assert.match(text, new RegExp(`${full}, [A-Z]`))
      assert.equal(section(text, 'To put right') !== undefined, name === 'coordinator')
    }
  })

  test('each figure is the number of rows in the list that it opens', async () => {
    const w = await world()
    await record(w)
    const office = await w.as('coordinator')
    const figures = figuresIn((await office.get('/')).text)
    const counted = figures.filter(({ of }) => /meetings|members/.test(of ?? ''))
    assert.equal(counted.length, 2)
    for (const { href = '', value, of } of counted) {
      const rows = (await office.get(`${href}${href.includes('?') ? '&' : '?'}format=csv`)).text
        .trim()
        .split('\n')
      assert.equal(value, String(rows.length - 1), of)
    }
    assert.deepEqual(
      figures.map(({ value, of }) => `${value} ${of}`),
      ['2 members today', '2 meetings held', '½ day of support through SSIG', '1 people on courses'],
    )
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
    const ahead = async (name: 'head' | 'teacher') =>
      [
        ...(section((await (await w.as(name)).get('/')).text, 'Next meetings') ?? '').matchAll(
          />([^<]+)<\/a>/g,
        ),
      ].map(([, title]) => title)
    assert.deepEqual(await ahead('head'), ['Maths today', 'Board in April', 'Maths in May'])
    assert.deepEqual(await ahead('teacher'), ['Maths today', 'Maths in May'])
    const office = (await (await w.as('coordinator')).get('/')).text
    assert.match(section(office, 'To put right') ?? '', /One meeting is past and still planned/)
  })

  test('tells the office of an empty alliance how to begin', async () => {
    const w = await world()
    await w.database.pool.query(`
      delete from posts where membership_id is not null;
      delete from membership_schools; delete from memberships; delete from groups;`)
    const { text } = await (await w.as('coordinator')).get('/')
    assert.match(section(text, 'How to begin') ?? '', /href="\/imports\/new"[\s\S]*href="\/members\/new"/)
    assert.equal(section(text, 'This year, 2017-18'), undefined)
  })
})

describe('naming the alliance', () => {
  test('the new name stands on the next page, and who named it in the log', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    assert.match((await office.get('/')).text, /<h1[^>]*>Vale Learning Alliance/)
    const named = { name: 'Dale <Alliance>', shortName: 'DA', 'form-version': '1' }
    assert.equal((await office.post('/settings', named)).status, 303)
    assert.match((await office.get('/')).text, /<h1[^>]*>Dale &lt;Alliance&gt;/)
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
