import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type World, world } from '../../test/world.ts'
import { type AcademicYear, type Day, day, yearTyped } from '../platform/day.ts'
import { everything } from '../platform/db.ts'
import { cohortsCounted } from './queries.ts'

const answers = ({ members }: World) => ({
  cohort: 'readers-2017',
  membershipId: String(members.ashmere),
  pupil: 'R01',
  bornOn: '2/12/2005',
  test: 'Star',
  testedOn: '18/9/2017',
  readingAge: '7:11',
})

type Pupil = { school: number; pupil: string; before: number; after?: number; cohort?: string; on?: Day }

async function tested(w: World, pupils: Pupil[]) {
  const rows = pupils.flatMap(
    ({ school, pupil, before, after, cohort = 'readers-2017', on = day('2017-09-18') }) => {
      const row = { membershipId: school, pupil, bornOn: null, test: 'Star', cohort, importId: null }
      const first = { ...row, testedOn: on, readingAge: before }
      return after === undefined
        ? [first]
        : [first, { ...row, testedOn: day('2018-02-26'), readingAge: after }]
    },
  )
  await w.database.transaction(everything, (tx) => tx.insertInto('readingTests').values(rows).execute())
}

const several = (count: number, school: number, before: number, after?: number): Pupil[] =>
  Array.from({ length: count }, (_, i) => ({
    school,
    pupil: `P${before}-${after ?? 'none'}-${i}`,
    before,
    ...(after === undefined ? {} : { after }),
  }))

/** Scenario of the year: 24 chosen, 20 tested at both points, 18 gaining more than a year, one at the ceiling. */
const theYear = ({ members: { ashmere } }: World) => [
  ...several(18, ashmere, 96, 110),
  ...several(1, ashmere, 96, 108),
  ...several(1, ashmere, 198, 198),
  ...several(4, ashmere, 96),
]

const openings = async (w: World) =>
  (
    await w.db
      .selectFrom('auditLog')
      .select(['who', 'subject'])
      .where('did', '=', 'opened reading results')
      .orderBy('seq')
      .execute()
  ).map(({ who, subject }) => `${who} ${subject}`)

describe('recording a reading test', () => {
  test('the office records one; it stands in its cohort and among the pupils', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const saved = await office.post('/reading/tests/new', answers(w))
    assert.equal(saved.status, 303)
    const page = await office.get(saved.headers.get('location') ?? '')
    assert.match(page.text, /R01 on 18 September 2017/)
    assert.match(page.text, /7:11/)
    assert.match((await office.get('/reading')).text, /href="\/reading\/readers-2017"/)
    const csv = await office.get('/reading/readers-2017/pupils?format=csv')
    assert.match(csv.text, /R01,Ashmere,2017-09-18 7:11,,,,,Left out: tested once only/)
  })

  const wrong: [string, Record<string, string>, string, RegExp][] = [
    ['a month that there is not', { readingAge: '11:12' }, 'readingAge', /has 12 months: a year has 12/],
    ['a decimal', { readingAge: '10.5' }, 'readingAge', /may mean months or tenths of a year/],
    [
      'beyond the test',
      { readingAge: '&lt;6:00'.replace('&lt;', '<') },
      'readingAge',
      /lies beyond the test/,
    ],
    ['a UPN', { pupil: 'A123456789012' }, 'pupil', /use the school’s own pseudonym/],
    ['a test to come', { testedOn: '6/3/2018' }, 'testedOn', /must be today or earlier/],
    ['born after the test', { bornOn: '18/9/2017' }, 'bornOn', /must be before the date of the test/],
  ]
  for (const [name, typed, field, says] of wrong)
    test(`${name} is said beside its question, and nothing is saved`, async () => {
      const w = await world()
      const sent = await (await w.as('coordinator')).post('/reading/tests/new', { ...answers(w), ...typed })
      assert.equal(sent.status, 422)
      assert.match(sent.text, new RegExp(`<a href="#${field}">[^<]*${says.source}`))
      assert.match(sent.text, /value="readers-2017"/)
      assert.equal((await w.db.selectFrom('readingTests').select('id').execute()).length, 0)
    })

  test('a school that had left is refused with its dates', async () => {
    const w = await world()
    const sent = await (await w.as('coordinator')).post('/reading/tests/new', {
      ...answers(w),
      membershipId: String(w.members.carr),
      testedOn: '1/3/2018',
    })
    assert.match(
      sent.text,
      /was not a member on 1 March 2018: it was a member from 1 September 2015 to 31 December 2017/,
    )
  })

  test('the same test on the same day is refused', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    await office.post('/reading/tests/new', answers(w))
    const again = await office.post('/reading/tests/new', { ...answers(w), readingAge: '8:00' })
    assert.equal(again.status, 422)
    assert.match(again.text, /already has a result of this test on that day/)
  })

  test('corrected it keeps what stood before, removed it can be put back', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const at = ((await office.post('/reading/tests/new', answers(w))).headers.get('location') ?? '').split(
      '?',
    )[0]
    assert.match((await office.get(`${at}/correct`)).text, /value="7:11"/)
    const corrected = await office.post(`${at}/correct`, {
      ...answers(w),
      readingAge: '8:01',
      'form-version': '1',
    })
    assert.equal(corrected.headers.get('location'), `${at}?did=saved`)
    assert.match((await office.get(`${at}`)).text, /reading age: 7:11[\s\S]*school: Ashmere High School/)
    assert.equal((await office.post(`${at}/remove`, { 'form-version': '1' })).status, 409)
    const removed = await office.post(`${at}/remove`, { 'form-version': '2' })
    assert.equal(removed.headers.get('location'), `${at}/restore?did=removed`)
    assert.equal((await office.get(`${at}`)).status, 404)
    assert.match((await office.get(`${at}/restore`)).text, /was removed/)
    await office.post(`${at}/restore`, {})
    assert.match((await office.get(`${at}`)).text, /8:01/)
    assert.equal((await office.get(`${at}/restore`)).status, 404)
  })
})

