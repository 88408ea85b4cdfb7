import { sql } from 'kysely'
import type { Day } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import type { RoundState } from './tables.ts'

/** A round of which something may wait for somebody, with what is known of it from here. */
export type Waiting = {
  id: number
  title: string
  host: string
  hostMembershipId: number
  leadId: number | null
  visitOn: Day
  returnOn: Day | null
  state: RoundState
  /** In its visiting group without a note, while notes may still be written. */
  owesNotes: boolean
  isOffered: boolean
}

type Own = { personId: number; hosts: number[]; office: boolean }

/** The rounds that somebody visits, leads or hosts and that are not over; and for the office what is offered. */
export async function waiting(db: Reader, { personId, hosts, office }: Own): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    with own as (select round_id from round_visitors where person_id = ${personId})
    select rounds.id, title, members.short_name as host, host_membership_id as "hostMembershipId", lead_id as "leadId",
      visit_on as "visitOn", return_on as "returnOn", state,
      state in ('planned', 'visited') and rounds.id in (select round_id from own)
        and not exists (select from round_notes where round_id = rounds.id and person_id = ${personId})
        and not exists (select from round_stages where round_id = rounds.id and stage = 'description' and agreed_at is not null)
        as "owesNotes",
      offered is not null and case_study_id is null as "isOffered"
    from rounds join members on members.id = host_membership_id
    where (state in ('planned', 'visited', 'debriefed')
        and (lead_id = ${personId} or host_membership_id = any (${hosts}) or rounds.id in (select round_id from own)))
      or (${office} and offered is not null and case_study_id is null)
    order by visit_on, rounds.id`.execute(db)
  return rows
}
