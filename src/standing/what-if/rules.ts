import type { Standing } from '../../agreement/finding.ts'
import type { ClauseRow } from '../../agreement/queries.ts'
import { type TermName, type Terms, termInWords, termKinds } from '../../agreement/terms/rules.ts'
import { holds, isOffice, type Who } from '../../platform/who.ts'
import { type CommitmentName, commitments } from '../register.ts'

/** How many schools stand where on one clause; those to which it does not apply are left out of `schools`. */
export type Counted = { schools: number; kept: number; atRisk: number; broken: number; notYet: number }
type ClauseNamed = { promiseId: number; number: string; words: string }
/** One school on one clause, as it stands and as it would. */
export type SchoolCompared = { membershipId: number; was: Standing; becomes: Standing }
export type Compared = { clause: ClauseNamed; was: Counted; becomes: Counted; schools: SchoolCompared[] }

/** What a declaration attests is kept as much as what a count finds met. */
const isKept = (standing: Standing) => standing === 'met' || standing === 'attested'

export function count(stood: Standing[]): Counted {
  const of = (wanted: Standing) => stood.filter((one) => one === wanted).length
  return {
    schools: stood.length - of('does not apply'),
    kept: stood.filter(isKept).length,
    atRisk: of('at risk'),
    broken: of('breached'),
    notYet: of('not yet due'),
  }
}

/** Members and how each stands, as far as two of these are compared. */
type Stood<Member> = {
  clauses: ClauseNamed[]
  members: Member[]
  of: (member: Member) => { clause: Pick<ClauseNamed, 'promiseId'>; standing: Standing }[]
}

/** Clause by clause, how schools stand and how they would; a clause that only one of the two holds is left out. */
export function compare<Member extends { id: number }>(
  before: Stood<Member>,
  after: Stood<Member>,
): Compared[] {
  const was = standingsByPromise(before)
  const becomes = standingsByPromise(after)
  return before.clauses.flatMap((clause) => {
    const [then, instead] = [was.get(clause.promiseId), becomes.get(clause.promiseId)]
    if (!then || !instead) return []
    const schools = [...then].map(([membershipId, standing]) => ({
      membershipId,
      was: standing,
      becomes: instead.get(membershipId) ?? standing,
    }))
    const counts = {
      was: count(schools.map((one) => one.was)),
      becomes: count(schools.map((one) => one.becomes)),
    }
    return [{ clause, ...counts, schools }]
  })
}

function standingsByPromise<Member extends { id: number }>({
  members,
  of,
}: Stood<Member>): Map<number, Map<number, Standing>> {
  const found = new Map<number, Map<number, Standing>>()
  for (const member of members)
    for (const { clause, standing } of of(member)) {
      const schools = found.get(clause.promiseId) ?? new Map<number, Standing>()
      found.set(clause.promiseId, schools.set(member.id, standing))
    }
  return found
}

/** Whether any school would stand elsewhere; two that change places leave the counts as they were. */
export const changes = ({ schools }: Compared) => schools.filter((one) => one.was !== one.becomes).length

/** The numbers that a commitment leans on; none where nothing judges. */
export function termsOf(commitment: string | null): readonly TermName[] {
  if (commitment === null || !Object.hasOwn(commitments, commitment)) return []
  return commitments[commitment as CommitmentName].terms
}

export const leansOn = ({ commitment }: Pick<ClauseRow, 'commitment'>, names: readonly TermName[]) =>
  termsOf(commitment).some((name) => names.includes(name))

/** The numbers tried, as one clause of a sentence: “staff time a school gives in a year had been 12 days”. */
export const triedInWords = (tried: Partial<Terms>) =>
  Object.entries(tried)
    .map(([name, value]) => {
      const { says } = termKinds[name as TermName]
      return `“${says}” been ${termInWords(name as TermName, value)}`
    })
    .join(' and ')

/** Those who would propose another number: heads, those who chair a school’s governors, and the office. */
export const mayAskWhatIf = (who: Who) => isOffice(who) || holds(who, 'head', 'chair')