describe('the figures of a cohort', () => {
  test('the office and the head of its school read them whole', async () => {
    const w = await world()
    await tested(w, theYear(w))
    for (const name of ['coordinator', 'head', 'deputy'] as const) {
      const { text } = await (await w.as(name)).get('/reading/readers-2017')
      assert.match(
        text,
        /90% of the pupils tested at both points \(18 of 20\) gained more than twelve months/,
      )
      assert.match(text, /75%/)
      assert.match(text, /<li>4 tested once only<\/li>/)
      assert.match(text, /ceiling both times<\/dt><dd>1<\/dd>/)
      assert.equal(text.match(/<circle/g)?.length, 20)
    }
  })

  test('others read them with small numbers hidden, on the page, in the list and in its CSV', async () => {
    const w = await world()
    await tested(w, theYear(w))
    for (const name of [
      'otherHead',
      'chair',
      'governor',
      'businessManager',
      'ssig',
      'hubLead',
      'officer',
    ] as const) {
      const other = await w.as(name)
      const { text } = await other.get('/reading/readers-2017')
      assert.match(text, /<li>under 5 tested once only<\/li>/)
      assert.match(text, /ceiling both times<\/dt><dd>under 5<\/dd>/)
      assert.doesNotMatch(text, /readers-2017\/pupils/)
    }
    await tested(
      w,
      several(9, w.members.brindle, 96, 110).map((one) => ({ ...one, cohort: 'small' })),
    )
    await tested(
      w,
      several(3, w.members.brindle, 96, 100).map((one) => ({ ...one, cohort: 'smaller' })),
    )
    const csv = (await (await w.as('chair')).get('/reading?format=csv&sort=cohort')).text
    assert.match(csv, /readers-2017,Ashmere,2017-09-18,24,20,18,90%/)
    assert.match(csv, /small,Brindle Moor,2017-09-18,9,9,9,not told/)
    assert.match(csv, /smaller,Brindle Moor,2017-09-18,under 5,under 5,0,not told/)
    assert.match((await (await w.as('otherHead')).get('/reading?format=csv')).text, /small,.*,9,9,9,100%/)
    const page = (await (await w.as('chair')).get('/reading/small')).text
    assert.match(page, /Too few pupils were tested at both points/)
    assert.doesNotMatch(page, /<circle/)
  })

  test('the head of one school of several reads the cohort with small numbers hidden', async () => {
    const w = await world()
    await tested(w, [...several(2, w.members.ashmere, 96, 110), ...several(9, w.members.brindle, 96, 100)])
    assert.match(
      (await (await w.as('head')).get('/reading/readers-2017')).text,
      /months<\/dt><dd>under 5<\/dd>/,
    )
  })

  test('nobody else reads them, and a partner, teacher or visitor is told so', async () => {
    const w = await world()
    for (const name of ['partner', 'teacher'] as const)
      assert.equal((await (await w.as(name)).get('/reading')).status, 403)
    assert.equal(
      (await (await w.as('visitor')).get('/reading/x')).headers.get('location'),
      '/sign-in?next=%2Freading%2Fx',
    )
    assert.equal((await (await w.as('coordinator')).get('/reading/x')).status, 404)
  })
})

