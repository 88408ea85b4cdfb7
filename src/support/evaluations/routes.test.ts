import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { keepModelCalendar } from '../../../test/model-calendar.ts'
import { deploymentAt, practitioner, termDates, visitTo } from '../../../test/support.ts'
import { emailOf, origin, type World, world } from '../../../test/world.ts'
import { actor } from '../../platform/action.ts'
import type { Clock } from '../../platform/clock.ts'
import { type AcademicYear, addDays, type Day, day } from '../../platform/day.ts'
import { everything, type Writer } from '../../platform/db.ts'
import { system } from '../../platform/who.ts'
import type { State } from '../deployments/tables.ts'
import { chaseAll } from './chasing/actions.ts'
import { toEvaluate } from './commitments.ts'
import { needs } from './needs.ts'
import { impactTotals } from './queries.ts'

const change = <T>(w: World, work: (tx: Writer) => Promise<T>) => w.database.transaction(everything, work)

/** A world whose day is told; a deployment of 2026/27 as in the eighth scenario. */
async function spring2027(state: State = 'active', on = '2027-03-24') {
  let today = day(on)
  const clock: Clock = { now: () => new Date(`${today}T12:00:00Z`), today: () => today }
  const w = await world(clock)
  await keepModelCalendar(w)
  const practitionerId = await practitioner(w)
  const year = 2026 as AcademicYear
  await change(w, (tx) => tx.updateTable('practitionerOffers').set({ year }).execute())
  const dates = { wantedFrom: day('2027-01-25'), wantedTo: day('2027-03-24'), year }
  const requestedAt = new Date('2027-01-20T10:00:00Z')
  const over = state === 'active' ? {} : { closedOn: day('2027-03-24'), evaluationDue: day('2027-04-22') }
  const id = await deploymentAt(w, state, { practitionerId, ...dates, requestedAt, ...over })
  const go = (to: string) => {
    today = day(to)
  }
  return { w, id, at: `/support/deployments/${id}`, go, today: () => today }
}

const answers = {
  reach: 'Five teachers of maths',
  reaction: 'They asked for more',
  practice: 'A modelled problem each week',
  evidence: 'Books of Year 11, and two walks',
  impact: 'Most of Year 11 set a problem out in steps',
  outcome: 'met',
  wouldRecommend: 'yes',
  next: '',
}

const closeOn = (on: string, more = {}) => ({ closedOn: on, ...more })
const found = async ({ db }: World, id: number) =>
  db.selectFrom('deployments').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

/** Runs the job on a morning, and gives whom it wrote to. */
async function morning({ database, db }: World, on: Day): Promise<string[]> {
  const before = await db.selectFrom('mails').select('id').orderBy('id', 'desc').executeTakeFirst()
  await chaseAll(actor(database, system, on), origin)
  const mails = await db
    .selectFrom('mails')
    .select('recipient')
    .where('id', '>', before?.id ?? 0)
    .execute()
  return mails.map(({ recipient }) => recipient)
}

