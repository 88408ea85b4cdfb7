import { sql } from 'kysely'
import { type Day, inDays, inWords } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import type { Need, Needs } from '../../platform/need.ts'
import { mayExplain, spokeFirst } from './asking/rules.ts'
import { mayBroker, maySeeDeployments, sidesOf } from './rules.ts'
import type { State } from './tables.ts'

type Waiting = {
  id: number
  area: string
  toSchool: string
  state: State
  toMembershipId: number
  fromMembershipId: number | null
  practitioner: string | null
  practitionerPersonId: number | null
  halfDaysAgreed: number | null
  requestedAt: Date
  answerDue: Day | null
  answeredAt: Date | null
  firstContactOn: Day | null
  contactExplained: string | null
  toTrustId: number | null
  firstContactTrustId: number | null
}

/**
 * SSIG and the office: requests to take up and to match, with the last day for their answer. A supporting head: whom to
 * release. A supported head: to say what happened where the schools spoke before SSIG was asked.
 */
export const needs: Needs = async ({ who, db, today }) => {
  if (!maySeeDeployments(who)) return []
  const all = await waiting(db)
  return all.flatMap((one): Need[] => {
    const sides = sidesOf(who, one)
    return [
      ...(mayBroker(who) && (one.state === 'requested' || one.state === 'triaged')
        ? [toAnswer(one, today)]
        : []),
      ...(sides.includes('supporting head') && one.state === 'matched' ? [toRelease(one)] : []),
      ...(mayExplain(who, one) && spokeFirst(one) && !one.contactExplained ? [toExplain(one)] : []),
    ]
  })
}

function toAnswer({ id, area, toSchool, state, answerDue, answeredAt }: Waiting, today: Day): Need {
  const open = answeredAt === null && answerDue !== null
  const late = open && answerDue < today
  return {
    href: `/support/deployments/${id}`,
    says:
      state === 'requested'
        ? `Take up the request of ${toSchool} for ${area}`
        : `Choose a practitioner for ${toSchool}, ${area}`,
    why: late
      ? `SSIG’s answer was due by ${inWords(answerDue)}: the school is free to ask another school itself.`
      : open
        ? `SSIG’s answer, a match or a decline, is due by ${inWords(answerDue)}.`
        : 'No day is set for the answer.',
    state: late ? { says: 'Late', tone: 'bad' } : { says: 'Waiting', tone: 'due' },
    on: open ? answerDue : null,
  }
}

const toRelease = ({ id, area, toSchool, practitioner, halfDaysAgreed }: Waiting): Need => ({
  href: `/support/deployments/${id}/release`,
  says: `Release ${practitioner ?? 'a practitioner'} for ${toSchool}, or say that you do not`,
  why: `${inDays(halfDaysAgreed ?? 0)} of support in ${area}.`,
  state: { says: 'Waiting', tone: 'due' },
  on: null,
})

const toExplain = ({ id, area }: Waiting): Need => ({
  href: `/support/deployments/${id}/explain`,
  says: `Say why schools spoke before SSIG was asked for support in ${area}`,
  why: 'SSIG reads it; nothing follows from it (clause 27).',
  on: null,
})

const waiting = async (db: Reader): Promise<Waiting[]> =>
  (
    await sql<Waiting>`
      select d.id, a.name as area, own.short_name as to_school, state, to_membership_id, from_membership_id, people.name as practitioner,
        p.person_id as practitioner_person_id, half_days_agreed, requested_at, answer_due, answered_at, first_contact_on,
        contact_explained, own.trust_id as to_trust_id, other.trust_id as first_contact_trust_id
      from deployments d join support_areas a on a.id = d.area_id join schools own on own.urn = d.to_urn
        left join practitioners p on p.id = d.practitioner_id left join people on people.id = p.person_id
        left join members other on other.id = d.first_contact_id
      where state in ('requested', 'triaged', 'matched') or (first_contact_on is not null and contact_explained is null and state <> 'signed off')
      order by answer_due, d.id`.execute(db)
  ).rows
