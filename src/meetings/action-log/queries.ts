import { sql } from 'kysely'
import { isSeen } from '../../groups/queries.ts'
import type { GroupsSeen } from '../../groups/rules.ts'
import { type Day, inShort } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { RowOptions } from '../../platform/form.ts'
import { notFound } from '../../platform/refusal.ts'
import type { ListAsked, Listed } from '../../platform/web.tsx'
import { withOwners } from './owners.ts'
import type { ActionState, Whose } from './rules.ts'

/** How many meetings of its group were held after the one that agreed on it, while it was open, before this day. */
const carriedBefore = (day: Day) => sql<number>`(
  select count(distinct later.id) from meetings later
  join meeting_groups theirs on theirs.meeting_id = later.id
  join meeting_groups ours on ours.group_id = theirs.group_id and ours.meeting_id = meeting_actions.meeting_id
  where later.status = 'held' and later.held_on > meetings.held_on and later.held_on < ${day}
    and coalesce(later.held_on < meeting_actions.closed_on, true))`

const dueBy = sql<Day | null>`coalesce(meeting_actions.due_on, due.held_on)`

const actions = (db: Reader, today: Day) =>
  db
    .selectFrom('meetingActions')
    .innerJoin('meetings', 'meetings.id', 'meetingActions.meetingId')
    .innerJoin('agendaItems', 'agendaItems.id', 'meetingActions.itemId')
    .innerJoin('people', 'people.id', 'meetingActions.ownerId')
    .leftJoin('members', 'members.id', 'meetingActions.ownerMembershipId')
    .leftJoin('groups', 'groups.id', 'meetingActions.ownerGroupId')
    .leftJoin('meetings as due', 'due.id', 'meetingActions.dueMeetingId')
    .selectAll('meetingActions')
    .select((eb) => [
      'meetings.title as meeting',
      'meetings.heldOn',
      'agendaItems.partB',
      'people.name as owner',
      'due.title as dueMeeting',
      eb.fn.coalesce('members.shortName', 'groups.name').as('place'),
      dueBy.as('dueBy'),
      carriedBefore(today).as('carried'),
    ])

type Row = Awaited<ReturnType<ReturnType<typeof actions>['executeTakeFirstOrThrow']>>
/** An action with whoever owns it today, which may be somebody else than undertook it. */
export type ActionRow = Row & { owners: { id: number; name: string }[] }

export async function actionOf(db: Reader, id: number, today: Day): Promise<ActionRow> {
  const row = await actions(db, today).where('meetingActions.id', '=', id).executeTakeFirst()
  const [found] = row ? await withOwners(db, [row], today) : []
  if (!found) throw notFound()
  return found
}

/** The actions of one meeting, in the order in which they were recorded. */
export async function actionsOfMeeting(db: Reader, meetingId: number, today: Day): Promise<ActionRow[]> {
  const rows = await actions(db, today)
    .where('meetingActions.meetingId', '=', meetingId)
    .orderBy('meetingActions.id')
    .execute()
  return withOwners(db, rows, today)
}

/**
 * What comes on a meeting’s agenda by itself: actions of earlier meetings of its groups that are open when it meets,
 * or were closed since the last; the longest carried first.
 */
export async function actionsFor(db: Reader, meetingId: number, today: Day): Promise<ActionRow[]> {
  const rows = await actions(db, today)
    .where(
      sql<boolean>`meeting_actions.meeting_id = any (array(select there.meeting_id from meeting_groups there
        join meeting_groups here on here.group_id = there.group_id where here.meeting_id = ${meetingId}))
      and exists (
      select from meetings here join meeting_groups theirs on theirs.meeting_id = here.id
      join meeting_groups ours on ours.group_id = theirs.group_id and ours.meeting_id = meeting_actions.meeting_id
      where here.id = ${meetingId} and meetings.held_on < here.held_on
        and (closed_on is null or closed_on >= here.held_on or (here.held_on >= ${today} and closed_on >= (
          select coalesce(max(last.held_on), '-infinity') from meetings last
          join meeting_groups also on also.meeting_id = last.id
          where also.group_id = theirs.group_id and last.status = 'held' and last.held_on < here.held_on))))`,
    )
    .orderBy('carried', 'desc')
    .orderBy('meetingActions.id')
    .execute()
  return withOwners(db, rows, today)
}

/** Open actions that may be this person’s: undertaken by them, or under a post that somebody has followed them in. */
export async function openActionsOf(db: Reader, personId: number, today: Day): Promise<ActionRow[]> {
  const rows = await actions(db, today)
    .where('meetingActions.closedOn', 'is', null)
    .where(
      sql<boolean>`(meeting_actions.owner_id = ${personId}
      or exists (select from posts where person_id = ${personId}
        and posts.membership_id is not distinct from meeting_actions.owner_membership_id)
      or meeting_actions.owner_group_id in (select id from groups where lead_id = ${personId}))`,
    )
    .orderBy(dueBy)
    .orderBy('meetingActions.id')
    .execute()
  const all = await withOwners(db, rows, today)
  return all.filter(({ owners }) => owners.some(({ id }) => id === personId))
}

