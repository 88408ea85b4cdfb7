import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { deploymentAt, termDates, visitTo } from '../../../test/support.ts'
import { type World, world } from '../../../test/world.ts'
import { day } from '../../platform/day.ts'
import { everything } from '../../platform/db.ts'

const key = '0b9f2c1e-5a51-4a52-9c4e-1c5d4f6a7b80'

const answers = ({ people, members }: World) => ({
  visitedOn: '1/3/2018',
  half: 'am',
  practitionerId: String(people.ssig),
  fromMembershipId: String(members.brindle),
  toMembershipId: String(members.ashmere),
  subject: 'Maths',
  commission: '',
  status: 'done',
  throughSsig: 'yes',
})

describe('recording a support visit', () => {
  test('the office records one, and it stands in the list and its CSV', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const saved = await office.post('/support/visits/new', answers(w))
    assert.equal(saved.status, 303)
    const page = await office.get(saved.headers.get('location') ?? '')
    assert.match(page.text, /Sana Support at Ashmere/)
    assert.match((await office.get('/support/visits')).text, /Sana Support/)
    const csv = await office.get('/support/visits?format=csv&words=sana')
    assert.match(csv.text, /2018-03-01,Sana Support,Brindle Moor,Ashmere,Maths,Morning,0\.5,done/)
  })

  test('what is wrong is said beside its question, and what was typed is kept', async () => {
    const w = await world()
    const sent = await (await w.as('coordinator')).post('/support/visits/new', {
      ...answers(w),
      visitedOn: '31/2/2018',
      subject: 'Algebra',
    })
    assert.equal(sent.status, 422)
    assert.match(sent.text, /<title>Error: Record a support visit/)
    assert.match(
      sent.text,
      /<a href="#visitedOn">Date of the visit must be a real date, like 27\/3\/2018<\/a>/,
    )
    assert.match(sent.text, /value="31\/2\/2018"/)
    assert.match(sent.text, /value="Algebra"/)
  })

  test('a school that had left is refused in a sentence with its dates', async () => {
    const w = await world()
    const sent = await (await w.as('ssig')).post('/support/visits/new', {
      ...answers(w),
      fromMembershipId: String(w.members.carr),
    })
    assert.equal(sent.status, 422)
    assert.match(
      sent.text,
      /was not a member on 1 March 2018: it was a member from 1 September 2015 to 31 December 2017/,
    )
  })

  test('one person cannot be in two places in one half-day', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    await office.post('/support/visits/new', answers(w))
    const again = await office.post('/support/visits/new', { ...answers(w), half: 'day' })
    assert.equal(again.status, 422)
    assert.match(again.text, /Sana Support is already recorded at Ashmere in the morning on 1 March 2018/)
    assert.equal((await office.post('/support/visits/new', { ...answers(w), half: 'pm' })).status, 303)
  })

  test('sent twice at once it acts once, and both get the first answer', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const sent = await Promise.all(
      Array.from({ length: 8 }, () => office.post('/support/visits/new', { ...answers(w), 'form-key': key })),
    )
    assert.deepEqual([...new Set(sent.map(({ headers }) => headers.get('location')))].length, 1)
    assert.equal((await w.db.selectFrom('supportVisits').select('id').execute()).length, 1)
    const other = await office.post('/support/visits/new', { ...answers(w), half: 'pm', 'form-key': key })
    assert.match(other.text, /already sent with other answers/)
  })
})

describe('correcting a support visit', () => {
  test('keeps what stood before, and the second of two people sees the first one’s change', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const at = ((await office.post('/support/visits/new', answers(w))).headers.get('location') ?? '').replace(
      /\?.*/,
      '',
    )
    const first = await office.post(`${at}/correct`, {
      ...answers(w),
      subject: 'Science',
      'form-version': '1',
    })
    assert.equal(first.status, 303)
    const second = await (await w.as('ssig')).post(`${at}/correct`, {
      ...answers(w),
      subject: 'History',
      'form-version': '1',
    })
    assert.equal(second.status, 409)
    assert.match(second.text, /was changed to Science while you were typing/)
    assert.match(second.text, /value="History"/)
    assert.match(second.text, /name="form-version" value="2"/)
    assert.match((await office.get(at)).text, /subject: Maths/)
  })
})

