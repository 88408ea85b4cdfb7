import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import { areaNamed, deploymentAt, practitioner, termDates, visitTo } from '../../../test/support.ts'
import { type Browser, type CastName, castNames, type World, world } from '../../../test/world.ts'
import { standardTerms } from '../../agreement/terms/rules.ts'
import { membersOn } from '../../members/queries.ts'
import type { Clock } from '../../platform/clock.ts'
import { academicYearOf, day } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'
import { move } from './actions.ts'
import { deploymentCommitments } from './commitments.ts'
import { take } from './steps/actions.ts'
import type { State } from './tables.ts'

/** A clock that is moved on by hand: a request is asked on one day and answered on another. */
const clockAt = (on: string): Clock & { is: string } => ({
  is: on,
  now() {
    return new Date(`${this.is}T12:00:00Z`)
  },
  today() {
    return day(this.is)
  },
})

const answers = async (w: World, given: Record<string, string> = {}) => ({
  ...{
    toMembershipId: '',
    kind: 'support',
    areaId: String(await areaNamed(w, 'Maths')),
    phase: 'key stage 4',
  },
  need: 'Year 11 lose marks in problem solving.',
  outcomeHoped: 'Every class works through a modelled problem each week.',
  ...{ urgency: 'this term', wantedFrom: '22/1/2018', wantedTo: '25/5/2018', halfDaysWanted: '3' },
  ...{
    budgetPence: '£1,250.50',
    contactId: String(w.people.teacher),
    firstContactOn: '',
    firstContactId: '',
  },
  ...given,
})

const at = (answer: { headers: Headers }) => (answer.headers.get('location') ?? '').replace(/\?.*/, '')
const mailTo = (w: World, name: CastName) =>
  w.db
    .selectFrom('mails')
    .selectAll()
    .where('recipient', '=', `${name.toLowerCase()}@alliance.example`)
    .orderBy('id')
    .execute()

async function asked(w: World, head: Browser, given: Record<string, string> = {}): Promise<string> {
  const sent = await head.post('/support/deployments/new', await answers(w, given))
  assert.equal(sent.status, 303, sent.text)
  return at(sent)
}

