import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { dayInLondon } from '../../src/platform/day.ts'
import { settingsFrom } from '../../src/platform/settings.ts'
import { accounts } from '../../src/sign-in/accounts.ts'
import { type Alliance, type Answered, anAlliance, officeAt } from './alliance.ts'
import { type Server, serving } from './process.ts'

/** Somebody who speaks for a school, on a device on which they are signed in. */
export type Delegate = { membershipId: number; name: string; cookie: string }
/** Two heads lead each school; the first is in the room, with two phones. */
export type School = { membershipId: number; name: string; head: Delegate; phone: Delegate; other: Delegate }

/** A board of many schools, served by two processes, with an item of a meeting that goes on now. */
export type Board = Alliance & {
  servers: [Server, Server]
  schools: School[]
  meeting: number
  item: number
}

const A_SCHOOL = `
  with school as (
    insert into schools (urn, name, short_name) values (993000 + $1, 'Voting School ' || $1, 'Voting ' || $1) returning urn
  ), member as (
    insert into memberships (joined_on) values ('2015-09-01') returning id
  ), borne as (
    insert into membership_schools (membership_id, urn, from_on) select id, urn, '2015-09-01' from member, school
  ), somebody as (
    insert into people (name, email) select name || ' ' || $1, lower(name) || $1 || '@voting.example'
    from (values ('Head'), ('Other')) as names (name) returning id, name, email
  ), holding as (
    insert into posts (person_id, membership_id, post, from_on) select somebody.id, member.id, 'head', '2015-09-01' from somebody, member
  )
  select member.id as "membershipId", somebody.id, somebody.name, email from member, somebody order by somebody.name`

const A_MEETING = `
  with meeting as (
    insert into meetings (title, held_on, status, began_at) values ('Board', $1, 'held', now()) returning id
  ), board as (
    insert into groups (name, kind) select 'Board', 'board' where not exists (select from groups where kind = 'board') returning id
  ), of_board as (
    insert into meeting_groups (meeting_id, group_id)
    select meeting.id, coalesce((select id from board), (select min(id) from groups where kind = 'board')) from meeting
  ), there as (
    insert into attendances (meeting_id, membership_id, urn, person_id, capacity, arrived, how)
    select meeting.id, membership_id, urn, person_id, 'head', '00:00', 'clerk'
    from meeting, unnest($2::bigint[]) as person_id join posts using (person_id) join membership_schools using (membership_id)
  )
  insert into agenda_items (meeting_id, position, kind, title) select id, 1, 'decision', 'Item' from meeting
  returning meeting_id as meeting, id as item`

export async function boardOf(many: number): Promise<Board> {
  const alliance = await anAlliance()
  const [one, other] = await Promise.all([1, 2].map(() => serving(alliance.settings, ['serve'])))
  assert.ok(one && other)
  const { pool } = alliance.records
  const { secret } = settingsFrom(alliance.settings, '/')
  const signing = accounts(alliance.records, { url: one.url, secret, secure: false })
  const schools: School[] = []
  const heads: number[] = []
  for (let n = 1; n <= many; n += 1) {
    const { rows } = await pool.query<{ membershipId: number; id: number; name: string; email: string }>(
      A_SCHOOL,
      [n],
    )
    const [first, second] = rows
    assert.ok(first && second)
    const signedIn = async ({ membershipId, name, email }: typeof first): Promise<Delegate> => {
      const cookie = await signing.open(await signing.tokenFor(email))
      return { membershipId, name, cookie: cookie?.split(';')[0] ?? '' }
    }
    const head = await signedIn(first)
    const { membershipId } = first
    heads.push(first.id)
    schools.push({
      membershipId,
      name: `Voting ${n}`,
      head,
      phone: await signedIn(first),
      other: await signedIn(second),
    })
  }
  const { rows } = await pool.query<{ meeting: number; item: number }>(A_MEETING, [
    dayInLondon(new Date()),
    heads,
  ])
  const [held] = rows
  assert.ok(held)
  return { ...alliance, servers: [one, other], schools, ...held }
}

export type Opened = {
  many: number
  fromAfar?: boolean
  mayChange?: boolean
  manner?: 'named' | 'secret'
  /** Between meetings, for how long it is open from now on. */
  openMs?: number
}
const A_DAY_MS = 86_400_000

const OPEN = `
  with ballot as (
    insert into ballots (item_id, by_correspondence, asks, manner, question, majority, may_change, accepted_at, opens_at,
      closes_at, opened_at, needed, represented, abstentions_cast)
    select $1, $2, 'motion', $6, 'Question', 'simple', $3, now(), case when $2 then now() - interval '1 hour' end,
      case when $2 then now() + $7::integer * interval '1 millisecond' end, now(), 0, cardinality($5::bigint[]), false
    from generate_series(1, $4::integer) returning id
  ), electors as (
    insert into ballot_electors (ballot_id, membership_id, present) select ballot.id, membership_id, not $2
    from ballot, unnest($5::bigint[]) membership_id
  )
  select id from ballot order by id`

/** Motions that are open to every school of the board now. */
export async function openedAt(
  { records, item, schools }: Board,
  { many, fromAfar = false, mayChange = true, manner = 'named', openMs = A_DAY_MS }: Opened,
): Promise<number[]> {
  const members = schools.map(({ membershipId }) => membershipId)
  const { rows } = await records.pool.query<{ id: number }>(OPEN, [
    item,
    fromAfar,
    mayChange,
    many,
    members,
    manner,
    openMs,
  ])
  return rows.map(({ id }) => id)
}

export type Which = 0 | 1
export const turn = (n: number): Which => (n % 2 === 0 ? 0 : 1)

export const browserAt = (
  { servers }: Pick<Board, 'servers'>,
  { cookie }: Pick<Delegate, 'cookie'>,
  server: Which,
) => officeAt(servers[server].url, { cookie } as Alliance)

/** Sends a school’s vote as its page does: the version of the vote that stands, where one does. */
export const voteAt = (
  board: Pick<Board, 'servers'>,
  who: Delegate,
  { ballot, choice, server, key = randomUUID(), version = 0 }: Sent,
): Promise<Answered> =>
  browserAt(board, who, server).post(`/ballots/${ballot}/vote?change=yes`, {
    ...{ 'form-key': key, 'form-version': String(version) },
    ...{ choice, reason: '' },
  })

export type Sent = { ballot: number; choice: string; server: Which; key?: string; version?: number }

export const textOf = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;|&#x27;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
