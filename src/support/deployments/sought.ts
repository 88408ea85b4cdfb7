import { sql } from 'kysely'
import type { Asked } from '../../agreement/commitment.ts'
import { type AcademicYear, type Day, firstDay } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'

/** Support that a school asked SSIG for, as far as it says which came first. */
export type SoughtRequest = {
  is: 'request'
  membershipId: number
  id: number
  area: string
  requestedOn: Day
  firstContactOn: Day | null
  /** Whether the school it first spoke with is of its own trust. */
  ofOneTrust: boolean
  explained: string | null
  answerDue: Day | null
  answeredOn: Day | null
  declined: boolean
  fromMembershipId: number | null
}

/** A visit that a school had from another member without SSIG. */
export type SoughtVisit = {
  is: 'visit'
  membershipId: number
  id: number
  on: Day
  fromMembershipId: number
  fromTrustId: number | null
}
export type Sought = SoughtRequest | SoughtVisit

/**
 * What every school sought of other members in a year, up to a day; and the requests of the year before, which may
 * have left it free. Visits before anybody asked SSIG here are not looked at: nobody could have.
 */
export async function sought(db: Reader, { year, on }: Asked): Promise<Sought[]> {
  const before = firstDay((year - 1) as AcademicYear)
  const [requests, visits] = await Promise.all([
    sql<Omit<SoughtRequest, 'is'>>`
      select d.to_membership_id as membership_id, d.id, a.name as area, ${inLondon('requested_at')} as requested_on, first_contact_on,
        coalesce(own.trust_id = other.trust_id, false) as of_one_trust, contact_explained as explained, answer_due,
        ${inLondon('answered_at')} as answered_on, state = 'declined' as declined, from_membership_id
      from deployments d join support_areas a on a.id = d.area_id join schools own on own.urn = d.to_urn
        left join members other on other.id = d.first_contact_id
      where ${inLondon('requested_at')} between ${before} and ${on} order by requested_at, d.id`.execute(db),
    sql<Omit<SoughtVisit, 'is'>>`
      select to_membership_id as membership_id, v.id, visited_on as on, from_membership_id, s.trust_id as from_trust_id
      from support_visits v join schools s on s.urn = v.from_urn
      where not through_ssig and not same_trust and v.status in ('done', 'cancelled on the day by host')
        and to_membership_id is not null and from_membership_id is not null and visited_on between ${firstDay(year)} and ${on}
        and visited_on >= (select min(${inLondon('requested_at')}) from deployments)
      order by visited_on, v.id`.execute(db),
  ])
  return [
    ...requests.rows.map((row) => ({ is: 'request' as const, ...row })),
    ...visits.rows.map((row) => ({ is: 'visit' as const, ...row })),
  ]
}

const inLondon = (column: string) => sql`(${sql.ref(column)} at time zone 'Europe/London')::date`
