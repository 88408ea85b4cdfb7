import type { SheetName } from './format.ts'
import type { Target } from './merge.ts'

/** A table that a sheet's rows go to, and the column of the sheet that each of its columns comes from. */
export type SheetTarget = Target & { sheet: SheetName; what: string; from: Record<string, string> }

type Declared = Omit<SheetTarget, 'columns' | 'corrects' | 'match'> & { fixed?: string[]; match?: string }

/** `from` names what a row may correct; `fixed` is what names the row and is only ever written once. */
function target({ fixed = [], match = 'lower(t.ref) = lower(g.ref)', ...rest }: Declared): SheetTarget {
  const corrects = Object.keys(rest.from)
  return { ...rest, match, columns: [...fixed, ...corrects], corrects }
}

const sameId = 't.id = g.id'

/** Every table of a year, in the order in which rows build on one another. */
export const targets = {
  schools: target({
    what: 'schools',
    sheet: 'schools',
    table: 'schools',
    id: 'urn',
    match: 't.urn = g.urn',
    fixed: ['urn'],
    keepsBlanks: true,
    from: {
      name: 'name',
      short_name: 'short_name',
      type: 'type',
      religious_character: 'religious_character',
      low_age: 'low_age',
      high_age: 'high_age',
      trust_id: 'trust',
    },
  }),
  memberships: target({
    what: 'memberships',
    sheet: 'schools',
    table: 'memberships',
    match: sameId,
    idsGiven: true,
    fixed: ['joined_on'],
    from: { left_on: 'left_on' },
  }),
  people: target({
    what: 'people',
    sheet: 'people',
    table: 'people',
    match: sameId,
    idsGiven: true,
    park: { set: 'email = null', if: 't.email is distinct from g.email' },
    from: { ref: 'ref', name: 'name', email: 'name' },
  }),
  posts: target({
    what: 'posts',
    sheet: 'people',
    table: 'posts',
    match: sameId,
    park: { set: `post = 'corrected ' || t.id`, if: 'true' },
    fixed: ['person_id', 'membership_id', 'organisation_id'],
    from: { post: 'ref', from_on: 'from', to_on: 'to' },
  }),
  groups: target({
    what: 'groups',
    sheet: 'groups',
    table: 'groups',
    match: sameId,
    idsGiven: true,
    fixed: ['ref'],
    from: { name: 'name', kind: 'kind', subject: 'subject', lead_id: 'lead' },
  }),
  meetings: target({
    what: 'meetings',
    sheet: 'meetings',
    table: 'meetings',
    match: sameId,
    idsGiven: true,
    links: {
      table: 'meeting_groups',
      own: 'meeting_id',
      other: 'group_id',
      said: {
        as: 'groups',
        names: `select string_agg(name, '; ' order by name) from meeting_groups join groups on groups.id = group_id where meeting_id = t.id`,
      },
    },
    fixed: ['ref'],
    from: {
      title: 'title',
      held_on: 'held_on',
      starts: 'starts',
      ends: 'ends',
      place: 'place',
      status: 'status',
    },
  }),
  attendances: target({
    what: 'attendances',
    sheet: 'attendance',
    table: 'attendances',
    match:
      't.meeting_id = g.meeting_id and coalesce(t.urn, 0) = coalesce(g.urn, 0) and coalesce(t.person_id, 0) = coalesce(g.person_id, 0)',
    fixed: ['meeting_id', 'urn', 'person_id'],
    from: { membership_id: 'meeting', capacity: 'capacity' },
  }),
  visits: target({
    what: 'support visits',
    sheet: 'support',
    table: 'support_visits',
    park: { set: `status = 'cancelled'`, if: 'true' },
    fixed: ['ref'],
    from: {
      commission: 'commission',
      subject: 'subject',
      practitioner_id: 'practitioner',
      from_membership_id: 'from_urn',
      from_urn: 'from_urn',
      to_membership_id: 'to_urn',
      to_urn: 'to_urn',
      visited_on: 'on',
      half: 'half',
      status: 'status',
      through_ssig: 'through_ssig',
    },
  }),
  courses: target({
    what: 'courses',
    sheet: 'courses',
    table: 'courses',
    match: sameId,
    idsGiven: true,
    fixed: ['ref'],
    from: {
      title: 'title',
      kind: 'kind',
      subject: 'subject',
      audience: 'audience',
      half_days: 'days',
      run_by: 'run_by',
      status: 'status',
    },
  }),
  sessions: target({
    what: 'sessions',
    sheet: 'sessions',
    table: 'course_sessions',
    match: sameId,
    idsGiven: true,
    fixed: ['course_id', 'ref'],
    from: {
      held_on: 'on',
      starts: 'starts',
      ends: 'ends',
      venue: 'venue',
      host_membership_id: 'host_urn',
      status: 'status',
    },
  }),
  participants: target({
    what: 'participants',
    sheet: 'participants',
    table: 'participants',
    match:
      't.course_id = g.course_id and coalesce(t.session_id, 0) = coalesce(g.session_id, 0) and t.person_id = g.person_id',
    fixed: ['course_id', 'session_id', 'person_id'],
    from: { membership_id: 'course', urn: 'urn', role: 'role', outcome: 'outcome' },
  }),
  schemes: target({
    what: 'joint schemes',
    sheet: 'schemes',
    table: 'schemes',
    links: {
      table: 'scheme_members',
      own: 'scheme_id',
      other: 'membership_id',
      said: {
        as: 'schools',
        names: `select string_agg(short_name, '; ' order by short_name) from scheme_members join members on members.id = membership_id where scheme_id = t.id`,
      },
    },
    fixed: ['ref'],
    from: { name: 'name', kind: 'kind', from_on: 'from', to_on: 'to', everyone: 'urns' },
  }),
  resources: target({
    what: 'resources',
    sheet: 'resources',
    table: 'resources',
    fixed: ['ref'],
    from: { title: 'title', kind: 'kind', shared_on: 'shared_on', group_id: 'group' },
  }),
  packages: target({
    what: 'packages',
    sheet: 'packages',
    table: 'packages',
    fixed: ['ref'],
    from: { partner: 'partner', title: 'title', subsidised: 'subsidised', from_on: 'from', to_on: 'to' },
  }),
  caseStudies: target({
    what: 'case studies',
    sheet: 'case_studies',
    table: 'case_studies',
    fixed: ['ref'],
    from: {
      title: 'title',
      group_id: 'group',
      membership_id: 'urn',
      theory_of_action: 'theory_of_action',
      published_on: 'published_on',
      body: 'file',
    },
  }),
  readingTests: target({
    what: 'reading tests',
    sheet: 'reading',
    table: 'reading_tests',
    match:
      't.membership_id = g.membership_id and t.cohort = g.cohort and t.pupil = g.pupil and t.test = g.test and t.tested_on = g.tested_on',
    fixed: ['membership_id', 'pupil', 'test', 'tested_on', 'cohort'],
    from: { born_on: 'dob', reading_age: 'reading_age' },
  }),
} satisfies Record<string, SheetTarget>
export type TargetName = keyof typeof targets
