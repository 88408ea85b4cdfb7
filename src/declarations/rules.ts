import type { ClauseJudged, Judged } from '../agreement/commitment.ts'
import { atRisk, attested, breached, type Evidence, type Finding, notYetDue } from '../agreement/finding.ts'
import type { ClauseRow } from '../agreement/queries.ts'
import type { Terms } from '../agreement/terms/rules.ts'
import {
  type AcademicYear,
  academicYearOf,
  addDays,
  type Day,
  firstDay,
  inWords,
  lastDay,
  yearName,
} from '../platform/day.ts'
import { isOffice, type Who } from '../platform/who.ts'

/** The name of the commitment to which declared clauses are bound. */
export const DECLARATION = 'declaration'

export const isDeclared = ({ commitment }: Pick<ClauseRow, 'commitment'>) => commitment === DECLARATION

/** What a head declared of one promise, as it stood on the day that is asked about. */
export type Declared = {
  membershipId: number
  promiseId: number
  kept: boolean
  pointsTo: string | null
  link: string | null
  declaredBy: string
  declaredOn: Day
}

const later = (one: Day, other: Day) => (one > other ? one : other)
const earlier = (one: Day, other: Day) => (one < other ? one : other)

type Due = { year: AcademicYear; terms: Pick<Terms, 'declareBy'>; member: { joinedOn: Day } }

/** The last day to declare for a year; who joined in it has as long from the day of joining, within the year. */
export const dueOn = ({ year, terms, member }: Due): Day =>
  earlier(addDays(later(firstDay(year), member.joinedOn), terms.declareBy), lastDay(year))

export const addressOf = (membershipId: number, year: AcademicYear) =>
  `/declarations/${membershipId}/${yearName(year)}`

/**
 * A declared promise is attested when the head says that it is kept, and at risk, in the head's own words, when
 * they say that it is not yet: an honest answer is never held to be a breach. Saying nothing in time is.
 */
export function headDeclares(rows: Declared[], judged: Judged): Finding {
  const declared = rows.find(({ promiseId }) => promiseId === judged.clause.promiseId)
  if (!declared) return undeclared(judged)
  const { kept, declaredBy, declaredOn, pointsTo } = declared
  const evidence = evidenceOf(declared, judged)
  const said = `${declaredBy} declared on ${inWords(declaredOn)} that clause ${judged.clause.number} is`
  if (kept) return attested(`${said} kept.`, { evidence })
  const next = { says: 'Declare it anew once it is kept', href: evidence[0]?.href ?? '/declarations' }
  return atRisk(`${said} not yet kept${pointsTo ? `: “${pointsTo}”` : '.'}`, { evidence, next })
}

function evidenceOf({ pointsTo, link, declaredOn }: Declared, { member, year }: Judged): Evidence[] {
  const href = addressOf(member.id, year)
  const declaration = { says: `What the head declared for ${yearName(year)}`, on: declaredOn, href }
  const pointed = pointsTo || link
  return pointed
    ? [declaration, { says: pointsTo || 'What it points to', on: null, href: link }]
    : [declaration]
}

function undeclared(judged: Judged): Finding {
  const { year, on, ended, terms, member, clause } = judged
  const due = dueOn(judged)
  if (ended) return breached(`Nothing was declared of clause ${clause.number} for ${yearName(year)}.`)
  const next = { says: `Declare it for ${yearName(year)}`, href: addressOf(member.id, year) }
  if (on > due)
    return breached(
      `Nothing is declared of clause ${clause.number} for ${yearName(year)}; it was due by ${inWords(due)}.`,
      {
        next,
      },
    )
  const says = `The head is to declare on clause ${clause.number} for ${yearName(year)} by ${inWords(due)}.`
  return on >= addDays(due, -terms.warningDays) ? atRisk(says, { next }) : notYetDue(says, { next })
}

/** What is answered of one clause; `kept` is null where nothing was chosen. */
export type Answer = { promiseId: number; kept: boolean | null; pointsTo: string | null; link: string | null }

export type Fault = { promiseId: number; about: 'kept' | 'pointsTo'; says: string }

/**
 * What is wrong with answers: “not yet” needs a few words, because they are what others read; “yes” may stand
 * without any, since of conduct there is often nothing to show. Something declared can be corrected, not unsaid.
 */
export function faultsIn(answers: Answer[], clauses: ClauseJudged[], declared: Set<number>): Fault[] {
  const numbers = new Map(clauses.map(({ promiseId, number }) => [promiseId, number]))
  return answers.flatMap(({ promiseId, kept, pointsTo, link }): Fault[] => {
    const clause = `clause ${numbers.get(promiseId) ?? ''}`
    if (kept === null && declared.has(promiseId))
      return [{ promiseId, about: 'kept', says: `Select whether ${clause} is kept: it was declared already` }]
    if (kept === null && (pointsTo || link))
      return [{ promiseId, about: 'kept', says: `Select whether ${clause} is kept` }]
    if (kept === false && !pointsTo)
      return [{ promiseId, about: 'pointsTo', says: `Say in a few words what is still to do for ${clause}` }]
    return []
  })
}

const holdsAt = (who: Who, membershipId: number, ...roles: string[]) =>
  who.held.some((one) => one.membershipId === membershipId && roles.includes(one.role))

/** The head alone declares: what is attested is a person's word, and it is theirs to give. */
export const mayDeclare = (who: Who, membershipId: number) => holdsAt(who, membershipId, 'head')
/** A deputy may make the answers ready, which declares nothing. */
export const mayPrepare = (who: Who, membershipId: number) => holdsAt(who, membershipId, 'deputy')
/** A school's declarations are read by those who lead it, its chair and the office; no other school sees them. */
export const mayReadDeclarations = (who: Who, membershipId: number) =>
  isOffice(who) || holdsAt(who, membershipId, 'head', 'deputy', 'chair')

/** The schools whose declarations are this person's to read; the office reads all. */
export const schoolsRead = (who: Who): number[] => [
  ...new Set(
    who.held.flatMap(({ membershipId }) =>
      membershipId !== null && mayReadDeclarations(who, membershipId) ? [membershipId] : [],
    ),
  ),
]
export const mayOpenDeclarations = (who: Who) => isOffice(who) || schoolsRead(who).length > 0

/** A year is declared for while it runs; from its last day on, what was declared stands. */
export const isOpen = (year: AcademicYear, today: Day) => year === academicYearOf(today)
