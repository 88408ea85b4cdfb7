import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { today as monday, type World, world } from '../../test/world.ts'
import { addDays, type Day, day } from '../platform/day.ts'
import { everything } from '../platform/db.ts'

const blank = { email: '', membershipId: '', organisationId: '', fromOn: '', toOn: '' }
const newcomer = ({ members }: World) => ({
  ...blank,
  name: 'Nadia New',
  email: 'Nadia.New@Ashmere.example',
  post: 'senior leader',
  membershipId: String(members.ashmere),
  fromOn: '1/9/2017',
})

const postOf = async ({ db }: World, personId: number) =>
  db.selectFrom('posts').selectAll().where('personId', '=', personId).executeTakeFirstOrThrow()

const asTyped = (on: Day | null) => on?.split('-').reverse().join('/') ?? ''

/** Ends the post of this person through the form, as the office would. */
async function end(w: World, personId: number, on: Day) {
  const post = await postOf(w, personId)
  return (await w.as('coordinator')).post(`/people/${personId}/posts/${post.id}/correct`, {
    ...blank,
    post: post.post,
    membershipId: String(post.membershipId ?? ''),
    organisationId: String(post.organisationId ?? ''),
    fromOn: asTyped(post.fromOn),
    toOn: asTyped(on),
    'form-version': String(post.version),
  })
}

describe('adding a person', () => {
  test('the office adds one with a post, and they stand in the directory', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const saved = await office.post('/people/new', newcomer(w))
    assert.equal(saved.status, 303)
    const page = await office.get(saved.headers.get('location') ?? '')
    assert.match(page.text, /Nadia New/)
    assert.match(page.text, /nadia\.new@ashmere\.example/)
    assert.match(page.text, /Senior leader, Ashmere High School/)
    assert.match((await office.get('/people?words=senior+ashmere')).text, /Nadia New/)
    assert.doesNotMatch((await office.get('/people?words=senior+brindle')).text, /Nadia New/)
  })

  const faults: [string, Partial<Record<string, string>>, field: string, says: RegExp][] = [
    ['no name', { name: '' }, 'name', /Enter their name/],
    ['a broken address', { email: 'nadia@' }, 'email', /must be an email address/],
    ['an address of another', { email: 'HEAD@alliance.example' }, 'email', /Somebody else already has/],
    ['a head of no school', { post: 'head', membershipId: '' }, 'membershipId', /held at one/],
    ['nowhere', { post: 'practitioner', membershipId: '' }, 'membershipId', /the school or the organisation/],
    ['ending before it began', { toOn: '31/8/2017' }, 'toOn', /first day or later/],
    ['a day there is not', { fromOn: '31/2/2018' }, 'fromOn', /must be a real date/],
  ]
  for (const [name, typed, field, says] of faults)
    test(`${name} is refused beside its question, nothing is kept and what was typed stays`, async () => {
      const w = await world()
      const sent = await (await w.as('coordinator')).post('/people/new', {
        ...newcomer(w),
        name: 'Nadia New',
        ...typed,
      } as Record<string, string>)
      assert.equal(sent.status, 422)
      const error = sent.text.match(new RegExp(`id="${field}-error"[\\s\\S]*?</p>`))?.[0] ?? ''
      assert.match(error, says)
      assert.match(sent.text, /1\/9\/2017|31\/2\/2018/)
      const kept = w.db.selectFrom('people').select('id').where('name', '=', 'Nadia New')
      assert.deepEqual(await kept.execute(), [])
    })

  test('the same post at the same place cannot be held twice at once, but can be held again later', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const head = { ...blank, post: 'head', membershipId: String(w.members.ashmere) }
    const again = await office.post(`/people/${w.people.head}/posts/new`, head)
    assert.equal(again.status, 422)
    assert.match(again.text, /already recorded for some of these days/)
    await end(w, w.people.head, day('2017-12-31'))
    const later = await office.post(`/people/${w.people.head}/posts/new`, { ...head, fromOn: '1/1/2018' })
    assert.equal(later.status, 303)
  })

  test('sent by many at once, one person stands', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const sent = await Promise.all(Array.from({ length: 6 }, () => office.post('/people/new', newcomer(w))))
    assert.deepEqual(sent.map(({ status }) => status).sort(), [303, 422, 422, 422, 422, 422])
  })
})