describe('who sees support visits', () => {
  test('a head sees their own school’s and no other; others see none', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    await office.post('/support/visits/new', {
      ...answers(w),
      fromMembershipId: String(w.members.ashmere),
      toMembershipId: String(w.members.brindle),
    })
    const at = (
      (await office.post('/support/visits/new', { ...answers(w), half: 'pm' })).headers.get('location') ?? ''
    ).replace(/\?.*/, '')
    assert.match((await (await w.as('head')).get(at)).text, /Ashmere/)
    await w.database.transaction(everything, (tx) =>
      tx
        .updateTable('supportVisits')
        .set({ fromMembershipId: w.members.carr, toMembershipId: w.members.carr })
        .execute(),
    )
    assert.equal((await (await w.as('head')).get(at)).status, 404)
    assert.doesNotMatch((await (await w.as('head')).get('/support/visits')).text, /Sana Support/)
    assert.equal((await (await w.as('teacher')).get('/support/visits')).status, 403)
    const turned = await (await w.as('visitor')).get('/support/visits')
    assert.equal(turned.headers.get('location'), '/sign-in?next=%2Fsupport%2Fvisits')
  })
})

describe('one person in one place at one time', () => {
  test('two offices that send somebody to two schools at once: one wins, the other is told where they are', async () => {
    const w = await world()
    const [office, ssig] = [await w.as('coordinator'), await w.as('ssig')]
    const there = { ...answers(w), practitionerId: String(w.people.practitioner) }
    for (let round = 1; round <= 20; round++) {
      const on = { visitedOn: `${round}/2/2018` }
      const sent = await Promise.all([
        office.post('/support/visits/new', { ...there, ...on, half: 'day' }),
        ssig.post('/support/visits/new', { ...there, ...on, half: round % 2 ? 'am' : 'pm' }),
      ])
      assert.deepEqual(sent.map(({ status }) => status).sort(), [303, 422])
      const refused = sent.find(({ status }) => status === 422)?.text ?? ''
      assert.match(
        refused,
        /Priya Practitioner is already recorded at Ashmere (all day|in the (morning|after))/,
      )
    }
    const { count } = await w.db
      .selectFrom('supportVisits')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    assert.equal(count, 20)
  })

  test('a twilight session goes beside a whole day, and a visit they missed leaves them free', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const post = (given: object) => office.post('/support/visits/new', { ...answers(w), ...given })
    assert.equal((await post({ half: 'day', status: 'missed', why: 'Ill' })).status, 303)
    assert.equal((await post({ half: 'day' })).status, 303)
    assert.equal((await post({ half: 'twilight' })).status, 303)
    const second = await post({ half: 'twilight' })
    assert.match(second.text, /already recorded at Ashmere after school on 1 March 2018/)
  })

  test('a correction is not in its own way', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const id = await visitTo(w, { visitedOn: day('2018-03-01'), half: 'am' })
    const changed = { ...answers(w), practitionerId: String(w.people.practitioner), 'form-version': '1' }
    const sent = await office.post(`/support/visits/${id}/correct`, { ...changed, half: 'day' })
    assert.equal(sent.status, 303)
  })
})

describe('what cannot be so', () => {
  const cases: [string, Record<string, string>, RegExp][] = [
    ['done tomorrow', { visitedOn: '6/3/2018' }, /6 March 2018 is still to come: choose “Planned”/],
    [
      'cancelled on a day to come',
      { visitedOn: '6/3/2018', status: 'cancelled on the day by host' },
      /still to come/,
    ],
    ['ends before it begins', { starts: '11:00', ends: '10:00' }, /must end after it begins/],
  ]
  for (const [name, given, says] of cases)
    test(name, async () => {
      const w = await world()
      const sent = await (await w.as('coordinator')).post('/support/visits/new', { ...answers(w), ...given })
      assert.equal(sent.status, 422)
      assert.match(sent.text, says)
    })

  test('today it is done, tomorrow it is planned', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const post = (given: object) => office.post('/support/visits/new', { ...answers(w), ...given })
    assert.equal((await post({ visitedOn: '5/3/2018' })).status, 303)
    assert.equal(
      (await post({ visitedOn: '6/3/2018', status: 'planned', starts: '9:15', ends: '11' })).status,
      303,
    )
  })
})

