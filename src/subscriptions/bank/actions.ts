import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import type { Writer } from '../../platform/db.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { type GivenFile, wholeFile } from '../../platform/sheet-encoding.ts'
import { safeName } from '../../platform/stored-file.ts'
import { matchByReference } from '../payments/actions.ts'
import { cancelMany, takeMany } from '../payments/many.ts'
import { openInvoices } from '../payments/queries.ts'
import { billingSettings } from '../settings/queries.ts'
import { camtStatement, type Host } from './camt/read.ts'
import { camtTree } from './camt/xml.ts'
import { asKept, headedBy, likelyHeaded } from './csv/columns.ts'
import { csvStatement } from './csv/read.ts'
import { csvRows } from './csv/rows.ts'
import { keepMapping, type MappingFilled } from './mappings/actions.ts'
import { mappings } from './mappings/queries.ts'
import { standingOf, standingOtherwise, statement, statementOf, upload } from './queries.ts'
import {
  fingerprintsOf,
  knownOtherwise,
  mayKeepStatements,
  namingInvoices,
  type ReadStatement,
  type StatementLine,
} from './rules.ts'
import { fileLimits, looksLikeXml, refused, statementText } from './text.ts'

/** What came of a file: a statement, new or known as a whole; or it waits for its columns to be named. */
type Kept = { statementId: number; known: boolean }
export type Brought = Kept | { uploadId: number }

/**
 * Brings in one file of the bank. What stands already is left as it is, and what names an invoice is matched to it.
 * @throws Refusal about the question `file`, one sentence, where it cannot be read; nothing is kept of it then.
 */
export async function bringStatement(by: Actor, given: GivenFile): Promise<Brought> {
  permit(mayKeepStatements(by.who))
  return by.together(async (tx, by) => {
    const host = await hostOf(tx)
    const text = await statementText(given)
    if (looksLikeXml(text)) return keep(by, given, camtStatement(await camtTree(text), host, by.today))
    const rows = await csvRows(text)
    const known = await mappings(tx)
    for (const headed of headedBy(rows)) {
      const mapping = known.find(({ headings }) => headings === asKept(headed.headings))
      if (mapping) return keep(by, given, csvStatement(headed, mapping, by.today))
    }
    likelyHeaded(rows)
    return { uploadId: await keepUpload(by, given) }
  })
}

async function hostOf(tx: Writer): Promise<Host> {
  const settings = await billingSettings(tx)
  if (!settings)
    throw refused('First say who sends invoices, with the sort code and account number that schools pay into')
  return settings
}

const keepUpload = (by: Actor, given: GivenFile) =>
  by.act(
    { did: 'gave a bank statement', subject: (id: number) => `subscriptions/statements/uploads/${id}` },
    async (tx) => {
      const content = await wholeFile(given, fileLimits)
      const values = { name: safeName(given.name), content, givenBy: by.who.personId, statementId: null }
      return (await tx.insertInto('bankUploads').values(values).returning('id').executeTakeFirstOrThrow()).id
    },
  )

/** An upload as the file that it was. */
export const fileOf = ({ name, content }: { name: string; content: Buffer }): GivenFile => ({
  name,
  size: content.length,
  async *stream() {
    yield content
  },
})

/** Says which column is what, keeps it for the next such file, and brings this one in. */
export async function nameColumns(by: Actor, uploadId: number, filled: MappingFilled): Promise<Kept> {
  permit(mayKeepStatements(by.who))
  return by.together(async (tx, by) => {
    const given = await lockedUpload(tx, uploadId)
    const waiting = fileOf(given)
    const headed = likelyHeaded(await csvRows(await statementText(waiting)))
    await hostOf(tx)
    await keepMapping(by, headed.headings, filled)
    const brought = await keep(by, waiting, csvStatement(headed, filled, by.today))
    const { statementId } = brought
    await tx.updateTable('bankUploads').set({ statementId }).where('id', '=', uploadId).execute()
    return brought
  })
}

async function lockedUpload(tx: Writer, id: number) {
  await tx.selectFrom('bankUploads').select('id').where('id', '=', id).forUpdate().execute()
  const found = await upload(tx, id)
  if (found.statementId !== null) throw notPossible('This file was brought in already')
  return found
}

/** Lets go of a file whose columns nobody named. */
export async function giveUpUpload(by: Actor, id: number): Promise<void> {
  permit(mayKeepStatements(by.who))
  await by.act(
    { did: 'gave up a bank statement', subject: `subscriptions/statements/uploads/${id}` },
    async (tx) => {
      await lockedUpload(tx, id)
      await tx.deleteFrom('bankUploads').where('id', '=', id).execute()
    },
  )
}

