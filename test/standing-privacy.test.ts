import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type AcademicYear, day } from '../src/platform/day.ts'
import { everything } from '../src/platform/db.ts'
import { standings } from '../src/standing/queries.ts'
import { record } from './records.ts'
import { type CastName, castNames, today, type World, world } from './world.ts'

type Reader = CastName | 'visitor'
const readers: Reader[] = ['visitor', ...castNames]

/** Whose school’s standing is whose own; the office sees both, one after another, on pages that are for it. */
const own: Partial<Record<Reader, string>> = {
  head: 'Ashmere',
  deputy: 'Ashmere',
  chair: 'Ashmere',
  otherHead: 'Brindle Moor',
}
const schools = ['Ashmere', 'Brindle Moor', 'Carr Lane']
const schoolBySchool = /^\/standing\/schools(\/|$|\?)/

/** Two schools that stand differently and for reasons of their own, beside one record of every kind. */
async function standingApart(): Promise<World> {
  const w = await world()
  await record(w)
  const { ashmere, brindle } = w.members
  await w.database.transaction(everything, async (tx) => {
    const visit = {
      ...{ ref: null, commission: null, subject: null, importId: null, practitionerId: w.people.ssig },
      ...({ half: 'day', status: 'done', throughSsig: true } as const),
    }
    const given = {
      ...visit,
      fromMembershipId: brindle,
      fromUrn: 990002,
      toMembershipId: ashmere,
      toUrn: 990001,
    }
    const days = ['2017-10-03', '2017-10-04', '2017-10-05', '2017-10-06']
    await tx
      .insertInto('supportVisits')
      .values(days.map((on) => ({ ...given, visitedOn: day(on) })))
      .execute()
    const promise = await tx
      .selectFrom('clauses')
      .select('promiseId')
      .where('number', '=', '18')
      .executeTakeFirstOrThrow()
    const said = {
      year: 2017 as AcademicYear,
      promiseId: promise.promiseId,
      kept: false,
      link: null,
      declaredOn: today,
    }
    await tx
      .insertInto('declarations')
      .values([
        {
          ...said,
          membershipId: ashmere,
          pointsTo: 'A leaflet of Ashmere is being redrawn',
          declaredBy: w.people.head,
        },
        {
          ...said,
          membershipId: brindle,
          pointsTo: 'A banner of Brindle comes down at Easter',
          declaredBy: w.people.otherHead,
        },
      ])
      .execute()
  })
  return w
}

/**
 * What is true of one school alone: its reasons, as they stand today, that no other school’s are. A further school of
 * which nothing is recorded stands for reasons that were any school’s on another day: these tell nothing of it.
 */
async function reasonsOf({ db }: World): Promise<Map<string, string[]>> {
  const { members, of } = await standings(db, today)
  const all = members.map((member) => ({
    school: member.shortName,
    said: of(member).map(({ because }) => because),
  }))
  const known = all.filter(({ school }) => schools.includes(school))
  return new Map(
    known.map(({ school, said }) => {
      const others = new Set(all.filter((one) => one.school !== school).flatMap((one) => one.said))
      return [school, [...new Set(said)].filter((because) => !others.has(because))]
    }),
  )
}

const decoded = (text: string) =>
  text
    .replace(/&#39;|&#x27;/g, '’')
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&')

const words = ['Met', 'Declared', 'At risk', 'Not kept', 'Not yet due', 'Does not apply']
const told = new RegExp(
  [
    schools.join('|'),
    `>\\s*(?:${words.join('|')})\\s*<`,
    `(?:^|,)"?(?:${words.join('|')})"?(?=,|\\r?$)`,
    `"(?:met|attested|at risk|breached|not yet due|does not apply)"`,
  ].join('|'),
  'gm',
)

/** The schools of which a page tells a standing: every one that is named last before a word for one. */
function schoolsStanding(text: string): string[] {
  const found = new Set<string>()
  let last: string | undefined
  for (const [match] of text.matchAll(told)) {
    if (schools.includes(match)) last = match
    else if (last) found.add(last)
  }
  return [...found]
}

const parameters = new URLSearchParams({
  ...{ format: 'csv', on: '1/3/2018', clause: '21', number: '21', sort: '-standing', order: 'standing' },
  ...{
    school: '2',
    membership: '2',
    id: '2',
    all: 'yes',
    state: 'breached',
    standing: 'at risk',
    public: 'no',
  },
})

/** Every address of the site that can be opened, for both schools where it names one. */
function addresses({ site, members }: World): string[] {
  const fills: Record<string, string[]> = {
    membership: [String(members.ashmere), String(members.brindle)],
    id: [String(members.ashmere), String(members.brindle)],
    year: ['2017-18'],
    number: ['21', '18'],
    capacity: ['leadership'],
  }
  const open = site.routes
    .filter(({ method, path }) => method === 'GET' && !path.includes('*') && !path.endsWith('.pdf'))
    .map(({ path }) => path)
  return [...new Set(open)].flatMap((route) => {
    const [, name] = /:(\w+)/.exec(route) ?? []
    const firsts = name ? (fills[name] ?? ['1']) : ['']
    return firsts.map((first) =>
      route
        .replace(/:\w+(\{[^}]*\})?/, first)
        .replace(/:(\w+)(\{[^}]*\})?/g, (_, rest: string) => fills[rest]?.[0] ?? '1'),
    )
  })
}

