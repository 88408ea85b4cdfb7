import { createHash } from 'node:crypto'
import { type AcademicYear, type Day, inDays, inWords, momentInWords, yearName } from '../../platform/day.ts'
import { ledMemberships, type Who } from '../../platform/who.ts'
import { mayBroker, type Parties, sidesOf } from '../deployments/rules.ts'
import type { State } from '../deployments/tables.ts'
import { type Party, parties } from './tables.ts'

/** How each of the three is named in an address. */
export const slugOf = (capacity: Party) => capacity.replace(' ', '-')
export const partyNames = Object.keys(parties) as Party[]
export const partyOfSlug = (slug: string): Party | undefined => partyNames.find((one) => slugOf(one) === slug)

/** The three meet here: for whom somebody signs follows from what they are to the deployment today. */
export const capacitiesOf = (who: Who, deployment: Parties): Party[] => {
  const sides: string[] = sidesOf(who, deployment)
  return partyNames.filter((party) => sides.includes(party))
}

/** The agreement and its file are for the three parties, the deputies of both schools, SSIG and the office. */
export const mayReadAgreement = (who: Who, deployment: Parties) =>
  mayBroker(who) ||
  capacitiesOf(who, deployment).length > 0 ||
  ledMemberships(who).some((id) => id === deployment.toMembershipId || id === deployment.fromMembershipId)

/** From the release on there is something to sign, and it is kept whatever becomes of the deployment. */
const unsigned: State[] = ['requested', 'triaged', 'matched', 'declined']
export const hasAgreement = (state: State) => !unsigned.includes(state)

export type SignedHere = { capacity: Party; personId: number; name: string; signedAt: Date }

/** How a capacity is spoken of in a sentence. */
export function asParty(capacity: Party, { toSchool, fromSchool }: { toSchool: string; fromSchool: string }) {
  if (capacity === 'practitioner') return 'as the practitioner'
  return `as head of ${capacity === 'supported head' ? toSchool : fromSchool}`
}

type ToSign = {
  state: State
  capacity: Party
  personId: number
  signed: SignedHere[]
  toSchool: string
  fromSchool: string
}

/** Why it cannot be signed in this capacity by this person, in a sentence; null when it can. */
export function signingRefusal(asked: ToSign): string | null {
  const { state, capacity, personId, signed } = asked
  if (state === 'matched') return `The head of ${asked.fromSchool} has not released the practitioner yet`
  if (!hasAgreement(state) || state === 'withdrawn')
    return 'This match was given up, so there is nothing to sign any more'
  const here = signed.find((one) => one.capacity === capacity)
  if (here)
    return `It was signed ${asParty(capacity, asked)} by ${here.name} on ${momentInWords(here.signedAt)}, and is signed once`
  if (state !== 'released') return 'This agreement cannot be signed any more'
  const other = signed.find((one) => one.personId === personId)
  if (other)
    return `You signed it ${asParty(other.capacity, asked)}: three different people sign. Ask the alliance office who else may sign ${asParty(capacity, asked)}`
  return null
}

/** All that the words are made of. No head is named: who signs is told by the signatures. */
export type AgreementFacts = {
  alliance: string
  toSchool: string
  fromSchool: string
  practitioner: string
  area: string
  phase: string
  need: string
  outcomeHoped: string
  halfDays: number
  year: AcademicYear
  from: Day
  to: Day
  visitNoteDays: number
  evaluationDays: number
}

/** In one line: what somebody typed cannot begin a heading of its own. */
const inLine = (typed: string) => typed.replace(/\s+/g, ' ').trim()
const schoolDays = (count: number) => `${count} school ${count === 1 ? 'day' : 'days'}`

