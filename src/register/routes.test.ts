import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Browser, type World, world } from '../../test/world.ts'
import { membershipOn } from '../members/queries.ts'
import { day } from '../platform/day.ts'
import { importRegisterFiles } from './actions.ts'

/** A row as the register has it today, and one as it had it before it dropped some columns. */
type Row = Record<string, string>
const ashmere: Row = {
  URN: '990001',
  'LA (code)': '350',
  EstablishmentName: 'Ashmere High School',
  'TypeOfEstablishment (code)': '01',
  'TypeOfEstablishment (name)': 'Community school',
  'EstablishmentStatus (name)': 'Open',
  OpenDate: '',
  CloseDate: '',
  'PhaseOfEducation (name)': 'Secondary',
  StatutoryLowAge: '11',
  StatutoryHighAge: '16',
  NumberOfPupils: '928',
  NumberOfBoys: '930',
  NumberOfGirls: '..',
  PercentageFSM: '..',
  Town: 'Rivington Vale',
  SchoolWebsite: 'www.ashmere.example',
  HeadFirstName: 'Zoë',
  HeadLastName: 'Head',
}
const brindle: Row = {
  ...ashmere,
  URN: '990002',
  EstablishmentName: 'Brindle Moor High School',
  'PhaseOfEducation (name)': 'Not applicable',
  NumberOfBoys: '400',
  NumberOfPupils: '801',
}
const stranger: Row = { ...ashmere, URN: '990900', EstablishmentName: 'Elsewhere School' }

