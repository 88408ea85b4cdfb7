import { sql } from 'kysely'
import { membersOn } from '../members/queries.ts'
import type { Actor } from '../platform/action.ts'
import { type Refusals, refusing } from '../platform/constraint.ts'
import type { Day } from '../platform/day.ts'
import type { Writer } from '../platform/db.ts'
import { notPossible, permit } from '../platform/refusal.ts'
import { clausesOf, type Version, version } from './queries.ts'
import {
  type AtPublication,
  digestOf,
  mayKeepAgreement,
  type Publication,
  publicationFault,
  type Words,
} from './rules.ts'
import type { ClauseKind } from './tables.ts'

/** A clause on its way into a draft: what judges it is taken over from the promise it restates, or said here. */
export type ClauseGiven = Words['clauses'][number] & {
  promiseId?: number
  binding?: { commitment: string | null; kind: ClauseKind }
}
export type DraftGiven = Omit<Words, 'clauses'> & {
  clauses: ClauseGiven[]
  basedOn?: number | null
  sourceName?: string | null
}

/** Keeps a text as a draft, which nobody is asked to sign until it is published. */
export async function keepDraft(by: Actor, given: DraftGiven): Promise<number> {
  permit(mayKeepAgreement(by.who))
  if (given.clauses.length === 0) throw notPossible('An agreement has at least one clause')
  const subject = (id: number) => `agreement/versions/${id}`
  return by.act({ did: 'kept a draft of the agreement', subject }, async (tx) => {
    const { id } = await tx
      .insertInto('agreementVersions')
      .values({ ...unpublished, title: given.title, opening: given.opening, ...origin(given) })
      .returning('id')
      .executeTakeFirstOrThrow()
    await refusing(twice, async () => {
      for (const [position, clause] of given.clauses.entries()) await addClause(tx, id, position, clause)
    })
    return id
  })
}

/** What holds of the clauses of one version, whoever adds or corrects one. */
export const twice: Refusals = {
  clauses_number: { says: 'Two clauses of one version cannot have the same number', field: 'number' },
  clauses_promise: { says: 'Two clauses cannot take the place of the same one', field: 'promiseId' },
}

const unpublished = {
  number: null,
  digest: null,
  publishedOn: null,
  publishedAt: null,
  publishedBy: null,
  inForceOn: null,
  inForceSigned: null,
  signBy: null,
  reviewOn: null,
}
const origin = ({ basedOn = null, sourceName = null }: DraftGiven) => ({ basedOn, sourceName })

export async function addClause(tx: Writer, versionId: number, position: number, clause: ClauseGiven) {
  const { number, part, words } = clause
  const promiseId = clause.promiseId ?? (await newPromise(tx, clause))
  await tx.insertInto('clauses').values({ versionId, promiseId, position, number, part, words }).execute()
}

async function newPromise(tx: Writer, { binding }: ClauseGiven): Promise<number> {
  const { id } = await tx
    .insertInto('promises')
    .values(binding ?? { commitment: null, kind: 'people' })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/**
 * Publishes a draft under the next number; from then on its words stand. `seen` is the digest of what whoever
 * publishes it has read: a draft changed since is not published unread. Of two published at once the second is
 * refused, since it was drafted from a version that is no longer the newest.
 */
export async function publish(by: Actor, id: number, given: Publication, seen?: string): Promise<number> {
  permit(mayKeepAgreement(by.who))
  const subject = `agreement/versions/${id}`
  const { publishedOn, inForceOn, inForceSigned, signBy, reviewOn } = given
  const values = { publishedOn, inForceOn, inForceSigned, signBy, reviewOn }
  return by.act(
    { did: 'published the agreement', subject, details: (number) => ({ number }) },
    async (tx, by) => {
      await sql`select pg_advisory_xact_lock(hashtext('publish the agreement'))`.execute(tx)
      const draft = await draftHeld(tx, id)
      const newest = await newestVersion(tx)
      refuseOutdated(draft, newest)
      refuseImpossible(given, { today: by.today, members: (await membersOn(tx, by.today)).length, newest })
      const digest = digestOf({ ...draft, clauses: await publishable(tx, id) })
      if (seen !== undefined && seen !== digest) throw notPossible(CHANGED_SINCE)
      const number = (newest?.number ?? 0) + 1
      const published = {
        publishedAt: sql<Date>`clock_timestamp()`,
        publishedBy: by.who.personId,
        digest,
        number,
      }
      await tx
        .updateTable('agreementVersions')
        .set({ ...values, ...published })
        .where('id', '=', id)
        .execute()
      return number
    },
  )
}

const CHANGED_SINCE =
  'The draft was changed since you opened this page. Read it again as it is now, and publish it if it is right'

/** A draft, held until the transaction ends: nobody changes or publishes it meanwhile. */
export async function draftHeld(tx: Writer, id: number): Promise<Version> {
  await tx.selectFrom('agreementVersions').select('id').where('id', '=', id).forUpdate().execute()
  const found = await version(tx, id)
  if (found.publishedAt !== null)
    throw notPossible(
      `This was published as version ${found.number}, and a published version is never changed`,
    )
  return found
}

type Newest = { id: number; number: number; publishedOn: Day } | undefined

function refuseOutdated({ basedOn }: Version, newest: Newest) {
  if (newest && newest.id !== basedOn)
    throw notPossible(
      `Version ${newest.number} was published after this draft was begun. Begin a draft from it, and bring your changes over`,
    )
}

function refuseImpossible(given: Publication, at: AtPublication) {
  const fault = publicationFault(given, at)
  if (fault) throw notPossible(fault.says, fault.field)
}

async function publishable(tx: Writer, id: number) {
  const clauses = await clausesOf(tx, id)
  if (clauses.length === 0) throw notPossible('This draft has no clause. An agreement has at least one')
  return clauses
}

const newestVersion = async (tx: Writer): Promise<Newest> =>
  (await tx
    .selectFrom('agreementVersions')
    .select(['id', 'number', 'publishedOn'])
    .where('number', 'is not', null)
    .orderBy('number', 'desc')
    .limit(sql.lit(1))
    .executeTakeFirst()) as Newest
