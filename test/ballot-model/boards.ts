import { personOn } from '../../src/people/queries.ts'
import { type Actor, actor } from '../../src/platform/action.ts'
import { type Day, day } from '../../src/platform/day.ts'
import { type Database, everything } from '../../src/platform/db.ts'
import type { Who } from '../../src/platform/who.ts'
import { type Agreed, type Name, names, type School, type Setting } from './cast.ts'

export const CODE = 'ACD346'

/** A board of four schools that is one for a day of its own, so that several are beside each other in one database. */
export type Board = {
  on: Day
  agreed: Agreed
  members: Record<School, number>
  people: Record<Name, Who>
  by: (name: Name) => Actor
  database: Database
  /** The same with every right, to set a ballot up and to look at what came of it. */
  owner: Database
  group: number
  /** The meeting of the run before, which counts for nothing in this one. */
  before: number
}

const A_BOARD = `
  with named as (
    select $1::integer * 10 + n as urn, $2::date as day, initcap(name) || ' ' || $1 as title, name, n
    from unnest(array['ash', 'birch', 'cedar', 'dale']) with ordinality as schools (name, n)
  ), school as (
    insert into schools (urn, name, short_name) select urn, title || ' High School', title from named returning urn
  ), member as (
    insert into memberships (joined_on, left_on) select day, day from named order by n returning id
  ), numbered as (
    select id, row_number() over (order by id) as n from member
  ), bears as (
    insert into membership_schools (membership_id, urn, from_on, to_on)
    select numbered.id, urn, day, day from numbered join named using (n) returning membership_id, urn
  ), person as (
    insert into people (name, email) select who || ' ' || $1, lower(who) || $1 || '@board.example' from unnest($3::text[]) who
    returning id, split_part(name, ' ', 1) as who
  ), held as (
    select person.id as person_id, person.who, post, numbered.id as membership_id from unnest($4::text[], $5::text[], $6::text[]) as p (who, post, school)
      join person using (who) left join named on named.name = p.school left join numbered using (n)
  ), posts as (
    insert into posts (person_id, membership_id, organisation_id, post)
    select person_id, membership_id, case when membership_id is null then $7::bigint end, post from held
  ), letter as (
    insert into acting_letters (membership_id, person_id, dated_on, from_on)
    select membership_id, person_id, $2::date - 20, $2::date - 10 from held where who = 'birchActing'
  ), earlier as (
    insert into meetings (title, held_on, status) values ('Board', $2::date - 30, 'held') returning id
  ), of_board as (
    insert into meeting_groups (meeting_id, group_id) select id, $8::bigint from earlier
  ), stood_in as (
    insert into attendances (meeting_id, membership_id, urn, person_id, capacity)
    select earlier.id, membership_id, urn, person_id, 'deputy' from earlier, held join bears using (membership_id)
    where who = 'daleDeputy'
  ), terms as (
    insert into agreed_terms (name, year, value) select * from unnest(array['quorum', 'abstentions'], array[$9::integer, $9], array[$10::integer, $11])
  )
  select name, numbered.id, 'school' as is from numbered join named using (n)
  union all select who, id, 'person' from person`

/** Which post everybody holds at which school. */
const posts: [Name, string, School | null][] = [
  ['ashHead', 'head', 'ash'],
  ['ashDeputy', 'deputy', 'ash'],
  ['ashOther', 'deputy', 'ash'],
  ['ashTeacher', 'teacher', 'ash'],
  ['birchHead', 'head', 'birch'],
  ['birchActing', 'deputy', 'birch'],
  ['birchDeputy', 'deputy', 'birch'],
  ['executive', 'executive head', 'cedar'],
  ['executive', 'executive head', 'dale'],
  ['cedarDeputy', 'deputy', 'cedar'],
  ['daleDeputy', 'deputy', 'dale'],
  ['officer', 'local authority officer', null],
  ['office', 'coordinator', null],
]

/** The numbers of the heads’ years; each board is in a year of its own. */
const agreements: Agreed[] = [
  { quorum: 50, abstentionsCast: false },
  { quorum: 75, abstentionsCast: true },
  { quorum: 25, abstentionsCast: true },
  { quorum: 50, abstentionsCast: false },
]
const FIRST_YEAR = 2016

type Databases = Pick<Board, 'database' | 'owner'>