/** Open actions that nobody owns any more. */
export async function ownerless(db: Reader, today: Day): Promise<ActionRow[]> {
  const rows = await actions(db, today).where('meetingActions.closedOn', 'is', null).execute()
  const all = await withOwners(db, rows, today)
  return all.filter(({ owners }) => owners.length === 0)
}

export type ActionFilter = {
  words: string | null
  whose: Whose | null
  state: ActionState | null
  group: number | null
}

type Looking = { seen: GroupsSeen; personId: number | null; groups: number[]; today: Day }

/** Actions that match, of meetings that these eyes may see, and their own. */
export async function actionsListed(
  db: Reader,
  { filter, order, limit, offset }: ListAsked<ActionFilter>,
  looking: Looking,
): Promise<Listed<ActionRow>> {
  const { today, seen, personId } = looking
  const { words, whose, state, group } = filter
  const mine = personId === null ? [] : (await openActionsOf(db, personId, today)).map(({ id }) => id)
  const only = whose === 'nobody' ? (await ownerless(db, today)).map(({ id }) => id) : mine
  const pattern = `%${(words ?? '').replace(/[\\%_]/g, '\\$&')}%`
  const rows = await actions(db, today)
    .select((eb) => eb.fn.countAll<number>().over().as('total'))
    .where(
      sql<boolean>`(meeting_actions.owner_id = ${personId} or meeting_actions.id = any (${mine}::bigint[]) or exists (
      select from meeting_groups join groups on groups.id = group_id
      where meeting_id = meetings.id and ${isSeen(seen)}))`,
    )
    .$if(whose === 'mine', (query) =>
      query.where(
        sql<boolean>`(meeting_actions.owner_id = ${personId} or meeting_actions.id = any (${only}::bigint[]))`,
      ),
    )
    .$if(whose === 'nobody', (query) =>
      query.where(sql<boolean>`meeting_actions.id = any (${only}::bigint[])`),
    )
    .$if(whose === 'of my groups', (query) => query.where(ofGroups(looking.groups)))
    .$if(group != null, (query) => query.where(ofGroups([group as number])))
    .$if(state === 'closed', (query) => query.where('meetingActions.closedOn', 'is not', null))
    .$if(state === 'open' || state === 'overdue', (query) =>
      query.where('meetingActions.closedOn', 'is', null),
    )
    .$if(state === 'overdue', (query) => query.where(sql<boolean>`${dueBy} < ${today}`))
    .$if(!!words, (query) =>
      query.where((eb) =>
        eb.or([
          eb('meetingActions.words', 'ilike', pattern),
          eb('people.name', 'ilike', pattern),
          eb('members.name', 'ilike', pattern),
        ]),
      ),
    )
    .$if(order.sort === 'due', (query) => query.orderBy(sql`meeting_actions.closed_on is not null`))
    .orderBy(sortedBy[order.sort] ?? dueBy, (by) => (order.descending ? by.desc() : by.asc()).nullsLast())
    .orderBy('meetingActions.id')
    .limit(sql.lit(limit))
    .offset(sql.lit(offset))
    .execute()
  return { rows: await withOwners(db, rows, today), total: rows[0]?.total ?? 0 }
}

const sortedBy: Record<string, ReturnType<typeof sql.ref>> = {
  due: dueBy as never,
  owner: sql.ref('people.name'),
  meeting: sql.ref('meetings.held_on'),
}

const ofGroups = (groups: number[]) => sql<boolean>`exists (select from meeting_groups
  where meeting_id = meetings.id and group_id = any (${groups}::bigint[]))`

/** What was said of an action, the latest first. */
export const notesOf = (db: Reader, actionId: number) =>
  db
    .selectFrom('actionNotes')
    .leftJoin('people', 'people.id', 'actionNotes.saidBy')
    .select(['actionNotes.id', 'actionNotes.words', 'saidOn', 'people.name as by'])
    .where('actionId', '=', actionId)
    .orderBy('actionNotes.id', 'desc')
    .execute()

/** Later meetings of the same groups, at which an action of this one may be due. */
export async function laterMeetings(db: Reader, meetingId: number): Promise<RowOptions> {
  const rows = await db
    .selectFrom('meetings')
    .select(['meetings.id', 'meetings.title', 'meetings.heldOn'])
    .where('status', '<>', 'cancelled')
    .where(
      sql<boolean>`exists (
      select from meetings here join meeting_groups ours on ours.meeting_id = here.id
      join meeting_groups theirs on theirs.group_id = ours.group_id and theirs.meeting_id = meetings.id
      where here.id = ${meetingId} and here.held_on < meetings.held_on)`,
    )
    .orderBy('heldOn')
    .execute()
  return rows.map(({ id, title, heldOn }) => [id, `${title}, ${inShort(heldOn)}`])
}
