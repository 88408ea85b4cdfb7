import { sql } from 'kysely'
import { type Day, inShort } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { RowOptions } from '../../platform/form.ts'
import { notFound } from '../../platform/refusal.ts'

/** An item's number on its agenda: the same for every reader, whatever of the rest they may read. */
const number = sql<number>`item_number(agenda_items.id)`

const papersOf = sql<number>`(
  select count(*) from papers where papers.item_id = agenda_items.id and withdrawn_at is null)`

const items = (db: Reader) =>
  db
    .selectFrom('agendaItems')
    .leftJoin('people as owners', 'owners.id', 'agendaItems.ownerId')
    .leftJoin('people as proposers', 'proposers.id', 'agendaItems.proposedBy')
    .leftJoin('members', 'members.id', 'agendaItems.membershipId')
    .selectAll('agendaItems')
    .select([
      'owners.name as owner',
      'proposers.name as proposer',
      'members.shortName as school',
      number.as('number'),
      papersOf.as('papers'),
    ])

/** An item as these eyes may read it: a confidential one is not there for whoever may not. */
export type Item = Awaited<ReturnType<typeof itemOf>>

export async function itemOf(db: Reader, id: number) {
  const found = await items(db).where('agendaItems.id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}

/**
 * What is on a meeting's agenda, in order. It is asked of the reader's own database, so that what is confidential
 * is left out for whoever may not read it; `number` then skips it.
 */
export const agendaOf = (db: Reader, meetingId: number): Promise<Item[]> =>
  items(db)
    .where('agendaItems.meetingId', '=', meetingId)
    .where('agendaItems.state', '=', 'accepted')
    .orderBy('agendaItems.position')
    .orderBy('agendaItems.id')
    .execute()

/** What was proposed, declined or taken off, the latest first. */
export const besideTheAgenda = (db: Reader, meetingId: number): Promise<Item[]> =>
  items(db)
    .where('agendaItems.meetingId', '=', meetingId)
    .where('agendaItems.state', '<>', 'accepted')
    .orderBy('agendaItems.id', 'desc')
    .execute()

/** The meeting before this one of a group that holds it: its minutes are approved at this one. */
export const previousMeeting = (db: Reader, meetingId: number) =>
  db
    .selectFrom('meetings as now')
    .innerJoin('meetings', (join) =>
      join.on(
        sql<boolean>`(meetings.held_on, coalesce(meetings.starts, '00:00'), meetings.id)
          < (now.held_on, coalesce(now.starts, '00:00'), now.id)`,
      ),
    )
    .select(['meetings.id', 'meetings.title', 'meetings.heldOn'])
    .where('now.id', '=', meetingId)
    .where('meetings.status', '<>', 'cancelled')
    .where(
      sql<boolean>`exists (select from meeting_groups here join meeting_groups there on there.group_id = here.group_id
        where here.meeting_id = now.id and there.meeting_id = meetings.id)`,
    )
    .orderBy('meetings.heldOn', 'desc')
    .orderBy('meetings.id', 'desc')
    .limit(sql.lit(1))
    .executeTakeFirst()

/** Items of the last meetings of the same groups, to take one up again: the latest meeting first. */
export async function earlierItems(db: Reader, meetingId: number): Promise<RowOptions> {
  const { rows } = await sql<{ id: number; title: string; heldOn: Day }>`
    with earlier as (
      select distinct meetings.id, meetings.held_on from meetings
      join meeting_groups there on there.meeting_id = meetings.id
      join meeting_groups here on here.group_id = there.group_id and here.meeting_id = ${meetingId}
      join meetings now on now.id = here.meeting_id
      where meetings.id <> now.id and meetings.held_on <= now.held_on
      order by meetings.held_on desc limit 4
    )
    select agenda_items.id, title, held_on from agenda_items join earlier on earlier.id = meeting_id
    where state = 'accepted' and kind in ('report', 'consultation', 'decision', 'feedback', 'other business')
    order by held_on desc, position`.execute(db)
  return rows.map(({ id, title, heldOn }) => [id, `${title}, ${inShort(heldOn)}`])
}

/** An item of another meeting that belongs to this one’s story. */
export type Sibling = { id: number; meetingId: number; title: string; meeting: string }

const siblings = (db: Reader) =>
  db
    .selectFrom('agendaItems')
    .innerJoin('meetings', 'meetings.id', 'agendaItems.meetingId')
    .select([
      'agendaItems.id',
      'agendaItems.meetingId',
      'agendaItems.title',
      sql<string>`meetings.title || ', ' || to_char(held_on, 'FMDD FMMonth YYYY')`.as('meeting'),
    ])

/** The item that this one takes up, and those that take it up again, as far as these eyes may read them. */
export async function storyOf(db: Reader, { id, followsId }: { id: number; followsId: number | null }) {
  const [follows, followed] = await Promise.all([
    followsId === null ? undefined : siblings(db).where('agendaItems.id', '=', followsId).executeTakeFirst(),
    siblings(db)
      .where('followsId', '=', id)
      .where('agendaItems.state', '=', 'accepted')
      .orderBy('heldOn')
      .execute() as Promise<Sibling[]>,
  ])
  return { follows: follows as Sibling | undefined, followed }
}

/** Whoever is expected at a meeting: heads at the board, those who serve on or lead its other groups, its officers. */
export type Expected = { id: number; name: string; email: string | null; memberships: number[] }

/**
 * Who is expected at a meeting, as posts and groups stand on this day: for a board the heads of its members, for any
 * other group whoever belongs to it; its lead, chair and clerk; and whoever was invited besides.
 */
export async function expectedAt(db: Reader, meetingId: number, on: Day): Promise<Expected[]> {
  const { rows } = await sql<Expected>`
    with held as (select groups.* from meeting_groups join groups on groups.id = group_id where meeting_id = ${meetingId}),
    expected as (
      select person_id, membership_id from posts
      join memberships m on m.id = membership_id
      where exists (select from held where kind = 'board') and post in ('head', 'acting head', 'executive head')
        and coalesce(from_on <= ${on}, true) and coalesce(to_on >= ${on}, true)
        and m.joined_on <= ${on} and coalesce(m.left_on >= ${on}, true)
      union select person_id, membership_id from group_members
        where group_id in (select id from held) and from_on <= ${on} and coalesce(to_on >= ${on}, true)
      union select lead_id, null from held
      union select unnest(array[chair_id, clerk_id]), null from meetings where id = ${meetingId}
      union select person_id, null from invitations where meeting_id = ${meetingId} and method = 'REQUEST'
    )
    select people.id, people.name, people.email,
      coalesce(json_agg(distinct membership_id) filter (where membership_id is not null), '[]') as memberships
    from expected join people on people.id = person_id
    group by people.id order by people.name`.execute(db)
  return rows
}
