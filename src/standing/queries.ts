import type { Asked, ClauseJudged, Commitment } from '../agreement/commitment.ts'
import type { Finding } from '../agreement/finding.ts'
import { type ClauseRow, clausesOf, type Published, versions } from '../agreement/queries.ts'
import { bindingOn } from '../agreement/rules.ts'
import { terms } from '../agreement/terms/queries.ts'
import type { Terms } from '../agreement/terms/rules.ts'
import { membersOn } from '../members/queries.ts'
import type { Member } from '../members/tables.ts'
import { chairs, heads, type Post } from '../people/tables.ts'
import { type AcademicYear, academicYearOf, type Day, lastDay } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import { commitments } from './register.ts'

export type Stand = Finding & { clause: ClauseRow; commitment: Commitment | null }

/** How the members of a day stand on every clause that bound them on it. */
export type Standings = {
  asked: Asked
  /** The version that binds; before the first comes into force, the one that schools are asked to sign. */
  version: Published | undefined
  members: Member[]
  clauses: ClauseRow[]
  of: (member: Member) => Stand[]
  commitmentOf: (clause: ClauseRow) => Commitment | null
}

/** A day to judge as at; or a year that is over, looked back on from after its last day. */
export type AsAt = Day | { atEndOf: AcademicYear }

const askedAt = (asAt: AsAt): Omit<Asked, 'terms'> =>
  typeof asAt === 'string'
    ? { year: academicYearOf(asAt), on: asAt }
    : { year: asAt.atEndOf, on: lastDay(asAt.atEndOf), ended: true }

/**
 * How every member stands on this day, judged by the terms of its year, or by others to see what they would have
 * changed. One query for each commitment, however many schools; it needs to read every row. `otherwise` gives the
 * clauses as they would be: only some of them, or bound to something else.
 */
export async function standings(
  db: Reader,
  asAt: AsAt,
  otherTerms: Partial<Terms> = {},
  otherwise = (clauses: ClauseRow[]): ClauseRow[] => clauses,
): Promise<Standings> {
  const { year, on, ended = false } = askedAt(asAt)
  const current = membersOn(db, on)
  const agreed = { ...(await terms(db, year)), ...otherTerms }
  const asked: Asked = { year, on, ended, terms: agreed }
  const version = bindingOn(await versions(db, agreed), on)
  const [members, bound] = await Promise.all([current, version ? clausesOf(db, version.id) : []])
  const clauses = otherwise(bound)
  const judges = await judgesOf(db, clauses, asked)
  const of = (member: Member) => clauses.map((clause) => judges(member, clause))
  return { asked, version, members, clauses, of, commitmentOf }
}

type Judge = (member: Member, clause: ClauseJudged) => Finding

const known: Record<string, Commitment> = commitments
const commitmentOf = ({ commitment }: ClauseRow) => known[commitment ?? ''] ?? null

async function judgesOf(db: Reader, clauses: ClauseRow[], asked: Asked) {
  const bound = [...new Set(clauses.map(({ commitment }) => commitment ?? ''))].filter(
    (name) => name in known,
  )
  const judges = new Map<string, Judge>(
    await Promise.all(
      bound.map(async (name) => [name, await (known[name] as Commitment).gather(db, asked)] as const),
    ),
  )
  return (member: Member, clause: ClauseRow): Stand => {
    const judge = judges.get(clause.commitment ?? '')
    const finding = judge?.(member, clause) ?? unjudged
    return { ...finding, clause, commitment: commitmentOf(clause) }
  }
}

const unjudged: Finding = {
  standing: 'does not apply',
  because: 'This is kept between people: no record judges it.',
  evidence: [],
}

export type Addressee = { membershipId: number; name: string; email: string | null; post: Post }

/** Whom the office writes to at each school on this day: who leads it, then who chairs those who govern it. */
export const addressees = (db: Reader, on: Day): Promise<Addressee[]> =>
  db
    .selectFrom('posts')
    .innerJoin('people', 'people.id', 'posts.personId')
    .select(['posts.membershipId', 'people.name', 'people.email', 'posts.post'])
    .where('posts.membershipId', 'is not', null)
    .where('posts.post', 'in', [...heads, ...chairs])
    .where((eb) => eb.or([eb('fromOn', 'is', null), eb('fromOn', '<=', on)]))
    .where((eb) => eb.or([eb('toOn', 'is', null), eb('toOn', '>=', on)]))
    .orderBy((eb) => eb('posts.post', 'in', chairs))
    .orderBy('people.name')
    .$narrowType<{ membershipId: number }>()
    .execute()
