import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import { refusing } from '../../platform/constraint.ts'
import type { Writer } from '../../platform/db.ts'
import { notFound, notPossible, permit } from '../../platform/refusal.ts'
import { correct, remove, restore } from '../../platform/revision.ts'
import { addClause, draftHeld, keepDraft, twice } from '../actions.ts'
import { type ClauseRow, clausesOf, said, type Version, versions } from '../queries.ts'
import { mayKeepAgreement } from '../rules.ts'
import { discarded, removedFrom } from './queries.ts'

type Row = { id: number; version: number }

/** Begins a draft from the version published last, with all that it promises. */
export async function beginDraft(by: Actor): Promise<number> {
  permit(mayKeepAgreement(by.who))
  const [newest] = await versions(by.db)
  if (!newest) throw notPossible('No version is published yet to begin from. Read a text from a file')
  return keepDraft(by, { ...(await said(by.db, newest.id)), basedOn: newest.id })
}

/** Does something to a draft while nobody else changes or publishes it. */
async function change<Result>(
  by: Actor,
  did: string,
  id: number,
  work: (tx: Writer, by: Actor, draft: Version) => Promise<Result>,
) {
  permit(mayKeepAgreement(by.who))
  return by.act({ did, subject: `agreement/drafts/${id}` }, async (tx, by) => {
    const draft = await draftHeld(tx, id)
    return refusing(twice, () => work(tx, by, draft))
  })
}

export const correctWords = (by: Actor, row: Row, words: { title: string; opening: string }) =>
  change(by, 'corrected a draft of the agreement', row.id, (tx, by) =>
    correct(tx, by, 'agreementVersions', row, words),
  )

/** A clause as it is typed; it stands behind the clause `after`, or first where that is 0. */
export type ClauseFilled = { number: string; part: string | null; words: string; after: number }

export const addDraftClause = (by: Actor, draftId: number, { after, part, ...said }: ClauseFilled) =>
  change(by, 'added a clause to a draft', draftId, async (tx) => {
    const before = await clausesOf(tx, draftId)
    await addClause(tx, draftId, before.length, { ...said, part: part ?? '' })
    const added = (await clausesOf(tx, draftId)).find(({ id }) => !before.some((clause) => clause.id === id))
    if (added) await place(tx, draftId, added.id, after)
  })

/** Corrects a clause as it stood at this version, and moves it where it is to stand. */
export const correctClause = (by: Actor, draftId: number, row: Row, { after, part, ...said }: ClauseFilled) =>
  change(by, 'corrected a clause of a draft', draftId, async (tx, by) => {
    const clauses = await clausesOf(tx, draftId)
    const was = before(clauses, among(clauses, row.id).id)
    const linked = { place: { was: String(was), becomes: String(after) } }
    await correct(tx, by, 'clauses', row, { ...said, part: part ?? '' }, linked)
    if (was !== after) await place(tx, draftId, row.id, after)
  })

export const removeClause = (by: Actor, draftId: number, id: number) =>
  change(by, 'removed a clause from a draft', draftId, async (tx, by) => {
    const { version } = among(await clausesOf(tx, draftId), id)
    await remove(tx, by, 'clauses', { id, version })
  })

export const restoreClause = (by: Actor, draftId: number, id: number) =>
  change(by, 'put a clause back into a draft', draftId, async (tx) => {
    if (!(await removedFrom(tx, draftId)).some((clause) => clause.id === id)) throw notFound()
    await restore(tx, 'clauses', id)
  })

/** Numbers the clauses 1, 2, 3 in their order. */
export const renumber = (by: Actor, draftId: number) =>
  change(by, 'numbered a draft anew', draftId, async (tx, by) => {
    const wrong = (await clausesOf(tx, draftId))
      .map((clause, i) => ({ ...clause, to: String(i + 1) }))
      .filter(({ number, to }) => number !== to)
    // Two may change places, and at no moment may two have one number.
    for (const { id } of wrong)
      await tx
        .updateTable('clauses')
        .set({ number: `-${id}` })
        .where('id', '=', id)
        .execute()
    for (const { id, version, to } of wrong) await correct(tx, by, 'clauses', { id, version }, { number: to })
  })

/** Gives a draft up, keeping what it said so that it can be taken up again. */
export const discard = (by: Actor, draftId: number) =>
  change(by, 'gave up a draft of the agreement', draftId, async (tx, by, { version }) => {
    for (const clause of await clausesOf(tx, draftId))
      await remove(tx, by, 'clauses', { id: clause.id, version: clause.version })
    await remove(tx, by, 'agreementVersions', { id: draftId, version })
  })

/** Takes a draft up again as it was when it was given up. */
export async function takeUp(by: Actor, draftId: number) {
  permit(mayKeepAgreement(by.who))
  await by.act(
    { did: 'took up a draft of the agreement again', subject: `agreement/drafts/${draftId}` },
    async (tx) => {
      if (!(await discarded(tx)).some(({ id }) => id === draftId)) throw notFound()
      await restore(tx, 'agreementVersions', draftId)
      for (const { id } of await lastIn(tx, draftId)) await restore(tx, 'clauses', id)
    },
  )
}

/** The clauses that went together with their draft, rather than before it. */
async function lastIn(tx: Writer, draftId: number): Promise<{ id: number }[]> {
  const { rows } = await sql<{ id: number }>`
    select row_id as id from revisions
    where table_name = 'clauses' and (before ->> 'version_id')::bigint = ${draftId}
      and changed_at = (select max(changed_at) from revisions where table_name = 'agreement_versions' and row_id = ${draftId})`.execute(
    tx,
  )
  return rows
}

/** The clause with this id, where the draft still has it. */
export function among(clauses: ClauseRow[], id: number): ClauseRow {
  const clause = clauses.find((one) => one.id === id)
  if (!clause) throw notFound()
  return clause
}

/** The clause before this one; 0 where it is the first. */
export const before = (clauses: { id: number }[], id: number) =>
  clauses[clauses.findIndex((clause) => clause.id === id) - 1]?.id ?? 0

/** Puts a clause behind another. Only places change, so nobody who corrects another clause is held up by it. */
async function place(tx: Writer, draftId: number, id: number, after: number) {
  const others = (await clausesOf(tx, draftId)).filter((clause) => clause.id !== id)
  const at = others.findIndex((clause) => clause.id === after) + 1
  if (at === 0 && after !== 0)
    throw notPossible('The clause that this is to follow was removed meanwhile', 'after')
  const order = [...others.slice(0, at).map(({ id }) => id), id, ...others.slice(at).map(({ id }) => id)]
  await sql`
    update clauses set position = wanted.at
    from unnest(${order}::bigint[]) with ordinality as wanted (id, at)
    where clauses.id = wanted.id and clauses.position <> wanted.at`.execute(tx)
}
