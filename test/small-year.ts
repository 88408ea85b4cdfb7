import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { importYear } from '../src/imports/actions.ts'
import type { Source } from '../src/imports/bring.ts'
import { type SheetName, sheetNames } from '../src/imports/format.ts'
import type { World } from './world.ts'
import { csvOf, type Row, right } from './year.ts'

export const people: [Row, Row, Row] = [
  {
    ref: 'p-1',
    name: 'Lucia Almeida',
    email: 'lucia@ashmere.example',
    urn: '990001',
    post: 'head',
    from: '2017-09-01',
  },
  {
    ref: 'p-2',
    name: 'Bo Brown',
    email: 'bo@brindle.example',
    urn: '990002',
    post: 'teacher',
    from: '2017-09-01',
  },
  {
    ref: 'p-3',
    name: 'Cy Council',
    organisation: 'Vale Council',
    post: 'local authority officer',
    from: '2017-09-01',
  },
]
export const schools: [Row, Row] = [
  {
    urn: '990003',
    name: 'Carr Lane Academy',
    joined_on: '2015-09-01',
    left_on: '2017-12-31',
    trust: 'Northmoor Trust',
  },
  { urn: '990004', name: 'Dunscar Vale Academy', joined_on: '2018-01-08', trust: 'Northmoor Trust' },
]
/** A small year of its own over the small alliance: each sheet has at least one row. */
export const small: Record<SheetName, Row[]> = {
  ...(Object.fromEntries(sheetNames.map((name) => [name, [right[name]]])) as Record<SheetName, Row[]>),
  people,
  schools,
  groups: [{ ref: 'art', name: 'Art hub', kind: 'hub', lead: 'p-2' }],
  meetings: [
    { ...right.meetings, group: 'art; Maths hub', ref: 'm-1' },
    { ...right.meetings, group: 'art', ref: 'm-2', held_on: '2018-03-01' },
  ],
  attendance: [
    right.attendance,
    { meeting: 'm-2', urn: '990002', person: 'p-2', capacity: 'representative' },
  ],
  courses: [{ ...right.courses, ref: 'c-1' }],
  sessions: [{ ...right.sessions, ref: 's-1', host_urn: '990004' }],
  resources: [{ ...right.resources, group: 'art' }],
}

export function sourceOf(sheets: Partial<Record<SheetName, Row[]>>): Source {
  const files = Object.entries(sheets).map(
    ([name, rows]) => new File([csvOf(name as SheetName, rows)], `${name}.csv`),
  )
  return { kind: 'year', name: 'a test', files: [...files, new File(['We listened.'], 'study.md')] }
}

const tables = [
  'trusts', 'organisations', 'schools', 'memberships', 'membership_schools', 'people', 'posts', 'groups', 'meetings',
  'meeting_groups', 'attendances', 'support_visits', 'courses', 'course_sessions', 'participants', 'schemes',
  'scheme_members', 'resources', 'packages', 'case_studies', 'reading_tests', 'revisions', 'imports', 'uploads',
] // biome-ignore format: a list

/** Everything that is recorded, so that two moments can be compared. */
export async function everything({ db }: World, ...without: string[]) {
  const all: Record<string, unknown[]> = {}
  for (const table of tables.filter((name) => !without.includes(name)))
    all[table] = (await sql`select * from ${sql.table(table)} order by 1, 2`.execute(db)).rows
  return all
}
/** As it was, save that corrections and their undoing are counted. */
export const withoutVersions = (all: Record<string, unknown[]>) =>
  JSON.parse(JSON.stringify(all, (key, value) => (key === 'version' ? undefined : value)))

export const auditLines = async ({ db }: World) =>
  (await db.selectFrom('auditLog').select('did').orderBy('seq').execute()).map(({ did }) => did)
/** How many rows of all kinds were added, or changed. */
export const total = (told: { added: number; changed: number }[], of: 'added' | 'changed') =>
  told.reduce((all, one) => all + one[of], 0)

/** Imports these sheets, which must be right. */
export async function imported(here: World, sheets: Partial<Record<SheetName, Row[]>>) {
  const summary = await importYear(await here.by('coordinator'), sourceOf(sheets))
  assert.deepEqual(summary.faults, [])
  return summary
}
