import { sql } from 'kysely'
import type { Asked } from '../agreement/commitment.ts'
import { type ClauseRow, clausesOf, versionOn } from '../agreement/queries.ts'
import { type AcademicYear, academicYearOf, type Day, lastDay } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import type { ListAsked, Listed } from '../platform/web.tsx'
import { type Declared, isDeclared } from './rules.ts'

/**
 * What every head had declared for the year by this day, as it stood then: the last wording that is not of a later
 * day, whether it stands still or was corrected since.
 */
export async function declaredUntil(
  db: Reader,
  { year, on }: Pick<Asked, 'year' | 'on'>,
): Promise<Declared[]> {
  const { rows } = await sql<Declared>`
    select stood.membership_id, stood.promise_id, stood.kept, stood.points_to, stood.link, stood.declared_on,
      people.name as declared_by
    from declarations
    cross join lateral (
      select said.* from (
        select declarations.*
        union all
        select was.* from revisions cross join lateral jsonb_populate_record(null::declarations, before) was
        where table_name = 'declarations' and row_id = declarations.id
      ) said
      where declared_on <= ${on} order by version desc limit 1
    ) stood
    join people on people.id = stood.declared_by
    where declarations.year = ${year}`.execute(db)
  return rows
}

/** The clauses a head declares for a year: those bound to a declaration in the version that binds in it. */
export async function clausesToDeclare(db: Reader, year: AcademicYear, today: Day): Promise<ClauseRow[]> {
  const version = await versionOn(db, year === academicYearOf(today) ? today : lastDay(year))
  return version ? (await clausesOf(db, version.id)).filter(isDeclared) : []
}

export type OfYear = { membershipId: number; year: AcademicYear }
export type DeclarationRow = Awaited<ReturnType<typeof declarationsOf>>[number]

/** What a school's heads have declared for a year, with who declared it last. */
export const declarationsOf = (db: Reader, { membershipId, year }: OfYear) =>
  db
    .selectFrom('declarations')
    .innerJoin('people', 'people.id', 'declarations.declaredBy')
    .selectAll('declarations')
    .select('people.name as declaredByName')
    .where('membershipId', '=', membershipId)
    .where('year', '=', year)
    .orderBy('declarations.id')
    .execute()

export type PreparationRow = Awaited<ReturnType<typeof preparationsOf>>[number]

/** What a deputy made ready, and the head has not declared yet. */
export const preparationsOf = (db: Reader, { membershipId, year }: OfYear) =>
  db
    .selectFrom('declarationPreparations')
    .innerJoin('people', 'people.id', 'declarationPreparations.preparedBy')
    .selectAll('declarationPreparations')
    .select('people.name as preparedByName')
    .where('membershipId', '=', membershipId)
    .where('year', '=', year)
    .orderBy('declarationPreparations.id')
    .execute()

/** The years for which something of a school is declared, the latest first. */
export async function yearsDeclared(db: Reader, membershipId: number): Promise<AcademicYear[]> {
  const rows = await db
    .selectFrom('declarations')
    .select('year')
    .distinct()
    .where('membershipId', '=', membershipId)
    .orderBy('year', 'desc')
    .execute()
  return rows.map(({ year }) => year)
}

export type SchoolDeclared = { id: number; name: string; joinedOn: Day; answered: number; lastOn: Day | null }
export type SchoolFilter = { words: string | null; state: 'all' | 'some' | 'none' | null }
type SchoolsAsked = { year: AcademicYear; today: Day; promises: number[]; among: number[] | 'every school' }

/** How many of the year's clauses each school has declared, school by school in the order of their names. */
export async function schoolsDeclared(
  db: Reader,
  { filter, limit, offset }: ListAsked<SchoolFilter>,
  { year, today, promises, among }: SchoolsAsked,
): Promise<Listed<SchoolDeclared>> {
  const pattern = `%${(filter.words ?? '').replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<SchoolDeclared & { total: number }>`
    select *, count(*) over ()::int as total from (
      select members.id, members.name, members.joined_on,
        (select count(*)::int from declarations where membership_id = members.id and year = ${year}
          and promise_id = any(${promises})) as answered,
        (select max(declared_on) from declarations
          where membership_id = members.id and year = ${year}) as last_on
      from members
      where joined_on <= ${today} and coalesce(left_on >= ${today}, true) and members.name ilike ${pattern}
        and ${among === 'every school' ? sql`true` : sql`members.id = any(${among})`}
    ) schools
    where ${inState(filter.state ?? null, promises.length)}
    order by name, id limit ${sql.lit(limit)} offset ${sql.lit(offset)}`.execute(db)
  return { rows, total: rows[0]?.total ?? 0 }
}

function inState(state: SchoolFilter['state'], of: number) {
  if (state === 'all') return sql`answered >= ${of}`
  if (state === 'some') return sql`answered between 1 and ${of - 1}`
  return state === 'none' ? sql`answered = 0` : sql`true`
}
