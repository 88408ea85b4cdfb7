import { sql } from 'kysely'
import { terms } from '../../agreement/terms/queries.ts'
import { type Agreed, termsOf } from '../../agreement/terms/rules.ts'
import { heads, type Post } from '../../people/tables.ts'
import { academicYearOf, type Day, firstDay, lastDay } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { RowOptions } from '../../platform/form.ts'
import { notFound } from '../../platform/refusal.ts'
import { conflictedMemberships } from '../agenda/interests/queries.ts'
import type { MeetingStatus } from '../tables.ts'
import { type Claim, type Letter, quorumAt, quorumInWords, type SeatLine, standIns } from './rules.ts'

/** What a seat at a meeting hangs on. */
export type Sitting = {
  id: number
  title: string
  heldOn: Day
  starts: string | null
  place: string | null
  status: MeetingStatus
  ofBoard: boolean
  chairId: number | null
  clerkId: number | null
  beganAt: Date | null
  endedAt: Date | null
  doorCode: string | null
}

const ofBoard = sql<boolean>`exists (
  select from meeting_groups join groups on groups.id = group_id where meeting_id = meetings.id and groups.kind = 'board')`

const ofBoardNow = (id: number) => sql`(select ${ofBoard} from meetings where meetings.id = ${id})`

export async function sitting(db: Reader, id: number): Promise<Sitting> {
  const found = await db
    .selectFrom('meetings')
    .select(['id', 'title', 'heldOn', 'starts', 'place', 'status', 'chairId', 'clerkId'])
    .select(['beganAt', 'endedAt', 'doorCode', ofBoard.as('ofBoard')])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}

/** What a school’s people were there on this day; a school that left and came back is one school. */
const postsThere = (membershipId: number, on: Day) => sql`(
  select posts.person_id, posts.post from posts
    join membership_schools there on there.membership_id = posts.membership_id
    join membership_schools here on here.urn = there.urn
  where here.membership_id = ${membershipId}
    and coalesce(posts.from_on <= ${on}, true) and coalesce(posts.to_on >= ${on}, true))`

/** Whether somebody comes to a meeting whatever else they see: they are on its register, named, or act as head. */
export async function isExpected(
  db: Reader,
  { id, heldOn }: Sitting,
  personId: number | null,
): Promise<boolean> {
  const { rows } = await sql<{ yes: boolean }>`
    select exists (select from attendances where meeting_id = ${id} and person_id = ${personId})
      or exists (select from deputy_namings
        where meeting_id = ${id} and person_id = ${personId} and withdrawn_at is null)
      or (${ofBoardNow(id)} and exists (select from acting_letters where person_id = ${personId}
        and dated_on < ${heldOn} and from_on <= ${heldOn} and coalesce(to_on >= ${heldOn}, true))) as yes`.execute(
    db,
  )
  return rows[0]?.yes ?? false
}

export type Claimed = {
  membershipId: number
  personId: number | null
  as: Claim['as']
  /** The line of the register that says so already. */
  except?: number
  /** They registered themselves, so that whom the head named comes first. */
  bySelf?: boolean
}

type ClaimFound = Pick<Claim, 'school' | 'person' | 'posts' | 'letters' | 'seated' | 'named' | 'stoodIn'> &
  Pick<Claim, 'waived' | 'clause'>