const csv = (rows: Row[], columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]) =>
  [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))]
    .map((line) => line.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
    .join('\r\n')

const links = (rows: [urn: number, linkUrn: number, type: string, on?: string][]) =>
  csv(
    rows.map(([urn, linkUrn, type, on]) => ({
      URN: String(urn),
      LinkURN: String(linkUrn),
      LinkName: `School ${linkUrn}`,
      LinkType: type,
      LinkEstablishedDate: on ?? '',
    })),
  )

const file = (text: string, name = 'edubasealldata.csv') => new File([Buffer.from(text, 'latin1')], name)

const read = async (w: World, texts: string[], options = {}) =>
  importRegisterFiles(
    await w.by('coordinator'),
    texts.map((text, i) => file(text, `file-${i}.csv`)),
    options,
  )

const proposed = async (w: World) => {
  const rows = await w.db
    .selectFrom('registerChanges')
    .selectAll()
    .where('approved', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map(({ urn, kind, field, was, becomes }) => `${urn} ${kind} ${field}: ${was} → ${becomes}`)
}

const idsOf = async (w: World) =>
  (await w.db.selectFrom('registerChanges').select('id').orderBy('id').execute()).map(({ id }) => id)

describe('reading establishments', () => {
  test('proposes what differs, changes nothing, and ignores every other school', async () => {
    const w = await world()
    const done = await read(w, [csv([ashmere, brindle, stranger])])
    assert.deepEqual(await proposed(w), [
      '990001 field town: null → Rivington Vale',
      '990001 field website: null → http://www.ashmere.example',
      '990001 field headName: null → Zoë Head',
      '990002 field phase: Secondary → Not applicable',
      '990002 field pupils: null → 801',
      '990002 field town: null → Rivington Vale',
      '990002 field website: null → http://www.ashmere.example',
      '990002 field headName: null → Zoë Head',
    ])
    assert.deepEqual(done.files, [{ file: 'file-0.csv', kind: 'establishments', rows: 3, kept: 2 }])
    assert.equal(done.missing, 1)
    assert.match(done.remarks.map(({ says }) => says).join(), /more boys or girls than pupils/)
    assert.equal(
      (await w.db.selectFrom('schools').select('town').where('urn', '=', 990001).execute())[0]?.town,
      null,
    )
  })

  test('the same file again proposes nothing new, nor does one that was left', async () => {
    const w = await world()
    await read(w, [csv([ashmere])])
    const [first = 0] = await idsOf(w)
    await (await w.as('coordinator')).post(`/register/changes/${first}/leave`, {})
    assert.deepEqual((await read(w, [csv([ashmere])])).proposed, {})
    assert.equal((await idsOf(w)).length, 3)
  })

  test('what the register changed its mind about waits no longer', async () => {
    const w = await world()
    await read(w, [csv([{ ...ashmere, Town: 'Old Vale' }])])
    await read(w, [csv([ashmere])])
    assert.ok((await proposed(w)).includes('990001 field town: null → Rivington Vale'))
    assert.ok(!(await proposed(w)).some((one) => one.includes('Old Vale')))
  })

  test('columns may be missing, new, and in any order', async () => {
    const w = await world()
    const done = await read(w, [
      csv(
        [{ ...ashmere, 'OfstedRating (name)': 'Good' }],
        ['Town', 'OfstedRating (name)', 'EstablishmentName', 'URN'],
      ),
    ])
    assert.deepEqual([done.faultCount, await proposed(w)], [0, ['990001 field town: null → Rivington Vale']])
    assert.deepEqual(done.remarks, [])
  })

  test('a row of another school under the wrong headings is left out, and that is said', async () => {
    const w = await world()
    const done = await read(w, [`${csv([ashmere, stranger])},"more"`])
    assert.deepEqual([done.faultCount, done.files[0]?.rows], [0, 1])
    assert.match(
      done.remarks.map(({ says }) => says).join(),
      /more cells than there are headings: 1 rows of other schools/,
    )
  })

  test('an authority’s other open secondary schools are candidates, and may be kept', async () => {
    const w = await world()
    const closed = { ...stranger, URN: '990901', 'EstablishmentStatus (name)': 'Closed' }
    const primary = { ...stranger, URN: '990902', 'PhaseOfEducation (name)': 'Primary' }
    const other = { ...stranger, URN: '990903', 'LA (code)': '351' }
    const done = await read(w, [csv([stranger, closed, primary, other])], { authority: '350', approve: true })
    assert.deepEqual([done.proposed, done.approved], [{ new: 1 }, 1])
    const kept = await w.db.selectFrom('schools').selectAll().where('urn', '>', 990003).execute()
    assert.deepEqual(
      kept.map(({ urn, name, town, lowAge }) => [urn, name, town, lowAge]),
      [[990900, 'Elsewhere School', 'Rivington Vale', 11]],
    )
  })

  const faults: [what: string, texts: string[], says: RegExp, row?: number][] = [
    ['another file', ['name,price\r\napples,3'], /not those of a file of the national register/],
    ['an empty file', [' '], /not those of a file of the national register/],
    ['the same school twice', [csv([ashmere, brindle, ashmere])], /stands in row 2 already/, 4],
    ['a URN that is none', [csv([{ ...ashmere, URN: '99001' }])], /not a URN/, 2],
    ['a URN with a letter', [csv([ashmere, { ...brindle, URN: 'E90002' }])], /not a URN/, 3],
    ['half a file', [csv([ashmere, brindle]).slice(0, -60)], /cells where the headings have|never closed/],
    [
      'a row of a member under the wrong headings',
      [`${csv([ashmere, brindle])},"more"`],
      /goes on beyond the last of its/,
      3,
    ],
    ['half of another', [links([[990001, 990101, 'Successor']]).replace('990101', '')], /not a URN/, 2],
  ]
  for (const [what, texts, says, row] of faults)
    test(`${what} is a fault, and nothing is proposed`, async () => {
      const w = await world()
      const done = await read(w, texts)
      assert.ok(done.faultCount > 0)
      assert.match(done.faults.map(({ wrong }) => wrong).join(), says)
      if (row) assert.equal(done.faults[0]?.row, row)
      assert.deepEqual(await proposed(w), [])
      assert.match((await (await w.as('coordinator')).get(`/register/${done.id}`)).text, says)
    })
})

describe('deciding', () => {
  const waitingOn = async (rows: Row[] = [ashmere]) => {
    const w = await world()
    const { id } = await read(w, [csv(rows)])
    return { w, office: await w.as('coordinator'), page: `/register/${id}`, ids: await idsOf(w) }
  }

  test('one is approved: it stands at the school with its history, and in the audit log', async () => {
    const { w, office, page, ids } = await waitingOn()
    assert.match(
      (await office.get(page)).text,
      /3 changes wait[\s\S]*Ashmere[\s\S]*Town[\s\S]*Rivington Vale/,
    )
    const sent = await office.post(`/register/changes/${ids[0]}/approve`, {})
    assert.equal(sent.headers.get('location'), `${page}?did=saved`)
    assert.match(
      (await office.get(`/members/${w.members.ashmere}`)).text,
      /Rivington Vale[\s\S]*Corrected once/,
    )
    const audit = await w.db
      .selectFrom('auditLog')
      .select('did')
      .where('subject', '=', `register/changes/${ids[0]}`)
      .execute()
    assert.deepEqual(audit, [{ did: 'approved a change from the register' }])
    const twice = await office.post(`/register/changes/${ids[0]}/approve`, {})
    assert.match(twice.text, /Somebody has already decided on this change/)
  })

  test('all are approved at once', async () => {
    const { w, office, page } = await waitingOn([ashmere, brindle])
    await office.post(`${page}/approve`, {})
    assert.deepEqual(await proposed(w), [])
    const [school] = await w.db.selectFrom('schools').selectAll().where('urn', '=', 990002).execute()
    assert.deepEqual([school?.phase, school?.pupils, school?.headName], ['Not applicable', 801, 'Zoë Head'])
    assert.match((await office.get(page)).text, /Nothing waits for a decision/)
  })

  test('one that was changed here meanwhile is refused and waits', async () => {
    const { w, office, page, ids } = await waitingOn()
    const school = {
      name: 'Ashmere High School',
      shortName: 'Ashmere',
      town: 'Upper Vale',
      'form-version': '1',
    }
    assert.equal((await office.post(`/members/${w.members.ashmere}/school`, school)).status, 303)
    const refused = await office.post(`/register/changes/${ids[0]}/approve`, {})
    assert.equal(refused.status, 409)
    assert.match(refused.text, /changed here after the file was read/)
    await office.post(`${page}/approve`, {})
    assert.deepEqual(await proposed(w), ['990001 field town: null → Rivington Vale'])
  })

  test('two people approving at once do it once', async () => {
    const { w, office, ids } = await waitingOn()
    const sent = await Promise.all(
      [1, 2, 3].map(() => office.post(`/register/changes/${ids[0]}/approve`, {})),
    )
    assert.deepEqual(sent.map(({ status }) => status).sort(), [303, 409, 409])
    const kept = await w.db.selectFrom('revisions').select('id').execute()
    assert.equal(kept.length, 1)
  })
})

describe('a conversion in the register (scenario 16)', () => {
  const academy: Row = {
    ...ashmere,
    URN: '990101',
    EstablishmentName: 'Ashmere Academy',
    'TypeOfEstablishment (name)': 'Academy converter',
    'Trusts (name)': 'NORTHMOOR TRUST',
  }
  const converted = [
    links([
      [990001, 990101, 'Successor'],
      [990101, 990001, 'Predecessor'],
      [990500, 990501, 'Successor'],
      [990001, 990600, 'Sixth Form Centre Link'],
    ]),
    csv([
      { ...ashmere, CloseDate: '31-03-2018', 'EstablishmentStatus (name)': 'Open, but proposed to close' },
      academy,
      stranger,
    ]),
  ]

  const chosen = async (w: World, office: Browser, fromOn: string) => {
    const found = await w.db
      .selectFrom('registerChanges')
      .select(['id'])
      .where('kind', '=', 'successor')
      .execute()
    return office.post(`/register/changes/${found[0]?.id}`, { fromOn })
  }

  test('links and establishments together: the succession waits for its day, then one membership goes on', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const done = await read(w, converted)
    assert.equal(done.proposed.successor, 1)
    await office.post(`/register/${done.id}/approve`, {})
    assert.deepEqual(await proposed(w), ['990001 successor Successor: null → 990101'])
    const [{ id } = { id: 0 }] = await w.db
      .selectFrom('registerChanges')
      .select('id')
      .where('kind', '=', 'successor')
      .execute()
    const form = await office.get(`/register/changes/${id}`)
    assert.match(form.text, /Ashmere has a new URN[\s\S]*990101 Ashmere Academy[\s\S]*value="01\/04\/2018"/)
    assert.equal((await chosen(w, office, '1/4/2018')).status, 303)
    const urnOn = async (on: string) => (await membershipOn(w.db, w.members.ashmere, day(on))).urn
    assert.deepEqual([await urnOn('2018-03-31'), await urnOn('2018-04-01')], [990001, 990101])
    assert.equal((await w.db.selectFrom('memberships').select('id').execute()).length, 3)
    const { text } = await office.get(`/members/${w.members.ashmere}`)
    assert.match(text, /Ashmere Academy[\s\S]*Academy converter[\s\S]*NORTHMOOR TRUST/)
    assert.deepEqual((await read(w, converted)).proposed, {})
  })

  test('a day that cannot be is refused beside its question', async () => {
    const w = await world()
    await read(w, [converted[0] ?? ''])
    const sent = await chosen(w, await w.as('coordinator'), '1/4/2014')
    assert.equal(sent.status, 422)
    assert.match(sent.text, /The new URN must begin after 1 September 2015/)
  })

  test('a link with its day is approved with the rest', async () => {
    const w = await world()
    const done = await read(w, [links([[990001, 990101, 'Successor', '01-04-2018']])], { approve: true })
    assert.deepEqual([done.approved, done.left], [1, 0])
    assert.equal((await membershipOn(w.db, w.members.ashmere, day('2018-04-01'))).name, 'School 990101')
  })

  test('what stands only as the predecessor of a school unknown here is found too', async () => {
    const w = await world()
    await read(w, [links([[990101, 990001, 'Predecessor - merged']])])
    assert.deepEqual(await proposed(w), ['990001 successor Successor: null → 990101'])
  })

  test('what came before a member is kept as a link', async () => {
    const w = await world()
    await read(w, [links([[990003, 990800, 'Predecessor', '01-09-2010']])], { approve: true })
    assert.deepEqual(await w.db.selectFrom('schoolLinks').selectAll().execute(), [
      { urn: 990003, linkUrn: 990800, linkType: 'Predecessor', establishedOn: '2010-09-01' },
    ])
    const page = await (await w.as('coordinator')).get(`/members/${w.members.carr}`)
    assert.match(page.text, /In the national register: Predecessor 990800 from 1 September 2010/)
    assert.deepEqual((await read(w, [links([[990003, 990800, 'Predecessor', '01-09-2010']])])).proposed, {})
  })
})

describe('groups', () => {
  const group = {
    'Group UID': '2044',
    'Group Name': 'NORTHMOOR TRUST',
    'Group Type (code)': '06',
    'Group Type': 'Multi-academy trust',
    'Closed Date': '',
  }
  const federation = {
    ...group,
    'Group UID': '2059',
    'Group Name': 'VALE FEDERATION',
    'Group Type (code)': '1',
    'Group Type': 'Federation',
  }

  test('a school’s trust comes from the file of group members, never from a federation', async () => {
    const w = await world()
    const members = csv([
      { URN: '990003', EstablishmentName: 'Carr Lane Academy', ...group },
      { URN: '990001', ...federation },
      { URN: '990900', ...group },
    ])
    const done = await read(w, [members], { approve: true })
    assert.deepEqual([done.proposed, done.approved], [{ field: 1 }, 1])
    const trusts = await w.db.selectFrom('trusts').select(['name', 'uid']).execute()
    assert.deepEqual(trusts, [{ name: 'NORTHMOOR TRUST', uid: '2044' }])
    assert.deepEqual((await read(w, [members])).proposed, {})
  })

  test('a trust known here gets its number, then its new name', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    await office.post('/trusts/new', { name: 'Northmoor Trust', uid: '' })
    await read(w, [csv([group, federation])], { approve: true })
    await read(w, [csv([{ ...group, 'Group Name': 'NORTHMOOR LEARNING TRUST' }])], { approve: true })
    const trusts = await w.db.selectFrom('trusts').select(['name', 'uid']).execute()
    assert.deepEqual(trusts, [{ name: 'NORTHMOOR LEARNING TRUST', uid: '2044' }])
  })
})