/** So many boards in one database. */
export async function boardsIn(databases: Databases, many: number): Promise<Board[]> {
  const { pool } = databases.owner
  const only = async (insert: string) =>
    (await pool.query<{ id: number }>(`${insert} returning id`)).rows[0]?.id ?? 0
  const group = await only(`insert into groups (name, kind) values ('Board', 'board')`)
  const organisation = await only(`insert into organisations (name, kind) values ('The alliance', 'office')`)
  const boards: Board[] = []
  for (let n = 0; n < many; n += 1) boards.push(await aBoard(databases, { n, group, organisation }))
  return boards
}

async function aBoard(
  { database, owner }: Databases,
  { n, group, organisation }: { n: number; group: number; organisation: number },
): Promise<Board> {
  const year = FIRST_YEAR + n
  const on = day(`${year + 1}-03-05`)
  const agreed = agreements[n % agreements.length] as Agreed
  const held = [0, 1, 2].map((column) => posts.map((post) => post[column]))
  const terms = [year, agreed.quorum, agreed.abstentionsCast ? 1 : 0]
  const values = [99_000 + n, on, names, ...held, organisation, group, ...terms]
  const { rows } = await owner.pool.query<{ name: string; id: number; is: 'school' | 'person' }>(
    A_BOARD,
    values,
  )
  const ids = (is: string) => rows.filter((row) => row.is === is).map(({ name, id }) => [name, id] as const)
  const db = database.reader(everything)
  const found = await Promise.all(
    ids('person').map(async ([name, id]) => [name, await personOn(db, { id }, on)]),
  )
  const people = Object.fromEntries(found) as Board['people']
  return {
    ...{ on, agreed, database, owner, group, before: 0, people },
    members: Object.fromEntries(ids('school')) as Board['members'],
    by: (name) => actor(database, people[name], on),
  }
}

/** A ballot of a run: the meeting at which, and the item on which it is, and its candidates by their places. */
export type Drafted = { meeting: number; item: number; ballot: number; options: number[] }

const A_BALLOT = `
  with over as (
    update meetings set status = 'cancelled' where id = $1
  ), gone as (
    delete from attendances where meeting_id = $1
  ), meeting as (
    insert into meetings (title, held_on, status, door_code, began_at, chair_id)
    values ('Board', $2, case when $3 then 'held' else 'planned' end, $4, case when $3 then $2::date + time '10:00' end, $5)
    returning id
  ), of_board as (
    insert into meeting_groups (meeting_id, group_id) select id, $6::bigint from meeting
  ), item as (
    insert into agenda_items (meeting_id, position, kind, title) select id, 1, 'decision', 'Item' from meeting returning id
  ), ballot as (
    insert into ballots (item_id, by_correspondence, asks, manner, question, counting, majority, may_change, accepted_at, opens_at, closes_at)
    select case when $7 then id end, $8, $9, 'named', 'Question', $10, $11, $12, $2::date + time '09:00',
      case when $8 then now() - interval '2 days' end,
      case when $8 then now() + case when $13 then interval '-1 hour' else interval '1 day' end end
    from item returning id
  ), option as (
    insert into ballot_options (ballot_id, position, words) select id, n, 'Candidate ' || n from ballot, generate_series(1, $14::integer) n
    returning id, position
  ), there as (
    insert into attendances (meeting_id, membership_id, urn, person_id, capacity, arrived, how)
    select meeting.id, membership_id, urn, person_id, 'head', '09:30', 'clerk'
    from meeting, unnest($15::bigint[]) person_id join posts using (person_id) join membership_schools using (membership_id)
  )
  select meeting.id as meeting, item.id as item, ballot.id as ballot,
    (select coalesce(json_agg(id order by position), '[]') from option) as options from meeting, item, ballot`

/** The ballot of a run, drafted, and the meeting it is taken at, by one statement. */
export async function draft(
  board: Board,
  { asked, mayChange, afar, heads, begun, chaired }: Setting,
): Promise<Drafted> {
  const { on, people, group, before } = board
  const { rows } = await board.owner.pool.query<Drafted>(A_BALLOT, [
    ...[before, on, begun, CODE, chaired ? people.ashHead.personId : null, group],
    ...[afar === null || afar.onItem, afar !== null, ...kindOf(asked), mayChange, afar?.over ?? false],
    ...[asked.asks === 'election' ? asked.candidates : 0, heads.map((name) => people[name].personId)],
  ])
  const drafted = rows[0] as Drafted
  board.before = drafted.meeting
  return drafted
}

const kindOf = (asked: Setting['asked']) =>
  asked.asks === 'motion' ? ['motion', null, asked.majority] : ['election', 'first past the post', null]
