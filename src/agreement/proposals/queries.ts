import { sql } from 'kysely'
import { type AcademicYear, type Day, firstDay, lastDay } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { RowOptions } from '../../platform/form.ts'
import { notFound } from '../../platform/refusal.ts'
import type { ListAsked, Listed } from '../../platform/web.tsx'
import { type ClauseRow, clausesOf, type Published, versions } from '../queries.ts'
import { toSignOn } from '../rules.ts'
import { inBrief } from './rules.ts'
import type { State } from './tables.ts'

export type Reviewed = { version: Published; clauses: ClauseRow[] }

/**
 * The version that the yearly review is about, with its clauses: the newest one published, since the next draft
 * is made from it, whether or not enough schools have signed it yet.
 */
export async function reviewed(db: Reader, on: Day): Promise<Reviewed | undefined> {
  const version = toSignOn(await versions(db), on)
  return version && { version, clauses: await clausesOf(db, version.id) }
}

const proposals = (db: Reader) =>
  db
    .selectFrom('proposals')
    .innerJoin('agreementVersions', 'agreementVersions.id', 'proposals.versionId')
    .innerJoin('people', 'people.id', 'proposals.proposedBy')
    .leftJoin('members', 'members.id', 'proposals.membershipId')
    .leftJoin('clauses', 'clauses.id', 'proposals.clauseId')
    .leftJoin('agreementVersions as drafts', 'drafts.id', 'proposals.draftId')
    .selectAll('proposals')
    .select((eb) => eb.fn.coalesce('proposals.part', 'clauses.part').as('part'))
    .select(['people.name as proposer', 'members.shortName as school'])
    .select(['clauses.number', 'clauses.words as wordsNow', 'clauses.promiseId'])
    .select(['agreementVersions.number as versionNumber', 'drafts.number as takenUpIn'])

export type Proposal = Awaited<ReturnType<typeof proposal>>

export async function proposal(db: Reader, id: number) {
  const found = await proposals(db).where('proposals.id', '=', id).executeTakeFirst()
  if (!found) throw notFound()
  return found
}

export type ProposalRow = Awaited<ReturnType<typeof proposalsListed>>['rows'][number]
/** `clause` is the id of a promise, so that proposals on one clause are found through all its versions. */
export type ProposalFilter = { clause: number | null; state: State | null; year: AcademicYear | null }

/** Proposals that match, one page of them, with how many have commented on each. */
export async function proposalsListed(
  db: Reader,
  { filter, order, limit, offset }: ListAsked<ProposalFilter>,
) {
  const { clause, state, year } = filter
  const rows = await proposals(db)
    .select((eb) => [eb.fn.countAll<number>().over().as('total'), commentCount.as('comments')])
    .$if(clause != null, (query) => query.where('clauses.promiseId', '=', clause as number))
    .$if(state != null, (query) => query.where(stands(state as State)))
    .$if(year != null, (query) => query.where(madeIn(year as AcademicYear)))
    .orderBy(sql.ref(sortedBy[order.sort] ?? 'proposals.proposed_at'), order.descending ? 'desc' : 'asc')
    .orderBy('proposals.id', order.descending ? 'desc' : 'asc')
    .limit(sql.lit(limit))
    .offset(sql.lit(offset))
    .execute()
  return { rows, total: rows[0]?.total ?? 0 } satisfies Listed<unknown>
}

const sortedBy: Record<string, string> = {
  on: 'proposals.proposed_at',
  clause: 'clauses.position',
  by: 'people.name',
  comments: 'comments',
}

const commentCount = sql<number>`(select count(*) from proposal_comments where proposal_id = proposals.id)`

/** As `stateOf` says it. */
const isOpen = sql<boolean>`(proposals.outcome is null or (proposals.outcome = 'adopted' and proposals.draft_id is null))`
const stands = (state: State) =>
  state === 'open' ? isOpen : sql<boolean>`(proposals.outcome = ${state} and not ${isOpen})`
