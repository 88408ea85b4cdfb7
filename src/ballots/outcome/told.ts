import { sql } from 'kysely'
import { type Day, dayInLondon } from '../../platform/day.ts'
import type { Reader } from '../../platform/db.ts'
import { choiceInWords } from '../choices.ts'
import { type Result, resultsOf } from '../counting/result.ts'
import { type Ballot, ballotsAmong } from '../queries.ts'
import { IN_A_STATEMENT, type Stated, voteInWords, votingFor } from './rules.ts'

/** The vote by which a decision was taken, as it is told wherever the decision is. */
export type VoteTold = {
  ballotId: number
  /** When it was closed. */
  on: Day
  /** “By vote: 15 for, 5 against, 2 abstained; not carried, 17 of 25 needed” */
  says: string
  /** What schools said of their own votes. */
  said: Stated[]
}

/** The votes with these ids that are closed and that these eyes may read; where there are none, nothing is asked. */
export async function votesTold(db: Reader, ids: readonly (number | null)[]): Promise<Map<number, VoteTold>> {
  const known = ids.filter((id) => id !== null)
  if (known.length === 0) return new Map()
  const ballots = await ballotsAmong(db, known)
  const [results, statements, reasons] = await Promise.all([
    resultsOf(db, ballots),
    statementsOf(db, known),
    reasonsOf(db, known),
  ])
  return new Map(
    ballots.flatMap((ballot) => {
      const result = results.get(ballot.id)
      if (!result || ballot.closedAt === null) return []
      const of = <Row extends { ballotId: number }>(rows: Row[]) =>
        rows.filter(({ ballotId }) => ballotId === ballot.id)
      const said = [
        ...of(statements).map(({ school, words }) => ({ school, words, how: IN_A_STATEMENT })),
        ...of(reasons).map((row) => withChoice(row, ballot, result)),
      ]
      const on = dayInLondon(ballot.closedAt)
      return [[ballot.id, { ballotId: ballot.id, on, says: byVote(ballot, result), said }] as const]
    }),
  )
}

/** Decisions, each with the vote by which it was taken, as a sentence, and what schools said of their own. */
export async function withVotes<Row extends { ballotId: number | null }>(db: Reader, rows: Row[]) {
  const told = await votesTold(
    db,
    rows.map(({ ballotId }) => ballotId),
  )
  return rows.map((row) => {
    const vote = row.ballotId === null ? undefined : told.get(row.ballotId)
    return { ...row, vote: vote?.says ?? null, said: vote?.said ?? [] }
  })
}

/** With the digest of a secret vote, so that whoever reads of it can tell whether its papers are still the same. */
export const byVote = ({ digest }: Pick<Ballot, 'digest'>, result: Result) =>
  `By vote: ${voteInWords(result)}${digest === null ? '' : `. Digest of its papers: ${digest}`}`

const withChoice = (
  { school, choice, words }: Reason,
  ballot: Pick<Ballot, 'asks' | 'counting'>,
  { election }: Result,
): Stated => ({
  ...{ school, words },
  how: votingFor(
    ballot.asks === 'motion'
      ? choiceInWords(ballot, [], choice)
      : `for ${choiceInWords(ballot, election?.candidates ?? [], choice)}`,
  ),
})

export type StatementRow = {
  id: number
  ballotId: number
  membershipId: number
  school: string
  person: string
  words: string
  version: number
}

/** What schools said in statements, by the names of the schools. */
export async function statementsOf(db: Reader, ids: number[]): Promise<StatementRow[]> {
  return db
    .selectFrom('ballotStatements')
    .innerJoin('members', 'members.id', 'ballotStatements.membershipId')
    .innerJoin('people', 'people.id', 'ballotStatements.personId')
    .select(['ballotStatements.id', 'ballotId', 'membershipId', 'members.shortName as school'])
    .select(['people.name as person', 'words', 'ballotStatements.version'])
    .where('ballotId', '=', sql<number>`any (${ids}::bigint[])`)
    .orderBy('members.name')
    .execute()
}

type Reason = { ballotId: number; school: string; choice: string; words: string }

/** The reasons given with votes by name, once they are counted and not before. */
const reasonsOf = (db: Reader, ids: number[]): Promise<Reason[]> =>
  db
    .selectFrom('votes')
    .innerJoin('ballots', 'ballots.id', 'votes.ballotId')
    .innerJoin('members', 'members.id', 'votes.membershipId')
    .select(['votes.ballotId', 'members.shortName as school', 'choice', 'reason as words'])
    .where('votes.ballotId', '=', sql<number>`any (${ids}::bigint[])`)
    .where('ballots.closedAt', 'is not', null)
    .where('reason', 'is not', null)
    .orderBy('members.name')
    .$narrowType<{ words: string }>()
    .execute()
