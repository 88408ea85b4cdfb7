import { sql } from 'kysely'
import type { Reader } from '../../platform/db.ts'
import { rankingIn } from '../choices.ts'
import type { Ballot } from '../queries.ts'
import type { Majority } from '../tables.ts'
import { type Count, count } from './elections.ts'
import { lotOrder, type Standing } from './lots.ts'
import { type Basis, type Motion, motion, motionInWords, type Tally } from './rules.ts'
import { electionInWords } from './words.ts'

export type Option = { id: number; words: string; position: number }

/** Who was called, and how many of them took part. */
export type Turnout = {
  /** Memberships in the vote: all that were called but those outside it for an interest. */
  all: number
  /** Those in the room when it opened, and those that voted beforehand. */
  present: number
  took: number
  /** Outside the vote and every sum of it. */
  excluded: number
  /** Voting papers of a secret ballot that were taken, and of them those that were put into the box. */
  papers: number
  inBox: number
}

/** What came of a ballot, worked out from its votes each time it is asked for. */
export type Result = {
  outcome: 'carried' | 'not carried' | 'elected' | 'needs a lot' | 'no quorum' | 'nobody elected'
  /** Who is elected, or between whom a lot decides. */
  options: { id: number; words: string }[]
  /** One sentence: “Not carried: 15 for, 5 against, 2 abstained. Two-thirds of all 25 memberships is 17.” */
  says: string
  turnout: Turnout
  /** How a motion was decided. */
  motion: (Motion & { tally: Tally; basis: Basis }) | null
  /** How an election was counted, with its candidates in the order of the ballot. */
  election: (Count & { candidates: Option[]; lot: Standing[] | null }) | null
}

/** Everything that is counted of a ballot. */
export type Counted = {
  ballot: Pick<
    Ballot,
    'asks' | 'majority' | 'counting' | 'abstentionsCast' | 'needed' | 'byCorrespondence' | 'lotWords'
  >
  turnout: Turnout
  /** Votes that say the same, and how many. */
  chosen: { choice: string; votes: number }[]
  options: Option[]
  /** In hexadecimal, once the lot is drawn. */
  seed: string | null
}

/** The result of a ballot that is closed; nothing before, whoever asks. */
export async function resultOf(db: Reader, ballot: Ballot): Promise<Result | null> {
  return (await resultsOf(db, [ballot])).get(ballot.id) ?? null
}

/** The results of those of these ballots that are closed, by their ids. */
export async function resultsOf(db: Reader, ballots: Ballot[]): Promise<Map<number, Result>> {
  const closed = ballots.filter(({ closedAt }) => closedAt !== null)
  if (closed.length === 0) return new Map()
  const found = await countedOf(
    db,
    closed.map(({ id }) => id),
  )
  return new Map(
    closed.flatMap((ballot) => {
      const row = found.get(ballot.id)
      return row ? [[ballot.id, resultFrom({ ballot, ...row })] as const] : []
    }),
  )
}

/** Who was called and is not outside the vote, and how many of them were in the room or had voted beforehand. */
export type Electors = Pick<Turnout, 'all' | 'present'>

const all = sql`count(*) filter (where not excluded)`
const present = sql`count(*) filter
  (where not excluded and (present or (took is not null and not by_correspondence)))`

/** The electors of one ballot, who are the same once it is closed and in the transaction that closes it. */
export async function electorsCounted(db: Reader, ballot: number): Promise<Electors> {
  const { rows } = await sql<Electors>`
    select ${all}::integer as all, ${present}::integer as present
    from ballot_electors join ballots on ballots.id = ballot_id where ballot_id = ${ballot}`.execute(db)
  return rows[0] ?? { all: 0, present: 0 }
}

type CountedRow = Omit<Counted, 'ballot'> & { id: number }

/**
 * One statement for all. The database is asked for closed ballots only, so that nothing is counted of another by any
 * fault of whoever asks; the seed of a lot leaves it once the lot is drawn.
 */
