import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { RowOptions } from '../../platform/form.ts'
import { notFound } from '../../platform/refusal.ts'
import type { ListAsked, Listed } from '../../platform/web.tsx'
import { placesToSign, versionToSign } from '../queries.ts'
import type { QuestionKind } from './tables.ts'

const questions = (db: Reader) =>
  db
    .selectFrom('clauseQuestions')
    .innerJoin('clauses', 'clauses.id', 'clauseQuestions.clauseId')
    .innerJoin('agreementVersions', 'agreementVersions.id', 'clauses.versionId')
    .innerJoin('members', 'members.id', 'clauseQuestions.membershipId')
    .innerJoin('people', 'people.id', 'clauseQuestions.personId')
    .selectAll('clauseQuestions')
    .select(['clauses.number', 'clauses.words as clauseWords', 'clauses.versionId'])
    .select(['agreementVersions.number as versionNumber', 'members.name as school', 'people.name as asker'])

export type Question = Awaited<ReturnType<typeof question>>

/** One question or reservation, with when its asker signed for that school, if they have. */
export async function question(db: Reader, id: number) {
  const found = await questions(db)
    .select((eb) =>
      eb
        .selectFrom('signatures')
        .select((signed) => signed.fn.min('signedOn').as('on'))
        .whereRef('signatures.versionId', '=', 'clauses.versionId')
        .whereRef('signatures.membershipId', '=', 'clauseQuestions.membershipId')
        .whereRef('signatures.personId', '=', 'clauseQuestions.personId')
        .as('signedOn'),
    )
    .where('clauseQuestions.id', '=', id)
    .executeTakeFirst()
  if (!found) throw notFound()
  return found
}

/** `clause` is the id of a clause of one version. */
export type QuestionFilter = {
  clause: number | null
  kind: QuestionKind | null
  school: number | null
  answered: boolean | null
}
export type QuestionRow = Awaited<ReturnType<typeof questionsListed>>['rows'][number]

/** Questions and reservations that match, one page of them. */
export async function questionsListed(
  db: Reader,
  { filter, order, limit, offset }: ListAsked<QuestionFilter>,
) {
  const { clause, kind, school, answered } = filter
  const way = order.descending ? 'desc' : 'asc'
  const rows = await questions(db)
    .select((eb) => eb.fn.countAll<number>().over().as('total'))
    .$if(clause != null, (query) => query.where('clauses.id', '=', clause as number))
    .$if(kind != null, (query) => query.where('kind', '=', kind as QuestionKind))
    .$if(school != null, (query) => query.where('clauseQuestions.membershipId', '=', school as number))
    .$if(answered != null, (query) => query.where('answer', answered ? 'is not' : 'is', null))
    .orderBy('clauses.versionId', 'desc')
    .orderBy(sortedBy[order.sort] ?? 'clauses.position', way)
    .orderBy('clauseQuestions.id')
    .limit(sql.lit(limit))
    .offset(sql.lit(offset))
    .execute()
  return { rows, total: rows[0]?.total ?? 0 } satisfies Listed<unknown>
}

const sortedBy: Record<string, 'clauses.position' | 'members.name' | 'clauseQuestions.askedAt'> = {
  clause: 'clauses.position',
  school: 'members.name',
  on: 'clauseQuestions.askedAt',
}

/** Clauses that somebody asked about, to find questions by. */
export async function clausesAskedAbout(db: Reader): Promise<RowOptions> {
  const rows = await db
    .selectFrom('clauses')
    .innerJoin('agreementVersions', 'agreementVersions.id', 'clauses.versionId')
    .select(['clauses.id', 'clauses.number', 'agreementVersions.number as version'])
    .where('clauses.id', 'in', (eb) => eb.selectFrom('clauseQuestions').select('clauseId'))
    .orderBy('version', 'desc')
    .orderBy('position')
    .execute()
  return rows.map(({ id, number, version }) => [id, `Clause ${number} of version ${version}`])
}

export type SchoolQuestion = Awaited<ReturnType<typeof questionsOfSchool>>[number]

/** What one school asked of one version, in the order of its clauses: for the page on which it is signed. */
export const questionsOfSchool = (db: Reader, versionId: number, membershipId: number) =>
  db
    .selectFrom('clauseQuestions')
    .innerJoin('clauses', 'clauses.id', 'clauseQuestions.clauseId')
    .select(['clauseQuestions.id', 'kind', 'number', 'clauseQuestions.words', 'answer', 'answeredAt'])
    .where('versionId', '=', versionId)
    .where('membershipId', '=', membershipId)
    .orderBy('position')
    .orderBy('clauseQuestions.id')
    .execute()

export type Reserved = Awaited<ReturnType<typeof reservationsOf>>[number]

/**
 * With which reservations a school signs a version, in the order of its clauses: facts beside the signatures,
 * for the signed document. They say nothing of who made them.
 */
export const reservationsOf = (
  db: Reader,
  { versionId, membershipId }: { versionId: number; membershipId: number },
) =>
  db
    .selectFrom('clauseQuestions')
    .innerJoin('clauses', 'clauses.id', 'clauseQuestions.clauseId')
    .select(['number', 'clauseQuestions.words'])
    .where('versionId', '=', versionId)
    .where('membershipId', '=', membershipId)
    .where('kind', '=', 'reservation')
    .orderBy('position')
    .orderBy('clauseQuestions.id')
    .execute()

/** When this person signed this version for this school, if they have. */
export async function signedBy(db: Reader, versionId: number, membershipId: number, personId: number) {
  const found = await db
    .selectFrom('signatures')
    .select((eb) => eb.fn.min<Day | null>('signedOn').as('on'))
    .where('versionId', '=', versionId)
    .where('membershipId', '=', membershipId)
    .where('personId', '=', personId)
    .executeTakeFirst()
  return found?.on ?? null
}

/** What of this version waits for an answer, the longest first. */
export const unanswered = (db: Reader, versionId: number) =>
  db
    .selectFrom('clauseQuestions')
    .innerJoin('clauses', 'clauses.id', 'clauseQuestions.clauseId')
    .innerJoin('members', 'members.id', 'clauseQuestions.membershipId')
    .select(['clauseQuestions.id', 'kind', 'number', 'shortName as school'])
    .where('versionId', '=', versionId)
    .where('answer', 'is', null)
    .orderBy('clauseQuestions.id')
    .execute()

/** Answers that this person has not said they have read. */
export const unreadAnswers = (db: Reader, personId: number) =>
  db
    .selectFrom('clauseQuestions')
    .innerJoin('clauses', 'clauses.id', 'clauseQuestions.clauseId')
    .select(['clauseQuestions.id', 'kind', 'number'])
    .where('personId', '=', personId)
    .where('answer', 'is not', null)
    .where('readAt', 'is', null)
    .orderBy('answeredAt')
    .execute()

/** The schools for which whoever is at work signs today, by post or in another’s place; who signs for none asks nothing. */
export async function schoolsSignedFor(by: Actor): Promise<RowOptions> {
  const version = await versionToSign(by.db, by.today)
  const places = version ? await placesToSign(by, version.id) : []
  return [...new Map(places.map(({ membershipId, school }) => [membershipId, school]))]
}
