import { type RawBuilder, sql } from 'kysely'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { ListAsked, Listed } from '../../platform/web.tsx'
import type { Ballot } from '../queries.ts'
import type { Way } from '../tables.ts'
import type { OwnLine } from './rules.ts'

/** A school’s vote, without what it says: who cast it, how and when. */
export type CastRow = {
  membershipId: number
  school: string
  castBy: number | null
  person: string | null
  recordedBy: string | null
  how: Way
  castAt: Date
  version: number
}

const cast = (db: Reader) =>
  db
    .selectFrom('votes')
    .innerJoin('members', 'members.id', 'votes.membershipId')
    .leftJoin('people', 'people.id', 'votes.castBy')
    .leftJoin('people as clerk', 'clerk.id', 'votes.recordedBy')
    .select(['votes.membershipId', 'members.shortName as school', 'castBy', 'people.name as person'])
    .select(['clerk.name as recordedBy', 'how', 'castAt', 'votes.version'])

/** Who voted for a school in a ballot; what they chose is not told before the close. */
export const castFor = (db: Reader, ballotId: number, membershipId: number): Promise<CastRow | undefined> =>
  cast(db).where('ballotId', '=', ballotId).where('membershipId', '=', membershipId).executeTakeFirst()

export type VoteRow = CastRow & { choice: string; reason: string | null; source: string | null }

/** Every vote by name, once the ballot is closed and not before. */
export const votesOf = (db: Reader, ballotId: number): Promise<VoteRow[]> =>
  cast(db)
    .innerJoin('ballots', 'ballots.id', 'votes.ballotId')
    .select(['choice', 'reason', 'source'])
    .where('ballotId', '=', ballotId)
    .where('ballots.closedAt', 'is not', null)
    .orderBy('members.name')
    .execute()

/** The votes of these schools alone, whose own they are to read at any time. */
export const ownVotes = async (db: Reader, ballotId: number, memberships: number[]): Promise<VoteRow[]> =>
  memberships.length === 0
    ? []
    : cast(db)
        .select(['choice', 'reason', 'source'])
        .where('ballotId', '=', ballotId)
        .where('votes.membershipId', 'in', memberships)
        .orderBy('members.name')
        .execute()

/** What a school’s vote was before it was changed; for the school’s own. */
export type FormerRow = {
  membershipId: number
  version: number
  choice: string
  person: string | null
  castAt: Date
}

export const formerVotesOf = async (
  db: Reader,
  ballotId: number,
  memberships: number[],
): Promise<FormerRow[]> =>
  memberships.length === 0
    ? []
    : db
        .selectFrom('formerVotes')
        .leftJoin('people', 'people.id', 'formerVotes.castBy')
        .select(['membershipId', 'formerVotes.version', 'choice', 'people.name as person', 'castAt'])
        .where('ballotId', '=', ballotId)
        .where('membershipId', 'in', memberships)
        .orderBy('formerVotes.version')
        .execute()

/**
 * The schools that somebody may speak for: as head or acting head by a letter, from afar; or by a line of theirs on
 * the register of a meeting, in whatever capacity.
 */
const spokenForBy = (personId: number, on: Day, meetingId: RawBuilder<unknown>) => sql`(
  select here.membership_id from posts
    join membership_schools there on there.membership_id = posts.membership_id
    join membership_schools here on here.urn = there.urn
  where posts.person_id = ${personId} and post in ('head', 'acting head', 'executive head')
    and coalesce(posts.from_on <= ${on}, true) and coalesce(posts.to_on >= ${on}, true)
  union select membership_id from acting_letters
  where person_id = ${personId} and dated_on < ${on} and from_on <= ${on} and coalesce(to_on >= ${on}, true)
  union select membership_id from attendances
  where person_id = ${personId} and meeting_id = ${meetingId} and membership_id is not null)`

export type Spoken = { membershipId: number; school: string; line: OwnLine | null }

/** The schools that somebody may speak for in a ballot, each with their own line on the register. */
export async function spokenFor(
  db: Reader,
  { id, meetingId }: Pick<Ballot, 'id' | 'meetingId'>,
  personId: number,
  on: Day,
): Promise<Spoken[]> {
  const { rows } = await sql<Spoken>`
    select members.id as membership_id, members.short_name as school,
      (select json_build_object('capacity', capacity, 'arrived', to_char(arrived, 'HH24:MI'),
          'departed', to_char(departed, 'HH24:MI'), 'why', why)
        from attendances where meeting_id = ${meetingId} and membership_id = members.id and person_id = ${personId}
        order by id desc limit 1) as line
    from members where id in ${spokenForBy(personId, on, sql`${meetingId}::bigint`)}
      and exists (select from ballot_electors where ballot_id = ${id} and membership_id = members.id)
    order by members.name`.execute(db)
  return rows
}

export type Waiting = {
  ballotId: number
  membershipId: number
}

/** The ballots that take votes in which schools that this person may speak for have taken no part yet. */
export async function waitingFor(db: Reader, personId: number, on: Day): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select e.ballot_id, e.membership_id
    from ballots b
    left join agenda_items i on i.id = b.item_id
    join ballot_electors e on e.ballot_id = b.id and e.took is null and not e.excluded
    where b.closed_at is null and b.cancelled_at is null and b.manner <> 'hands'
      and (b.opened_at is not null or b.absent_from is not null)
      and (b.closes_at is null or clock_timestamp() < b.closes_at)
      and e.membership_id in ${spokenForBy(personId, on, sql`i.meeting_id`)}
    order by b.closes_at nulls first, b.id, e.membership_id`.execute(db)
  return rows
}

export type VoteFilter = { words: string | null }

/** The votes by name of a ballot that is closed, one page of them. */
export async function votesListed(
  db: Reader,
  ballotId: number,
  { filter: { words }, order, limit, offset }: ListAsked<VoteFilter>,
): Promise<Listed<VoteRow>> {
  const pattern = `%${(words ?? '').replace(/[\\%_]/g, '\\$&')}%`
  const direction = order.descending ? 'desc' : 'asc'
  const rows = await cast(db)
    .innerJoin('ballots', 'ballots.id', 'votes.ballotId')
    .select(['choice', 'reason', 'source'])
    .select((eb) => eb.fn.countAll<number>().over().as('total'))
    .where('ballotId', '=', ballotId)
    .where('ballots.closedAt', 'is not', null)
    .$if(!!words, (query) =>
      query.where((eb) =>
        eb.or([
          eb('members.name', 'ilike', pattern),
          eb('people.name', 'ilike', pattern),
          eb('reason', 'ilike', pattern),
        ]),
      ),
    )
    .orderBy(sortedBy[order.sort] ?? 'members.name', direction)
    .orderBy('members.name')
    .limit(sql.lit(limit))
    .offset(sql.lit(offset))
    .execute()
  return { rows, total: rows[0]?.total ?? 0 }
}

const sortedBy: Record<string, 'votes.choice' | 'votes.castAt'> = {
  choice: 'votes.choice',
  at: 'votes.castAt',
}
