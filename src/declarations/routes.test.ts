import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { agreed } from '../../test/agreement.ts'
import { type World, world } from '../../test/world.ts'
import { actor } from '../platform/action.ts'
import { type AcademicYear, day } from '../platform/day.ts'
import { everything } from '../platform/db.ts'
import { system } from '../platform/who.ts'
import { standings } from '../standing/queries.ts'
import { needs } from './needs.ts'
import { clausesToDeclare, declarationsOf } from './queries.ts'

const year = 2017 as AcademicYear
const march = day('2018-03-05')

async function prepared(clock?: Parameters<typeof world>[0]) {
  const w = await world(clock)
  await agreed(w)
  const clauses = await clausesToDeclare(w.db, year, march)
  const promise = (number: string) => {
    const found = clauses.find((clause) => clause.number === number)
    assert.ok(found, number)
    return found.promiseId
  }
  const at = `/declarations/${w.members.ashmere}/2017-18`
  const rows = () => declarationsOf(w.db, { membershipId: w.members.ashmere, year })
  return { w, clauses, promise, at, rows }
}

const yes = (id: number, pointsTo = '', link = '') => ({
  [`kept${id}`]: 'yes',
  [`pointsTo${id}`]: pointsTo,
  [`link${id}`]: link,
})
const notYet = (id: number, pointsTo: string) => ({ [`kept${id}`]: 'no', [`pointsTo${id}`]: pointsTo })

const standsOn = async ({ db, members }: World, number: string) => {
  const { members: all, of } = await standings(db, march)
  const ashmere = all.find(({ id }) => id === members.ashmere)
  assert.ok(ashmere)
  return of(ashmere).find(({ clause }) => clause.number === number)?.standing
}