/** All that decides in what capacity somebody comes to hold a seat, in one statement, and the agreed numbers. */
export async function claimOf(db: Reader, { id, heldOn }: Sitting, claimed: Claimed): Promise<Claim> {
  const { membershipId, personId, as, except = 0, bySelf = false } = claimed
  const year = academicYearOf(heldOn)
  const [{ rows }, { deputisings, deputisingsPer }] = await Promise.all([
    sql<ClaimFound>`
      select members.short_name as school,
        (select json_build_object('id', id, 'name', name) from people where id = ${personId}) as person,
        (select coalesce(json_agg(distinct post), '[]') from ${postsThere(membershipId, heldOn)} held
          where person_id = ${personId}) as posts,
        (select coalesce(json_agg(json_build_object('datedOn', dated_on, 'fromOn', from_on, 'toOn', to_on)), '[]')
          from acting_letters where membership_id = members.id and person_id = ${personId}) as letters,
        (select json_build_object('name', name) from attendances left join people on people.id = person_id
          where meeting_id = ${id} and membership_id = members.id and capacity = 'deputy' and attendances.id <> ${except}
          order by attendances.id limit 1) as seated,
        (select json_build_object('id', person_id, 'name', name) from deputy_namings
          join people on people.id = person_id
          where ${bySelf} and meeting_id = ${id} and membership_id = members.id and withdrawn_at is null) as named,
        (select coalesce(json_agg(stood order by stood."heldOn"), '[]') from (
          select meetings.id as "meetingId", held_on as "heldOn", person_id as "personId", name as person
          from attendances join meetings on meetings.id = meeting_id left join people on people.id = person_id
          where membership_id = members.id and capacity = 'deputy' and meetings.id <> ${id}
            and held_on between ${firstDay(year)} and ${lastDay(year)} and status <> 'cancelled' and ${ofBoard}
            and not exists (select from attendances head where head.meeting_id = meetings.id
              and head.membership_id = members.id and head.capacity in ('head', 'acting head'))
            and not exists (select from acting_letters l where l.membership_id = members.id
              and l.person_id = attendances.person_id and l.dated_on < held_on and l.from_on <= held_on
              and coalesce(l.to_on >= held_on, true))
            and not exists (select from deputy_waivers w where w.meeting_id = meetings.id
              and w.membership_id = members.id)) stood) as stood_in,
        exists (select from deputy_waivers where meeting_id = ${id} and membership_id = members.id) as waived,
        (select clauses.number from clauses join promises on promises.id = promise_id
          join agreement_versions v on v.id = version_id and v.published_at is not null
          where commitment = 'deputising' order by v.number desc limit 1) as clause
      from members where members.id = ${membershipId}`.execute(db),
    terms(db, year),
  ])
  const [found] = rows
  if (!found) throw notFound()
  return { ...found, as, heldOn, deputisings, deputisingsPer }
}

/** Who leads a school beside its head on this day, and so may stand in: by name, with what they are. */
export async function deputiesOf(db: Reader, membershipId: number, on: Day): Promise<RowOptions> {
  const { rows } = await sql<{ id: number; says: string }>`
    select people.id, people.name || case when bool_or(post = 'deputy') then ', deputy headteacher' else ', senior leader' end as says
    from ${postsThere(membershipId, on)} held join people on people.id = person_id
    where post = any (${[...standIns]}) group by people.id, people.name
    order by bool_or(post = 'deputy') desc, people.name`.execute(db)
  return rows.map(({ id, says }) => [id, says])
}

export type Reached = { id: number; name: string; email: string }

/** Who can be written to of a school’s seat: its heads of that day, and these people. */
export async function concerned(
  db: Reader,
  membershipId: number,
  on: Day,
  others: (number | null)[],
): Promise<Reached[]> {
  const ids = others.filter((id) => id !== null)
  const { rows } = await sql<Reached>`
    select distinct people.id, name, email from people
    where email is not null and (id = any (${ids}::bigint[]) or id in (
      select person_id from ${postsThere(membershipId, on)} held where post = any (${heads as Post[]})))
    order by people.id`.execute(db)
  return rows
}

export type Naming = {
  id: number
  version: number
  membershipId: number
  school: string
  personId: number
  person: string
  how: 'page' | 'mail' | 'clerk'
  namedBy: string
  namedAt: Date
}

/** Whom the heads have named for a meeting, school by school. */
export const namingsOf = (db: Reader, meetingId: number): Promise<Naming[]> =>
  db
    .selectFrom('deputyNamings')
    .innerJoin('people', 'people.id', 'deputyNamings.personId')
    .innerJoin('people as namer', 'namer.id', 'deputyNamings.namedBy')
    .innerJoin('members', 'members.id', 'deputyNamings.membershipId')
    .select(['deputyNamings.id', 'deputyNamings.version', 'membershipId', 'personId', 'how', 'namedAt'])
    .select(['people.name as person', 'namer.name as namedBy', 'members.shortName as school'])
    .where('meetingId', '=', meetingId)
    .where('withdrawnAt', 'is', null)
    .orderBy('members.name')
    .execute()

