import { sql } from 'kysely'
import {
  type Applies,
  answersFairAccessPanel,
  followsKeepingOnTrack,
  opensToYear7,
  takesInYearApplications,
  teachesHubSubjects,
  usesAdmissionsForms,
} from '../agreement/applies.ts'
import { clausesOf, versionOn } from '../agreement/queries.ts'
import type { MinuteState } from '../meetings/minutes/tables.ts'
import { cameAs } from '../meetings/register/rules.ts'
import type { Capacity } from '../meetings/tables.ts'
import type { Member } from '../members/tables.ts'
import type { Day } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { notFound } from '../platform/refusal.ts'
import type { ActionTold, DecisionTold, Recorded } from './draft.ts'
import { memberOf } from './queries.ts'
import { mayHandOn } from './rules.ts'

/** Why some promises do not bind a school of a kind, by what judges them. */
const applying: Record<string, Applies> = {
  'hub contribution': teachesHubSubjects,
  'open events': opensToYear7,
  'admissions forms': usesAdmissionsForms,
  'in-year admissions': takesInYearApplications,
  'keeping on track': followsKeepingOnTrack,
  'fair access': answersFairAccessPanel,
}

async function exemptions(db: Reader, member: Member, on: Day): Promise<Map<string, string>> {
  const version = await versionOn(db, on)
  const clauses = version ? await clausesOf(db, version.id) : []
  const found = clauses.map(
    ({ number, commitment }) => [number, applying[commitment ?? '']?.(member) ?? null] as const,
  )
  return new Map(found.filter((one): one is [string, string] => one[1] !== null))
}

/** Decisions and actions of the open part of a meeting; what is confidential is left out even for who may read it. */
async function openPart(db: Reader, meetingId: number, membershipId: number) {
  const [decisions, actions] = await Promise.all([
    sql<DecisionTold>`
      select d.number, d.words, d.means, d.pence, d.takes_effect_on from decisions d
      join agenda_items i on i.id = d.item_id
      where d.meeting_id = ${meetingId} and not i.part_b order by i.position, d.id`.execute(db),
    sql<ActionTold>`
      select a.words, people.name as owner, coalesce(a.due_on, due.held_on) as due_on, a.closed_on, a.outcome
      from meeting_actions a join agenda_items i on i.id = a.item_id join people on people.id = a.owner_id
      left join meetings due on due.id = a.due_meeting_id
      where a.meeting_id = ${meetingId} and a.owner_membership_id = ${membershipId} and not i.part_b
      order by i.position, a.id`.execute(db),
  ])
  return { decisions: decisions.rows, actions: actions.rows }
}

type Head = {
  title: string
  heldOn: Day
  minutes: MinuteState | null
  edition: Recorded['edition']
  lines: { capacity: Capacity }[]
  ahead: Recorded['ahead']
}

/** A meeting that was held, with what its register says of the school and what its groups plan next. */
async function headOf(db: Reader, meetingId: number, membershipId: number): Promise<Head> {
  const { rows } = await sql<Head>`
    select m.title, m.held_on, minutes.state as minutes,
      (select json_build_object('number', number, 'digest', digest) from minute_editions e
        where e.meeting_id = m.id order by number desc limit 1) as edition,
      (select coalesce(json_agg(json_build_object('capacity', capacity)), '[]') from attendances a
        where a.meeting_id = m.id and a.membership_id = ${membershipId}) as lines,
      (select coalesce(json_agg(json_build_object('title', title, 'heldOn', held_on) order by held_on, id), '[]') from (
        select n.id, n.title, n.held_on from meetings n where n.status = 'planned' and n.held_on > m.held_on
          and exists (select from meeting_groups a join meeting_groups b on b.group_id = a.group_id
            where a.meeting_id = m.id and b.meeting_id = n.id)
        order by n.held_on, n.id limit 3) as soon) as ahead
    from meetings m left join minutes on minutes.meeting_id = m.id
    where m.id = ${meetingId} and m.status = 'held'`.execute(db)
  const [found] = rows
  if (!found) throw notFound()
  return found
}

/** What the records hold of a meeting for one school; nothing that is confidential. */
export async function recorded(db: Reader, meetingId: number, membershipId: number): Promise<Recorded> {
  const [member, head, open] = await Promise.all([
    memberOf(db, membershipId),
    headOf(db, meetingId, membershipId),
    openPart(db, meetingId, membershipId),
  ])
  const { title, heldOn, minutes, edition, lines, ahead } = head
  const told = mayHandOn(minutes) ? { ...open, edition } : { decisions: [], actions: [], edition: null }
  return {
    school: { name: member.shortName, joinedOn: member.joinedOn, leftOn: member.leftOn },
    meeting: { title, heldOn },
    came: cameAs(lines),
    ...{ minutes, ahead, exempt: await exemptions(db, member, heldOn) },
    ...told,
  }
}