describe('declaring for the year', () => {
  test('the head attests the declared clauses together, in parts, and each school stands accordingly', async () => {
    const { w, promise, at, rows } = await prepared()
    const head = await w.as('head')
    assert.equal(await standsOn(w, '38'), 'breached')
    const page = await head.get(`${at}/declare`)
    for (const number of ['2', '9', '13', '18', '38', '41'])
      assert.match(page.text, new RegExp(`name="kept${promise(number)}"`))
    const first = await head.post(`${at}/declare`, {
      ...yes(promise('38'), 'The prospectus of 2017', 'www.ashmere.example/prospectus'),
      ...notYet(promise('41'), 'The new website opens at Easter'),
      'form-version': '0',
    })
    assert.equal(first.headers.get('location'), `${at}?did=saved`)
    assert.equal((await rows()).length, 2)
    assert.equal(await standsOn(w, '38'), 'attested')
    assert.equal(await standsOn(w, '41'), 'at risk')
    const shown = await head.get(at)
    assert.match(shown.text, /href="https:\/\/www\.ashmere\.example\/prospectus"/)
    assert.match(shown.text, /The new website opens at Easter/)
    assert.match(shown.text, /Hannah Head, /)
  })

  test('one act is one line in the audit log', async () => {
    const { w, promise, at } = await prepared()
    const head = await w.as('head')
    const answers = { ...yes(promise('38')), ...yes(promise('40')), ...yes(promise('13')) }
    await head.post(`${at}/declare`, { ...answers, 'form-version': '0' })
    const lines = await w.db
      .selectFrom('auditLog')
      .select(['subject'])
      .where('did', '=', 'declared for the year')
      .execute()
    assert.deepEqual(lines, [{ subject: at.slice(1) }])
  })

  test('what was declared can be corrected and not unsaid; what stood before is told', async () => {
    const { w, promise, at, rows } = await prepared()
    const head = await w.as('head')
    const id = promise('41')
    await head.post(`${at}/declare`, { ...notYet(id, 'Soon'), 'form-version': '0' })
    const unsaid = await head.post(`${at}/declare`, { 'form-version': '1' })
    assert.equal(unsaid.status, 422)
    assert.match(unsaid.text, /it was declared already/)
    await head.post(`${at}/declare`, { ...yes(id, 'It opened'), 'form-version': '1' })
    assert.deepEqual(
      (await rows()).map(({ kept, pointsTo }) => [kept, pointsTo]),
      [[true, 'It opened']],
    )
    assert.match((await head.get(at)).text, /Corrected once.*?Kept: not yet/s)
  })

  test('on a day before a correction it stands as it was declared then', async () => {
    const { w, promise, at } = await prepared()
    const head = await w.as('head')
    const id = promise('41')
    await head.post(`${at}/declare`, { ...notYet(id, 'Soon'), 'form-version': '0' })
    await w.database.transaction(everything, (tx) =>
      tx
        .updateTable('declarations')
        .set({ declaredOn: day('2018-03-01') })
        .execute(),
    )
    await head.post(`${at}/declare`, { ...yes(id), 'form-version': '1' })
    const on = async (date: string) => {
      const { members, of } = await standings(w.db, day(date))
      const ashmere = members.find((member) => member.id === w.members.ashmere)
      return ashmere && of(ashmere).find(({ clause }) => clause.number === '41')?.standing
    }
    assert.deepEqual(
      [await on('2018-02-28'), await on('2018-03-04'), await on('2018-03-05')],
      ['breached', 'at risk', 'attested'],
    )
  })

  test('of two who declare at once the second sees what the first did', async () => {
    const { w, promise, at, rows } = await prepared()
    const head = await w.as('head')
    const both = await Promise.all([
      head.post(`${at}/declare`, { ...yes(promise('38'), 'One'), 'form-version': '0' }),
      head.post(`${at}/declare`, { ...yes(promise('38'), 'Other'), 'form-version': '0' }),
    ])
    assert.deepEqual(both.map(({ status }) => status).sort(), [303, 409])
    assert.match(both.find(({ status }) => status === 409)?.text ?? '', /was changed to (One|Other)/)
    assert.equal((await rows()).length, 1)
  })

  test('a deputy makes ready and declares nothing; the head finds it filled in', async () => {
    const { w, promise, at, rows } = await prepared()
    const deputy = await w.as('deputy')
    const id = promise('38')
    assert.equal((await deputy.get(`${at}/declare`)).status, 403)
    const ready = await deputy.post(`${at}/prepare`, { ...yes(id, 'Page 3'), 'form-version': '0' })
    assert.equal(ready.status, 303)
    assert.deepEqual(await rows(), [])
    const head = await w.as('head')
    const page = await head.get(`${at}/declare`)
    assert.match(page.text, /Dev Deputy made answers to one clause ready/)
    assert.match(page.text, />Page 3<\/textarea>/)
    await head.post(`${at}/declare`, { ...yes(id, 'Page 3'), 'form-version': '0' })
    assert.equal((await rows())[0]?.declaredByName, 'Hannah Head')
    assert.deepEqual(await w.db.selectFrom('declarationPreparations').select('id').execute(), [])
  })

  test('a new head in the year sees what the former declared', async () => {
    const { w, promise, at } = await prepared()
    await (await w.as('head')).post(`${at}/declare`, { ...yes(promise('38'), 'Page 3'), 'form-version': '0' })
    await w.database.transaction(everything, async (tx) => {
      await tx
        .updateTable('posts')
        .set({ toOn: day('2018-03-04') })
        .where('personId', '=', w.people.head)
        .execute()
      await tx
        .updateTable('posts')
        .set({ membershipId: w.members.ashmere })
        .where('personId', '=', w.people.otherHead)
        .execute()
    })
    const next = await w.as('otherHead')
    assert.match((await next.get(at)).text, /Hannah Head, /)
    assert.match((await next.get(`${at}/declare`)).text, />Page 3<\/textarea>/)
  })

  const hostile: [string, (id: number) => Record<string, string>, number, RegExp][] = [
    ['an answer that is none', (id) => ({ [`kept${id}`]: 'maybe' }), 422, /Select whether it is kept/],
    ['a script for a page', (id) => yes(id, '', 'javascript:alert(1)'), 422, /must be a web address/],
    ['a page that is nowhere', (id) => yes(id, '', 'https://'), 422, /must be a web address/],
    ['far too many words', (id) => yes(id, 'x'.repeat(1001)), 422, /1,000 characters or fewer/],
    ['not yet without words', (id) => notYet(id, '  '), 422, /what is still to do/],
  ]
  for (const [name, answers, status, says] of hostile)
    test(`${name} is said to be wrong, and nothing is saved`, async () => {
      const { w, promise, at, rows } = await prepared()
      const sent = await (await w.as('head')).post(`${at}/declare`, {
        ...answers(promise('38')),
        'form-version': '0',
      })
      assert.equal(sent.status, status)
      assert.match(sent.text, says)
      assert.deepEqual(await rows(), [])
    })

  test('a clause that is not declared is not asked for, and an answer to it is left out', async () => {
    const { w, at, rows } = await prepared()
    const measured = await w.db
      .selectFrom('promises')
      .select('id')
      .where('commitment', '=', 'nine days')
      .executeTakeFirstOrThrow()
    await (await w.as('head')).post(`${at}/declare`, { ...yes(measured.id), 'form-version': '0' })
    assert.deepEqual(await rows(), [])
  })

  test('only the present year is open; one to come is not there', async () => {
    const { w } = await prepared()
    const head = await w.as('head')
    const past = await head.get(`/declarations/${w.members.ashmere}/2016-17/declare`)
    assert.equal(past.status, 409)
    assert.match(past.text, /The year is over/)
    for (const year of ['2018-19', '2017-19', 'now', '%00'])
      assert.equal((await head.get(`/declarations/${w.members.ashmere}/${year}`)).status, 404, year)
  })
})