describe('correcting a person', () => {
  test('keeps what stood before, and refuses an address that somebody has', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const at = `/people/${w.people.teacher}/correct`
    const married = { name: 'Tess Tutor', email: 'teacher@alliance.example', 'form-version': '1' }
    assert.equal((await office.post(at, married)).status, 303)
    assert.match((await office.get(`/people/${w.people.teacher}`)).text, /name: Tess Teacher/)
    const taken = await office.post(at, { ...married, email: 'head@alliance.example', 'form-version': '2' })
    assert.equal(taken.status, 422)
    assert.match(taken.text, /id="email-error"[\s\S]*Somebody else already has this email address/)
    const stale = await office.post(at, { ...married, name: 'Tess Late', 'form-version': '1' })
    assert.equal(stale.status, 409)
    assert.match(stale.text, /was changed to Tess Tutor while you were typing/)
  })

  test('a new address ends the sessions opened with the old one, and no others', async () => {
    const w = await world()
    const [teacher, head] = [await w.as('teacher'), await w.as('head')]
    await (await w.as('coordinator')).post(`/people/${w.people.teacher}/correct`, {
      name: 'Tess Teacher',
      email: 'tess@elsewhere.example',
      'form-version': '1',
    })
    const heir = { name: 'Olive Other', email: 'teacher@alliance.example', 'form-version': '1' }
    await (await w.as('coordinator')).post(`/people/${w.people.otherHead}/correct`, heir)
    assert.equal((await teacher.get('/me')).headers.get('location'), '/sign-in?next=%2Fme')
    assert.match((await head.get('/me')).text, /Hannah Head/)
  })

  test('nobody changes their own address, the office included', async () => {
    const w = await world()
    const own = await (await w.as('coordinator')).post(`/people/${w.people.coordinator}/correct`, {
      name: 'Amina Office',
      email: 'amina@elsewhere.example',
      'form-version': '1',
    })
    assert.equal(own.status, 422)
    assert.match(own.text, /Ask somebody else in the office/)
  })
})

describe('rights come from posts and end by themselves', () => {
  const rights: [string, days: number, signedIn: boolean][] = [
    ['the day before it ends', -1, true],
    ['on its last day', 0, true],
    ['the day after', 1, false],
  ]
  for (const [when, days, signedIn] of rights)
    test(`a head ${when}`, async () => {
      let today = monday
      const w = await world({ now: () => new Date(`${today}T12:00:00Z`), today: () => today })
      const head = await w.as('head')
      const last = day('2018-03-20')
      assert.equal((await end(w, w.people.head, last)).status, 303)
      today = addDays(last, days)
      const me = await head.get('/me')
      assert.equal(me.status, signedIn ? 200 : 303)
    })

  test('a post yet to begin gives nothing until its first day', async () => {
    let today = monday
    const w = await world({ now: () => new Date(`${today}T12:00:00Z`), today: () => today })
    const office = await w.as('coordinator')
    const teacher = await w.as('teacher')
    const promoted = {
      ...blank,
      post: 'deputy',
      membershipId: String(w.members.ashmere),
      fromOn: '16/4/2018',
    }
    await office.post(`/people/${w.people.teacher}/posts/new`, promoted)
    today = day('2018-04-15')
    assert.equal((await teacher.get('/support/visits')).status, 403)
    today = day('2018-04-16')
    assert.equal((await teacher.get('/support/visits')).status, 200)
  })

  test('a post at a school gives rights only while the school is a member, and again once it comes back', async () => {
    let today = day('2017-12-31')
    const w = await world({ now: () => new Date(`${today}T12:00:00Z`), today: () => today })
    const carr = { ...blank, post: 'head', membershipId: String(w.members.carr), fromOn: '1/9/2012' }
    await (await w.as('coordinator')).post(`/people/${w.people.teacher}/posts/new`, carr)
    await end(w, w.people.teacher, day('2017-12-31'))
    const teacher = await w.as('teacher')
    const roles = async () => (await w.who('teacher')).held
    assert.ok((await roles()).some(({ membershipId }) => membershipId === w.members.carr))
    today = day('2018-01-01')
    assert.equal((await teacher.get('/me')).status, 303)
    const back = await w.database.transaction(everything, async (tx) => {
      const joinedOn = day('2018-09-01')
      const spell = { joinedOn, leftOn: null, importId: null }
      const { id } = await tx
        .insertInto('memberships')
        .values(spell)
        .returning('id')
        .executeTakeFirstOrThrow()
      const school = { membershipId: id, urn: 990003, fromOn: joinedOn, toOn: null, importId: null }
      await tx.insertInto('membershipSchools').values(school).execute()
      return id
    })
    today = day('2018-09-01')
    assert.deepEqual(await roles(), [{ role: 'head', membershipId: back }])
  })
})

