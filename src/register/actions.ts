import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from '../platform/action.ts'
import { permit } from '../platform/refusal.ts'
import { type Book, openFiles, openPath } from '../platform/sheet.ts'
import type { GivenFile } from '../platform/sheet-encoding.ts'
import { type Fault, type Remark, Report } from '../platform/sheet-report.ts'
import { approveAll } from './decide.ts'
import { registerLimits } from './files.ts'
import { keepNew, proposals } from './propose.ts'
import { sought } from './queries.ts'
import { type RegisterRead, readRegister } from './read.ts'
import { mayKeepRegister } from './rules.ts'
import { type ChangeKind, changeKinds } from './tables.ts'

/** What reading the register came to. */
export type RegisterSummary = {
  files: RegisterRead['files']
  /** New proposals of each kind; those that wait already, or were left, are not made again. */
  proposed: Partial<Record<ChangeKind, number>>
  /** Schools known here that an establishments file does not hold: it may be half a file. */
  missing: number
  faults: Fault[]
  faultCount: number
  remarks: Remark[]
}
type RegisterDone = RegisterSummary & { id: number; approved: number; left: number }

type Options = {
  /** The code of the authority whose other secondary schools are proposed as well, such as `350`. */
  authority?: string | null
  /** Approves at once all that can be approved without asking: everything but successions without a date. */
  approve?: boolean
}

/** Reads register files from where they lie, for the command line. */
export async function importRegister(by: Actor, path: string, options: Options = {}): Promise<RegisterDone> {
  const report = new Report()
  return readInto(by, await openPath(path, report, registerLimits), report, path, options)
}

/** Reads register files that were uploaded together. */
export async function importRegisterFiles(by: Actor, files: GivenFile[], options: Options = {}) {
  const report = new Report()
  const source = files.map(({ name }) => name).join(', ')
  return readInto(by, await openFiles(files, report, registerLimits), report, source, options)
}

/** The public file has a hundred columns that say nothing to an alliance: nobody needs to be told of each. */
const worthSaying = ({ says }: Remark) => !says.startsWith('The column “')

async function readInto(
  by: Actor,
  book: Book,
  report: Report,
  source: string,
  { authority, approve }: Options,
) {
  permit(mayKeepRegister(by.who))
  const read = await readRegister(book, await sought(by.db, authority ?? null), report)
  const summary = {
    files: read.files,
    missing: read.notInFile.length,
    faults: report.faults,
    faultCount: report.faultCount,
    remarks: report.remarks.filter(worthSaying),
  }
  const kept = await keepReading(by, source, read, summary)
  const decided = approve && kept.open ? await approveAll(by, kept.id) : { approved: 0, left: 0 }
  return { ...summary, id: kept.id, proposed: kept.proposed, ...decided }
}

type Read = Omit<RegisterSummary, 'proposed'>

function keepReading(by: Actor, source: string, read: RegisterRead, summary: Read) {
  const deed = {
    did: 'read the national register',
    subject: ({ id }: { id: number }) => `register/${id}`,
    details: ({ proposed }: { proposed: object }) => ({ files: summary.files, proposed }),
  }
  return by.act(deed, async (tx, by) => {
    const digest = createHash('sha256').update(JSON.stringify(read)).digest('hex')
    const faulty = summary.faultCount > 0
    const { id } = await tx
      .insertInto('imports')
      .values({
        kind: 'register',
        source: source.slice(0, 400),
        digest,
        state: faulty ? 'faulty' : 'checked',
        progress: null,
        startedBy: by.who.personId,
        finishedAt: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const fresh = faulty ? [] : await keepNew(tx, id, read, await proposals(tx, read))
    const proposed: RegisterSummary['proposed'] = {}
    for (const { kind } of fresh) proposed[kind] = (proposed[kind] ?? 0) + 1
    await tx
      .updateTable('imports')
      .set({
        result: JSON.stringify({ ...summary, proposed }),
        ...(faulty || fresh.length > 0 ? {} : { state: 'applied' as const, finishedAt: sql<Date>`now()` }),
      })
      .where('id', '=', id)
      .execute()
    return { id, proposed, open: fresh.length > 0 }
  })
}

/** The summary as lines for the command line. */
export function registerInWords({
  files,
  proposed,
  missing,
  approved,
  left,
  remarks,
}: RegisterDone): string[] {
  const found = Object.entries(proposed).map(
    ([kind, count]) => `  ${changeKinds[kind as ChangeKind]}: ${count}`,
  )
  return [
    ...files.map(
      ({ file, kind, rows, kept }) => `${file}: ${kind}, ${rows} rows, ${kept} kept, ${rows - kept} ignored`,
    ),
    ...remarks.map(({ file, says }) => `${file}: ${says}`),
    ...(missing > 0 ? [`${missing} schools known here are not in the file`] : []),
    ...(found.length > 0 ? ['Proposed:', ...found] : ['Nothing new is proposed']),
    ...(approved + left > 0 ? [`Approved: ${approved}; left waiting: ${left}`] : []),
  ]
}
