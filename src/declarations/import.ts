import { sql } from 'kysely'
import { heads } from '../people/tables.ts'
import type { Actor } from '../platform/action.ts'
import { type AcademicYear, academicYearOf, type Day, dayTyped, yearTyped } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { permit } from '../platform/refusal.ts'
import type { Book } from '../platform/sheet.ts'
import type { Report } from '../platform/sheet-report.ts'
import type { Row } from '../platform/sheet-rows.ts'
import { isOffice } from '../platform/who.ts'
import { clausesToDeclare } from './queries.ts'

const columns = ['year', 'urn', 'clauses', 'kept', 'points_to', 'link', 'declared_on'] as const
const wanted = { columns, required: ['year', 'urn', 'clauses', 'kept', 'declared_on'] as const }
type Cells = Row<(typeof columns)[number]>['cells']

type Read = {
  urn: number
  year: AcademicYear
  promiseId: number
  kept: boolean
  pointsTo: string | null
  link: string | null
  declaredOn: Day
}

/**
 * Brings in what heads declared before it was declared here, one row for the clauses that share an answer. Each
 * stands in the name of whoever led the school on that day; what lies in the future, or was declared here since, is
 * left out.
 */
export async function importDeclarations(by: Actor, book: Book, report: Report): Promise<void> {
  permit(isOffice(by.who))
  const read = await rowsIn(by, book, report)
  if (report.faultCount > 0) return
  await by.act({ did: 'brought in declarations', subject: 'declarations' }, (tx) =>
    sql`
      insert into declarations (membership_id, year, promise_id, kept, points_to, link, declared_by, declared_on)
      select membership_id, year, promise_id, kept, points_to, link, head.person_id, declared_on
      from jsonb_to_recordset(${JSON.stringify(read)}) as given (
        urn integer, year integer, "promiseId" bigint, kept boolean, "pointsTo" text, link text, "declaredOn" date)
      cross join lateral (values ("promiseId", "pointsTo", "declaredOn")) as said (promise_id, points_to, declared_on)
      join membership_schools borne on borne.urn = given.urn
        and borne.from_on <= declared_on and coalesce(borne.to_on >= declared_on, true)
      cross join lateral (
        select person_id from posts
        where posts.membership_id = borne.membership_id and post = any(${heads})
          and coalesce(posts.from_on <= declared_on, true) and coalesce(posts.to_on >= declared_on, true)
        order by posts.from_on desc nulls last, person_id limit 1
      ) head
      on conflict on constraint declarations_once do nothing`.execute(tx),
  )
}

async function rowsIn({ db, today }: Actor, book: Book, report: Report): Promise<Read[]> {
  const promises = promisesOf(db, today)
  const read: Read[] = []
  for (const { name, file } of book.sheets)
    for await (const { number, cells } of book.rows(name, wanted)) {
      const found = await rowIn(cells, promises)
      if (found === undefined)
        report.fault({
          file,
          row: number,
          wrong: 'This row is no declaration',
          right: 'Check its year, clauses and date',
        })
      else read.push(...found.filter(({ declaredOn }) => declaredOn <= today))
    }
  return read
}

type Promises = (year: AcademicYear) => Promise<Map<string, number>>

async function rowIn(cells: Cells, promises: Promises): Promise<Read[] | undefined> {
  const [year, declaredOn] = [yearTyped(cells.year), dayTyped(cells.declared_on)]
  if (year === undefined || !declaredOn || academicYearOf(declaredOn) !== year) return undefined
  const known = await promises(year)
  const ids = cells.clauses.split(/\s+/).map((clause) => known.get(clause))
  if (ids.some((id) => id === undefined) || !/^(yes|no)$/.test(cells.kept)) return undefined
  const says = { kept: cells.kept === 'yes', pointsTo: cells.points_to || null, link: cells.link || null }
  return (ids as number[]).map((promiseId) => ({
    urn: Number(cells.urn),
    year,
    promiseId,
    declaredOn,
    ...says,
  }))
}

/** The declared clauses of a year by their numbers, asked for once. */
function promisesOf(db: Reader, today: Day): Promises {
  const known = new Map<AcademicYear, Promise<Map<string, number>>>()
  return (year) => {
    const found =
      known.get(year) ??
      clausesToDeclare(db, year, today).then(
        (clauses) => new Map(clauses.map(({ number, promiseId }) => [number, promiseId])),
      )
    known.set(year, found)
    return found
  }
}