describe('a cohort and its year', () => {
  test('it belongs whole to the year of its first test, the retest of the next September too', async () => {
    const w = await world()
    const [from, to] = [day('2017-08-31'), day('2017-09-01')]
    await tested(w, [
      { school: w.members.ashmere, pupil: 'A', before: 96, after: 110, cohort: 'before', on: from },
      { school: w.members.ashmere, pupil: 'A', before: 96, after: 110, cohort: 'during', on: to },
    ])
    const named = async (year: string) =>
      (await cohortsCounted(w.db, yearTyped(year) as AcademicYear)).map(({ cohort, tests }) => [
        cohort,
        tests,
      ])
    assert.deepEqual(await named('2016-17'), [['before', 2]])
    assert.deepEqual(await named('2017-18'), [['during', 2]])
    assert.deepEqual(await named('2018-19'), [])
    const { text } = await (await w.as('coordinator')).get('/reading?year=2016-17')
    assert.match(text, /reading\/before/)
    assert.doesNotMatch(text, /reading\/during/)
  })

  test('its figures are counted a pupil of each school by themselves', async () => {
    const w = await world()
    const { ashmere, brindle } = w.members
    await tested(w, [
      { school: ashmere, pupil: 'R01', before: 96, after: 110 },
      { school: brindle, pupil: 'R01', before: 96 },
    ])
    const [cohort] = await cohortsCounted(w.db, 2017 as AcademicYear)
    assert.deepEqual([cohort?.selected, cohort?.matched, cohort?.percent, cohort?.gains], [2, 1, 100, [14]])
  })
})

describe('pupils one by one', () => {
  const two = ({ members: { ashmere, brindle } }: World) => [
    { school: ashmere, pupil: 'ours', before: 96, after: 110 },
    { school: brindle, pupil: 'theirs', before: 96, after: 100 },
  ]

  test('a head sees the pupils of their own school and no other; each opening is written down', async () => {
    const w = await world()
    await tested(w, two(w))
    const head = await (await w.as('head')).get('/reading/readers-2017/pupils')
    assert.match(head.text, /ours/)
    assert.doesNotMatch(head.text, /theirs/)
    assert.match(head.text, /More than a year/)
    assert.match(
      (await (await w.as('otherHead')).get('/reading/readers-2017/pupils?format=csv')).text,
      /theirs/,
    )
    const office = await (await w.as('coordinator')).get('/reading/readers-2017/pupils')
    assert.match(office.text, /ours[\s\S]*theirs/)
    assert.deepEqual(
      await openings(w),
      ['head', 'otherHead', 'coordinator'].map((name) => `${w.people[name as 'head']} reading/readers-2017`),
    )
  })

  test('to the head of a school that is not in the cohort they are not there', async () => {
    const w = await world()
    await tested(w, two(w).slice(0, 1))
    const other = await w.as('otherHead')
    assert.equal((await other.get('/reading/readers-2017/pupils')).status, 404)
    assert.equal((await other.get('/reading/readers-2017/pupils?format=csv')).status, 404)
    const { id } = await w.db.selectFrom('readingTests').select('id').executeTakeFirstOrThrow()
    assert.equal((await other.get(`/reading/tests/${id}`)).status, 404)
    assert.equal((await (await w.as('head')).get(`/reading/tests/${id}`)).status, 200)
    assert.deepEqual(await openings(w), [`${w.people.head} reading/tests/${id}`])
  })

  test('the database itself keeps them from everybody else, asked directly', async () => {
    const w = await world()
    await tested(w, two(w))
    const seen = async (
      name: 'head' | 'otherHead' | 'chair' | 'ssig' | 'officer' | 'teacher' | 'partner',
    ) => {
      const { db } = await w.by(name)
      return (await db.selectFrom('readingTests').select('pupil').distinct().execute()).map(
        ({ pupil }) => pupil,
      )
    }
    assert.deepEqual(await seen('head'), ['ours'])
    assert.deepEqual(await seen('otherHead'), ['theirs'])
    for (const name of ['chair', 'ssig', 'officer', 'teacher', 'partner'] as const)
      assert.deepEqual(await seen(name), [])
    const head = await w.by('head')
    const reached = head.act({ did: 'tried', subject: 'reading' }, (tx) =>
      tx.updateTable('readingTests').set({ readingAge: 36 }).where('pupil', '=', 'theirs').executeTakeFirst(),
    )
    assert.equal((await reached).numUpdatedRows, 0n)
  })

  test('only the office changes them', async () => {
    const w = await world()
    await tested(w, two(w))
    const { id } = await w.db.selectFrom('readingTests').select('id').executeTakeFirstOrThrow()
    for (const name of ['head', 'otherHead', 'chair', 'teacher', 'partner'] as const) {
      const person = await w.as(name)
      const sent = [
        person.post('/reading/tests/new', answers(w)),
        person.post(`/reading/tests/${id}/correct`, { ...answers(w), 'form-version': '1' }),
        person.post(`/reading/tests/${id}/remove`, { 'form-version': '1' }),
        person.post(`/reading/tests/${id}/restore`, {}),
      ]
      assert.deepEqual([...new Set((await Promise.all(sent)).map(({ status }) => status))], [403])
    }
  })
})

test('a cohort may have any name', async () => {
  const w = await world()
  const office = await w.as('coordinator')
  for (const cohort of ['Year 7/8 & “friends”?', 'tests', 'new', '100%', '<b>']) {
    await tested(w, [{ school: w.members.ashmere, pupil: 'A', before: 96, cohort }])
    const at = `/reading/${encodeURIComponent(cohort)}`
    assert.equal((await office.get(at)).status, 200, cohort)
    assert.equal((await office.get(`${at}/pupils`)).status, 200, cohort)
  }
})