const isText = (headers: Headers) => !/pdf|octet|zip|image/.test(headers.get('content-type') ?? '')

const w = await standingApart()

describe('no answer sets one school against another', () => {
  test('whoever asks for whatever, only the office is told of two, and nobody another school’s reasons', async () => {
    const reasons = await reasonsOf(w)
    for (const school of ['Ashmere', 'Brindle Moor']) assert.ok((reasons.get(school)?.length ?? 0) >= 2)
    const opened = new Set<string>()
    for (const reader of readers)
      for (const answer of await openedBy(reader)) {
        opened.add(answer.asked)
        holds(answer, reasons)
      }
    assert.ok(opened.size > 100, `${opened.size} opened`)
  })

  /** Everything in words that opens to this reader: as it stands, and again with every parameter anybody knows. */
  async function openedBy(reader: Reader): Promise<Answer[]> {
    const browser = await w.as(reader)
    const answers: Answer[] = []
    for (const address of addresses(w))
      for (const asked of [address, `${address}?${parameters}`]) {
        const { status, text, headers } = await browser.get(asked)
        if (status !== 200) break
        if (isText(headers)) answers.push({ reader, asked, text: decoded(text) })
      }
    return answers
  }

  type Answer = { reader: Reader; asked: string; text: string }

  function holds({ reader, asked, text }: Answer, reasons: Map<string, string[]>) {
    const mayAll = reader === 'coordinator'
    const named = [...reasons].flatMap(([school, said]) =>
      said.some((one) => text.includes(one)) ? [school] : [],
    )
    const where = `${reader} at ${asked}`
    if (!mayAll)
      assert.deepEqual(
        named.filter((school) => school !== own[reader]),
        [],
        `reasons told to ${where}`,
      )
    if (mayAll && schoolBySchool.test(asked)) return
    assert.ok(named.length < 2, `reasons of ${named} at ${where}`)
    assert.ok(schoolsStanding(text).length < 2, `standings of ${schoolsStanding(text)} at ${where}`)
  }

  test('this test sees it where it is: on the office’s own pages', async () => {
    const { text } = await (await w.as('coordinator')).get('/standing/schools')
    assert.deepEqual(schoolsStanding(decoded(text)), ['Ashmere', 'Brindle Moor'])
    assert.deepEqual(schoolsStanding('School,Clause\r\nAshmere,21,Met\r\nBrindle Moor,21,At risk'), [
      'Ashmere',
      'Brindle Moor',
    ])
    assert.deepEqual(schoolsStanding('[{"school":"Ashmere","standing":"met"}]'), ['Ashmere'])
  })
})

describe('forged parameters', () => {
  const forged = (id: number) => [
    `/standing/schools/${id}`,
    `/standing/schools/${id}?on=1/3/2018`,
    `/standing/schools/${id}?year=2017-18`,
    `/standing/schools/${id}/standing.csv`,
    `/standing/schools/${id}/standing.pdf`,
    `/standing/schools/${id}/clauses/21`,
    `/standing/schools/0${id}`,
    `/standing/schools/+${id}`,
    `/standing/schools/%20${id}`,
    `/standing/schools/${id}%00`,
    `/standing/schools/${id}.0`,
    `/standing/schools//${id}`,
    `/standing/schools/${id}/`,
    '/standing/schools',
    '/standing/schools.csv',
    '/standing/schools/standing.csv',
    `/standing/schools?format=csv&membership=${id}`,
  ]

  test('open another school’s standing to nobody', async () => {
    for (const reader of readers.filter((one) => one !== 'coordinator' && one !== 'otherHead'))
      for (const address of forged(w.members.brindle)) {
        const { status } = await (await w.as(reader)).get(address)
        assert.ok([303, 403, 404].includes(status), `${reader} at ${address}: ${status}`)
      }
  })

  test('leave one’s own page one’s own', async () => {
    const { ashmere, brindle } = w.members
    const head = await w.as('head')
    for (const query of [
      `membership=${brindle}`,
      `id=${brindle}`,
      `school=${brindle}`,
      'all=yes',
      'format=json',
      `on=1/3/2018&membership=${brindle}`,
    ])
      for (const at of [
        `/standing/schools/${ashmere}`,
        `/standing/schools/${ashmere}/clauses/21`,
        `/standing/schools/${ashmere}/standing.csv`,
      ]) {
        const { status, text } = await head.get(`${at}?${query}`, { accept: 'application/json' })
        assert.equal(status, 200)
        assert.doesNotMatch(text, /Brindle/)
      }
  })

  test('never narrow the totals: to one school, to a kind of school, or to another day', async () => {
    const officer = await w.as('officer')
    for (const at of ['/standing/alliance', '/standing/alliance/clauses/21']) {
      const { text } = await officer.get(at)
      for (const query of [
        `school=${w.members.brindle}`,
        `membership=${w.members.brindle}`,
        'type=Community school',
        'trust=1',
        'on=1/12/2017',
        'year=2016-17',
        'format=csv',
        'sort=standing',
      ])
        assert.equal((await officer.get(`${at}?${query}`)).text, text, query)
    }
  })
})