describe('in the browser', () => {
  test('the office uploads, sees what was read, and decides', async () => {
    const w = await world()
    const office = await w.as('coordinator')
    const body = new FormData()
    body.set('authority', '')
    body.append('file', file(csv([ashmere])))
    const sent = await office.post('/register/new', body)
    assert.equal(sent.status, 303)
    const page = await office.get(sent.headers.get('location') ?? '')
    assert.match(
      page.text,
      /Establishments \(edubasealldata\)[\s\S]*2 of the schools known here are not in the file/,
    )
    assert.match((await office.get('/register')).text, /edubasealldata\.csv[\s\S]*Waiting for approval/)
    assert.match(
      (await office.get(`${sent.headers.get('location')}?format=csv`)).text,
      /Ashmere,990001,Town,,Rivington Vale,waiting/,
    )
  })
  test('without a file, or with a code that is none, it says so', async () => {
    const office = await (await world()).as('coordinator')
    assert.match(
      (await office.post('/register/new', { authority: '' })).text,
      /Select a file of the register/,
    )
    const body = new FormData()
    body.set('authority', 'abc')
    body.append('file', file(csv([ashmere])))
    assert.match(
      (await office.post('/register/new', body)).text,
      /The code of an authority has three figures/,
    )
  })
  test('nobody else comes in', async () => {
    const w = await world()
    const { id } = await read(w, [csv([ashmere])])
    const [change = 0] = await idsOf(w)
    for (const name of ['head', 'chair', 'ssig', 'hubLead', 'teacher', 'officer', 'partner'] as const) {
      const browser = await w.as(name)
      for (const address of ['/register', '/register/new', `/register/${id}`, `/register/changes/${change}`])
        assert.equal((await browser.get(address)).status, 403, `${name} ${address}`)
      for (const address of [
        `/register/${id}/approve`,
        `/register/${id}/leave`,
        `/register/changes/${change}/approve`,
        `/register/changes/${change}/leave`,
      ])
        assert.equal((await browser.post(address, {})).status, 403, `${name} ${address}`)
    }
    assert.equal((await proposed(w)).length, 3)
  })
})
