import type { Member } from '../members/tables.ts'

/** Kinds of school that the agreement speaks of differently; whatever no type says otherwise is mainstream. */
export type Kind =
  | 'mainstream'
  | 'special'
  | 'alternative'
  | 'independent'
  | 'further education'
  | 'sixteen plus'

const called: Record<Kind, string> = {
  mainstream: 'a mainstream school',
  special: 'a special school',
  alternative: 'a pupil referral unit or alternative provision',
  independent: 'an independent school',
  'further education': 'a college of further education',
  'sixteen plus': 'for students over sixteen',
}

type Typed = Pick<Member, 'type'>
type Aged = Pick<Member, 'type' | 'lowAge' | 'highAge'>

/** The kind of a school, by the national register's name of its type. */
export function kindOf({ type }: Typed): Kind {
  const name = (type ?? '').toLowerCase()
  if (/further education|sixth form|post 16 institution/.test(name)) return 'further education'
  if (/16.?(to|-).?19/.test(name)) return 'sixteen plus'
  if (/special/.test(name)) return 'special'
  if (/referral|alternative provision/.test(name)) return 'alternative'
  return /independent|online provider/.test(name) ? 'independent' : 'mainstream'
}

/** “It does not apply to Fernhollow, which is a special school.” */
const notFor = (member: Typed & Pick<Member, 'shortName'>, why: string) =>
  `${why} ${member.shortName} is ${called[kindOf(member)]}.`

/** Why a promise does not bind a school of this kind, in a sentence; null where it does. */
export type Applies = (member: Member) => string | null

const isOf = (member: Typed, ...kinds: Kind[]) => kinds.includes(kindOf(member))

/** Clause 44: places outside the local framework are found by plan, referral, enrolment or contract. */
export const usesAdmissionsForms: Applies = (member) =>
  isOf(member, 'mainstream')
    ? null
    : notFor(member, 'The authority’s admissions forms are for mainstream schools that the state funds.')

/** Clause 46: in-year applications go through the framework for mainstream schools that the state funds. */
export const takesInYearApplications: Applies = (member) =>
  isOf(member, 'mainstream')
    ? null
    : notFor(
        member,
        'In-year applications under the local framework are made to mainstream schools that the state funds.',
      )

/** Clause 47: alternative provision has a part in such plans, since it sends pupils back to schools. */
export const followsKeepingOnTrack: Applies = (member) =>
  isOf(member, 'mainstream', 'alternative')
    ? null
    : notFor(
        member,
        'Keeping on Track is for the schools, and the provision they refer to, that share in-year places.',
      )

/** Clause 48: the panel places pupils in mainstream schools, and sends them back there from alternative provision. */
export const answersFairAccessPanel: Applies = (member) =>
  isOf(member, 'mainstream', 'alternative')
    ? null
    : notFor(member, 'The fair access panel neither places pupils here nor sends them back from here.')

const YEAR_7_AGE = 11
/** Types whose pupils begin at fourteen, where the ages are not recorded. */
const beginsLater = /university technical|studio/

/** Whether children come here at eleven, as far as is recorded. */
export function hasYear7({ type, lowAge, highAge }: Aged): boolean {
  if (isOf({ type }, 'further education', 'sixteen plus')) return false
  if (lowAge === null || highAge === null) return !beginsLater.test((type ?? '').toLowerCase())
  return lowAge <= YEAR_7_AGE && highAge > YEAR_7_AGE
}

/** Clause 39: where families choose no place in Year 7 there is nothing to open the doors for. */
export const opensToYear7: Applies = (member) => {
  if (isOf(member, 'special', 'alternative'))
    return notFor(member, 'Families do not choose a Year 7 place here: it is found by plan or referral.')
  return hasYear7(member)
    ? null
    : `${member.shortName} has no Year 7 for which families could choose a place.`
}

/** Clause 35: the hubs are of subjects that schools of these kinds need not teach. */
export const teachesHubSubjects: Applies = (member) =>
  isOf(member, 'special', 'alternative')
    ? notFor(member, 'It is not known to teach the subjects and phases of the hubs:')
    : null

/** Clause 45: voluntary aided or controlled, by the register’s name of the type. */
const VOLUNTARY = /^voluntary (aided|controlled)/i

export const isVoluntary = ({ type }: { type: string | null }) => VOLUNTARY.test(type ?? '')

const NO_CHARACTER = ['', 'does not apply', 'none', 'not applicable']
/** A designated religious character; an ethos alone is none. */
const isDesignated = ({ religiousCharacter }: Pick<Member, 'religiousCharacter'>) =>
  !NO_CHARACTER.includes((religiousCharacter ?? '').trim().toLowerCase())

const isAcademy = ({ type }: Typed) => /academy|free school/i.test(type ?? '')

/** Clause 45 names voluntary schools; an academy that was one and kept its character has it by succession. */
export type SupplementaryForm = 'allowed' | 'by succession' | 'not allowed'

export function supplementaryForm(
  member: Pick<Member, 'type' | 'religiousCharacter'>,
  wasVoluntary: boolean,
): SupplementaryForm {
  if (isVoluntary(member)) return 'allowed'
  return isAcademy(member) && wasVoluntary && isDesignated(member) ? 'by succession' : 'not allowed'
}
