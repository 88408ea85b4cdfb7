import { sql } from 'kysely'
import { academicYearOf, addDays, type Day, firstDay, inShort } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { Need, Needs } from '../../platform/need.ts'
import { isOffice, type Who } from '../../platform/who.ts'
import { openActionsOf, ownerless } from '../action-log/queries.ts'
import { isOverdue } from '../action-log/rules.ts'
import type { GroupOfMeeting } from '../queries.ts'
import { BEGIN_WITHIN_DAYS, CHAIR_WITHIN_DAYS, handOf, isChair, isLate } from './rules.ts'
import type { MinuteState } from './tables.ts'

type Pending = {
  id: number
  title: string
  heldOn: Day
  chairId: number | null
  clerkId: number | null
  groups: GroupOfMeeting[]
  state: MinuteState | null
  movedOn: Day | null
  /** The meeting of the group at which these minutes are to be approved, once it is at hand. */
  approvedBy: Day | null
}

const AT_HAND_DAYS = 14

/**
 * Meetings of this year whose minutes somebody has to do something about, for whoever chairs, clerks or leads them; for
 * the office where nobody does. A meeting without an agenda here is minuted elsewhere.
 */
async function pending(db: Reader, who: Who, today: Day): Promise<Pending[]> {
  const { personId, leads } = who
  const { rows } = await sql<Pending>`
    select meetings.id, title, held_on, chair_id, clerk_id, state, moved_on,
      (select json_agg(json_build_object('id', groups.id, 'name', groups.name, 'kind', groups.kind))
        from meeting_groups join groups on groups.id = group_id where meeting_id = meetings.id) as groups,
      (select min(later.held_on) from meetings later
        join meeting_groups theirs on theirs.meeting_id = later.id
        join meeting_groups ours on ours.group_id = theirs.group_id and ours.meeting_id = meetings.id
        where later.held_on > meetings.held_on and later.status <> 'cancelled'
          and later.held_on <= ${addDays(today, AT_HAND_DAYS)}) as approved_by
    from meetings left join minutes on minutes.meeting_id = meetings.id
    where status = 'held' and held_on between ${firstDay(academicYearOf(today))} and ${today}
      and coalesce(state, 'writing') <> 'signed'
      and (state is not null or exists (select from agenda_items where meeting_id = meetings.id))
      and (${personId}::bigint in (chair_id, clerk_id) or exists (select from meeting_groups
          where meeting_id = meetings.id and group_id = any (${leads}::bigint[]))
        or (${isOffice(who)} and clerk_id is null and not exists (select from meeting_groups
          join groups on groups.id = group_id where meeting_id = meetings.id and lead_id is not null)))
    order by held_on, meetings.id`.execute(db)
  return rows.map((row) => ({ ...row, groups: row.groups ?? [] }))
}

/** What of minutes and actions waits for whoever is at work. What it says names meetings, and never an item. */
export const minutesNeeds: Needs = async ({ who, db, today }) => {
  if (who.personId === null) return []
  const [meetings, actions, lost] = await Promise.all([
    pending(db, who, today),
    openActionsOf(db, who.personId, today),
    isOffice(who) ? ownerless(db, today) : [],
  ])
  return [
    ...meetings.flatMap((meeting) => needOf(meeting, who, today)),
    ...actions.flatMap((action): Need[] => [
      {
        href: `/meetings/actions/${action.id}`,
        says: `Do, or say how far it is, what you undertook at ${action.meeting}, ${inShort(action.heldOn)}`,
        why: 'It stays on the agenda of the group until it is closed.',
        state: isOverdue(action, today) ? { says: 'Overdue', tone: 'bad' } : { says: 'Open', tone: 'calm' },
        on: action.dueBy,
      },
    ]),
    ...(lost.length > 0 ? [givenAway(lost.length)] : []),
  ]
}

const givenAway = (count: number): Need => ({
  href: '/meetings/actions?whose=nobody',
  says: `Give ${count === 1 ? 'an action' : `${count} actions`} to somebody`,
  why: 'Whoever undertook it has left the post, and nobody holds it now.',
  state: { says: 'Nobody’s', tone: 'due' },
  on: null,
})

function needOf(meeting: Pending, who: Who, today: Day): Need[] {
  const { id, title, heldOn, state, movedOn, approvedBy } = meeting
  const of = `${title}, ${inShort(heldOn)}`
  const at = `/meetings/${id}/minutes`
  const { keeper } = handOf(who, meeting)
  const chair = isChair(who, meeting)
  const need = (says: string, why: string, more: Partial<Need> = {}): Need[] => [
    { href: at, says, why, state: { says: 'Waiting', tone: 'due' }, on: null, ...more },
  ]
  if (state === null && keeper && isLate(heldOn, BEGIN_WITHIN_DAYS, today))
    return need(`Write the minutes of ${of}`, 'It was held, and nobody has begun them.')
  if (state === 'with the chair' && chair)
    return need(
      `Read the minutes of ${of}, and let them go out or send them back`,
      'They were sent to you.',
      {
        on: movedOn && addDays(movedOn, CHAIR_WITHIN_DAYS),
      },
    )
  if (state === 'with the chair' && keeper && movedOn && isLate(movedOn, CHAIR_WITHIN_DAYS, today))
    return need(
      `Ask the chair for the minutes of ${of}`,
      `They have been with the chair since ${inShort(movedOn)}.`,
    )
  if (state === 'circulated' && keeper && approvedBy !== null)
    return need(
      `Have the minutes of ${of} approved, and record it`,
      'A meeting of the group is at hand or past.',
      {
        href: `${at}/approve`,
        on: approvedBy,
      },
    )
  if (state === 'approved' && chair)
    return need(`Sign the minutes of ${of}`, 'They are approved.', { href: `${at}/sign` })
  return []
}
