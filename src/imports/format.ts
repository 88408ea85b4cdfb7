import { groupKinds } from '../groups/tables.ts'
import { courseKinds, outcomes, sessionStatuses } from '../learning/tables.ts'
import { resourceKinds } from '../library/tables.ts'
import { capacities, meetingStatuses } from '../meetings/tables.ts'
import { posts } from '../people/tables.ts'
import { halves, visitStatuses } from '../support/visits/tables.ts'
import {
  type Column,
  day,
  email,
  fileBeside,
  halfDays,
  oneOf,
  pseudonym,
  readingAge,
  ref,
  refs,
  required,
  text,
  time,
  urn,
  urns,
  wholeNumber,
  yesNo,
} from './cells.ts'

type Columns = Record<string, Column<unknown>>

/** One sheet of a year: what its rows are, and its columns. Reading, faults, help and templates follow from it. */
export type SheetFormat<C extends Columns = Columns> = { title: string; rowIs: string; columns: C }

/** One row of a sheet, read. */
export type RecordOf<F extends SheetFormat> = { row: number } & {
  [Name in keyof F['columns']]: F['columns'][Name] extends Column<infer Value> ? Value : never
}

const sheet = <C extends Columns>(title: string, rowIs: string, columns: C): SheetFormat<C> => ({
  title,
  rowIs,
  columns,
})

const cancelled = { canceled: 'cancelled', 'called off': 'cancelled' } as const