/** Files that nobody went on with are not kept. */
export const forgetBankUploads = (tx: Writer) =>
  tx.deleteFrom('bankUploads').where('givenAt', '<', sql<Date>`now() - interval '7 days'`).execute()

/** One at a time: of two imports of one file at once the second finds what the first brought. */
const alone = (tx: Writer) =>
  sql`select pg_advisory_xact_lock(hashtext(current_schema() || '.bank statements'))`.execute(tx)

async function keep(by: Actor, given: GivenFile, read: ReadStatement): Promise<Kept> {
  if (read.lines.length === 0)
    throw refused(
      read.leftOut > 0
        ? 'No line of this statement is booked yet: there is nothing to bring in'
        : 'There is no line in this statement',
    )
  const digest = createHash('sha256')
    .update(await wholeFile(given, fileLimits))
    .digest('hex')
  return by.together(async (tx, by) => {
    await alone(tx)
    const { sortCode, accountNumber } = await hostOf(tx)
    const account = `${sortCode}${accountNumber}`
    const fresh = await freshLines(tx, account, read)
    const same = fresh.length === 0 ? await statementOf(tx, digest) : undefined
    if (same) return { statementId: same.id, known: true }
    const statementId = await by.act(
      {
        did: 'brought in a bank statement',
        subject: (id: number) => `subscriptions/statements/${id}`,
        details: { lines: read.lines.length, new: fresh.length },
      },
      (tx, by) => add(tx, by, { name: safeName(given.name), digest, account, read, fresh }),
    )
    return { statementId, known: fresh.length === 0 }
  })
}

type Fresh = { line: StatementLine; fingerprint: string }

/** The lines that do not stand yet, each with its fingerprint. */
async function freshLines(tx: Writer, account: string, { format, lines }: ReadStatement): Promise<Fresh[]> {
  const fingerprints = fingerprintsOf(account, lines)
  const standing = await standingOf(tx, fingerprints)
  const fresh = lines.flatMap((line, i) => {
    const fingerprint = fingerprints[i] ?? ''
    return standing.has(fingerprint) ? [] : [{ line, fingerprint }]
  })
  const others = await standingOtherwise(tx, { account, format, ...span(lines), fingerprints })
  const known = knownOtherwise(
    fresh.map(({ line }) => line),
    others,
  )
  return fresh.filter((_, at) => !known.has(at))
}

function span(lines: readonly StatementLine[]) {
  const days = lines.map(({ on }) => on).sort()
  const [fromOn, toOn] = [days[0], days.at(-1)]
  if (!fromOn || !toOn) throw new RangeError('A statement without lines has no days')
  return { fromOn, toOn }
}

type Added = { name: string; digest: string; account: string; read: ReadStatement; fresh: Fresh[] }

async function add(tx: Writer, by: Actor, { name, digest, account, read, fresh }: Added): Promise<number> {
  const { format, openingPence, closingPence, leftOut, lines } = read
  const { id } = await tx
    .insertInto('bankStatements')
    .values({
      ...{ name, format, digest, account, openingPence, closingPence, leftOut, ...span(lines) },
      lines: lines.length,
      newLines: fresh.length,
      importedBy: by.who.personId,
      undoneAt: null,
      undoneBy: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const ids = await takeMany(
    tx,
    by,
    fresh.map(({ line: { on, pence, payer, says }, fingerprint }) => ({
      datedOn: on,
      pence,
      payer,
      says,
      fingerprint,
    })),
    id,
  )
  const naming = namingInvoices(
    fresh.map(({ line }) => line),
    await openInvoices(tx),
  )
  await matchByReference(
    tx,
    by,
    naming.flatMap((at) => ids[at] ?? []),
  )
  return id
}

/**
 * Takes a statement back while nothing of it is matched: each of its payments is cancelled by an entry the other way
 * round, and the file may be brought in again.
 */
export async function undoStatement(by: Actor, id: number): Promise<void> {
  permit(mayKeepStatements(by.who))
  await by.act(
    { did: 'undid a bank statement', subject: `subscriptions/statements/${id}` },
    async (tx, by) => {
      await alone(tx)
      const { undoneAt, held } = await statement(tx, id)
      if (undoneAt) throw notPossible('This import was undone already')
      if (held > 0)
        throw notPossible(
          'A line of this statement is matched. Undo the match first, then the import can be undone',
        )
      await cancelMany(tx, by, { statementId: id, why: 'The import of its statement was undone' })
      await tx
        .updateTable('bankStatements')
        .set({ undoneAt: new Date(), undoneBy: by.who.personId })
        .where('id', '=', id)
        .execute()
    },
  )
}