describe('closing', () => {
  test('counts the day of the evaluation: Wednesday 24 March 2027 gives Thursday 22 April', async () => {
    const { w, id, at } = await spring2027()
    const head = await w.as('head')
    assert.match((await head.get(`${at}/close`)).text, /within 10 school days/)
    const done = await head.post(`${at}/close`, closeOn('24/3/2027'))
    assert.equal(done.headers.get('location'), `${at}?did=support-closed`)
    const { state, closedOn, evaluationDue } = await found(w, id)
    assert.deepEqual([state, closedOn, evaluationDue], ['closed', '2027-03-24', '2027-04-22'])
    const [need] = await needs(await w.by('head'))
    assert.deepEqual(
      [need?.href, need?.on, need?.why],
      [`${at}/evaluate`, '2027-04-22', 'Due by 22 April 2027.'],
    )
    const again = await head.post(`${at}/close`, closeOn('24/3/2027'))
    assert.match(again.text, /It stands at “Closed” by now: Hannah Head moved it there/)
  })

  test('is neither in the future nor before the last visit', async () => {
    const { w, id, at } = await spring2027()
    await visitTo(w, { visitedOn: day('2027-03-19'), deploymentId: id })
    const priya = await w.as('practitioner')
    const wrong = [closeOn('25/3/2027'), closeOn('18/3/2027'), closeOn('31/2/2027'), {}]
    for (const sent of wrong) assert.equal((await priya.post(`${at}/close`, sent)).status, 422)
    assert.equal((await found(w, id)).state, 'active')
    assert.equal((await priya.post(`${at}/close`, closeOn('19/3/2027'))).status, 303)
    const mails = await w.db.selectFrom('mails').selectAll().execute()
    assert.deepEqual(
      mails.map(({ recipient, body }) => [recipient, /due by 19 April 2027/.test(body)]),
      [[emailOf('head'), true]],
    )
  })

  test('asks first what becomes of visits that are planned, and calls them off where that is wanted', async () => {
    const { w, id, at } = await spring2027()
    const visit = await visitTo(w, { visitedOn: day('2027-04-20'), deploymentId: id, status: 'planned' })
    const head = await w.as('head')
    assert.match((await head.get(`${at}/close`)).text, /Tue 20 Apr 2027, whole day/)
    const not = await head.post(`${at}/close`, closeOn('24/3/2027', { cancels: 'no' }))
    assert.equal(not.status, 422)
    assert.match(not.text, /Visits are still planned/)
    const yes = await head.post(`${at}/close`, closeOn('24/3/2027', { cancels: 'yes' }))
    assert.equal(yes.status, 303)
    const { status, version } = await w.db
      .selectFrom('supportVisits')
      .select(['status', 'version'])
      .where('id', '=', visit)
      .executeTakeFirstOrThrow()
    assert.deepEqual([status, version], ['cancelled', 2])
  })

  test('says so where the term dates are missing, and counts the day once they are here', async () => {
    const w = await world()
    const id = await deploymentAt(w, 'active')
    const head = await w.as('head')
    assert.equal((await head.post(`/support/deployments/${id}/close`, closeOn('28/2/2018'))).status, 303)
    assert.equal((await found(w, id)).evaluationDue, null)
    const [need] = await needs(await w.by('head'))
    assert.match(need?.why ?? '', /cannot be counted/)
    assert.deepEqual(await morning(w, day('2018-03-06')), [])
    await termDates(w)
    await morning(w, day('2018-03-06'))
    assert.equal((await found(w, id)).evaluationDue, '2018-03-14')
  })

  test('is for the supported head, the practitioner, SSIG and the office, while it goes on', async () => {
    const { w, id, at } = await spring2027()
    const people = [
      'head',
      'practitioner',
      'ssig',
      'coordinator',
      'otherHead',
      'deputy',
      'teacher',
      'governor',
    ] as const
    const statuses = async () =>
      Promise.all(people.map(async (name) => (await (await w.as(name)).get(`${at}/close`)).status))
    assert.deepEqual(await statuses(), [200, 200, 200, 200, 403, 403, 403, 404])
    await change(w, (tx) =>
      tx.updateTable('deployments').set({ state: 'agreed' }).where('id', '=', id).execute(),
    )
    assert.equal((await (await w.as('head')).get(`${at}/close`)).status, 409)
    assert.equal((await (await w.as('otherHead')).post(`${at}/close`, closeOn('24/3/2027'))).status, 403)
  })
})

