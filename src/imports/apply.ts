import { sql } from 'kysely'
import type { Writer } from '../platform/db.ts'
import { inFigures } from '../platform/sheet-report.ts'
import { merge, type Origin, type Tally, takeIds } from './merge.ts'
import type { Spell } from './places.ts'
import type { Plan } from './plan.ts'
import type { Progress, SheetRead } from './records.ts'
import { rowsOf } from './rows.ts'
import { type SheetTarget, type TargetName, targets } from './targets.ts'

/** What became of the rows of one kind: 18 meetings added, one changed. */
export type Told = Tally & { file: string; what: string }

/** Writes a checked year, in the order in which rows build on one another. */
export async function applyPlan(tx: Writer, plan: Plan, origin: Origin, tell: Progress): Promise<Told[]> {
  const { schools, people, meetings, learning } = plan
  await addNames(tx, 'trusts', schools.trusts, origin)
  await addNames(tx, 'organisations', people.organisations, origin)
  await takeIds(tx, 'memberships', schools.spells)
  await takeIds(tx, 'people', people.people)
  await takeIds(tx, 'groups', meetings.groups)
  await takeIds(tx, 'meetings', meetings.meetings)
  await takeIds(tx, 'courses', learning.courses)
  await takeIds(tx, 'course_sessions', learning.sessions)
  const rows = rowsOf(plan)
  const told: Told[] = []
  for (const [name, target] of Object.entries(targets) as [TargetName, SheetTarget][]) {
    if (rows[name].length === 0) continue
    const read = plan.read[target.sheet]
    await tell(`Writing ${inFigures(rows[name].length)} ${target.what}`)
    const tally = await merge(tx, saidIn(read, target), rows[name], origin)
    if (name === 'memberships') await boundSchools(tx, schools.spells, origin)
    told.push({ file: read.file, what: target.what, ...tally })
  }
  return told
}

type Named = { id: number | null; name: string; kind?: string }

async function addNames(tx: Writer, table: 'trusts' | 'organisations', all: Named[], { importId }: Origin) {
  const fresh = all.filter(({ id }) => id === null)
  await takeIds(tx, table, fresh)
  if (fresh.length === 0) return
  const rows = JSON.stringify(fresh.map((row) => ({ ...row, import_id: importId })))
  const columns = sql.raw(table === 'trusts' ? 'id, name, import_id' : 'id, name, kind, import_id')
  await sql`insert into ${sql.table(table)} (${columns}) overriding system value
    select ${columns} from jsonb_populate_recordset(null::${sql.table(table)}, ${rows}::jsonb)`.execute(tx)
}

/** A column that is not in the sheet says nothing, so what is recorded in it stands. */
function saidIn({ columns }: SheetRead, target: SheetTarget): SheetTarget {
  const said = (column: string) => columns.has(target.from[column] ?? column)
  return { ...target, corrects: target.corrects.filter(said) }
}

/** A membership begins with its first school and ends with its last. */
async function boundSchools(tx: Writer, spells: Spell[], { importId }: Origin) {
  const first = spells.map(({ id, urns }) => ({ membership_id: id, urn: urns[0]?.urn }))
  await sql`insert into membership_schools (membership_id, urn, from_on, to_on, import_id)
    select m.id, first.urn, m.joined_on, m.left_on, ${importId}
    from jsonb_to_recordset(${JSON.stringify(first)}::jsonb) as first (membership_id bigint, urn integer)
    join memberships m on m.id = first.membership_id
    where not exists (select from membership_schools ms where ms.membership_id = m.id)`.execute(tx)
  await endSchools(
    tx,
    spells.flatMap(({ id }) => id ?? []),
  )
}

/** The last school of each of these memberships ends with it. */
export async function endSchools(tx: Writer, memberships: number[]): Promise<void> {
  await sql`update membership_schools ms set to_on = m.left_on from memberships m
    where m.id = ms.membership_id and m.id = any (${memberships}::bigint[])
      and ms.from_on = (select max(from_on) from membership_schools last where last.membership_id = m.id)
      and ms.to_on is distinct from m.left_on`.execute(tx)
}
