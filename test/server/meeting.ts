import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { dayInLondon } from '../../src/platform/day.ts'
import { settingsFrom } from '../../src/platform/settings.ts'
import { accounts } from '../../src/sign-in/accounts.ts'
import { type Alliance, officeAt } from './alliance.ts'

/** Somebody who comes to a meeting, with the phone they are signed in on. */
export type Person = { id: number; cookie: string }
export type School = { membershipId: number; head: Person; deputies: [Person, Person] }

export type Meeting = {
  id: number
  /** The item on which two people write, one for each of them alone, and one for decisions and actions. */
  items: { shared: number; clerk: number; chair: number; decisions: number }
  schools: School[]
  clerk: Person
  chair: Person
  office: Person
  doorCode: string
}

/** A school, its membership, its head and two deputies; gives the membership, and each with their mail address. */
const A_SCHOOL = `
  with school as (
    insert into schools (urn, name, short_name) values (992000 + $1, 'Meeting School ' || $1, 'Meeting ' || $1) returning urn
  ), member as (
    insert into memberships (joined_on) values ('2015-09-01') returning id
  ), borne as (
    insert into membership_schools (membership_id, urn, from_on) select id, urn, '2015-09-01' from member, school
  ), somebody as (
    insert into people (name, email) select name || ' ' || $1, lower(name) || $1 || '@meeting.example'
    from (values ('Head'), ('Deputy'), ('Other')) as names (name) returning id, name, email
  ), holding as (
    insert into posts (person_id, membership_id, post, from_on)
    select somebody.id, member.id, case when name like 'Head%' then 'head' else 'deputy' end, '2015-09-01'
    from somebody, member
  )
  select member.id as "membershipId", somebody.id, email from member, somebody order by name like 'Head%' desc, name`

/** A meeting of the board on this day, with its chair and its clerk. */
const A_MEETING = `
  with meeting as (
    insert into meetings (title, held_on, status, chair_id, clerk_id) values ('Board', $1, 'planned', $2, $3) returning id
  ), board as (
    insert into meeting_groups (meeting_id, group_id)
    select meeting.id, groups.id from meeting, groups where kind = 'board'
  )
  insert into agenda_items (meeting_id, position, kind, title)
  select id, at, 'report', title from meeting, (values (1, 'shared'), (2, 'clerk'), (3, 'chair'), (4, 'decisions'))
    as items (at, title) returning meeting_id as meeting, id, title`

const SHARED = `insert into item_minutes (meeting_id, item_id, words) values ($1, $2, E'clerk 0\\n\\nBetween them.\\n\\nchair 0')`

/** A board meeting that goes on now, with so many new schools, all of whose leaders are signed in; its door is open. */
export async function meetingOf(alliance: Alliance, url: string, many: number): Promise<Meeting> {
  const { pool } = alliance.records
  const schools = await newSchools(alliance, url, many)
  const [chair, clerk] = schools.map(({ head }) => head)
  assert.ok(chair && clerk)
  const { rows } = await pool.query<{ meeting: number; id: number; title: keyof Meeting['items'] }>(
    A_MEETING,
    [dayInLondon(new Date()), chair.id, clerk.id],
  )
  const id = rows[0]?.meeting ?? 0
  const items = Object.fromEntries(rows.map((row) => [row.title, row.id])) as Meeting['items']
  await pool.query(SHARED, [id, items.shared])
  const office = officeAt(url, alliance)
  for (const press of ['begin', 'door'])
    assert.equal((await office.post(`/meetings/${id}/${press}`, { 'form-key': randomUUID() })).status, 303)
  const { rows: doors } = await pool.query('select door_code from meetings where id = $1', [id])
  const keeps = { clerk, chair, office: { id: 0, cookie: alliance.cookie } }
  return { id, items, schools, ...keeps, doorCode: doors[0].door_code }
}

async function newSchools({ records, settings }: Alliance, url: string, many: number): Promise<School[]> {
  const { secret } = settingsFrom(settings, '/')
  const signing = accounts(records, { url, secret, secure: false })
  const schools: School[] = []
  for (let n = 1; n <= many; n += 1) {
    const { rows } = await records.pool.query<{ membershipId: number; id: number; email: string }>(A_SCHOOL, [
      n,
    ])
    const people: Person[] = []
    for (const { id, email } of rows) {
      const cookie = await signing.open(await signing.tokenFor(email))
      people.push({ id, cookie: cookie?.split(';')[0] ?? '' })
    }
    const [head, ...deputies] = people as [Person, Person, Person]
    schools.push({ membershipId: rows[0]?.membershipId ?? 0, head, deputies })
  }
  return schools
}
