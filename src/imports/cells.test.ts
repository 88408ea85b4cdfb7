import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { altered, type Row } from '../../test/year.ts'
import type { SheetName } from './format.ts'

describe('one cell', () => {
  // biome-ignore format: one case a line
  const cases: [sheet: SheetName, column: string, typed: string, wrong: RegExp, right: RegExp][] = [
    ['schools', 'urn', '', /blank/, /Fill it in, like 990001/],
    ['schools', 'urn', '99000', /not a URN/, /six figures/],
    ['schools', 'name', '=1+1', /looks like a formula/, /text itself/],
    ['schools', 'name', '@SUM', /looks like a formula/, /text itself/],
    ['schools', 'name', '+cmd', /looks like a formula/, /text itself/],
    ['schools', 'low_age', 'eleven', /whole number from 0 to 99/, /figures/],
    ['schools', 'left_on', '2017-12-31', /before 2018-01-01/, /one of the two/],
    ['people', 'email', 'a.new', /not an email address/, /name@example.com/],
    ['people', 'post', 'caretaker', /not one of the list/, /head, acting head/],
    ['people', 'urn', '', /blank, and so is organisation/, /where they hold/],
    ['people', 'post', '', /blank/, /which post/],
    ['people', 'to', '2017-08-31', /before 2017-09-01/, /one of the two/],
    ['people', 'urn', '990090', /Outside School, which was never a member/, /schools.csv/],
    ['people', 'email', 'L.Almeida@ashmere.example', /address of Lucia Almeida \(p-1\)/, /an address of their own for each/],
    ['groups', 'kind', 'club', /not one of the list/, /board, ssig, hub, hub leads, working group, panel or outside body/],
    ['groups', 'lead', 'p-404', /no person we know/, /add it to people.csv/],
    ['meetings', 'held_on', '31/02/2018', /not a day that exists/, /2018-03-05 or 05\/03\/2018/],
    ['meetings', 'held_on', '03/25/2018', /the month comes first/, /25 March 2018, write 2018-03-25/],
    ['meetings', 'held_on', '05/03/18', /year of two figures/, /all four/],
    ['meetings', 'held_on', '1918-03-05', /before 1990/, /Check the year/],
    ['meetings', 'held_on', '2028-03-05', /more than 3 years ahead/, /Check the year/],
    ['meetings', 'held_on', 'March', /not a date/, /Write it like/],
    ['meetings', 'starts', '25:00', /not a time/, /15:45/],
    ['meetings', 'ends', '15:45', /not after 15:45/, /one of the two times/],
    ['meetings', 'group', 'maths; art', /no group we know/, /groups.csv/],
    ['attendance', 'meeting', 'm-404', /no meeting we know/, /meetings.csv/],
    ['attendance', 'person', 'Dev Khan', /name of 2 people/, /ref of the one/],
    ['attendance', 'urn', '999999', /not the URN of a school we know/, /schools.csv/],
    ['attendance', 'urn', '990025', /Withy Brook High School, which was not a member on 5 March 2018/, /from 1 September 2012 to 31 December 2016/],
    ['attendance', 'capacity', 'boss', /not one of the list/, /representative/],
    ['support', 'half', 'evening', /not one of the list/, /am, pm, day or twilight/],
    ['support', 'through_ssig', 'perhaps', /neither yes nor no/, /yes or no/],
    ['support', 'through_ssig', '', /blank/, /Fill it in/],
    ['support', 'from_urn', '990025', /was not a member/, /It was a member/],
    ['support', 'practitioner', 'p-404', /no person/, /people.csv/],
    ['courses', 'days', '2 weeks', /not a number of days/, /1\.5/],
    ['sessions', 'course', 'c-404', /no course/, /courses.csv/],
    ['sessions', 'host_urn', '990025', /was not a member/, /It was a member/],
    ['participants', 'session', 's-404', /no session/, /sessions.csv/],
    ['participants', 'outcome', 'came', /not one of the list/, /booked, attended/],
    ['schemes', 'urns', '990001; 99', /holds “99”, which is not a URN/, /six figures/],
    ['schemes', 'urns', '990025', /was not a member while the scheme ran/, /It was a member/],
    ['schemes', 'to', '2016-01-01', /before 2017-09-01/, /one of the two/],
    ['resources', 'kind', 'leaflet', /not one of the list/, /data booklet/],
    ['packages', 'to', '2016-01-01', /before 2017-09-01/, /one of the two/],
    ['case_studies', 'file', 'gone.md', /not among the files/, /beside this one/],
    ['case_studies', 'file', '../study.md', /names a folder/, /name alone/],
    ['case_studies', 'urn', '990025', /was not a member/, /It was a member/],
    ['reading', 'pupil', 'C350400126001', /looks like a UPN/, /R01/],
    ['reading', 'reading_age', '11:12', /12 months/, /08:02/],
    ['reading', 'reading_age', '10.5', /months or tenths/, /08:02/],
    ['reading', 'reading_age', '8:2', /not a reading age/, /08:02/],
    ['reading', 'reading_age', '<6:00', /beyond the test/, /06:00/],
    ['reading', 'reading_age', '16:06+', /beyond the test/, /16:06/],
    ['reading', 'reading_age', '01:00', /no age/, /08:02/],
    ['reading', 'dob', '2017-01-01', /makes the pupil 0/, /year of both/],
    ['reading', 'dob', '1985-12-02', /makes the pupil 31/, /year of both/],
    ['reading', 'urn', '990025', /was not a member/, /It was a member/],
  ]
  for (const [sheet, column, typed, wrong, correct] of cases)
    test(`${sheet}.csv, ${column}: ${typed || 'blank'}`, async () => {
      const { faults } = await altered(sheet, { [column]: typed })
      assert.equal(faults.length, 1, JSON.stringify(faults))
      const [fault] = faults
      assert.deepEqual([fault?.file, fault?.row, fault?.column], [`${sheet}.csv`, 2, column])
      assert.match(fault?.wrong ?? '', wrong)
      assert.match(fault?.right ?? '', correct)
    })
})

describe('ways of saying the same', () => {
  // biome-ignore format: one case a line
  const cases: [sheet: SheetName, row: Row][] = [
    ['people', { post: 'Headteacher' }],
    ['people', { post: 'DEPUTY', from: '2017-09-01 00:00:00' }],
    ['people', { from: '1/9/2017', urn: '', organisation: 'Rivington Vale Council' }],
    ['attendance', { person: 'l.almeida@ashmere.example' }],
    ['attendance', { person: 'Noor Iqbal' }],
    ['attendance', { person: '', capacity: 'Apologies' }],
    ['attendance', { urn: '990025', capacity: 'observer' }],
    ['attendance', { meeting: 'M-1', urn: '' }],
    ['support', { through_ssig: 'TRUE', half: 'Morning', status: 'Canceled' }],
    ['support', { to_urn: '990025' }],
    ['support', { to_urn: '990090' }],
    ['support', { on: '2018-03-05', half: 'pm' }],
    ['support', { ref: 'v1', on: '2018-03-05' }],
    ['meetings', { starts: '3.45pm', ends: '17:15:00', group: 'Maths hub' }],
    ['participants', { urn: '990025' }],
    ['participants', { session: '', urn: '' }],
    ['schemes', { kind: 'Teacher-training route', urns: 'all' }],
    ['courses', { days: '1½ days' }],
  ]
  for (const [sheet, row] of cases)
    test(`${sheet}.csv: ${JSON.stringify(row)}`, async () => {
      assert.deepEqual((await altered(sheet, row)).faults, [])
    })
})
