import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Browser, type CastName, type World, world } from '../../test/world.ts'
import { day } from '../platform/day.ts'
import { everything } from '../platform/db.ts'
import { correctSchool } from './actions.ts'
import { membershipOn, membersOn, urnsBorne } from './queries.ts'

const newSchool = {
  urn: '990030',
  name: 'Dunscar Vale Academy',
  shortName: 'Dunscar Vale',
  type: 'Academy converter',
  religiousCharacter: '',
  lowAge: '11',
  highAge: '16',
  trustId: '',
  joinedOn: '1/9/2017',
  leftOn: '',
}
const conversion = {
  urn: '990101',
  fromOn: '1/4/2018',
  name: 'Ashmere Academy',
  shortName: 'Ashmere',
  type: 'Academy converter',
  trustId: '',
}
const at = (answer: { headers: Headers }) => (answer.headers.get('location') ?? '').replace(/\?.*/, '')
const formVersion = (text: string) => /name="form-version" value="(\d+)"/.exec(text)?.[1] ?? ''

describe('the list of members', () => {
  const cases: [address: string, shown: RegExp, absent: RegExp][] = [
    ['/members', /2 schools are members today/, /Carr Lane Academy/],
    ['/members?on=31/12/2017', /3 schools were members on 31 December 2017/, /No schools match/],
    ['/members?on=2016-08-31', /Carr Lane Academy/, /No schools match/],
    ['/members?on=2015-08-31', /0 schools were members on 31 August 2015/, /Ashmere High School/],
    ['/members?standing=past', /Carr Lane Academy/, /Ashmere High School/],
    ['/members?standing=coming&on=2014-01-01', /Ashmere High School/, /No schools match/],
    ['/members?standing=all&words=990003', /Carr Lane Academy/, /Ashmere High School/],
    ['/members?words=brindle', /Brindle Moor High School/, /Ashmere High School/],
    ['/members?type=Academy%20converter', /No schools match/, /Ashmere High School/],
    ['/members?words=%25', /No schools match/, /Ashmere High School/],
  ]
  for (const [address, shown, absent] of cases)
    test(address, async () => {
      const { text } = await (await (await world()).as('head')).get(address)
      assert.match(text, shown)
      assert.doesNotMatch(text, absent)
    })

  test('its CSV holds plain text and days that sort', async () => {
    const { text } = await (await (await world()).as('coordinator')).get('/members?standing=all&format=csv')
    assert.match(text, /^School,URN,Type,Trust,Joined,Left/)
    assert.match(text, /Carr Lane Academy,990003,Academy converter,,2015-09-01,2017-12-31/)
  })

  test('a day that cannot be understood is said, and the list still stands', async () => {
    const { text } = await (await (await world()).as('coordinator')).get('/members?on=31/2/2018')
    assert.match(text, /On a date must be a real date/)
    assert.match(text, /Ashmere High School/)
  })

  test('growth is counted on the last day of each year, today in the present one', async () => {
    const { text } = await (await (await world()).as('teacher')).get('/members/growth')
    assert.match(text, /2015-16[\s\S]*31 August 2016[\s\S]*href="\/members\?on=2016-08-31"[^>]*>3</)
    assert.match(
      text,
      /2017-18[\s\S]*5 March 2018, in the year[\s\S]*href="\/members\?on=2018-03-05"[^>]*>2</,
    )
  })
})