describe('asking for support', () => {
  test('SSIG is asked on 20 January, schools spoke on the 18th, somebody is chosen on the 22nd (scenario 8)', async () => {
    const clock = clockAt('2018-01-20')
    const w = await world(clock)
    await termDates(w)
    const [head, ssig] = await Promise.all([w.as('head'), w.as('ssig')])
    const spoken = { firstContactOn: '18/1/2018', firstContactId: String(w.members.brindle) }
    const here = await asked(w, head, spoken)
    const page = await head.get(here)
    assert.match(page.text, /<title>Maths: support for Ashmere – /)
    assert.match(page.text, /Waiting for SSIG to take the request up/)
    assert.match(page.text, /SSIG answers by 26 January 2018/)
    assert.match(page.text, /Schools spoke on 18 January 2018; SSIG was asked on 20 January 2018\./)
    assert.match(page.text, /SSIG reads it; nothing follows from it/)
    assert.match(page.text, /£1,250\.50/)

    const told = await mailTo(w, 'coordinator')
    assert.equal(told.length, 1)
    assert.doesNotMatch(told.map(({ subject, body }) => subject + body).join(), /Ashmere|Maths|Year 11/)

    const words = 'Both heads met at a conference.'
    const explained = await head.post(`${here}/explain`, { contactExplained: words, 'form-version': '1' })
    assert.equal(explained.status, 303)
    assert.match((await ssig.get(here)).text, /The school says: “Both heads met at a conference\.”/)
    assert.equal((await ssig.get(`${here}/explain`)).status, 403)

    clock.is = '2018-01-22'
    assert.equal((await ssig.post(`${here}/triage`, {})).status, 303)
    const id = Number(here.split('/').at(-1))
    const practitionerId = await practitioner(w)
    const by = await w.by('ssig')
    await by.act({ did: 'chose a practitioner', subject: `support/deployments/${id}` }, (tx, by) =>
      move(tx, by, id, 'match', {
        sets: {
          ...{ practitionerId, fromMembershipId: w.members.brindle, fromUrn: 990002, halfDaysAgreed: 6 },
          answeredAt: clock.now(),
        },
      }),
    )
    const matched = await head.get(here)
    assert.match(matched.text, /SSIG answered on 22 January 2018, when it chose somebody/)
    assert.match(matched.text, /Waiting for the head of Brindle Moor to release Priya Practitioner/)
  })

  test('the day after its answer was due the school is free, and so it is after a decline', async () => {
    const clock = clockAt('2018-01-22')
    const w = await world(clock)
    await termDates(w)
    const [head, ssig] = await Promise.all([w.as('head'), w.as('ssig')])
    const here = await asked(w, head)
    clock.is = '2018-01-29'
    assert.match((await head.get(here)).text, /SSIG answers by 29 January 2018/)
    clock.is = '2018-01-30'
    assert.match(
      (await head.get(here)).text,
      /SSIG has not answered by 29 January 2018\. The school is free to ask another school itself: it breaks nothing \(clause 27\)/,
    )
    const blank = await ssig.post(`${here}/decline`, { reason: ' ' })
    assert.equal(blank.status, 422)
    const reason = 'Nobody with this expertise is free <script>alert(1)</script>'
    const key = randomUUID()
    const both = await Promise.all(
      [1, 2].map(() => ssig.post(`${here}/decline`, { reason, 'form-key': key })),
    )
    assert.deepEqual(
      both.map(({ status }) => status),
      [303, 303],
    )
    const page = await head.get(here)
    assert.match(
      page.text,
      /SSIG answered on 30 January 2018 that it cannot help; it was due by 29 January 2018\. The school is free/,
    )
    assert.match(page.text, /&lt;script&gt;/)
    assert.doesNotMatch(page.text, /<script>alert/)
    assert.equal((await mailTo(w, 'head')).length, 1)
  })

  test('without term dates no day is guessed, and the page says so', async () => {
    const w = await world()
    const head = await w.as('head')
    assert.match((await head.get('/support/deployments/new')).text, /term dates for this time are not here/)
    const here = await asked(w, head, { wantedFrom: '12/3/2018' })
    assert.match((await head.get(here)).text, /No last day for SSIG’s answer could be counted/)
  })

  test('a head asks for the school they head, SSIG for any, and others for none', async () => {
    const w = await world()
    const other = await (await w.as('otherHead')).post(
      '/support/deployments/new',
      await answers(w, { toMembershipId: String(w.members.ashmere) }),
    )
    assert.ok([403, 422].includes(other.status))
    const ssig = await w.as('ssig')
    const unsaid = await ssig.post('/support/deployments/new', await answers(w))
    assert.equal(unsaid.status, 422)
    const here = await asked(w, ssig, { toMembershipId: String(w.members.ashmere) })
    assert.match((await (await w.as('head')).get(here)).text, /by Sana Support/)
    for (const name of ['deputy', 'chair', 'teacher', 'officer', 'partner', 'practitioner'] as const) {
      const browser = await w.as(name)
      assert.equal((await browser.get('/support/deployments/new')).status, 403, name)
      assert.equal((await browser.post('/support/deployments/new', await answers(w))).status, 403, name)
    }
    assert.equal((await w.db.selectFrom('deployments').select('id').execute()).length, 1)
  })

  test('whoever heads two schools chooses; whoever works elsewhere is not worked with', async () => {
    const w = await world()
    await w.database.transaction(everything, (tx) =>
      tx
        .insertInto('posts')
        .values({
          ...{ personId: w.people.head, post: 'executive head', membershipId: w.members.brindle },
          ...{ organisationId: null, fromOn: day('2017-09-01'), toOn: null, importId: null },
        })
        .execute(),
    )
    const head = await w.as('head')
    const form = await head.get('/support/deployments/new')
    assert.match(form.text, /Select|Choose one/)
    assert.equal((await head.post('/support/deployments/new', await answers(w))).status, 422)
    const wrong = await head.post(
      '/support/deployments/new',
      await answers(w, { toMembershipId: String(w.members.brindle) }),
    )
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /Select somebody who works at Brindle Moor/)
  })

  test('sent twice at once it is asked once', async () => {
    const w = await world()
    const head = await w.as('head')
    const form = { ...(await answers(w)), 'form-key': randomUUID() }
    const sent = await Promise.all([1, 2, 3, 4].map(() => head.post('/support/deployments/new', form)))
    assert.equal(new Set(sent.map(at)).size, 1)
    assert.equal((await mailTo(w, 'coordinator')).length, 1)
  })

  test('it is put right until somebody is chosen, and of two who do the second sees the first', async () => {
    const w = await world()
    const id = await deploymentAt(w, 'triaged', { wantedFrom: day('2018-03-12') })
    const here = `/support/deployments/${id}`
    const [head, ssig] = await Promise.all([w.as('head'), w.as('ssig')])
    const form = await head.get(`${here}/correct`)
    assert.match(form.text, /value="3"[^>]*name="halfDaysWanted"/)
    const change = {
      ...(await answers(w, { wantedFrom: '12/3/2018', halfDaysWanted: '4' })),
      'form-version': '1',
    }
    assert.equal((await head.post(`${here}/correct`, change)).status, 303)
    const second = await ssig.post(`${here}/correct`, { ...change, halfDaysWanted: '5' })
    assert.equal(second.status, 409)
    assert.match((await ssig.get(here)).text, /Corrected once/)
    assert.equal((await (await w.as('deputy')).get(`${here}/correct`)).status, 403)
    const chosen = await deploymentAt(w, 'matched')
    assert.equal((await head.get(`/support/deployments/${chosen}/correct`)).status, 403)
  })
})