describe('the directory', () => {
  test('is narrowed by post, school and day', async () => {
    const w = await world()
    await end(w, w.people.deputy, day('2017-12-31'))
    const head = await w.as('head')
    const names = async (query: string) =>
      [...(await head.get(`/people?format=csv&${query}`)).text.matchAll(/^"?([A-Z]\w+ [A-Z]\w+),/gm)].map(
        ([, name]) => name,
      )
    assert.deepEqual(await names('post=head'), ['Hannah Head', 'Olive Other'])
    assert.deepEqual(await names(`school=${w.members.brindle}`), [
      'Lee Lead',
      'Olive Other',
      'Priya Practitioner',
      'Sana Support',
    ])
    assert.deepEqual(await names('post=deputy'), [])
    assert.deepEqual(await names('post=deputy&on=31/12/2017'), ['Dev Deputy'])
    assert.deepEqual(await names('post=deputy&on=1/1/2018'), [])
    assert.deepEqual(await names('time=past'), ['Dev Deputy'])
    assert.deepEqual(await names('time=coming'), [])
    assert.equal((await names('time=any')).length, 13)
    assert.equal((await names('sort=-name')).at(-1), 'Amina Office')
  })

  test('words with signs of the database’s own find only themselves', async () => {
    const office = await (await world()).as('coordinator')
    for (const words of ['%', '_', '\\', "'", '"; --'])
      assert.match((await office.get(`/people?words=${encodeURIComponent(words)}`)).text, /Nobody matches/)
  })

  test('a past holder’s address is the office’s alone', async () => {
    const w = await world()
    await end(w, w.people.deputy, day('2017-12-31'))
    const csv = async (name: 'coordinator' | 'teacher') =>
      (await (await w.as(name)).get('/people?time=any&words=dev&format=csv')).text
    assert.match(await csv('coordinator'), /deputy@alliance\.example/)
    assert.match(await csv('teacher'), /Dev Deputy/)
    assert.doesNotMatch(await csv('teacher'), /deputy@alliance\.example/)
    const page = async (name: 'coordinator' | 'teacher') =>
      (await (await w.as(name)).get(`/people/${w.people.deputy}`)).text
    assert.match(await page('coordinator'), /deputy@alliance\.example/)
    assert.doesNotMatch(await page('teacher'), /deputy@alliance\.example/)
  })

  test('says which members have no head today', async () => {
    const w = await world()
    assert.doesNotMatch((await (await w.as('head')).get('/people')).text, /No head is recorded/)
    await end(w, w.people.head, day('2018-03-04'))
    const page = await (await w.as('otherHead')).get('/people')
    assert.match(page.text, /No head is recorded today at:[\s\S]*Ashmere High School/)
    assert.doesNotMatch(page.text, /time=any">Carr Lane/)
  })

  test('a post of somebody else is not found under this person', async () => {
    const w = await world()
    const post = await postOf(w, w.people.head)
    const office = await w.as('coordinator')
    assert.equal((await office.get(`/people/${w.people.deputy}/posts/${post.id}/correct`)).status, 404)
  })
})
