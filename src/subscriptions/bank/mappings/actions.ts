import type { Actor } from '../../../platform/action.ts'
import { type Refusals, refusing } from '../../../platform/constraint.ts'
import type { Writer } from '../../../platform/db.ts'
import { notPossible, permit } from '../../../platform/refusal.ts'
import { correct, remove } from '../../../platform/revision.ts'
import { asKept, type Columns, fromKept } from '../csv/columns.ts'
import { mayKeepStatements } from '../rules.ts'
import { mapping } from './queries.ts'

export type MappingFilled = Columns & { name: string }

const once: Refusals = {
  bank_mappings_headings_key: {
    says: 'The columns of such a file were named meanwhile by somebody else. Choose the file again, and it is read',
  },
}

/** Either one column of sums, or one in and one out; each column is one thing. */
function refuseColumns(filled: MappingFilled, headings: readonly string[]) {
  const { amountColumn, inColumn, outColumn } = filled
  const sides = [inColumn, outColumn].filter((column) => column !== null).length
  if (amountColumn === null ? sides !== 2 : sides !== 0)
    throw notPossible(
      'Choose one column of amounts, or one of money in and one of money out',
      amountColumn === null && sides === 1 ? (inColumn === null ? 'inColumn' : 'outColumn') : 'amountColumn',
    )
  const { name: _, ...columns } = filled
  const chosen = Object.entries(columns).filter(([, heading]) => heading !== null) as [string, string][]
  const twice = chosen.find(([, heading], i) => chosen.findIndex(([, other]) => other === heading) !== i)
  if (twice) throw notPossible(`Two answers are the column “${twice[1]}”. Each column is one thing`, twice[0])
  const missing = chosen.find(([, heading]) => !headings.includes(heading))
  if (missing) throw notPossible('Choose a column of this file', missing[0])
}

/** Keeps how a CSV with these headings is read, inside the action that reads the first such file. */
export function keepMapping(by: Actor, headings: readonly string[], filled: MappingFilled): Promise<number> {
  permit(mayKeepStatements(by.who))
  return by.act(
    {
      did: 'said how a bank’s CSV is read',
      subject: (id: number) => `subscriptions/statements/mappings/${id}`,
    },
    async (tx) => {
      refuseColumns(filled, headings)
      const values = { ...columnsOf(filled), name: filled.name, headings: asKept(headings) }
      const { id } = await refusing(once, () => insert(tx, values))
      return id
    },
  )
}

const insert = (tx: Writer, values: MappingFilled & { headings: string }) =>
  tx.insertInto('bankMappings').values(values).returning('id').executeTakeFirstOrThrow()

const columnsOf = ({ name: _, ...columns }: MappingFilled): Columns => columns

type Row = { id: number; version: number }

/** Corrects how such files are read from now on; what was brought in stays as it was read. */
export async function correctMapping(by: Actor, row: Row, filled: MappingFilled): Promise<void> {
  permit(mayKeepStatements(by.who))
  await by.act(
    { did: 'corrected how a bank’s CSV is read', subject: `subscriptions/statements/mappings/${row.id}` },
    async (tx, by) => {
      refuseColumns(filled, fromKept((await mapping(tx, row.id)).headings))
      await correct(tx, by, 'bankMappings', row, { ...columnsOf(filled), name: filled.name })
    },
  )
}

/** The next such file asks anew which column is what. */
export async function removeMapping(by: Actor, id: number): Promise<void> {
  permit(mayKeepStatements(by.who))
  await by.act(
    { did: 'removed how a bank’s CSV is read', subject: `subscriptions/statements/mappings/${id}` },
    async (tx, by) => {
      const { version } = await mapping(tx, id)
      await remove(tx, by, 'bankMappings', { id, version })
    },
  )
}