describe('who sees a deployment', () => {
  const seen: Record<'requested' | 'matched' | 'released' | 'declined', CastName[]> = {
    requested: ['coordinator', 'head', 'deputy', 'ssig', 'teacher'],
    declined: ['coordinator', 'head', 'deputy', 'ssig', 'teacher'],
    matched: ['coordinator', 'head', 'deputy', 'ssig', 'teacher', 'otherHead'],
    released: ['coordinator', 'head', 'deputy', 'ssig', 'teacher', 'otherHead', 'practitioner'],
  }
  for (const [state, names] of Object.entries(seen) as [State, CastName[]][])
    test(`at “${state}” ${names.length} of ${castNames.length} find it, and to others it is not there`, async () => {
      const w = await world()
      const here = `/support/deployments/${await deploymentAt(w, state)}`
      for (const name of castNames) {
        const browser = await w.as(name)
        const { status, text } = await browser.get(here)
        const list = await browser.get('/support/deployments')
        if (names.includes(name)) {
          assert.equal(status, 200, name)
          assert.match(list.text, new RegExp(`href="${here}"`), name)
        } else {
          assert.ok(status === 404 || status === 403, `${name}: ${status}`)
          assert.doesNotMatch(text, /Ashmere|Maths|Year 11/, name)
          assert.doesNotMatch(list.text, new RegExp(here), name)
        }
      }
    })

  test('a school that neither asks nor gives finds nothing, whichever state it is in', async () => {
    const w = await world()
    const id = await deploymentAt(w, 'active')
    await w.database.transaction(everything, (tx) =>
      tx
        .updateTable('deployments')
        .set({ toMembershipId: w.members.carr, contactId: null })
        .where('id', '=', id)
        .execute(),
    )
    const head = await w.as('head')
    for (const path of ['', '/release', '/decline', '/withdraw', '/pause', '/correct', '/explain'])
      assert.equal((await head.get(`/support/deployments/${id}${path}`)).status, 404, path)
    for (const path of ['/triage', '/release', '/resume', '/pause', '/withdraw'])
      assert.equal((await head.post(`/support/deployments/${id}${path}`, { reason: 'No' })).status, 404, path)
  })

  test('whom the school named sees it for as long as they work there', async () => {
    const w = await world()
    const here = `/support/deployments/${await deploymentAt(w, 'requested')}`
    const teacher = await w.as('teacher')
    assert.equal((await teacher.get(here)).status, 200)
    await w.database.transaction(everything, async (tx) => {
      await tx
        .updateTable('posts')
        .set({ toOn: day('2018-02-28') })
        .where('personId', '=', w.people.teacher)
        .execute()
      await tx
        .insertInto('posts')
        .values({
          ...{ personId: w.people.teacher, post: 'teacher', membershipId: w.members.brindle },
          ...{ organisationId: null, fromOn: day('2018-03-01'), toOn: null, importId: null },
        })
        .execute()
    })
    assert.equal((await teacher.get(here)).status, 404)
  })

  test('what is needed stands in no title, no mail and no line of the log', async () => {
    const w = await world()
    const head = await w.as('head')
    const here = await asked(w, head, { wantedFrom: '12/3/2018', need: 'Unmistakable words' })
    const ssig = await w.as('ssig')
    await ssig.post(`${here}/triage`, {})
    await ssig.post(`${here}/decline`, { reason: 'Unmistakable words' })
    const { text } = await head.get(here)
    assert.match(text, /Unmistakable words/)
    assert.doesNotMatch(/<title>.*<\/title>/.exec(text)?.[0] ?? '', /Unmistakable/)
    const mails = await w.db.selectFrom('mails').select(['subject', 'body']).execute()
    assert.ok(mails.length > 0)
    const log = await w.db.selectFrom('auditLog').selectAll().execute()
    assert.doesNotMatch(JSON.stringify([mails, log]), /Unmistakable/)
  })
})

