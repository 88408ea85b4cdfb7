import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { adding } from '../../../test/adding.ts'
import { deploymentAt, practitioner, termDates, visitTo } from '../../../test/support.ts'
import { today, type World, world } from '../../../test/world.ts'
import type { TermName } from '../../agreement/terms/rules.ts'
import { type AcademicYear, academicYearOf, addDays, day } from '../../platform/day.ts'
import { everything, type Writer } from '../../platform/db.ts'
import { needs } from './needs.ts'
import { accounts } from './queries.ts'

const year = academicYearOf(today)
const writing = (w: World, work: (tx: Writer) => Promise<unknown>) => w.database.transaction(everything, work)
const accountOf = async (w: World, membershipId = w.members.brindle, of: AcademicYear = year) => {
  const [found] = await accounts(w.db, { year: of, today, memberships: [membershipId] })
  assert.ok(found)
  return found
}
const agree = (w: World, name: TermName, value: number) =>
  writing(w, (tx) =>
    adding(tx)('agreedTerms', { name, year, value, decision: 'Heads, 2 October', setBy: null } as never),
  )

/** Monday to Friday from this Monday on, so that no two visits of one person meet. */
const schoolDay = (number: number) => addDays(day('2017-09-11'), Math.floor(number / 5) * 7 + (number % 5))

describe('nine days (scenario 3)', () => {
  const brindle = async () => {
    const w = await world()
    await termDates(w)
    for (let i = 0; i < 3; i++) await visitTo(w, { visitedOn: schoolDay(i) })
    for (let i = 3; i < 7; i++) await visitTo(w, { visitedOn: schoolDay(i), half: 'am' })
    const onHalfTerm = await visitTo(w, { visitedOn: day('2017-10-27'), half: 'pm' })
    return { w, onHalfTerm }
  }

  test('24 schools and one that joins on 4 January are asked for 444 half-days', async () => {
    const w = await world()
    await writing(w, async (tx) => {
      await tx.updateTable('memberships').set({ leftOn: null }).execute()
      await tx.updateTable('membershipSchools').set({ toOn: null }).execute()
      for (let i = 0; i < 22; i++) await joins(tx, 990100 + i, i === 21 ? '2018-01-04' : '2016-09-01')
    })
    const all = await accounts(w.db, { year, today })
    assert.equal(all.length, 25)
    assert.equal(
      all.reduce((sum, { ledger }) => sum + ledger.asked, 0),
      444,
    )
    assert.match(
      (await (await w.as('coordinator')).get('/support/days')).text,
      /All schools together: 222 days are asked/,
    )
  })

  test('3 whole and 5 half-days are 5½; the half in half-term does not count, the one cancelled that morning does', async () => {
    const { w, onHalfTerm } = await brindle()
    assert.equal((await accountOf(w)).ledger.done, 10)
    const head = await w.as('otherHead')
    assert.match(
      (await head.get('/support/days')).text,
      /Done<\/dt><dd>5 days<[\s\S]+Left to agree<\/dt><dd>4 days</,
    )
    assert.match((await head.get('/support/days')).text, /The host was closed on that day/)
    await visitTo(w, { visitedOn: schoolDay(8), half: 'am', status: 'cancelled on the day by host' })
    const { ledger, ahead } = await accountOf(w)
    assert.deepEqual([ledger.done, ledger.left, ahead?.forecast.short], [11, 7, 7])
    await agree(w, 'supportDays', 0)
    assert.equal((await accountOf(w)).ledger.done, 12)
    assert.ok(onHalfTerm)
  })
})

/** A school that becomes a member on this day. */
async function joins(tx: Writer, urn: number, on: string) {
  const blank = {
    ...{
      phase: 'Secondary',
      status: 'Open',
      religiousCharacter: null,
      lowAge: 11,
      highAge: 16,
      trustId: null,
    },
    ...{ street: null, town: null, postcode: null, website: null, telephone: null, headName: null },
    ...{ openedOn: null, closedOn: null, pupils: null, importId: null, type: 'Community school' },
  }
  await tx
    .insertInto('schools')
    .values({ ...blank, urn, name: `School ${urn}`, shortName: `S${urn}` })
    .execute()
  const membershipId = await adding(tx)('memberships', { joinedOn: day(on), leftOn: null, importId: null })
  const borne = { membershipId, urn, fromOn: day(on), toOn: null, importId: null }
  await tx.insertInto('membershipSchools').values(borne).execute()
}

