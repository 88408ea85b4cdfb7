import type { Member } from '../members/tables.ts'
import type { AcademicYear, Day } from '../platform/day.ts'
import type { Reader } from '../platform/db.ts'
import type { Finding } from './finding.ts'
import type { ClauseKind } from './tables.ts'
import type { TermName, Terms } from './terms/rules.ts'

/**
 * The year that is judged, as at a day in it: nothing that was recorded for a later day counts. `ended` looks back
 * on it from after its last day: what was not done by then was not kept.
 */
export type Asked = { year: AcademicYear; on: Day; terms: Terms; ended?: boolean }

/** The clause of the version in force that a promise stands in. */
export type ClauseJudged = { promiseId: number; number: string; words: string; part: string }

/** What a judgement is given beside the school's own rows. */
export type Judged = Asked & { member: Member; clause: ClauseJudged }

type About = {
  /** What is looked at, in a sentence for those who are judged by it. */
  asks: string
  /** How such a promise is held, where nobody says otherwise. */
  kind: ClauseKind
  /** The numbers the heads agree that this leans on. */
  terms?: readonly TermName[]
}

export type Commitment = Required<About> & {
  /** One query for every school; what it gives judges a school on a clause. It needs to read every row. */
  gather: (db: Reader, asked: Asked) => Promise<(member: Member, clause: ClauseJudged) => Finding>
}

/**
 * Binds a promise to its evidence: `gather` is one query that answers for every school, `judge` a pure rule over
 * one school's rows. The pair is all that a commitment is.
 */
export function commitment<Row extends { membershipId: number | null }>(
  about: About,
  gather: (db: Reader, asked: Asked) => Promise<Row[]>,
  judge: (rows: Row[], judged: Judged) => Finding,
): Commitment {
  return {
    terms: [],
    ...about,
    async gather(db, asked) {
      const bySchool = new Map<number | null, Row[]>()
      for (const row of await gather(db, asked)) {
        const rows = bySchool.get(row.membershipId)
        if (rows) rows.push(row)
        else bySchool.set(row.membershipId, [row])
      }
      return (member, clause) => judge(bySchool.get(member.id) ?? [], { ...asked, member, clause })
    },
  }
}

/** A promise of which nothing is recorded yet, or that is kept between people: judged without asking the records. */
export const unasked = (about: About, judge: (judged: Judged) => Finding): Commitment =>
  commitment(
    about,
    async () => [],
    (_, judged) => judge(judged),
  )