describe('evaluating', () => {
  test('is the supported head’s; the supporting head and the practitioner are sent a link and no words', async () => {
    const { w, id, at, go } = await spring2027('closed')
    go('2027-04-22')
    const head = await w.as('head')
    const form = await head.get(`${at}/evaluate`)
    assert.match(form.text, /You hoped for this when you asked: Every Year 11 class/)
    const sent = await head.post(`${at}/evaluate`, answers)
    assert.equal(sent.headers.get('location'), `${at}/evaluation?did=evaluated`)
    assert.equal((await found(w, id)).state, 'evaluated')
    const mails = await w.db.selectFrom('mails').selectAll().orderBy('recipient').execute()
    assert.deepEqual(
      mails.map(({ recipient }) => recipient),
      [emailOf('otherHead'), emailOf('practitioner')],
    )
    for (const { body } of mails) {
      assert.match(body, new RegExp(`${at}/evaluation`))
      assert.doesNotMatch(body, /modelled problem|Year 11/)
    }
    const page = await (await w.as('practitioner')).get(`${at}/evaluation`)
    assert.match(page.text, /Most of Year 11 set a problem out in steps/)
    assert.match(page.text, /Evaluated on 22 April 2027\./)
    const people = [
      'head',
      'deputy',
      'otherHead',
      'practitioner',
      'ssig',
      'coordinator',
      'governor',
      'hubLead',
    ] as const
    const statuses = await Promise.all(
      people.map(async (name) => (await (await w.as(name)).get(`${at}/evaluation`)).status),
    )
    assert.deepEqual(statuses, [200, 200, 200, 200, 200, 200, 404, 404])
  })

  test('a day late says so', async () => {
    const { w, id, at, go } = await spring2027('closed')
    go('2027-04-23')
    const [need] = await needs(await w.by('head'))
    assert.equal(need?.state?.says, 'Late')
    await (await w.as('head')).post(`${at}/evaluate`, answers)
    const page = await (await w.as('ssig')).get(`${at}/evaluation`)
    assert.match(page.text, /Evaluated on 23 April 2027, late: it was due by 22 April 2027/)
    const judged = async (on: string) =>
      (await toEvaluate(w.db, { on: day(on) })).map(({ id: of, due, evaluatedOn }) => [of, due, evaluatedOn])
    assert.deepEqual(await judged('2027-03-23'), [])
    assert.deepEqual(await judged('2027-04-22'), [[id, '2027-04-22', null]])
    assert.deepEqual(await judged('2027-04-23'), [[id, '2027-04-22', '2027-04-23']])
  })

  test('is nobody else’s, not twice, and names no pupil', async () => {
    const { w, id, at } = await spring2027('closed')
    for (const name of ['deputy', 'otherHead', 'practitioner', 'ssig', 'coordinator'] as const)
      assert.equal((await (await w.as(name)).post(`${at}/evaluate`, answers)).status, 403, name)
    const head = await w.as('head')
    const named = await head.post(`${at}/evaluate`, { ...answers, impact: 'A pupil named Ann now reads' })
    assert.equal(named.status, 422)
    assert.match(named.text, /A pupil seems to be named here/)
    assert.equal((await found(w, id)).state, 'closed')
    const hostile = { ...answers, reach: '<script>alert(1)</script>' }
    const twice = await Promise.all([
      head.post(`${at}/evaluate`, hostile),
      head.post(`${at}/evaluate`, answers),
    ])
    assert.deepEqual(twice.map(({ status }) => status).sort(), [303, 422])
    assert.equal((await w.db.selectFrom('evaluations').selectAll().execute()).length, 1)
    assert.doesNotMatch((await head.get(`${at}/evaluation`)).text, /<script>alert/)
    assert.equal((await head.get(`${at}/evaluate`)).headers.get('location'), `${at}/evaluation`)
  })

  test('sent twice at once is one evaluation and one answer', async () => {
    const { w, at } = await spring2027('closed')
    const head = await w.as('head')
    const sent = { ...answers, 'form-key': randomUUID() }
    const both = await Promise.all([head.post(`${at}/evaluate`, sent), head.post(`${at}/evaluate`, sent)])
    assert.deepEqual(
      both.map(({ headers }) => headers.get('location')),
      [`${at}/evaluation?did=evaluated`, `${at}/evaluation?did=evaluated`],
    )
  })

  test('is corrected by its head until it is signed off, and what stood before is kept', async () => {
    const { w, id, at } = await spring2027('closed')
    const head = await w.as('head')
    await head.post(`${at}/evaluate`, { ...answers, outcome: 'too early' })
    const checks = () => w.db.selectFrom('outcomeChecks').selectAll().execute()
    assert.deepEqual(
      (await checks()).map(({ dueOn }) => dueOn),
      ['2027-04-12'],
    )
    const changed = { ...answers, outcome: 'partly met', 'form-version': '1' }
    assert.equal((await head.post(`${at}/evaluation/correct`, changed)).status, 303)
    assert.deepEqual(await checks(), [])
    assert.equal((await head.post(`${at}/evaluation/correct`, changed)).status, 409)
    assert.match((await (await w.as('ssig')).get(`${at}/evaluation`)).text, /Corrected once/)
    assert.equal((await (await w.as('otherHead')).post(`${at}/evaluation/correct`, changed)).status, 403)
    const office = await w.as('coordinator')
    assert.equal((await office.post(`${at}/sign-off`, {})).status, 303)
    const late = await head.post(`${at}/evaluation/correct`, { ...changed, 'form-version': '2' })
    assert.match(late.text, /It has been signed off, and stands as it is/)
    assert.equal((await head.get(`${at}/evaluation/correct`)).status, 409)
    assert.equal((await found(w, id)).state, 'signed off')
  })
})