test('four days within one trust are left out, also when claimed, until the heads agree otherwise (scenario 9)', async () => {
  const w = await world()
  for (let i = 0; i < 4; i++) await visitTo(w, { visitedOn: schoolDay(i), sameTrust: true })
  for (let i = 4; i < 8; i++)
    await visitTo(w, { visitedOn: schoolDay(i), throughSsig: false, sameTrust: true })
  assert.equal((await accountOf(w)).ledger.done, 0)
  assert.match((await (await w.as('otherHead')).get('/support/days')).text, /Both schools are of one trust/)
  await agree(w, 'supportSameTrust', 1)
  assert.equal((await accountOf(w)).ledger.done, 8)
})

test('6½ days before a conversion and 3 after it are 9½: met (scenario 16)', async () => {
  const w = await world()
  for (let i = 0; i < 6; i++) await visitTo(w, { visitedOn: schoolDay(i) })
  await visitTo(w, { visitedOn: schoolDay(6), half: 'am' })
  await writing(w, async (tx) => {
    const [was] = await tx.selectFrom('schools').selectAll().where('urn', '=', 990002).execute()
    assert.ok(was)
    const { version: _, ...now } = {
      ...was,
      urn: 990102,
      name: 'Brindle Moor Academy',
      type: 'Academy converter',
    }
    await tx
      .insertInto('schools')
      .values(now as never)
      .execute()
    const membershipId = w.members.brindle
    await tx
      .updateTable('membershipSchools')
      .set({ toOn: day('2018-01-31') })
      .where('membershipId', '=', membershipId)
      .execute()
    const next = { membershipId, urn: 990102, fromOn: day('2018-02-01'), toOn: null, importId: null }
    await tx.insertInto('membershipSchools').values(next).execute()
  })
  for (let i = 0; i < 3; i++) await visitTo(w, { visitedOn: addDays(day('2018-02-19'), i), fromUrn: 990102 })
  const { ledger, ahead } = await accountOf(w)
  assert.deepEqual([ledger.done, ledger.asked, ahead?.forecast.outlook], [19, 18, 'given'])
  const { text } = await (await w.as('otherHead')).get('/support/days')
  assert.match(text, /½ day is given or bound beyond the pledge/)
})

test('a year is from 1 September to 31 August', async () => {
  const w = await world()
  for (const on of ['2017-08-31', '2017-09-01', '2018-08-31', '2018-09-01'])
    await visitTo(w, { visitedOn: day(on) })
  assert.equal((await accountOf(w)).ledger.done, 4)
  assert.equal((await accountOf(w, w.members.brindle, 2016 as AcademicYear)).ledger.done, 2)
  const head = await w.as('otherHead')
  const before = await head.get('/support/days?year=2016-17')
  assert.match(before.text, /staff time in 2016-17[\s\S]+Done<\/dt><dd>1 day</)
  assert.doesNotMatch(before.text, /Until the end of the year/)
})

describe('what is bound', () => {
  test('a deployment binds what was agreed, less what its visits took; a planned one what it will count', async () => {
    const w = await world()
    await termDates(w)
    const deploymentId = await deploymentAt(w, 'active')
    const committed = async () => (await accountOf(w)).ledger.committed
    assert.equal(await committed(), 6)
    await visitTo(w, { visitedOn: day('2018-02-05'), deploymentId })
    assert.deepEqual([await committed(), (await accountOf(w)).ledger.done], [4, 2])
    await visitTo(w, { visitedOn: day('2018-03-12'), deploymentId, status: 'planned' })
    assert.equal(await committed(), 4)
    await visitTo(w, { visitedOn: day('2018-05-29'), deploymentId, status: 'planned' })
    assert.equal(await committed(), 2)
    const { text } = await (await w.as('otherHead')).get('/support/days')
    assert.match(text, /Find another day for 1 planned visit that will not count/)
    await writing(w, (tx) => tx.updateTable('deployments').set({ state: 'withdrawn' }).execute())
    assert.equal(await committed(), 2)
    const { ahead } = await accountOf(w)
    assert.equal(ahead?.forecast.fromOffers, 12)
  })
})

