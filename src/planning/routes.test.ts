import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type World, world } from '../../test/world.ts'
import type { GroupKind } from '../groups/tables.ts'
import { meetingsUnsettled } from '../meetings/queries.ts'
import { type Day, day } from '../platform/day.ts'
import { everything } from '../platform/db.ts'
import { needs } from './needs.ts'

/** The autumn of 2026, when its last year is planned and its clocks go back. */
const now = day('2026-09-10')
const autumn = () => world({ now: () => new Date(`${now}T12:00:00Z`), today: () => now })

/** The council's dates of 2026-27, and Brindle Moor's own fortnight in October. */
async function withTerms(w: World) {
  await w.database.transaction(everything, async (tx) => {
    const calendar = async (name: string, isDefault: boolean, dates: [string, string, string][]) => {
      const { id } = await tx
        .insertInto('calendars')
        .values({ name, isDefault })
        .returning('id')
        .executeTakeFirstOrThrow()
      for (const [kind, from, to] of dates)
        await tx
          .insertInto('calendarDates')
          .values({
            calendarId: id,
            kind: kind as 'term',
            fromOn: day(from),
            toOn: day(to),
            note: null,
            importId: null,
          })
          .execute()
      return id
    }
    const terms: [string, string, string][] = [
      ['term', '2026-09-01', '2026-12-18'],
      ['term', '2027-01-04', '2027-03-25'],
      ['term', '2027-04-12', '2027-07-21'],
    ]
    await calendar('Council', true, [...terms, ['half-term', '2026-10-26', '2026-10-30']])
    const own = await calendar('Brindle Moor', false, [...terms, ['half-term', '2026-10-19', '2026-10-30']])
    await tx
      .insertInto('calendarMemberships')
      .values({ calendarId: own, membershipId: w.members.brindle })
      .execute()
  })
  return w
}

async function group(w: World, name: string, kind: GroupKind, leadId: number | null = null) {
  return w.database.transaction(everything, async (tx) => {
    const values = { name, kind, subject: null, leadId, ref: name, importId: null }
    return (await tx.insertInto('groups').values(values).returning('id').executeTakeFirstOrThrow()).id
  })
}

async function meeting(w: World, groupId: number, title: string, heldOn: Day, more = {}) {
  return w.database.transaction(everything, async (tx) => {
    const times = { starts: '13:30', ends: '15:30', place: 'Vale House' }
    const { id } = await tx
      .insertInto('meetings')
      .values({ title, heldOn, ...times, status: 'planned', ref: null, importId: null, ...more })
      .returning('id')
      .executeTakeFirstOrThrow()
    await tx.insertInto('meetingGroups').values({ meetingId: id, groupId }).execute()
    return id
  })
}

const planned = (w: World) =>
  w.db
    .selectFrom('meetings')
    .select(['id', 'title', 'heldOn', 'starts', 'place', 'status', 'sequence', 'version'])
    .orderBy('heldOn')
    .orderBy('id')
    .execute()

const pattern = (w: World) =>
  new URLSearchParams({
    year: '2026-27',
    groups: String(w.groups.board),
    how: 'turn',
    rhythm: 'terms',
    weekdays: '4',
    week: '8',
    starts: '13:30',
    ends: '15:45',
    place: 'Vale House',
  }).toString()

/** The answers that a page’s form holds as it is drawn. */
function answersIn(html: string): Record<string, string> {
  const form = html.slice(html.lastIndexOf('<form method="post"'))
  const inputs = [...form.matchAll(/<input [^>]*>/g)].map(([tag]) => [
    /name="([^"]*)"/.exec(tag)?.[1] ?? '',
    /value="([^"]*)"/.exec(tag)?.[1] ?? '',
  ])
  return Object.fromEntries(inputs)
}

