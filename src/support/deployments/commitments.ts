import { commitment, type Judged } from '../../agreement/commitment.ts'
import {
  breached,
  doesNotApply,
  type Evidence,
  type Finding,
  met,
  notYetDue,
} from '../../agreement/finding.ts'
import { addDays, type Day, firstDay, inWords, yearName } from '../../platform/day.ts'
import { ofOneTrust } from './asking/rules.ts'
import { type Sought, type SoughtRequest, type SoughtVisit, sought } from './sought.ts'

/** A request says for so long that SSIG was asked. */
const HOLDS_DAYS = 365

/**
 * Whether the school was free, on this day, to ask another school itself: SSIG had declined a request of it, or had
 * let the day of its answer go by. Any area counts, since a visit’s is not kept so that it could be compared.
 */
export function wasFree(requests: SoughtRequest[], on: Day): boolean {
  return requests.some(({ requestedOn, answerDue, answeredOn, declined }) => {
    if (requestedOn > on || addDays(requestedOn, HOLDS_DAYS) < on) return false
    const refused = declined && answeredOn !== null && answeredOn <= on
    const kept = answerDue === null || (answeredOn !== null && answeredOn <= answerDue)
    return refused || (!kept && answerDue < on)
  })
}

/** SSIG had itself brought these two schools together, so that a visit between them did not go round it. */
const wasMatched = (requests: SoughtRequest[], { fromMembershipId, on }: SoughtVisit) =>
  requests.some((one) => one.fromMembershipId === fromMembershipId && one.requestedOn <= on)

const isRequest = (row: Sought): row is SoughtRequest => row.is === 'request'
const isVisit = (row: Sought): row is SoughtVisit => row.is === 'visit'

type Breach = { says: string; evidence: Evidence; explain: string | null }

const asBreach = (one: SoughtRequest, spokenOn: Day): Breach => {
  const words = one.explained?.replace(/\s+/g, ' ').trim().replace(/\.$/, '')
  return {
    says: `Schools spoke on ${inWords(spokenOn)}, and SSIG was asked on ${inWords(one.requestedOn)}${words ? `; the school says of it: “${short(words)}”` : ''}`,
    evidence: {
      says: `Asked SSIG for support in ${one.area}`,
      on: one.requestedOn,
      href: `/support/deployments/${one.id}`,
    },
    explain: words ? null : `/support/deployments/${one.id}`,
  }
}

const visited = ({ id, on }: SoughtVisit): Breach => ({
  says: `A visit of ${inWords(on)} from another member was not arranged through SSIG`,
  evidence: { says: 'Visit that SSIG did not arrange', on, href: `/support/visits/${id}` },
  explain: null,
})

const MOST_QUOTED = 300
const short = (words: string) => (words.length > MOST_QUOTED ? `${words.slice(0, MOST_QUOTED)}…` : words)

const told = 'This is told, and nothing follows from it.'

/**
 * Clause 27: SSIG was asked before another member was. It looks at what the school asked for in the year, and at visits
 * it had from members of other trusts that SSIG did not arrange. Support within one trust is not looked at, nor what a
 * school sought once SSIG had declined or not answered in time. That schools spoke first is told with what the school
 * says of it, and is never punished.
 */
export function ssigFirst(rows: Sought[], judged: Judged): Finding {
  const all = rows.filter(isRequest)
  const from = firstDay(judged.year)
  const asked = all.filter(({ requestedOn }) => requestedOn >= from)
  const breaches = [
    ...asked.flatMap((one) => spokeBefore(one, all)),
    ...rows
      .filter(isVisit)
      .filter((one) => one.on >= from && !ofOneTrust(one.fromTrustId, judged.member.trustId))
      .filter((one) => !wasMatched(all, one) && !wasFree(all, one.on))
      .map(visited),
  ]
  if (breaches.length > 0) return explained(breaches)
  if (asked.length > 0) return met(inOrder(asked.length), { evidence: asked.map(evidenceOf) })
  const year = yearName(judged.year)
  return judged.ended
    ? doesNotApply(`The school sought no support from another member in ${year}, as far as is recorded.`)
    : notYetDue(`The school has sought no support from another member so far in ${year}.`, {
        next: { says: 'See how support is asked for', href: '/support' },
      })
}

function spokeBefore(one: SoughtRequest, all: SoughtRequest[]): Breach[] {
  const { firstContactOn } = one
  if (firstContactOn === null || firstContactOn >= one.requestedOn || one.ofOneTrust) return []
  return wasFree(
    all.filter(({ id }) => id !== one.id),
    firstContactOn,
  )
    ? []
    : [asBreach(one, firstContactOn)]
}

function explained(breaches: Breach[]): Finding {
  const evidence = breaches.map((one) => one.evidence)
  const unsaid = breaches.find(({ explain }) => explain !== null)?.explain
  return breached(`${breaches.map(({ says }) => says).join('. ')}. ${told}`, {
    evidence,
    ...(unsaid ? { next: { says: 'Say what happened: SSIG reads it', href: unsaid } } : {}),
  })
}

const inOrder = (count: number) =>
  count === 1
    ? 'SSIG was asked first, before another member was.'
    : `SSIG was asked first for all ${count} requests of the year.`

const evidenceOf = ({ id, area, requestedOn }: SoughtRequest): Evidence => ({
  says: `Asked SSIG for support in ${area}`,
  on: requestedOn,
  href: `/support/deployments/${id}`,
})

export const deploymentCommitments = {
  'ssig first': commitment(
    {
      asks: 'Whether SSIG was asked before another member was. Support within one trust is not looked at, nor what a school sought itself after SSIG had declined or not answered in time. Where schools spoke first, what the school says of it is told with it, and nothing follows.',
      kind: 'kept',
      terms: ['ssigAnswerDays'],
    },
    sought,
    ssigFirst,
  ),
}
