import type { Insertable } from 'kysely'
import type { Tables, Writer } from '../src/platform/db.ts'

type WithId = { [Name in keyof Tables]: Tables[Name] extends { id: unknown } ? Name : never }[keyof Tables]

/** Adds a row to a table, and says its id. */
export const adding =
  (tx: Writer) =>
  async <Table extends WithId>(table: Table, values: Insertable<Tables[Table]>): Promise<number> => {
    const { id } = await tx
      .insertInto(table as 'people')
      .values(values as never)
      .returning('id')
      .executeTakeFirstOrThrow()
    return id
  }