describe('the year at a glance', () => {
  test('holds all that is dated, month by month, each school by its own calendar', async () => {
    const w = await withTerms(await autumn())
    await meeting(w, w.groups.board, 'Autumn board', day('2026-11-12'))
    const { text } = await (await w.as('head')).get('/planning')
    for (const says of [
      'The year 2026-27',
      '<h2 class="govuk-heading-l">October 2026',
      'Autumn board',
      'Thu 12 Nov 2026, 13:30 to 15:30',
      'Mon 19 Oct 2026 to Fri 30 Oct 2026',
      'Every school',
      'Yom Kippur',
      'Bank holiday',
      'Eid al-Fitr (a day either side)',
    ])
      assert.ok(text.includes(says), says)
    assert.ok(text.indexOf('September 2026') < text.indexOf('July 2027'))
    assert.doesNotMatch(text, /Plan meetings/)
  })

  test('is narrowed by kind, group and words, and comes as a file', async () => {
    const w = await withTerms(await autumn())
    await meeting(w, w.groups.board, 'Autumn board', day('2026-11-12'))
    await meeting(w, w.groups.maths, 'Ratio', day('2026-11-19'))
    const office = await w.as('coordinator')
    const rows = async (query: string) =>
      (await office.get(`/planning?format=csv&${query}`)).text.trim().split('\r\n').slice(1)
    assert.deepEqual(await rows('kind=meeting'), [
      'Autumn board,2026-11-12,2026-11-12,13:30,15:30,Meeting,Board,Vale House',
      'Ratio,2026-11-19,2026-11-19,13:30,15:30,Meeting,Maths hub,Vale House',
    ])
    assert.equal((await rows(`group=${w.groups.maths}`)).length, 1)
    assert.deepEqual(await rows('kind=half-term&words=brindle'), [
      'Half-term holiday,2026-10-19,2026-10-30,,,Half-term holiday,Brindle Moor,',
    ])
    assert.match((await office.get('/planning?kind=nonsense')).text, /Choose a kind from the list/)
    assert.match(
      (await office.get('/planning?year=2031-32')).text,
      /Faith days are known from .* to 31 December 2030/,
    )
  })

  test('a teacher sees the hubs’ meetings and not the board’s; a partner sees no year', async () => {
    const w = await autumn()
    await meeting(w, w.groups.board, 'Autumn board', day('2026-11-12'))
    await meeting(w, w.groups.maths, 'Ratio', day('2026-11-19'))
    const { text } = await (await w.as('teacher')).get('/planning')
    assert.match(text, /Ratio/)
    assert.doesNotMatch(text, /Autumn board/)
    assert.equal((await (await w.as('partner')).get('/planning')).status, 403)
    assert.equal((await (await w.as('head')).get('/planning/new')).status, 403)
    assert.equal((await (await w.as('head')).get('/planning/clashes')).status, 403)
  })
})