describe('adding schools and memberships', () => {
  test('a school is added, and stands on its page with what was typed', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const saved = await office.post('/members/new', newSchool)
    assert.equal(saved.status, 303)
    const { text } = await office.get(at(saved))
    assert.match(text, /<h1[^>]*>Dunscar Vale Academy/)
    assert.match(text, /11 to 16/)
    const again = await office.post('/members/new', newSchool)
    assert.equal(again.status, 422)
    assert.match(again.text, /990030 is Dunscar Vale Academy, which is here already/)
  })

  const wrong: [what: string, answers: Partial<typeof newSchool>, says: RegExp][] = [
    ['no URN', { urn: '' }, /Enter the URN/],
    ['a URN of five figures', { urn: '99003' }, /URN must be a whole number between/],
    ['a day that is none', { joinedOn: '31/2/2017' }, /First day as a member must be a real date/],
    ['left before it joined', { leftOn: '1/9/2016' }, /The last day must be on or after the first day/],
    ['no name', { name: '  ' }, /Enter the name of the school/],
  ]
  for (const [what, answers, says] of wrong)
    test(`${what} is said, and what was typed is kept`, async () => {
      const w = await world()
      const sent = await (await w.as('coordinator')).post('/members/new', { ...newSchool, ...answers })
      assert.equal(sent.status, 422)
      assert.match(sent.text, says)
      assert.match(sent.text, /value="Dunscar Vale"/)
      assert.equal((await w.db.selectFrom('schools').select('urn').execute()).length, 3)
    })

  test('a school that left joins again: two spells, both askable, and never two at once', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const address = `/members/${w.members.carr}/again`
    const overlap = await office.post(address, { joinedOn: '31/12/2017', leftOn: '' })
    assert.match(overlap.text, /This URN already belongs to a membership in that time/)
    const saved = await office.post(address, { joinedOn: '1/2/2018', leftOn: '' })
    const page = await office.get(at(saved))
    assert.match(page.text, /31 December 2017[\s\S]*1 February 2018/)
    const carr = async (on: string) =>
      (await membersOn(w.db, day(on))).filter(({ urn }) => urn === 990003).length
    assert.deepEqual(
      [await carr('2017-12-31'), await carr('2018-01-15'), await carr('2018-02-01')],
      [1, 0, 1],
    )
  })
})

describe('correcting', () => {
  test('a school’s details are corrected, what stood before is kept, the second of two sees the first', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const address = `/members/${w.members.ashmere}/school`
    const form = await office.get(address)
    const answers = { ...newSchool, urn: '', name: 'Ashmere School', shortName: 'Ashmere', headName: '' }
    const sent = { ...answers, 'form-version': formVersion(form.text) }
    assert.equal((await office.post(address, sent)).status, 303)
    const page = await office.get(`/members/${w.members.ashmere}`)
    assert.match(page.text, /<h1[^>]*>Ashmere School/)
    assert.match(page.text, /Corrected once[\s\S]*name: Ashmere High School/)
    const second = await office.post(address, { ...sent, name: 'Ashmere College' })
    assert.equal(second.status, 409)
    assert.match(second.text, /changed to Ashmere School while you were typing/)
  })

  test('a membership is ended, and its URN with it', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const address = `/members/${w.members.brindle}/dates`
    const version = formVersion((await office.get(address)).text)
    const ended = { joinedOn: '1/9/2015', leftOn: '31/3/2018', 'form-version': version }
    assert.equal((await office.post(address, ended)).status, 303)
    const [urn] = await urnsBorne(w.db, w.members.brindle)
    assert.equal(urn?.toOn, '2018-03-31')
    assert.equal((await membersOn(w.db, day('2018-04-01'))).length, 1)
  })
})

