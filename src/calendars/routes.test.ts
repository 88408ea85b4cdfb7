import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import { type Browser, type CastName, type World, world } from '../../test/world.ts'
import { day } from '../platform/day.ts'
import { openFiles } from '../platform/sheet.ts'
import { Report } from '../platform/sheet-report.ts'
import { calendarDates, calendarFor } from './queries.ts'
import { schoolDaysAfter } from './rules.ts'
import { importTermDates } from './term-dates.ts'

const council = [
  'calendar,urns,kind,from,to,note',
  'Vale Council 2017/18,,term,2017-09-04,2017-12-22,Autumn term',
  'Vale Council 2017/18,,term,2018-01-08,2018-03-29,Spring term',
  'Vale Council 2017/18,,term,16/04/2018,24/07/2018,Summer term',
  'Vale Council 2017/18,,Half term,2018-02-12,2018-02-16,',
  'Vale Council 2017/18,,INSET,2018-01-08,,',
  'Vale Council 2017/18,,closure,2018-03-01,2018-03-02,Snow',
]
const own = [
  'Brindle Moor 2017/18,990002,term,2018-01-08,2018-03-29,Spring term',
  'Brindle Moor 2017/18,990002,half-term,2018-02-05,2018-02-16,',
]

async function bringIn(w: World, lines: string[]) {
  const report = new Report()
  const book = await openFiles([new File([lines.join('\n')], 'term-dates.csv')], report)
  const done = await importTermDates(await w.by('coordinator'), book, report)
  return { done, report }
}

const upload = (browser: Browser, text: string) => {
  const body = new FormData()
  body.set('file', new File([text], 'term-dates.csv'))
  return browser.post('/calendars/upload', body)
}

describe('bringing in term dates', () => {
  test('all years of a calendar are one, and the one for no school is the alliance’s own', async () => {
    const w = await world()
    const { done } = await bringIn(w, [...council, ...own])
    assert.deepEqual(done, { calendars: 2, added: 8, changed: 0, removed: 0 })
    const names = async (id: number | null) => (await calendarFor(w.db, id))?.name
    assert.equal(await names(null), 'Vale Council')
    assert.equal(await names(w.members.ashmere), 'Vale Council')
    assert.equal(await names(w.members.brindle), 'Brindle Moor')
  })

  test('the same file again changes nothing; a corrected one replaces its year and keeps what stood', async () => {
    const w = await world()
    await bringIn(w, council)
    assert.deepEqual((await bringIn(w, council)).done, { calendars: 1, added: 0, changed: 0, removed: 0 })
    const moved = council.map((line) => line.replace('2018-03-29', '2018-03-28')).slice(0, -1)
    assert.deepEqual((await bringIn(w, moved)).done, { calendars: 1, added: 0, changed: 1, removed: 1 })
    const kept = await w.db
      .selectFrom('revisions')
      .select('id')
      .where('tableName', '=', 'calendar_dates')
      .execute()
    assert.equal(kept.length, 2)
  })

  const faults: [line: string, column: string, wrong: RegExp][] = [
    ['Vale Council,,holiday,2018-05-07,2018-05-07,', 'kind', /not a kind of date/],
    ['Vale Council,,inset,31/02/2018,,', 'from', /not a date/],
    ['Vale Council,,inset,0208-02-01,,', 'from', /not a date/],
    ['Vale Council,,closure,2018-05-08,2018-05-07,', 'to', /ends before it begins/],
    ['Vale Council,,term,2018-09-03,2028-09-03,', 'to', /more than a year/],
    ['Vale Council,,term,2018-03-29,2018-04-02,', 'from', /shares a day with the term in row 3/],
    ['Vale Council 2016/17,,inset,2018-06-04,,', 'from', /4 June 2018 is not in 2016-17/],
    ['Vale Council,990077,inset,2018-06-04,,', 'urns', /No member school has this URN/],
    [',,inset,2018-06-04,,', 'calendar', /names no calendar/],
  ]
  for (const [line, column, wrong] of faults)
    test(`${line}: a fault, and nothing is kept`, async () => {
      const w = await world()
      const { done, report } = await bringIn(w, [...council, line])
      assert.equal(done, null)
      const [fault] = report.faults
      assert.deepEqual([fault?.file, fault?.row, fault?.column], ['term-dates.csv', 8, column])
      assert.match(fault?.wrong ?? '', wrong)
      assert.deepEqual(await w.db.selectFrom('calendars').select('id').execute(), [])
    })

  test('in the browser: faults beside the file, or the calendar', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const wrong = await upload(office, `${council.join('\n')}\nVale Council,,holiday,2018-05-07,,`)
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /1 thing is wrong[\s\S]*not a kind of date/)
    const none = await office.post('/calendars/upload', {})
    assert.match(none.text, /Select a file of term dates/)
    const saved = await upload(office, council.join('\n'))
    assert.equal(saved.status, 303)
    assert.match((await office.get('/calendars')).text, /Vale Council/)
  })

  test('the demonstration’s dates come in whole, and give the deadlines of the model calendar', async () => {
    const w = await world()
    const text = await readFile('demo/term-dates.csv', 'utf8')
    const withoutOthers = text.split('\n').filter((line) => !line.startsWith('Hulton'))
    assert.ok((await bringIn(w, withoutOthers)).done)
    const found = await calendarFor(w.db, null)
    const dates = await calendarDates(w.db, found?.id ?? 0)
    assert.deepEqual(schoolDaysAfter(dates, day('2026-12-04'), 20), { on: '2027-01-18' })
    assert.deepEqual(schoolDaysAfter(dates, day('2027-07-01'), 15), { missingAfter: '2027-07-21' })
    assert.deepEqual(schoolDaysAfter(dates, day('2019-07-20'), 20), { missingAfter: '2019-07-23' })
  })
})

