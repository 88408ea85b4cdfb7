import { sql } from 'kysely'
import { agreedTerms } from '../../../agreement/terms/queries.ts'
import { termsOf } from '../../../agreement/terms/rules.ts'
import type { AcademicYear, Day } from '../../../platform/day.ts'
import type { Reader } from '../../../platform/db.ts'

export type Chased = {
  id: number
  toMembershipId: number
  practitioner: string
  area: string
  what: 'evaluation' | 'outcome'
  /** None where it could not be counted: then nobody is chased. */
  due: Day | null
}

/** Deployments whose evaluation, or whose outcome, the head of the supported school is asked for; or one of them. */
export async function chased(db: Reader, id?: number): Promise<Chased[]> {
  const { rows } = await sql<Chased>`
    select d.id, d.to_membership_id, people.name as practitioner, a.name as area,
      case when d.state = 'closed' then 'evaluation' else 'outcome' end as what,
      case when d.state = 'closed' then d.evaluation_due else c.due_on end as due
    from deployments d
    join support_areas a on a.id = d.area_id
    join practitioners p on p.id = d.practitioner_id
    join people on people.id = p.person_id
    left join outcome_checks c on c.deployment_id = d.id and c.checked_at is null
    where (d.state = 'closed' or (d.state in ('evaluated', 'signed off') and c.id is not null))
      and ${id === undefined ? sql`true` : sql`d.id = ${id}`}
    order by d.id`.execute(db)
  return rows
}

/** What could not be counted when it was asked: for want of term dates. */
export async function unknownDays(db: Reader) {
  const agreed = await agreedTerms(db, 'evaluationDays')
  const closed = await sql<{ id: number; closedOn: Day; year: AcademicYear }>`
    select id, closed_on, year from deployments where state = 'closed' and evaluation_due is null`.execute(db)
  const checks = await sql<{ id: number; deploymentId: number; askedOn: Day }>`
    select c.id, deployment_id, (coalesce((select max(before.checked_at) from outcome_checks before
        where before.deployment_id = c.deployment_id), e.evaluated_at) at time zone 'Europe/London')::date as asked_on
    from outcome_checks c join evaluations e using (deployment_id)
    where c.checked_at is null and c.due_on is null`.execute(db)
  return {
    closed: closed.rows.map((one) => ({ ...one, evaluationDays: termsOf(agreed, one.year).evaluationDays })),
    checks: checks.rows,
  }
}