describe('the steps of its page', () => {
  test('two take it up at once: one does, the other is told who did', async () => {
    const w = await world()
    const here = `/support/deployments/${await deploymentAt(w, 'requested')}`
    const [office, ssig] = await Promise.all([w.as('coordinator'), w.as('ssig')])
    const sent = await Promise.all([office.post(`${here}/triage`, {}), ssig.post(`${here}/triage`, {})])
    assert.deepEqual(sent.map(({ status }) => status).sort(), [303, 409])
    const lost = sent.find(({ status }) => status === 409)?.text ?? ''
    assert.match(lost, /It stands at “Taken up by SSIG” by now: (Amina Office|Sana Support) moved it there/)
    assert.equal(
      (await w.db.selectFrom('deploymentMoves').select('id').where('toState', '=', 'triaged').execute())
        .length,
      1,
    )
  })

  test('a press sent twice gets the first answer', async () => {
    const w = await world()
    const here = `/support/deployments/${await deploymentAt(w, 'requested')}`
    const ssig = await w.as('ssig')
    const key = { 'form-key': randomUUID() }
    const first = await ssig.post(`${here}/triage`, key)
    const again = await ssig.post(`${here}/triage`, key)
    assert.deepEqual([again.status, at(again)], [first.status, at(first)])
  })

  test('a head sees what is asked of them, and releases; the next who have a step are told', async () => {
    const w = await world()
    const id = await deploymentAt(w, 'matched')
    const here = `/support/deployments/${id}`
    const other = await w.as('otherHead')
    const page = await other.get(`${here}/release`)
    assert.match(page.text, /3 days/)
    assert.match(
      page.text,
      /Of the 6 days for which Priya Practitioner is released this year, 3 days would be left/,
    )
    for (const name of ['head', 'ssig', 'coordinator', 'deputy'] as const)
      assert.equal((await (await w.as(name)).post(`${here}/release`, {})).status, 403, name)
    assert.equal((await other.post(`${here}/release`, {})).status, 303)
    assert.deepEqual(
      (await mailTo(w, 'practitioner')).map(({ subject }) => subject),
      ['Support between schools: an agreement to sign'],
    )
    assert.equal((await mailTo(w, 'head')).length, 1)
    assert.equal((await other.get(`${here}/release`)).status, 409)
  })

  test('a head who does not release says why, no longer sees it, and twice is once', async () => {
    const w = await world()
    const id = await deploymentAt(w, 'matched')
    const here = `/support/deployments/${id}`
    const other = await w.as('otherHead')
    const form = { reason: 'Two of us are away', 'form-key': randomUUID() }
    const sent = [await other.post(`${here}/refuse`, form), await other.post(`${here}/refuse`, form)]
    assert.deepEqual(
      sent.map(({ status }) => status),
      [303, 303],
    )
    assert.equal((await other.get(here)).status, 404)
    const page = await (await w.as('head')).get(here)
    assert.match(page.text, /Olive Other wrote: “Two of us are away”/)
    assert.match(page.text, /That match came to nothing/)
    const row = await w.db
      .selectFrom('deployments')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    assert.deepEqual(
      [row.state, row.practitionerId, row.fromMembershipId, row.halfDaysAgreed],
      ['triaged', null, null, null],
    )
    assert.equal((await mailTo(w, 'head')).length, 1)
    assert.equal((await mailTo(w, 'coordinator')).length, 1)
  })

  test('SSIG gives a match up and the days are free again; not while a visit is planned', async () => {
    const w = await world()
    const id = await deploymentAt(w, 'agreed')
    const here = `/support/deployments/${id}`
    const ssig = await w.as('ssig')
    const visitId = await visitTo(w, { visitedOn: day('2018-03-12'), status: 'planned', deploymentId: id })
    const held = await ssig.post(`${here}/unmatch`, { reason: 'Ill' })
    assert.equal(held.status, 422)
    assert.match(held.text, /One visit is still planned: cancel it first/)
    await w.database.transaction(everything, (tx) =>
      tx.updateTable('supportVisits').set({ status: 'cancelled' }).where('id', '=', visitId).execute(),
    )
    assert.equal((await ssig.post(`${here}/unmatch`, { reason: 'Ill' })).status, 303)
    assert.equal((await (await w.as('practitioner')).get(here)).status, 404)
  })

  test('it is paused with a reason and goes on; a closed one is opened again by SSIG', async () => {
    const w = await world()
    const id = await deploymentAt(w, 'active')
    const here = `/support/deployments/${id}`
    const priya = await w.as('practitioner')
    assert.equal((await priya.post(`${here}/pause`, { reason: 'Inspection' })).status, 303)
    assert.match((await priya.get(here)).text, /Paused, until somebody takes it up again/)
    assert.equal((await (await w.as('head')).post(`${here}/resume`, {})).status, 303)
    assert.equal((await (await w.as('head')).post(`${here}/resume`, {})).status, 409)
    await w.database.transaction(everything, (tx) =>
      tx
        .updateTable('deployments')
        .set({ state: 'closed', closedOn: day('2018-03-02'), evaluationDue: day('2018-03-16') })
        .where('id', '=', id)
        .execute(),
    )
    assert.equal((await priya.post(`${here}/reopen`, { reason: 'One more' })).status, 403)
    assert.equal(
      (await (await w.as('ssig')).post(`${here}/reopen`, { reason: 'One more visit' })).status,
      303,
    )
    const row = await w.db
      .selectFrom('deployments')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    assert.deepEqual([row.state, row.closedOn, row.evaluationDue], ['active', null, null])
  })

  test('a head withdraws, and nobody learns of it who knew nothing', async () => {
    const w = await world()
    const here = `/support/deployments/${await deploymentAt(w, 'matched')}`
    const head = await w.as('head')
    assert.equal((await head.post(`${here}/withdraw`, { reason: 'We found a way' })).status, 303)
    assert.equal((await mailTo(w, 'otherHead')).length, 1)
    assert.equal((await mailTo(w, 'practitioner')).length, 0)
    assert.match((await head.get(here)).text, /It is over: the request was withdrawn/)
    assert.equal((await head.post(`${here}/withdraw`, { reason: 'Again' })).status, 422)
  })
})