describe('a calendar kept by hand', () => {
  const begun = async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const made = await office.post('/calendars/new', { name: 'Vale Council', isDefault: 'yes' })
    const at = (made.headers.get('location') ?? '').replace(/\?.*/, '')
    const add = (answers: Record<string, string>) =>
      office.post(`${at}/dates/new`, {
        kind: 'term',
        fromOn: '8/1/2018',
        toOn: '29/3/2018',
        note: '',
        ...answers,
      })
    return { w, office, at, add }
  }

  test('dates are added, corrected and removed, and its school days counted', async () => {
    const { office, at, add } = await begun()
    await add({})
    await add({ kind: 'half-term', fromOn: '12/2/2018', toOn: '16/2/2018' })
    const page = await office.get(`${at}?year=2017-18`)
    assert.match(page.text, /54 school days/)
    const date = /\/calendars\/dates\/\d+/.exec(page.text.split('Half-term')[1] ?? '')?.[0] ?? ''
    const week = { kind: 'half-term', fromOn: '12/2/2018', toOn: '23/2/2018', note: '', 'form-version': '1' }
    assert.equal((await office.post(date, week)).status, 303)
    assert.match((await office.get(at)).text, /49 school days/)
    const stale = await office.post(`${date}/remove`, { 'form-version': '1' })
    assert.equal(stale.status, 409)
    assert.match(stale.text, /Somebody else changed this date/)
    assert.equal((await office.post(`${date}/remove`, { 'form-version': '2' })).status, 303)
    assert.match((await office.get(at)).text, /59 school days/)
  })

  const wrong: [answers: Record<string, string>, says: RegExp][] = [
    [{ fromOn: '29/3/2018', toOn: '30/3/2018' }, /Term from 8 January 2018 to 29 March 2018 is here already/],
    [{ fromOn: '30/5/2018', toOn: '1/5/2018' }, /The last day must be on or after the first day/],
    [{ fromOn: '1/5/2018', toOn: '1/5/2028' }, /more than a year apart/],
    [{ kind: '' }, /Select what it is/],
  ]
  for (const [answers, says] of wrong)
    test(`${JSON.stringify(answers)} is refused in a sentence`, async () => {
      const { add } = await begun()
      await add({})
      const sent = await add(answers)
      assert.equal(sent.status, 422)
      assert.match(sent.text, says)
    })

  test('one calendar at a time is the alliance’s own', async () => {
    const { w, office } = await begun()
    await office.post('/calendars/new', {
      name: 'Another',
      isDefault: 'yes',
      membershipIds: String(w.members.ashmere),
    })
    const own = await w.db.selectFrom('calendars').select('name').where('isDefault', '=', true).execute()
    assert.deepEqual(own, [{ name: 'Another' }])
    assert.match((await office.get('/calendars')).text, /has no term dates yet/)
  })
})

describe('counting school days on the page', () => {
  const cases: [query: string, says: RegExp][] = [
    [
      'from=26/2/2018&count=3',
      /3 school days after Monday 26 February 2018 is Monday 5 March 2018, by Vale Council/,
    ],
    ['from=2/2/2018&count=1', /1 school day after Friday 2 February 2018 is Monday 5 February 2018/],
    ['from=24/7/2018&count=1', /Calendar missing: 1 school day after Tuesday 24 July 2018 cannot be counted/],
    ['from=31/2/2018&count=1', /Day it arrived must be a real date/],
    ['from=1/3/2018&count=-1', /School days must be a whole number/],
  ]
  for (const [query, says] of cases)
    test(query, async () => {
      const w = await world()
      await bringIn(w, council)
      assert.match((await (await w.as('head')).get(`/calendars/count?${query}`)).text, says)
    })

  test('by a school’s own calendar where it has one', async () => {
    const w = await world()
    await bringIn(w, [...council, ...own])
    const asked = `/calendars/count?from=2/2/2018&count=1&membershipId=${w.members.brindle}`
    assert.match((await (await w.as('head')).get(asked)).text, /is Monday 19 February 2018, by Brindle Moor/)
  })
})

test('everybody in the alliance reads term dates; the office alone changes them', async () => {
  const w = await world()
  await bringIn(w, council)
  const [found] = await w.db.selectFrom('calendars').select('id').execute()
  const page = `/calendars/${found?.id}`
  const writing = ['/calendars/new', '/calendars/upload', `${page}/correct`, `${page}/dates/new`]
  const readers: CastName[] = ['head', 'chair', 'governor', 'businessManager', 'ssig', 'teacher', 'officer']
  for (const name of readers) {
    const browser = await w.as(name)
    for (const address of ['/calendars', '/calendars/count', page])
      assert.equal((await browser.get(address)).status, 200, `${name} ${address}`)
    for (const address of writing)
      assert.equal((await browser.get(address)).status, 403, `${name} ${address}`)
    assert.equal((await upload(browser, council.join('\n'))).status, 403)
  }
  assert.equal((await (await w.as('partner')).get('/calendars')).status, 403)
})
