import { sql } from 'kysely'
import type { AcademicYear } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { type TermName, type Terms, termsOf } from './rules.ts'

/** The numbers that hold in an academic year. */
export async function terms(db: Reader, year: AcademicYear): Promise<Terms> {
  return termsOf(await db.selectFrom('agreedTerms').select(['name', 'year', 'value']).execute(), year)
}

export type AgreedTerm = Awaited<ReturnType<typeof agreedTerms>>[number]

/** Every number that the heads agreed, of one term or of all, the latest year first. */
export const agreedTerms = (db: Reader, name?: TermName) =>
  db
    .selectFrom('agreedTerms')
    .leftJoin('people', 'people.id', 'agreedTerms.setBy')
    .selectAll('agreedTerms')
    .select('people.name as setByName')
    .$if(name !== undefined, (query) => query.where('agreedTerms.name', '=', name as string))
    .orderBy('agreedTerms.name')
    .orderBy('year', 'desc')
    .execute()

/**
 * A count that grows with every change to a number, whatever year it is for. A form is opened at it, so that of two
 * people who change one number at once, even for different years, the second sees what the first did. What was taken
 * back leaves its revision, so that it counts on where a row has gone.
 */
export async function changesTo(db: Reader, name: TermName): Promise<number> {
  const { rows } = await sql<{ changes: number }>`
    select (select count(*) from agreed_terms where name = ${name}) + 2 * (
      select count(*) from revisions where table_name = 'agreed_terms' and before ->> 'name' = ${name}) as changes`.execute(
    db,
  )
  return Number(rows[0]?.changes)
}

export type TermTakenBack = Awaited<ReturnType<typeof termsTakenBack>>[number]

/** What was agreed of one number and taken back, the latest first; `free` where nothing was set for its year since. */
export async function termsTakenBack(db: Reader, name: TermName) {
  const { rows } = await sql<Was & { id: number; byName: string | null; at: Date; free: boolean }>`
    select last.row_id as id, (before ->> 'year')::integer as year, (before ->> 'value')::integer as value,
      before ->> 'decision' as decision, people.name as by_name, changed_at as at,
      not exists (select from agreed_terms t where t.name = ${name} and t.year = (before ->> 'year')::integer) as free
    from (
      select distinct on (row_id) row_id, before, changed_by, changed_at from revisions
      where table_name = 'agreed_terms' and before ->> 'name' = ${name}
      order by row_id, id desc) last
    left join people on people.id = last.changed_by
    where not exists (select from agreed_terms t where t.id = last.row_id)
    order by changed_at desc`.execute(db)
  return rows
}

type Was = { year: AcademicYear; value: number; decision: string }
