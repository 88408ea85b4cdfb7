import { sql } from 'kysely'
import { type Asked, commitment, type Judged } from '../../agreement/commitment.ts'
import {
  atRisk,
  breached,
  doesNotApply,
  type Evidence,
  type Finding,
  met,
  notYetDue,
} from '../../agreement/finding.ts'
import { academicYearOf, type Day, daysBetween, inWords, yearName } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'

/** Support that a school had and that closed, as it stood on a day. */
export type ToEvaluate = {
  membershipId: number
  id: number
  /** In which support was given; by whom is for its parties, and a standing is read by others too. */
  area: string
  closedOn: Day
  due: Day | null
  /** None where it was not evaluated by that day. */
  evaluatedOn: Day | null
}

export async function toEvaluate(db: Reader, { on }: Pick<Asked, 'on'>): Promise<ToEvaluate[]> {
  const { rows } = await sql<ToEvaluate>`
    select d.to_membership_id as membership_id, d.id, a.name as area, d.closed_on, d.evaluation_due as due,
      case when evaluated.on_day <= ${on} then evaluated.on_day end as evaluated_on
    from deployments d
    join support_areas a on a.id = d.area_id
    left join lateral (select (evaluated_at at time zone 'Europe/London')::date as on_day
      from evaluations e where e.deployment_id = d.id) evaluated on true
    where d.state in ('closed', 'evaluated', 'signed off') and d.closed_on <= ${on}
    order by d.closed_on, d.id`.execute(db)
  return rows
}

/** It belongs to the year in which it is due; until that is known, to the year in which it closed. */
const isOfYear = ({ due, closedOn }: ToEvaluate, { year }: Judged) => academicYearOf(due ?? closedOn) === year

const isLate = ({ due, evaluatedOn }: ToEvaluate) => due !== null && evaluatedOn !== null && evaluatedOn > due

function evidenceOf(one: ToEvaluate): Evidence {
  const { id, area, closedOn, due, evaluatedOn } = one
  const by = due === null ? '' : `, due by ${inWords(due)}`
  const done =
    evaluatedOn === null
      ? `not evaluated yet${by}`
      : `evaluated on ${inWords(evaluatedOn)}${isLate(one) ? ` (late${by})` : ''}`
  return { says: `Support in ${area}: ${done}`, on: closedOn, href: `/support/deployments/${id}` }
}

const many = (count: number) => `${count} ${count === 1 ? 'deployment' : 'deployments'}`

/** Clause 26: whatever support a school had is evaluated by its head within the agreed school days of its close. */
export function evaluatesSupport(all: ToEvaluate[], judged: Judged): Finding {
  const rows = all.filter((row) => isOfYear(row, judged))
  if (rows.length === 0) return nothingClosed(judged)
  const evidence = rows.map(evidenceOf)
  const owing = rows
    .filter(({ evaluatedOn }) => evaluatedOn === null)
    .sort((a, b) => ((a.due ?? '9') < (b.due ?? '9') ? -1 : 1))
  const [first] = owing
  if (!first) return met(`${many(rows.length)} of support received, ${howEvaluated(rows)}.`, { evidence })
  return owed(first, owing, { evidence, judged, received: rows.length })
}

function howEvaluated(rows: ToEvaluate[]): string {
  const late = rows.filter(isLate).length
  if (late === 0) return rows.length === 1 ? 'evaluated in time' : 'each evaluated in time'
  return rows.length === 1 ? 'evaluated late' : `all evaluated, ${late} of them late`
}

type Owed = { evidence: Evidence[]; judged: Judged; received: number }

function owed(first: ToEvaluate, owing: ToEvaluate[], { evidence, judged, received }: Owed): Finding {
  const next = {
    says: `Evaluate the support in ${first.area}`,
    href: `/support/deployments/${first.id}`,
  }
  const says = `${received - owing.length} of ${many(received)} of support received evaluated`
  const { due } = first
  if (due === null)
    return notYetDue(
      `${says}; when the next is due cannot be counted, because the alliance’s term dates for that time are not here.`,
      { evidence, next },
    )
  if (due < judged.on || judged.ended)
    return breached(`${says}; one was due by ${inWords(due)} and is late.`, { evidence, next })
  const isNear = daysBetween(judged.on, due) <= judged.terms.warningDays
  return (isNear ? atRisk : notYetDue)(`${says}; the next is due by ${inWords(due)}.`, { evidence, next })
}

function nothingClosed({ year, ended }: Judged): Finding {
  return doesNotApply(
    ended
      ? `No support that the school received was due to be evaluated in ${yearName(year)}.`
      : `No support that the school received has closed in ${yearName(year)} so far.`,
  )
}

export const evaluationCommitments = {
  evaluations: commitment(
    {
      asks: 'Whether every support that closed was evaluated by the head of the supported school within the agreed school days.',
      kind: 'measured',
      terms: ['evaluationDays', 'warningDays'],
    },
    toEvaluate,
    evaluatesSupport,
  ),
}