describe('conversion: one URN closes, another opens, one membership (scenario 16)', () => {
  const convert = async (w: World, office: Browser, changes: Partial<typeof conversion> = {}) =>
    office.post(`/members/${w.members.ashmere}/conversion`, { ...conversion, ...changes })

  test('both URNs are askable at their dates, and what hangs on the membership stays', async () => {
    const w = await world()
    await w.database.transaction(everything, (tx) =>
      tx
        .insertInto('supportVisits')
        .values({
          practitionerId: w.people.ssig,
          fromMembershipId: w.members.ashmere,
          fromUrn: 990001,
          toMembershipId: w.members.brindle,
          toUrn: 990002,
          visitedOn: day('2018-02-01'),
          half: 'am',
          status: 'done',
          throughSsig: true,
          ref: null,
          commission: null,
          subject: null,
          importId: null,
        })
        .execute(),
    )
    assert.equal((await convert(w, await w.as('coordinator'))).status, 303)
    const urnOn = async (on: string) => (await membershipOn(w.db, w.members.ashmere, day(on))).urn
    assert.deepEqual([await urnOn('2018-03-31'), await urnOn('2018-04-01')], [990001, 990101])
    assert.equal((await membersOn(w.db, day('2018-04-01'))).length, 2)
    const visits = await w.db.selectFrom('supportVisits').select('fromMembershipId').execute()
    assert.deepEqual(visits, [{ fromMembershipId: w.members.ashmere }])
    const posts = await w.db
      .selectFrom('posts')
      .select('id')
      .where('membershipId', '=', w.members.ashmere)
      .execute()
    assert.ok(posts.length > 0)
    const old = await w.db.selectFrom('schools').selectAll().where('urn', '=', 990001).executeTakeFirst()
    assert.deepEqual([old?.closedOn, old?.status], ['2018-03-31', 'Open, but proposed to close'])
  })

  test('the list shows the name and URN of the day that is asked for', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    await convert(w, office)
    assert.match((await office.get('/members?on=2018-03-31')).text, /Ashmere High School[\s\S]*990001/)
    const after = (await office.get('/members?on=2018-04-01')).text
    assert.match(after, /Ashmere Academy[\s\S]*990101/)
    assert.match(after, /2 schools will be members on 1 April 2018/)
    assert.match((await office.get(`/members/${w.members.ashmere}`)).text, /990001[\s\S]*990101/)
  })

  test('a URN that another membership bears is refused, and nothing changes', async () => {
    const w = await world()
    const sent = await convert(w, await w.as('coordinator'), { urn: '990002' })
    assert.equal(sent.status, 422)
    assert.match(sent.text, /This URN already belongs to a membership in that time/)
    assert.deepEqual(
      (await urnsBorne(w.db, w.members.ashmere)).map(({ urn, toOn }) => [urn, toOn]),
      [[990001, null]],
    )
  })

  test('it can be taken back, and recorded again', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    await convert(w, office)
    const address = `/members/${w.members.ashmere}/conversion/take-back`
    assert.match((await office.get(address)).text, /would bear 990001/)
    assert.equal((await office.post(address, {})).status, 303)
    assert.equal((await membershipOn(w.db, w.members.ashmere, day('2018-05-01'))).urn, 990001)
    assert.equal((await convert(w, office, { fromOn: '1/5/2018' })).status, 303)
    assert.equal((await membershipOn(w.db, w.members.ashmere, day('2018-05-01'))).urn, 990101)
  })

  test('two conversions at once have one outcome', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const sent = await Promise.all(['990101', '990102'].map((urn) => convert(w, office, { urn })))
    assert.deepEqual(sent.map(({ status }) => status).sort(), [303, 422])
    assert.equal((await urnsBorne(w.db, w.members.ashmere)).length, 2)
  })
})

describe('trusts and other organisations', () => {
  test('a trust is added, given schools, and corrected', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const trust = at(await office.post('/trusts/new', { name: 'Northmoor Trust', uid: '' }))
    const trustId = Number(trust.split('/').at(-1))
    await correctSchool(await w.by('coordinator'), { urn: 990001, version: 1 }, { trustId })
    assert.match((await office.get(trust)).text, /Ashmere High School/)
    assert.match((await office.get(`/members?trustId=${trustId}`)).text, /Ashmere High School/)
    const renamed = { name: 'Northmoor Learning Trust', uid: '2044', 'form-version': '1' }
    assert.equal((await office.post(`${trust}/correct`, renamed)).status, 303)
    assert.match((await office.get(trust)).text, /Group UID 2044[\s\S]*name: Northmoor Trust/)
    const twice = await office.post('/trusts/new', { name: 'Northmoor Learning Trust', uid: '' })
    assert.match(twice.text, /A trust of this name is here already/)
  })

  test('an organisation is added and listed with its people', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    await office.post('/organisations/new', { name: 'Rotary Club', kind: 'partner' })
    const { text } = await office.get('/organisations?format=csv')
    assert.match(text, /Rotary Club,Partner,0/)
    assert.match(text, /The authority,Local authority,1/)
  })
})

describe('who may', () => {
  const readers: CastName[] = [
    'head',
    'deputy',
    'chair',
    'governor',
    'businessManager',
    'ssig',
    'teacher',
    'officer',
  ]
  for (const name of readers)
    test(`a ${name} reads the list and a school, and changes nothing`, async () => {
      const w = await world()
      const browser = await w.as(name)
      const school = `/members/${w.members.ashmere}`
      for (const address of ['/members', '/members/growth', school, '/trusts', '/organisations'])
        assert.equal((await browser.get(address)).status, 200, address)
      assert.doesNotMatch((await browser.get(school)).text, /Correct its details/)
      for (const address of [
        '/members/new',
        `${school}/school`,
        `${school}/dates`,
        `${school}/conversion`,
        '/trusts/new',
      ])
        assert.equal((await browser.get(address)).status, 403, address)
      assert.equal((await browser.post('/members/new', newSchool)).status, 403)
    })
  test('a partner and a visitor do not', async () => {
    const w = await world()
    assert.equal((await (await w.as('partner')).get('/members')).status, 403)
    assert.equal((await (await w.as('visitor')).get('/members')).status, 303)
  })
})
