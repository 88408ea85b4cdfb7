import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import { type CastName, type World, world } from '../../../test/world.ts'
import { day } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'
import { actionsFor } from './queries.ts'

/** Three meetings of the board, Sana clerk of each, and one of the hub; the first has two items. */
async function board() {
  const w = await world()
  const made = await w.database.transaction(everything, async (tx) => {
    const meeting = async (title: string, heldOn: string, status: string, groupId: number) => {
      const { id } = await tx
        .insertInto('meetings')
        .values({ title, heldOn: day(heldOn), status, clerkId: w.people.ssig } as never)
        .returning('id')
        .executeTakeFirstOrThrow()
      await tx.insertInto('meetingGroups').values({ meetingId: id, groupId }).execute()
      return id
    }
    const first = await meeting('Autumn board', '2017-11-06', 'held', w.groups.board)
    const second = await meeting('Spring board', '2018-02-06', 'held', w.groups.board)
    const third = await meeting('Summer board', '2018-06-06', 'planned', w.groups.board)
    const hub = await meeting('Hub', '2018-05-06', 'planned', w.groups.maths)
    const rows = await tx
      .insertInto('agendaItems')
      .values(
        [false, true].map((partB, i) => ({
          ...{ meetingId: first, position: i + 1, kind: 'actions' as const, title: 'Buses', partB },
        })) as never,
      )
      .returning('id')
      .execute()
    return { first, second, third, hub, item: rows[0]?.id ?? 0, secret: rows[1]?.id ?? 0 }
  })
  return { ...w, ...made }
}
type Board = Awaited<ReturnType<typeof board>>

const owner = (w: World, name: CastName, post: string, membership: number | '' = w.members.ashmere) =>
  `${w.people[name]}-${post}-${membership}-`
const answers = (w: World, more = {}) => ({
  ...{ words: 'Write to all schools', owner: owner(w, 'head', 'head'), dueMeetingId: '', dueOn: '1/3/2018' },
  ...more,
})

async function recorded(b: Board, more = {}, item = b.item): Promise<string> {
  const sent = await (await b.as('ssig')).post(
    `/meetings/${b.first}/minutes/${item}/action`,
    answers(b, more),
  )
  assert.equal(sent.status, 303, sent.text)
  const { id } = await b.db
    .selectFrom('meetingActions')
    .select('id')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  return `/meetings/actions/${id}`
}

/** Hannah leaves, and Tess follows her as head. */
const succession = (b: Board) =>
  b.database.transaction(everything, async (tx) => {
    await sql`update posts set to_on = '2018-02-28' where person_id = ${b.people.head}`.execute(tx)
    await sql`insert into posts (person_id, post, membership_id, from_on)
      values (${b.people.teacher}, 'head', ${b.members.ashmere}, '2018-03-01')`.execute(tx)
  })

const home = async (b: Board, name: CastName) => (await (await b.as(name)).get('/')).text