describe('planning a year’s meetings at once', () => {
  test('shows each with its clashes and better days, and plans none before it is sent', async () => {
    const w = await withTerms(await autumn())
    const office = await w.as('coordinator')
    const { text, status } = await office.get(`/planning/new/pattern?${pattern(w)}`)
    assert.equal(status, 200)
    // The eighth Thursday of term is in Brindle Moor’s half-term, and not yet in the council’s.
    assert.match(text, /Board, Thu 22 Oct 2026/)
    assert.match(text, /3 meetings, of which 1 clashes with something/)
    assert.deepEqual(await planned(w), [])
  })

  test('plans all of them in one action, once, as planned meetings', async () => {
    const w = await withTerms(await autumn())
    const office = await w.as('coordinator')
    const at = `/planning/new/pattern?${pattern(w)}`
    const answers = answersIn((await office.get(at)).text)
    const sent = await office.post(at, answers)
    assert.equal(sent.status, 303)
    assert.equal(sent.headers.get('location'), '/planning?year=2026-27&did=added')
    assert.equal((await office.post(at, answers)).status, 303)
    const made = await planned(w)
    assert.deepEqual(
      made.map(({ title, heldOn, starts, place, status }) => [title, heldOn, starts, place, status]),
      [
        ['Board meeting', '2026-10-22', '13:30', 'Vale House', 'planned'],
        ['Board meeting', '2027-02-25', '13:30', 'Vale House', 'planned'],
        ['Board meeting', '2027-06-03', '13:30', 'Vale House', 'planned'],
      ],
    )
    const log = await w.db
      .selectFrom('auditLog')
      .select('did')
      .where('did', '=', 'planned meetings')
      .execute()
    assert.equal(log.length, 1)
  })

  test('a line is corrected, moved to a better day or left out; what it clashes with now is shown first', async () => {
    const w = await withTerms(await autumn())
    await meeting(w, w.groups.board, 'Extra board', day('2027-02-25'))
    const office = await w.as('coordinator')
    const at = `/planning/new/pattern?${pattern(w)}`
    const { text } = await office.get(at)
    assert.match(text, /Board meets that day already: “Extra board” \(13:30 to 15:30\)/)
    assert.match(text, /better days, and why/)
    const names = ['x0', 'x1', 'x2'].map((n) => `${w.groups.board}${n}`)
    const answers = {
      ...answersIn(text),
      [`on-${names[0]}`]: '29/10/2026',
      [`instead-${names[1]}`]: '2027-03-04',
      [`instead-${names[2]}`]: 'none',
    }
    const looked = await office.post(at, answers)
    assert.equal(looked.status, 422)
    assert.match(looked.text, /A line that you changed clashes with something. Nothing is planned yet/)
    assert.match(looked.text, /Every school is on holiday/)
    assert.equal((await planned(w)).length, 1)
    const again = { ...answersIn(looked.text), [`instead-${names[2]}`]: 'none' }
    assert.equal((await office.post(at, again)).status, 303)
    assert.deepEqual(
      (await planned(w)).map(({ heldOn }) => heldOn),
      ['2026-10-29', '2027-02-25', '2027-03-04'],
    )
  })

  test('one line that cannot be saved keeps all of them from being half saved', async () => {
    const w = await withTerms(await autumn())
    const office = await w.as('coordinator')
    const at = `/planning/new/pattern?${pattern(w)}`
    const opened = answersIn((await office.get(at)).text)
    const last = `${w.groups.board}x2`
    const cases: [Record<string, string>, RegExp][] = [
      [{ [`on-${last}`]: '31/2/2027' }, /Date must be a real date/],
      [{ [`on-${last}`]: '4/11/2027' }, /4 November 2027 is not in 2026-27/],
      [{ [`on-${last}`]: '1/9/2026' }, /1 September 2026 is past/],
      [{ [`ends-${last}`]: '13:00' }, /The end must be after the start/],
      [{ [`title-${last}`]: '' }, /Enter what the meeting is about/],
      [{ [`instead-${last}`]: '4/3/2027' }, /Choose a day from the list/],
    ]
    for (const [wrong, says] of cases) {
      const sent = await office.post(at, { ...opened, ...wrong })
      assert.equal(sent.status, 422, says.source)
      assert.match(sent.text, says)
    }
    assert.deepEqual(await planned(w), [])
  })

  test('from dates pasted, and as last year', async () => {
    const w = await withTerms(await autumn())
    const office = await w.as('coordinator')
    const asked = { year: '2026-27', groups: String(w.groups.board), how: 'same', starts: '13:30' }
    const pasted = new URLSearchParams({ ...asked, dates: 'Thu 12 Nov\n14/1/2027, 9am to 11am, Mill Lane' })
    const at = `/planning/new/dates?${pasted}`
    assert.equal((await office.post(at, answersIn((await office.get(at)).text))).status, 303)
    assert.deepEqual(
      (await planned(w)).map(({ heldOn, starts, place }) => [heldOn, starts, place]),
      [
        ['2026-11-12', '13:30', null],
        ['2027-01-14', '09:00', 'Mill Lane'],
      ],
    )
    const wrong = new URLSearchParams({ ...asked, dates: 'Fri 12 Nov' })
    const refused = await office.get(`/planning/new/dates?${wrong}`)
    assert.equal(refused.status, 422)
    assert.match(refused.text, /12 November 2026 is a Thursday, and the line says Fri/)
    const next = await office.get(`/planning/new/copy?year=2027-28&groups=${w.groups.board}`)
    assert.match(next.text, /Board, Thu 11 Nov 2027/)
    assert.match(next.text, /term dates for 2027-28 are not here/)
    const none = await office.get(`/planning/new/copy?year=2027-28&groups=${w.groups.maths}`)
    assert.match(none.text, /These groups have no meetings in 2026-27 to follow/)
  })

  test('a hub lead plans their own hub, another’s only together with it', async () => {
    const w = await withTerms(await autumn())
    const science = await group(w, 'Science hub', 'hub')
    const lead = await w.as('hubLead')
    const at = (groups: number[], how: string) =>
      `/planning/new/pattern?year=2026-27&how=${how}&rhythm=terms&weekdays=2&${groups.map((id) => `groups=${id}`).join('&')}`
    assert.equal((await lead.get(at([w.groups.maths], 'turn'))).status, 200)
    assert.equal((await lead.get(at([w.groups.maths, science], 'together'))).status, 200)
    const other = await lead.get(at([w.groups.maths, science], 'turn'))
    assert.equal(other.status, 422)
    assert.match(other.text, /You do not plan meetings of Science hub/)
    assert.equal((await lead.get(at([w.groups.board], 'turn'))).status, 422)
    const page = await lead.get('/planning/new')
    assert.match(page.text, /0 of 3/)
    assert.doesNotMatch(page.text, /Science hub/)
  })
})