describe('the list', () => {
  test('is narrowed by state, area, school, year and words, and is had as CSV', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const open = await deploymentAt(w, 'requested')
    const done = await deploymentAt(w, 'signed off')
    const listed = async (asked: string) => {
      const { text } = await office.get(`/support/deployments?${asked}`)
      return [open, done].filter((id) => text.includes(`/support/deployments/${id}"`))
    }
    assert.deepEqual(await listed(''), [open, done])
    assert.deepEqual(await listed('state=open'), [open])
    assert.deepEqual(await listed('state=over'), [done])
    assert.deepEqual(await listed('state=requested'), [open])
    assert.deepEqual(await listed(`schoolId=${w.members.brindle}`), [done])
    assert.deepEqual(await listed(`schoolId=${w.members.carr}`), [])
    assert.deepEqual(await listed('year=2017-18&words=priya'), [done])
    assert.deepEqual(await listed('year=2016-17'), [])
    assert.deepEqual(await listed("words=' or 1=1 --"), [])
    assert.deepEqual(await listed(`areaId=${await areaNamed(w, 'English')}`), [])
    const csv = await office.get('/support/deployments?format=csv&state=over')
    assert.match(csv.text, /Maths,Ashmere,Brindle Moor,Priya Practitioner,2018-01-22,3,2018-01-26,Signed off/)
  })
})

