import { type AcademicYear, addDays, firstDay, inDays, inWords } from '../../platform/day.ts'
import { inPounds } from '../../platform/money.ts'
import { isOffice, leadsOrAdvises, type Who } from '../../platform/who.ts'

/** What a number counts: shown and typed accordingly. Staff time is half-days, money pence, `choice` one of few. */
export type TermUnit = 'half-days' | 'pence' | 'times' | 'days' | 'per cent' | 'yes or no' | 'choice'

export type TermKind = {
  says: string
  unit: TermUnit
  /** What holds until the heads agree another number. */
  standard: number
  most: number
  /** Where the number is one of few, in words. */
  choices?: Record<number, string>
}

/** What a vote may need to be carried. */
const majorities = {
  0: 'More than half of the votes cast',
  1: 'More than half of all memberships',
  2: 'Two-thirds of the votes cast',
  3: 'Two-thirds of those present',
  4: 'Two-thirds of all memberships',
}

/**
 * The numbers the heads agree each year. The words of a clause live in its version, its numbers here; each is a
 * decision of theirs that the protocols leave open or name.
 */
export const termKinds = {
  staffTime: { says: 'Staff time a school gives in a year', unit: 'half-days', standard: 18, most: 400 },
  subscription: { says: 'Subscription a year', unit: 'pence', standard: 300_000, most: 100_000_00 },
  subscriptionPartYear: {
    says: 'What a school pays that is a member for part of a year',
    unit: 'choice',
    standard: 0,
    most: 1,
    choices: { 0: 'A share for each term in which it is a member', 1: 'A share for each day' },
  },
  deputisings: {
    says: 'How often a deputy may stand in for the head in a year',
    unit: 'times',
    standard: 1,
    most: 20,
  },
  deputisingsPer: {
    says: 'Whose standing in is counted',
    unit: 'choice',
    standard: 0,
    most: 1,
    choices: { 0: 'The school’s, whichever deputy came', 1: 'Each deputy’s own' },
  },
  meetingsMissed: {
    says: 'Board meetings that a head may miss in a year',
    unit: 'times',
    standard: 2,
    most: 20,
  },
  noticeDays: {
    says: 'Clear days between the sending of an agenda and its meeting',
    unit: 'days',
    standard: 7,
    most: 60,
  },
  feedbackCutOff: {
    says: 'Days before a board meeting on which its agenda closes',
    unit: 'days',
    standard: 7,
    most: 60,
  },
  quorum: {
    says: 'Share of the members that must be represented, rounded up',
    unit: 'per cent',
    standard: 50,
    most: 100,
  },
  majority: {
    says: 'What a motion needs to be carried',
    unit: 'choice',
    standard: 0,
    most: 4,
    choices: majorities,
  },
  majorityForProtocols: {
    says: 'What a change to the agreement needs to be carried',
    unit: 'choice',
    standard: 4,
    most: 4,
    choices: majorities,
  },
  abstentions: {
    says: 'Whether an abstention is a vote cast',
    unit: 'choice',
    standard: 0,
    most: 1,
    choices: {
      0: 'No: who abstains is present, and casts no vote',
      1: 'Yes: it counts among the votes cast',
    },
  },
  ballotDays: {
    says: 'Days for which a vote between meetings is open at least',
    unit: 'days',
    standard: 7,
    most: 60,
  },
  briefingsATerm: {
    says: 'How often in a term a school briefs those who govern it',
    unit: 'times',
    standard: 1,
    most: 10,
  },
  hubProgramme: {
    says: 'Meetings that a subject hub holds in a year',
    unit: 'times',
    standard: 3,
    most: 20,
  },
  hubMeetings: {
    says: 'Hub meetings in a year to which a school sends staff',
    unit: 'times',
    standard: 2,
    most: 20,
  },
  conferenceDelegates: {
    says: 'People a school sends to the conference',
    unit: 'times',
    standard: 1,
    most: 20,
  },
  samePersonSigns: {
    says: 'May one person sign both for those who govern a school and as its head?',
    unit: 'yes or no',
    standard: 0,
    most: 1,
  },
  supportCancelled: {
    says: 'Does a visit count that the host cancelled on the day?',
    unit: 'yes or no',
    standard: 1,
    most: 1,
  },
  supportTwilight: {
    says: 'What a twilight session counts towards staff time',
    unit: 'half-days',
    standard: 1,
    most: 2,
  },
  supportTravel: {
    says: 'What is added to each visit for the way there',
    unit: 'half-days',
    standard: 0,
    most: 2,
  },
  supportSameTrust: {
    says: 'Does support within one trust count towards staff time?',
    unit: 'yes or no',
    standard: 0,
    most: 1,
  },
  supportDays: {
    says: 'On which days of the host a visit counts',
    unit: 'choice',
    standard: 1,
    most: 2,
    choices: {
      0: 'On any day',
      1: 'On days with pupils and on training days',
      2: 'On days with pupils only',
    },
  },
  ssigAnswerDays: {
    says: 'School days within which SSIG answers a request for support',
    unit: 'days',
    standard: 5,
    most: 60,
  },
  visitNoteDays: {
    says: 'School days within which a visit is noted',
    unit: 'days',
    standard: 5,
    most: 60,
  },
  evaluationDays: {
    says: 'School days within which support is evaluated after it closes',
    unit: 'days',
    standard: 10,
    most: 60,
  },
  vouchingDays: {
    says: 'Days for which a head’s word for a practitioner holds',
    unit: 'days',
    standard: 365,
    most: 1095,
  },
  practitionersSeen: {
    says: 'Who may look through the practitioners',
    unit: 'choice',
    standard: 1,
    most: 2,
    choices: {
      0: 'The office and SSIG',
      1: 'Heads and deputies too',
      2: 'Everybody in a member school',
    },
  },
  warningDays: {
    says: 'Days before a last day from which something is at risk',
    unit: 'days',
    standard: 14,
    most: 120,
  },
  declareBy: {
    says: 'Days after 1 September within which a head declares for the year',
    unit: 'days',
    standard: 121,
    most: 333,
  },
} as const satisfies Record<string, TermKind>

