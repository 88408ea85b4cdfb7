import assert from 'node:assert/strict'
import { test } from 'node:test'
import { filledBooks } from '../../../test/books.ts'
import { castNames, world } from '../../../test/world.ts'

const address = '/subscriptions/fund'

test('the report is for the board and the office, and names no school', async () => {
  const w = await world()
  await filledBooks(w)
  for (const who of [...castNames, 'visitor' as const]) {
    const reads = ['coordinator', 'head', 'otherHead', 'chair'].includes(who)
    for (const page of ['', '?format=csv', '/pdf']) {
      const { status, text } = await (await w.as(who)).get(address + page)
      assert.equal(status === 200, reads, `${who} ${page}: ${status}`)
      if (!reads) assert.doesNotMatch(text, /Reserve/)
      if (page !== '/pdf') assert.doesNotMatch(text, /South High|North, High|West High|INV-0000/)
    }
  }
  const opens = async (who: 'coordinator' | 'chair') =>
    /href="\/subscriptions\/books/.test((await (await w.as(who)).get(address)).text)
  assert.deepEqual([await opens('coordinator'), await opens('chair')], [true, false])
})

const read = (text: string) =>
  Object.fromEntries(
    text
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(/,(?=-?\d)/))
      .map(([says = '', now]) => [says.replaceAll('"', ''), now]),
  )

test('a year of the host adds up to the penny, and an academic year beside it', async () => {
  const w = await world()
  const office = await w.as('coordinator')
  const { purpose } = await filledBooks(w)
  const year = read((await office.get(`${address}?year=2017-18&format=csv`)).text)
  assert.equal(year['Reserve brought forward'], '10000.00')
  assert.equal(year.Subscriptions, '8000.00')
  assert.equal(year['Courses and other charges'], '100.00')
  assert.equal(year['Other income'], '40.00')
  assert.equal(year['Written off'], '100.00')
  assert.equal(year.Spending, '0.00')
  assert.equal(year['Reserve carried forward'], '18040.00')
  assert.equal(year['Held in the host’s account'], '17348.77')
  assert.equal(year['Together, the reserve carried forward'], '18040.00')
  const academic = read((await office.get(`${address}?year=2017-18&by=academic&format=csv`)).text)
  assert.equal(academic[`Spent on: ${purpose.name}`], '800.00')
  assert.equal(academic['Reserve carried forward'], '17240.00')
  const next = await office.get(`${address}?year=2018-19`)
  assert.match(next.text, /April 2018 to March 2019/)
  assert.match(next.text, /£800\.00 more was spent and written off than came in/)
  assert.match(next.text, /<svg/)
  assert.ok(next.text.length < 30_000)
})

test('the month of the year is the host’s; no year that nobody could mean', async () => {
  const w = await world()
  const office = await w.as('coordinator')
  assert.match((await office.get(address)).text, /April 2017 to March 2018/)
  assert.match((await office.get(`${address}?by=academic`)).text, /September 2017 to August 2018/)
  for (const year of ['2017', '2017-19', 'x', '%00', '9999-00'])
    assert.equal((await office.get(`${address}?year=${year}`)).status, 404, year)
  const { text, headers } = await office.get(`${address}/pdf?year=2017-18`)
  assert.match(text, /^%PDF/)
  assert.match(headers.get('content-disposition') ?? '', /fund-report-2017-18\.pdf/)
})