describe('signing off', () => {
  test('is for SSIG and the office, once, and never for whoever had a part in it', async () => {
    const { w, id, at } = await spring2027('closed')
    await (await w.as('head')).post(`${at}/evaluate`, answers)
    for (const name of ['head', 'otherHead', 'practitioner', 'deputy'] as const)
      assert.equal((await (await w.as(name)).post(`${at}/sign-off`, {})).status, 403, name)
    const serves = (personId: number) =>
      change(w, (tx) =>
        tx
          .insertInto('groupMembers')
          .values({
            ...{ groupId: w.groups.ssig, personId, membershipId: null },
            ...{ fromOn: day('2016-09-01'), part: 'member' },
          } as never)
          .execute(),
      )
    await serves(w.people.otherHead)
    const own = await (await w.as('otherHead')).post(`${at}/sign-off`, {})
    assert.match(own.text, /You have a part in this support yourself/)
    assert.match((await (await w.as('otherHead')).get(`${at}/evaluation`)).text, /somebody else of SSIG/)
    const waiting = await needs(await w.by('ssig'))
    assert.match(waiting[0]?.says ?? '', /One evaluation of support waits to be signed off/)
    const ssig = await w.as('ssig')
    const pressed = { 'form-key': randomUUID() }
    const both = await Promise.all([
      ssig.post(`${at}/sign-off`, pressed),
      ssig.post(`${at}/sign-off`, pressed),
    ])
    assert.ok(both.every(({ headers }) => headers.get('location')?.endsWith('did=support-signed-off')))
    assert.equal((await found(w, id)).state, 'signed off')
    const second = await (await w.as('coordinator')).post(`${at}/sign-off`, {})
    assert.match(second.text, /It stands at “Signed off” by now: Sana Support moved it there/)
  })
})

describe('an outcome of which it was too early to speak', () => {
  test('is asked again on the first school day of next term, and again where it still is', async () => {
    const { w, id, at, go } = await spring2027('closed')
    const head = await w.as('head')
    await head.post(`${at}/evaluate`, { ...answers, outcome: 'too early' })
    const asked = async () => (await needs(await w.by('head'))).map(({ href }) => href)
    go('2027-04-11')
    assert.deepEqual(await asked(), [])
    assert.match((await head.get(`${at}/outcome`)).text, /asked for again on 12 April 2027/)
    const early = { outcome: 'met', evidence: 'Books' }
    assert.match((await head.post(`${at}/outcome`, early)).text, /asked for again next term/)
    go('2027-04-12')
    assert.deepEqual(await asked(), [`${at}/outcome`])
    assert.deepEqual(await morning(w, day('2027-04-12')), [emailOf('head')])
    assert.deepEqual(await morning(w, day('2027-04-13')), [])
    const still = { outcome: 'too early', evidence: 'The exams are in June' }
    const both = await Promise.all([head.post(`${at}/outcome`, still), head.post(`${at}/outcome`, still)])
    assert.deepEqual(both.map(({ status }) => status).sort(), [303, 422])
    const checks = await w.db.selectFrom('outcomeChecks').selectAll().orderBy('id').execute()
    assert.deepEqual(
      checks.map(({ outcome, dueOn }) => [outcome, dueOn]),
      [
        ['too early', '2027-04-12'],
        [null, null],
      ],
    )
    assert.deepEqual(await asked(), [])
    const next = {
      kind: 'term',
      fromOn: day('2027-09-02'),
      toOn: day('2027-12-17'),
      note: null,
      importId: null,
    } as const
    await change(w, async (tx) => {
      const { id: calendarId } = await tx.selectFrom('calendars').select('id').executeTakeFirstOrThrow()
      await tx
        .insertInto('calendarDates')
        .values({ ...next, calendarId })
        .execute()
    })
    await morning(w, day('2027-07-01'))
    go('2027-09-02')
    assert.deepEqual(await asked(), [`${at}/outcome`])
    assert.equal((await head.post(`${at}/outcome`, early)).status, 303)
    assert.match((await head.get(`${at}/evaluation`)).text, /2 September 2027, Hannah Head: Reached\. Books/)
    const totals = await impactTotals(w.db, 2026 as AcademicYear)
    assert.deepEqual([totals.evaluated, totals.met, totals.tooEarly, totals.told], [1, 1, 0, null])
    assert.equal((await found(w, id)).state, 'evaluated')
  })
})