describe('SSIG first, from the records (clause 27)', () => {
  test('a visit without SSIG is told from the first request on, and is free after a decline', async () => {
    const w = await world()
    const on = day('2018-03-05')
    const asked = { on, year: academicYearOf(on), terms: standardTerms }
    const standings = async () => {
      const { gather } = deploymentCommitments['ssig first']
      const judge = await gather(w.db, asked)
      const clause = { promiseId: 1, number: '27', words: '', part: '' }
      return (await membersOn(w.db, on)).map((member) => judge(member, clause).standing)
    }
    await visitTo(w, { visitedOn: day('2018-01-15'), throughSsig: false })
    assert.deepEqual(await standings(), ['not yet due', 'not yet due'])
    const id = await deploymentAt(w, 'matched')
    assert.deepEqual(await standings(), ['met', 'not yet due'])
    await visitTo(w, { visitedOn: day('2018-02-05'), throughSsig: false })
    assert.deepEqual(await standings(), ['met', 'not yet due'], 'SSIG had matched the two')
    await w.database.transaction(everything, (tx) =>
      tx
        .updateTable('deployments')
        .set({
          state: 'withdrawn',
          practitionerId: null,
          fromMembershipId: null,
          fromUrn: null,
          halfDaysAgreed: null,
        })
        .where('id', '=', id)
        .execute(),
    )
    assert.deepEqual(await standings(), ['breached', 'not yet due'])
    await w.database.transaction(everything, (tx) =>
      tx.updateTable('deployments').set({ state: 'declined' }).where('id', '=', id).execute(),
    )
    assert.deepEqual(await standings(), ['met', 'not yet due'])
    const spoken = { firstContactOn: day('2018-02-18'), firstContactId: w.members.brindle }
    await deploymentAt(w, 'requested', {
      ...spoken,
      toMembershipId: w.members.brindle,
      firstContactId: w.members.ashmere,
      requestedAt: new Date('2018-02-20T10:00:00Z'),
    })
    assert.deepEqual(await standings(), ['met', 'breached'])
  })
})

test('of two offices that move one state 500 times, one is first each time and the other is told who was', async () => {
  const w = await world()
  const ids: number[] = []
  for (let i = 0; i < RACES; i++) ids.push(await deploymentAt(w, 'requested'))
  const [office, ssig] = await Promise.all([w.by('coordinator'), w.by('ssig')])
  const given = { at: new Date('2018-03-05T12:00:00Z'), site: 'http://alliance.test' }
  for (const [i, id] of ids.entries()) {
    const second = i % 2 === 0 ? ('triage' as const) : ('decline' as const)
    const both = await Promise.allSettled([
      take(office, id, 'triage', given),
      take(ssig, id, second, { ...given, reason: 'Nobody is free' }),
    ])
    const lost = both.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []))
    // A decline may still follow once it was taken up.
    assert.ok(lost.length === 1 || (second === 'decline' && lost.length === 0), `${i}: ${lost.length}`)
    for (const says of lost) assert.match(says, /by now: (Amina Office|Sana Support) moved it there/)
  }
  const { rows } = await sql<{ broken: number }>`
    select count(*)::int as broken from deployment_moves m join deployment_moves before
      on before.deployment_id = m.deployment_id and before.number = m.number - 1
    where before.to_state is distinct from m.from_state`.execute(w.db)
  assert.equal(rows[0]?.broken, 0)
})

const RACES = 500