describe('clashes', () => {
  const clashing = async () => {
    const w = await withTerms(await autumn())
    const panel = await group(w, 'Panel', 'panel', w.people.head)
    const held = await meeting(w, w.groups.board, 'Board', day('2026-10-22'))
    const other = await meeting(w, panel, 'Fair access', day('2026-10-22'), { place: 'Mill Lane' })
    return { w, held, other }
  }

  test('of the months ahead, the worst first, with the least bad day and why', async () => {
    const { w } = await clashing()
    await meeting(w, w.groups.maths, 'Ratio', day('2026-12-02'))
    const { text } = await (await w.as('coordinator')).get('/planning/clashes')
    assert.match(text, /Hannah Head is at “Fair access” \(13:30 to 15:30\) at the same time/)
    assert.match(text, /Brindle Moor is on holiday/)
    assert.match(text, /Move to Thu 15 Oct 2026/)
    assert.doesNotMatch(text, /Ratio/)
    const file = await (await w.as('coordinator')).get('/planning/clashes?format=csv')
    assert.match(file.text, /^Meeting,When,How much/)
    assert.match(
      (await (await w.as('hubLead')).get('/planning/clashes')).text,
      /No meeting that you keep and that is planned clashes/,
    )
  })

  test('one press moves a meeting there, bumping its sequence, unless somebody changed it meanwhile', async () => {
    const { w, held } = await clashing()
    const office = await w.as('coordinator')
    const to = `/planning/meetings/${held}/move/2026-10-15`
    assert.equal((await office.post(to, { 'form-version': '9' })).status, 409)
    assert.equal((await office.post(to, { 'form-version': '1' })).status, 303)
    const [moved] = await planned(w)
    assert.equal(moved?.heldOn, '2026-10-15')
    assert.equal(moved?.starts, '13:30')
    assert.equal(moved?.sequence, 1)
    assert.equal((await office.post(`/planning/meetings/${held}/move/never`, {})).status, 404)
    assert.match((await office.get(`/meetings/${held}`)).text, /Thu 22 Oct 2026|22 October 2026|2026-10-22/)
  })

  test('moving one shows what the new day clashes with before it is kept', async () => {
    const { w, held } = await clashing()
    const office = await w.as('coordinator')
    const at = `/planning/meetings/${held}/move`
    const page = await office.get(at)
    assert.match(page.text, /Thu 15 Oct 2026. Nothing else is on that day/)
    const answers = {
      ...answersIn(page.text),
      day: 'other',
      other: '26/10/2026',
      starts: '13:30',
      ends: '15:30',
    }
    const shown = await office.post(at, answers)
    assert.equal(shown.status, 422)
    assert.match(shown.text, /Mon 26 Oct 2026: Every school is on holiday/)
    assert.equal((await office.post(at, { ...answers, ...answersIn(shown.text), day: 'other' })).status, 303)
    assert.equal(
      (await w.db.selectFrom('meetings').select('heldOn').where('id', '=', held).executeTakeFirst())?.heldOn,
      '2026-10-26',
    )
    assert.match((await office.get(`/meetings/${held}`)).text, /What it clashes with:/)
    for (const name of ['head', 'hubLead', 'partner'] as const)
      assert.notEqual((await (await w.as(name)).post(at, answers)).status, 303, name)
  })

  test('the form of a meeting says once what its time clashes with', async () => {
    const { w } = await clashing()
    const office = await w.as('coordinator')
    const typed = {
      title: 'Bar models',
      groups: [String(w.groups.maths)],
      heldOn: '29/10/2026',
      status: 'planned',
    }
    const warned = await office.post('/meetings/new', typed)
    assert.equal(warned.status, 422)
    assert.match(warned.text, /Thu 29 Oct 2026: Every school is on holiday. Save again to keep this date/)
    const seen = { ...typed, clashesSeen: answersIn(warned.text).clashesSeen ?? '' }
    assert.equal((await office.post('/meetings/new', seen)).status, 303)
    assert.equal((await office.post('/meetings/new', { ...typed, heldOn: '5/11/2026' })).status, 303)
    assert.equal((await meetingsUnsettled(w.db, [w.groups.maths], now)).length, 0)
  })
})

describe('what waits', () => {
  test('a lead from 1 October until the agreed number is planned; the office of serious clashes in six weeks', async () => {
    const w = await withTerms(await autumn())
    const at = async (name: 'hubLead' | 'coordinator', today: string) =>
      (await needs({ ...(await w.by(name)), who: (await w.by(name)).who, db: w.db, today: day(today) })).map(
        ({ says }) => says,
      )
    assert.deepEqual(await at('hubLead', '2026-09-30'), [])
    assert.deepEqual(await at('hubLead', '2026-10-01'), ['Plan the meetings of Maths hub'])
    for (const on of ['2026-10-29', '2027-02-04', '2027-06-10'])
      await meeting(w, w.groups.maths, 'Maths', day(on))
    assert.deepEqual(await at('hubLead', '2026-10-01'), [])
    assert.deepEqual(await at('coordinator', '2026-09-16'), [])
    assert.deepEqual(await at('coordinator', '2026-09-17'), ['Move Maths, or let it stand'])
    assert.deepEqual(await at('coordinator', '2026-10-30'), [])
  })
})