/** The words that the three agree to: passages with an empty line between them, the first line of each its heading. */
export function composedWords(facts: AgreementFacts): string {
  const { toSchool, fromSchool, practitioner, from, to } = facts
  return [
    [
      'Who agrees',
      `${toSchool} (the supported school), ${fromSchool} (the supporting school) and ${practitioner} (the practitioner) agree on this support under the agreement of ${facts.alliance}, clauses 21, 22, 26 and 27.`,
    ],
    ['The need', inLine(facts.need)],
    ['The outcome hoped for', inLine(facts.outcomeHoped)],
    [
      'The support',
      `${inDays(facts.halfDays)} of the practitioner’s time, counted in half-days in the ledger of ${yearName(facts.year)}.`,
      `${facts.area}, ${facts.phase}, from ${inWords(from)} to ${inWords(to)}.`,
    ],
    [
      'The supported school promises',
      'To agree a plan with the practitioner before support begins: what comes first, and how both will see whether the outcome came.',
      'To host each visit as planned, to say early when one cannot take place, and to tell the practitioner how safeguarding works there and whom to go to.',
      `Its head evaluates the support within ${schoolDays(facts.evaluationDays)} of its close (clause 26), against the outcome above.`,
    ],
    [
      'The supporting school promises',
      'To release the practitioner for the time above.',
      `A letter of assurance: the head of ${fromSchool} assures ${toSchool} that every check the law asks of a school for somebody who works with children has been made for ${practitioner} and is in place, that ${practitioner} has been trained in safeguarding, and that ${toSchool} will be told at once if any of this changes.`,
    ],
    [
      'The practitioner promises',
      `To come prepared, and to note each visit within ${schoolDays(facts.visitNoteDays)}: with whom, what was done, and what is next.`,
      `To follow the safeguarding policy of ${toSchool} and to take any concern to its designated safeguarding lead at once.`,
    ],
    [
      'All three promise',
      'What is learnt stays between the parties, SSIG and the alliance office. No pupil is named in anything written of this support.',
      'Nothing of it is used in anybody’s appraisal, pay or capability.',
      'Each may ask SSIG at any time to pause the support, to change it, or to end it.',
    ],
  ]
    .map((passage) => passage.join('\n'))
    .join('\n\n')
}

export type Passage = { heading: string; lines: string[] }

/** The words again as passages, to be shown. */
export const passagesOf = (words: string): Passage[] =>
  words.split('\n\n').map((passage) => {
    const [heading = '', ...lines] = passage.split('\n')
    return { heading, lines }
  })

export const digestOf = (words: string) => createHash('sha256').update(words).digest('hex')

export type Place = { deploymentId: number; round: number; capacity: Party }

/** What a code or a passkey proves, and nothing else: these words, of this round, in this capacity. */
export function purposeOf({ deploymentId, round, capacity }: Place, digest: string): string {
  const said = JSON.stringify([digest, deploymentId, round, capacity])
  return `sign a deployment ${createHash('sha256').update(said).digest('hex')}`
}

type Declared = Place & {
  name: string
  title: string
  schoolName: string
  urn: number
  signedAt: Date
  toSchool: string
  fromSchool: string
  practitioner: string
}

/** What one of the three declares at the moment of signing; this is what their key seals. */
export function statementOf(declared: Declared, digest: string): string {
  const { name, title, capacity, urn, toSchool, practitioner, signedAt } = declared
  const of = capacity === 'practitioner' ? ` from ${declared.schoolName}` : ''
  return [
    `I, ${name}, ${title}, sign the agreement on the support of ${toSchool} by ${practitioner} (deployment ${declared.deploymentId}, match ${declared.round}) ${asParty(capacity, declared)}${of} (URN ${urn}).`,
    `The words I sign have the SHA-256 digest ${digest}.`,
    ...(capacity === 'supporting head'
      ? [`With it I give the letter of assurance that stands in them for ${practitioner}.`]
      : []),
    `Signed on ${momentInWords(signedAt)} (${signedAt.toISOString()}).`,
  ].join('\n')
}

export const isComplete = (signed: { capacity: Party }[]) =>
  partyNames.every((party) => signed.some(({ capacity }) => capacity === party))

type Open = Parties & { state: State; toSchool: string; fromSchool: string | null }

/** In which capacities somebody may sign now, in the order of the parties. */
export const openTo = (who: Who, deployment: Open, signed: SignedHere[]): Party[] => {
  const { personId } = who
  if (personId === null) return []
  const { state, toSchool, fromSchool } = deployment
  const asked = { state, personId, signed, toSchool, fromSchool: fromSchool ?? '' }
  return capacitiesOf(who, deployment).filter((capacity) => signingRefusal({ ...asked, capacity }) === null)
}
