import { createHash, type Hash } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from '../platform/action.ts'
import type { Writer } from '../platform/db.ts'
import { notPossible } from '../platform/refusal.ts'
import { openFiles } from '../platform/sheet.ts'
import type { GivenFile } from '../platform/sheet-encoding.ts'
import { type Fault, type Remark, Report, Unreadable, usualLimits } from '../platform/sheet-report.ts'
import { applyPlan, type Told } from './apply.ts'
import { known } from './known.ts'
import { checkYear } from './plan.ts'
import { type Progress, readYear, sheetsOf } from './records.ts'

export type ImportKind = 'year' | 'people'
export type Source = { kind: ImportKind; name: string; files: GivenFile[] }

/** What came of an import, or would come of it. */
export type Summary = {
  /** The import that brought it in; with `already`, an earlier one of the very same files. */
  id: number | null
  already: boolean
  faults: Fault[]
  faultCount: number
  remarks: Remark[]
  told: Told[]
}

type Steps = {
  /** The import as it was begun in the browser. */
  importId?: number
  tell: Progress
}

/** Files are known by their names and what is in them, in whatever order they were given. */
export async function digestOf(files: GivenFile[]): Promise<string> {
  const digest = createHash('sha256')
  for (const file of [...files].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    digest.update(`${file.name}\n${file.size}\n`)
    if (file.size <= usualLimits.fileBytes) await addContent(digest, file)
  }
  return digest.digest('hex')
}

/** What cannot be read is a fault wherever it is read next, and so need not be one here. */
async function addContent(digest: Hash, file: GivenFile) {
  try {
    for await (const bytes of file.stream()) digest.update(bytes)
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
  }
}

/** Thrown to undo everything, with what there is to say of it. */
class Undone extends Error {
  readonly summary: Summary
  constructor(summary: Summary) {
    super('Nothing was kept')
    this.summary = summary
  }
}

/** What would come of an import: it is done in full and undone, so that nothing is promised that would not hold. */
export async function rehearse(by: Actor, source: Source, steps: Steps): Promise<Summary> {
  const work = await prepared(by, source, steps)
  return settled(() =>
    by.together(async (tx) => {
      throw new Undone(await work(tx))
    }),
  )
}

/** Brings everything in, in one transaction and with one line in the audit log; or, where there are faults, nothing. */
export async function bring(by: Actor, source: Source, steps: Steps): Promise<Summary> {
  const work = await prepared(by, source, steps)
  const deed = {
    did: source.kind === 'year' ? 'imported a year' : 'imported people',
    subject: ({ id }: Summary) => `imports/${id}`,
    details: ({ told }: Summary) => ({
      told: told.map(({ what, added, changed }) => ({ what, added, changed })),
    }),
  }
  return settled(() =>
    by.act(deed, async (tx) => {
      const summary = await work(tx)
      if (summary.faultCount > 0 || summary.already) throw new Undone(summary)
      return summary
    }),
  )
}

/** Reads the files once, and gives the work that is then done with them in a transaction. */
async function prepared(by: Actor, source: Source, { importId, tell }: Steps) {
  const report = new Report()
  const digest = await digestOf(source.files)
  const book = await openFiles(source.files, report)
  const read = await readYear(book, sheetsOf(book, source.kind), by.today, report, tell)
  return async (tx: Writer): Promise<Summary> => {
    await inTurn(tx)
    const said = new Report(report)
    const already = await sameFiles(tx, source.kind, digest)
    if (already !== undefined && report.faultCount === 0) return summaryOf(said, already, true)
    await tell('Checking every row')
    const plan = await checkYear(read, book, await known(tx), by.today, said)
    if (said.faultCount > 0) return summaryOf(said, importId ?? null)
    const id = importId ?? (await begun(tx, by, source, digest))
    const told = await applyPlan(tx, plan, { importId: id, by: by.who.personId }, tell)
    const summary = { ...summaryOf(said, id), told }
    await tx
      .updateTable('imports')
      .set({
        state: 'applied',
        progress: null,
        result: JSON.stringify(summary),
        finishedAt: sql<Date>`now()`,
      })
      .where('id', '=', id)
      .execute()
    await tx.deleteFrom('uploads').where('importId', '=', id).execute()
    return summary
  }
}

const TIME_LIMIT = '10min'

/** Imports take their turns, so that each is checked against what the one before has left. */
export async function inTurn(tx: Writer) {
  await sql`select set_config('statement_timeout', ${TIME_LIMIT}, true),
    pg_advisory_xact_lock(hashtext(current_schema() || '.imports'))`.execute(tx)
}

async function sameFiles(tx: Writer, kind: ImportKind, digest: string): Promise<number | undefined> {
  const found = await tx
    .selectFrom('imports')
    .select('id')
    .where('kind', '=', kind)
    .where('digest', '=', digest)
    .where('state', '=', 'applied')
    .executeTakeFirst()
  return found?.id
}

async function begun(tx: Writer, by: Actor, { kind, name }: Source, digest: string): Promise<number> {
  const { id } = await tx
    .insertInto('imports')
    .values({
      kind,
      source: name,
      digest,
      state: 'applying',
      progress: null,
      startedBy: by.who.personId,
      finishedAt: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

function summaryOf({ faults, faultCount, remarks }: Report, id: number | null, already = false): Summary {
  const inOrder = [...faults].sort((a, b) => (a.file === b.file ? (a.row ?? 0) - (b.row ?? 0) : 0))
  return { id, already, faults: inOrder, faultCount, remarks: [...remarks], told: [] }
}

const TRIES = 3
/** Somebody else wrote what this was about to write, or the other way round. */
const CONFLICTS = new Set(['23503', '23505', '23P01', '40001', '40P01'])
export const conflicts = (error: unknown) => CONFLICTS.has((error as { code?: string }).code ?? '')

/** Whatever others changed meanwhile is checked again from the start; nobody sees an error page for it. */
async function settled(attempt: () => Promise<Summary>, triesLeft = TRIES): Promise<Summary> {
  try {
    return await attempt()
  } catch (error) {
    if (error instanceof Undone) return error.summary
    if (!conflicts(error)) throw error
    if (triesLeft > 1) return settled(attempt, triesLeft - 1)
    const says = 'Others changed the same records at the same time, so nothing was brought in. Try again'
    throw Object.assign(notPossible(says), { cause: error })
  }
}