const madeIn = (year: AcademicYear) => sql<boolean>`
  (proposals.proposed_at at time zone 'Europe/London')::date between ${firstDay(year)} and ${lastDay(year)}`

/** Every clause that anybody has made a proposal on, and those of this version, to find proposals by. */
export async function clauseOptions(db: Reader, versionId: number | undefined): Promise<RowOptions> {
  const rows = await db
    .selectFrom('clauses')
    .distinctOn('promiseId')
    .select(['promiseId', 'number', 'words', 'position'])
    .where((eb) =>
      eb.or([
        eb('versionId', '=', versionId ?? 0),
        eb(
          'clauses.id',
          'in',
          eb.selectFrom('proposals').select('clauseId').where('clauseId', 'is not', null),
        ),
      ]),
    )
    .orderBy('promiseId')
    .orderBy('versionId', 'desc')
    .execute()
  return rows.sort((a, b) => a.position - b.position).map((row) => [row.promiseId, inBrief(row)])
}

export type Comment = Awaited<ReturnType<typeof commentsOn>>[number]

/** What was said of a proposal, in the order in which it was said. */
export const commentsOn = (db: Reader, proposalId: number) =>
  db
    .selectFrom('proposalComments')
    .innerJoin('people', 'people.id', 'proposalComments.personId')
    .leftJoin('members', 'members.id', 'proposalComments.membershipId')
    .select(['proposalComments.id', 'words', 'saidAt', 'people.name', 'members.shortName as school'])
    .where('proposalId', '=', proposalId)
    .orderBy('proposalComments.id')
    .execute()

/** Where mail about a proposal goes: to everybody who made it or spoke to it, once each. */
export const addressesOf = (db: Reader, proposalId: number) =>
  db
    .selectFrom('people')
    .select('email')
    .distinct()
    .where('email', 'is not', null)
    .where(
      sql<boolean>`people.id in (
        select proposed_by from proposals where id = ${proposalId}
        union select person_id from proposal_comments where proposal_id = ${proposalId})`,
    )
    .orderBy('email')
    .$narrowType<{ email: string }>()
    .execute()

/** Drafts that may become the next version: those made from this one. */
export const draftsFrom = (db: Reader, versionId: number) =>
  db
    .selectFrom('agreementVersions')
    .select(['id', 'title'])
    .where('basedOn', '=', versionId)
    .where('publishedAt', 'is', null)
    .orderBy('id')
    .execute()

export type TakenUp = Awaited<ReturnType<typeof proposalsTakenUp>>[number]

/** Proposals with no more than their titles say. */
const titles = (db: Reader) =>
  db
    .selectFrom('proposals')
    .leftJoin('clauses', 'clauses.id', 'proposals.clauseId')
    .select(['proposals.id', 'kind', 'number'])
    .select((eb) => eb.fn.coalesce('proposals.part', 'clauses.part').as('part'))

/** The proposals that went into this version, in the order of the clauses they were about. */
export const proposalsTakenUp = (db: Reader, versionId: number) =>
  titles(db)
    .where('draftId', '=', versionId)
    .where('outcome', '=', 'adopted')
    .orderBy('clauses.position', (order) => order.asc().nullsLast())
    .orderBy('proposals.id')
    .execute()

/** How many proposals wait for a decision. */
export async function openCount(db: Reader): Promise<number> {
  const { count } = await db
    .selectFrom('proposals')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(isOpen)
    .executeTakeFirstOrThrow()
  return count
}

/** Open proposals made since a day to which this person has said nothing, neither by making them nor after. */
export const unspokenTo = (db: Reader, personId: number, since: Day) =>
  titles(db)
    .where(isOpen)
    .where(sql<boolean>`proposed_at >= (${since}::timestamp at time zone 'Europe/London')`)
    .where('proposedBy', '!=', personId)
    .where(
      sql<boolean>`not exists (select from proposal_comments said
        where said.proposal_id = proposals.id and said.person_id = ${personId})`,
    )
    .orderBy('proposals.id')
    .execute()