describe('the forecast', () => {
  test('offers that are not bound bring it in reach; the school’s own calendar counts the days', async () => {
    const w = await world()
    await termDates(w)
    await practitioner(w, { halfDays: 18 })
    const { text } = await (await w.as('otherHead')).get('/support/days')
    assert.match(text, /All 9 days can be reached by 31 August 2018: 9 of them offered and not bound yet/)
    assert.match(text, /four more half-days a month/)
    await writing(w, async (tx) => {
      const calendarId = await adding(tx)('calendars', { name: 'Brindle’s own', isDefault: false })
      await tx
        .insertInto('calendarMemberships')
        .values({ calendarId, membershipId: w.members.brindle })
        .execute()
    })
    const missing = await (await w.as('otherHead')).get('/support/days')
    assert.match(missing.text, /is not known\. The term dates for this year are missing/)
    assert.match(missing.text, /Have the term dates of the school recorded/)
  })

  test('visits outside a deployment take from what a practitioner can still give', async () => {
    const w = await world()
    await termDates(w)
    await practitioner(w)
    await visitTo(w, { visitedOn: day('2018-02-05') })
    await visitTo(w, { visitedOn: day('2018-02-06'), status: 'cancelled' })
    assert.equal((await accountOf(w)).ahead?.forecast.fromOffers, 10)
  })

  test('who offers nothing yet, was not accepted or has ended gives nothing', async () => {
    const w = await world()
    await practitioner(w, { accepted: false })
    assert.equal((await accountOf(w)).ahead?.forecast.fromOffers, 0)
  })
})

describe('who sees it', () => {
  test('the office sees every school, heads and deputies their own, and nobody else anything', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    assert.match((await office.get('/support/days')).text, /Ashmere[\s\S]+Brindle Moor[\s\S]+Carr Lane/)
    assert.match(
      (await office.get('/support/days?format=csv')).text,
      /School,Asked,Pledged[\s\S]+Brindle Moor,9,9,0,0,9,9,/,
    )
    assert.equal((await office.get(`/support/days/${w.members.brindle}`)).status, 200)
    for (const name of ['head', 'deputy'] as const) {
      const browser = await w.as(name)
      const { text } = await browser.get('/support/days')
      assert.match(text, /Ashmere: staff time in 2017-18/)
      assert.doesNotMatch(text, /Brindle/)
      assert.equal((await browser.get(`/support/days/${w.members.ashmere}`)).status, 200)
      assert.equal((await browser.get(`/support/days/${w.members.brindle}`)).status, 404)
      assert.equal((await browser.get(`/support/days/${w.members.brindle}?format=csv`)).status, 404)
    }
    for (const name of [
      'ssig',
      'practitioner',
      'chair',
      'governor',
      'businessManager',
      'hubLead',
      'teacher',
      'officer',
      'partner',
    ] as const)
      for (const path of ['/support/days', `/support/days/${w.members.brindle}`])
        assert.equal((await (await w.as(name)).get(path)).status, 403, name)
    assert.equal((await (await w.as('visitor')).get('/support/days')).status, 303)
  })

  test('a school in a year in which it was no member is not found, nor is a number too large', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    for (const path of [`${w.members.brindle}?year=2014-15`, '999999', '99999999999999999', 'brindle'])
      assert.equal((await office.get(`/support/days/${path}`)).status, 404, path)
    assert.equal((await office.get('/support/days?year=%3Cb%3E')).status, 200)
  })

  test('the head of two schools chooses between them', async () => {
    const w = await world()
    await writing(w, (tx) =>
      tx
        .insertInto('posts')
        .values({
          ...{ personId: w.people.head, post: 'executive head', membershipId: w.members.brindle },
          ...{ organisationId: null, fromOn: day('2016-09-01'), toOn: null, importId: null },
        })
        .execute(),
    )
    const head = await w.as('head')
    const { text } = await head.get('/support/days')
    assert.match(text, /Your schools together: 18 days are asked/)
    assert.match(text, new RegExp(`href="/support/days/${w.members.brindle}\\?year=2017-18"`))
    assert.doesNotMatch(text, /Carr/)
  })
})