async function countedOf(db: Reader, ids: number[]): Promise<Map<number, CountedRow>> {
  const { rows } = await sql<CountedRow>`
    with closed as (select id, by_correspondence, lot_seed, lot_words from ballots
      where id = any (${ids}::bigint[]) and closed_at is not null),
    said as (
      select ballot_id, choice, 0 as in_box from votes join ballot_electors using (ballot_id, membership_id)
        where ballot_id in (select id from closed) and not excluded
      union all
      select ballot_id, choice, 1 from counted_papers where ballot_id in (select id from closed)),
    chosen as (select ballot_id, choice, count(*)::integer as votes, sum(in_box)::integer as in_box
      from said group by ballot_id, choice)
    select closed.id,
      case when lot_words is not null then encode(lot_seed, 'hex') end as seed,
      (select json_build_object(
          'all', ${all},
          'present', ${present},
          'took', count(*) filter (where not excluded and took is not null),
          'excluded', count(*) filter (where excluded),
          'papers', count(*) filter (where took = 'paper'),
          'inBox', (select coalesce(sum(in_box), 0) from chosen where ballot_id = closed.id))
        from ballot_electors where ballot_id = closed.id) as turnout,
      (select coalesce(json_agg(json_build_object('choice', choice, 'votes', votes) order by choice collate "C"), '[]')
        from chosen where ballot_id = closed.id) as chosen,
      (select coalesce(json_agg(json_build_object('id', id, 'words', words, 'position', position) order by position), '[]')
        from ballot_options where ballot_id = closed.id) as options
    from closed`.execute(db)
  return new Map(rows.map((row) => [Number(row.id), row]))
}

/** The result that these votes give: the same whatever order they came in. */
export const resultFrom = (counted: Counted): Result =>
  counted.ballot.asks === 'motion' ? ofMotion(counted) : ofElection(counted)

function ofMotion({ ballot, turnout, chosen }: Counted): Result {
  const votesFor = (choice: string) => chosen.find((one) => one.choice === choice)?.votes ?? 0
  const tally = { for: votesFor('for'), against: votesFor('against'), abstain: votesFor('abstain') }
  const basis: Basis = {
    ...turnout,
    majority: ballot.majority as Majority,
    abstentionsCast: ballot.abstentionsCast === true,
    needed: ballot.needed,
    byCorrespondence: ballot.byCorrespondence,
  }
  const decided = motion(tally, basis)
  const says = motionInWords(decided, tally, basis)
  return {
    outcome: decided.outcome,
    options: [],
    says,
    turnout,
    motion: { ...decided, tally, basis },
    election: null,
  }
}

function ofElection({ ballot, turnout, chosen, options, seed }: Counted): Result {
  const drawn = seed !== null && ballot.lotWords !== null ? { seed, words: ballot.lotWords } : null
  const lot =
    drawn &&
    lotOrder(
      drawn,
      options.map(({ position }) => position),
    )
  const counted = count(ballot.counting ?? 'first past the post', {
    candidates: options.map(({ id }) => id),
    papers: chosen.map(({ choice, votes }) => ({ ranking: rankingIn(choice), papers: votes })),
    lot: lot?.flatMap((one) => options.find(({ position }) => position === one.position)?.id ?? []) ?? null,
  })
  const election = { ...counted, candidates: options, lot }
  const short = ballot.byCorrespondence && ballot.needed !== null && turnout.took < ballot.needed
  const { end } = counted
  const named = end.outcome === 'elected' ? [end.elected] : end.outcome === 'needs a lot' ? end.between : []
  return {
    outcome: short ? 'no quorum' : end.outcome,
    options: short
      ? []
      : options.filter(({ id }) => named.includes(id)).map(({ id, words }) => ({ id, words })),
    says: short
      ? `Nobody is elected: ${turnout.took} took part, and the quorum is ${ballot.needed}.`
      : electionInWords(election),
    turnout,
    motion: null,
    election,
  }
}
