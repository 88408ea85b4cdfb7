import { type Asked, commitment, type Judged } from '../agreement/commitment.ts'
import {
  atRisk,
  breached,
  doesNotApply,
  type Evidence,
  type Finding,
  met,
  notYetDue,
} from '../agreement/finding.ts'
import { versions } from '../agreement/queries.ts'
import { inForceOn } from '../agreement/rules.ts'
import { addDays, type Day, inWords, yearName } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { type AskedOfSchool, signaturesAsked } from './queries.ts'
import {
  lastDayFor,
  missingCapacities,
  type SchoolAsked,
  schoolAsked,
  unsignedBecause,
} from './register/rules.ts'
import { asWhom } from './rules.ts'
import type { Capacity } from './tables.ts'

type JudgedOfSchool = AskedOfSchool & { isInForce: boolean }

/**
 * What each school was asked to sign, and signed. A year that is over is judged by the version that was in force at
 * its end, or by a later one whose last day to sign had come by then.
 */
async function signaturesJudged(db: Reader, asked: Asked): Promise<JudgedOfSchool[]> {
  const rows = await signaturesAsked(db, asked)
  if (!asked.ended) return rows.map((row) => ({ ...row, isInForce: false }))
  const inForce = inForceOn(await versions(db, asked.terms), asked.on)?.number
  return rows
    .map((row) => ({ ...row, isInForce: row.number === inForce }))
    .filter(({ number, signBy }) => !inForce || number <= inForce || (signBy !== null && signBy < asked.on))
}

/** Clause 20: a signed agreement binds; it is signed once both have signed the version that schools are asked to sign. */
export function signedInBoth(rows: JudgedOfSchool[], judged: Judged): Finding {
  const { on, terms } = judged
  const school = schoolAsked(rows, terms.samePersonSigns === 1)
  if (!school) return doesNotApply('No version of the agreement had been published for schools to sign.')
  const because = unsignedBecause(school, school.number)
  const evidence = rows.flatMap(evidenceOf)
  if (because === null) return met(signedInWords(school), { evidence })
  const until = lastDayFor(school.signBy, school.joinedOn, terms.warningDays)
  if (until === null && wasTime(rows, school, judged)) return yearUnsigned(school, judged, because, evidence)
  const rest = { evidence, next: nextStep(school) }
  return unsigned(school.former, { because, until, on, warningDays: terms.warningDays, rest })
}

/** Whether a year is over in which a version was in force, with as many days to sign it as the heads give in warning. */
function wasTime(rows: JudgedOfSchool[], { number, joinedOn }: SchoolAsked, { ended, on, terms }: Judged) {
  const version = rows.find((row) => row.number === number)
  if (!ended || !version?.isInForce) return false
  const asked = version.publishedOn > joinedOn ? version.publishedOn : joinedOn
  return addDays(asked, terms.warningDays) <= on
}

/** Where no last day was set, the year’s own end says it: a version is in force for a school once both have signed it. */
function yearUnsigned({ former }: SchoolAsked, { year }: Judged, because: string, evidence: Evidence[]) {
  const ended = `${because}. ${yearName(year)} ended so`
  return former === undefined
    ? breached(`${ended}, and the agreement binds a school only once both have signed it.`, { evidence })
    : atRisk(`${ended}. No last day to sign had been set, and version ${former} stood.`, { evidence })
}

type Unsigned = {
  because: string
  until: Day | null
  on: Day
  warningDays: number
  rest: Parameters<typeof met>[1]
}

/** Until the last day a signature to the former version still stands; afterwards nothing does. */
function unsigned(former: number | undefined, { because, until, on, warningDays, rest }: Unsigned): Finding {
  if (until !== null && on > until)
    return breached(`${because}. The last day to sign was ${inWords(until)}.`, rest)
  const stands = former === undefined ? '' : ` Until then version ${former} stands.`
  if (until === null) return notYetDue(`${because}. No last day to sign has been set.${stands}`, rest)
  const says = `${because}. The last day to sign is ${inWords(until)}.${stands}`
  return on >= addDays(until, -warningDays) ? atRisk(says, rest) : notYetDue(says, rest)
}

const signedInWords = ({ number, made: { governance, leadership } }: SchoolAsked) =>
  `Version ${number} is signed: by ${leadership?.name} as head on ${inWords(leadership?.signedOn as Day)}, and by ${governance?.name} for those who govern the school on ${inWords(governance?.signedOn as Day)}.`

const evidenceOf = ({ membershipId, school, number, capacity, name, signedOn }: AskedOfSchool): Evidence[] =>
  capacity === null
    ? []
    : [
        {
          says: `Version ${number} signed ${asWhom(capacity, school)} by ${name}`,
          on: signedOn,
          href: `/agreement/register/${membershipId}`,
        },
      ]

const signs: Record<Capacity, string> = { governance: 'The chair signs', leadership: 'The head signs' }

/** The school's page, which everybody entitled to its standing may open; whoever is to sign goes on from there. */
function nextStep(school: SchoolAsked) {
  const { number, membershipId } = school
  const [first = 'leadership', second] = missingCapacities(school)
  const href = `/agreement/register/${membershipId}`
  if (school.pairing === 'same person')
    return { says: `Another person signs version ${number} in one capacity`, href }
  return {
    says: second ? `The head and the chair sign version ${number}` : `${signs[first]} version ${number}`,
    href,
  }
}

export const signatureCommitments = {
  'signed agreement': commitment(
    {
      asks: 'Whether both signatories signed the version that schools are asked to sign.',
      kind: 'kept',
      terms: ['samePersonSigns', 'warningDays'],
    },
    signaturesJudged,
    signedInBoth,
  ),
}