describe('who reads declarations', () => {
  test('another school’s are not there for anybody but the office', async () => {
    const { w, promise, at } = await prepared()
    await (await w.as('head')).post(`${at}/declare`, {
      ...yes(promise('38'), 'Secretly'),
      'form-version': '0',
    })
    for (const name of ['otherHead', 'officer', 'governor', 'teacher', 'partner', 'ssig'] as const) {
      const reader = await w.as(name)
      assert.equal((await reader.get(at)).status, 404, name)
      assert.equal((await reader.get(`${at}/declare`)).status, 404, name)
    }
    for (const name of ['chair', 'deputy', 'coordinator'] as const)
      assert.match((await (await w.as(name)).get(at)).text, /Secretly/, name)
  })

  test('the list of a head holds their own schools, the office’s every member; never what was declared', async () => {
    const { w, promise, at } = await prepared()
    await (await w.as('head')).post(`${at}/declare`, {
      ...yes(promise('38'), 'Secretly'),
      'form-version': '0',
    })
    const own = (await (await w.as('otherHead')).get('/declarations?format=csv')).text
    assert.match(own, /Brindle Moor High School,Nothing declared,0/)
    assert.doesNotMatch(own, /Ashmere/)
    const all = (await (await w.as('coordinator')).get('/declarations?format=csv&state=some')).text
    assert.match(all, /Ashmere High School,Some declared,1,2018|Ashmere High School,Some declared,1,/)
    assert.doesNotMatch(all, /Brindle|Secretly/)
  })
})

describe('what waits', () => {
  const on = (date: string) => ({ now: () => new Date(`${date}T12:00:00Z`), today: () => day(date) })
  const cases: [string, RegExp | null][] = [
    ['2017-09-30', null],
    ['2017-10-01', /Declare 10 clauses for 2017-18/],
    ['2018-01-15', /Declare 10 clauses for 2017-18/],
  ]
  for (const [date, says] of cases)
    test(`for a head on ${date}`, async () => {
      const { w, clauses } = await prepared(on(date))
      assert.equal(clauses.length, 10)
      const [need] = await needs(await w.by('head'))
      if (says) assert.match(need?.says ?? '', says)
      else assert.equal(need, undefined)
    })

  test('for the office: how many heads have not, once the day is past', async () => {
    const { w } = await prepared(on('2018-01-15'))
    const [need] = await needs(await w.by('coordinator'))
    assert.match(need?.says ?? '', /2 heads have not declared for 2017-18/)
    const before = actor(w.database, system, day('2017-12-01'))
    assert.deepEqual(await needs(before), [])
  })
})