describe('what a visit counts', () => {
  test('its page says so, and why not', async () => {
    const w = await world()
    await termDates(w)
    const office = await w.as('coordinator')
    const says = async (given: Parameters<typeof visitTo>[1]) =>
      (await office.get(`/support/visits/${await visitTo(w, given)}`)).text
    assert.match(await says({ visitedOn: day('2018-03-01') }), /Counts towards staff time<\/dt><dd>1 day</)
    assert.match(await says({ visitedOn: day('2017-10-27') }), /No\. The host was closed on that day\./)
    const planned = { visitedOn: day('2018-03-12'), status: 'planned' } as const
    assert.match(await says(planned), /No\. It is planned, and counts when it is done\./)
    const twilight = { visitedOn: day('2018-03-02'), half: 'twilight', purpose: '<b>Moderate</b>' } as const
    assert.match(await says(twilight), /&lt;b&gt;Moderate[\s\S]+Counts towards staff time<\/dt><dd>½ day</)
  })

  test('the list of those that count holds these and no other', async () => {
    const w = await world()
    await termDates(w)
    const at = (on: string, given: object = {}) => visitTo(w, { visitedOn: day(on), ...given })
    const counted = [
      await at('2018-02-26'),
      await at('2018-03-01'),
      await at('2018-03-02', { status: 'cancelled on the day by host' }),
    ]
    await at('2017-10-27')
    await at('2018-02-05', { status: 'missed' })
    await at('2018-03-12', { status: 'planned' })
    await at('2018-02-06', { throughSsig: false })
    await at('2018-02-07', { sameTrust: true })
    await at('2017-08-31')
    const office = await w.as('coordinator')
    const { text } = await office.get('/support/visits?year=2017-18&counted=yes')
    const listed = [...text.matchAll(/href="\/support\/visits\/(\d+)"/g)].map(([, id]) => Number(id))
    assert.deepEqual(listed.sort(), counted.sort())
    assert.match(text, /3 visits/)
    assert.match((await office.get('/support/visits?counted=yes')).text, /3 visits|4 visits/)
  })

  test('schools of one trust are remembered as they were when it was recorded', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const trust = async (trustId: number | null) =>
      w.database.transaction(everything, (tx) => tx.updateTable('schools').set({ trustId }).execute())
    const { id: trustId } = await w.database.transaction(everything, (tx) =>
      tx
        .insertInto('trusts')
        .values({ name: 'Northmoor Trust', importId: null } as never)
        .returning('id')
        .executeTakeFirstOrThrow(),
    )
    const recorded = async (given: object) => {
      const sent = await office.post('/support/visits/new', { ...answers(w), ...given })
      return (sent.headers.get('location') ?? '').replace(/\?.*/, '')
    }
    const apart = await recorded({})
    await trust(trustId)
    const together = await recorded({ half: 'pm' })
    assert.match((await office.get(together)).text, /No\. Both schools are of one trust\./)
    const corrected = { ...answers(w), subject: 'Science', 'form-version': '1' }
    await office.post(`${apart}/correct`, corrected)
    assert.match((await office.get(apart)).text, /Counts towards staff time<\/dt><dd>½ day</)
  })
})

describe('a visit of a deployment', () => {
  const bound = async () => {
    const w = await world()
    const deploymentId = await deploymentAt(w, 'active')
    const id = await visitTo(w, { visitedOn: day('2018-03-01'), deploymentId })
    return { w, deploymentId, id, at: `/support/visits/${id}` }
  }
  const told = {
    ...{ visitedOn: '2/3/2018', half: 'am', starts: '', ends: '', subject: 'Maths', purpose: '' },
    ...{ status: 'done', why: '', 'form-version': '1' },
  }

  test('the office and SSIG correct it, and it stays with its deployment, schools and practitioner', async () => {
    const { w, deploymentId, id, at } = await bound()
    const ssig = await w.as('ssig')
    assert.doesNotMatch((await ssig.get(`${at}/correct`)).text, /name="practitionerId"|name="throughSsig"/)
    const more = {
      practitionerId: String(w.people.ssig),
      throughSsig: 'no',
      fromMembershipId: String(w.members.carr),
    }
    assert.equal((await ssig.post(`${at}/correct`, { ...told, ...more })).status, 303)
    const row = await w.db
      .selectFrom('supportVisits')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    assert.deepEqual(
      [row.visitedOn, row.half, row.deploymentId, row.practitionerId, row.fromMembershipId, row.throughSsig],
      ['2018-03-02', 'am', deploymentId, w.people.practitioner, w.members.brindle, true],
    )
    for (const name of ['head', 'otherHead', 'practitioner', 'deputy'] as const)
      assert.equal((await (await w.as(name)).post(`${at}/correct`, told)).status, 403, name)
  })

  test('its parties open it and find the deployment; nobody else does', async () => {
    const { w, deploymentId, at } = await bound()
    for (const name of ['head', 'deputy', 'otherHead', 'practitioner', 'teacher', 'ssig'] as const)
      assert.match(
        (await (await w.as(name)).get(at)).text,
        new RegExp(`href="/support/deployments/${deploymentId}"`),
        name,
      )
    for (const name of ['chair', 'governor', 'officer', 'partner'] as const)
      assert.equal((await (await w.as(name)).get(at)).status, 403, name)
    for (const name of ['hubLead', 'businessManager'] as const)
      assert.equal((await (await w.as(name)).get(at)).status, 404, name)
    assert.match((await (await w.as('practitioner')).get('/support/visits')).text, /1 visit /)
  })
})
