import { sql } from 'kysely'
import type { Actor } from '../platform/action.ts'
import { isUnreachable, type Writer } from '../platform/db.ts'
import { sendJob } from '../platform/job.ts'
import { notPossible, permit, Refusal } from '../platform/refusal.ts'
import { type GivenFile, wholeFile } from '../platform/sheet-encoding.ts'
import { usualLimits } from '../platform/sheet-report.ts'
import type { ImportState } from '../platform/tables.ts'
import { bring, digestOf, rehearse, type Source, type Summary } from './bring.ts'
import { type Import, importById, uploadsOf } from './queries.ts'
import type { Progress } from './records.ts'
import { mayBringIn, mayGiveUp, mayImport } from './rules.ts'

const silently: Progress = () => {}

/** Brings in a year, or people, at once; or with `dryRun` says what would come of it, and writes nothing. */
export async function importYear(
  by: Actor,
  source: Source,
  { dryRun = false, tell = silently }: { dryRun?: boolean; tell?: Progress } = {},
): Promise<Summary> {
  permit(mayImport(by.who))
  if (!dryRun) return bring(by, source, { tell })
  const summary = await rehearse(by, source, { tell })
  return summary.already ? summary : { ...summary, id: null }
}

/** Takes the files of an import that is to be checked, and sends it on to be checked. */
export async function giveImport(by: Actor, { kind, name, files }: Source): Promise<number> {
  permit(mayImport(by.who))
  const digest = await digestOf(files)
  return by.act({ did: 'gave files to import', subject: (id: number) => `imports/${id}` }, async (tx) => {
    const { id } = await tx
      .insertInto('imports')
      .values({
        kind,
        source: name,
        digest,
        state: 'waiting',
        progress: null,
        startedBy: by.who.personId,
        finishedAt: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    for (const file of files) await keepUpload(tx, id, file)
    await sendJob(tx, 'imports', { importId: id })
    return id
  })
}

async function keepUpload(tx: Writer, importId: number, file: GivenFile) {
  const content = await wholeFile(file, usualLimits)
  await tx.insertInto('uploads').values({ importId, name: file.name, content }).execute()
}

/** Says that an import which was checked is to be brought in. */
export async function approveImport(by: Actor, id: number): Promise<void> {
  permit(mayImport(by.who))
  await by.act({ did: 'asked for an import to be brought in', subject: `imports/${id}` }, async (tx) => {
    const state = await lockedState(tx, id)
    if (!mayBringIn(state))
      throw notPossible('This import is not ready to be brought in, or was brought in already')
    await tx.updateTable('imports').set({ state: 'applying', progress: null }).where('id', '=', id).execute()
    await sendJob(tx, 'imports', { importId: id })
  })
}

/** Lets go of an import that was never brought in, and of its files. */
export async function giveUpImport(by: Actor, id: number): Promise<void> {
  permit(mayImport(by.who))
  await by.act({ did: 'gave up an import', subject: `imports/${id}` }, async (tx) => {
    if (!mayGiveUp(await lockedState(tx, id))) throw notPossible('This import is at work, or was brought in')
    await tx.deleteFrom('imports').where('id', '=', id).execute()
  })
}

async function lockedState(tx: Writer, id: number): Promise<ImportState> {
  await tx.selectFrom('imports').select('id').where('id', '=', id).forUpdate().execute()
  return (await importById(tx, id)).state
}

/**
 * Does what an import that was given in the browser waits for: checks it, or brings it in. May be asked
 * any number of times by any number of processes: one does it, and one that was killed is taken up again.
 */
export async function workOnImport(by: Actor, id: number): Promise<void> {
  permit(mayImport(by.who))
  await by.together(async (tx) => {
    const { rows } = await sql<{ mine: boolean }>`
      select pg_try_advisory_xact_lock(hashtext(current_schema() || '.imports at work'), ${id}::integer) as mine`.execute(
      tx,
    )
    if (!rows[0]?.mine) return
    const found = await importById(by.totals, id)
    try {
      if (found.state === 'waiting' || found.state === 'checking') await check(by, found)
      if (found.state === 'applying') await apply(by, found)
    } catch (error) {
      if (isUnreachable(error)) throw error
      await stopped(by, id, error)
      if (!(error instanceof Refusal)) throw error
    }
  })
}

async function check(by: Actor, { id, kind, source }: Import) {
  await set(by, id, { state: 'checking', progress: 'Reading the files' })
  const files = await uploadsOf(by.totals, id)
  const summary = await rehearse(by, { kind, name: source, files }, { importId: id, tell: tellOf(by, id) })
  const state = summary.faultCount > 0 ? 'faulty' : 'checked'
  await set(by, id, { state, progress: null, result: JSON.stringify(summary) })
}

async function apply(by: Actor, { id, kind, source }: Import) {
  const files = await uploadsOf(by.totals, id)
  const summary = await bring(by, { kind, name: source, files }, { importId: id, tell: tellOf(by, id) })
  // Its server was killed while it was being kept, and had kept it.
  if (summary.already && summary.id === id) return
  if (summary.faultCount > 0 || summary.already)
    await set(by, id, {
      state: summary.already ? 'checked' : 'faulty',
      progress: null,
      result: JSON.stringify(summary),
    })
}

async function stopped(by: Actor, id: number, error: unknown) {
  const progress =
    error instanceof Refusal ? error.message : 'Endeavour met a problem of its own. Nothing was brought in'
  await set(by, id, { state: 'failed', progress })
}

const tellOf =
  (by: Actor, id: number): Progress =>
  (progress) =>
    set(by, id, { progress })

type Set = { state?: ImportState; progress: string | null; result?: string }

/** How far the work is stands beside the work, not in its transaction, so that it can be seen meanwhile. */
async function set(by: Actor, id: number, values: Set) {
  await by.together((tx) => tx.updateTable('imports').set(values).where('id', '=', id).execute())
}

const KEPT_DAYS = 7

/** Files of imports that nobody went on with are not kept. */
export async function forgetUploads(by: Actor): Promise<void> {
  await by.together((tx) =>
    tx
      .deleteFrom('uploads')
      .where('importId', 'in', (eb) =>
        eb
          .selectFrom('imports')
          .select('id')
          .where('startedAt', '<', sql<Date>`now() - make_interval(days => ${KEPT_DAYS})`),
      )
      .execute(),
  )
}
