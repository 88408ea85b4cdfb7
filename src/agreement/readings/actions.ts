import { sql } from 'kysely'
import type { Actor } from '../../platform/action.ts'
import type { Writer } from '../../platform/db.ts'
import { notPossible, permit } from '../../platform/refusal.ts'
import { correct, forget } from '../../platform/revision.ts'
import type { GivenFile } from '../../platform/sheet-encoding.ts'
import { keepDraft } from '../actions.ts'
import { mayKeepAgreement } from '../rules.ts'
import { faultsIn } from './faults.ts'
import { reading } from './queries.ts'
import { rolesOf } from './roles.ts'
import { linesIn } from './source.ts'
import type { Line, Role } from './tables.ts'
import { wordsOf } from './words.ts'

const LONGEST_NAME = 120

/** Takes a text in and keeps what each of its lines seems to be, for somebody to look over. */
export async function readText(by: Actor, file: GivenFile): Promise<number> {
  permit(mayKeepAgreement(by.who))
  const lines = await linesIn(file)
  return by.act(
    { did: 'read a text of the agreement', subject: (id: number) => `agreement/readings/${id}` },
    (tx) => keep(tx, by, file.name.slice(0, LONGEST_NAME), lines),
  )
}

async function keep(tx: Writer, by: Actor, sourceName: string, lines: Line[]): Promise<number> {
  const values = { sourceName, lines: JSON.stringify(lines), roles: JSON.stringify(rolesOf(lines)) }
  const { id } = await tx
    .insertInto('agreementReadings')
    .values({ ...values, readBy: by.who.personId, draftId: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

type Row = { id: number; version: number }

/** Says anew what the lines of a text are; lines that are not named stay what they were taken for. */
export async function correctReading(by: Actor, row: Row, said: ReadonlyMap<number, Role>) {
  permit(mayKeepAgreement(by.who))
  await by.act(
    { did: 'corrected a reading of the agreement', subject: `agreement/readings/${row.id}` },
    async (tx, by) => {
      const { roles, draftId } = await reading(tx, row.id)
      if (draftId !== null) throw notPossible(KEPT)
      const now = roles.map((role, i) => said.get(i) ?? role)
      await correct(tx, by, 'agreementReadings', row, { roles: JSON.stringify(now) })
    },
  )
}

const KEPT = 'This text was kept as a draft already. Correct the draft'

/** What becomes of a text: its title, and for each clause the promise that it restates, where it does. */
export type Keeping = { title: string; basedOn: number | null; promises: readonly (number | null)[] }

/** Keeps a text as a draft, whole or not at all. */
export async function keepReading(
  by: Actor,
  row: Row,
  { title, basedOn, promises }: Keeping,
): Promise<number> {
  permit(mayKeepAgreement(by.who))
  return by.act(
    { did: 'kept a text as a draft', subject: `agreement/readings/${row.id}` },
    async (tx, by) => {
      const { lines, roles, sourceName, draftId } = await reading(tx, row.id)
      if (draftId !== null) throw notPossible(KEPT)
      const words = { ...wordsOf(lines, roles), title }
      const [fault] = faultsIn(words)
      if (fault) throw notPossible(fault)
      const clauses = words.clauses.map((clause, i) => {
        const promiseId = promises[i]
        return promiseId ? { ...clause, promiseId } : clause
      })
      const id = await keepDraft(by, { ...words, clauses, basedOn, sourceName })
      await correct(tx, by, 'agreementReadings', row, { draftId: id })
      return id
    },
  )
}

/** Lets go of texts that were read more than a year ago: what was kept of them stands in their drafts. */
export const forgetReadings = (tx: Writer) =>
  forget(tx, 'agreementReadings', sql`read_at < now() - interval '1 year'`)