export type TermName = keyof typeof termKinds
export type Terms = Record<TermName, number>
export const termNames = Object.keys(termKinds) as TermName[]

/** What held before anything was agreed. */
export const standardTerms = Object.fromEntries(
  termNames.map((name) => [name, termKinds[name].standard]),
) as Terms

export const isTermName = (name: string): name is TermName => Object.hasOwn(termKinds, name)

export type Agreed = { name: string; year: AcademicYear; value: number }

/** What the heads agreed last of one number for this year or one before it; none while the standard holds. */
export const agreedFor = <Row extends Agreed>(agreed: Row[], name: TermName, year: AcademicYear) =>
  agreed.filter((one) => one.name === name && one.year <= year).sort((a, b) => b.year - a.year)[0]

/** The terms of an academic year: of each number, what was agreed last for that year or one before it. */
export function termsOf(agreed: Agreed[], year: AcademicYear): Terms {
  const terms = { ...standardTerms }
  for (const { name, value } of [...agreed].sort((a, b) => a.year - b.year).filter((one) => one.year <= year))
    if (name in terms) terms[name as TermName] = value
  return terms
}

/** A number as it is said: half-days as days, pence as pounds, one of a few in its words. */
export function termInWords(name: TermName, value: number): string {
  const { unit, choices }: TermKind = termKinds[name]
  if (choices) return choices[value] ?? 'Not known'
  if (unit === 'half-days') return inDays(value)
  if (unit === 'pence') return inPounds(value).replace(/\.00$/, '')
  if (unit === 'days') return value === 1 ? '1 day' : `${value.toLocaleString('en-GB')} days`
  if (unit === 'per cent') return `${value}%`
  if (unit === 'yes or no') return value === 1 ? 'Yes' : 'No'
  return value.toLocaleString('en-GB')
}

/** The same, with what only this number needs said beside it: a last day that is counted in days, as a date. */
export const termExplained = (name: TermName, value: number, year: AcademicYear) =>
  name === 'declareBy'
    ? `${termInWords(name, value)}, which is ${inWords(addDays(firstDay(year), value))}`
    : termInWords(name, value)

/** What is wrong with a number, in a sentence; nothing where it may be agreed. */
export function wrongWith(name: TermName, value: number): string | undefined {
  const { most, says, unit, choices }: TermKind = termKinds[name]
  if (Number.isInteger(value) && value >= 0 && value <= most) return undefined
  if (choices || unit === 'yes or no') return `${says} must be one of those in the list`
  return `${says} must be between ${termInWords(name, 0)} and ${termInWords(name, most)}`
}

const YEARS_BACK = 5

/** The years from which a number may be agreed: the next first, this one, and those that may still be put right. */
export const yearsToAgree = (now: AcademicYear): AcademicYear[] =>
  Array.from({ length: YEARS_BACK + 2 }, (_, i) => (now + 1 - i) as AcademicYear)

/** Whether what was agreed from this year on may be taken back or put back; what lies further back is history. */
export const mayStillChange = (year: AcademicYear, now: AcademicYear) => yearsToAgree(now).includes(year)

/** The heads agree the numbers; the office writes down what they agreed. */
export const mayAgreeTerms = (who: Who) => isOffice(who)
export const maySeeTerms = (who: Who) => leadsOrAdvises(who)
