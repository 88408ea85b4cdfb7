import { sql } from 'kysely'
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
