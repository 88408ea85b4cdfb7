import { sql } from 'kysely'
import { isSeen } from '../../groups/queries.ts'
import type { GroupsSeen } from '../../groups/rules.ts'
import type { AcademicYear, Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { ItemKind } from '../agenda/tables.ts'
import type { MinuteState } from '../minutes/tables.ts'

/** An item of the chain: taken up from one meeting to another, as far back and ahead as these eyes may follow it. */
export type ChainItem = {
  id: number
  meetingId: number
  meeting: string
  heldOn: Day
  kind: ItemKind
  title: string
  partB: boolean
  /** Whether its agenda was sent, and how far its minutes are. */
  issued: boolean
  minutes: MinuteState | null
  kept: boolean
  minuted: boolean
}

const seesMeeting = (seen: GroupsSeen) =>
  seen === 'all'
    ? sql<boolean>`true`
    : sql<boolean>`(m.id in (select kept_meetings()) or exists (select from meeting_groups
        join groups on groups.id = group_id where meeting_id = m.id and ${isSeen(seen)}))`

type Eyes = { seen: GroupsSeen; keepsAll: boolean }

/**
 * Every item that this one takes up, and every one that takes it up, of meetings that these eyes see; a hidden one
 * ends the chain. The item itself is there for whoever could open it.
 */
export async function chainOf(db: Reader, itemId: number, { seen, keepsAll }: Eyes): Promise<ChainItem[]> {
  const { rows } = await sql<ChainItem>`
    with recursive back as (
      select id, follows_id from agenda_items where id = ${itemId}
      union select i.id, i.follows_id from agenda_items i join back on i.id = back.follows_id
    ), ahead as (
      select id from agenda_items where id = ${itemId}
      union select i.id from agenda_items i join ahead on i.follows_id = ahead.id
    )
    select i.id, i.meeting_id, m.title as meeting, m.held_on, i.kind, i.title, i.part_b,
      m.agenda_issued_at is not null as issued, minutes.state as minutes,
      ${keepsAll} or m.id in (select kept_meetings()) as kept,
      exists (select from item_minutes where item_id = i.id and words <> '') as minuted
    from agenda_items i join meetings m on m.id = i.meeting_id left join minutes on minutes.meeting_id = m.id
    where i.id in (select id from back union select id from ahead) and i.state = 'accepted'
      and (i.id = ${itemId} or ${seesMeeting(seen)})
    order by m.held_on, i.id`.execute(db)
  return rows
}

export type StoryPaper = { id: number; itemId: number; meetingId: number; title: string; addedOn: Day }
export type StoryDecision = { id: number; itemId: number; number: string; words: string }
export type StoryAction = {
  id: number
  itemId: number
  words: string
  owner: string
  due: Day | null
  closedOn: Day | null
  outcome: string | null
}

/** What hangs on the items of a chain. */
export async function hangingOn(db: Reader, items: number[]) {
  const [papers, decisions, actions] = await Promise.all([
    sql<StoryPaper>`select id, item_id, meeting_id, title, (added_at at time zone 'Europe/London')::date as added_on
      from papers where item_id = any (${items}::bigint[]) and withdrawn_at is null order by id`.execute(db),
    sql<StoryDecision>`select id, item_id, number, words from decisions
      where item_id = any (${items}::bigint[]) order by id`.execute(db),
    sql<StoryAction>`select a.id, item_id, words, people.name as owner, coalesce(due_on, due.held_on) as due, closed_on, outcome
      from meeting_actions a join people on people.id = owner_id left join meetings due on due.id = due_meeting_id
      where item_id = any (${items}::bigint[]) order by a.id`.execute(db),
  ])
  return { papers: papers.rows, decisions: decisions.rows, actions: actions.rows }
}

export type StoryEdition = { number: number; madeOn: Day; reason: string | null; approvedOn: Day | null }

/** The editions of the minutes in which a meeting’s decisions stand. */
export async function editionsOf(db: Reader, meetingId: number): Promise<StoryEdition[]> {
  const { rows } = await sql<StoryEdition>`
    select number, (made_at at time zone 'Europe/London')::date as made_on, reason, approved_on
    from minute_editions join minutes using (meeting_id) where meeting_id = ${meetingId} order by number`.execute(
    db,
  )
  return rows
}

/** A number stands by itself: 2017-18/1 is not cited where 2017-18/14 is. */
const cites = (column: string, number: string) =>
  sql<boolean>`${sql.ref(column)} ~ ${`(^|[^0-9/-])${number}($|[^0-9/-])`}`

export type Citing = {
  what: 'term' | 'waiver' | 'proposal'
  on: Day
  id: number
  name: string | null
  year: AcademicYear | null
  value: number | null
}

/** Agreed numbers, waivers and proposals in whose own record the decision’s number is named. */
export async function citing(db: Reader, number: string): Promise<Citing[]> {
  const { rows } = await sql<Citing>`
    select 'term' as what, (set_at at time zone 'Europe/London')::date as on, id, name, year, value
    from agreed_terms where ${cites('decision', number)}
    union all
    select 'waiver', (recorded_at at time zone 'Europe/London')::date, meeting_id, null, null, null
    from deputy_waivers where ${cites('decision', number)}
    union all
    select 'proposal', (coalesce(decided_at, proposed_at) at time zone 'Europe/London')::date, id, null, null, null
    from proposals where ${cites('reason', number)} or ${cites('outcome_reason', number)}`.execute(db)
  return rows
}
