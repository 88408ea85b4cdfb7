import { sql } from 'kysely'
import { groupsSeen } from '../../groups/rules.ts'
import { chainOf } from '../../meetings/story/queries.ts'
import { agendaShown } from '../../meetings/story/rules.ts'
import type { Actor } from '../../platform/action.ts'
import { type Day, inShort } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { RowOptions } from '../../platform/form.ts'
import { isOffice } from '../../platform/who.ts'
import type { Ballot } from '../queries.ts'

export type Decided = {
  id: number
  number: string
  words: string
  meetingId: number
  meeting: string
  itemId: number
  partB: boolean
  /** Whether the minutes that it stands in are approved. */
  minuted: boolean
}

/** The decision that was recorded of a ballot, as far as these eyes may read it. */
export const decisionBy = (db: Reader, ballotId: number): Promise<Decided | undefined> =>
  db
    .selectFrom('decisions')
    .innerJoin('meetings', 'meetings.id', 'decisions.meetingId')
    .innerJoin('agendaItems', 'agendaItems.id', 'decisions.itemId')
    .leftJoin('minutes', 'minutes.meetingId', 'meetings.id')
    .select(['decisions.id', 'number', 'decisions.words', 'decisions.meetingId', 'decisions.itemId'])
    .select(['meetings.title as meeting', 'agendaItems.partB'])
    .select(sql<boolean>`coalesce(minutes.state in ('approved', 'signed'), false)`.as('minuted'))
    .where('ballotId', '=', ballotId)
    .executeTakeFirst()

/** The item that a consultation would take up: the ballot’s own, or that under which its decision stands. */
export async function itemToFollow(
  db: Reader,
  { id, itemId, meetingId }: Pick<Ballot, 'id' | 'itemId' | 'meetingId'>,
): Promise<{ itemId: number; meetingId: number } | undefined> {
  if (itemId !== null && meetingId !== null) return { itemId, meetingId }
  return decisionBy(db, id)
}

/** Whether the minutes of a meeting are approved. */
export async function isMinuted(db: Reader, meetingId: number | null): Promise<boolean> {
  if (meetingId === null) return false
  const { rows } = await sql<{ minuted: boolean }>`select exists (
    select from minutes where meeting_id = ${meetingId} and state in ('approved', 'signed')) as minuted`.execute(
    db,
  )
  return rows[0]?.minuted ?? false
}

/** What was undertaken under an item. */
export const actionsUnder = (db: Reader, itemId: number) =>
  db
    .selectFrom('meetingActions')
    .select(['id', 'words', 'closedOn'])
    .where('itemId', '=', itemId)
    .orderBy('id')
    .execute()

/** The schools that took part, and whether it was this person who voted for them, or took the paper. */
export async function tookPart(
  db: Reader,
  ballotId: number,
  personId: number | null,
): Promise<{ membershipId: number; school: string; castByThem: boolean }[]> {
  const { rows } = await sql<{ membershipId: number; school: string; castByThem: boolean }>`
    select e.membership_id, members.short_name as school, coalesce(votes.cast_by = ${personId}
        or exists (select from ballot_papers p where p.ballot_id = e.ballot_id
          and p.membership_id = e.membership_id and p.person_id = ${personId}), false) as cast_by_them
    from ballot_electors e join members on members.id = e.membership_id
      left join votes on votes.ballot_id = e.ballot_id and votes.membership_id = e.membership_id
    where e.ballot_id = ${ballotId} and e.took is not null
    order by members.name`.execute(db)
  return rows
}

type Choosable = { id: number; title: string; heldOn: Day }

const asOptions = (rows: Choosable[]): RowOptions =>
  rows.map(({ id, title, heldOn }) => [id, `${title}, ${inShort(heldOn)}`])

/** Planned meetings of the board from this day on, the next first: where a decision between meetings is reported. */
export async function boardsAhead(db: Reader, today: Day): Promise<RowOptions> {
  const { rows } = await sql<Choosable>`
    select id, title, held_on from meetings
    where status = 'planned' and held_on >= ${today} and exists (
      select from meeting_groups join groups on groups.id = group_id where meeting_id = meetings.id and kind = 'board')
    order by held_on, id`.execute(db)
  return asOptions(rows)
}

/** Planned meetings from this day on that follow this one, of the same groups: where its item is taken up again. */
export async function meetingsAfter(db: Reader, meetingId: number, today: Day): Promise<RowOptions> {
  const { rows } = await sql<Choosable>`
    select m.id, m.title, m.held_on from meetings m join meetings here on here.id = ${meetingId}
    where m.status = 'planned' and m.held_on >= ${today} and m.held_on > here.held_on and exists (
      select from meeting_groups ours join meeting_groups theirs on theirs.group_id = ours.group_id
      where ours.meeting_id = here.id and theirs.meeting_id = m.id)
    order by m.held_on, m.id`.execute(db)
  return asOptions(rows)
}

export type Consultation = {
  id: number
  meetingId: number
  meeting: string
  title: string
  heldOn: Day
  before: boolean
}

/** The consultations of a vote’s story, before and after it, as far as these eyes may follow it. */
export async function consultationsOf({ db, who }: Actor, itemId: number | null): Promise<Consultation[]> {
  if (itemId === null) return []
  const items = await chainOf(db, itemId, { seen: groupsSeen(who), keepsAll: isOffice(who) })
  const own = items.find(({ id }) => id === itemId)
  return items.flatMap((item) =>
    item.kind === 'consultation' && item.id !== itemId && own && agendaShown(item)
      ? [{ ...item, before: item.heldOn < own.heldOn }]
      : [],
  )
}

/** Whether the proposal that a ballot decides on is open still, and what it is called. */
export const proposalOf = (db: Reader, { proposalId }: Pick<Ballot, 'proposalId'>) =>
  proposalId === null
    ? undefined
    : db
        .selectFrom('proposals')
        .leftJoin('clauses', 'clauses.id', 'proposals.clauseId')
        .select(['proposals.id', 'kind', 'number', 'outcome', 'draftId'])
        .select((eb) => eb.fn.coalesce('proposals.part', 'clauses.part').as('part'))
        .where('proposals.id', '=', proposalId)
        .executeTakeFirst()

/** The ballots that decide a proposal, amendments aside, in the order in which they were drafted. */
export async function votesOf(db: Reader, proposalId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('ballots')
    .select('id')
    .where('proposalId', '=', proposalId)
    .where('amendsId', 'is', null)
    .where('acceptedAt', 'is not', null)
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** Votes that are closed and decided a proposal that is open still. */
export async function proposalsVotedOn(db: Reader): Promise<{ ballotId: number; proposalId: number }[]> {
  const { rows } = await sql<{ ballotId: number; proposalId: number }>`
    select b.id as ballot_id, proposal_id from ballots b join proposals p on p.id = proposal_id
    where b.closed_at is not null and amends_id is null
      and (outcome is null or (outcome = 'adopted' and draft_id is null))
    order by b.id`.execute(db)
  return rows
}
