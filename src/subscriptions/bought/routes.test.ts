import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { hadMuch, priced } from '../../../test/bought.ts'
import { runYear, settleHost } from '../../../test/subscriptions.ts'
import { again, castNames } from '../../../test/world.ts'
import type { AcademicYear } from '../../platform/day.ts'

const year = 2017 as AcademicYear
const built = hadMuch()
const mine = async () => again((await built).w)

describe('the page of a school’s year', () => {
  test('is for the office, and for those who run and govern that school', async () => {
    const w = await mine()
    const may = new Set(['coordinator', 'head', 'chair', 'governor', 'businessManager'])
    const at = `/subscriptions/bought/${w.members.ashmere}`
    for (const name of castNames) {
      const browser = await w.as(name)
      // Brindle Moor's head reads a school's page, but not this one's.
      const refused = name === 'otherHead' ? 404 : 403
      for (const path of [at, `${at}/pdf`])
        assert.equal((await browser.get(path)).status, may.has(name) ? 200 : refused, `${name} ${path}`)
    }
    assert.equal((await (await w.as('visitor')).get(at)).status, 303)
  })

  test('is found from the list of schools, or by those of one school at once', async () => {
    const w = await mine()
    const other = await w.as('otherHead')
    assert.match((await other.get('/subscriptions/bought')).text, /Brindle Moor High School\./)
    const office = await w.as('coordinator')
    const all = (await office.get('/subscriptions/bought')).text
    for (const name of ['Ashmere', 'Brindle Moor', 'Carr Lane']) assert.match(all, new RegExp(name))
    assert.doesNotMatch((await office.get('/subscriptions/bought?year=2018-19')).text, /Carr Lane/)
    for (const path of [
      '999999',
      'x',
      `${w.members.ashmere}?year=2014-15`,
      `${w.members.ashmere}?year=2018-19`,
    ])
      assert.equal((await office.get(`/subscriptions/bought/${path}`)).status, 404, path)
  })

  test('names no person and no other school to governors, and tells them no invoice', async () => {
    const w = await mine()
    await settleHost(w)
    await runYear(await w.by('coordinator'), year)
    const people = await w.db.selectFrom('people').select('name').execute()
    const at = `/subscriptions/bought/${w.members.ashmere}`
    for (const name of ['chair', 'governor'] as const) {
      const { text } = await (await w.as(name)).get(at)
      const main = text.slice(text.indexOf('<main'))
      for (const person of people) assert.ok(!main.includes(person.name), `${name}: ${person.name}`)
      for (const school of ['Brindle', 'Carr Lane', 'Dale']) assert.ok(!main.includes(school), school)
      assert.match(main, /£3,000.00 for 2017-18, as the heads agreed/)
      assert.doesNotMatch(main, /Invoiced|INV-|\/support\/|\/subscriptions\/invoices/)
      assert.match(main, /href="\/learning\?year=2017-18"/)
    }
    for (const name of ['head', 'businessManager', 'coordinator'] as const)
      assert.match(
        (await (await w.as(name)).get(at)).text,
        /£3,000.00, by <a href="\/subscriptions\/invoices\/\d+">INV-/,
      )
    assert.match((await (await w.as('head')).get(at)).text, /\/support\/visits\?year=2017-18/)
    assert.doesNotMatch((await (await w.as('businessManager')).get(at)).text, /\/support\/visits/)
    assert.match((await (await w.as('head')).get(`${at}?year=2016-17`)).text, /Not invoiced/)
  })

  test('says the same figures to all who read it, and opens lists that its reader may open', async () => {
    const w = await mine()
    const at = `/subscriptions/bought/${w.members.ashmere}`
    const seen = new Map<string, string[]>()
    for (const name of ['coordinator', 'head', 'businessManager', 'chair', 'governor'] as const) {
      const browser = await w.as(name)
      const { text } = await browser.get(at)
      assert.ok(text.length < 30_000)
      const figures = [...text.matchAll(/en-figure__value[^>]*>([^<]*)<.*?en-figure__of">([^<]*)</g)]
      seen.set(
        name,
        figures.map(([, value, of]) => `${value} ${of}`),
      )
      const links = new Set(
        [...text.slice(text.indexOf('<main')).matchAll(/href="([^"]*)"/g)].map(([, to]) => to ?? ''),
      )
      for (const to of links)
        assert.equal((await browser.get(to.replaceAll('&amp;', '&'))).status, 200, `${name} ${to}`)
    }
    const [first, ...others] = [...seen.values()]
    assert.ok(first?.includes('3 days of support received from other schools'))
    assert.ok(first?.includes('2 of 3 hub meetings held that somebody of the school was at'))
    assert.ok(first?.includes('2 places taken on 1 course'))
    for (const one of others) assert.deepEqual(one, first)
  })

  test('of a year of which nothing is recorded says so', async () => {
    const w = await mine()
    const { text } = await (await w.as('governor')).get(
      `/subscriptions/bought/${w.members.ashmere}?year=2015-16`,
    )
    assert.match(text, /No support is recorded in this year\./)
    assert.match(text, /No place on a course is recorded in this year/)
    assert.match(text, /No hub meeting is recorded as held in this year\./)
    assert.match(text, /No peer review, round or case study is recorded/)
    assert.match(
      (await (await w.as('chair')).get('/subscriptions/bought?year=2015-16')).text,
      /The whole of 2015-16/,
    )
  })

  test('is made with few statements', async () => {
    const w = await mine()
    const { pool } = w.database
    const head = await w.as('head')
    const at = `/subscriptions/bought/${w.members.ashmere}`
    await head.get(at)
    const asked: string[] = []
    const connect = pool.connect.bind(pool)
    pool.connect = (async () => {
      asked.push('a statement')
      return connect()
    }) as never
    await head.get(at)
    pool.connect = connect as never
    // One of them asks who is signed in.
    assert.ok(asked.length > 4 && asked.length <= 8, `${asked.length} statements`)
  })
})

describe('what it would have cost', () => {
  test('is told of what has a known price, with its source; the rest is said to have none', async () => {
    const { leading } = await built
    const w = await mine()
    await priced(w, { what: 'support day', pence: 40_000, fromYear: 2016 })
    await priced(w, { what: 'support day', pence: 45_050, fromYear: 2017 })
    await priced(w, { what: 'support day', pence: 99_999, fromYear: 2018 })
    await priced(w, { what: 'course', pence: 20_000, fromYear: 2017 })
    await priced(w, { what: 'course', pence: 12_345, fromYear: 2015, courseId: leading })
    const { text } = await (await w.as('governor')).get(`/subscriptions/bought/${w.members.ashmere}`)
    // Three days at £450.50 and two places at £123.45.
    assert.match(text, /£1,598.40 for those with a known price\. No price is known of 6 of the 8\./)
    assert.match(text, /£450.50: Price list of &lt;Provider &amp; Co&gt;, March 2017/)
    assert.match(text, /No price is known/)
    assert.doesNotMatch(text, /£999.99|£200.00|per pound|return/)
    const before = await (await w.as('governor')).get(
      `/subscriptions/bought/${w.members.ashmere}?year=2016-17`,
    )
    assert.match(before.text, /£400.00: Price list/)
    const none = await mine()
    const { text: unpriced } = await (await none.as('governor')).get(
      `/subscriptions/bought/${w.members.ashmere}`,
    )
    assert.match(unpriced, /No price is known of any of these, so nothing is added up/)
  })
})

test('the PDF is tagged, and the same for whoever hands it to governors', async () => {
  const w = await mine()
  const at = `/subscriptions/bought/${w.members.ashmere}/pdf?year=2017-18`
  const [ours, theirs] = await Promise.all(
    (['head', 'governor'] as const).map(async (name) => {
      const cookie = await w.cookie(name)
      const answer = await w.site.request(`http://alliance.test${at}`, { headers: { cookie } })
      assert.equal(answer.headers.get('content-type'), 'application/pdf')
      return Buffer.from(await answer.arrayBuffer())
    }),
  )
  assert.ok(ours && theirs && ours.equals(theirs))
  assert.match(ours.toString('latin1'), /\/MarkInfo|pdfuaid/)
})