export type Waiver = {
  id: number
  version: number
  membershipId: number
  school: string
  decision: string
  reason: string
  recordedBy: string | null
  recordedAt: Date
}

/** The further deputies that were allowed at a meeting, by which decision. */
export const waiversOf = (db: Reader, meetingId: number): Promise<Waiver[]> =>
  db
    .selectFrom('deputyWaivers')
    .innerJoin('members', 'members.id', 'deputyWaivers.membershipId')
    .leftJoin('people', 'people.id', 'deputyWaivers.recordedBy')
    .select(['deputyWaivers.id', 'deputyWaivers.version', 'membershipId', 'decision', 'reason', 'recordedAt'])
    .select(['members.shortName as school', 'people.name as recordedBy'])
    .where('meetingId', '=', meetingId)
    .orderBy('members.name')
    .execute()

export type LetterRow = Letter & {
  id: number
  version: number
  membershipId: number
  school: string
  personId: number
  person: string
}

/** Every letter by which somebody acts as head, the latest first. */
export const letters = (db: Reader): Promise<LetterRow[]> =>
  db
    .selectFrom('actingLetters')
    .innerJoin('members', 'members.id', 'actingLetters.membershipId')
    .innerJoin('people', 'people.id', 'actingLetters.personId')
    .select([
      'actingLetters.id',
      'actingLetters.version',
      'membershipId',
      'personId',
      'datedOn',
      'fromOn',
      'toOn',
    ])
    .select(['members.shortName as school', 'people.name as person'])
    .orderBy('datedOn', 'desc')
    .orderBy('actingLetters.id', 'desc')
    .execute()

type Counted = { members: number[]; lines: SeatLine[]; agreed: Agreed[] }

/**
 * Who holds each seat of the board at a time of its meeting’s day, and whether they are enough; at `null`, over the
 * whole. One statement, since every open page asks for it whenever somebody comes or goes.
 */
export async function quorumOf(db: Reader, { id, heldOn }: Sitting, at: string | null) {
  const { rows } = await sql<Counted>`
    select (select coalesce(json_agg(id), '[]') from memberships
        where joined_on <= ${heldOn} and coalesce(left_on >= ${heldOn}, true)) as members,
      (select coalesce(json_agg(json_build_object('membershipId', membership_id, 'personId', person_id,
          'capacity', capacity, 'arrived', to_char(arrived, 'HH24:MI'), 'departed', to_char(departed, 'HH24:MI'))
          order by id), '[]') from attendances where meeting_id = ${id}) as lines,
      (select coalesce(json_agg(json_build_object('name', name, 'year', year, 'value', value)), '[]')
        from agreed_terms where name = 'quorum') as agreed`.execute(db)
  const { members, lines, agreed } = rows[0] as Counted
  return quorumAt(lines, { members, share: termsOf(agreed, academicYearOf(heldOn)).quorum, at })
}

/**
 * The same for one item: a school for which an interest was declared in it is not counted among those represented.
 * `says` is the quorum in words, and that somebody is left out where somebody is.
 */
export async function quorumForItem(db: Reader, meeting: Sitting, itemId: number, at: string | null) {
  const [{ seats, ...counted }, conflicted] = await Promise.all([
    quorumOf(db, meeting, at),
    conflictedMemberships(db, itemId),
  ])
  const without = conflicted.filter((id) => seats.has(id)).length
  const quorum = { ...counted, represented: counted.represented - without }
  const beside = without > 0 ? ' Who declared an interest in this item is not counted.' : ''
  return { seats, declared: new Set(conflicted), quorum, says: `${quorumInWords(quorum)}${beside}` }
}
