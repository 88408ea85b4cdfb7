import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { agreed } from '../../test/agreement.ts'
import { type CastName, type World, world } from '../../test/world.ts'
import { day } from '../platform/day.ts'
import { everything } from '../platform/db.ts'

/** Ashmere was given a visit by Brindle Moor on each of these days; Ashmere gave none. */
async function begun(...days: string[]): Promise<World> {
  const w = await world()
  await agreed(w)
  if (days.length === 0) return w
  const visit = {
    ...{ ref: null, commission: null, subject: null, importId: null, practitionerId: w.people.ssig },
    ...({ half: 'day', status: 'done', throughSsig: true, fromUrn: 990002, toUrn: 990001 } as const),
  }
  const schools = { fromMembershipId: w.members.brindle, toMembershipId: w.members.ashmere }
  await w.database.transaction(everything, (tx) =>
    tx
      .insertInto('supportVisits')
      .values(days.map((on) => ({ ...visit, ...schools, visitedOn: day(on) })))
      .execute(),
  )
  return w
}

describe('each is led to where they belong', () => {
  test('their own school, all schools, or the totals', async () => {
    const w = await begun()
    const { ashmere, brindle } = w.members
    const cases: [CastName, string][] = [
      ['head', `/standing/schools/${ashmere}`],
      ['deputy', `/standing/schools/${ashmere}`],
      ['chair', `/standing/schools/${ashmere}`],
      ['otherHead', `/standing/schools/${brindle}`],
      ['coordinator', '/standing/schools'],
      ['governor', '/standing/alliance'],
      ['officer', '/standing/alliance'],
      ['hubLead', '/standing/alliance'],
    ]
    for (const [name, address] of cases) {
      const { status, headers } = await (await w.as(name)).get('/standing')
      assert.deepEqual([status, headers.get('location')], [303, address], name)
    }
  })

  test('a head of two schools chooses one, and sees neither’s standing beside the other’s', async () => {
    const w = await begun()
    await w.database.transaction(everything, (tx) =>
      tx
        .insertInto('posts')
        .values({
          ...{ personId: w.people.head, membershipId: w.members.brindle, organisationId: null },
          ...{ post: 'executive head', fromOn: day('2017-09-01'), toOn: null, importId: null },
        })
        .execute(),
    )
    const { status, text } = await (await w.as('head')).get('/standing')
    assert.equal(status, 200)
    assert.match(text, new RegExp(`href="/standing/schools/${w.members.brindle}"`))
    assert.doesNotMatch(text, /At risk|Not kept|days given/)
  })
})