describe('chasing', () => {
  test('writes to the head on the mornings of the rule, to a new head too, and stops once it is evaluated', async () => {
    const { w, at, go } = await spring2027('closed')
    const on: [string, string[]][] = [
      ['2027-04-18', []],
      ['2027-04-19', [emailOf('head')]],
      ['2027-04-20', []],
      ['2027-04-22', []],
      ['2027-04-23', [emailOf('head')]],
      ['2027-04-26', []],
      ['2027-04-30', [emailOf('head')]],
    ]
    for (const [morningOf, wanted] of on)
      assert.deepEqual(await morning(w, day(morningOf)), wanted, morningOf)
    await change(w, async (tx) => {
      await tx
        .updateTable('posts')
        .set({ toOn: day('2027-05-02') })
        .where('personId', '=', w.people.head)
        .execute()
      await tx
        .insertInto('posts')
        .values({
          ...{ personId: w.people.deputy, post: 'acting head', membershipId: w.members.ashmere },
          ...{ organisationId: null, fromOn: day('2027-05-03'), toOn: null, importId: null },
        })
        .execute()
    })
    assert.deepEqual(await morning(w, day('2027-05-03')), [])
    assert.deepEqual(await morning(w, day('2027-05-04')), [emailOf('deputy')])
    go('2027-05-04')
    assert.equal((await (await w.as('deputy')).post(`${at}/evaluate`, answers)).status, 303)
    assert.deepEqual(await morning(w, day('2027-05-11')), [])
  })

  test('is exactly once, also where several jobs run at once and SSIG reminds at the same moment', async () => {
    const { w, at, go } = await spring2027('closed')
    go('2027-04-23')
    const run = () => chaseAll(actor(w.database, system, day('2027-04-23')), origin)
    const ssig = await w.as('ssig')
    await Promise.all([run(), run(), run(), ssig.post(`${at}/remind`, {})])
    const mails = await w.db.selectFrom('mails').select('recipient').execute()
    assert.deepEqual(mails, [{ recipient: emailOf('head') }])
    const again = await ssig.post(`${at}/remind`, {})
    assert.equal(again.headers.get('location'), `${at}?did=reminded-before`)
    go('2027-04-26')
    const later = await ssig.post(`${at}/remind`, {})
    assert.equal(later.headers.get('location'), `${at}?did=head-reminded`)
    for (const name of ['head', 'otherHead', 'practitioner'] as const)
      assert.equal((await (await w.as(name)).post(`${at}/remind`, {})).status, 403, name)
    assert.deepEqual(await morning(w, addDays(day('2027-04-26'), 4)), [])
  })

  test('reminds of nothing where nothing is waited for', async () => {
    const { w, at } = await spring2027('active')
    const answer = await (await w.as('coordinator')).post(`${at}/remind`, {})
    assert.equal(answer.status, 409)
  })
})

describe('the list of evaluations', () => {
  test('shows SSIG all of them by state, a head their own, and others nothing', async () => {
    const { w, id, go } = await spring2027('closed')
    const second = await deploymentAt(w, 'evaluated', {
      ...{
        practitionerId: (await found(w, id)).practitionerId ?? 0,
        halfDaysAgreed: 1,
        year: 2026 as AcademicYear,
      },
      ...{ closedOn: day('2027-02-01'), evaluationDue: day('2027-02-22') },
    })
    go('2027-04-23')
    const ssig = await w.as('ssig')
    const late = await ssig.get('/support/evaluations?state=late')
    assert.match(late.text, new RegExp(`/support/deployments/${id}#evaluation`))
    assert.doesNotMatch(late.text, new RegExp(`/support/deployments/${second}[#/"]`))
    assert.match((await ssig.get('/support/evaluations?state=to+sign+off&words=brindle+maths')).text, /Priya/)
    assert.doesNotMatch((await ssig.get("/support/evaluations?words=%25'<b>")).text, /Priya|'<b>/)
    assert.match((await (await w.as('head')).get('/support/evaluations')).text, /Late/)
    assert.equal((await (await w.as('governor')).get('/support/evaluations')).status, 403)
  })
})