describe('an action', () => {
  test('waits for its owner until they close it with what came of it', async () => {
    const b = await board()
    const at = await recorded(b)
    assert.match(await home(b, 'head'), /what you undertook at Autumn board/)
    assert.doesNotMatch(await home(b, 'head'), /Write to all schools/)
    const head = await b.as('head')
    assert.match((await head.get(at)).text, /Overdue/)
    assert.equal((await head.post(`${at}/progress`, { words: 'Half of them answered' })).status, 303)
    assert.equal(
      (await head.post(`${at}/close`, { outcome: 'All answered', 'form-version': '1' })).status,
      303,
    )
    const { text } = await head.get(at)
    assert.match(text, /Half of them answered/)
    assert.match(text, /5 March 2018: All answered/)
    assert.doesNotMatch(await home(b, 'head'), /what you undertook/)
    assert.equal((await head.post(`${at}/reopen`, {})).status, 303)
    assert.match(await home(b, 'head'), /what you undertook/)
  })

  test('passes on with the post, to whoever holds it now', async () => {
    const b = await board()
    const at = await recorded(b)
    await succession(b)
    assert.match(await home(b, 'teacher'), /what you undertook at Autumn board/)
    const heir = await b.as('teacher')
    assert.match((await heir.get(at)).text, /Hannah Head undertook this as Headteacher, Ashmere/)
    assert.match((await heir.get('/meetings/actions?whose=mine')).text, /Write to all schools/)
    assert.equal((await heir.post(`${at}/close`, { outcome: 'Done', 'form-version': '1' })).status, 303)
  })

  test('that nobody owns any more is for the office to give to somebody', async () => {
    const b = await board()
    const at = await recorded(b)
    await b.database.transaction(everything, (tx) =>
      sql`update posts set to_on = '2018-02-28' where person_id = ${b.people.head}`.execute(tx),
    )
    const office = await b.as('coordinator')
    assert.match(await home(b, 'coordinator'), /Give an action to somebody/)
    assert.match((await office.get('/meetings/actions?whose=nobody')).text, /Nobody now: the office/)
    const given = await office.post(
      `${at}/correct`,
      answers(b, { owner: owner(b, 'deputy', 'deputy'), 'form-version': '1' }),
    )
    assert.equal(given.status, 303, given.text)
    assert.match(await home(b, 'deputy'), /what you undertook/)
  })

  test('is closed by its owner or who keeps the meeting, and by nobody else', async () => {
    const b = await board()
    const at = await recorded(b)
    for (const [name, status] of [
      ['deputy', 403],
      ['otherHead', 403],
      ['teacher', 404],
      ['partner', 404],
      ['ssig', 303],
    ] as const) {
      const sent = await (await b.as(name)).post(`${at}/close`, { outcome: 'Done', 'form-version': '1' })
      assert.equal(sent.status, status, name)
    }
  })

  test('has one day by which it is due', async () => {
    const b = await board()
    const sent = await (await b.as('ssig')).post(
      `/meetings/${b.first}/minutes/${b.item}/action`,
      answers(b, { dueMeetingId: String(b.third) }),
    )
    assert.equal(sent.status, 422)
    assert.match(sent.text, /Choose a meeting or enter a date, not both/)
  })
})

describe('on the next agenda', () => {
  test('open actions come by themselves, with how often they were carried; on another group’s they do not', async () => {
    const b = await board()
    const at = await recorded(b)
    const on = async (id: number) => actionsFor(b.db, id, day('2018-03-05'))
    assert.deepEqual(
      (await on(b.third)).map(({ words, carried }) => [words, carried]),
      [['Write to all schools', 1]],
    )
    assert.equal((await on(b.second)).length, 1)
    assert.equal((await on(b.first)).length, 0)
    assert.equal((await on(b.hub)).length, 0)
    await (await b.as('head')).post(`${at}/close`, { outcome: 'Done', 'form-version': '1' })
    assert.deepEqual(
      (await on(b.third)).map(({ outcome }) => outcome),
      ['Done'],
    )
  })
})

describe('the list', () => {
  test('what is confidential is there for its readers alone, though it is theirs to do', async () => {
    const b = await board()
    const at = await recorded(b, { words: 'Nightingale', owner: owner(b, 'deputy', 'deputy') }, b.secret)
    for (const [name, sees] of [
      ['head', true],
      ['otherHead', true],
      ['coordinator', true],
      ['deputy', false],
      ['governor', false],
      ['teacher', false],
    ] as const) {
      const reader = await b.as(name)
      assert.equal((await reader.get('/meetings/actions')).text.includes('Nightingale'), sees, name)
      assert.equal(
        (await reader.get('/meetings/actions?format=csv')).text.includes('Nightingale'),
        sees,
        name,
      )
      assert.equal((await reader.get(at)).status, sees ? 200 : 404, name)
    }
  })

  test('is narrowed to one’s own, overdue, closed or a group’s, and comes as CSV', async () => {
    const b = await board()
    await recorded(b)
    await recorded(b, { words: 'Later', owner: owner(b, 'deputy', 'deputy'), dueOn: '1/6/2018' })
    const list = async (query: string, name: CastName = 'head') =>
      (await (await b.as(name)).get(`/meetings/actions?${query}`)).text
    assert.doesNotMatch(await list('whose=mine'), /Later/)
    assert.doesNotMatch(await list('state=overdue'), /Later/)
    assert.match(await list('state=open'), /Later/)
    assert.doesNotMatch(await list('state=closed'), /Later|Write to all/)
    assert.match(await list(`group=${b.groups.board}`), /Later/)
    assert.match(
      await list('format=csv'),
      /Write to all schools,"Hannah Head \(Headteacher, Ashmere\)",2018-03-01/,
    )
  })
})