describe('how a school stands', () => {
  test('48 tiles in five parts, each with its word, reason, evidence and next step', async () => {
    const w = await begun('2017-10-02', '2017-10-03')
    const { text } = await (await w.as('otherHead')).get(`/standing/schools/${w.members.brindle}`)
    assert.equal(text.match(/<details id="clause-\d+"/g)?.length, 48)
    for (const part of ['Strategy', 'Ethos', 'Operation', 'Marketing and recruitment', 'In-year admissions'])
      assert.match(text, new RegExp(`<h2[^>]*>${part}</h2>`))
    assert.match(text, /2 of 9 days given through SSIG; 7 days remain before 31 August 2018/)
    assert.match(text, /<a href="\/support\/visits\/\d+">1 day given<\/a>, 2 October 2017/)
    assert.match(text, /Do this next/)
    assert.match(text, /\d+ at risk,/)
    assert.doesNotMatch(text, /<script/)
  })

  test('a chair is told of a visit, and not led to a page that is not theirs', async () => {
    const w = await begun('2017-10-02')
    await w.database.transaction(everything, (tx) =>
      tx
        .updateTable('supportVisits')
        .set({ fromMembershipId: w.members.ashmere, toMembershipId: w.members.brindle })
        .execute(),
    )
    const { text } = await (await w.as('chair')).get(`/standing/schools/${w.members.ashmere}`)
    assert.match(text, /<li>1 day given, 2 October 2017<\/li>/)
    assert.doesNotMatch(text, /href="\/support\//)
  })

  test('as at any day, and a year that is over', async () => {
    const w = await begun('2017-10-02', '2018-02-06')
    const head = await w.as('otherHead')
    const at = `/standing/schools/${w.members.brindle}`
    assert.match(
      (await head.get(`${at}?on=1/11/2017`)).text,
      /1 of 9 days.*As at 1 November 2017|As at 1 November 2017[\s\S]*1 of 9 days/,
    )
    const wrong: [string, RegExp][] = [
      ['?on=31/2/2018', /There is a problem/],
      ['?on=6/3/2018', /Enter a day up to today, 5 March 2018/],
      ['?on=1/1/2010', /was not a member on 1 January 2010/],
    ]
    for (const [query, says] of wrong) {
      const { status, text } = await head.get(at + query)
      assert.equal(status, 422, query)
      assert.match(text, says)
      assert.match(text, /2 of 9 days/, 'today still stands')
    }
    for (const year of ['2017-18', 'next', '2018-19'])
      assert.equal((await head.get(`${at}?year=${year}`)).status, 404, year)
    assert.match(
      (await head.get(`${at}?year=2016-17`)).text,
      /No version of the agreement had been published/,
    )
  })

  test('a school that left stands as at its last day, for the office', async () => {
    const w = await begun()
    const { status, text } = await (await w.as('coordinator')).get(`/standing/schools/${w.members.carr}`)
    assert.equal(status, 200)
    assert.match(text, /As at 31 December 2017/)
  })

  test('one clause: its words, the reason, the records, how it is judged and what the heads agreed', async () => {
    const w = await begun('2017-10-02')
    const { text } = await (await w.as('otherHead')).get(`/standing/schools/${w.members.brindle}/clauses/21`)
    assert.match(text, /at least nine days of staff time/)
    assert.match(text, /1 of 9 days given/)
    assert.match(text, /Staff time a school gives in a year: 9 days/)
    assert.match(text, /href="\/standing\/alliance\/clauses\/21"/)
    for (const number of ['49', '0', '%00', 'x'.repeat(2000)])
      assert.equal(
        (await (await w.as('otherHead')).get(`/standing/schools/${w.members.brindle}/clauses/${number}`))
          .status,
        404,
      )
  })

  test('on paper: a tagged PDF, and a CSV, of one school', async () => {
    const w = await begun('2017-10-02')
    const head = await w.as('otherHead')
    const csv = await head.get(`/standing/schools/${w.members.brindle}/standing.csv`)
    assert.equal(csv.text.trim().split('\r\n').length, 49)
    assert.match(csv.text, /Operation,21,.*At risk.*1 of 9 days/)
    assert.doesNotMatch(csv.text, /Ashmere/)
    const file = await head.get(`/standing/schools/${w.members.brindle}/standing.pdf`)
    assert.equal(file.headers.get('content-type'), 'application/pdf')
    assert.match(file.text, /^%PDF-1\.7/)
  })
})

describe('the office', () => {
  test('what to chase, school after school by name, with whom to write to', async () => {
    const w = await begun()
    const { text } = await (await w.as('coordinator')).get('/standing/schools')
    const titles = [...text.matchAll(/<h2[^>]*>([^<]+)<\/h2>/g)].map(([, title]) => title)
    assert.deepEqual(titles, ['Ashmere High School', 'Brindle Moor High School', 'Nothing to chase'])
    assert.match(text, /mailto:head@alliance\.example\?subject=Ashmere%20and%20our%20agreement/)
    const [, letter = ''] = /mailto:head@[^"]*body=([^"]*)"/.exec(text) ?? []
    assert.match(decodeURIComponent(letter), /9 days remain/)
    assert.doesNotMatch(decodeURIComponent(letter), /Brindle/)
  })
})

describe('the alliance', () => {
  test('says nothing of so few schools, and names none', async () => {
    const w = await begun('2017-10-02')
    for (const at of ['/standing/alliance', '/standing/alliance/clauses/21']) {
      const { status, text } = await (await w.as('officer')).get(at)
      assert.equal(status, 200)
      assert.match(text, /fewer than 5 schools, so how many stand where is not told/)
      assert.doesNotMatch(text, /Ashmere|Brindle/)
    }
    assert.equal((await (await w.as('officer')).get('/standing/alliance/clauses/49')).status, 404)
  })

  test('there is nothing to stand on before the first agreement', async () => {
    const w = await world()
    const head = await w.as('head')
    for (const at of ['/standing/alliance', `/standing/schools/${w.members.ashmere}`]) {
      const { status, text } = await head.get(at)
      assert.equal(status, 200, at)
      assert.match(text, /No version of the agreement had been published/)
    }
  })
})
