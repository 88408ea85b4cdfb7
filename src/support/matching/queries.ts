import { sql } from 'kysely'
import type { Day } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { Suggestion } from './suggestions/rules.ts'

/** What stood when somebody was chosen: whom the system suggested first, and why it was another. */
export type Choice = {
  id: number
  chosen: string
  /** None where nobody was suggested. */
  suggested: string | null
  departure: string | null
  chosenBy: string | null
  chosenAt: Date
  suggestions: Pick<Suggestion, 'name' | 'school' | 'score' | 'reasons'>[]
}

/** Every choice made for one deployment, the latest first. */
export async function choicesOf(db: Reader, deploymentId: number): Promise<Choice[]> {
  const { rows } = await sql<Choice>`
    select c.id, chosen.name as chosen, suggested.name as suggested, departure, people.name as chosen_by, chosen_at, suggestions
    from deployment_choices c
    join practitioners p on p.id = c.practitioner_id join people chosen on chosen.id = p.person_id
    left join practitioners s on s.id = c.suggested_id left join people suggested on suggested.id = s.person_id
    left join people on people.id = c.chosen_by
    where c.deployment_id = ${deploymentId} order by c.id desc`.execute(db)
  return rows
}

/** Where the heads of a school are written to. */
export async function headsWrittenTo(db: Reader, membershipId: number, on: Day): Promise<string[]> {
  const { rows } = await sql<{ email: string }>`
    select distinct email from posts join people on people.id = posts.person_id
    where membership_id = ${membershipId} and post in ('head', 'acting head', 'executive head') and email is not null
      and coalesce(from_on <= ${on}, true) and coalesce(to_on >= ${on}, true)
    order by email`.execute(db)
  return rows.map(({ email }) => email)
}
