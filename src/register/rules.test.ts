import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  differences,
  type EstablishmentCells,
  entryOf,
  establishmentColumns,
  followed,
  isSuccession,
  type LinkRow,
  miscounted,
} from './rules.ts'
import type { Entry } from './tables.ts'

const blank = Object.fromEntries(establishmentColumns.map((column) => [column, ''])) as EstablishmentCells
const cells = (some: Partial<EstablishmentCells>): EstablishmentCells => ({ ...blank, ...some })

describe('what a row of the register says', () => {
  const cases: [what: string, some: Partial<EstablishmentCells>, expected: Entry][] = [
    ['nothing', {}, {}],
    ['suppressed and unknown values', { NumberOfPupils: '..', Town: 'Not recorded', Postcode: '-' }, {}],
    [
      'a phase that does not apply stays',
      { 'PhaseOfEducation (name)': 'Not applicable' },
      { phase: 'Not applicable' },
    ],
    [
      'a religious character that does not apply stays',
      { 'ReligiousCharacter (name)': 'Does not apply' },
      { religiousCharacter: 'Does not apply' },
    ],
    [
      'a type by its code, with a nought',
      { 'TypeOfEstablishment (code)': '02' },
      { type: 'Voluntary aided school' },
    ],
    [
      'a type by its code, without',
      { 'TypeOfEstablishment (code)': '2' },
      { type: 'Voluntary aided school' },
    ],
    ['a type that no list holds', { 'TypeOfEstablishment (code)': '99' }, {}],
    [
      'its name before its code',
      { 'TypeOfEstablishment (code)': '2', 'TypeOfEstablishment (name)': 'Academy converter' },
      { type: 'Academy converter' },
    ],
    ['a phase by its code', { 'PhaseOfEducation (code)': '7' }, { phase: 'All-through' }],
    [
      'days of its own kind',
      { OpenDate: '01-09-2012', CloseDate: '31/03/2027' },
      { openedOn: '2012-09-01', closedOn: '2027-03-31' } as Entry,
    ],
    ['a day that is none', { OpenDate: '31-02-2012' }, {}],
    [
      'a site without a scheme',
      { SchoolWebsite: 'www.ashmere.example' },
      { website: 'http://www.ashmere.example' },
    ],
    [
      'a site with one',
      { SchoolWebsite: 'HTTPS://ashmere.example/' },
      { website: 'https://ashmere.example/' },
    ],
    [
      'a site with half of one',
      { SchoolWebsite: 'http//ashmere.example' },
      { website: 'http://ashmere.example' },
    ],
    ['no site at all', { SchoolWebsite: 'none yet' }, {}],
    ['an address that would run', { SchoolWebsite: 'javascript:alert(1)' }, {}],
    ['a telephone number that lost its nought', { TelephoneNum: '1204555010' }, { telephone: '01204555010' }],
    ['a number of pupils', { NumberOfPupils: '928', NumberOfBoys: '500' }, { pupils: 928 }],
    ['more boys than pupils', { NumberOfPupils: '928', NumberOfBoys: '930' }, {}],
    ['ages', { StatutoryLowAge: '11', StatutoryHighAge: '16' }, { lowAge: 11, highAge: 16 }],
    ['ages that are none', { StatutoryLowAge: '-3', StatutoryHighAge: '1e3' }, {}],
    [
      'a head',
      { 'HeadTitle (name)': 'Mrs', HeadFirstName: 'Ada', HeadLastName: 'Bolt' },
      { headName: 'Mrs Ada Bolt' },
    ],
    [
      'a head without a title',
      { 'HeadTitle (name)': 'Not recorded', HeadFirstName: 'Ada', HeadLastName: 'Bolt' },
      { headName: 'Ada Bolt' },
    ],
    [
      'an academy trust',
      { 'TrustSchoolFlag (name)': 'Supported by a multi-academy trust', 'Trusts (name)': 'NORTHMOOR TRUST' },
      { trust: 'NORTHMOOR TRUST' },
    ],
    [
      'a foundation trust, which runs nothing',
      { 'TrustSchoolFlag (name)': 'Supported by a trust', 'Trusts (name)': 'Vale Co-operative' },
      {},
    ],
  ]
  for (const [what, some, expected] of cases)
    test(what, () => assert.deepEqual(entryOf(cells(some)), expected))

  test('whatever stands in its cells, only a whole entry comes out', () => {
    const some = fc.record(Object.fromEntries(establishmentColumns.map((column) => [column, fc.string()])))
    fc.assert(
      fc.property(some, (row) => {
        const entry = entryOf(row as EstablishmentCells)
        assert.ok(
          Object.values(entry).every((value) => value !== undefined && value !== null && value !== ''),
        )
        for (const age of [entry.lowAge, entry.highAge])
          assert.ok(age === undefined || (Number(age) >= 0 && Number(age) <= 99))
      }),
    )
  })

  test('a suppressed number of boys is no miscount', () => {
    assert.ok(!miscounted(cells({ NumberOfPupils: '20', NumberOfBoys: '..', NumberOfGirls: '' })))
  })
})

describe('differences', () => {
  const cases: [what: string, here: Entry, register: Entry, expected: string[]][] = [
    ['the same', { name: 'Ashmere' }, { name: 'Ashmere' }, []],
    ['another name', { name: 'Ashmere' }, { name: 'Ashmere Academy' }, ['name: Ashmere → Ashmere Academy']],
    ['what the register does not know takes nothing away', { town: 'Vale' }, {}, []],
    ['a site written otherwise', { website: 'https://a.example' }, { website: 'http://A.example/' }, []],
    [
      'a telephone number written otherwise',
      { telephone: '01204 555 010' },
      { telephone: '01204555010' },
      [],
    ],
    ['a postcode written otherwise', { postcode: 'BL1 1AA' }, { postcode: 'BL11AA' }, []],
    ['a trust in capitals', { trust: 'Northmoor Trust' }, { trust: 'NORTHMOOR TRUST' }, []],
    ['something not known here', { pupils: null }, { pupils: 900 }, ['pupils: null → 900']],
  ]
  for (const [what, here, register, expected] of cases)
    test(what, () =>
      assert.deepEqual(
        differences(here, register).map(({ field, was, becomes }) => `${field}: ${was} → ${becomes}`),
        expected,
      ),
    )
})

describe('links as a graph', () => {
  const link = (urn: number, linkUrn: number, type = 'Successor'): LinkRow => ({
    urn,
    linkUrn,
    type,
    name: '',
    establishedOn: null,
  })
  test('is followed however far, many to many, and ends in a circle', () => {
    const links = [
      link(1, 2),
      link(1, 3, 'Successor - Split School'),
      link(2, 4, 'Successor - merged'),
      link(3, 4, 'Result of Amalgamation'),
      link(4, 1),
      link(2, 9, 'Sixth Form Centre Link'),
      link(7, 8),
    ]
    const found = followed(links, [1], isSuccession)
    assert.deepEqual(found.map(({ urn, linkUrn }) => `${urn}${linkUrn}`).sort(), [
      '12',
      '13',
      '24',
      '34',
      '41',
    ])
  })
})