describe('a pledge', () => {
  const at = (w: World, query = '') => `/support/days/${w.members.brindle}/pledge${query}`
  const said = (halfDays: string, version = '0') => ({ halfDays, 'form-version': version })

  test('a head says what the school will give, and may say it anew', async () => {
    const w = await world()
    const head = await w.as('otherHead')
    assert.match((await head.get(at(w))).text, /The agreement asks for 9 days/)
    const first = await head.post(at(w), said('10.5'))
    assert.match(first.headers.get('location') ?? '', /^\/support\/days\/\d+\?year=2017-18&did=saved$/)
    assert.match((await head.get('/support/days')).text, /Pledged by its head<\/dt><dd>10½ days</)
    assert.equal((await head.post(at(w), said('9'))).status, 409)
    assert.equal((await head.post(at(w), said('9', '1'))).status, 303)
    assert.equal((await accountOf(w)).ledger.pledged, 18)
  })

  test('it is never less than what was given and is bound', async () => {
    const w = await world()
    await deploymentAt(w, 'active')
    await visitTo(w, { visitedOn: day('2017-10-02') })
    const head = await w.as('otherHead')
    const refused = await head.post(at(w), said('3.5'))
    assert.equal(refused.status, 422)
    assert.match(refused.text, /1 day has been given and 3 days are bound/)
    assert.match(refused.text, /the pledge must be at least 4 days/)
    assert.equal((await head.post(at(w), said('4'))).status, 303)
  })

  test('of two who say it first at the same moment one is told', async () => {
    const w = await world()
    const head = await w.as('otherHead')
    const sent = await Promise.all(['9', '10', '11', '12'].map((days) => head.post(at(w), said(days))))
    assert.equal(sent.filter(({ status }) => status === 303).length, 1)
    for (const { status } of sent) assert.ok([303, 409, 422].includes(status), String(status))
  })

  test('only by the head, for this year or one to come, in whole or half-days', async () => {
    const w = await world()
    for (const name of ['head', 'deputy', 'coordinator', 'ssig', 'practitioner', 'chair'] as const) {
      const browser = await w.as(name)
      assert.equal((await browser.get(at(w))).status, 403, name)
      assert.equal((await browser.post(at(w), said('9'))).status, 403, name)
    }
    const head = await w.as('otherHead')
    assert.equal((await head.post(at(w, '?year=2016-17'), said('9'))).status, 403)
    assert.equal((await head.post(at(w, '?year=2018-19'), said('9'))).status, 303)
    for (const wrong of ['', '-1', '1.25', '999', '<b>'])
      assert.equal((await head.post(at(w), said(wrong))).status, 422, wrong)
  })
})

describe('what waits for a head', () => {
  const waiting = async (w: World, on: string) =>
    needs({ ...(await w.by('otherHead')), today: day(on), db: w.db })

  test('from February on, where the school falls short and is not behind already', async () => {
    const w = await world()
    await termDates(w)
    for (let i = 0; i < 4; i++) await visitTo(w, { visitedOn: schoolDay(i) })
    assert.deepEqual(await waiting(w, '2018-01-31'), [])
    const [need, ...others] = await waiting(w, '2018-02-01')
    assert.match(
      need?.why ?? '',
      /4 of 9 days will have been given by 31 August 2018, as it stands: 5 days will be missing/,
    )
    assert.equal(need?.href, `/support/days/${w.members.brindle}?year=2017-18`)
    assert.deepEqual(others, [])
    assert.deepEqual(await waiting(w, '2018-06-01'), [], 'behind by its pace: its standing says so')
  })

  test('nothing where what is offered is enough, nor for a deputy, the office or a chair', async () => {
    const w = await world()
    await termDates(w)
    for (let i = 0; i < 4; i++) await visitTo(w, { visitedOn: schoolDay(i) })
    for (const name of ['deputy', 'coordinator', 'chair', 'ssig'] as const)
      assert.deepEqual(await needs(await w.by(name)), [], name)
    await practitioner(w, { halfDays: 18 })
    assert.deepEqual(await waiting(w, '2018-02-01'), [])
  })
})

test('however many schools, their accounts are read in five statements', async () => {
  const w = await world()
  await writing(w, async (tx) => {
    for (let i = 0; i < 30; i++) await joins(tx, 990200 + i, '2016-09-01')
  })
  let asked = 0
  w.database.pool.on('acquire', () => {
    asked++
  })
  assert.equal((await accounts(w.db, { year, today })).length, 33)
  assert.equal(asked, 5)
  const office = await w.as('coordinator')
  await office.get('/support/days')
  asked = 0
  await office.get('/support/days')
  assert.ok(asked <= 6, `${asked}: who asks, and these five`)
})
