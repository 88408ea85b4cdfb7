import { sql } from 'kysely'
import type { AcademicYear, Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { ListAsked, Listed } from '../../platform/web.tsx'
import { type EvaluationState, type ImpactTotals, type OutcomeCount, toldOf, totalled } from './rules.ts'
import type { Outcome } from './tables.ts'

export type Evaluation = NonNullable<Awaited<ReturnType<typeof evaluationOf>>>

/** What the supported head said; none before. */
export const evaluationOf = (db: Reader, deploymentId: number) =>
  db
    .selectFrom('evaluations')
    .leftJoin('people', 'people.id', 'evaluatedBy')
    .selectAll('evaluations')
    .select('people.name as evaluatedByName')
    .where('deploymentId', '=', deploymentId)
    .executeTakeFirst()

export type Check = Awaited<ReturnType<typeof checksOf>>[number]

/** How often the outcome was asked for again, and what was said; the first first. */
export const checksOf = (db: Reader, deploymentId: number) =>
  db
    .selectFrom('outcomeChecks')
    .leftJoin('people', 'people.id', 'checkedBy')
    .selectAll('outcomeChecks')
    .select('people.name as checkedByName')
    .where('deploymentId', '=', deploymentId)
    .orderBy('outcomeChecks.id')
    .execute()

/** When the head of the supported school was reminded, the last first. */
export const remindersOf = (db: Reader, deploymentId: number) =>
  db
    .selectFrom('evaluationReminders')
    .innerJoin('people', 'people.id', 'personId')
    .select(['sentOn', 'people.name'])
    .where('deploymentId', '=', deploymentId)
    .orderBy('sentOn', 'desc')
    .execute()

export type EvaluationFilter = { words: string | null; state: EvaluationState | null }

export type EvaluationRow = {
  id: number
  school: string
  supporting: string
  practitioner: string
  area: string
  closedOn: Day
  evaluationDue: Day | null
  evaluatedOn: Day | null
  outcome: Outcome | null
  state: EvaluationState
  /** When the outcome is asked for again. */
  checkOn: Day | null
}

/** Every closed deployment that this reader may see, with how its evaluation stands on this day. */
const stood = (today: Day) => sql`
  select d.id, s.short_name as school, f.short_name as supporting, people.name as practitioner, a.name as area,
    d.closed_on, d.evaluation_due, (e.evaluated_at at time zone 'Europe/London')::date as evaluated_on,
    coalesce((select c.outcome from outcome_checks c where c.deployment_id = d.id and c.outcome is not null
      order by c.id desc limit 1), e.outcome) as outcome,
    open.due_on as check_on,
    case
      when d.state = 'closed' then case when d.evaluation_due < ${today} then 'late' else 'due' end
      when d.state = 'evaluated' then 'to sign off'
      when open.due_on <= ${today} then 'to check'
      else 'signed off'
    end as state
  from deployments d
  join schools s on s.urn = d.to_urn
  join schools f on f.urn = d.from_urn
  join support_areas a on a.id = d.area_id
  join practitioners p on p.id = d.practitioner_id
  join people on people.id = p.person_id
  left join evaluations e on e.deployment_id = d.id
  left join outcome_checks open on open.deployment_id = d.id and open.checked_at is null
  where d.state in ('closed', 'evaluated', 'signed off')`

const sortedBy: Record<string, string> = {
  school: 'school',
  practitioner: 'practitioner',
  closed: 'closed_on',
  due: 'evaluation_due',
  evaluated: 'evaluated_on',
}

/** One page of them, in the order asked for. */
export async function evaluationsListed(
  db: Reader,
  { filter, order, limit, offset }: ListAsked<EvaluationFilter>,
  today: Day,
): Promise<Listed<EvaluationRow>> {
  const asked = [sql`true`]
  if (filter.state) asked.push(sql`state = ${filter.state}`)
  for (const word of filter.words?.split(/\s+/) ?? []) {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`
    asked.push(sql`(school || ' ' || supporting || ' ' || practitioner || ' ' || area) ilike ${pattern}`)
  }
  const by = sql.ref(sortedBy[order.sort] ?? 'closed_on')
  const { rows } = await sql<EvaluationRow & { total: number }>`
    select *, (count(*) over ())::int as total from (${stood(today)}) all_of_them
    where ${sql.join(asked, sql` and `)}
    order by ${by} ${order.descending ? sql`desc` : sql`asc`} nulls last, id desc
    limit ${sql.lit(limit)} offset ${sql.lit(offset)}`.execute(db)
  return { rows, total: rows[0]?.total ?? 0 }
}

/** How many stand at each state, for those who keep them. */
export async function evaluationCounts(
  db: Reader,
  today: Day,
): Promise<Partial<Record<EvaluationState, number>>> {
  const { rows } = await sql<{ state: EvaluationState; count: number }>`
    select state, count(*)::int as count from (${stood(today)}) all_of_them group by state`.execute(db)
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}

/** What waits for the heads of these memberships: to be evaluated, or to be checked from its day on. */
export async function waitingFor(db: Reader, memberships: number[], today: Day) {
  if (memberships.length === 0) return []
  type Row = { id: number; practitioner: string; area: string; due: Day | null; checks: boolean }
  const { rows } = await sql<Row>`
    select d.id, people.name as practitioner, a.name as area,
      case when d.state = 'closed' then d.evaluation_due else c.due_on end as due, d.state <> 'closed' as checks
    from deployments d
    join support_areas a on a.id = d.area_id
    join practitioners p on p.id = d.practitioner_id
    join people on people.id = p.person_id
    left join outcome_checks c on c.deployment_id = d.id and c.checked_at is null
    where d.to_membership_id = any (${memberships}::bigint[])
      and (d.state = 'closed' or (d.state in ('evaluated', 'signed off') and c.due_on <= ${today}))
    order by due nulls last, d.id`.execute(db)
  return rows
}

/** Outcomes of the deployments of an academic year by what was said last, each with how many schools said it. */
async function outcomesOf(
  db: Reader,
  year: AcademicYear,
): Promise<{ counts: OutcomeCount[]; schools: number }> {
  const said = sql`
    select d.to_membership_id as school, coalesce((select c.outcome from outcome_checks c
      where c.deployment_id = d.id and c.outcome is not null order by c.id desc limit 1), e.outcome) as outcome
    from evaluations e join deployments d on d.id = e.deployment_id where d.year = ${year}`
  const [counted, all] = await Promise.all([
    sql<OutcomeCount>`
      select outcome, count(*)::int as evaluated, count(distinct school)::int as schools from (${said}) said
      group by outcome`.execute(db),
    sql<{ schools: number }>`select count(distinct school)::int as schools from (${said}) said`.execute(db),
  ])
  return { counts: counted.rows, schools: all.rows[0]?.schools ?? 0 }
}

/**
 * What support came to in an academic year, of every school together: for `by.totals`. `told` is null where fewer than
 * three schools stand behind it, and says whether the outcomes may be told apart: no figure may be shown else.
 */
export async function impactTotals(
  db: Reader,
  year: AcademicYear,
): Promise<ImpactTotals & { told: ReturnType<typeof toldOf> }> {
  const { counts, schools } = await outcomesOf(db, year)
  return { ...totalled(counts, schools), told: toldOf(counts, schools) }
}