/** A year of records as an office keeps it, in the order in which rows build on one another. */
export const year = {
  schools: sheet('Schools', 'one spell of one school as a member; a school that came back has two rows', {
    urn: required(urn('The school’s URN')),
    name: required(text('Its full name', 'Ashmere High School')),
    short_name: text('What it is called for short; blank means its full name', 'Ashmere'),
    type: text('Its type, as the national register names it', 'Community school'),
    religious_character: text('Its religious character', 'Does not apply'),
    low_age: wholeNumber('The youngest age it teaches', '11', 0, 99),
    high_age: wholeNumber('The oldest age it teaches', '16', 0, 99),
    trust: text('The trust it belongs to', 'Northmoor Trust'),
    joined_on: day(
      'The first day of this membership; blank for a school that is not a member',
      '2012-09-01',
      {
        earliest: 1950,
      },
    ),
    left_on: day('The last day of this membership; blank while it lasts', '', { earliest: 1950 }),
  }),
  people: sheet('People', 'one post of one person; somebody with two posts has two rows', {
    ref: required(ref('The person’s ref, the same in each of their rows', 'p-0001')),
    name: required(text('Their name', 'Lucia Almeida')),
    email: email('Their work email address', 'l.almeida@ashmere.example'),
    urn: urn('The school where they hold the post'),
    organisation: text('The organisation where they hold it, if it is no school', ''),
    post: oneOf('The post', posts, {
      headteacher: 'head',
      'head teacher': 'head',
      principal: 'head',
      'acting headteacher': 'acting head',
      'executive headteacher': 'executive head',
      'deputy head': 'deputy',
      'deputy headteacher': 'deputy',
      'newly qualified teacher': 'nqt',
      ect: 'nqt',
      'early career teacher': 'nqt',
      rqt: 'recently qualified teacher',
    }),
    from: day('The first day they held it', '2012-09-01', { earliest: 1950 }),
    to: day('The last day they held it; blank while they do', '', { earliest: 1950 }),
  }),
  groups: sheet('Groups', 'one group of the alliance', {
    ref: required(ref('The group’s ref', 'maths')),
    name: required(text('Its name', 'Maths hub')),
    kind: required(oneOf('What kind of group it is', groupKinds)),
    subject: text('Its subject', 'Maths'),
    lead: ref('Who leads it: a person’s ref, email address or name', 'p-0087'),
  }),
  meetings: sheet('Meetings', 'one meeting; a meeting that two groups held together is one row', {
    ref: required(ref('The meeting’s ref', 'maths-2017-10-04')),
    group: required(refs('The ref of the group that met, or of each, between semicolons', 'maths; science')),
    title: required(text('What it was about', 'Reasoning in year 7')),
    held_on: required(day('The day', '2017-10-04')),
    starts: time('When it began', '15:45'),
    ends: time('When it ended', '17:15'),
    place: text('Where', 'Beckside'),
    status: required(oneOf('What became of it', meetingStatuses, cancelled)),
  }),
  attendance: sheet('Attendance', 'one person, or one school, at one meeting', {
    meeting: required(ref('The meeting’s ref', 'maths-2017-10-04')),
    urn: urn('The school they came for; blank for a guest'),
    person: ref('Who came: a person’s ref, email address or name', 'p-0087'),
    capacity: required(
      oneOf('In what capacity', capacities, {
        headteacher: 'head',
        'deputy head': 'deputy',
        apology: 'apologies',
        'sent apologies': 'apologies',
        guest: 'observer',
      }),
    ),
  }),
  support: sheet('Support visits', 'one person’s visit on one day', {
    ref: required(ref('The visit’s ref', 'V1718-001')),
    commission: text('What it was part of', 'C1718-01'),
    subject: text('What it was about', 'Maths'),
    practitioner: required(ref('Who went: a person’s ref, email address or name', 'p-0631')),
    from_urn: required(urn('The school that sent them')),
    to_urn: required(urn('The school they went to', '990002')),
    on: required(day('The day', '2017-09-20')),
    half: required(
      oneOf('Which half-day, or the whole day', halves, {
        morning: 'am',
        afternoon: 'pm',
        'all day': 'day',
        'full day': 'day',
        'whole day': 'day',
      }),
    ),
    status: required(
      oneOf('What became of it', visitStatuses, {
        ...cancelled,
        'cancelled on the day by the host': 'cancelled on the day by host',
      }),
    ),
    through_ssig: required(yesNo('Whether the SSIG arranged it')),
  }),
  courses: sheet('Courses', 'one course, programme or conference', {
    ref: required(ref('The course’s ref', 'nqt-induction-1718')),
    title: required(text('Its title', 'NQT induction programme')),
    kind: required(oneOf('What kind of course it is', courseKinds)),
    subject: text('Its subject', 'Teaching and learning'),
    audience: text('Whom it is for', 'nqt', 500),
    days: halfDays('How long it is, in whole or half days', '2'),
    run_by: text('Who runs it', 'Rivington Vale Council'),
    status: text('What became of it', 'held', 60),
  }),
  sessions: sheet('Sessions', 'one session of one course', {
    course: required(ref('The course’s ref', 'nqt-induction-1718')),
    ref: required(ref('The session’s ref, different from every other of its course', 'nqt-induction-1718-1')),
    on: required(day('The day', '2017-09-27')),
    starts: time('When it began', '13:30'),
    ends: time('When it ended', '16:00'),
    venue: text('Where', 'online'),
    host_urn: urn('The school that hosted it', ''),
    status: required(oneOf('What became of it', sessionStatuses, cancelled)),
  }),
  participants: sheet(
    'Participants',
    'one person on one course, or at one session of it; the last row about the same is the last word',
    {
      course: required(ref('The course’s ref', 'nqt-induction-1718')),
      session: ref('The session’s ref; blank means the whole course', 'nqt-induction-1718-1'),
      person: required(ref('Who: a person’s ref, email address or name', 'p-1405')),
      urn: urn('The school they came for; blank means where they worked then'),
      role: text('Their role at the time', 'nqt'),
      outcome: required(
        oneOf('What became of it', outcomes, {
          withdrawn: 'withdrew',
          absent: 'did not attend',
          dna: 'did not attend',
        }),
      ),
    },
  ),
  schemes: sheet('Joint schemes', 'one scheme that schools take part in together', {
    ref: required(ref('The scheme’s ref', 'results-service-1718')),
    name: required(text('Its name', 'Shared results-analysis service')),
    kind: required(
      text(
        'What kind of scheme it is: data service, teacher training, panel, peer review or other',
        'data service',
      ),
    ),
    from: required(day('Its first day', '2017-09-01')),
    to: day('Its last day; blank while it lasts', '2018-08-31'),
    urns: urns('The schools that take part, between semicolons, or all', '990001; 990002'),
  }),
  resources: sheet('Resources', 'one thing shared with every member', {
    ref: required(ref('The resource’s ref', 'audit-mental-health')),
    title: required(text('Its title', 'Mental health audit for schools')),
    kind: required(oneOf('What kind of resource it is', resourceKinds)),
    shared_on: required(day('The day it was shared', '2018-03-14')),
    group: ref('The ref of the group it came from', 'wellbeing'),
  }),
  packages: sheet('Packages', 'one package of help from a partner or from the authority', {
    ref: required(ref('The package’s ref', 'tutoring-1718')),
    partner: required(text('Who gives it', 'Lamplight Tutoring')),
    title: required(text('What it is', 'Small-group tutoring at a reduced price')),
    subsidised: yesNo('Whether its price is reduced for members; blank means no'),
    from: required(day('Its first day', '2017-10-02')),
    to: day('Its last day; blank while it lasts', '2018-07-20'),
  }),
  case_studies: sheet('Case studies', 'one case study, its text in a file beside this one', {
    ref: required(ref('The case study’s ref', 'cs-volunteer-reading')),
    title: required(text('Its title', 'Neighbours who listen')),
    group: ref('The ref of the group it came from', 'teaching-learning'),
    urn: urn('The school it tells of', '990016'),
    theory_of_action: text('Its theory of action: if we …, then …', 'If we …, then …', 2_000),
    published_on: required(day('The day it was published', '2018-07-13')),
    file: required(
      fileBeside('The name of the Markdown file with its text', 'case-study-volunteer-reading.md'),
    ),
  }),
  reading: sheet('Reading tests', 'one reading test of one pupil; a pupil tested twice has two rows', {
    urn: required(urn('The pupil’s school', '990016')),
    pupil: required(pseudonym('The school’s own pseudonym for the pupil, never a name or UPN', 'R01')),
    dob: day('The pupil’s date of birth', '2005-12-02', { earliest: 1980 }),
    test: required(text('The name of the test', 'Cairnbrook Reading Age Test')),
    tested_on: required(day('The day of the test', '2017-09-18')),
    reading_age: readingAge('The reading age, in years and months', '07:11'),
    cohort: required(text('The cohort the pupil was chosen for', 'readers-2017')),
  }),
} satisfies Record<string, SheetFormat>

export type YearFormat = typeof year
export type SheetName = keyof YearFormat
export type RecordIn<Name extends SheetName> = RecordOf<YearFormat[Name]>

export const sheetNames = Object.keys(year) as SheetName[]
